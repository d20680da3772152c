//! The filter bar: what the whole page is about. Every change applies at once and is a step in the history.

mod global;
mod interval;
mod range_steps;
mod releases;
mod saved;
mod scope;
mod time_range;
mod zoom_out;

use crate::browser::resize::Watch;
use crate::state::app::use_app;
use crate::state::page_query::PageQuery;
use crate::ui::{Button, ButtonKind, Glyph, When};
use global::GlobalFilters;
use interval::IntervalFilter;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use releases::ReleaseFilter;
use saved::SavedFilters;
use scope::{EnvironmentFilter, ProjectFilter};
use time_range::TimeRangeFilter;
use wasm_bindgen::JsCast;
use zoom_out::ZoomOut;

/// The bar; it stays on screen while the page scrolls.
#[component]
pub fn FilterBar() -> impl IntoView {
    let app = use_app();
    let narrowed = Memo::new(move |_| {
        app.page.with(|page| {
            !(page.projects.is_empty()
                && page.environments.is_empty()
                && page.releases.is_empty()
                && page.global.is_empty())
        })
    });
    let clear = move |()| {
        app.go(clear_filters);
        focus_first_filter();
    };
    keep_room();
    view! {
        <section class="filter-bar" aria-label="Filters">
            <div class="filter-row">
                <ProjectFilter />
                <EnvironmentFilter />
                <ReleaseFilter />
                <When is=move || narrowed.get()>
                    <Button kind=ButtonKind::Ghost glyph=Glyph::Close on_press=clear>
                        "Clear filters"
                    </Button>
                </When>
                <GlobalFilters />
                <SavedFilters />
                <div class="filter-times">
                    <ZoomOut />
                    <TimeRangeFilter />
                    <IntervalFilter />
                </div>
            </div>
        </section>
    }
}

/// Tells the style sheet how high the bar on top of the page is: what gets the focus does not come to lie below it. For
/// the component that shows the bar.
pub fn keep_room() {
    let watch = StoredValue::new_local(None);
    Effect::new(move |_| {
        let root = document().document_element();
        let root = root.and_then(|root| root.dyn_into::<HtmlElement>().ok());
        let bar = document().query_selector(".filter-bar").ok().flatten();
        if let Some((root, bar)) = root.zip(bar) {
            watch.set_value(Some(Watch::new(&bar, move |extent| {
                // Fails only for names that are no properties.
                let _ = root
                    .style()
                    .set_property("--bar", &format!("{}px", extent.css.1));
            })));
        }
    });
}

/// The button that clears goes away with what it cleared; focus must not go with it.
fn focus_first_filter() {
    let first = document()
        .query_selector(".filter-bar button")
        .ok()
        .flatten();
    if let Some(button) = first.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}

fn clear_filters(page: &mut PageQuery) {
    page.projects.clear();
    page.environments.clear();
    page.releases.clear();
    page.global.clear();
}
