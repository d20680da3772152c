//! Buttons.

use super::icon::{Glyph, Icon};
use super::views::Views;
use leptos::prelude::*;

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    Primary,
    /// One of several things to do.
    #[default]
    Secondary,
    /// There when looked for.
    Ghost,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button button-secondary",
            Self::Ghost => "button button-ghost",
        }
    }
}

/// A button with words, and an icon before them if wanted.
#[component]
pub(crate) fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] glyph: Option<Glyph>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(into)] on_press: Callback<()>,
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" class=kind.class() disabled=move || disabled.get() on:click=move |_| on_press.run(())>
            {glyph.map(|glyph| view! { <Icon glyph /> }).views()}
            {children()}
        </button>
    }
}

/// A button that is only an icon; `label` says what it does.
#[component]
pub(crate) fn IconButton(
    glyph: Glyph,
    #[prop(into)] label: String,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class="icon-button" aria-label=label.clone() title=label on:click=move |_| on_press.run(())>
            <Icon glyph />
        </button>
    }
}
