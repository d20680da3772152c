//! The lines nearly every backend writes, read without the general JSON parser: one object of plain strings, numbers
//! and nulls, with `attrs` inside it. Anything else (escapes, exponents, deeper values, a key twice, malformed text) is
//! left to `serde_json`, so this decides nothing: where it reads a line, `serde_json` reads the same.

use super::line::{Attrs, Line, Moment, Text, Whole};
use crate::session::Timestamp;
use crate::session::iso;
use std::borrow::Cow;

/// The line, or `None` when it is not that plain.
pub(super) fn parse(text: &str) -> Option<Line<'_>> {
    let mut reader = Reader { text, at: 0 };
    let mut line = Line::default();
    let mut seen = 0u32;
    reader.object(|reader, key| {
        // By bytes: comparing strings is a call each in WebAssembly.
        let field = match key.as_bytes() {
            [b's', b'i', b'd'] => reader.text(&mut line.sid).map(|()| 0),
            [b'd', b'i', b'd'] => reader.text(&mut line.did).map(|()| 1),
            [b's', b'e', b'q'] => reader.whole(&mut line.seq).map(|()| 2),
            [b'p', b'r', b'o', b'j', b'e', b'c', b't'] => {
                reader.whole(&mut line.project).map(|()| 3)
            }
            [b's', b't', b'a', b'r', b't', b'e', b'd'] => {
                reader.moment(&mut line.started).map(|()| 4)
            }
            [b't', b'i', b'm', b'e', b's', b't', b'a', b'm', b'p'] => {
                reader.moment(&mut line.timestamp).map(|()| 5)
            }
            [b'd', b'u', b'r', b'a', b't', b'i', b'o', b'n'] => {
                reader.number(&mut line.duration).map(|()| 6)
            }
            [b's', b't', b'a', b't', b'u', b's'] => reader.text(&mut line.status).map(|()| 7),
            [b'e', b'r', b'r', b'o', b'r', b's'] => reader.whole(&mut line.errors).map(|()| 8),
            [b'a', b't', b't', b'r', b's'] => reader.attrs(&mut line.attrs).map(|()| 10),
            [b'e', b'x', b'i', b't', b'e', b'd'] => reader.whole(&mut line.exited).map(|()| 11),
            [b'e', b'r', b'r', b'o', b'r', b'e', b'd'] => {
                reader.whole(&mut line.errored).map(|()| 12)
            }
            [b'u', b'n', b'h', b'a', b'n', b'd', b'l', b'e', b'd'] => {
                reader.whole(&mut line.unhandled).map(|()| 13)
            }
            [b'c', b'r', b'a', b's', b'h', b'e', b'd'] => {
                reader.whole(&mut line.crashed).map(|()| 14)
            }
            [b'a', b'b', b'n', b'o', b'r', b'm', b'a', b'l'] => {
                reader.whole(&mut line.abnormal).map(|()| 15)
            }
            _ if key == "abnormal_mechanism" => {
                reader.text(&mut line.abnormal_mechanism).map(|()| 9)
            }
            _ => None,
        };
        once(&mut seen, field?)
    })?;
    (reader.at == text.len()).then_some(line)
}

/// A key twice is not plain.
fn once(seen: &mut u32, field: u32) -> Option<()> {
    let bit = 1 << field;
    let first = *seen & bit == 0;
    *seen |= bit;
    first.then_some(())
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

enum Scalar<'a> {
    Null,
    Text(&'a str),
    /// Digits as a whole number, and how many of them stand after the point.
    Number(u64, usize),
}

impl<'a> Reader<'a> {
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
    fn object(&mut self, mut member: impl FnMut(&mut Self, &'a str) -> Option<()>) -> Option<()> {
        self.take(b'{')?;
        loop {
            self.take(b'"')?;
            let key = self.rest_of_string()?;
            self.take(b':')?;
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

    fn attrs(&mut self, out: &mut Option<Attrs<'a>>) -> Option<()> {
        let mut attrs = Attrs::default();
        let mut seen = 0;
        self.object(|reader, key| {
            let field = match key.as_bytes() {
                [b'r', b'e', b'l', b'e', b'a', b's', b'e'] => {
                    reader.text(&mut attrs.release).map(|()| 0)
                }
                [
                    b'e',
                    b'n',
                    b'v',
                    b'i',
                    b'r',
                    b'o',
                    b'n',
                    b'm',
                    b'e',
                    b'n',
                    b't',
                ] => reader.text(&mut attrs.environment).map(|()| 1),
                _ => None,
            };
            once(&mut seen, field?)
        })?;
        *out = Some(attrs);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

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
            if let Some(line) = parse(&text) {
                let general: Result<Line, _> = serde_json::from_str(&text);
                prop_assert_eq!(Some(line), general.ok(), "{}", text);
            }
        }
    }
}
