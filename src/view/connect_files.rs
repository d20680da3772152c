//! Files as a source: chosen here, or dropped anywhere on the page.

use crate::browser::picked::picked;
use crate::state::app::{App, use_app};
use crate::ui::{Glyph, Icon};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

/// A field that takes files, and says what becomes of them.
#[component]
pub fn FileField(id: &'static str, on_done: Callback<()>) -> impl IntoView {
    let app = use_app();
    let input = NodeRef::<html::Input>::new();
    let take = move |_| {
        let files = picked(input.get_untracked().and_then(|input| input.files()));
        if !files.is_empty() {
            app.connect_files(files);
            on_done.run(());
        }
    };
    let field_id = format!("{id}-files");
    let hint_id = format!("{id}-files-hint");
    view! {
        <div class="field">
            <label class="drop-field" for=field_id.clone()>
                <Icon glyph=Glyph::Layers />
                <span><strong>"Choose files"</strong>" or drop them anywhere on this page"</span>
                <input
                    type="file"
                    multiple
                    id=field_id.clone()
                    aria-describedby=hint_id.clone()
                    node_ref=input
                    on:change=take
                />
            </label>
            <p id=hint_id.clone() class="field-hint">
                "JSON lines, a JSON array or Sentry envelopes, gzipped or not; several at once. They are read in this page and never leave this device."
            </p>
        </div>
    }
}

/// Takes files that are dropped anywhere but on a dialog that is about something else.
pub fn take_dropped_files(app: App) {
    let holds_files = |event: &web_sys::DragEvent| {
        let types = event.data_transfer().map(|data| data.types());
        types.is_some_and(|types| types.includes(&"Files".into(), 0))
    };
    let _ = window_event_listener(ev::dragover, move |event| {
        if holds_files(&event) {
            event.prevent_default();
        }
    });
    let _ = window_event_listener(ev::drop, move |event| {
        if holds_files(&event) {
            event.prevent_default();
            if !is_for_a_dialog(&event) {
                app.connect_files(picked(event.data_transfer().and_then(|data| data.files())));
            }
        }
    });
}

fn is_for_a_dialog(event: &web_sys::DragEvent) -> bool {
    let target = event
        .target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    let dialog = target.and_then(|target| target.closest("dialog").ok().flatten());
    dialog.is_some_and(|dialog| matches!(dialog.query_selector(".drop-field"), Ok(None)))
}
