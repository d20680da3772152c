//! What is kept between visits: small named values. Losing storage (blocked, full, private mode) never stops the page;
//! it then remembers until it is closed.

pub mod preferences;

use std::cell::RefCell;
use std::collections::HashMap;

/// Named texts that outlive the page, if they can.
pub trait KeyValue {
    /// What is kept under a key.
    fn get(&self, key: &str) -> Option<String>;

    /// Keeps a value; false when it could not be kept.
    fn set(&self, key: &str, value: &str) -> bool;

    /// Forgets a key.
    fn remove(&self, key: &str);
}

/// The in-memory twin: forgets everything when dropped.
#[derive(Debug, Default)]
pub struct Memory(RefCell<HashMap<String, String>>);

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
}
