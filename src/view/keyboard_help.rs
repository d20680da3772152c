//! `?` lists the keys.

use crate::ui::{Dialog, Views};
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

const KEYS: [(&[&str], &str); 9] = [
    (&["Tab"], "Next control, chart or table"),
    (&["←", "→"], "Previous or next point of a chart"),
    (&["↑", "↓"], "One series of a chart; options of a list"),
    (&["Page Up", "Page Down"], "Further along a chart"),
    (&["Shift", "← →", "Enter"], "Select in a chart, and zoom in"),
    (&["Home", "End"], "First or last option or point"),
    (
        &["Enter"],
        "Choose, or open a release, or the releases at a point",
    ),
    (
        &["Esc"],
        "Close a list, a dialog, a tooltip or the release details",
    ),
    (&["?"], "This list"),
];

/// The dialog. The key acts only outside of fields.
#[component]
pub fn KeyboardHelp() -> impl IntoView {
    let open = RwSignal::new(false);
    let listener = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if event.key() == "?" && !is_typing(&event) {
            open.update(|open| *open = !*open);
        }
    });
    on_cleanup(move || listener.remove());
    let rows = || {
        let row = |(keys, what): (&[&'static str], &'static str)| {
            let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).views();
            view! {
                <div>
                    <dt>{keys}</dt>
                    <dd>{what}</dd>
                </div>
            }
        };
        KEYS.into_iter().map(row).views()
    };
    view! {
        <Dialog id="keyboard-help" title="Keyboard" open=open>
            <dl class="keys">{rows()}</dl>
        </Dialog>
    }
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let fields =
        "input:not([type=radio]):not([type=checkbox]), select, textarea, [contenteditable]";
    target.is_some_and(|element| element.matches(fields).unwrap_or(false))
}
