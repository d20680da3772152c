//! The bar of the editor: title, Add, Undo, Redo, Cancel, Save. It speaks what each edit did.

use crate::browser::grid_box::{ADD, catch_focus, grip};
use crate::dashboard::limits::{TEXT, WIDGETS};
use crate::state::app::{App, use_app};
use crate::state::editor::{Pane, Typing};
use crate::ui::{Button, ButtonKind, Glyph, Icon, TextField, is_typing};
use crate::view::filters::keep_room;
use leptos::ev::{self, BeforeUnloadEvent, KeyboardEvent};
use leptos::prelude::*;

/// The bar.
pub fn bar_view() -> AnyView {
    let app = use_app();
    let editor = app.editor;
    let count = Memo::new(move |_| app.dashboard.with(|d| d.widgets.len()));
    let title = Memo::new(move |_| app.dashboard.with(|d| d.title.clone()));
    let edits = Memo::new(move |_| app.has_edits());
    let typed = RwSignal::new(String::new());
    let refused = RwSignal::new(None::<String>);
    let typing = StoredValue::new(None::<Typing>);
    // Whatever renames it but this field.
    let show_title = move |title: String| {
        typed.set(title);
        refused.set(None);
    };
    Effect::new(move |_| {
        let title = title.get();
        if typing.with_value(Option::is_none) {
            show_title(title);
        }
    });
    let type_in = move |text: String| {
        let (now, why) = app.type_title(typing.get_value(), &text);
        typing.set_value(now);
        refused.set(why);
        typed.set(text);
    };
    let stop_typing = move || typing.try_update_value(Option::take).flatten();
    let end_typing = move || {
        if let Some(told) = stop_typing().and_then(|typing| typing.told()) {
            editor.said.set(told);
        }
    };
    let title_keys = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "Enter" if !event.is_composing() => {
                end_typing();
                if let Some(why) = refused.get_untracked() {
                    app.show_toast(why, None);
                }
            }
            "Escape" => {
                if let Some(typing) = stop_typing() {
                    app.untype_title(typing);
                }
            }
            _ => return,
        }
        // What was refused is not the title.
        show_title(title.get_untracked());
    };
    let save = move |()| match refused.get_untracked() {
        Some(why) => app.show_toast(why, None),
        None if edits.get_untracked() => drop(app.save_edits()),
        None => app.discard_edits(),
    };
    listen(
        app,
        Signal::derive(move || edits.get() || refused.with(Option::is_some)),
    );
    keep_focus(app);
    let named = |what: &'static str, edit: Option<String>| match edit {
        Some(edit) => format!("{what}: {edit}"),
        None => what.to_owned(),
    };
    let undo = Memo::new(move |_| editor.to_undo());
    let redo = Memo::new(move |_| editor.to_redo());
    let step =
        move |glyph: Glyph, what: &'static str, forward: bool, edit: Memo<Option<String>>| {
            view! {
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || named(what, edit.get())
                    title=move || named(what, edit.get())
                    disabled=move || edit.with(Option::is_none)
                    on:click=move |_| app.step_back(forward)
                >
                    <Icon glyph />
                </button>
            }
        };
    let full = Signal::derive(move || count.get() >= WIDGETS);
    keep_room();
    view! {
        <section class="filter-bar edit-bar" aria-label="Edit mode">
            <div class="filter-row" role="toolbar" aria-label="Edit dashboard" tabindex="-1">
                <div class="edit-title" on:keydown=title_keys on:focusout=move |_| end_typing()>
                    <TextField
                        id="edit-title"
                        label="Title of the dashboard"
                        max=TEXT
                        error=refused
                        value=typed
                        on_input=type_in
                    />
                </div>
                <Button
                    glyph=Glyph::Plus
                    disabled=full
                    on_press=move |()| editor.pane.set(Some(Pane::Library))
                >
                    "Add widget"
                </Button>
                <span class="edit-count" class:edit-count-near=move || { count.get() + 3 >= WIDGETS }>
                    {move || format!("{} of {WIDGETS} widgets", count.get())}
                </span>
                <div class="edit-steps">
                    {step(Glyph::Undo, "Undo", false, undo)} {step(Glyph::Redo, "Redo", true, redo)}
                </div>
                <div class="edit-end">
                    <span class="edit-state">
                        {move || if edits.get() { "Unsaved edits" } else { "No edits yet" }}
                    </span>
                    <Button kind=ButtonKind::Ghost on_press=move |()| app.discard_edits()>
                        "Cancel"
                    </Button>
                    <Button
                        kind=ButtonKind::Primary
                        glyph=Glyph::Check
                        on_press=save
                    >
                        "Save"
                    </Button>
                </div>
            </div>
            <p class="visually-hidden" role="status">
                {move || editor.said.get()}
            </p>
        </section>
    }
    .into_any()
}

/// Finds the focus a place in the editor when what had it is gone: the button that began to edit, or a dialog.
fn keep_focus(app: App) {
    Effect::new(move |before: Option<Option<Pane>>| {
        let pane = app.editor.pane.get();
        match (&before, &pane) {
            (None, _) => catch_focus(vec![".edit-bar [role=toolbar]".to_owned()]),
            (Some(Some(Pane::Builder(Some(id)) | Pane::SendTo(id, _))), None) => {
                catch_focus(vec![grip(id), ADD.to_owned()]);
            }
            (Some(Some(_)), None) => catch_focus(vec![ADD.to_owned()]),
            _ => {}
        }
        pane
    });
}

/// The keys of every editor, and the browser's question before the page is left with what would be lost.
fn listen(app: App, edits: Signal<bool>) {
    let keys = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let with = event.ctrl_key() || event.meta_key();
        if !with || is_typing(&event) || app.editor.pane.with_untracked(Option::is_some) {
            return;
        }
        let forward = match (event.key().as_str(), event.shift_key()) {
            ("z", false) => false,
            ("z" | "Z", true) | ("y", false) => true,
            _ => return,
        };
        event.prevent_default();
        app.step_back(forward);
    });
    let unload = window_event_listener(ev::beforeunload, move |event: BeforeUnloadEvent| {
        if edits.get_untracked() {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        keys.remove();
        unload.remove();
    });
}
