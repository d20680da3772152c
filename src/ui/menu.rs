//! A menu as the ARIA menu button pattern has it: arrow keys, Home, End and letters go through it, Esc and Tab leave it, and
//! the focus returns to the button it hangs from.

use super::icon::{Glyph, Icon};
use super::popover::place_panel;
use super::views::Views;
use leptos::prelude::*;
use leptos::{ev, html, web_sys};
use wasm_bindgen::JsCast;

/// In CSS pixels.
const WIDTH: f64 = 264.0;

/// One thing to do.
#[derive(Clone)]
pub struct MenuItem {
    /// What it is called.
    pub label: &'static str,
    /// What stands before that.
    pub glyph: Glyph,
    /// Whether it can be done at present.
    pub enabled: bool,
    /// Does it.
    pub action: Callback<()>,
}

/// Things to do that belong together.
#[derive(Clone, Default)]
pub struct MenuGroup {
    /// Over them: why some of them cannot be done.
    pub note: Option<String>,
    /// In the order they are offered.
    pub items: Vec<MenuItem>,
}

/// The menu, open from the start. Sets `open` to false once it is closed.
#[component]
pub(crate) fn Menu(
    /// Unique in the page.
    id: String,
    /// Its name.
    #[prop(into)]
    label: String,
    /// Groups of items, with a line between them.
    groups: Vec<MenuGroup>,
    /// The button it hangs from.
    anchor: NodeRef<html::Button>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let place = move || {
        if let (Some(button), Some(menu)) = (anchor.get_untracked(), node.get_untracked()) {
            place_panel(&button, &menu, WIDTH);
        }
    };
    Effect::new(move |_| {
        if let Some(menu) = node.get() {
            place();
            // Fails only when it is open already.
            let _ = menu.show_popover();
            focus(&items_of(&menu), 0);
        }
    });
    let listeners = [
        window_event_listener(ev::resize, move |_| place()),
        window_event_listener(ev::scroll, move |_| place()),
    ];
    on_cleanup(move || listeners.into_iter().for_each(|listener| listener.remove()));
    let close = move || {
        if let Some(menu) = node.get_untracked() {
            // Fails only when it is closed already.
            let _ = menu.hide_popover();
        }
    };
    let after_toggle = move |event: ev::Event| {
        if event.unchecked_ref::<web_sys::ToggleEvent>().new_state() == "closed" {
            open.set(false);
        }
    };
    let press = move |event: ev::KeyboardEvent| {
        if event.key() == "Tab" {
            close();
        } else if let Some(menu) = node.get_untracked()
            && go(&items_of(&menu), &event.key())
        {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let groups = groups.into_iter().enumerate().map(|(at, MenuGroup { note, items })| {
        let note_id = note.as_ref().map(|_| format!("{id}-note-{at}"));
        let note = note.map(|note| view! { <p class="menu-note" role="none" id=note_id.clone()>{note}</p> });
        let items = items.into_iter().map(|item| {
            let (action, enabled) = (item.action, item.enabled);
            let reason = note_id.clone().filter(|_| !enabled);
            let choose = move |_| {
                if enabled {
                    close();
                    if let Some(button) = anchor.get_untracked() {
                        // Before the action: what it opens takes the focus from there and gives it back.
                        let _ = button.focus();
                    }
                    action.run(());
                }
            };
            view! {
                <button
                    type="button"
                    class="menu-item"
                    role="menuitem"
                    tabindex="-1"
                    aria-disabled=(!enabled).then_some("true")
                    aria-describedby=reason
                    on:click=choose
                    on:mousemove=|event| {
                        let item = event.current_target();
                        if let Some(item) = item.and_then(|t| t.dyn_into::<web_sys::HtmlElement>().ok()) {
                            let _ = item.focus();
                        }
                    }
                >
                    <Icon glyph=item.glyph />
                    {item.label}
                </button>
            }
        });
        view! { <div class="menu-group" role="group">{note.views()} {items.views()}</div> }
    });
    view! {
        <div
            id=id.clone()
            class="popover menu"
            popover="auto"
            role="menu"
            aria-label=label
            node_ref=node
            on:toggle=after_toggle
            on:keydown=press
        >
            {groups.views()}
        </div>
    }
}

fn items_of(menu: &web_sys::Element) -> Vec<web_sys::HtmlElement> {
    let Ok(found) = menu.query_selector_all("[role=menuitem]") else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|i| found.item(i)?.dyn_into().ok())
        .collect()
}

fn focus(items: &[web_sys::HtmlElement], at: usize) {
    if let Some(item) = items.get(at) {
        let _ = item.focus();
    }
}

/// Goes where the key leads; false for keys that lead nowhere.
fn go(items: &[web_sys::HtmlElement], key: &str) -> bool {
    let active = document().active_element();
    let at = items
        .iter()
        .position(|item| active.as_ref().is_some_and(|a| a.is_same_node(Some(item))))
        .unwrap_or_default();
    let count = items.len().max(1);
    let to = match key {
        "ArrowDown" => (at + 1) % count,
        "ArrowUp" => (at + count - 1) % count,
        "Home" => 0,
        "End" => count - 1,
        letter if letter.chars().count() == 1 && letter != " " => {
            let begins = |i: &usize| {
                let text = items[*i].text_content().unwrap_or_default();
                text.trim()
                    .to_ascii_lowercase()
                    .starts_with(&letter.to_ascii_lowercase())
            };
            let around = (1..=items.len()).map(|step| (at + step) % count);
            match around.into_iter().find(begins) {
                Some(to) => to,
                None => return false,
            }
        }
        _ => return false,
    };
    focus(items, to);
    true
}
