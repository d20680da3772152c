//! The legend of a chart: one toggle a series.

use super::swatch::swatch;
use crate::chart::data::Shape;
use crate::engine::series::SeriesSet;
use leptos::prelude::*;

/// The series of `set` as toggles; `on_change` gets the names that are to be hidden from now on. Hiding the last one
/// visible shows all again.
#[component]
pub fn Legend(
    /// The series, in legend order.
    #[prop(into)]
    set: Signal<SeriesSet>,
    /// Names of the hidden ones.
    #[prop(into)]
    hidden: Signal<Vec<String>>,
    /// Told the new list of hidden names.
    #[prop(into)]
    on_change: Callback<Vec<String>>,
    /// How the series are drawn; decides the swatches.
    #[prop(optional, into)]
    shape: Option<Signal<Shape>>,
) -> impl IntoView {
    let entries = Memo::new(move |_| {
        set.with(|s| {
            s.series
                .iter()
                .map(|s| (s.name.clone(), s.tone))
                .collect::<Vec<_>>()
        })
    });
    let shape = Memo::new(move |_| shape.map_or(Shape::Line, |s| s.get()));
    let toggle = move |name: &str| {
        let names =
            entries.with_untracked(|e| e.iter().map(|(n, _)| n.clone()).collect::<Vec<_>>());
        on_change.run(hidden.with_untracked(|h| toggled(&names, h, name)));
    };
    view! {
        <ul class="legend" aria-label="Legend">
            {move || {
                let shape = shape.get();
                entries
                    .get()
                    .into_iter()
                    .map(|(name, tone)| {
                        let shown = {
                            let name = name.clone();
                            Memo::new(move |_| hidden.with(|h| !h.contains(&name)))
                        };
                        let label = name.clone();
                        view! {
                            <li>
                                <button
                                    type="button"
                                    class="legend-entry"
                                    title=name.clone()
                                    aria-pressed=move || shown.get().to_string()
                                    on:click=move |event| {
                                        crate::browser::paint_loop::note_input(event.time_stamp());
                                        toggle(&name);
                                    }
                                >
                                    {swatch(tone, shape)}
                                    <span class="legend-name">{label}</span>
                                </button>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
    }
}

/// The hidden names after `name` was clicked; other widgets' leftovers are dropped.
fn toggled(names: &[String], hidden: &[String], name: &str) -> Vec<String> {
    let now: Vec<String> = names
        .iter()
        .filter(|n| hidden.contains(n) != (*n == name))
        .cloned()
        .collect();
    if now.len() == names.len() {
        Vec::new()
    } else {
        now
    }
}
