//! What a person can set for all dashboards, and the keys.

use crate::ui::Views;
use crate::widget::setting::Setting;
use leptos::prelude::*;

const KEYS: [(&[&str], &str); 13] = [
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
    (&["?"], "This dialog"),
    (
        &["Ctrl", "Z"],
        "Undo what was done last; in edit mode, the last edit",
    ),
    (&["Ctrl", "Shift", "Z"], "Redo, in edit mode"),
    (
        &["← → ↑ ↓"],
        "Move the widget whose title has the focus, in edit mode",
    ),
    (&["Shift", "← → ↑ ↓"], "Resize it"),
];

/// The switches, and the list of keys.
pub fn settings_view() -> AnyView {
    let key = |(keys, what): (&[&'static str], &'static str)| {
        let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).views();
        view! {
            <div>
                <dt>{keys}</dt>
                <dd>{what}</dd>
            </div>
        }
    };
    view! {
        <div class="stack">
            {switch(
                Setting::SeparateCursors,
                false,
                "One cursor for all charts",
                "Pointing at a time in one chart shows it in all of them.",
            )}
            {switch(Setting::Utc, true, "All times in UTC", "Instead of the time zone of this device.")}
            {switch(
                Setting::NoSingleKeys,
                false,
                "Single-key shortcuts",
                "? opens this dialog. Keys in a chart, a list or a dialog work in any case.",
            )}
            <h3>"Keys"</h3>
            <dl class="keys">{KEYS.into_iter().map(key).views()}</dl>
        </div>
    }
    .into_any()
}

/// A switch that is on while `setting` is `on`.
fn switch(setting: Setting, on: bool, label: &'static str, hint: &'static str) -> AnyView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                role="switch"
                prop:checked=move || setting.is_on() == on
                on:change:target=move |event| setting.set(event.target().checked() == on)
            />
            <span>
                {label}
                <span class="field-hint">{hint}</span>
            </span>
        </label>
    }
    .into_any()
}
