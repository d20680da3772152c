//! Dashboards as files: out of this browser and into it. A file is checked whole before anything is written; what it holds
//! is added, never put in place of something.

use super::KeyValue;
use super::dashboards::{DashboardStore, NotSaved, Saved, is_own};
use super::document::{Stored, Unreadable};
use super::texts::KeptText;
use crate::dashboard::copy::free_title;
use crate::dashboard::fit::fit;
use crate::dashboard::limits::{self, Limit};
use crate::dashboard::model::{Dashboard, Widget};
use crate::dashboard::portable;
use crate::session::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use thiserror::Error;

/// The longest text that is looked at, in bytes: more than a full storage comes to.
pub const LONGEST: usize = 20_000_000;
/// The most dashboards of one file: more than a storage holds.
pub const MOST: usize = 10_000;

/// A file for Sentry, or for this app elsewhere.
pub fn export(dashboard: &Dashboard) -> String {
    pretty(&portable::to_json(dashboard))
}

fn pretty(value: &Value) -> String {
    // Values always become text.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// Why a text cannot be imported. Nothing of it was.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotImported {
    /// Nothing in it.
    #[error("There is nothing in it.")]
    Empty,
    /// Over [`LONGEST`].
    #[error("It is larger than {} MB.", LONGEST / 1_000_000)]
    TooLong,
    /// Over [`MOST`].
    #[error("It holds more than {MOST} dashboards.")]
    TooMany,
    /// No JSON.
    #[error("It is not JSON: {0}.")]
    NotJson(String),
    /// JSON of something else.
    #[error("{0} is no dashboard: {1}.")]
    NotADashboard(String, String),
    /// From a newer version.
    #[error("It was written by a newer version of Session Health.")]
    Newer,
    /// A backup with something in it that is kept nowhere.
    #[error("It is not a backup: “{0}” is nothing that Session Health stores.")]
    NotKept(String),
    /// Sentry would not take it either.
    #[error("{0}")]
    Limit(#[from] Limit),
}

/// What a text holds, ready to be added.
#[derive(Clone, Debug, PartialEq)]
pub struct Parcel {
    /// The dashboards, checked and made to fit.
    pub dashboards: Vec<Stored>,
    /// What was changed of each so that it fits, a line each.
    pub changes: Vec<Vec<String>>,
    /// What else a backup has, to be kept as it is.
    pub texts: Vec<KeptText>,
    /// Unsaved edits of its dashboards, and what was done to them.
    pub beside: Vec<KeptText>,
}

/// What became of one dashboard of a parcel.
#[derive(Clone, Debug, PartialEq)]
pub enum Taken {
    /// It was added.
    Added(Box<Saved>),
    /// It came out of the bin, where it was as it is in the file.
    Back(Box<Returned>),
    /// The very same is here already.
    Here,
}

/// A dashboard that came out of the bin.
#[derive(Clone, Debug, PartialEq)]
pub struct Returned {
    /// As it was in the bin.
    pub(super) before: Stored,
    /// Its edits and its history as they were then.
    pub(super) beside: Vec<KeptText>,
    /// As it is now.
    pub now: Stored,
}

/// What would become of a dashboard of a parcel, with its title then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prospect {
    /// It would be added.
    Added(String),
    /// It would come out of the bin.
    Back(String),
    /// It is here already.
    Here,
}

/// Where a dashboard of a parcel goes.
enum Place {
    /// Where it is already.
    Here,
    /// Out of the bin.
    Bin(Box<Stored>),
    /// To its own id, which is free.
    Own,
    /// To a new id.
    New,
}

/// Reads one dashboard, a list of them, or a backup.
///
/// # Errors
/// What is wrong with it; then nothing of it is to be used.
pub fn read(text: &str) -> Result<Parcel, NotImported> {
    if text.len() > LONGEST {
        return Err(NotImported::TooLong);
    }
    // Some editors put a byte order mark first.
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(NotImported::Empty);
    }
    let not_json = |error: serde_json::Error| {
        NotImported::NotJson(match error.is_eof() {
            true => format!(
                "it ends too early, at line {} column {}",
                error.line(),
                error.column()
            ),
            false => error.to_string(),
        })
    };
    let value = serde_json::from_str(text).map_err(not_json)?;
    let (mut texts, mut beside) = (Vec::new(), Vec::new());
    let items = match value {
        Value::Array(items) => items,
        Value::Object(mut map) if map.get("dashboards").is_some_and(Value::is_array) => {
            let version = map.get(BACKUP).and_then(Value::as_u64);
            if version.is_some_and(|version| version > VERSION) {
                return Err(NotImported::Newer);
            }
            let kept = kept_texts(map.remove(TEXTS), KeptText::has_a_place)?;
            beside = kept_texts(map.remove(BESIDE), KeptText::is_beside)?;
            let mut items = match map.remove("dashboards") {
                Some(Value::Array(items)) => items,
                _ => Vec::new(),
            };
            for text in kept {
                match text.document() {
                    Some(document) => items.push(document),
                    None => texts.push(text),
                }
            }
            items
        }
        other => vec![other],
    };
    match items.len() + texts.len() {
        0 => return Err(NotImported::Empty),
        n if n > MOST => return Err(NotImported::TooMany),
        _ => {}
    }
    let count = items.len();
    let name = |at: usize| match count {
        1 => "It".to_owned(),
        _ => format!("Number {}", at + 1),
    };
    let dashboards = items.into_iter().enumerate();
    let dashboards = dashboards.map(|(at, item)| one(item, &name(at)));
    let dashboards: Vec<_> = dashboards.collect::<Result<_, _>>()?;
    let (dashboards, changes) = dashboards.into_iter().unzip();
    Ok(Parcel {
        dashboards,
        changes,
        texts,
        beside,
    })
}

