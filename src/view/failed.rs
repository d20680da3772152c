//! The page when nothing could be loaded: what happened, what to do, and Retry.

use super::connect::ConnectDialog;
use crate::source::SourceError;
use crate::state::app::use_app;
use crate::state::phase::Phase;
use crate::ui::{Button, ButtonKind, Glyph, Icon};
use leptos::prelude::*;

/// Stands in for the dashboard in [`Phase::Failed`].
#[component]
pub fn FailedPage() -> impl IntoView {
    let app = use_app();
    let error = Memo::new(move |_| match app.phase.get() {
        Phase::Failed(error) => Some(error),
        _ => None,
    });
    let connecting = RwSignal::new(false);
    view! {
        <section class="page-state" aria-labelledby="failed-title">
            <span class="page-state-icon is-bad">
                <Icon glyph=Glyph::Alert />
            </span>
            <h2 id="failed-title">{move || error.get().map(|e| headline(&e))}</h2>
            <p class="page-state-text">{move || error.get().map(|e| e.to_string())}</p>
            <p class="page-state-text">{move || error.get().map(|e| e.advice())}</p>
            <div class="page-state-actions">
                <Button kind=ButtonKind::Primary glyph=Glyph::Retry on_press=move |()| app.retry(None)>
                    "Retry"
                </Button>
                <Button on_press=move |()| connecting.set(true)>"Choose another source"</Button>
            </div>
            <details class="details">
                <summary>"Technical details"</summary>
                <code>{move || error.get().map(|e| format!("{e:?}"))}</code>
            </details>
            <ConnectDialog id="connect-after-failure" open=connecting />
        </section>
    }
}

/// A few words above the error's own sentence.
fn headline(error: &SourceError) -> &'static str {
    use SourceError as E;
    match error {
        E::Unreachable { .. } => "No connection to the backend",
        E::TimedOut { .. } => "The backend is taking too long",
        E::Unauthorized => "The token was not accepted",
        E::Forbidden => "The token is not allowed to read this",
        E::NotFound { .. } => "Not found",
        E::NoRawSessions => "No raw sessions here",
        E::RateLimited { .. } => "The backend asks for a pause",
        E::Refused { .. } => "The backend refused the request",
        E::ServerFailed { .. } => "The backend failed",
        E::Malformed { .. } => "The answer cannot be read",
        E::Truncated { .. } => "The answer broke off",
        E::NoSessionsInFile { .. } => "No session could be read",
        E::Unanswerable { .. } => "Not available from this source",
        E::Unsupported { .. } => "Not supported",
        E::Cancelled => "Cancelled",
        E::ProgramIncomplete => "Part of the page is missing",
        E::Configuration { .. } => "The configuration cannot be used",
    }
}
