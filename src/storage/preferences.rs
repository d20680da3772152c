//! A person's choices, one JSON text each under a key of its own.

use super::fallback::Fallback;
use super::{KeyValue, PREFIX};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Choices in a storage, backed by memory where that refuses.
pub struct Preferences<S>(Fallback<S>);

impl<S: KeyValue> Preferences<S> {
    /// The choices kept in `storage`.
    pub fn new(storage: S) -> Self {
        Self(Fallback::new(storage))
    }

    /// A choice; `None` when there is none, or none that can be read.
    pub fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let text = self.0.get(&key(name))?;
        serde_json::from_str(&text).ok()
    }

    /// Keeps a choice; false when it lasts only until the page is closed.
    pub fn write<T: Serialize>(&self, name: &str, value: &T) -> bool {
        serde_json::to_string(value).is_ok_and(|text| self.0.set(&key(name), &text))
    }

    /// Forgets a choice.
    pub fn forget(&self, name: &str) {
        self.0.remove(&key(name));
    }
}

fn key(name: &str) -> String {
    format!("{PREFIX}{name}")
}
