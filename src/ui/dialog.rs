//! A modal dialog: the browser's own, so focus, Esc and inertness of the page are its business.

use super::button::IconButton;
use super::icon::Glyph;
use super::views::When;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

/// A dialog that is open while `open` is true, and sets it to false when a person closes it.
#[component]
pub(crate) fn Dialog(
    /// Unique in the page.
    id: &'static str,
    #[prop(into)] title: String,
    open: RwSignal<bool>,
    /// Room for a list with pictures.
    #[prop(optional)]
    wide: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            // Fails only when it is already open or no longer in the page.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // What takes its place in the page may be put into the same element, and gives the focus back then as any other.
    on_cleanup(move || {
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
            put_caret();
        }
    });
    let after_close = move |dialog: web_sys::HtmlDialogElement| {
        if !dialog.open() {
            open.try_set(false);
        }
    };
    let title_id = format!("{id}-title");
    view! {
        <dialog class="dialog" class:dialog-wide=wide id=id aria-labelledby=title_id.clone() node_ref=node on:close:target=move |event| after_close(event.target())>
            <div class="dialog-head">
                <h2 id=title_id.clone()>{title}</h2>
                <IconButton glyph=Glyph::Close label="Close" on_press=move |()| open.set(false) />
            </div>
            <div class="dialog-body">
                <When is=move || open.get()>{children()}</When>
            </div>
        </dialog>
    }
}

/// Chromium gives the focus back to a field without putting the caret into it: what is typed would go nowhere.
fn put_caret() {
    let active = document().active_element();
    if let Some(field) = active.and_then(|e| e.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        let end = field.value().len() as u32;
        // Refused by fields that have no caret.
        let _ = field.set_selection_range(end, end);
    }
}
