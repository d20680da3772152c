//! Sentry envelopes, one after the other: a line of headers, then items, each a line of headers and a payload. Sessions
//! and aggregates are handed on as session lines; all else is passed over, attachments of any size included.

use crate::engine::ingest::{Ingest, MAX_LINE};
use serde_json::{Map, Value};

/// The most bytes of a payload that is looked at.
const MAX_PAYLOAD: usize = 4 << 20;
/// The project of envelopes that do not name one.
const PROJECT: u64 = 1;

#[derive(Clone, Copy, Default, PartialEq)]
enum Kind {
    Session,
    Sessions,
    #[default]
    Other,
}

#[derive(Clone, Copy, Default)]
enum Part {
    /// Headers of an envelope or of an item, up to the end of the line.
    #[default]
    Headers,
    /// A payload up to the end of the line.
    Line(Kind),
    /// A payload of so many more bytes.
    Bytes(Kind, u64),
}

/// Envelopes as they are read.
#[derive(Default)]
pub(super) struct Envelopes {
    part: Part,
    project: Option<u64>,
    /// The beginning of the part that goes on.
    held: Vec<u8>,
}

impl Envelopes {
    pub fn feed(&mut self, bytes: &[u8], ingest: &mut Ingest) {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = match self.part {
                Part::Bytes(kind, left) => {
                    let take = rest.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                    self.hold(&rest[..take], kind);
                    let left = left - take as u64;
                    self.part = Part::Bytes(kind, left);
                    if left == 0 {
                        self.payload(kind, ingest);
                    }
                    &rest[take..]
                }
                Part::Headers | Part::Line(_) => {
                    let end = memchr::memchr(b'\n', rest);
                    let kind = match self.part {
                        Part::Line(kind) => kind,
                        _ => Kind::Session,
                    };
                    self.hold(&rest[..end.unwrap_or(rest.len())], kind);
                    match end {
                        Some(end) => {
                            self.line(ingest);
                            &rest[end + 1..]
                        }
                        None => &[],
                    }
                }
            };
        }
    }

    pub fn end(&mut self, ingest: &mut Ingest) {
        match self.part {
            // Shorter than its length: told as the line it is.
            Part::Bytes(kind, _) if kind != Kind::Other && !self.held.is_empty() => {
                hand_on(&self.held, ingest);
            }
            Part::Bytes(..) => {}
            Part::Headers | Part::Line(_) => self.line(ingest),
        }
        ingest.end();
        *self = Self::default();
    }

    fn hold(&mut self, bytes: &[u8], kind: Kind) {
        if kind != Kind::Other && self.held.len() + bytes.len() <= MAX_PAYLOAD {
            self.held.extend_from_slice(bytes);
        }
    }

    fn line(&mut self, ingest: &mut Ingest) {
        match self.part {
            Part::Line(kind) => self.payload(kind, ingest),
            _ => self.headers(ingest),
        }
    }

    fn headers(&mut self, ingest: &mut Ingest) {
        let line = std::mem::take(&mut self.held);
        if line.trim_ascii().is_empty() {
            return;
        }
        let Ok(headers) = serde_json::from_slice::<Map<String, Value>>(&line) else {
            return hand_on(&line, ingest);
        };
        let Some(kind) = headers.get("type").and_then(Value::as_str) else {
            self.project = headers.get("dsn").and_then(Value::as_str).and_then(project);
            return;
        };
        let kind = match kind {
            "session" => Kind::Session,
            "sessions" => Kind::Sessions,
            _ => Kind::Other,
        };
        self.part = match headers.get("length").and_then(Value::as_u64) {
            Some(0) => Part::Headers,
            Some(length) => Part::Bytes(kind, length),
            None => Part::Line(kind),
        };
    }

    fn payload(&mut self, kind: Kind, ingest: &mut Ingest) {
        self.part = Part::Headers;
        let payload = std::mem::take(&mut self.held);
        if kind == Kind::Other {
            return;
        }
        let Ok(Value::Object(mut session)) = serde_json::from_slice(&payload) else {
            return hand_on(&payload, ingest);
        };
        let project = Value::from(self.project.unwrap_or(PROJECT));
        if kind == Kind::Session {
            // The first state of a session comes before any other, whatever its clock says.
            if session.get("init").and_then(Value::as_bool) == Some(true) {
                session.insert("seq".to_owned(), 0.into());
            }
            session.insert("project".to_owned(), project);
            return hand_on(Value::Object(session).to_string().as_bytes(), ingest);
        }
        let attrs = session.remove("attrs").unwrap_or_default();
        let Some(Value::Array(rows)) = session.remove("aggregates") else {
            return hand_on(&payload, ingest);
        };
        for mut row in rows {
            if let Some(row) = row.as_object_mut() {
                row.insert("attrs".to_owned(), attrs.clone());
                row.insert("project".to_owned(), project.clone());
                // An aggregate without a single count is none of a session.
                row.entry("exited").or_insert_with(|| 0.into());
            }
            hand_on(row.to_string().as_bytes(), ingest);
        }
    }
}

/// One line more, whatever it holds.
fn hand_on(line: &[u8], ingest: &mut Ingest) {
    let one_line = |b: &u8| if *b == b'\n' { b' ' } else { *b };
    let line: Vec<u8> = line.iter().take(MAX_LINE + 1).map(one_line).collect();
    ingest.feed(&line);
    ingest.feed(b"\n");
}

/// The project's number at the end of a DSN.
fn project(dsn: &str) -> Option<u64> {
    dsn.trim_end_matches('/').rsplit('/').next()?.parse().ok()
}
