//! The lines nearly every backend writes, read without the general JSON parser: one object of plain strings, numbers
//! and nulls, with `attrs` inside it. Anything else (escapes, exponents, deeper values, a key twice, malformed text) is
//! left to `serde_json`, so this decides nothing: where it reads a line, `serde_json` reads the same.

use super::line::{Attrs, Line, Moment, Sid, Text, Whole};
use super::row::{NO_SID, sid_bits, uuid_bits};
use crate::session::Timestamp;
use crate::session::iso;
use std::borrow::Cow;

/// Reads plain lines. Which key follows which is nearly always as it was in the line before: so it looks for that one first.
pub(super) struct PlainLines {
    /// By key, then of the beginning of a line and of attributes.
    next: [Key; KEYS.len() + 2],
}

const LINE: usize = KEYS.len();
const ATTRS: usize = KEYS.len() + 1;

/// All keys of both objects.
#[derive(Clone, Copy, PartialEq)]
enum Key {
    Sid,
    Did,
    Seq,
    Project,
    Started,
    Timestamp,
    Duration,
    Status,
    Errors,
    Mechanism,
    Attrs,
    Exited,
    Errored,
    Unhandled,
    Crashed,
    Abnormal,
    Release,
    Environment,
}

/// Each key and its name, in the order of the numbers.
const KEYS: [(Key, &str); 18] = [
    (Key::Sid, "sid"),
    (Key::Did, "did"),
    (Key::Seq, "seq"),
    (Key::Project, "project"),
    (Key::Started, "started"),
    (Key::Timestamp, "timestamp"),
    (Key::Duration, "duration"),
    (Key::Status, "status"),
    (Key::Errors, "errors"),
    (Key::Mechanism, "abnormal_mechanism"),
    (Key::Attrs, "attrs"),
    (Key::Exited, "exited"),
    (Key::Errored, "errored"),
    (Key::Unhandled, "unhandled"),
    (Key::Crashed, "crashed"),
    (Key::Abnormal, "abnormal"),
    (Key::Release, "release"),
    (Key::Environment, "environment"),
];

/// `"key":` as sixteen bytes, which of them matter, and how many.
const WRITTEN: [(u128, u128, usize); KEYS.len()] = {
    let mut all = [(0, 0, 0); KEYS.len()];
    let mut key = 0;
    while key < all.len() {
        let name = KEYS[key].1.as_bytes();
        // A longer one is never found here.
        if name.len() + 3 <= 16 {
            let mut bytes = [0; 16];
            bytes[0] = b'"';
            let mut at = 0;
            while at < name.len() {
                bytes[at + 1] = name[at];
                at += 1;
            }
            bytes[at + 1] = b'"';
            bytes[at + 2] = b':';
            let length = at + 3;
            all[key] = (
                u128::from_le_bytes(bytes),
                u128::MAX >> (128 - 8 * length),
                length,
            );
        } else {
            all[key] = (1, 0, 0);
        }
        key += 1;
    }
    all
};

impl Default for PlainLines {
    fn default() -> Self {
        Self {
            next: [Key::Sid; KEYS.len() + 2],
        }
    }
}

impl PlainLines {
    /// Fills in what the line says. `None` when it is not that plain; what is in `line` then means nothing.
    pub fn read<'a>(&mut self, text: &'a str, line: &mut Line<'a>) -> Option<()> {
        let mut reader = Reader {
            text,
            at: 0,
            next: &mut self.next,
        };
        reader.object(LINE, |reader, key| match key {
            Key::Sid => reader.sid(&mut line.sid),
            Key::Did => reader.text(&mut line.did),
            Key::Seq => reader.whole(&mut line.seq),
            Key::Project => reader.whole(&mut line.project),
            Key::Started => reader.moment(&mut line.started),
            Key::Timestamp => reader.moment(&mut line.timestamp),
            Key::Duration => reader.number(&mut line.duration),
            Key::Status => reader.text(&mut line.status),
            Key::Errors => reader.whole(&mut line.errors),
            Key::Mechanism => reader.text(&mut line.abnormal_mechanism),
            Key::Attrs => {
                let attrs = line.attrs.insert(Attrs::default());
                reader.object(ATTRS, |reader, key| match key {
                    Key::Release => reader.text(&mut attrs.release),
                    Key::Environment => reader.text(&mut attrs.environment),
                    _ => None,
                })
            }
            Key::Exited => reader.whole(&mut line.exited),
            Key::Errored => reader.whole(&mut line.errored),
            Key::Unhandled => reader.whole(&mut line.unhandled),
            Key::Crashed => reader.whole(&mut line.crashed),
            Key::Abnormal => reader.whole(&mut line.abnormal),
            Key::Release | Key::Environment => None,
        })?;
        (reader.at == text.len()).then_some(())
    }
}

