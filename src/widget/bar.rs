//! A small horizontal bar beside a number. Decoration: the number says the same.

use leptos::prelude::*;

/// `share` of a full bar, 0 to 1.
#[component]
pub fn Bar(
    /// How much of it is filled.
    share: f64,
    /// A class for its colour.
    class: &'static str,
) -> impl IntoView {
    let width = (share.clamp(0.0, 1.0) * 100.0).max(if share > 0.0 { 1.5 } else { 0.0 });
    view! {
        <svg class=format!("bar {class}") viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar-track" width="100" height="6"></rect>
            <rect class="bar-fill" width=width height="6"></rect>
        </svg>
    }
}
