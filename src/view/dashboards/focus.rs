//! Where the focus goes when what had it goes away.

use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlElement};
use wasm_bindgen::JsCast;

/// To be called before a line of the list or of the bin goes away: when it has gone, with what had the focus, its neighbour
/// has it, or the field for searching.
pub fn hand_on() {
    let line = document()
        .active_element()
        .and_then(|e| e.closest("li").ok().flatten());
    let neighbours =
        line.map(|line| [line.next_element_sibling(), line.previous_element_sibling()]);
    request_animation_frame(move || {
        let is_lost = document()
            .active_element()
            .is_none_or(|e| !e.matches("dialog *").unwrap_or_default());
        if !is_lost {
            return;
        }
        let first = |of: Element| of.query_selector("a, button").ok().flatten();
        let neighbours = neighbours
            .into_iter()
            .flatten()
            .flatten()
            .filter(|e| e.is_connected());
        let search = document()
            .query_selector(".boards-search input")
            .ok()
            .flatten();
        let wanted = neighbours.filter_map(first).next().or(search);
        if let Some(element) = wanted.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}
