//! What can be done with a widget as a part of its dashboard. Copying it leaves its dashboard as it is; all else begins to edit
//! that, or offers a copy of it where it comes with the page.

use crate::dashboard::edit::Edit;
use crate::state::app::App;
use crate::state::dashboard_actions::Panel;
use crate::state::editor::{Pane, Sending, Then};
use crate::ui::icon::Glyph;
use crate::ui::menu::{MenuGroup, MenuItem};
use leptos::prelude::*;

/// Entries for the menu of the widget `id`: the same for every dashboard, those that it does not allow with the reason.
pub fn own_actions(app: App, id: &str) -> MenuGroup {
    let at = app
        .dashboard
        .with_untracked(|d| d.widgets.iter().position(|w| w.id() == id));
    let Some(at) = at else {
        return MenuGroup::default();
    };
    let (note, built_in) = untrack(|| (app.why_not_edit(), app.is_built_in()));
    let can_edit = note.is_none();
    let item = |label, glyph, enabled, action: Callback<()>| MenuItem {
        label,
        glyph,
        enabled,
        action: Callback::new(move |()| {
            // What follows is about the dashboard, and is told there.
            if app.page.with_untracked(|page| page.expanded.is_some()) {
                app.go(|page| page.expanded = None);
            }
            action.run(());
        }),
    };
    let edit = |then: Then| Callback::new(move |()| app.wish_to_edit(Some(then.clone())));
    let offer_copy =
        Callback::new(move |()| app.dashboards.panel.set(Some(Panel::CopyToEdit(Some(at)))));
    let send = |how| {
        let pane = Pane::SendTo(id.to_owned(), how);
        Callback::new(move |()| app.editor.pane.set(Some(pane.clone())))
    };
    let id = || id.to_owned();
    let build = match built_in {
        true => offer_copy,
        false => edit(Then::Open(Pane::Builder(Some(id())))),
    };
    let duplicate = edit(Then::Make(Edit::Duplicate(id())));
    let delete = edit(Then::Make(Edit::Remove(id())));
    let items = vec![
        item("Edit widget", Glyph::Pencil, can_edit || built_in, build),
        item("Duplicate", Glyph::Copy, can_edit, duplicate),
        item(
            "Copy to another dashboard…",
            Glyph::CopyTo,
            true,
            send(Sending::Copy),
        ),
        item(
            "Move to another dashboard…",
            Glyph::ArrowRight,
            can_edit,
            send(Sending::Move),
        ),
        item("Delete", Glyph::Trash, can_edit, delete),
    ];
    MenuGroup { note, items }
}
