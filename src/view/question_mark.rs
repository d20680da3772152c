//! `?` opens the settings with the list of keys, unless a person wants no such shortcut.

use crate::state::app::use_app;
use crate::state::dashboard_actions::Panel;
use crate::ui::is_typing;
use crate::widget::setting::Setting;
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;

/// Listens to the key. It acts only outside of fields, and where no dialog is open.
pub fn listen_to_question_mark() {
    let panel = use_app().dashboards.panel;
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
