//! The small "i" beside a title: what the number means, on demand.

use crate::ui::Views;
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A button that shows `text`, a paragraph a sentence. Esc, a second press and leaving it close it again.
#[component]
pub fn Hint(
    /// Makes ids unique.
    id: String,
    /// What it is about.
    #[prop(into)]
    about: Signal<String>,
    /// What it says.
    #[prop(into)]
    text: Signal<Vec<String>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let note = format!("{id}-hint");
    let on_key = move |ev: KeyboardEvent| {
        if ev.key() == "Escape" && open.get_untracked() {
            ev.stop_propagation();
            open.set(false);
        }
    };
    let on_leave = move |ev: FocusEvent| {
        let around = ev
            .current_target()
            .and_then(|t| t.dyn_into::<web_sys::Node>().ok());
        let next = ev
            .related_target()
            .and_then(|t| t.dyn_into::<web_sys::Node>().ok());
        if !around.is_some_and(|a| a.contains(next.as_ref())) {
            open.set(false);
        }
    };
    view! {
        <span class="hint" on:keydown=on_key on:focusout=on_leave>
            <button
                type="button"
                class="icon-button icon-button-quiet"
                aria-expanded=move || open.get().to_string()
                aria-controls=note.clone()
                title="What this means"
                on:click=move |_| open.update(|o| *o = !*o)
            >
                <Icon glyph=Glyph::Info />
                <span class="visually-hidden">{move || format!("About {}", about.get())}</span>
            </button>
            <span class="hint-note" id=note role="note" tabindex="-1" hidden=move || !open.get()>
                {move || text.get().into_iter().map(|s| view! { <span class="hint-line">{s}</span> }).views()}
            </span>
        </span>
    }
}
