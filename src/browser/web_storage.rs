//! What the browser keeps for this site. Blocked, full or absent storage is told, never thrown.

use leptos::prelude::window_event_listener;
use leptos::{ev, web_sys};

/// For how long it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Local storage: until it is removed; all pages of the site share it.
    Local,
    /// Session storage: until the tab is closed, and for this tab only.
    Session,
}

impl Area {
    /// What is kept under a key.
    pub fn get(self, key: &str) -> Option<String> {
        self.open()?.get_item(key).ok()?
    }

    /// Keeps a value; false when it could not be kept.
    pub fn set(self, key: &str, value: &str) -> bool {
        self.open().is_some_and(|s| s.set_item(key, value).is_ok())
    }

    /// Forgets a key.
    pub fn remove(self, key: &str) {
        if let Some(storage) = self.open() {
            let _ = storage.remove_item(key);
        }
    }

    /// All keys; none when there is no storage.
    pub fn keys(self) -> Vec<String> {
        let Some(storage) = self.open() else {
            return Vec::new();
        };
        let count = storage.length().unwrap_or(0);
        (0..count)
            .filter_map(|at| storage.key(at).ok().flatten())
            .collect()
    }

    fn open(self) -> Option<web_sys::Storage> {
        let window = web_sys::window()?;
        match self {
            Self::Local => window.local_storage().ok()?,
            Self::Session => window.session_storage().ok()?,
        }
    }
}

/// Calls `listener` with the key of every change that another page of this site makes in local storage; with nothing when
/// it removed everything.
pub fn on_change(listener: impl Fn(Option<String>) + 'static) {
    let _ = window_event_listener(ev::storage, move |event| listener(event.key()));
}
