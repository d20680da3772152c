//! Undo and redo. A step is the difference between two states of a document, found by comparing them, so whatever an
//! edit does can be undone; and as small as the edit, so a long history is cheap to keep.

use super::model::Dashboard;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// The most steps that are remembered.
pub const STEPS: usize = 100;

/// What can be undone and redone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    past: Vec<Step>,
    future: Vec<Step>,
}

/// One edit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Step {
    /// What it did, for people: `Move “Crash Free Users”`.
    label: String,
    changes: Vec<Change>,
}

/// A place in a document and what stood there before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Change {
    /// Some neighbours in a list.
    Items {
        /// JSON pointer to the list.
        list: String,
        from: usize,
        before: Vec<Value>,
        after: Vec<Value>,
    },
    /// One key of an object; nothing: the key is not there.
    Key {
        /// JSON pointer to the object.
        object: String,
        key: String,
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "there"
        )]
        before: Option<Value>,
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "there"
        )]
        after: Option<Value>,
    },
}

impl History {
    /// Remembers an edit that led from `before` to `after`. An edit that changes nothing is none.
    pub fn record(&mut self, label: &str, before: &Dashboard, after: &Dashboard) {
        let mut changes = Vec::new();
        compare("", &json(before), &json(after), &mut changes);
        if changes.is_empty() {
            return;
        }
        self.future.clear();
        self.past.push(Step {
            label: label.to_owned(),
            changes,
        });
        let too_many = self.past.len().saturating_sub(STEPS);
        self.past.drain(..too_many);
    }

    /// What [`History::undo`] would undo.
    pub fn to_undo(&self) -> Option<&str> {
        self.past.last().map(|step| step.label.as_str())
    }

    /// What [`History::redo`] would do again.
    pub fn to_redo(&self) -> Option<&str> {
        self.future.last().map(|step| step.label.as_str())
    }

    /// Takes the last edit back; false when there is none, or when the document is not the one it was made in.
    pub fn undo(&mut self, dashboard: &mut Dashboard) -> bool {
        step(&mut self.past, &mut self.future, dashboard, false)
    }

    /// Does the edit again that was taken back last; false as for [`History::undo`].
    pub fn redo(&mut self, dashboard: &mut Dashboard) -> bool {
        step(&mut self.future, &mut self.past, dashboard, true)
    }
}

fn step(
    from: &mut Vec<Step>,
    to: &mut Vec<Step>,
    dashboard: &mut Dashboard,
    forward: bool,
) -> bool {
    let Some(step) = from.pop() else { return false };
    let mut document = json(dashboard);
    let applied = if forward {
        step.changes.iter().all(|c| c.apply(&mut document, true))
    } else {
        step.changes
            .iter()
            .rev()
            .all(|c| c.apply(&mut document, false))
    };
    match serde_json::from_value(document) {
        Ok(changed) if applied => {
            *dashboard = changed;
            to.push(step);
            true
        }
        _ => {
            from.push(step);
            false
        }
    }
}

/// What has to be there for a step, and what it puts in its place.
fn old_and_new<T>(before: T, after: T, forward: bool) -> (T, T) {
    if forward {
        (before, after)
    } else {
        (after, before)
    }
}

impl Change {
    fn apply(&self, document: &mut Value, forward: bool) -> bool {
        match self {
            Self::Items {
                list,
                from,
                before,
                after,
            } => {
                let (old, new) = old_and_new(before, after, forward);
                let Some(Value::Array(items)) = document.pointer_mut(list) else {
                    return false;
                };
                let range = *from..from + old.len();
                let is_there = items.get(range.clone()) == Some(old);
                if is_there {
                    items.splice(range, new.iter().cloned());
                }
                is_there
            }
            Self::Key {
                object,
                key,
                before,
                after,
            } => {
                let (old, new) = old_and_new(before, after, forward);
                let Some(Value::Object(map)) = document.pointer_mut(object) else {
                    return false;
                };
                if map.get(key) != old.as_ref() {
                    return false;
                }
                match new {
                    Some(value) => drop(map.insert(key.clone(), value.clone())),
                    None => drop(map.remove(key)),
                }
                true
            }
        }
    }
}

fn compare(at: &str, before: &Value, after: &Value, changes: &mut Vec<Change>) {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => compare_keys(at, old, new, changes),
        (Value::Array(old), Value::Array(new)) => compare_items(at, old, new, changes),
        // Whoever calls with two different scalars replaces them where they stand.
        _ => {}
    }
}

fn compare_keys(
    at: &str,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    changes: &mut Vec<Change>,
) {
    let added = new.keys().filter(|key| !old.contains_key(*key));
    for key in old.keys().chain(added) {
        match (old.get(key), new.get(key)) {
            (before, after) if before == after => {}
            (Some(before), Some(after)) if is_same_kind(before, after) => {
                let escaped = key.replace('~', "~0").replace('/', "~1");
                compare(&format!("{at}/{escaped}"), before, after, changes);
            }
            (before, after) => changes.push(Change::Key {
                object: at.to_owned(),
                key: key.clone(),
                before: before.cloned(),
                after: after.cloned(),
            }),
        }
    }
}

fn compare_items(at: &str, old: &[Value], new: &[Value], changes: &mut Vec<Change>) {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let backwards = old_rest.iter().rev().zip(new_rest.iter().rev());
    let end = backwards.take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (
        &old_rest[..old_rest.len() - end],
        &new_rest[..new_rest.len() - end],
    );
    let alike = old_rest.len() == new_rest.len()
        && old_rest
            .iter()
            .zip(new_rest)
            .all(|(a, b)| is_same_kind(a, b));
    if alike {
        for (index, (a, b)) in old_rest.iter().zip(new_rest).enumerate() {
            compare(&format!("{at}/{}", start + index), a, b, changes);
        }
    } else {
        changes.push(Change::Items {
            list: at.to_owned(),
            from: start,
            before: old_rest.to_vec(),
            after: new_rest.to_vec(),
        });
    }
}

/// Whether a difference is to be looked for inside.
fn is_same_kind(a: &Value, b: &Value) -> bool {
    (a.is_object() && b.is_object()) || (a.is_array() && b.is_array())
}

fn json(dashboard: &Dashboard) -> Value {
    // A document always becomes JSON.
    serde_json::to_value(dashboard).unwrap_or_default()
}

/// A value that is there, even if it is null.
fn there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