/// The texts of a backup, every one of which has its place here.
fn kept_texts(
    value: Option<Value>,
    has_a_place: fn(&KeptText) -> bool,
) -> Result<Vec<KeptText>, NotImported> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    let broken =
        |_| NotImported::NotADashboard("It".to_owned(), "its texts cannot be read".to_owned());
    let texts: Vec<KeptText> = serde_json::from_value(value).map_err(broken)?;
    match texts.iter().find(|kept| !has_a_place(kept)) {
        Some(stray) => Err(NotImported::NotKept(stray.key.clone())),
        None => Ok(texts),
    }
}

/// One dashboard, and what was changed of it.
fn one(item: Value, name: &str) -> Result<(Stored, Vec<String>), NotImported> {
    let not = |why: String| NotImported::NotADashboard(name.to_owned(), why);
    let Value::Object(map) = &item else {
        return Err(not("it is no object".to_owned()));
    };
    let inner = map.get("dashboard").and_then(Value::as_object);
    let document = inner.unwrap_or(map);
    if portable::is_newer(document) {
        return Err(NotImported::Newer);
    }
    let problem = fault(document);
    let mut stored = Stored::from_json(item).map_err(|unreadable| match unreadable {
        Unreadable::Newer { .. } => NotImported::Newer,
        Unreadable::Damaged => not(problem.unwrap_or_else(|| "it is damaged".to_owned())),
    })?;
    if stored.read_only {
        return Err(NotImported::Newer);
    }
    limits::check(&stored.dashboard)?;
    let changes = made_to_fit(&mut stored.dashboard);
    Ok((stored, changes))
}

fn made_to_fit(dashboard: &mut Dashboard) -> Vec<String> {
    dashboard.repair_widget_ids();
    fit(dashboard)
}

/// The first thing that keeps an object from being a dashboard, in words.
fn fault(map: &Map<String, Value>) -> Option<String> {
    if !map.get("title").is_some_and(Value::is_string) {
        return Some("it has no title".to_owned());
    }
    let Some(Value::Array(widgets)) = map.get("widgets") else {
        return Some("it has no list of widgets".to_owned());
    };
    let broken = |(at, widget): (usize, &Value)| {
        let why = refusal::<Widget>(widget)?;
        Some(format!("its widget {} cannot be read: {why}", at + 1))
    };
    let broken = widgets.iter().enumerate().find_map(broken);
    broken.or_else(|| refusal::<Dashboard>(&Value::Object(map.clone())))
}

/// What keeps a value from being a `T`, which needs no more than a title, in words: the part that is refused.
fn refusal<T: DeserializeOwned>(value: &Value) -> Option<String> {
    let error = |value: Value| serde_json::from_value::<T>(value).err();
    let whole = error(value.clone())?;
    let Some(map) = value.as_object() else {
        return Some(format!("it is {}{}", excerpt(value), expectation(&whole)));
    };
    let refused = |(key, part): (&String, &Value)| {
        let mut alone = json!({"title": "", "widgets": []});
        alone[key] = part.clone();
        let why = expectation(&error(alone)?);
        Some(format!("“{key}” is {}{why}", excerpt(part)))
    };
    let refused = map.iter().find_map(refused);
    Some(refused.unwrap_or_else(|| format!("it is {}{}", excerpt(value), expectation(&whole))))
}

