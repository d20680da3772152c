//! `?` opens the settings with the list of keys, unless a person wants no such shortcut.

use crate::state::app::use_app;
use crate::state::deeds::Panel;
use crate::widget::setting::Setting;
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

/// Listens to the key. It acts only outside of fields, and where no dialog is open.
pub fn listen_to_question_mark() {
    let panel = use_app().shelf.panel;
    let listener = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if event.key() == "?" && !is_typing(&event) && !Setting::NoSingleKeys.is_on() {
            panel.update(|panel| match panel {
                None => *panel = Some(Panel::Settings),
                Some(Panel::Settings) => *panel = None,
                Some(_) => {}
            });
        }
    });
    on_cleanup(move || listener.remove());
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let fields =
        "input:not([type=radio]):not([type=checkbox]), select, textarea, [contenteditable]";
    target.is_some_and(|element| element.matches(fields).unwrap_or(false))
}
