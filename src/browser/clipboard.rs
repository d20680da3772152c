//! The clipboard, where the browser lets the page have it: on https and on this machine.

use super::download::blob;
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::web_sys;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Puts a table there, as text and as HTML, for the other program to choose from. False where that was refused.
pub async fn write_table(text: &str, html: &str) -> bool {
    match begin(text, html) {
        Some(writing) => JsFuture::from(writing).await.is_ok(),
        None => false,
    }
}

/// Puts a text into it; false when the browser does not allow that.
pub async fn write(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    // Pages that came without https have no clipboard.
    if !window.is_secure_context() {
        return false;
    }
    let written = window.navigator().clipboard().write_text(text);
    JsFuture::from(written).await.is_ok()
}

fn begin(text: &str, html: &str) -> Option<Promise> {
    let window = web_sys::window()?;
    let get = |of: &JsValue, name: &str| {
        let value = Reflect::get(of, &JsValue::from_str(name)).ok()?;
        (!value.is_undefined() && !value.is_null()).then_some(value)
    };
    // Neither is there on pages that came over plain http.
    let clipboard = get(&window.navigator(), "clipboard")?;
    let class: Function = get(&window, "ClipboardItem")?.dyn_into().ok()?;
    let parts = Object::new();
    for (media_type, content) in [("text/plain", text), ("text/html", html)] {
        let part = blob(media_type, content.as_bytes())?;
        Reflect::set(&parts, &JsValue::from_str(media_type), &part).ok()?;
    }
    let item = Reflect::construct(&class, &Array::of1(&parts)).ok()?;
    let write: Function = get(&clipboard, "write")?.dyn_into().ok()?;
    write
        .call1(&clipboard, &Array::of1(&item))
        .ok()?
        .dyn_into()
        .ok()
}
