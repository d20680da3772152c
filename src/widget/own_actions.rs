//! What can be done with a widget of a person's own dashboard: each begins to edit the dashboard.

use crate::dashboard::edit::Edit;
use crate::state::app::App;
use crate::state::editor::{Pane, Then};
use crate::ui::icon::Glyph;
use crate::ui::menu::MenuItem;
use leptos::prelude::*;

/// Entries for the menu of the widget `id`; none where the dashboard cannot be edited, or its filters are not saved.
pub fn own_actions(app: App, id: &str) -> Vec<MenuItem> {
    let on_dashboard = app.dashboard.with_untracked(|d| d.widget(id).is_some());
    let saved = app.page.with_untracked(|page| page.as_saved);
    if !on_dashboard || !saved || !untrack(|| app.can_edit()) {
        return Vec::new();
    }
    let item = |label, glyph, then: Then| MenuItem {
        label,
        glyph,
        enabled: true,
        action: Callback::new(move |()| {
            app.editor.then.set(Some(then.clone()));
            app.editor.wanted.set(true);
        }),
    };
    let id = || id.to_owned();
    vec![
        item(
            "Edit widget",
            Glyph::Pencil,
            Then::Open(Pane::Builder(Some(id()))),
        ),
        item("Duplicate", Glyph::Copy, Then::Make(Edit::Duplicate(id()))),
        item(
            "Copy to another dashboard",
            Glyph::CopyTo,
            Then::Open(Pane::CopyTo(id())),
        ),
        item("Delete", Glyph::Trash, Then::Make(Edit::Remove(id()))),
    ]
}
