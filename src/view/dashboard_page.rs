//! The widgets of the dashboard on screen, on a grid of six columns.

use super::editor::CellTools;
use crate::dashboard::grid::{self, Cell};
use crate::dashboard::model::{Layout, Widget};
use crate::state::app::{App, use_app};
use crate::ui::Views;
use crate::widget::cursor::provide_cursor;
use crate::widget::frame::WidgetFrame;
use leptos::prelude::*;

/// Where each widget stands, by its id.
type Places = Vec<(String, Cell)>;

/// The grid. A widget keeps its elements as long as its dashboard is on screen and it stays what it is, wherever it goes.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let app = use_app();
    provide_cursor();
    let editions = StoredValue::new(Editions::default());
    let places = Memo::new(move |_| places(app));
    let widgets = move || {
        let cells = app
            .dashboard
            .with(|dashboard| grid::cells(&dashboard.widgets));
        cells.into_iter().map(|(_, widget)| Widget {
            layout: None,
            ..widget
        })
    };
    let key = move |widget: &Widget| {
        (
            app.dashboard
                .with_untracked(|dashboard| dashboard.id.clone()),
            editions.try_update_value(|editions| editions.of(widget)),
        )
    };
    let ghost = move || {
        let lifted = app
            .editor
            .dragged
            .with(|dragged| dragged.as_ref().filter(|d| d.lifted).map(|d| d.id.clone()));
        lifted.and_then(|id| dropped(app).into_iter().find(|(other, _)| *other == id)).map(|(_, cell)| {
            view! { <div class="cell-ghost" style=("--column", cell.column.to_string()) style=("--columns", cell.columns.to_string()) style=("--row", cell.row.to_string()) style=("--rows", cell.rows.to_string())></div> }
        }).views()
    };
    view! {
        <div class="grid" class:grid-editing=move || app.editor.active.get() class:grid-dragging=move || app.editor.dragged.with(Option::is_some)>
            <For each=widgets key=key children=move |widget| view! { <GridCell widget places /> } />
            {ghost}
        </div>
    }
}

/// Where everything stands; while a widget is in the air, it is where it was, and all others are where they would be.
fn places(app: App) -> Places {
    let still = app.dashboard.with(|d| named(grid::cells(&d.widgets)));
    let lifted = app
        .editor
        .dragged
        .with(|d| d.as_ref().map(|d| d.lifted.then(|| d.id.clone())));
    let Some(lifted) = lifted else { return still };
    let mut after = dropped(app);
    for (id, cell) in &mut after {
        if let Some((_, was)) = still
            .iter()
            .find(|(other, _)| other == id && Some(other) == lifted.as_ref())
        {
            *cell = *was;
        }
    }
    after
}

/// Where everything would stand if what is dragged were dropped now.
fn dropped(app: App) -> Places {
    let mut widgets = app.dashboard.with(|d| d.widgets.clone());
    app.editor.dragged.with(|dragged| {
        let places = dragged.as_ref().map_or(&[][..], |d| &d.places);
        for widget in &mut widgets {
            let place: Option<Layout> = places
                .iter()
                .find(|(id, _)| id == widget.id())
                .map(|(_, place)| *place);
            widget.layout = place.or(widget.layout);
        }
    });
    named(grid::cells(&widgets))
}

fn named(cells: Vec<(Cell, Widget)>) -> Places {
    cells
        .into_iter()
        .map(|(cell, widget)| (widget.id().to_owned(), cell))
        .collect()
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
fn GridCell(widget: Widget, places: Memo<Places>) -> impl IntoView {
    let app = use_app();
    let id = widget.id().to_owned();
    let place = {
        let id = id.clone();
        Memo::new(move |old: Option<&Cell>| {
            let here = places.with(|all| {
                all.iter()
                    .find(|(other, _)| *other == id)
                    .map(|(_, cell)| *cell)
            });
            here.or_else(|| old.copied()).unwrap_or_default()
        })
    };
    let number = move |of: fn(&Cell) -> u32| move || place.with(of).to_string();
    let lifted = {
        let id = id.clone();
        Memo::new(move |_| {
            app.editor
                .dragged
                .with(|d| d.as_ref().is_some_and(|d| d.id == id))
        })
    };
    view! {
        <div
            class="cell"
            class:cell-figure=move || place.with(|cell| cell.rows == 1)
            class:cell-wide=move || place.with(|cell| cell.columns == 6)
            class:cell-lifted=move || lifted.get()
            style=("--column", number(|cell| cell.column))
            style=("--columns", number(|cell| cell.columns))
            style=("--columns-medium", number(|cell| cell.columns_medium))
            style=("--row", number(|cell| cell.row))
            style=("--rows", number(|cell| cell.rows))
        >
            <div class="cell-content" inert=move || app.editor.active.get()>
                <WidgetFrame widget />
            </div>
            <CellTools id />
        </div>
    }
}
