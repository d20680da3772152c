//! A built-in dashboard cannot be edited: this offers a copy that can.

use crate::dashboard::copy::copied_widget_id;
use crate::state::app::use_app;
use crate::state::dashboard_actions::DashboardAction;
use crate::state::editor::{Pane, Then};
use crate::ui::{Button, ButtonKind, Glyph};
use leptos::prelude::*;

/// The offer; `widget` is the place of the one that was to be edited.
pub fn copy_view(widget: Option<usize>) -> AnyView {
    let app = use_app();
    let (id, title) = app
        .dashboard
        .with_untracked(|d| (d.id.clone(), d.title.clone()));
    let copy = move |()| {
        app.dashboards.panel.set(None);
        let pane = widget.map(|at| Pane::Builder(Some(copied_widget_id(at))));
        app.wish_to_edit(pane.map(Then::Open));
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
