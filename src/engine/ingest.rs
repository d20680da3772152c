//! NDJSON bytes, cut anywhere, to rows.
//!
//! Sessions and aggregate rows may be mixed, in any order. Blank lines, CRLF and a byte order mark are fine. A line that
//! cannot be read (not JSON, not UTF-8, no release, a start outside 1970-2106, longer than [`MAX_LINE`]) is skipped and
//! counted, and the first [`MAX_REASONS`] are told with their line numbers; it never stops the others.

use super::intern::{Interner, hash_of};
use super::line::{Line, Text, Whole};
use super::plain_line::PlainLines;
use super::row::{
    Identity, NO_DURATION, Row, duration_millis, flags_of, mechanism_flags, sid_bits,
};
use super::rows::Rows;
use crate::session::record::{SessionRecord, is_user};
use crate::session::{Status, Timestamp};

/// The longest line that is read, in bytes.
pub const MAX_LINE: usize = 1 << 20;

/// How many reasons of skipped lines are kept.
pub const MAX_REASONS: usize = 20;

/// Between release and environment in a combo's key: no UTF-8 text holds it.
pub(super) const SEPARATOR: u8 = 0xff;

/// Users numbered together.
const BATCH: usize = 256;

/// A row whose user has no number yet: a look-up waits for memory, and many that are independent of each other wait together.
struct Nameless {
    row: usize,
    hash: u32,
    /// Where the name ends.
    end: usize,
}

/// Session lines on their way into a [`Store`](super::store::Store).
#[derive(Default)]
pub struct Ingest {
    pub(super) rows: Rows<Row>,
    /// Of each row.
    pub(super) identities: Rows<Identity>,
    pub(super) users: Interner,
    pub(super) combos: Interner,
    plain: PlainLines,
    /// Rows whose users have no number yet, and the users' names, one after the other.
    nameless: Vec<Nameless>,
    names: Vec<u8>,
    /// The beginning of a line whose end has not come yet.
    carry: Vec<u8>,
    /// The line that goes on is too long already.
    overlong: bool,
    aggregates: bool,
    lines: u64,
    read: u64,
    skipped: u64,
    reasons: Vec<(u64, String)>,
}

impl Ingest {
    /// Nothing read yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for so many rows at once (`X-Session-Count`). A wrong number costs time or memory, nothing else.
    pub fn expect_rows(&mut self, rows: u64) {
        const SENSIBLE: u64 = 1 << 24;
        self.users.reserve((rows.min(SENSIBLE) / 4) as usize);
    }

