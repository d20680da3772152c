//! A person's dashboards, one text each under a key of its own. Every operation is a single write, so a crash between
//! two of them leaves each dashboard as it was or as it became, never in between.
//!
//! Two pages may look at one dashboard: a change names the revision it was made from, and is refused with the other
//! page's version when that is no longer the one kept. What the storage refuses is kept until the page is closed.

use super::document::{Stored, Unreadable};
use super::fallback::Fallback;
use super::{KeyValue, PREFIX};
use crate::dashboard::copy::free_title;
use crate::dashboard::limits::{self, Limit};
use crate::dashboard::model::Dashboard;
use crate::dashboard::{builtin, limits::TEXT};
use crate::session::Timestamp;

/// How long the bin keeps what it holds.
pub const BIN_DAYS: i64 = 30;
/// What browsers let a site keep, in characters of keys and values; some count bytes, so it is the least of them.
pub const QUOTA: usize = 5_000_000;

const DAY: i64 = 24 * 3_600_000;

/// The dashboards in a storage.
#[derive(Debug, Default)]
pub struct DashboardStore<S>(pub(super) Fallback<S>);

/// A change that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    /// The dashboard as it is now.
    pub stored: Stored,
    /// False: the storage refused it, and it will be gone when the page is closed.
    pub kept: bool,
}

/// A change that was not made; nothing else changed either.
#[derive(Clone, Debug, PartialEq)]
pub enum NotSaved {
    /// Somebody else changed the dashboard since. To insist, save with the revision of theirs.
    Conflict(Box<Stored>),
    /// The dashboard is not kept here, or its text is damaged.
    Gone,
    /// A newer version of the app wrote it.
    ReadOnly,
    /// Another dashboard has this title.
    TitleTaken,
    /// It breaks a limit.
    Limit(Limit),
}

/// Everything that is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// Dashboards, those in the bin among them, in the order of their ids.
    pub dashboards: Vec<Stored>,
    /// Texts that are no dashboards to us.
    pub unreadable: Vec<Leftover>,
    /// Built-in dashboards that filters are saved with, by id.
    pub filtered: Vec<String>,
    /// Characters in use by everything the page's site keeps.
    pub used: usize,
    /// Whether something will be forgotten when the page is closed.
    pub in_memory: bool,
}

/// A text that cannot be shown, kept for whoever can make something of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// Its key in the storage.
    pub key: String,
    /// The text, as it is.
    pub text: String,
    /// Why it is no dashboard.
    pub why: Unreadable,
}

impl Leftover {
    /// The dashboard whose unsaved edits it was, if that is what it was.
    pub fn edits_of(&self) -> Option<&str> {
        let name = self.key.strip_prefix(&aside(DRAFT))?;
        name.split(':').next()
    }
}

impl Listing {
    /// Whether the storage is nearly full.
    pub const fn is_nearly_full(&self) -> bool {
        self.used >= QUOTA / 5 * 4
    }
}

impl<S: KeyValue> DashboardStore<S> {
    /// The dashboards kept in `storage`.
    pub fn new(storage: S) -> Self {
        Self(Fallback::new(storage))
    }

    /// Reads everything.
    pub fn list(&self) -> Listing {
        let mut listing = Listing {
            in_memory: self.0.has_refused(),
            ..Listing::default()
        };
        for key in self.0.keys() {
            let Some(text) = self.0.get(&key) else {
                continue;
            };
            listing.used += key.encode_utf16().count() + text.encode_utf16().count();
            let leftover = |why| Leftover {
                key: key.clone(),
                text: text.clone(),
                why,
            };
            listing
                .filtered
                .extend(super::filters::built_in_of(&key).map(str::to_owned));
            match id_of(&key).map(|id| Stored::from_text(id, &text)) {
                Some(Ok(stored)) => listing.dashboards.push(stored),
                Some(Err(why)) => listing.unreadable.push(leftover(why)),
                None if key.starts_with(&aside("")) => {
                    listing.unreadable.push(leftover(Unreadable::Damaged));
                }
                None => {}
            }
        }
        listing
    }

    /// The dashboard with this id; `None`: nothing is kept under it.
    pub fn read(&self, id: &str) -> Option<Result<Stored, Unreadable>> {
        Some(Stored::from_text(id, &self.0.get(&key(id))?))
    }

    /// Adds a dashboard under a new id, its title counted up where that is taken.
    ///
    /// # Errors
    /// A limit that it breaks.
    pub fn add(&self, mut dashboard: Dashboard, now: Timestamp) -> Result<Saved, NotSaved> {
        limits::check(&dashboard).map_err(NotSaved::Limit)?;
        dashboard.title = self.free_title(&dashboard.title);
        dashboard.prebuilt_id = None;
        dashboard.repair_widget_ids();
        let id = self.free_id(now);
        dashboard.id.clone_from(&id);
        Ok(self.write(Stored {
            id,
            revision: 1,
            edited: now,
            starred: false,
            deleted: None,
            dashboard,
            read_only: false,
        }))
    }

