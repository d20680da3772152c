//! Texts that are kept under keys of ours and that a backup takes along as they are: what a newer version wrote, what is
//! damaged, and the filters that were saved with built-in dashboards.

use super::KeyValue;
use super::dashboards::{DashboardStore, aside, beside, id_of, key};
use super::document::{Stored, Unreadable};
use super::filters::built_in_of;
use crate::session::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A text and the key it is kept under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptText {
    /// Its key in the storage.
    pub key: String,
    /// The text, letter by letter.
    pub text: String,
}

impl KeptText {
    /// Whether its key is one under which such texts are kept.
    pub(super) fn has_a_place(&self) -> bool {
        id_of(&self.key).is_some() || is_aside(&self.key) || built_in_of(&self.key).is_some()
    }

    /// Whether it belongs to a dashboard: unsaved edits of it, or what was done to it.
    pub(super) fn is_beside(&self) -> bool {
        beside(&self.key).is_some()
    }

    /// The dashboard that it is to this version of the app, though it was none to the one that backed it up.
    pub(super) fn document(&self) -> Option<Value> {
        let stored = Stored::from_text(id_of(&self.key)?, &self.text).ok()?;
        (!stored.read_only).then(|| stored.to_json())
    }

    /// What it is, in words.
    pub fn what(&self) -> String {
        if built_in_of(&self.key).is_some() {
            return "Filters of a built-in dashboard".to_owned();
        }
        match id_of(&self.key).map(|id| Stored::from_text(id, &self.text)) {
            Some(Ok(newer)) => format!("“{}”, written by a newer version", newer.dashboard.title),
            Some(Err(Unreadable::Newer { .. })) => {
                "A dashboard written by a newer version".to_owned()
            }
            _ => "A text that is not a dashboard".to_owned(),
        }
    }
}

impl<S: KeyValue> DashboardStore<S> {
    /// All of them, in the order of their keys.
    pub(super) fn texts(&self) -> Vec<KeptText> {
        let mut keys = self.0.keys();
        keys.sort_unstable();
        let kept = |key: String| {
            let text = self.0.get(&key)?;
            let is_one = match id_of(&key).map(|id| Stored::from_text(id, &text)) {
                Some(stored) => stored.map_or(true, |stored| stored.read_only),
                None => is_aside(&key) || built_in_of(&key).is_some(),
            };
            is_one.then_some(KeptText { key, text })
        };
        keys.into_iter().filter_map(kept).collect()
    }

    /// Unsaved edits and histories of all dashboards, in the order of their keys.
    pub(super) fn beside(&self) -> Vec<KeptText> {
        let mut keys = self.0.keys();
        keys.sort_unstable();
        let kept = |key: String| {
            beside(&key)?;
            let text = self.0.get(&key)?;
            Some(KeptText { key, text })
        };
        keys.into_iter().filter_map(kept).collect()
    }

    /// Those of one dashboard.
    pub(super) fn beside_of(&self, id: &str) -> Vec<KeptText> {
        let mut all = self.beside();
        all.retain(|text| beside(&text.key) == Some(id));
        all
    }

    /// Puts a text back beside a dashboard of `parcel`, which is here as it was backed up, and never in place of another one:
    /// then it is not kept, and false.
    pub fn take_beside(&self, taken: &KeptText, parcel: &[Stored]) -> bool {
        let is_wanted = self.wants_beside(taken, parcel);
        if is_wanted {
            self.0.set(&taken.key, &taken.text);
        }
        is_wanted
    }

    /// Whether [`DashboardStore::take_beside`] would keep a text.
    pub(super) fn wants_beside(&self, taken: &KeptText, parcel: &[Stored]) -> bool {
        let is_it = |stored: &Stored| {
            let here = self.read(&stored.id).and_then(Result::ok);
            beside(&taken.key) == Some(&stored.id)
                && here.is_some_and(|here| here.revision == stored.revision)
        };
        parcel.iter().any(is_it) && self.0.get(&taken.key).is_none()
    }

    /// Whether a text of a backup is here already.
    pub fn has_text(&self, taken: &KeptText) -> bool {
        let is_filters = built_in_of(&taken.key).is_some();
        let is_it = |here: &KeptText| {
            if is_filters {
                here.key == taken.key
            } else {
                here.text == taken.text
            }
        };
        self.texts().iter().any(is_it)
    }

    /// Adds a text of a backup, and never in place of another one: the text as it is kept here, `None` where it is here
    /// already. Filters that are saved here stay.
    pub fn take_text(&self, taken: &KeptText, now: Timestamp) -> Option<KeptText> {
        if self.has_text(taken) {
            return None;
        }
        let is_free = |key: &String| self.0.get(key).is_none();
        let place = if is_free(&taken.key) {
            Some(taken.key.clone())
        } else if id_of(&taken.key).is_some() {
            Some(key(&self.free_id(now)))
        } else {
            let name = taken.key.trim_end_matches(|c: char| c.is_ascii_digit());
            (1..).map(|number| format!("{name}{number}")).find(is_free)
        };
        let text = taken.text.clone();
        let kept = place.map(|key| KeptText { key, text })?;
        self.0.set(&kept.key, &kept.text);
        Some(kept)
    }
}

fn is_aside(key: &str) -> bool {
    key.starts_with(&aside(""))
}
