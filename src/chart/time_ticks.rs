//! Instants that read as round local times: full hours, midnights, Mondays, firsts of a month.
//!
//! Daylight saving: a local time that does not exist is left out (a midnight that does not exist becomes the first
//! instant of its day), one that comes twice is taken once for steps over an hour and twice for shorter ones.

use crate::session::Timestamp;
use crate::session::zone::Zone;
use chrono::{Datelike, NaiveDate, NaiveDateTime};

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The distance of two ticks in local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Milliseconds; a divisor of a day, less than one.
    Clock(i64),
    /// Days; sevens start on Mondays.
    Days(i64),
    /// Months; twelves start in January.
    Months(i64),
}

impl Step {
    /// All steps there are, from fine to coarse.
    pub const ALL: [Self; 30] = [
        Self::Clock(SECOND),
        Self::Clock(5 * SECOND),
        Self::Clock(10 * SECOND),
        Self::Clock(15 * SECOND),
        Self::Clock(30 * SECOND),
        Self::Clock(MINUTE),
        Self::Clock(2 * MINUTE),
        Self::Clock(5 * MINUTE),
        Self::Clock(10 * MINUTE),
        Self::Clock(15 * MINUTE),
        Self::Clock(30 * MINUTE),
        Self::Clock(HOUR),
        Self::Clock(2 * HOUR),
        Self::Clock(3 * HOUR),
        Self::Clock(6 * HOUR),
        Self::Clock(12 * HOUR),
        Self::Days(1),
        Self::Days(2),
        Self::Days(3),
        Self::Days(4),
        Self::Days(7),
        Self::Days(14),
        Self::Months(1),
        Self::Months(2),
        Self::Months(3),
        Self::Months(6),
        Self::Months(12),
        Self::Months(24),
        Self::Months(60),
        Self::Months(120),
    ];

    /// Its usual length in milliseconds; a lower bound for months.
    pub const fn millis(self) -> i64 {
        match self {
            Self::Clock(millis) => millis,
            Self::Days(days) => days * DAY,
            Self::Months(months) => months * 28 * DAY,
        }
    }

    /// The ticks from `start` to `end`, both included.
    pub fn ticks(self, start: Timestamp, end: Timestamp, zone: &dyn Zone) -> Vec<Timestamp> {
        match self {
            Self::Clock(step) if step <= HOUR => short(step, start, end, zone),
            Self::Clock(step) => {
                let first = local_millis(start, zone).div_euclid(step);
                (first..)
                    .map(|i| (i * step, at_local(i * step, zone)))
                    .take_while(|(_, t)| *t <= end)
                    .filter(|(local, t)| *t >= start && local_millis(*t, zone) == *local)
                    .map(|(_, t)| t)
                    .collect()
            }
            Self::Days(days) => {
                // The epoch was a Thursday; the Monday after it has number 4.
                let phase = if days % 7 == 0 { 4 } else { 0 };
                let first = (local_millis(start, zone).div_euclid(DAY) - phase).div_euclid(days);
                (first..)
                    .map(|i| at_local((i * days + phase) * DAY, zone))
                    .take_while(|t| *t <= end)
                    .filter(|t| *t >= start)
                    .collect()
            }
            Self::Months(months) => {
                let date = local(start, zone).date();
                let first = (i64::from(date.year()) * 12 + i64::from(date.month0())) / months;
                (first..)
                    .map_while(|i| first_of_month(i * months))
                    .map(|midnight| at_local(midnight, zone))
                    .take_while(|t| *t <= end)
                    .filter(|t| *t >= start)
                    .collect()
            }
        }
    }
}

fn short(step: i64, start: Timestamp, end: Timestamp, zone: &dyn Zone) -> Vec<Timestamp> {
    let snap = |t: Timestamp| match local_millis(t, zone).rem_euclid(step) {
        0 => t,
        rest => t.plus(step - rest),
    };
    let mut out = Vec::new();
    let mut t = snap(start);
    while t <= end {
        if local_millis(t, zone).rem_euclid(step) == 0 {
            out.push(t);
        }
        t = snap(t.plus(step));
    }
    out
}

/// Midnight of the first day of month `number`, counted from January of year 0, as local milliseconds.
fn first_of_month(number: i64) -> Option<i64> {
    let year = i32::try_from(number.div_euclid(12)).ok()?;
    let month = number.rem_euclid(12) as u32 + 1;
    let date = NaiveDate::from_ymd_opt(year, month, 1)?;
    Some(date.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis())
}

/// What a local clock shows at `t`.
pub fn local(t: Timestamp, zone: &dyn Zone) -> NaiveDateTime {
    Timestamp::from_millis(local_millis(t, zone))
        .to_chrono()
        .naive_utc()
}

fn local_millis(t: Timestamp, zone: &dyn Zone) -> i64 {
    t.millis() + i64::from(zone.offset_minutes(t)) * MINUTE
}

/// The first instant at which a local clock shows `local`, or the first one after the gap that swallows it.
fn at_local(local: i64, zone: &dyn Zone) -> Timestamp {
    let with_offset_at = |t: i64| {
        let offset = zone.offset_minutes(Timestamp::from_millis(t));
        Timestamp::from_millis(local - i64::from(offset) * MINUTE)
    };
    let (before, after) = (with_offset_at(local - DAY), with_offset_at(local + DAY));
    if local_millis(before, zone) != local && local_millis(after, zone) == local {
        after
    } else {
        before
    }
}
