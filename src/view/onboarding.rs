//! What to do when no project has sent a session yet.

use crate::browser::chunk::chunk;
use crate::source::config::SourceConfig;
use crate::state::app::use_app;

use crate::ui::{Button, ButtonKind, Glyph, Icon, later};
use futures_util::FutureExt;
use leptos::prelude::*;

/// Stands in for the widgets while there is nothing they could show.
#[component]
pub fn Onboarding() -> impl IntoView {
    later(|| steps().map(Result::ok).boxed_local())
}

chunk! {
    in panels;
    fn steps() -> ViewFn {
        ViewFn::from(|| view! { <Steps /> })
    }
}

#[component]
fn Steps() -> impl IntoView {
    let app = use_app();
    view! {
        <section class="page-state" aria-labelledby="onboarding-title">
            <span class="page-state-icon">
                <Icon glyph=Glyph::Pulse />
            </span>
            <h2 id="onboarding-title">"No sessions yet"</h2>
            <p class="page-state-text">
                "None of the selected projects has sent a session. Three steps change that:"
            </p>
            <ol class="steps">
                <li>
                    <strong>"Add a Sentry SDK"</strong>
                    " to the app. Mobile and browser SDKs track sessions by themselves; elsewhere switch release health on."
                </li>
                <li>
                    <strong>"Name the release and the environment"</strong>
                    " when the SDK starts, for example "
                    <code>"shop@3.4.0+1016"</code>
                    " and "
                    <code>"production"</code>
                    "."
                </li>
                <li>
                    <strong>"Run the app once"</strong>
                    " and close it. The session arrives within a minute; then press Check again."
                </li>
            </ol>
            <div class="page-state-actions">
                <Button kind=ButtonKind::Primary glyph=Glyph::Retry on_press=move |()| app.retry(None)>
                    "Check again"
                </Button>
                <Button on_press=move |()| app.connect(SourceConfig::Demo, false)>"Look around with demo data"</Button>
            </div>
        </section>
    }
}
