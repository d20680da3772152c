//! A button and the panel it opens. The browser's popover does the rest: top layer, Esc, click outside, focus return.

use super::views::When;
use leptos::html;
use leptos::prelude::*;
use leptos::{ev, web_sys};
use wasm_bindgen::JsCast;

/// Distance to the button, and to the edges of the window, in pixels.
const MARGIN: f64 = 6.0;
/// Less room than this below the button is not worth using.
const MIN_ROOM: f64 = 220.0;

/// Lets what is in a panel close it.
#[derive(Clone, Copy)]
pub struct PopoverHandle(NodeRef<html::Div>);

impl PopoverHandle {
    /// Closes the panel; focus goes back to its button.
    pub fn close(self) {
        if let Some(panel) = self.0.get_untracked() {
            // Fails only when it is closed already.
            let _ = panel.hide_popover();
        }
    }
}

/// A button that opens a panel. The panel's content is made each time it opens, and focus goes to the element in it that
/// has `data-autofocus`.
#[component]
pub(crate) fn Popover(
    /// Unique in the page.
    id: &'static str,
    /// Classes of the button.
    #[prop(default = "button button-secondary")]
    class: &'static str,
    /// What the button says.
    #[prop(into)]
    trigger: ViewFn,
    /// Name of the panel while it is open. The button is labelled by what it shows.
    #[prop(into)]
    label: String,
    /// Width of the panel in pixels, where the window has that much.
    #[prop(default = 288.0)]
    width: f64,
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let shown_id = format!("{id}-shown");
    let button = NodeRef::<html::Button>::new();
    let panel = NodeRef::<html::Div>::new();
    let place = move || {
        if let (Some(button), Some(panel)) = (button.get_untracked(), panel.get_untracked()) {
            place_panel(&button, &panel, width);
        }
    };
    let follow = move || {
        if open.get_untracked() {
            place();
        }
    };
    let listeners = [
        window_event_listener(ev::resize, move |_| follow()),
        window_event_listener(ev::scroll, move |_| follow()),
    ];
    on_cleanup(move || listeners.into_iter().for_each(|listener| listener.remove()));
    let before_toggle = move |event: ev::Event| {
        if opens(&event) {
            place();
            open.set(true);
        }
    };
    let after_toggle = move |event: ev::Event| {
        if opens(&event) {
            focus_first(panel);
        } else {
            open.set(false);
        }
    };
    let children = StoredValue::new(children);
    let content = move || {
        provide_context(PopoverHandle(panel));
        children.with_value(|children| children())
    };
    view! {
        <button
            type="button"
            class=class
            popovertarget=id
            aria-haspopup="dialog"
            aria-expanded=move || open.get().to_string()
            aria-labelledby=shown_id.clone()
            node_ref=button
        >
            <span id=shown_id.clone() class="popover-shown">{trigger.run()}</span>
        </button>
        <div
            id=id
            class="popover"
            popover="auto"
            role="dialog"
            aria-label=move || open.get().then(|| label.clone())
            node_ref=panel
            on:beforetoggle=before_toggle
            on:toggle=after_toggle
        >
            <When is=move || open.get()>{content()}</When>
        </div>
    }
}

fn opens(event: &ev::Event) -> bool {
    event.unchecked_ref::<web_sys::ToggleEvent>().new_state() == "open"
}

fn focus_first(panel: NodeRef<html::Div>) {
    let target = panel
        .get_untracked()
        .and_then(|panel| panel.query_selector("[data-autofocus]").ok().flatten())
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = target {
        let _ = element.focus();
    }
}

/// Puts the panel below its button, within the window; through the CSSOM, which a strict `style-src` lets pass.
pub(crate) fn place_panel(button: &web_sys::HtmlElement, panel: &web_sys::HtmlElement, width: f64) {
    let Some((window_width, window_height)) = window_size() else {
        return;
    };
    let anchor = button.get_bounding_client_rect();
    let left = anchor.left().min(window_width - width - MARGIN).max(MARGIN);
    let top = (anchor.bottom() + MARGIN)
        .min(window_height - MIN_ROOM)
        .max(MARGIN);
    let room = window_height - top - MARGIN;
    let style = panel.style();
    let places = [
        ("left", left),
        ("top", top),
        ("width", width),
        ("room", room),
    ];
    for (name, pixels) in places {
        let _ = style.set_property(&format!("--popover-{name}"), &format!("{pixels}px"));
    }
}

/// Width without the scroll bar, and height, in CSS pixels.
fn window_size() -> Option<(f64, f64)> {
    let root = document().document_element()?;
    Some((
        f64::from(root.client_width()),
        f64::from(root.client_height()),
    ))
}