    /// Adds a copy of a dashboard, built-in or own.
    ///
    /// # Errors
    /// A limit that it breaks.
    pub fn duplicate(&self, dashboard: &Dashboard, now: Timestamp) -> Result<Saved, NotSaved> {
        self.add(dashboard.copied(|t| self.is_taken(t)), now)
    }

    /// Replaces a dashboard that was read at revision `expected`.
    ///
    /// # Errors
    /// It is another revision by now, is gone or read-only, or the new one breaks a limit.
    pub fn save(
        &self,
        id: &str,
        expected: u64,
        dashboard: Dashboard,
        now: Timestamp,
    ) -> Result<Saved, NotSaved> {
        limits::check(&dashboard).map_err(NotSaved::Limit)?;
        let stored = self.to_change(id)?;
        if stored.revision != expected || stored.deleted.is_some() {
            return Err(NotSaved::Conflict(Box::new(stored)));
        }
        self.check_title(&stored, &dashboard.title)?;
        Ok(self.write(Stored {
            revision: expected + 1,
            edited: now,
            dashboard: Dashboard {
                id: id.to_owned(),
                prebuilt_id: None,
                ..dashboard
            },
            ..stored
        }))
    }

    /// Gives a dashboard another title.
    ///
    /// # Errors
    /// It is gone or read-only, or the title is empty or too long.
    pub fn rename(&self, id: &str, title: &str, now: Timestamp) -> Result<Saved, NotSaved> {
        let stored = self.to_change(id)?;
        let mut dashboard = stored.dashboard.clone();
        title.trim().clone_into(&mut dashboard.title);
        limits::check(&dashboard).map_err(NotSaved::Limit)?;
        self.check_title(&stored, &dashboard.title)?;
        let saved = self.write(Stored {
            revision: stored.revision + 1,
            edited: now,
            dashboard,
            ..stored.clone()
        });
        self.remember("rename the dashboard", &stored, &saved.stored);
        Ok(saved)
    }

    /// Adds a dashboard to the favourites, or takes it out.
    ///
    /// # Errors
    /// It is gone or read-only.
    pub fn star(&self, id: &str, starred: bool) -> Result<Saved, NotSaved> {
        let stored = self.to_change(id)?;
        Ok(self.write(Stored { starred, ..stored }))
    }

    /// Moves a dashboard into the bin (`deleted` is when), or out of it; its title is counted up where another one has
    /// it by then.
    ///
    /// # Errors
    /// It is gone or read-only.
    pub fn set_deleted(&self, id: &str, deleted: Option<Timestamp>) -> Result<Saved, NotSaved> {
        let before = self.to_change(id)?;
        let mut stored = Stored {
            deleted,
            ..before.clone()
        };
        if deleted.is_none() {
            let title = &before.dashboard.title;
            stored.dashboard.title = free_title(title, |t| self.has_other(id, t));
        }
        if stored.dashboard == before.dashboard {
            return Ok(self.write(stored));
        }
        stored.revision += 1;
        let saved = self.write(stored);
        self.remember("rename the dashboard", &before, &saved.stored);
        Ok(saved)
    }

    /// Throws away a dashboard, its drafts and its history for good.
    pub fn erase(&self, id: &str) {
        self.0.remove(&key(id));
        self.drop_drafts(id);
        self.drop_history(id);
    }

    /// Throws away a text that could not be read. Only a person decides that.
    pub fn erase_leftover(&self, leftover: &Leftover) {
        if self.0.get(&leftover.key).as_ref() == Some(&leftover.text) {
            self.0.remove(&leftover.key);
        }
    }

    /// Puts such a text back, unless there is another one in its place by now.
    pub fn put_leftover_back(&self, leftover: &Leftover) {
        if self.0.get(&leftover.key).is_none() {
            self.0.set(&leftover.key, &leftover.text);
        }
    }

    /// Empties the bin of what was in it for [`BIN_DAYS`], puts damaged texts aside, and forgets drafts and
    /// histories of dashboards that are gone.
    pub fn sweep(&self, now: Timestamp) {
        let all = self.list();
        let is_over = |at: Timestamp| at.plus(BIN_DAYS * DAY) <= now;
        for stored in &all.dashboards {
            if !stored.read_only && stored.deleted.is_some_and(is_over) {
                self.erase(&stored.id);
            }
        }
        for leftover in all.unreadable {
            if leftover.why == Unreadable::Damaged
                && let Some(id) = id_of(&leftover.key)
            {
                self.put_aside(&leftover.key, &leftover.text, id);
            }
        }
        self.drop_strays();
    }

    /// Whether the storage took the dashboard as it is now.
    pub(super) fn is_kept(&self, id: &str) -> bool {
        !self.0.is_refused(&key(id))
    }