/// The beginning of a value.
fn excerpt(value: &Value) -> String {
    const LENGTH: usize = 40;
    let text = value.to_string();
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// What would have been right, as far as that can be told from an error about Rust's types.
fn expectation(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if let Some((_, missing)) = text.split_once("missing field `") {
        return format!(", without “{}”", missing.trim_end_matches('`'));
    }
    let expected = text.rsplit("expected ").next().unwrap_or_default();
    let words = [
        ("a string", "a text"),
        ("a boolean", "true or false"),
        ("a sequence", "a list"),
        ("u32", "a whole number from 0"),
        ("usize", "a whole number from 0"),
        ("u64", "a whole number from 0"),
        ("i64", "a whole number"),
        ("a map", "an object"),
        ("struct", "an object"),
    ];
    let known = words.iter().find(|(rust, _)| expected.starts_with(rust));
    known.map_or_else(String::new, |(_, words)| {
        format!(" where {words} is expected")
    })
}

/// The key that makes a file a backup, with the version of the file.
const BACKUP: &str = "x-session-health-backup";
/// The version that is written.
const VERSION: u64 = 1;
/// The key of a backup under which the texts are that are taken along as they are.
const TEXTS: &str = "texts";
/// The key of those that belong to a dashboard of the backup.
const BESIDE: &str = "beside";

impl<S: KeyValue> DashboardStore<S> {
    /// One file of everything that is kept: all dashboards, those in the bin among them, and as they are the texts of newer
    /// versions, damaged ones, filters of built-in dashboards, unsaved edits and histories.
    pub fn back_up(&self, now: Timestamp) -> String {
        let all = self.list().dashboards;
        let ours = all.iter().filter(|stored| !stored.read_only);
        let ours: Vec<Value> = ours.map(Stored::to_json).collect();
        let backup = json!({
            "made": now,
            BACKUP: VERSION,
            "dashboards": ours,
            TEXTS: self.texts(),
            BESIDE: self.beside(),
        });
        backup.to_string() + "\n"
    }

    /// What would become of the dashboards of a parcel if they were added one after the other.
    pub fn prospects(&self, parcel: &[Stored]) -> Vec<Prospect> {
        let mut given: Vec<String> = Vec::new();
        let prospect = |stored: &Stored| {
            let place = self.place_of(stored);
            let title = &stored.dashboard.title;
            match place {
                Place::Here => return Prospect::Here,
                Place::Own if stored.deleted.is_some() => return Prospect::Added(title.clone()),
                _ => {}
            }
            let title = free_title(title, |t| self.is_taken(t) || given.iter().any(|g| g == t));
            given.push(title.clone());
            match place {
                Place::Bin(_) => Prospect::Back(title),
                _ => Prospect::Added(title),
            }
        };
        parcel.iter().map(prospect).collect()
    }

    /// Whether everything of a parcel is here already.
    pub fn has_all(&self, parcel: &Parcel) -> bool {
        let dashboards = self.prospects(&parcel.dashboards);
        dashboards
            .iter()
            .all(|prospect| *prospect == Prospect::Here)
            && parcel.texts.iter().all(|text| self.has_text(text))
            && !parcel
                .beside
                .iter()
                .any(|text| self.wants_beside(text, &parcel.dashboards))
    }

    fn place_of(&self, parcel: &Stored) -> Place {
        match self.read(&parcel.id) {
            Some(Ok(here)) if is_same(&here.dashboard, &parcel.dashboard) => {
                match here.deleted.is_some() && parcel.deleted.is_none() && !here.read_only {
                    true => Place::Bin(Box::new(here)),
                    false => Place::Here,
                }
            }
            None if is_own(&parcel.id) => Place::Own,
            _ => Place::New,
        }
    }

    /// Adds a dashboard of a parcel. One that was backed up gets its id back where that is free, so that its links work
    /// again, and comes back where it is in the bin; titles that are taken are counted up.
    ///
    /// # Errors
    /// A limit that it breaks; [`read`] lets none of those pass.
    pub fn take(&self, parcel: &Stored, now: Timestamp) -> Result<Taken, NotSaved> {
        let place = self.place_of(parcel);
        if let Place::Here = place {
            return Ok(Taken::Here);
        }
        if let Place::Bin(before) = place {
            let beside = self.beside_of(&before.id);
            let now = self.set_deleted(&before.id, None)?.stored;
            let returned = Returned {
                before: *before,
                beside,
                now,
            };
            return Ok(Taken::Back(Box::new(returned)));
        }
        limits::check(&parcel.dashboard).map_err(NotSaved::Limit)?;
        let mut stored = parcel.clone();
        if let Place::New = place {
            stored.id = self.free_id(now);
            stored.edited = now;
            stored.revision = 1;
            // What was thrown away elsewhere is wanted here by whoever imports it.
            stored.deleted = None;
        }
        if stored.deleted.is_none() {
            stored.dashboard.title = self.free_title(&stored.dashboard.title);
        }
        stored.dashboard.id.clone_from(&stored.id);
        stored.dashboard.prebuilt_id = None;
        Ok(Taken::Added(Box::new(self.write(stored))))
    }
}

/// Whether a dashboard that is kept is the one of a parcel, which was made to fit.
fn is_same(kept: &Dashboard, parcel: &Dashboard) -> bool {
    let mut kept = kept.clone();
    made_to_fit(&mut kept);
    kept == *parcel
}
