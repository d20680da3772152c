//! Another title for a dashboard.

use crate::dashboard::limits;
use crate::state::app::use_app;
use crate::state::words;
use crate::storage::document::Stored;
use crate::ui::TextField;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// A form with the title of the dashboard `id`.
pub fn rename_view(id: String) -> AnyView {
    let app = use_app();
    let title = if app.is_editing(&id) {
        app.dashboard.with_untracked(|shown| shown.title.clone())
    } else {
        let stored = app.dashboards.with_store(|store| store.read(&id));
        let title = |stored: Stored| stored.dashboard.title;
        stored.and_then(Result::ok).map(title).unwrap_or_default()
    };
    let text = RwSignal::new(title);
    let problem = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match app.rename(&id, &text.get_untracked()) {
            Ok(()) => app.dashboards.panel.set(None),
            Err(why) => problem.set(Some(words::not_saved(&why))),
        }
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <TextField
                id="rename-title"
                label="Title"
                max=limits::TEXT
                first=true
                error=Signal::derive(move || problem.get())
                value=text
                on_input=move |title| {
                    text.set(title);
                    problem.set(None);
                }
            />
            <div class="dialog-actions">
                <button type="submit" class="button button-primary">"Rename"</button>
            </div>
        </form>
    }
    .into_any()
}
