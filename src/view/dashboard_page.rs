//! The widgets of the dashboard on screen, on a grid of six columns.

use crate::dashboard::grid::{self, Cell};
use crate::dashboard::model::Widget;
use crate::state::app::use_app;
use crate::widget::cursor::provide_cursor;
use crate::widget::frame::WidgetFrame;
use leptos::prelude::*;

/// The grid. A widget keeps its elements as long as its dashboard is on screen and it stays what it is.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let app = use_app();
    provide_cursor();
    let editions = StoredValue::new(Editions::default());
    let cells = move || {
        app.dashboard
            .with(|dashboard| grid::cells(&dashboard.widgets))
    };
    let key = move |(_, widget): &(Cell, Widget)| {
        (
            app.dashboard
                .with_untracked(|dashboard| dashboard.id.clone()),
            editions.try_update_value(|editions| editions.of(widget)),
        )
    };
    view! {
        <div class="grid">
            <For each=cells key=key children=|(cell, widget)| view! { <GridCell cell widget /> } />
        </div>
    }
}

/// Numbers for what widgets are: a widget that was edited gets a new one.
#[derive(Default)]
struct Editions {
    latest: Vec<(Widget, usize)>,
    given: usize,
}

impl Editions {
    fn of(&mut self, widget: &Widget) -> usize {
        let known = self
            .latest
            .iter()
            .position(|(known, _)| known.id() == widget.id());
        if let Some(at) = known {
            if self.latest[at].0 == *widget {
                return self.latest[at].1;
            }
            self.latest.swap_remove(at);
        }
        self.given += 1;
        self.latest.push((widget.clone(), self.given));
        self.given
    }
}

/// A widget in its place. Numbers reach the style sheet as custom properties, through the CSSOM.
#[component]
fn GridCell(cell: Cell, widget: Widget) -> impl IntoView {
    let place = |n: u32| n.to_string();
    view! {
        <div
            class="cell"
            class:cell-figure=cell.rows == 1
            class:cell-wide=cell.columns == 6
            style=("--column", place(cell.column))
            style=("--columns", place(cell.columns))
            style=("--columns-medium", place(cell.columns_medium))
            style=("--row", place(cell.row))
            style=("--rows", place(cell.rows))
        >
            <WidgetFrame widget />
        </div>
    }
}
