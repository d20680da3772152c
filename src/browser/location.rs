//! The address bar, the history and the title.

use leptos::web_sys;
use wasm_bindgen::JsValue;

/// The query string with its `?`, or nothing.
pub fn search() -> String {
    web_sys::window()
        .and_then(|w| w.location().search().ok())
        .unwrap_or_default()
}

/// The fragment with its `#`, or nothing.
pub fn fragment() -> String {
    web_sys::window()
        .and_then(|w| w.location().hash().ok())
        .unwrap_or_default()
}

/// The page's address without query string and fragment.
pub fn page() -> String {
    let location = web_sys::window().map(|w| w.location());
    let parts = location.and_then(|l| Some((l.origin().ok()?, l.pathname().ok()?)));
    parts.map_or_else(String::new, |(origin, path)| origin + &path)
}

/// This page's own origin.
pub fn origin() -> String {
    web_sys::window()
        .and_then(|w| w.location().origin().ok())
        .unwrap_or_default()
}

/// Whether nobody can see the page: its tab is in the background.
pub fn is_hidden() -> bool {
    let document = web_sys::window().and_then(|w| w.document());
    document.is_some_and(|d| d.hidden())
}

/// Puts a query string (with its `?`, or empty; a fragment may follow) into the address bar as a new history entry.
pub fn push(search: &str) {
    if let Some((history, url)) = history_and_url(search) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&url));
    }
}

/// Puts a query string (with its `?`, or empty; a fragment may follow) in place of the present history entry.
pub fn replace(search: &str) {
    if let Some((history, url)) = history_and_url(search) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url));
    }
}

/// Names the page.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|w| w.document()) {
        document.set_title(title);
    }
}

/// Sets an attribute of the body.
pub fn set_body_attribute(name: &str, value: &str) {
    if let Some(body) = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.body())
    {
        let _ = body.set_attribute(name, value);
    }
}

fn history_and_url(search: &str) -> Option<(web_sys::History, String)> {
    let window = web_sys::window()?;
    let path = window.location().pathname().ok()?;
    // Too many entries in a short time make some browsers refuse: the page goes on without.
    Some((window.history().ok()?, format!("{path}{search}")))
}
