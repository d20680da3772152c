//! A storage that fails on command, and dashboards to put into it.

use session_health::dashboard::model::{Dashboard, Widget};
use session_health::session::Timestamp;
use session_health::storage::dashboards::DashboardStore;
use session_health::storage::{KeyValue, Memory};
use std::cell::Cell;

/// What happens to writes (removals among them) once those that are granted are used up.
#[derive(Clone, Copy, PartialEq)]
pub enum Fault {
    /// They are refused, as by a full or blocked storage.
    Refuse,
    /// Nothing happens any more, as after a crash.
    Crash,
}

/// A storage that takes so many writes.
pub struct Faulty {
    pub inner: Memory,
    pub granted: Cell<usize>,
    pub fault: Fault,
}

impl Faulty {
    pub fn new(granted: usize, fault: Fault) -> Self {
        Self {
            inner: Memory::default(),
            granted: Cell::new(granted),
            fault,
        }
    }

    fn may(&self) -> bool {
        let left = self.granted.get();
        self.granted.set(left.saturating_sub(1));
        left > 0
    }
}

impl KeyValue for Faulty {
    fn get(&self, key: &str) -> Option<String> {
        self.inner.get(key)
    }

    fn set(&self, key: &str, value: &str) -> bool {
        match (self.may(), self.fault) {
            (true, _) => self.inner.set(key, value),
            (false, Fault::Refuse) => false,
            // Whoever crashed reads no answer; the program that goes on in this test is a ghost.
            (false, Fault::Crash) => true,
        }
    }

    fn remove(&self, key: &str) {
        // A full storage still forgets.
        if self.may() || self.fault == Fault::Refuse {
            self.inner.remove(key);
        }
    }

    fn keys(&self) -> Vec<String> {
        self.inner.keys()
    }
}

pub fn at(day: i64) -> Timestamp {
    Timestamp::parse("2026-11-01")
        .unwrap()
        .plus(day * 24 * 3_600_000)
}

pub fn dashboard(title: &str) -> Dashboard {
    Dashboard {
        title: title.to_owned(),
        widgets: vec![Widget {
            title: "One".to_owned(),
            ..Widget::default()
        }],
        ..Dashboard::default()
    }
}

pub fn store() -> DashboardStore<Memory> {
    DashboardStore::new(Memory::default())
}

pub fn titles<S: KeyValue>(store: &DashboardStore<S>) -> Vec<String> {
    let all = store.list().dashboards.into_iter();
    all.map(|s| s.dashboard.title).collect()
}
