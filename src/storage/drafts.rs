//! Unsaved edits of a dashboard, beside it under a key of their own: they outlive a reload, and never touch what was
//! saved.
//!
//! Each tab has a draft of its own, under its name, so that tabs never throw away one another's edits. A draft whose tab is
//! gone is left to whichever tab opens the dashboard next; so is one that an earlier version of the program kept, which had
//! one draft a dashboard.

use super::dashboards::{DRAFT, DashboardStore, aside, beside};
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
    /// The unsaved edits that `tab` goes on with: its own, else the latest of those that are left, which become its own.
    /// What was saved since is forgotten, and what cannot be read set aside.
    pub fn take_draft(&self, id: &str, tab: &str, is_left: &dyn Fn(&str) -> bool) -> Option<Draft> {
        let mut latest: Option<(String, Draft)> = None;
        for (key, whose) in self.drafts(id) {
            let is_own = whose == tab;
            if !is_own && !is_left(&whose) {
                continue;
            }
            let Some(draft) = self.open_draft(id, &key, is_own) else {
                continue;
            };
            if is_own {
                return Some(draft);
            }
            let is_later = |(_, other): &(String, Draft)| draft.edited > other.edited;
            if latest.as_ref().is_none_or(is_later) {
                latest = Some((key, draft));
            }
        }
        let (key, draft) = latest?;
        if self.keep_draft(id, tab, &draft) {
            self.0.remove(&key);
        }
        Some(draft)
    }

    /// Whether any tab has, or had, unsaved edits of a dashboard.
    pub fn has_draft(&self, id: &str) -> bool {
        self.0.keys().iter().any(|key| tab_of(key, id).is_some())
    }

    /// Keeps the unsaved edits of `tab`; false when they last only until the page is closed.
    pub fn keep_draft(&self, id: &str, tab: &str, draft: &Draft) -> bool {
        let key = key(id, tab);
        if self.0.get(&key).is_some_and(|text| is_newer(&text)) {
            return false;
        }
        let envelope = Envelope {
            schema: SCHEMA,
            draft,
        };
        serde_json::to_string(&envelope).is_ok_and(|text| self.0.set(&key, &text))
    }

    /// Forgets the unsaved edits of `tab`, but for those of a newer version of the program.
    pub fn drop_draft(&self, id: &str, tab: &str) {
        let key = key(id, tab);
        if self.0.get(&key).is_some_and(|text| !is_newer(&text)) {
            self.0.remove(&key);
        }
    }

    /// Forgets the unsaved edits of all tabs.
    pub(super) fn drop_drafts(&self, id: &str) {
        for (key, _) in self.drafts(id) {
            self.0.remove(&key);
        }
    }

    /// Forgets edits, and what was done, of dashboards that are no longer kept. Those of a damaged one stay while its text
    /// does: they may hold the last good copy.
    pub(super) fn drop_strays(&self) {
        let keys = self.0.keys();
        let is_aside = |id: &str| {
            let prefix = aside(&format!("{id}:"));
            keys.iter().any(|key| key.starts_with(&prefix))
        };
        for key in &keys {
            if beside(key).is_some_and(|id| self.read(id).is_none() && !is_aside(id)) {
                self.0.remove(key);
            }
        }
    }

    /// The edits under `key`, if there is anything in them for the tab that would go on with them.
    fn open_draft(&self, id: &str, key: &str, is_own: bool) -> Option<Draft> {
        let text = self.0.get(key)?;
        if is_newer(&text) {
            return None;
        }
        let Ok(Envelope {
            schema: SCHEMA,
            draft,
        }) = serde_json::from_str::<Envelope<Draft>>(&text)
        else {
            self.put_aside(key, &text, &format!("{DRAFT}{id}"));
            return None;
        };
        // Edits that were all undone can still be redone by the tab that undid them.
        let is_spent = matches!(
            self.read(id), Some(Ok(saved)) if saved.dashboard == draft.dashboard
                && !(is_own && saved.revision == draft.base)
        );
        if !is_spent {
            return Some(draft);
        }
        // While the storage refuses what was saved, the draft is all that outlives the page.
        if self.is_kept(id) {
            self.0.remove(key);
        }
        None
    }

    /// Keys of the drafts of a dashboard, and whose they are.
    fn drafts(&self, id: &str) -> Vec<(String, String)> {
        let whose = |key: String| {
            let tab = tab_of(&key, id)?.to_owned();
            Some((key, tab))
        };
        self.0.keys().into_iter().filter_map(whose).collect()
    }
}

/// Whose draft of the dashboard `id` is under `key`; the drafts of earlier versions are nobody's.
fn tab_of<'a>(key: &'a str, id: &str) -> Option<&'a str> {
    let rest = key
        .strip_prefix(PREFIX)?
        .strip_prefix("draft:")?
        .strip_prefix(id)?;
    if rest.is_empty() {
        Some(rest)
    } else {
        rest.strip_prefix(':')
    }
}

fn is_newer(text: &str) -> bool {
    serde_json::from_str(text).is_ok_and(|v: Version| v.schema > SCHEMA)
}

fn key(id: &str, tab: &str) -> String {
    format!("{PREFIX}draft:{id}:{tab}")
}
