//! The width of a bucket: which widths are allowed, and which one suits a range.

use std::fmt;
use thiserror::Error;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The width of a bucket in milliseconds; always positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval(i64);

/// Why an interval cannot be used, in the words Sentry's sessions endpoint uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IntervalError {
    /// Not a number with a unit, or zero.
    #[error("Interval cannot result in a zero duration.")]
    Zero,
    /// Over a day, or does not divide one.
    #[error("The interval has to be less than one day and divide one day without a remainder.")]
    NotADivisorOfDay,
    /// Finer than ten seconds.
    #[error("The interval has to be a multiple of the minimum interval of ten seconds.")]
    TooFine,
    /// More than [`super::time::MAX_BUCKETS`] buckets.
    #[error(
        "Your interval and date range would create too many results. Use a larger interval, or a smaller date range."
    )]
    TooManyBuckets,
}

impl Interval {
    /// One hour, the default of the sessions endpoint.
    pub const HOUR: Self = Self(HOUR);
    /// One day, the widest.
    pub const DAY: Self = Self(DAY);

    /// An interval of `millis` milliseconds, not checked against the sessions endpoint's limits.
    ///
    /// # Errors
    /// [`IntervalError::Zero`] unless positive.
    pub fn from_millis(millis: i64) -> Result<Self, IntervalError> {
        if millis > 0 {
            Ok(Self(millis))
        } else {
            Err(IntervalError::Zero)
        }
    }

    /// Reads `10s`, `5m`, `1h`, `1d`, `1w`; a bare number is seconds.
    ///
    /// # Errors
    /// [`IntervalError::Zero`] when it is no positive duration.
    pub fn parse(text: &str) -> Result<Self, IntervalError> {
        parse_duration(text)
            .ok_or(IntervalError::Zero)
            .and_then(Self::from_millis)
    }

    /// Checks the limits of the sessions endpoint: a multiple of 10 s, at most one day, a divisor of a day.
    ///
    /// # Errors
    /// Which limit is broken.
    pub fn checked_for_sessions(self) -> Result<Self, IntervalError> {
        if self.0 > DAY || DAY % self.0 != 0 {
            return Err(IntervalError::NotADivisorOfDay);
        }
        if self.0 % (10 * SECOND) != 0 {
            return Err(IntervalError::TooFine);
        }
        Ok(self)
    }

    /// Width in milliseconds.
    pub const fn millis(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (unit, name) in [(DAY, "d"), (HOUR, "h"), (MINUTE, "m")] {
            if self.0 % unit == 0 {
                return write!(f, "{}{name}", self.0 / unit);
            }
        }
        write!(f, "{}s", self.0 / SECOND)
    }
}

/// Reads a duration such as `13h`, `90d`, `4w`, `30m`, `45s` (a bare number is seconds) as milliseconds; `None` when
/// it is none or overflows.
pub fn parse_duration(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" | "s" => SECOND,
        "m" => MINUTE,
        "h" => HOUR,
        "d" => DAY,
        "w" => 7 * DAY,
        _ => return None,
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse::<i64>().ok()?.checked_mul(unit)
}