struct Reader<'a, 'b> {
    text: &'a str,
    at: usize,
    next: &'b mut [Key; KEYS.len() + 2],
}

enum Scalar<'a> {
    Null,
    Text(&'a str),
    /// Digits as a whole number, and how many of them stand after the point.
    Number(u64, usize),
}

impl<'a> Reader<'a, '_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_spaces(&mut self) {
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.skip_spaces();
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// An object; `member` reads the value of each key.
    #[inline]
    fn object(
        &mut self,
        beginning: usize,
        mut member: impl FnMut(&mut Self, Key) -> Option<()>,
    ) -> Option<()> {
        self.take(b'{')?;
        let (mut before, mut seen) = (beginning, 0u32);
        loop {
            let key = self.key(before)?;
            before = key as usize;
            // A key twice is not plain.
            let bit = 1 << key as u32;
            if seen & bit != 0 {
                return None;
            }
            seen |= bit;
            self.skip_spaces();
            member(self, key)?;
            self.skip_spaces();
            self.at += 1;
            match self.text.as_bytes().get(self.at - 1)? {
                b',' => {}
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    /// A key and its colon.
    fn key(&mut self, before: usize) -> Option<Key> {
        self.skip_spaces();
        let expected = self.next[before];
        let (written, matters, length) = WRITTEN[expected as usize];
        let rest = self.text.as_bytes().get(self.at..)?;
        let begins = |bytes: &[u8; 16]| u128::from_le_bytes(*bytes) & matters == written;
        if rest.first_chunk().is_some_and(begins) {
            self.at += length;
            return Some(expected);
        }
        self.take(b'"')?;
        let name = self.rest_of_string()?;
        self.take(b':')?;
        let (found, _) = KEYS.iter().find(|(_, known)| *known == name)?;
        self.next[before] = *found;
        Some(*found)
    }

    /// Up to the closing quote, without escapes; eight bytes at a time.
    fn rest_of_string(&mut self) -> Option<&'a str> {
        const ONES: u64 = u64::MAX / 255;
        const HIGH: u64 = ONES << 7;
        let start = self.at;
        let bytes = self.text.as_bytes();
        while let Some(eight) = bytes.get(self.at..).and_then(<[u8]>::first_chunk::<8>) {
            let word = u64::from_le_bytes(*eight);
            // The lowest high bit left marks the first byte that is a quote, a backslash or a control character.
            let zero = |word: u64| word.wrapping_sub(ONES) & !word;
            let quote = zero(word ^ (ONES * u64::from(b'"')));
            let backslash = zero(word ^ (ONES * u64::from(b'\\')));
            let control = word.wrapping_sub(ONES * 0x20) & !word;
            let hit = (quote | backslash | control) & HIGH;
            if hit != 0 {
                self.at += (hit.trailing_zeros() / 8) as usize;
                break;
            }
            self.at += 8;
        }
        while self
            .peek()
            .is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f))
        {
            self.at += 1;
        }
        let string = self.text.get(start..self.at)?;
        (self.peek()? == b'"').then(|| self.at += 1)?;
        Some(string)
    }

    fn scalar(&mut self) -> Option<Scalar<'a>> {
        match self.peek()? {
            b'"' => {
                self.at += 1;
                self.rest_of_string().map(Scalar::Text)
            }
            b'n' => {
                self.text.get(self.at..)?.strip_prefix("null")?;
                self.at += 4;
                Some(Scalar::Null)
            }
            _ => self.digits(),
        }
    }

    /// `12` or `12.345`: so few digits that a float holds them exactly.
    fn digits(&mut self) -> Option<Scalar<'a>> {
        let start = self.at;
        let (mut value, mut point) = (0u64, None);
        while let Some(byte) = self.peek() {
            match byte {
                b'0'..=b'9' => value = value * 10 + u64::from(byte - b'0'),
                b'.' if point.is_none() => point = Some(self.at),
                _ => break,
            }
            self.at += 1;
            if self.at - start > 16 {
                return None;
            }
        }
        let whole = point.unwrap_or(self.at) - start;
        let fraction = point.map_or(0, |point| self.at - point - 1);
        let bytes = self.text.as_bytes();
        let padded = whole > 1 && bytes[start] == b'0';
        let ends = matches!(self.peek()?, b',' | b'}' | b' ');
        (whole > 0 && !padded && ends && (point.is_none() || fraction > 0))
            .then_some(Scalar::Number(value, fraction))
    }

    /// A text of this length that `read` understands. What it understands has no escapes.
    fn of_length<T>(&mut self, length: usize, read: impl Fn(&[u8]) -> Option<T>) -> Option<T> {
        let text = self.text.as_bytes().get(self.at..)?.strip_prefix(b"\"")?;
        let (text, rest) = text.split_at_checked(length)?;
        let value = read(text).filter(|_| rest.first() == Some(&b'"'))?;
        self.at += length + 2;
        Some(value)
    }

    fn sid(&mut self, out: &mut Option<Sid>) -> Option<()> {
        let uuid = |text: &[u8]| uuid_bits(text).filter(|bits| *bits != NO_SID);
        let uuid = self.of_length(36, uuid);
        *out = match uuid {
            Some(bits) => Some(Sid(bits)),
            None => match self.scalar()? {
                Scalar::Null => None,
                Scalar::Text(text) => Some(Sid(sid_bits(text))),
                Scalar::Number(..) => return None,
            },
        };
        Some(())
    }

    fn text(&mut self, out: &mut Option<Text<'a>>) -> Option<()> {
        match self.scalar()? {
            Scalar::Null => {}
            Scalar::Text(text) => *out = Some(Text(Cow::Borrowed(text))),
            Scalar::Number(..) => return None,
        }
        Some(())
    }

    fn whole(&mut self, out: &mut Option<Whole>) -> Option<()> {
        match self.scalar()? {
            Scalar::Null => {}
            Scalar::Number(value, 0) => *out = Some(Whole(value)),
            _ => return None,
        }
        Some(())
    }

    fn number(&mut self, out: &mut Option<f64>) -> Option<()> {
        const POWERS: [f64; 17] = [
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
            1e16,
        ];
        match self.scalar()? {
            Scalar::Null => {}
            Scalar::Number(value, fraction) => *out = Some(value as f64 / POWERS.get(fraction)?),
            Scalar::Text(_) => return None,
        }
        Some(())
    }

    fn moment(&mut self, out: &mut Option<Moment>) -> Option<()> {
        // To the millisecond, as nearly always.
        if let Some(millis) = self.of_length(24, iso::fixed) {
            *out = Some(Moment(Some(millis)));
            return Some(());
        }
        match self.scalar()? {
            Scalar::Null => {}
            Scalar::Text(text) => {
                let parsed = iso::fixed(text.as_bytes());
                *out = Some(Moment(
                    parsed.or_else(|| Timestamp::parse(text).map(Timestamp::millis)),
                ));
            }
            Scalar::Number(..) => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn parse(text: &str) -> Option<Line<'_>> {
        let mut line = Line::default();
        PlainLines::default().read(text, &mut line).map(|()| line)
    }

    const USUAL: &str = r#"{"sid":"39887d89-13b2-4c84-8c23-5d13d2102664","did":"u17","project":1,"started":"2026-11-09T10:22:43.285Z","timestamp":"2026-11-09T10:23:48.422Z","duration":65.137,"status":"exited","errors":0,"attrs":{"release":"shop@3.4.0+1016","environment":"production"}}"#;

    #[test]
    fn the_usual_line_is_plain() {
        let line = parse(USUAL).expect("plain");
        assert_eq!(line, serde_json::from_str(USUAL).expect("JSON"));
        assert_eq!((Text::of(&line.did), line.duration), ("u17", Some(65.137)));
        let spaced = USUAL
            .replace(':', ": ")
            .replace(',', ", ")
            .replace("T10: 22: ", "T10:22:")
            .replace("T10: 23: ", "T10:23:");
        assert_eq!(parse(&spaced).expect("plain"), line);
    }

    #[test]
    fn what_is_not_plain_is_left_to_serde() {
        for (plain, other) in [
            ("u17", "u\\u0031"),
            ("u17", "u\t"),
            ("65.137", "6e1"),
            ("65.137", "-1"),
            ("65.137", "065"),
            ("65.137", "65."),
            ("65.137", ".5"),
            ("65.137", "true"),
            ("65.137", "\"65\""),
            ("65.137", "12345678901234567"),
            (":0,", ":00,"),
            (":0,", ":\"0\","),
            (":0,", ":0.5,"),
            ("\"errors\"", "\"sid\""),
            ("\"errors\"", "\"odd\""),
            ("}}", "}} x"),
            ("}}", "}"),
            ("}}", ",}}"),
            ("null", "nul"),
            ("\"shop@3.4.0+1016\"", "{}"),
        ] {
            let line = USUAL
                .replace("\"u17\"", if plain == "null" { "null" } else { "\"u17\"" })
                .replacen(plain, other, 1);
            assert!(parse(&line).is_none(), "{line}");
        }
    }

    fn any_value() -> impl Strategy<Value = String> {
        let odd = [
            "null",
            "true",
            "0",
            "00",
            "7",
            "7.0",
            "1.25",
            "-3",
            "1e3",
            "[]",
            "{}",
            "\"\"",
            "\"a\\nb\"",
            "\"2026-11-09T10:22:43Z\"",
        ];
        prop_oneof![
            3 => select(odd.to_vec()).prop_map(str::to_owned),
            1 => "[0-9]{1,18}(\\.[0-9]{1,6})?",
            2 => "\"[ -~é]{0,20}\"",
            1 => "\\{\"(release|environment|x)\": ?\"[a-z]{0,9}\"\\}",
        ]
    }

    proptest! {
        /// Where it reads a line, `serde_json` reads the same; so it never reads what `serde_json` refuses.
        #[test]
        fn it_agrees_with_serde(members in prop::collection::vec((select(vec![
            "sid", "did", "seq", "project", "started", "timestamp", "duration", "status", "errors", "abnormal_mechanism",
            "attrs", "exited", "errored", "unhandled", "crashed", "abnormal", "other",
        ]), any_value(), select(vec!["", " "])), 0..6), end in select(vec!["}", "} ", "", "}}", ",}"])) {
            let members: Vec<String> = members.iter().map(|(key, value, space)| format!("{space}\"{key}\":{space}{value}{space}")).collect();
            let text = format!("{{{}{end}", members.join(","));
            let general: Result<Line, _> = serde_json::from_str(&text);
            let mut plain = PlainLines::default();
            // Whatever keys it expects: those of another line, then those of this one.
            for warm_up in [USUAL, &text, &text] {
                let _ = plain.read(warm_up, &mut Line::default());
                let mut line = Line::default();
                if plain.read(&text, &mut line).is_some() {
                    prop_assert_eq!(Some(&line), general.as_ref().ok(), "{}", text);
                }
            }
        }
    }
}
