//! The answer of `GET /sessions/` as it comes, and numbers out of it. Nothing, null and nonsense count as no value.

use crate::engine::field::Field;
use crate::engine::query::{Dimension, SessionsQuery};
use crate::engine::result::GroupKey;
use crate::session::{Status, Timestamp, Window};
use crate::source::SourceError;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

#[derive(Deserialize)]
pub(super) struct WireAnswer {
    #[serde(default)]
    intervals: Vec<Timestamp>,
    groups: Vec<WireGroup>,
}

#[derive(Deserialize)]
struct WireGroup {
    #[serde(default)]
    by: Map<String, Value>,
    #[serde(default)]
    totals: BTreeMap<String, Value>,
    #[serde(default)]
    series: BTreeMap<String, Vec<Value>>,
}

/// Where in a group a number stands.
#[derive(Clone, Copy)]
pub(super) enum Slot {
    /// Over the whole window.
    Total,
    /// In a bucket of the query's window.
    Bucket(usize),
}

/// The numbers of one group.
pub(super) struct Numbers {
    totals: BTreeMap<String, Value>,
    series: BTreeMap<String, Vec<Value>>,
    /// By bucket of the window: its place in the server's series.
    places: std::rc::Rc<[Option<usize>]>,
}

impl Numbers {
    pub fn get(&self, field: Field, slot: Slot) -> Option<f64> {
        let name = field.to_string();
        let value = match slot {
            Slot::Total => self.totals.get(&name),
            Slot::Bucket(index) => {
                let place = (*self.places.get(index)?)?;
                self.series.get(&name)?.get(place)
            }
        };
        value.and_then(Value::as_f64).filter(|v| v.is_finite())
    }

    /// A count; 0 where there is none.
    pub fn count(&self, field: Field, slot: Slot) -> u64 {
        self.get(field, slot).unwrap_or(0.0).max(0.0).round() as u64
    }
}

/// The groups of an answer.
pub(super) struct Groups {
    /// By key and, where the answer is split, status.
    pub numbers: BTreeMap<GroupKey, BTreeMap<Option<Status>, Numbers>>,
    /// Whether there is any unhandled status in it.
    pub has_unhandled: bool,
}

impl WireAnswer {
    /// # Errors
    /// [`SourceError::Malformed`] when its buckets are not those of `window`.
    pub fn read(self, query: &SessionsQuery, window: Window) -> Result<Groups, SourceError> {
        let places = if query.series {
            places(&self.intervals, window)?
        } else {
            [].into()
        };
        let mut groups = Groups {
            numbers: BTreeMap::new(),
            has_unhandled: false,
        };
        for wire in self.groups {
            let status = match wire
                .by
                .get(Dimension::Status.name())
                .and_then(Value::as_str)
            {
                None => None,
                Some(name) => match Status::from_name(name) {
                    Some(status) => Some(status),
                    // A status of another age: it has no place among the five.
                    None => continue,
                },
            };
            groups.has_unhandled |= status == Some(Status::Unhandled);
            let numbers = Numbers {
                totals: wire.totals,
                series: wire.series,
                places: places.clone(),
            };
            let key = key(query, &wire.by);
            groups
                .numbers
                .entry(key)
                .or_default()
                .insert(status, numbers);
        }
        Ok(groups)
    }
}

fn key(query: &SessionsQuery, by: &Map<String, Value>) -> GroupKey {
    let asked = |d: Dimension| query.group_by.contains(&d).then(|| by.get(d.name()));
    let text = |d| asked(d).map(|v| v.and_then(Value::as_str).unwrap_or_default().to_owned());
    let number = |v: &Value| v.as_u64().or_else(|| v.as_str()?.parse().ok());
    GroupKey {
        project: asked(Dimension::Project).map(|v| v.and_then(number).unwrap_or(0)),
        release: text(Dimension::Release),
        environment: text(Dimension::Environment),
    }
}

/// Where each bucket of `window` stands in `intervals`. Buckets that were not asked for are passed over.
fn places(
    intervals: &[Timestamp],
    window: Window,
) -> Result<std::rc::Rc<[Option<usize>]>, SourceError> {
    let mut places = vec![None; window.len()];
    for (place, start) in intervals.iter().enumerate() {
        let Some(index) = window.index_of(*start) else {
            continue;
        };
        if window.bucket_start(index) != *start {
            return Err(SourceError::Malformed {
                reason: "its buckets are not the ones asked for.".to_owned(),
            });
        }
        places[index] = Some(place);
    }
    Ok(places.into())
}
