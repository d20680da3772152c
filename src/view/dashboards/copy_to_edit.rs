//! A built-in dashboard cannot be edited: this offers a copy that can.

use crate::state::app::use_app;
use crate::state::dashboard_actions::DashboardAction;
use crate::ui::{Button, ButtonKind, Glyph};
use leptos::prelude::*;

/// The offer.
pub fn copy_view() -> AnyView {
    let app = use_app();
    let (id, title) = app
        .dashboard
        .with_untracked(|d| (d.id.clone(), d.title.clone()));
    let copy = move |()| {
        app.dashboards.panel.set(None);
        app.editor.wanted.set(true);
        app.perform(DashboardAction::Duplicate(id.clone()));
    };
    view! {
        <div class="stack">
            <p>
                <strong>{title}</strong>
                " comes with the page and stays as it is. Duplicate it: the copy has the same widgets and filters, is kept in this browser, and you can change everything about it."
            </p>
            <div class="dialog-actions">
                <Button kind=ButtonKind::Ghost on_press=move |()| app.dashboards.panel.set(None)>"Cancel"</Button>
                <Button kind=ButtonKind::Primary glyph=Glyph::Copy on_press=copy>"Duplicate"</Button>
            </div>
        </div>
    }
    .into_any()
}
