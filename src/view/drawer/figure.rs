//! A chart of the drawer with its title and, where they are asked for, its numbers as a table.

use crate::chart::data::ChartData;
use crate::dashboard::data::{WidgetData, WidgetState};
use crate::ui::When;
use crate::ui::icon::{Glyph, Icon};
use crate::widget::data_table::DataTable;
use leptos::prelude::*;

/// Rows on a page of the table.
const ROWS: usize = 25;

/// The chart, which is among `children`, below its title and above its numbers.
#[component]
pub fn ChartFigure(
    /// Of the figure.
    class: &'static str,
    /// What the chart is called.
    #[prop(into)]
    title: String,
    /// What the chart draws.
    #[prop(into)]
    data: Signal<ChartData>,
    /// Whether the numbers are listed.
    listing: RwSignal<bool>,
    children: Children,
) -> impl IntoView {
    let state = Signal::derive(move || WidgetState::Ready(WidgetData::Chart(data.get())));
    let name = Signal::stored(title.clone());
    view! {
        <figure class=class aria-label=title>
            <figcaption class="drawer-chart-head">
                <span class="drawer-chart-title">{name}</span>
                <button
                    type="button"
                    class="icon-button drawer-view-data"
                    title="View data"
                    aria-expanded=move || listing.get().to_string()
                    on:click=move |_| listing.update(|l| *l = !*l)
                >
                    <Icon glyph=Glyph::Table />
                    <span class="visually-hidden">"View data"</span>
                </button>
            </figcaption>
            {children()}
            <When is=move || listing.get()>
                <DataTable id=format!("drawer {}", name.get_untracked()) state title=name size=ROWS />
            </When>
        </figure>
    }
}