    /// Whether there is any text of a dashboard, readable or not.
    pub fn keeps_any(&self) -> bool {
        let is_one = |key: &String| id_of(key).is_some() || key.starts_with(&aside(""));
        self.0.keys().iter().any(is_one)
    }

    /// Whether something will be forgotten when the page is closed.
    pub fn has_refused(&self) -> bool {
        self.0.has_refused()
    }

    /// Tries again to keep what the storage refused; false when it still does.
    pub fn retry(&self) -> bool {
        self.0.retry()
    }

    /// Adds as new ones the dashboards that the storage refused and that another page has changed or thrown away since: its
    /// version stays.
    pub fn split_overtaken(&self, now: Timestamp) -> Vec<Stored> {
        let overtaken = self.0.take_overtaken().into_iter();
        let split = overtaken.filter_map(|(key, text)| {
            let ours = Stored::from_text(id_of(&key)?, &text).ok()?;
            Some(self.add(ours.dashboard, now).ok()?.stored)
        });
        split.collect()
    }

    /// Puts what stands under `key` aside, as `name`. A copy first, and the text leaves its place only once that is kept.
    pub(super) fn put_aside(&self, key: &str, text: &str, name: &str) {
        let keys = (1..).map(|n| aside(&format!("{name}:{n}")));
        let is_free = |key: &String| self.0.get(key).is_none_or(|known| known == text);
        let Some(free) = keys.into_iter().find(is_free) else {
            return;
        };
        if self.0.set(&free, text) {
            self.0.remove(key);
        } else {
            self.0.remove(&free);
        }
    }

    fn to_change(&self, id: &str) -> Result<Stored, NotSaved> {
        match self.read(id) {
            Some(Ok(stored)) if stored.read_only => Err(NotSaved::ReadOnly),
            Some(Ok(stored)) => Ok(stored),
            Some(Err(Unreadable::Newer { .. })) => Err(NotSaved::ReadOnly),
            Some(Err(Unreadable::Damaged)) | None => Err(NotSaved::Gone),
        }
    }

    pub(super) fn write(&self, stored: Stored) -> Saved {
        let kept = self.0.set(&key(&stored.id), &stored.to_text());
        Saved { stored, kept }
    }

    /// Whether a dashboard, built-in or own and not in the bin, has this title.
    pub fn is_taken(&self, title: &str) -> bool {
        self.has_other("", title)
    }

    /// `title`, or the first of `title 2`, `title 3`, … that no dashboard has.
    pub fn free_title(&self, title: &str) -> String {
        free_title(title, |t| self.is_taken(t))
    }

    /// Whether another dashboard than `id` has this title.
    pub fn has_other(&self, id: &str, title: &str) -> bool {
        let has_it = |s: &Stored| s.id != id && s.deleted.is_none() && s.dashboard.title == title;
        builtin::all().iter().any(|d| d.title == title) || self.list().dashboards.iter().any(has_it)
    }

    /// A title may be kept whoever has it, but not taken from another.
    fn check_title(&self, stored: &Stored, title: &str) -> Result<(), NotSaved> {
        if stored.dashboard.title != title && self.has_other(&stored.id, title) {
            return Err(NotSaved::TitleTaken);
        }
        Ok(())
    }

    pub(super) fn free_id(&self, now: Timestamp) -> String {
        let ids = (now.millis()..).map(|n| format!("{OWN}{n:x}"));
        let is_free = |id: &String| self.0.get(&key(id)).is_none();
        ids.into_iter().find(is_free).unwrap_or_default()
    }
}

/// Before the ids of dashboards that are kept here.
const OWN: &str = "own-";

/// Whether `id` can be the id of a dashboard kept in this browser.
pub fn is_own(id: &str) -> bool {
    id.strip_prefix(OWN).is_some_and(|rest| {
        !rest.is_empty() && rest.len() < TEXT && rest.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// Before the id of a dashboard in the name of unsaved edits that were put aside.
pub(super) const DRAFT: &str = "draft-";

/// Whether a change under this key in another page may concern dashboards.
pub fn is_ours(changed: &str) -> bool {
    id_of(changed).is_some()
        || changed.starts_with(&aside(""))
        || super::filters::built_in_of(changed).is_some()
}

pub(super) fn key(id: &str) -> String {
    format!("{PREFIX}dashboard:{id}")
}

pub(super) fn aside(name: &str) -> String {
    format!("{PREFIX}aside:{name}")
}

pub(super) fn id_of(key: &str) -> Option<&str> {
    key.strip_prefix(PREFIX)?
        .strip_prefix("dashboard:")
        .filter(|id| is_own(id))
}

/// The dashboard whose unsaved edits or history are kept under this key.
pub(super) fn beside(key: &str) -> Option<&str> {
    let rest = key.strip_prefix(PREFIX)?;
    let name = rest
        .strip_prefix("draft:")
        .or(rest.strip_prefix("history:"))?;
    name.split(':').next().filter(|id| is_own(id))
}
