//! What is in the items this backend keeps: `session`, `sessions` and `event` payloads as typed values, checked and with
//! Sentry's defaults filled in. Pure: bytes and the time now in, values out.

use crate::grouping::{self, Grouping};
use serde::Deserialize;
use serde_json::Value;
use session_health::session::Timestamp;
use session_health::session::record::{SessionAttrs, SessionRecord};

/// The most bytes of an event. Its JSON is taken apart whole, which takes many times as much memory.
const MAX_EVENT: usize = 1 << 20;

/// One thing to store.
#[derive(Debug, PartialEq)]
pub enum Update {
    Session(SessionRecord),
    Aggregate(Aggregate),
    Event(Event),
}

impl Update {
    /// The client's own name for it, where it has one.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Session(session) => Some(&session.sid),
            Self::Event(event) => Some(&event.id),
            Self::Aggregate(_) => None,
        }
    }
}

/// One row of a `sessions` item. The counts exclude each other.
#[derive(Debug, PartialEq)]
pub struct Aggregate {
    pub did: Option<String>,
    /// Floored to the minute.
    pub started: Timestamp,
    pub exited: u32,
    pub errored: u32,
    pub crashed: u32,
    pub abnormal: u32,
    pub unhandled: u32,
    pub attrs: SessionAttrs,
}

/// What counts of an error event.
#[derive(Debug, PartialEq)]
pub struct Event {
    /// 32 hexadecimal digits.
    pub id: String,
    pub timestamp: Timestamp,
    pub level: String,
    pub release: Option<String>,
    pub environment: Option<String>,
    /// Whatever tells users apart: id, else e-mail, name or address.
    pub user: Option<String>,
    pub grouping: Grouping,
}

/// Reads the payload of an item of this `kind` and adds what it says to `updates`; kinds this backend does not keep add
/// nothing.
///
/// # Errors
/// What is wrong with the payload.
pub fn read(
    kind: &str,
    payload: &[u8],
    envelope_id: Option<&str>,
    project: u64,
    now: Timestamp,
    updates: &mut Vec<Update>,
) -> Result<(), String> {
    match kind {
        "session" => updates.push(Update::Session(session(payload, project, now)?)),
        "sessions" => updates.extend(aggregates(payload)?.into_iter().map(Update::Aggregate)),
        "event" => updates.push(Update::Event(event(payload, envelope_id, now)?)),
        _ => {}
    }
    Ok(())
}

/// A session update as SDKs send it.
#[derive(Deserialize)]
struct SessionPayload {
    sid: String,
    did: Option<String>,
    seq: Option<u64>,
    #[serde(default)]
    init: bool,
    timestamp: Option<Time>,
    started: Time,
    duration: Option<f64>,
    status: Option<String>,
    #[serde(default)]
    errors: u64,
    abnormal_mechanism: Option<String>,
    attrs: SessionAttrs,
}

fn session(payload: &[u8], project: u64, now: Timestamp) -> Result<SessionRecord, String> {
    let s: SessionPayload = from_json(payload)?;
    let seq = if s.init {
        0
    } else {
        s.seq.unwrap_or(now.millis().max(0) as u64)
    };
    Ok(SessionRecord {
        sid: hyphenated(&hex_id(&s.sid).ok_or_else(|| format!("sid is no UUID: {:?}", s.sid))?),
        did: s.did.filter(|d| !d.is_empty()),
        // The database keeps 63 bits.
        seq: Some(seq.min(i64::MAX as u64)),
        project,
        started: s.started.0,
        timestamp: s.timestamp.map_or(now, |t| t.0),
        duration: s.duration.filter(|d| *d >= 0.0),
        status: s.status.unwrap_or_else(|| "ok".to_owned()),
        errors: s.errors.min(u64::from(u32::MAX)),
        abnormal_mechanism: s
            .abnormal_mechanism
            .filter(|m| matches!(m.as_str(), "anr_foreground" | "anr_background")),
        attrs: checked(s.attrs)?,
    })
}

