//! One of a few choices, all visible: native radio buttons in a row.

use super::icon::{Glyph, Icon};
use super::views::Views;
use leptos::prelude::*;

/// One choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What it stands for in code.
    pub value: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What is shown of it.
    pub glyph: Glyph,
}

/// A row of choices; `name` is unique in the page.
#[component]
pub(crate) fn Segmented(
    name: &'static str,
    #[prop(into)] label: String,
    segments: Vec<Segment>,
    #[prop(into)] value: Signal<&'static str>,
    #[prop(into)] on_change: Callback<&'static str>,
) -> impl IntoView {
    let choices = segments.into_iter().map(|segment| {
        view! {
            <label class="segment" title=segment.label>
                <input
                    type="radio"
                    name=name
                    value=segment.value
                    prop:checked=move || value.get() == segment.value
                    on:change=move |_| on_change.run(segment.value)
                />
                <Icon glyph=segment.glyph />
                <span class="visually-hidden">{segment.label}</span>
            </label>
        }
    });
    view! {
        <fieldset class="segmented">
            <legend class="visually-hidden">{label}</legend>
            {choices.views()}
        </fieldset>
    }
}
