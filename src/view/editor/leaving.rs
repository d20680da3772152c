//! Somebody is about to leave a dashboard with unsaved edits.

use crate::state::app::use_app;
use crate::ui::{Button, ButtonKind};
use leptos::prelude::*;

/// The question.
pub fn leaving_view() -> AnyView {
    let app = use_app();
    let stay = move |()| app.editor.leaving.set(None);
    let save = move |()| {
        let to = app.editor.leaving.get_untracked();
        if app.save_edits()
            && let Some(to) = to
        {
            app.go(|page| *page = to);
        } else {
            app.editor.leaving.set(None);
        }
    };
    view! {
        <div class="stack">
            <p>
                "Save them now, or leave them: they stay in this browser, and you can continue when you open this dashboard again."
            </p>
            <div class="dialog-actions">
                <Button kind=ButtonKind::Ghost on_press=stay>"Keep editing"</Button>
                <Button on_press=move |()| app.leave()>"Leave for later"</Button>
                <Button kind=ButtonKind::Primary on_press=save>"Save and leave"</Button>
            </div>
        </div>
    }
    .into_any()
}
