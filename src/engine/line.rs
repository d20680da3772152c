//! One line of `GET /sessions/raw/`, borrowed from the bytes it came in. Lenient where stores differ: numbers may be
//! text (as ClickHouse prints 64-bit ones), times may be seconds since the epoch, anything optional may be null.

use super::row::sid_bits;
use crate::session::Timestamp;
use crate::session::iso;
use serde::Deserialize;
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use std::borrow::Cow;
use std::fmt;

/// All keys of both kinds of line. It is an aggregate row when it has a count and no `sid`.
#[derive(Default, Deserialize)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) struct Line<'a> {
    #[serde(default)]
    pub sid: Option<Sid>,
    #[serde(borrow, default)]
    pub did: Option<Text<'a>>,
    #[serde(default)]
    pub seq: Option<Whole>,
    #[serde(default)]
    pub project: Option<Whole>,
    #[serde(default)]
    pub started: Option<Moment>,
    #[serde(default)]
    pub timestamp: Option<Moment>,
    #[serde(default)]
    pub duration: Option<f64>,
    #[serde(borrow, default)]
    pub status: Option<Text<'a>>,
    #[serde(default)]
    pub errors: Option<Whole>,
    #[serde(borrow, default)]
    pub abnormal_mechanism: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub attrs: Option<Attrs<'a>>,
    #[serde(default)]
    pub exited: Option<Whole>,
    #[serde(default)]
    pub errored: Option<Whole>,
    #[serde(default)]
    pub unhandled: Option<Whole>,
    #[serde(default)]
    pub crashed: Option<Whole>,
    #[serde(default)]
    pub abnormal: Option<Whole>,
}

#[derive(Default, Deserialize)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) struct Attrs<'a> {
    #[serde(borrow, default)]
    pub release: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub environment: Option<Text<'a>>,
}

/// Text that is borrowed unless it has escapes. (A `Cow` inside an `Option` would always be copied.)
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) struct Text<'a>(pub Cow<'a, str>);

/// A session's id, as [`Identity`](super::row::Identity) has it.
#[derive(Clone, Copy)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) struct Sid(pub [u64; 2]);

/// A count or an id.
#[derive(Clone, Copy)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) struct Whole(pub u64);

/// Milliseconds since the epoch; `None` when the value is no time.
#[derive(Clone, Copy)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) struct Moment(pub Option<i64>);

impl<'a> Text<'a> {
    /// The text, or nothing.
    pub fn of<'b>(text: &'b Option<Text<'a>>) -> &'b str {
        text.as_ref().map_or("", |t| &t.0)
    }
}

struct TextVisitor;
struct WholeVisitor;
struct MomentVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }
}

impl Visitor<'_> for WholeVisitor {
    type Value = Whole;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a whole number, not negative")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Whole, E> {
        Ok(Whole(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Whole, E> {
        // 2^53: above it a float no longer says which whole number was meant.
        if (0.0..=9_007_199_254_740_992.0).contains(&number) && number.fract() == 0.0 {
            Ok(Whole(number as u64))
        } else {
            Err(E::invalid_value(Unexpected::Float(number), &self))
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Whole, E> {
        text.parse()
            .map(Whole)
            .map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }
}

impl Visitor<'_> for MomentVisitor {
    type Value = Moment;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a time")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Moment, E> {
        let parsed =
            iso::fixed(text.as_bytes()).or_else(|| Timestamp::parse(text).map(Timestamp::millis));
        Ok(Moment(parsed))
    }

    fn visit_u64<E: Error>(self, seconds: u64) -> Result<Moment, E> {
        self.visit_f64(seconds as f64)
    }

    fn visit_i64<E: Error>(self, seconds: i64) -> Result<Moment, E> {
        self.visit_f64(seconds as f64)
    }

    fn visit_f64<E: Error>(self, seconds: f64) -> Result<Moment, E> {
        Ok(Moment(
            (seconds.abs() < 1e11).then(|| (seconds * 1000.0).round() as i64),
        ))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_str(TextVisitor)
    }
}

impl<'de> Deserialize<'de> for Sid {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Text::deserialize(d).map(|text| Self(sid_bits(&text.0)))
    }
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(WholeVisitor)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(MomentVisitor)
    }
}
