//! A widget goes to another dashboard, or a copy of it does. A copy changes nothing here, so nobody has to edit for it.

use crate::dashboard::edit::Edit;
use crate::dashboard::limits::WIDGETS;
use crate::state::app::{App, use_app};
use crate::state::editor::{Sending, Then};
use crate::state::words;
use crate::storage::document::Stored;
use crate::ui::{Button, Glyph, Views};
use leptos::prelude::*;

/// The title of the dialog.
pub const fn title(how: Sending) -> &'static str {
    match how {
        Sending::Copy => "Copy to another dashboard",
        Sending::Move => "Move to another dashboard",
        Sending::Either => "Copy or move to another dashboard",
    }
}

/// A person's other dashboards, with Copy and Move.
pub fn copy_to_view(id: String, how: Sending) -> AnyView {
    let app = use_app();
    let widget = app.dashboard.with_untracked(|d| d.widget(&id).cloned());
    let Some(widget) = widget else {
        return view! { <p>"This widget is no longer on the dashboard."</p> }.into_any();
    };
    let title = widget.title.clone();
    let here = app.page.with_untracked(|page| page.dashboard.clone());
    let others = untrack(|| app.dashboards.listing()).dashboards.into_iter();
    let others: Vec<_> = others.filter(|s| s.id != here && s.can_change()).collect();
    if others.is_empty() {
        return view! {
            <p class="field-hint">
                "You have no other dashboard yet. Duplicate one, or import one, and it is offered here."
            </p>
        }
        .into_any();
    }
    let put = StoredValue::new(move |to: &str, name: &str, moves: bool| {
        app.editor.pane.set(None);
        let (here, place, widget) = (here.clone(), name.to_owned(), widget.clone());
        match app.copy_widget(&widget, to) {
            Ok((before, copied)) => {
                if moves {
                    remove(app, &here, &id);
                }
                let undo = move || {
                    if app.is_busy_with(&copied.id) {
                        return;
                    }
                    // It must not be gone in both places.
                    if moves && !app.put_back(&here, &widget) {
                        let text =
                            format!("It stays on “{place}”: this dashboard is saved without it.");
                        app.show_toast(text, None);
                        return;
                    }
                    let (now, old) = (app.clock(), before.dashboard.clone());
                    let taken = app
                        .dashboards
                        .change(|s| s.save(&copied.id, copied.revision, old, now));
                    if let Ok(back) = &taken {
                        app.dashboards.with_store(|s| {
                            s.remember("take the copy back", &copied, &back.stored)
                        });
                    }
                    let told = match taken {
                        Ok(_) if moves => "It is here again.".to_owned(),
                        Ok(_) => "The copy is taken back.".to_owned(),
                        Err(why) => words::not_saved(&why),
                    };
                    app.show_toast(told, None);
                };
                let told = match moves {
                    true => format!("It is on “{name}” now; here it goes with Save."),
                    false => format!("A copy is on “{name}”."),
                };
                app.tell_with_undo(told, undo);
            }
            Err(why) => app.show_toast(why, None),
        }
    });
    let row = move |stored: Stored| {
        let count = stored.dashboard.widgets.len();
        let full = Signal::stored(count >= WIDGETS);
        let name = StoredValue::new(stored.dashboard.title.clone());
        let to = StoredValue::new(stored.id);
        let act = move |moves: bool| {
            put.with_value(|put| to.with_value(|to| name.with_value(|name| put(to, name, moves))));
        };
        let button = |glyph, label: &'static str, moves| {
            view! { <Button glyph disabled=full on_press=move |()| act(moves)>{label}</Button> }
        };
        view! {
            <li class="copy-row">
                <span class="copy-name">
                    <bdi>{stored.dashboard.title}</bdi>
                    <span class="field-hint">{format!("{count} of {WIDGETS} widgets")}</span>
                </span>
                {(how != Sending::Move).then(|| button(Glyph::Copy, "Copy", false)).views()}
                {(how != Sending::Copy).then(|| button(Glyph::ArrowRight, "Move", true)).views()}
            </li>
        }
    };
    view! {
        <div class="stack">
            <p>"Where to put “" <bdi>{title}</bdi> "”?"</p>
            <ul class="copy-list">{others.into_iter().map(row).views()}</ul>
        </div>
    }
    .into_any()
}

/// Takes the widget away here, which is an edit: where nobody edits yet, that begins.
fn remove(app: App, here: &str, id: &str) {
    let edit = Edit::Remove(id.to_owned());
    if app.is_editing(here) {
        app.make_edit(&edit);
    } else {
        app.wish_to_edit(Some(Then::Make(edit)));
    }
}
