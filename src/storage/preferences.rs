//! A person's choices, one JSON text each under a key of its own.

use super::{KeyValue, Memory};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Before every key of ours.
const PREFIX: &str = "session-health:";

/// Choices in a storage, backed by memory where that refuses.
pub struct Preferences<S> {
    storage: S,
    refused: Memory,
}

impl<S: KeyValue> Preferences<S> {
    /// The choices kept in `storage`.
    pub fn new(storage: S) -> Self {
        Self {
            storage,
            refused: Memory::default(),
        }
    }

    /// A choice; `None` when there is none, or none that can be read.
    pub fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let key = format!("{PREFIX}{name}");
        let text = self.refused.get(&key).or_else(|| self.storage.get(&key))?;
        serde_json::from_str(&text).ok()
    }

    /// Keeps a choice; false when it lasts only until the page is closed.
    pub fn write<T: Serialize>(&self, name: &str, value: &T) -> bool {
        let Ok(text) = serde_json::to_string(value) else {
            return false;
        };
        let key = format!("{PREFIX}{name}");
        let kept = self.storage.set(&key, &text);
        if kept {
            self.refused.remove(&key);
        } else {
            self.refused.set(&key, &text);
        }
        kept
    }

    /// Forgets a choice.
    pub fn forget(&self, name: &str) {
        let key = format!("{PREFIX}{name}");
        self.refused.remove(&key);
        self.storage.remove(&key);
    }
}
