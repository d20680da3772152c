//! A storage that may refuse, backed by memory: what it refuses is remembered until the page is closed. What another page
//! wrote to the storage since is never overwritten by that.

use super::KeyValue;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A storage in front of the memory that takes what it refuses.
#[derive(Debug, Default)]
pub struct Fallback<S> {
    storage: S,
    refused: RefCell<BTreeMap<String, Refused>>,
}

/// A value that the storage did not take.
#[derive(Clone, Debug)]
struct Refused {
    value: String,
    /// What the storage had in its place.
    before: Option<String>,
}

impl<S: KeyValue> Fallback<S> {
    /// Keeps in `storage` whatever it takes.
    pub fn new(storage: S) -> Self {
        Self {
            storage,
            refused: RefCell::default(),
        }
    }

    /// Whether anything will be forgotten when the page is closed.
    pub fn has_refused(&self) -> bool {
        !self.refused.borrow().is_empty()
    }

    /// Whether the storage refused the value of this key.
    pub fn is_refused(&self, key: &str) -> bool {
        self.refused.borrow().contains_key(key)
    }

    /// Tries again to keep what was refused; false when something still is, or was overtaken.
    pub fn retry(&self) -> bool {
        let refused = self.refused.borrow().clone();
        for (key, Refused { value, .. }) in refused {
            self.set(&key, &value);
        }
        !self.has_refused()
    }

    /// Gives up the refused values in whose place another page has written since: keys and values.
    pub fn take_overtaken(&self) -> Vec<(String, String)> {
        let mut keys: Vec<String> = self.refused.borrow().keys().cloned().collect();
        keys.retain(|key| self.is_overtaken(key));
        let taken = keys.into_iter().filter_map(|key| {
            let Refused { value, .. } = self.refused.borrow_mut().remove(&key)?;
            Some((key, value))
        });
        taken.collect()
    }

    fn is_overtaken(&self, key: &str) -> bool {
        let refused = self.refused.borrow();
        let refused = refused.get(key);
        refused.is_some_and(|refused| refused.before != self.storage.get(key))
    }
}

impl<S: KeyValue> KeyValue for Fallback<S> {
    fn get(&self, key: &str) -> Option<String> {
        let refused = self.refused.borrow().get(key).map(|r| r.value.clone());
        refused.or_else(|| self.storage.get(key))
    }

    /// False when the value lasts only until the page is closed; it is read back all the same.
    fn set(&self, key: &str, value: &str) -> bool {
        // What it has already needs no room, as when a change that it refused is taken back.
        let has_it = || self.storage.get(key).as_deref() == Some(value);
        if has_it() || !self.is_overtaken(key) && self.storage.set(key, value) {
            self.refused.borrow_mut().remove(key);
            return true;
        }
        let mut refused = self.refused.borrow_mut();
        let (value, before) = (value.to_owned(), self.storage.get(key));
        match refused.get_mut(key) {
            Some(known) => known.value = value,
            None => drop(refused.insert(key.to_owned(), Refused { value, before })),
        }
        false
    }

    fn remove(&self, key: &str) {
        self.refused.borrow_mut().remove(key);
        self.storage.remove(key);
    }

    fn keys(&self) -> Vec<String> {
        let mut keys = self.storage.keys();
        for key in self.refused.borrow().keys() {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        keys
    }
}
