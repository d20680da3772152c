//! The small "i" beside a widget's title: what its numbers mean, fetched on demand.

use crate::browser::chunk::chunk;
use crate::dashboard::explain;
use crate::dashboard::model::Widget;
use crate::state::app::use_app;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::{Views, later};
use futures_util::FutureExt;
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

chunk! {
    in panels;
    fn meaning(widget: Widget) -> ViewFn {
        ViewFn::from(move || {
            let (app, widget) = (use_app(), widget.clone());
            let lines = move || explain::widget(&widget, app.shows_web());
            move || lines().into_iter().map(|s| view! { <span class="hint-line">{s}</span> }).views()
        })
    }
}

/// A button that shows what `widget` means, a paragraph a sentence. Esc, a second press and leaving it close it again.
#[component]
pub fn Hint(
    /// What it is about.
    widget: Widget,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let note = format!("widget-{}-hint", widget.id());
    let title = widget.title.clone();
    let text = move || {
        let widget = widget.clone();
        later(move || meaning(widget.clone()).map(Result::ok).boxed_local())
    };
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
                <span class="visually-hidden">"About "{title}</span>
            </button>
            <span class="hint-note" id=note role="note" tabindex="-1" hidden=move || !open.get()>
                {move || open.get().then(&text)}
            </span>
        </span>
    }
}