#[derive(Deserialize)]
struct AggregatesPayload {
    #[serde(default)]
    aggregates: Vec<AggregateRow>,
    attrs: SessionAttrs,
}

#[derive(Deserialize)]
struct AggregateRow {
    started: Time,
    did: Option<String>,
    #[serde(default)]
    exited: u32,
    #[serde(default)]
    errored: u32,
    #[serde(default)]
    crashed: u32,
    #[serde(default)]
    abnormal: u32,
    #[serde(default)]
    unhandled: u32,
}

fn aggregates(payload: &[u8]) -> Result<Vec<Aggregate>, String> {
    let AggregatesPayload { aggregates, attrs } = from_json(payload)?;
    let attrs = checked(attrs)?;
    let to_aggregate = |row: AggregateRow| Aggregate {
        did: row.did.filter(|d| !d.is_empty()),
        started: Timestamp::from_millis(row.started.0.millis().div_euclid(60_000) * 60_000),
        exited: row.exited,
        errored: row.errored,
        crashed: row.crashed,
        abnormal: row.abnormal,
        unhandled: row.unhandled,
        attrs: attrs.clone(),
    };
    Ok(aggregates.into_iter().map(to_aggregate).collect())
}

fn event(payload: &[u8], envelope_id: Option<&str>, now: Timestamp) -> Result<Event, String> {
    if payload.len() > MAX_EVENT {
        return Err(format!("more than {MAX_EVENT} bytes"));
    }
    let event: Value = from_json(payload)?;
    if !event.is_object() {
        return Err("an event is a JSON object".to_owned());
    }
    let text = |name: &str| {
        event
            .get(name)
            .and_then(Value::as_str)
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
    };
    let id = text("event_id")
        .or(envelope_id.map(str::to_owned))
        .ok_or("missing field `event_id`")?;
    let timestamp = match event.get("timestamp") {
        None | Some(Value::Null) => now,
        Some(value) => Time::read(value).ok_or_else(|| format!("not a time: {value}"))?,
    };
    Ok(Event {
        id: hex_id(&id).ok_or_else(|| format!("event_id is no UUID: {id:?}"))?,
        timestamp,
        level: text("level").unwrap_or_else(|| "error".to_owned()),
        release: text("release")
            .map(|r| r.trim().to_owned())
            .filter(|r| !r.is_empty()),
        environment: text("environment"),
        user: event.get("user").and_then(user),
        grouping: grouping::of(&event),
    })
}

/// What tells this user from others. `{{auto}}` asks a server to fill the address in; this one does not keep addresses.
fn user(user: &Value) -> Option<String> {
    ["id", "email", "username", "ip_address"]
        .into_iter()
        .find_map(|key| match user.get(key)? {
            Value::String(text) if !text.is_empty() && text != "{{auto}}" => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
}

/// A time as SDKs write it: ISO 8601, or seconds since the epoch.
struct Time(Timestamp);

impl Time {
    fn read(value: &Value) -> Option<Timestamp> {
        match value {
            Value::String(text) => Timestamp::parse(text),
            Value::Number(number) => Timestamp::parse(&number.to_string()),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(d)?;
        Self::read(&value)
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom(format!("not a time: {value}")))
    }
}

fn from_json<'a, T: Deserialize<'a>>(payload: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(payload).map_err(|e| e.to_string())
}

fn checked(mut attrs: SessionAttrs) -> Result<SessionAttrs, String> {
    attrs.release = attrs.release.trim().to_owned();
    if attrs.release.is_empty() {
        return Err("release is empty".to_owned());
    }
    attrs.environment = attrs.environment.filter(|e| !e.is_empty());
    Ok(attrs)
}

/// A UUID with or without hyphens as 32 lower-case hexadecimal digits.
fn hex_id(text: &str) -> Option<String> {
    let hex: String = text
        .chars()
        .filter(|c| *c != '-')
        .map(|c| c.to_ascii_lowercase())
        .collect();
    (hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_hexdigit())).then_some(hex)
}

fn hyphenated(hex: &str) -> String {
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}
