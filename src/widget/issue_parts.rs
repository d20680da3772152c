//! The parts of an issue that lists share: level, name with a safe link.

use crate::dashboard::link;
use crate::session::issue::Issue;
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;

/// The level as icon and word.
pub fn level(level: &str) -> impl IntoView + use<> {
    let (class, icon, word) = match level {
        "fatal" => ("level level-fatal", Glyph::Octagon, "Fatal"),
        "warning" => ("level level-warning", Glyph::Alert, "Warning"),
        "info" => ("level level-info", Glyph::Info, "Info"),
        "debug" => ("level level-info", Glyph::Info, "Debug"),
        "" => ("level level-info", Glyph::Info, "No level"),
        _ => ("level level-error", Glyph::Alert, "Error"),
    };
    view! { <span class=class title=word><Icon glyph=icon /><span class="visually-hidden">{word}</span></span> }
}

/// The short id; a link to the backend's own page when the backend gives a safe address.
pub fn name(issue: &Issue) -> AnyView {
    let short = issue.short_id.clone();
    match issue.permalink.as_deref().and_then(link::safe) {
        Some(address) => view! {
            <a class="issue-link" href=address.to_owned() target="_blank" rel="noopener noreferrer">
                <bdi>{short}</bdi>
                <Icon glyph=Glyph::ArrowOut />
                <span class="visually-hidden">" (opens in a new tab)"</span>
            </a>
        }
        .into_any(),
        None => view! { <bdi class="issue-name">{short}</bdi> }.into_any(),
    }
}
