//! A message that stays until it is dismissed or no longer true.

use super::button::IconButton;
use super::icon::{Glyph, Icon};
use super::views::Views;
use leptos::prelude::*;

/// What kind of message it is; a word and an icon say it as well as the colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    #[default]
    Info,
    /// Numbers may be incomplete.
    Warn,
    /// Something failed.
    Bad,
}

/// A message with a title, and whatever explains it.
#[component]
pub(crate) fn Notice(
    #[prop(optional)] tone: Tone,
    #[prop(into)] title: String,
    #[prop(optional)] on_dismiss: Option<Callback<()>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (class, glyph) = match tone {
        Tone::Info => ("notice", Glyph::Info),
        Tone::Warn => ("notice notice-warn", Glyph::Alert),
        Tone::Bad => ("notice notice-bad", Glyph::Alert),
    };
    view! {
        <div class=class>
            <Icon glyph />
            <div class="notice-body">
                <p class="notice-title">{title}</p>
                {children.map(|children| children())}
            </div>
            {on_dismiss
                .map(|dismiss| {
                    view! { <IconButton glyph=Glyph::Close label="Dismiss" on_press=move |()| dismiss.run(()) /> }
                }).views()}
        </div>
    }
}