    /// Reads the next bytes of an NDJSON body, cut anywhere.
    pub fn feed(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            let (line, after) = (&rest[..end], &rest[end + 1..]);
            if self.carry.is_empty() && !self.overlong {
                self.line(line);
            } else {
                self.hold(line);
                self.end();
            }
            rest = after;
        }
        self.hold(rest);
    }

    /// The body is over: reads a last line without line end.
    pub fn end(&mut self) {
        if self.overlong {
            self.overlong = false;
            self.lines += 1;
            self.skip(too_long());
        } else if !self.carry.is_empty() {
            let line = std::mem::take(&mut self.carry);
            self.line(&line);
            self.carry = line;
            self.carry.clear();
        }
    }

    /// Adds one session.
    pub fn push(&mut self, record: &SessionRecord) {
        self.lines += 1;
        let state = State {
            sid: Some(sid_bits(&record.sid)),
            did: record.did.as_deref().unwrap_or_default(),
            seq: record.seq,
            project: record.project,
            started: Some(record.started.millis()),
            timestamp: Some(record.timestamp.millis()),
            duration: record.duration,
            status: &record.status,
            errors: record.errors,
            mechanism: record.abnormal_mechanism.as_deref().unwrap_or_default(),
            release: &record.attrs.release,
            environment: record.attrs.environment.as_deref().unwrap_or_default(),
        };
        match self.session(&state) {
            Ok(()) => self.read += 1,
            Err(reason) => self.skip(reason),
        }
    }

    /// Lines that count so far. Of a session that came several times every line counts.
    pub fn rows(&self) -> u64 {
        self.read
    }

    /// Lines that could not be read.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Whether there is an aggregate row among them: those have no id, so that reading them again adds them up.
    pub fn has_aggregates(&self) -> bool {
        self.aggregates
    }

    /// Line number (from 1) and reason of the first skipped lines.
    pub fn skipped_reasons(&self) -> &[(u64, String)] {
        &self.reasons
    }

    /// Keeps the beginning of a line until the rest comes, unless it is too long already.
    fn hold(&mut self, part: &[u8]) {
        if self.overlong {
            return;
        }
        if self.carry.len() + part.len() > MAX_LINE {
            self.overlong = true;
            self.carry = Vec::new();
        } else {
            self.carry.extend_from_slice(part);
        }
    }

    fn line(&mut self, line: &[u8]) {
        self.lines += 1;
        if line.len() > MAX_LINE {
            return self.skip(too_long());
        }
        let line = if self.lines == 1 {
            line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line)
        } else {
            line
        };
        let line = line.trim_ascii();
        if line.is_empty() {
            return;
        }
        match self.object(line) {
            Ok(()) => self.read += 1,
            Err(reason) => self.skip(reason),
        }
    }

    fn object(&mut self, line: &[u8]) -> Result<(), String> {
        let text = std::str::from_utf8(line).map_err(|_| "not UTF-8".to_owned())?;
        if !text.starts_with('{') {
            return Err("not a JSON object".to_owned());
        }
        let mut line = Line::default();
        if self.plain.read(text, &mut line).is_none() {
            line = any_line(text)?;
        }
        let attrs = line.attrs.as_ref();
        let state = State {
            sid: line.sid.map(|sid| sid.0),
            did: Text::of(&line.did),
            seq: line.seq.map(|seq| seq.0),
            project: line.project.ok_or("no \"project\", a number")?.0,
            started: line.started.ok_or("no \"started\", a time")?.0,
            timestamp: line.timestamp.and_then(|t| t.0),
            duration: line.duration,
            status: line.status.as_ref().map_or("ok", |status| &status.0),
            errors: line.errors.map_or(0, |errors| errors.0),
            mechanism: Text::of(&line.abnormal_mechanism),
            release: attrs.map_or("", |a| Text::of(&a.release)),
            environment: attrs.map_or("", |a| Text::of(&a.environment)),
        };
        let counts = [
            (Status::Healthy, line.exited),
            (Status::Errored, line.errored),
            (Status::Unhandled, line.unhandled),
            (Status::Crashed, line.crashed),
            (Status::Abnormal, line.abnormal),
        ];
        if state.sid.is_none() && counts.iter().any(|(_, count)| count.is_some()) {
            self.aggregate(&state, counts)
        } else {
            self.session(&state)
        }
    }

    fn session(&mut self, state: &State) -> Result<(), String> {
        let row = self.row(state, state.started_seconds()?)?;
        if is_user(state.did) {
            self.name_later(state.did.as_bytes());
        }
        self.identities.push(Identity::new(
            state.sid,
            state.seq,
            state.timestamp.or(state.started).unwrap_or_default(),
            state.status != "ok",
        ));
        self.rows.push(Row {
            duration: if state.status == "exited" {
                duration_millis(state.duration)
            } else {
                NO_DURATION
            },
            flags: flags_of(Status::of_session(state.status, state.errors))
                | mechanism_flags(state.mechanism),
            ..row
        });
        Ok(())
    }

    /// Five disjoint counts, each a row with that weight.
    fn aggregate(
        &mut self,
        state: &State,
        counts: [(Status, Option<Whole>); 5],
    ) -> Result<(), String> {
        let mut weights = [(Status::Healthy, 0); 5];
        for (weight, (status, count)) in weights.iter_mut().zip(counts) {
            let count = count.map_or(0, |count| count.0);
            *weight = (
                status,
                u32::try_from(count)
                    .map_err(|_| format!("{count} sessions in one row are too many"))?,
            );
        }
        let started = state.started_seconds()?;
        let mut row = self.row(state, started - started % 60)?;
        if is_user(state.did) {
            row.user = self.users.intern([state.did.as_bytes()]) + 1;
        }
        self.aggregates = true;
        for (status, weight) in weights.into_iter().filter(|(_, weight)| *weight > 0) {
            self.identities.push(Identity::NONE);
            self.rows.push(Row {
                weight,
                flags: flags_of(status),
                ..row
            });
        }
        Ok(())
    }

    /// Keeps the name of the next row's user.
    fn name_later(&mut self, name: &[u8]) {
        if self.nameless.len() == BATCH {
            self.number_users();
        }
        self.names.extend_from_slice(name);
        self.nameless.push(Nameless {
            row: self.rows.len(),
            hash: hash_of([name]),
            end: self.names.len(),
        });
    }

    /// Numbers the users whose names wait.
    pub(super) fn number_users(&mut self) {
        self.users.warm(self.nameless.iter().map(|user| user.hash));
        let mut start = 0;
        for Nameless { row, hash, end } in self.nameless.drain(..) {
            let name = &self.names[start..end];
            self.rows.get_mut(row).user = self.users.intern_hashed(hash, [name]) + 1;
            start = end;
        }
        self.names.clear();
    }

    /// What sessions and aggregates have in common.
    fn row(&mut self, state: &State, started: u32) -> Result<Row, String> {
        if state.release.is_empty() {
            return Err("no release".to_owned());
        }
        Ok(Row {
            started,
            combo: self.combos.intern([
                &state.project.to_le_bytes(),
                state.release.as_bytes(),
                &[SEPARATOR],
                state.environment.as_bytes(),
            ]),
            user: 0,
            weight: 1,
            duration: NO_DURATION,
            flags: 0,
        })
    }

    fn skip(&mut self, reason: String) {
        self.skipped += 1;
        if self.reasons.len() < MAX_REASONS {
            self.reasons.push((self.lines, reason));
        }
    }
}

/// A line of either kind, defaults filled in.
struct State<'a> {
    sid: Option<[u64; 2]>,
    did: &'a str,
    seq: Option<u64>,
    project: u64,
    started: Option<i64>,
    timestamp: Option<i64>,
    duration: Option<f64>,
    status: &'a str,
    errors: u64,
    mechanism: &'a str,
    release: &'a str,
    environment: &'a str,
}

impl State<'_> {
    fn started_seconds(&self) -> Result<u32, String> {
        let millis = self.started.ok_or("the start is not a time")?;
        u32::try_from(millis.div_euclid(1000)).map_err(|_| {
            format!(
                "starts at {}, outside of 1970 to 2106",
                Timestamp::from_millis(millis)
            )
        })
    }
}

// Out of the way of the lines that are plain.
#[cold]
#[inline(never)]
fn any_line(text: &str) -> Result<Line<'_>, String> {
    serde_json::from_str(text).map_err(|error| in_words(&error))
}

fn too_long() -> String {
    format!("longer than {} kB", MAX_LINE / 1024)
}

/// A JSON error with its column but without "line 1", which is not the line of the body.
fn in_words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let message = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(message, _)| message);
    format!("{message} (column {})", error.column())
}
