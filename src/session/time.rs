//! Instants, half-open ranges and the bucket grid laid over them. Always UTC, always whole milliseconds.

use super::interval::{Interval, IntervalError};
use super::iso;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The most buckets one query may have; Sentry answers 400 above it.
pub const MAX_BUCKETS: usize = 1000;

/// Milliseconds since the Unix epoch, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// Where "now" comes from. Passed in, so that every result can be computed again.
pub type Clock = fn() -> Timestamp;

impl Timestamp {
    /// The instant `millis` milliseconds after the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// The instant `secs` seconds after the epoch.
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs * 1000)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339, `2026-11-09T10:22:43` (taken as UTC), a bare date, or seconds since the epoch as Sentry's
    /// SDKs send them. `None` when it is none of these.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        // As JSON has it: one reader of numbers is enough for the page.
        let secs = || serde_json::from_str::<f64>(text).ok();
        let millis = |secs: f64| (secs.abs() < 1e11).then(|| (secs * 1000.0).round() as i64);
        iso::parse(text).or_else(|| millis(secs()?)).map(Self)
    }

    /// This instant as chrono's; clamped to the years chrono knows.
    pub fn to_chrono(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or(if self.0 < 0 {
            DateTime::<Utc>::MIN_UTC
        } else {
            DateTime::<Utc>::MAX_UTC
        })
    }

    /// `2026-11-09T10:22:43Z`, with milliseconds only where there are any.
    pub fn to_iso(self) -> String {
        iso::write(self.to_chrono())
    }

    /// The latest multiple of `interval` (counted from the epoch) that is not after this instant.
    pub fn floor_to(self, interval: Interval) -> Self {
        Self(self.0.div_euclid(interval.millis()) * interval.millis())
    }

    /// The earliest multiple of `interval` that is not before this instant.
    pub fn ceil_to(self, interval: Interval) -> Self {
        let floor = self.floor_to(interval);
        if floor == self {
            self
        } else {
            floor.plus(interval.millis())
        }
    }

    /// This instant moved by `millis`, saturating.
    pub const fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_iso())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.to_iso())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("not a time: {text:?}")))
    }
}

/// A half-open range of time: `start` is in it, `end` is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimeRange {
    /// First instant in the range.
    pub start: Timestamp,
    /// First instant after the range.
    pub end: Timestamp,
}

impl TimeRange {
    /// The range from `start` up to `end`. An `end` before `start` gives an empty range at `start`.
    pub fn new(start: Timestamp, end: Timestamp) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// The `millis` milliseconds that end at `now`.
    pub fn last(millis: i64, now: Timestamp) -> Self {
        Self::new(now.plus(-millis), now)
    }

    /// The part of it before `now`; all of it where it is still to come.
    pub fn until(self, now: Timestamp) -> Self {
        if self.start < now {
            Self::new(self.start, self.end.min(now))
        } else {
            self
        }
    }

    /// Length in milliseconds, never negative.
    pub fn millis(self) -> i64 {
        self.end.millis() - self.start.millis()
    }

    /// Whether there is no instant in it.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether `t` lies in it.
    pub fn contains(self, t: Timestamp) -> bool {
        self.start <= t && t < self.end
    }

    /// Whether every instant of `other` lies in it.
    pub fn covers(self, other: Self) -> bool {
        other.is_empty() || (self.start <= other.start && other.end <= self.end)
    }

    /// The range of the same length that ends where this one starts.
    pub fn previous(self) -> Self {
        Self {
            start: self.start.plus(-self.millis()),
            end: self.start,
        }
    }
}

/// A range rounded outwards to whole intervals, and the buckets in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    range: TimeRange,
    interval: Interval,
}

impl Window {
    /// Rounds `range` outwards to `interval`: start down, end up. A range that lies in one instant or is empty still
    /// gets one bucket.
    ///
    /// # Errors
    /// [`IntervalError::TooManyBuckets`] above [`MAX_BUCKETS`].
    pub fn new(range: TimeRange, interval: Interval) -> Result<Self, IntervalError> {
        let start = range.start.floor_to(interval);
        let end = range
            .end
            .ceil_to(interval)
            .max(start.plus(interval.millis()));
        let window = Self {
            range: TimeRange { start, end },
            interval,
        };
        if window.len() > MAX_BUCKETS {
            Err(IntervalError::TooManyBuckets)
        } else {
            Ok(window)
        }
    }

    /// Buckets from the exact start of `range`, so many that its end lies in the last one: how issue series are laid.
    ///
    /// # Errors
    /// [`IntervalError::TooManyBuckets`] above [`MAX_BUCKETS`].
    pub fn including_end(range: TimeRange, interval: Interval) -> Result<Self, IntervalError> {
        let buckets = range.millis() / interval.millis() + 1;
        if buckets > MAX_BUCKETS as i64 {
            return Err(IntervalError::TooManyBuckets);
        }
        let end = range.start.plus(buckets * interval.millis());
        Ok(Self {
            range: TimeRange {
                start: range.start,
                end,
            },
            interval,
        })
    }

    /// All of `range` as one bucket.
    pub fn single(range: TimeRange) -> Self {
        let interval = Interval::from_millis(range.millis()).unwrap_or(Interval::DAY);
        let end = range.start.plus(interval.millis());
        Self {
            range: TimeRange {
                start: range.start,
                end,
            },
            interval,
        }
    }

    /// The rounded range.
    pub fn range(self) -> TimeRange {
        self.range
    }

    /// The width of a bucket.
    pub fn interval(self) -> Interval {
        self.interval
    }

    /// How many buckets there are, at least one.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(self) -> usize {
        (self.range.millis() / self.interval.millis()) as usize
    }

    /// The start of bucket `index`.
    pub fn bucket_start(self, index: usize) -> Timestamp {
        self.range.start.plus(index as i64 * self.interval.millis())
    }

    /// Bucket `index` as a range.
    pub fn bucket(self, index: usize) -> TimeRange {
        let start = self.bucket_start(index);
        TimeRange {
            start,
            end: start.plus(self.interval.millis()),
        }
    }

    /// The bucket that `t` falls in; `None` outside the window.
    pub fn index_of(self, t: Timestamp) -> Option<usize> {
        self.range
            .contains(t)
            .then(|| ((t.millis() - self.range.start.millis()) / self.interval.millis()) as usize)
    }

    /// The starts of all buckets, in order.
    pub fn starts(self) -> impl ExactSizeIterator<Item = Timestamp> {
        (0..self.len()).map(move |i| self.bucket_start(i))
    }

    /// The window of the same number of buckets that ends where this one starts.
    pub fn previous(self) -> Self {
        Self {
            range: self.range.previous(),
            interval: self.interval,
        }
    }
}
