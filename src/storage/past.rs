//! What was done to a dashboard that is kept, so that it can be undone after it was saved, too: beside the dashboard under a
//! key of its own, with the revision that it leads to. It holds for that revision only: whoever changes a dashboard without
//! telling ends it. It is a convenience: where the storage has no room for it, nothing else is lost.

use super::dashboards::DashboardStore;
use super::document::Stored;
use super::{KeyValue, PREFIX};
use crate::dashboard::history::History;
use serde::{Deserialize, Serialize};

/// The version that is written; another one is as if there were none.
const SCHEMA: u64 = 1;

#[derive(Serialize, Deserialize)]
struct Past<H> {
    schema: u64,
    revision: u64,
    history: H,
}

impl<S: KeyValue> DashboardStore<S> {
    /// What was done to a dashboard as it is kept now.
    pub fn history(&self, stored: &Stored) -> History {
        let text = self.0.get(&key(&stored.id)).unwrap_or_default();
        match serde_json::from_str::<Past<History>>(&text) {
            Ok(past) if past.schema == SCHEMA && past.revision == stored.revision => past.history,
            _ => History::default(),
        }
    }

    /// Keeps what was done to a dashboard until it became what it is now.
    pub fn keep_history(&self, stored: &Stored, history: &History) {
        let key = key(&stored.id);
        let past = Past {
            schema: SCHEMA,
            revision: stored.revision,
            history,
        };
        let had_refused = self.has_refused();
        let text = serde_json::to_string(&past).unwrap_or_default();
        if !self.0.set(&key, &text) && !had_refused {
            self.0.remove(&key);
        }
    }

    /// Adds what has just been done to a dashboard that was `before`.
    pub fn remember(&self, what: &str, before: &Stored, now: &Stored) {
        let mut history = self.history(before);
        history.record(what, &before.dashboard, &now.dashboard);
        self.keep_history(now, &history);
    }

    pub(super) fn drop_history(&self, id: &str) {
        self.0.remove(&key(id));
    }
}

pub(super) fn key(id: &str) -> String {
    format!("{PREFIX}history:{id}")
}
