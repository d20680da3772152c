//! One kept dashboard as a text: versioned, migrated step by step, never guessed at.
//!
//! Version 0 is Sentry's dashboard JSON alone. Version 1 puts it beside an id, a revision counter, the time of its last
//! change, a star and the time it went to the bin.

use crate::dashboard::model::Dashboard;
use crate::session::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The version that is written.
pub const SCHEMA: u64 = 1;

/// From each version to the next. Pure; `None` where the text is not what its version says.
const STEPS: [fn(Value) -> Option<Value>; SCHEMA as usize] = [wrap];

/// A dashboard that is kept here, and what is known about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stored {
    /// Name in links.
    pub id: String,
    /// Counts the changes of the dashboard itself; a star is none, nor is the bin.
    pub revision: u64,
    /// When the dashboard was last changed.
    pub edited: Timestamp,
    /// Whether it is among the favourites.
    #[serde(default)]
    pub starred: bool,
    /// When it went to the bin; `None`: it is not there.
    #[serde(default)]
    pub deleted: Option<Timestamp>,
    /// The document.
    pub dashboard: Dashboard,
    /// Written by a newer version of the app: it can be looked at and taken out, but not changed.
    #[serde(skip)]
    pub read_only: bool,
}

/// A text that is not a dashboard to us. It stays where it is, or is put aside; it is never thrown away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// No JSON, or not a dashboard.
    Damaged,
    /// A newer version of the app wrote it, in a way that we cannot even show.
    Newer {
        /// Its version.
        schema: u64,
    },
}

impl Stored {
    /// Whether it can be changed as it is: not what a newer version wrote, and not what is in the bin.
    pub const fn can_change(&self) -> bool {
        !self.read_only && self.deleted.is_none()
    }

    /// The text to keep.
    pub fn to_text(&self) -> String {
        self.to_json().to_string()
    }

    /// What is written of it, with its version.
    pub fn to_json(&self) -> Value {
        // Our own types always become JSON.
        let mut value = serde_json::to_value(self).unwrap_or_default();
        if let Value::Object(map) = &mut value {
            map.insert("schema".to_owned(), SCHEMA.into());
        }
        value
    }

    /// Reads a kept text of any version.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_text(id: &str, text: &str) -> Result<Self, Unreadable> {
        let value = serde_json::from_str(text).map_err(|_| Unreadable::Damaged)?;
        let mut stored = Self::from_json(value)?;
        id.clone_into(&mut stored.id);
        id.clone_into(&mut stored.dashboard.id);
        Ok(stored)
    }

    /// Reads a document of any version.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_json(mut value: Value) -> Result<Self, Unreadable> {
        let schema = schema_of(&value).ok_or(Unreadable::Damaged)?;
        let unreadable = if schema > SCHEMA {
            Unreadable::Newer { schema }
        } else {
            Unreadable::Damaged
        };
        for step in STEPS.iter().skip(schema.min(SCHEMA) as usize) {
            value = step(value).ok_or(Unreadable::Damaged)?;
        }
        let mut stored: Self = serde_json::from_value(value).map_err(|_| unreadable)?;
        stored.read_only = schema > SCHEMA;
        Ok(stored)
    }
}

/// The version of a document: what it says, or 0 for a dashboard alone.
fn schema_of(value: &Value) -> Option<u64> {
    let map: &Map<String, Value> = value.as_object()?;
    match map.get("schema") {
        Some(schema) => schema.as_u64(),
        None => map.get("widgets").is_some_and(Value::is_array).then_some(0),
    }
}

/// 0 to 1: the dashboard is put beside what is known about it.
fn wrap(dashboard: Value) -> Option<Value> {
    let created = dashboard.get("dateCreated").and_then(Value::as_str);
    let edited = created.and_then(Timestamp::parse).unwrap_or_default();
    let starred = dashboard.get("isFavorited").and_then(Value::as_bool);
    Some(json!({
        "schema": 1,
        "id": "",
        "revision": 0,
        "edited": edited,
        "starred": starred.unwrap_or(false),
        "deleted": null,
        "dashboard": dashboard,
    }))
}
