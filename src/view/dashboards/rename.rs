//! Another title for a dashboard.

use crate::dashboard::limits;
use crate::state::app::use_app;
use crate::state::words;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// A form with the title of the dashboard `id`.
pub fn rename_view(id: String) -> AnyView {
    let app = use_app();
    let stored = app.shelf.look(|store| store.read(&id));
    let title = stored
        .and_then(Result::ok)
        .map(|stored| stored.dashboard.title);
    let text = RwSignal::new(title.unwrap_or_default());
    let problem = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match app.rename(&id, &text.get_untracked()) {
            Ok(_) => app.shelf.panel.set(None),
            Err(why) => problem.set(words::not_saved(&why)),
        }
    };
    let left = move || limits::TEXT.saturating_sub(text.with(|text| text.chars().count()));
    let hint = move || match left() {
        n if n < 40 => format!("{n} characters left."),
        _ => String::new(),
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <div class="field">
                <label for="rename-title">"Title"</label>
                <input
                    class="input"
                    id="rename-title"
                    type="text"
                    autofocus
                    autocomplete="off"
                    maxlength=limits::TEXT
                    aria-describedby="rename-hint rename-problem"
                    aria-invalid=move || problem.with(|p| !p.is_empty()).then_some("true")
                    prop:value=move || text.get()
                    on:input:target=move |event| {
                        text.set(event.target().value());
                        problem.set(String::new());
                    }
                />
                <p id="rename-hint" class="field-hint">{hint}</p>
                <p id="rename-problem" class="field-error" role="alert">{move || problem.get()}</p>
            </div>
            <div class="dialog-actions">
                <button type="submit" class="button button-primary">"Rename"</button>
            </div>
        </form>
    }
    .into_any()
}
