//! How far something is.

use leptos::prelude::*;

/// A progress bar. `value` is from 0 to 1; `None`: nobody knows how much there is.
#[component]
pub(crate) fn Progress(
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<Option<f64>>,
    /// A hairline instead of a bar.
    #[prop(optional)]
    thin: bool,
) -> impl IntoView {
    let class = if thin {
        "progress progress-line"
    } else {
        "progress"
    };
    // The attribute, not the property: taking it away is what makes the bar indeterminate.
    let value = move || value.get().map(|v| format!("{:.4}", v.clamp(0.0, 1.0)));
    view! { <progress class=class aria-label=label max="1" value=value></progress> }
}
