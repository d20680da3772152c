//! What happened last, at the edge of the screen, with a way to undo it. It goes away by itself; what it can undo can be
//! undone elsewhere too. Ctrl Z undoes it as well.

use crate::browser::chunk::chunk;
use crate::state::app::{App, use_app};
use crate::state::dashboard_actions::Panel;
use crate::ui::button::IconButton;
use crate::ui::{Button, Glyph, When, is_typing, later};
use futures_util::FutureExt;
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use std::time::Duration;

/// How long a note stays unless a person is at it.
const STAY: Duration = Duration::from_secs(12);

/// The note. Its region is in the page from the start, so that it is spoken. The list of dashboards has one of its own:
/// while a dialog is open, nobody reaches what is behind it.
#[component]
pub fn ToastNote(
    /// Whether it is the one in the list.
    #[prop(optional)]
    in_list: bool,
) -> impl IntoView {
    let app = use_app();
    let toast = app.dashboards.toast;
    let is_mine = move || is_shown_here(app, in_list);
    let has_one = move || toast.with(Option::is_some) && is_mine();
    view! {
        <div class="toast" role="status">
            <When is=has_one>{later(move || note(in_list).map(Result::ok).boxed_local())}</When>
        </div>
    }
}

/// Whether toasts are shown in the list of dashboards or, while that is closed, in the page.
fn is_shown_here(app: App, in_list: bool) -> bool {
    let is_list = |panel: &Option<Panel>| *panel == Some(Panel::List);
    in_list == app.dashboards.panel.with(is_list)
}

chunk! {
    in own;
    fn note(in_list: bool) -> ViewFn {
        ViewFn::from(move || note_view(in_list))
    }
}

/// The note itself, as long as there is one.
fn note_view(in_list: bool) -> AnyView {
    let app = use_app();
    let toast = app.dashboards.toast;
    let is_mine = move || is_shown_here(app, in_list);
    // While a dashboard is edited, Ctrl Z is the editor's.
    let is_reachable = move || {
        let has_dialog = matches!(document().query_selector("dialog[open]"), Ok(Some(_)));
        is_mine() && has_dialog == in_list && !app.editor.active.get()
    };
    let shown = StoredValue::new(0_u32);
    let held = RwSignal::new(false);
    Effect::new(move |_| {
        if !is_mine() || toast.with(Option::is_none) || held.get() {
            return;
        }
        shown.update_value(|n| *n += 1);
        let mine = shown.get_value();
        set_timeout(
            move || {
                let still = shown.try_get_value() == Some(mine) && untrack(is_mine);
                if still && !held.get_untracked() {
                    toast.set(None);
                }
            },
            STAY,
        );
    });
    let keys = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let is_undo = event.key() == "z" && (event.ctrl_key() || event.meta_key());
        if !is_undo || event.shift_key() || is_typing(&event) || !untrack(is_reachable) {
            return;
        }
        if let Some(undo) = toast.get_untracked().and_then(|note| note.undo) {
            event.prevent_default();
            undo();
        }
    });
    on_cleanup(move || keys.remove());
    let note = move || {
        toast.get().filter(|_| is_mine()).map(|note| {
            let undo = note.undo.map(|undo| {
                view! {
                    <Button glyph=Glyph::Undo on_press=move |()| undo()>
                        "Undo"
                    </Button>
                }
            });
            view! {
                <div class="toast-note">
                    <span class="toast-text">{note.text}</span>
                    {undo}
                    <IconButton glyph=Glyph::Close label="Dismiss" on_press=move |()| toast.set(None) />
                </div>
            }
        })
    };
    view! {
        <div
            class="toast-holder"
            on:pointerenter=move |_| held.set(true)
            on:pointerleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true)
            on:focusout=move |_| held.set(false)
        >
            {note}
        </div>
    }
    .into_any()
}
