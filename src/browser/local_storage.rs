//! The browser's local storage. Blocked, full or absent storage is told, never thrown.

use leptos::prelude::window_event_listener;
use leptos::{ev, web_sys};

/// What is kept under a key.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps a value; false when it could not be kept.
pub fn set(key: &str, value: &str) -> bool {
    storage().is_some_and(|s| s.set_item(key, value).is_ok())
}

/// Forgets a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// All keys; none when there is no storage.
pub fn keys() -> Vec<String> {
    let Some(storage) = storage() else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or(0);
    (0..count)
        .filter_map(|at| storage.key(at).ok().flatten())
        .collect()
}

/// Calls `listener` with the key of every change that another page of this site makes; with nothing when it removed
/// everything.
pub fn on_change(listener: impl Fn(Option<String>) + 'static) {
    let _ = window_event_listener(ev::storage, move |event| listener(event.key()));
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
