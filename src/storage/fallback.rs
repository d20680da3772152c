//! A storage that may refuse, backed by memory: what it refuses is remembered until the page is closed.

use super::{KeyValue, Memory};

/// A storage in front of the memory that takes what it refuses.
#[derive(Debug, Default)]
pub struct Fallback<S> {
    storage: S,
    refused: Memory,
}

impl<S: KeyValue> Fallback<S> {
    /// Keeps in `storage` whatever it takes.
    pub fn new(storage: S) -> Self {
        Self {
            storage,
            refused: Memory::default(),
        }
    }

    /// Whether anything will be forgotten when the page is closed.
    pub fn has_refused(&self) -> bool {
        !self.refused.keys().is_empty()
    }

    /// Whether the storage refused the value of this key.
    pub fn is_refused(&self, key: &str) -> bool {
        self.refused.get(key).is_some()
    }

    /// Tries again to keep what was refused; false when something still is.
    pub fn retry(&self) -> bool {
        for key in self.refused.keys() {
            if let Some(value) = self.refused.get(&key) {
                self.set(&key, &value);
            }
        }
        !self.has_refused()
    }
}

impl<S: KeyValue> KeyValue for Fallback<S> {
    fn get(&self, key: &str) -> Option<String> {
        self.refused.get(key).or_else(|| self.storage.get(key))
    }

    /// False when the value lasts only until the page is closed; it is read back all the same.
    fn set(&self, key: &str, value: &str) -> bool {
        let kept = self.storage.set(key, value);
        if kept {
            self.refused.remove(key);
        } else {
            self.refused.set(key, value);
        }
        kept
    }

    fn remove(&self, key: &str) {
        self.refused.remove(key);
        self.storage.remove(key);
    }

    fn keys(&self) -> Vec<String> {
        let mut keys = self.storage.keys();
        for key in self.refused.keys() {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }
}
