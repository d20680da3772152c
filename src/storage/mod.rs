//! What is kept between visits: small named values. Losing storage (blocked, full, private mode) never stops the page;
//! it then remembers until it is closed.

pub mod dashboards;
pub mod document;
pub mod drafts;
pub mod exchange;
pub mod fallback;
pub mod filters;
pub mod import;
pub mod past;
pub mod preferences;
pub mod share;
pub mod texts;

use std::cell::RefCell;
use std::collections::BTreeMap;

/// Before every key of ours.
pub const PREFIX: &str = "session-health:";

/// Named texts that outlive the page, if they can.
pub trait KeyValue {
    /// What is kept under a key.
    fn get(&self, key: &str) -> Option<String>;

    /// Keeps a value; false when it could not be kept, and then what was there before still is.
    fn set(&self, key: &str, value: &str) -> bool;

    /// Forgets a key.
    fn remove(&self, key: &str);

    /// All keys, in any order.
    fn keys(&self) -> Vec<String>;
}

/// The in-memory twin: forgets everything when dropped.
#[derive(Debug, Default)]
pub struct Memory(RefCell<BTreeMap<String, String>>);

impl KeyValue for Memory {
    fn get(&self, key: &str) -> Option<String> {
        self.0.borrow().get(key).cloned()
    }

    fn set(&self, key: &str, value: &str) -> bool {
        self.0.borrow_mut().insert(key.to_owned(), value.to_owned());
        true
    }

    fn remove(&self, key: &str) {
        self.0.borrow_mut().remove(key);
    }

    fn keys(&self) -> Vec<String> {
        self.0.borrow().keys().cloned().collect()
    }
}

impl<S: KeyValue + ?Sized> KeyValue for &S {
    fn get(&self, key: &str) -> Option<String> {
        (**self).get(key)
    }

    fn set(&self, key: &str, value: &str) -> bool {
        (**self).set(key, value)
    }

    fn remove(&self, key: &str) {
        (**self).remove(key);
    }

    fn keys(&self) -> Vec<String> {
        (**self).keys()
    }
}
