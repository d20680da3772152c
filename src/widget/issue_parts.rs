//! The parts of an issue that lists share: level, name with a safe link.

use super::icon::Icon;
use crate::dashboard::link;
use crate::session::issue::Issue;
use leptos::prelude::*;

/// The level as icon and word.
pub fn level(level: &str) -> impl IntoView + use<> {
    let (class, icon, word) = match level {
        "fatal" => ("level level-fatal", Icon::Alarm, "Fatal"),
        "warning" => ("level level-warning", Icon::Warning, "Warning"),
        "info" => ("level level-info", Icon::Info, "Info"),
        "debug" => ("level level-info", Icon::Info, "Debug"),
        "" => ("level level-info", Icon::Info, "No level"),
        _ => ("level level-error", Icon::Warning, "Error"),
    };
    view! { <span class=class title=word>{icon.draw()}<span class="visually-hidden">{word}</span></span> }
}

/// The short id; a link to the backend's own page when the backend gives a safe address.
pub fn name(issue: &Issue) -> AnyView {
    let short = issue.short_id.clone();
    match issue.permalink.as_deref().and_then(link::safe) {
        Some(address) => view! {
            <a class="issue-link" href=address.to_owned() target="_blank" rel="noopener noreferrer">
                <bdi>{short}</bdi>
                {Icon::External.draw()}
                <span class="visually-hidden">" (opens in a new tab)"</span>
            </a>
        }
        .into_any(),
        None => view! { <bdi class="issue-name">{short}</bdi> }.into_any(),
    }
}
