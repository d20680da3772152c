//! Unsaved edits of a dashboard, beside it under a key of their own: they outlive a reload, and never touch what was
//! saved.

use super::dashboards::DashboardStore;
use super::{KeyValue, PREFIX};
use crate::dashboard::history::History;
use crate::dashboard::model::Dashboard;
use crate::session::Timestamp;
use serde::{Deserialize, Serialize};

/// The version that is written; a draft of another version is not read, and not overwritten if it is newer.
const SCHEMA: u64 = 1;

/// A dashboard as it is being edited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Revision of the dashboard that was edited.
    pub base: u64,
    /// When the last edit was made.
    pub edited: Timestamp,
    /// The dashboard with the edits.
    pub dashboard: Dashboard,
    /// What can be undone and redone.
    pub history: History,
}

#[derive(Serialize, Deserialize)]
struct Envelope<D> {
    schema: u64,
    #[serde(flatten)]
    draft: D,
}

#[derive(Deserialize)]
struct Version {
    schema: u64,
}

impl<S: KeyValue> DashboardStore<S> {
    /// The unsaved edits of a dashboard. There are none where they come to what is saved.
    pub fn draft(&self, id: &str) -> Option<Draft> {
        let text = self.0.get(&key(id))?;
        let envelope: Envelope<Draft> = serde_json::from_str(&text).ok()?;
        let same = |d: &Draft| matches!(self.read(id), Some(Ok(s)) if s.dashboard == d.dashboard);
        Some(envelope.draft).filter(|draft| envelope.schema == SCHEMA && !same(draft))
    }

    /// Whether there may be unsaved edits of a dashboard, to go on with.
    pub fn has_draft(&self, id: &str) -> bool {
        self.0.get(&key(id)).is_some_and(|text| !is_newer(&text))
    }

    /// Keeps unsaved edits; false when they last only until the page is closed.
    pub fn keep_draft(&self, id: &str, draft: &Draft) -> bool {
        if self.0.get(&key(id)).is_some_and(|text| is_newer(&text)) {
            return false;
        }
        let envelope = Envelope {
            schema: SCHEMA,
            draft,
        };
        serde_json::to_string(&envelope).is_ok_and(|text| self.0.set(&key(id), &text))
    }

    /// Forgets unsaved edits; those of a newer version of the program stay, and what cannot be read is set aside.
    pub fn drop_draft(&self, id: &str) {
        let Some(text) = self.0.get(&key(id)) else {
            return;
        };
        if is_newer(&text) {
            return;
        }
        if let Ok(Version { schema: SCHEMA }) = serde_json::from_str(&text) {
            self.0.remove(&key(id));
        } else {
            self.put_aside(&key(id), &text, &format!("draft-{id}"));
        }
    }

    /// Forgets edits of dashboards that are no longer kept.
    pub(super) fn drop_stray_drafts(&self) {
        for draft in self.0.keys() {
            if let Some(id) = draft.strip_prefix(&key(""))
                && self.read(id).is_none()
            {
                self.0.remove(&draft);
            }
        }
    }
}

fn is_newer(text: &str) -> bool {
    serde_json::from_str(text).is_ok_and(|v: Version| v.schema > SCHEMA)
}

fn key(id: &str) -> String {
    format!("{PREFIX}draft:{id}")
}
