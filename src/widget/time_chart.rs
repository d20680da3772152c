//! A chart over time: plot canvas, overlay canvas, tooltip.

use crate::chart::data::ChartData;
use crate::session::Timestamp;
use leptos::prelude::*;

/// Draws `data` without the series named in `hidden`; fills its container. Buckets that end after `now` are drawn and
/// named as incomplete.
#[component]
pub fn TimeChart(
    /// What to draw.
    #[prop(into)]
    data: Signal<ChartData>,
    /// Names of the series not to draw.
    #[prop(into)]
    hidden: Signal<Vec<String>>,
    /// The name for assistive technology.
    #[prop(into)]
    title: String,
    /// The time; without it every bucket counts as complete.
    #[prop(optional, into)]
    now: Option<Signal<Timestamp>>,
) -> impl IntoView {
    let _ = (data, hidden, title, now);
}
