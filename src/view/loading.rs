//! How far the first load is, over the dashboard's skeleton: nothing moves when it is done.

use crate::source::Progress as Load;
use crate::state::app::use_app;
use crate::state::phase::Phase;
use crate::state::words;
use crate::ui::{Button, ButtonKind, Progress, When};
use leptos::prelude::*;

/// A panel with a progress bar while the first load runs; nothing otherwise.
#[component]
pub fn LoadingPanel() -> impl IntoView {
    let app = use_app();
    let progress = Memo::new(move |_| match app.phase.get() {
        Phase::Starting => Some(Load::default()),
        Phase::Loading(progress) => Some(progress),
        Phase::Connect | Phase::Ready | Phase::Failed(_) => None,
    });
    let reading = move || app.phase.with(|phase| matches!(phase, Phase::Loading(_)));
    let loading = move || progress.with(Option::is_some);
    let current = move || progress.get().unwrap_or_default();
    let count = move || match current() {
        load if load == Load::default() => "Fetching projects and releases…".to_owned(),
        load => words::progress(load),
    };
    view! {
        <When is=loading>
            <div class="loading-panel">
                <p class="loading-title">"Loading sessions"</p>
                <Progress label="Loading sessions" value=Signal::derive(move || words::fraction(current())) />
                <p class="loading-count">{count}</p>
                <When is=reading>
                    <Button kind=ButtonKind::Ghost on_press=move |()| app.stop_loading()>
                        "Cancel"
                    </Button>
                </When>
            </div>
        </When>
    }
}
