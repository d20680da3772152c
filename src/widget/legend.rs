//! The legend of a chart: one toggle a series.

use crate::engine::series::SeriesSet;
use leptos::prelude::*;

/// The series of `set` as toggles; `on_change` gets the names that are to be hidden from now on.
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
) -> impl IntoView {
    let _ = (set, hidden, on_change);
}
