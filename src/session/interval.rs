//! The width of a bucket: which widths are allowed, and which one suits a range.

use std::fmt;
use thiserror::Error;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The most buckets an issue series may have.
pub const MAX_ISSUE_BUCKETS: usize = 200;

/// The width of a bucket in milliseconds; always positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval(i64);

/// Why an interval cannot be used, in the words Sentry's sessions endpoint uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IntervalError {
    /// Not a number with a unit, or zero.
    #[error("Interval cannot result in a zero duration.")]
    Zero,
    /// Over a day. (A day itself is fine, whatever the words say.)
    #[error("The interval has to be less than one day.")]
    OverADay,
    /// Does not divide a day.
    #[error("The interval should divide one day without a remainder.")]
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
    /// One second.
    pub const SECOND: Self = Self(SECOND);
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
        if self.0 % (10 * SECOND) != 0 {
            return Err(IntervalError::TooFine);
        }
        if self.0 > DAY {
            return Err(IntervalError::OverADay);
        }
        if DAY % self.0 != 0 {
            return Err(IntervalError::NotADivisorOfDay);
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

/// The width that suits session charts over `range_millis`. Ranges under six hours get minutes only
/// where single sessions are known (`raw`) and the range starts within the last 30 days.
pub fn for_sessions(range_millis: i64, raw: bool, older_than_30d: bool) -> Interval {
    Interval(match range_millis {
        r if r >= 60 * DAY => DAY,
        r if r >= 30 * DAY => 4 * HOUR,
        r if r >= 6 * HOUR || !raw || older_than_30d => HOUR,
        r if r <= 10 * MINUTE => 10 * SECOND,
        r if r <= 30 * MINUTE => MINUTE,
        _ => 5 * MINUTE,
    })
}

/// The width that suits issue charts over `range_millis`: Sentry's ladder, or wider where that would give more
/// than `most` buckets.
pub fn for_issues(range_millis: i64, most: usize) -> Interval {
    const WIDTHS: [i64; 13] = [
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        20 * MINUTE,
        HOUR,
        2 * HOUR,
        4 * HOUR,
        12 * HOUR,
        DAY,
        7 * DAY,
        28 * DAY,
        364 * DAY,
    ];
    let suits = match range_millis {
        r if r >= 60 * DAY => DAY,
        r if r >= 30 * DAY => 12 * HOUR,
        r if r >= 14 * DAY => 4 * HOUR,
        r if r >= 7 * DAY => 2 * HOUR,
        r if r >= 48 * HOUR => HOUR,
        r if r >= 24 * HOUR => 20 * MINUTE,
        r if r >= 6 * HOUR => 5 * MINUTE,
        _ => MINUTE,
    };
    let fits = |width: &i64| *width >= suits && range_millis / width < most as i64;
    let last = range_millis.saturating_add(1).max(1);
    Interval(WIDTHS.into_iter().find(fits).unwrap_or(last))
}

/// The widths a person may choose for `range_millis`, finest first: each divides a day, makes at most
/// [`super::time::MAX_BUCKETS`] buckets however the range lies, and is no wider than the range (but one always is there).
pub fn choices_for(range_millis: i64) -> Vec<Interval> {
    const CHOICES: [i64; 14] = [
        10 * SECOND,
        30 * SECOND,
        MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        4 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
    ];
    // Rounding outwards adds a part of a bucket at either end.
    let most = super::time::MAX_BUCKETS as i64 - 2;
    let fits = || {
        CHOICES
            .into_iter()
            .filter(|width| range_millis / width < most)
    };
    let widest = range_millis.max(fits().next().unwrap_or(DAY));
    let choices: Vec<_> = fits()
        .filter(|width| *width <= widest)
        .map(Interval)
        .collect();
    if choices.is_empty() {
        vec![Interval::DAY]
    } else {
        choices
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::time::MAX_BUCKETS;
    use crate::session::{TimeRange, Timestamp, Window};

    const RANGES: [i64; 12] = [
        1,
        MINUTE,
        HOUR,
        5 * HOUR,
        23 * HOUR,
        DAY,
        7 * DAY,
        14 * DAY,
        30 * DAY,
        90 * DAY,
        400 * DAY,
        2000 * DAY,
    ];

    #[test]
    fn every_choice_is_one_the_sessions_endpoint_takes() {
        for range in RANGES.into_iter().filter(|r| *r <= 900 * DAY) {
            let choices = choices_for(range);
            assert!(
                !choices.is_empty() && choices.is_sorted_by(|a, b| a < b),
                "{range}: {choices:?}"
            );
            for choice in choices {
                assert_eq!(choice.checked_for_sessions(), Ok(choice));
                // However it lies: one millisecond off the grid is the worst case.
                let window =
                    Window::new(TimeRange::last(range, Timestamp::from_millis(1)), choice).unwrap();
                assert!(window.len() <= MAX_BUCKETS);
            }
        }
        let names = |range| {
            choices_for(range)
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(names(HOUR), "10s 30s 1m 5m 10m 15m 30m 1h");
        assert_eq!(names(14 * DAY), "30m 1h 2h 3h 4h 6h 12h 1d");
        assert_eq!(names(90 * DAY), "3h 4h 6h 12h 1d");
        assert_eq!(names(2000 * DAY), "1d");
    }

    #[test]
    fn issue_charts_follow_their_ladder_and_stay_within_200_buckets() {
        for (range, width) in [
            (HOUR, "1m"),
            (6 * HOUR, "5m"),
            (24 * HOUR, "20m"),
            (48 * HOUR, "1h"),
            (7 * DAY, "2h"),
            (14 * DAY, "4h"),
            (30 * DAY, "12h"),
            (60 * DAY, "1d"),
            (90 * DAY, "1d"),
            (5 * HOUR, "2m"),
            (23 * HOUR, "10m"),
        ] {
            let most = MAX_ISSUE_BUCKETS;
            assert_eq!(for_issues(range, most).to_string(), width, "{range}");
        }
        for range in RANGES {
            for most in [MAX_ISSUE_BUCKETS, MAX_ISSUE_BUCKETS / 2] {
                let width = for_issues(range, most);
                assert!(range / width.millis() < most as i64, "{range}");
            }
        }
        let narrow = for_issues(25 * DAY, MAX_ISSUE_BUCKETS / 2);
        assert_eq!(narrow.to_string(), "12h");
    }
}
