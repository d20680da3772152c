//! Headings that order a table: a button in each, the same in every table.

use crate::state::app::{App, use_app};
use crate::state::table_choices::{TableChoice, direction_in};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;

/// The order that a person chose for the tables of a widget.
#[derive(Clone, Copy)]
pub struct TableSort {
    app: App,
    widget: StoredValue<String>,
    choice: RwSignal<String>,
}

impl TableSort {
    /// That of a widget of the dashboard on screen.
    pub fn of(widget: &str) -> Self {
        let app = use_app();
        Self {
            app,
            widget: StoredValue::new(widget.to_owned()),
            choice: app.table_choice(widget),
        }
    }

    /// What was chosen; tracked.
    pub fn choice(self) -> TableChoice {
        self.choice.with(|text| TableChoice::parse(text))
    }

    /// The places of the rows of the table on the widget's card in the order that was chosen; none: they have their own.
    /// Tracked.
    pub fn places(self) -> Vec<usize> {
        self.choice.with(|choice| {
            self.widget
                .with_value(|widget| self.app.card_order(widget, choice))
        })
    }

    /// The direction of the order where it is by the column with this heading (`None`: the first): whether the largest
    /// comes first.
    pub fn order_by(self, heading: Option<String>) -> Memo<Option<bool>> {
        let heading = heading.unwrap_or_default();
        Memo::new(move |_| self.choice.with(|text| direction_in(text, &heading)))
    }

    /// The button of a heading that says `title`.
    pub fn button(
        self,
        title: String,
        heading: Option<String>,
        order: Memo<Option<bool>>,
    ) -> AnyView {
        let click = Callback::new(move |()| {
            self.widget
                .with_value(|widget| self.app.sort_table(widget, heading.clone()));
        });
        sort_button(title, order, click)
    }
}

/// The place of the row that stands at `at`: the rows keep their own order while `places` are not those of `rows` rows.
pub fn place_of(at: usize, places: &[usize], rows: usize) -> usize {
    match places.len() == rows {
        true => places[at],
        false => at,
    }
}

/// The button. `order` is the direction of the table's order where it is by this column: whether the largest comes first.
pub fn sort_button(title: String, order: Memo<Option<bool>>, click: Callback<()>) -> AnyView {
    let icon = move || match order.get() {
        Some(true) => Glyph::ArrowDown,
        Some(false) => Glyph::ArrowUp,
        None => Glyph::UpDown,
    };
    view! {
        <button
            type="button"
            class="sort-button"
            class:sort-button-on=move || order.get().is_some()
            on:click=move |_| click.run(())
        >
            <span class="sort-title">{title}</span>
            {move || view! { <Icon glyph=icon() /> }}
        </button>
    }
    .into_any()
}

/// The `aria-sort` of a heading.
pub fn aria_sort(order: Option<bool>) -> &'static str {
    match order {
        Some(true) => "descending",
        Some(false) => "ascending",
        None => "none",
    }
}
