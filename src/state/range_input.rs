//! A time range as a person types it, and the ways it can be wrong, in words.

use super::page_query::Period;
use crate::session::interval::parse_duration;
use crate::session::time::MAX_BUCKETS;
use crate::session::zone::Zone;
use crate::session::{Interval, TimeRange, Timestamp};
use chrono::NaiveDateTime;
use thiserror::Error;

/// The longest range: as many of the widest buckets as one answer may have.
const LONGEST: i64 = (MAX_BUCKETS as i64 - 2) * Interval::DAY.millis();
/// The shortest range: a minute.
const SHORTEST: i64 = 60_000;

/// Why a range cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RangeError {
    /// No number with a unit.
    #[error("Type a number and a unit: 90m, 13h, 7d or 4w.")]
    NotALength,
    /// Under a minute.
    #[error("The range must be at least a minute long.")]
    TooShort,
    /// Over [`MAX_BUCKETS`] days.
    #[error("The range must be shorter than {} days.", LONGEST / Interval::DAY.millis())]
    TooLong,
    /// One of the two is missing or no time.
    #[error("Give both a start and an end.")]
    Incomplete,
    /// The end is at or before the start.
    #[error("The end must be after the start.")]
    EndNotAfterStart,
    /// Nothing can have happened yet.
    #[error("The start lies in the future.")]
    InTheFuture,
}

/// Reads `13h`, `7d`, `4w`, `90m`: so long until now. A bare number says no unit, so it is no length.
///
/// # Errors
/// Why it is none.
pub fn typed(text: &str) -> Result<Period, RangeError> {
    let text = text.trim().to_lowercase();
    if text.ends_with(|c: char| c.is_ascii_digit()) {
        return Err(RangeError::NotALength);
    }
    let millis = parse_duration(&text).ok_or(RangeError::NotALength)?;
    checked_length(millis)?;
    Ok(Period::Last { text, millis })
}

/// Reads a start and an end as `<input type="datetime-local">` gives them, in `zone`.
///
/// # Errors
/// Why they make no range.
pub fn between(start: &str, end: &str, zone: &dyn Zone, now: Timestamp) -> Result<Period, RangeError> {
    let read = |text| from_local(text, zone).ok_or(RangeError::Incomplete);
    let (start, end) = (read(start)?, read(end)?);
    if end <= start {
        return Err(RangeError::EndNotAfterStart);
    }
    if start >= now {
        return Err(RangeError::InTheFuture);
    }
    checked_length(end.millis() - start.millis())?;
    Ok(Period::Between(TimeRange::new(start, end)))
}

fn checked_length(millis: i64) -> Result<(), RangeError> {
    match millis {
        ..SHORTEST => Err(RangeError::TooShort),
        _ if millis > LONGEST => Err(RangeError::TooLong),
        _ => Ok(()),
    }
}

/// The value of an `<input type="datetime-local">` that shows `t` in `zone`, to the minute.
pub fn to_local(t: Timestamp, zone: &dyn Zone) -> String {
    let local = t.plus(i64::from(zone.offset_minutes(t)) * 60_000);
    local.to_chrono().format("%Y-%m-%dT%H:%M").to_string()
}

/// The instant at which clocks in `zone` show `text`. A time that a daylight saving switch skips is read with the offset
/// before the switch; one that comes twice is its first.
fn from_local(text: &str, zone: &dyn Zone) -> Option<Timestamp> {
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%.f"];
    let naive = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text.trim(), format).ok())?;
    let shown = Timestamp::from_millis(naive.and_utc().timestamp_millis());
    let at_offset = |minutes: i32| shown.plus(-i64::from(minutes) * 60_000);
    // Offsets lie within a day of UTC, so those in force a day before and after are the only candidates.
    let before = zone.offset_minutes(shown.plus(-Interval::DAY.millis()));
    let after = zone.offset_minutes(shown.plus(Interval::DAY.millis()));
    let holds = |minutes: &i32| zone.offset_minutes(at_offset(*minutes)) == *minutes;
    Some(at_offset([before, after].into_iter().find(holds).unwrap_or(before)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::zone::Utc;

    /// Central European time around its switches of 2026: 29 March 01:00 UTC and 25 October 01:00 UTC.
    struct Vienna;

    impl Zone for Vienna {
        fn offset_minutes(&self, at: Timestamp) -> i32 {
            let summer = at >= time("2026-03-29T01:00:00Z") && at < time("2026-10-25T01:00:00Z");
            if summer { 120 } else { 60 }
        }

        fn name(&self) -> String {
            "Europe/Vienna".to_owned()
        }
    }

    fn time(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn vienna(text: &str) -> String {
        from_local(text, &Vienna).unwrap().to_iso()
    }

    #[test]
    fn typed_lengths() {
        let millis = |text| match typed(text) {
            Ok(Period::Last { millis, .. }) => Ok(millis),
            Ok(Period::Between(_)) => unreachable!(),
            Err(e) => Err(e),
        };
        assert_eq!(millis("13h"), Ok(13 * 3_600_000));
        assert_eq!(millis(" 4W "), Ok(28 * 86_400_000));
        assert_eq!(millis("90m"), Ok(90 * 60_000));
        for not_a_length in ["", "h", "13", "x2h", "-3h", "3y", "1.5h", "99999999999999999999h"] {
            assert_eq!(millis(not_a_length), Err(RangeError::NotALength), "{not_a_length}");
        }
        assert_eq!(millis("59s"), Err(RangeError::TooShort));
        assert_eq!(millis("0h"), Err(RangeError::TooShort));
        assert_eq!(millis("998d"), Ok(998 * 86_400_000));
        assert_eq!(millis("999d"), Err(RangeError::TooLong));
    }

    #[test]
    fn fixed_ranges_and_what_can_be_wrong_with_them() {
        let now = time("2026-11-23T12:00:00Z");
        let read = |start, end| between(start, end, &Utc, now);
        let (start, end) = (time("2026-11-09T10:00:00Z"), time("2026-11-10T00:00:00Z"));
        let good = Period::Between(TimeRange::new(start, end));
        assert_eq!(read("2026-11-09T10:00", "2026-11-10T00:00"), Ok(good));
        assert_eq!(read("2026-11-09T10:00", "2026-11-09T10:00"), Err(RangeError::EndNotAfterStart));
        assert_eq!(read("2026-11-09T10:00", "2026-11-08T10:00"), Err(RangeError::EndNotAfterStart));
        assert_eq!(read("", "2026-11-08T10:00"), Err(RangeError::Incomplete));
        assert_eq!(read("2026-11-24T10:00", "2026-11-25T10:00"), Err(RangeError::InTheFuture));
        assert_eq!(read("1926-11-09T10:00", "2026-11-09T10:00"), Err(RangeError::TooLong));
    }

    #[test]
    fn local_times_follow_daylight_saving() {
        assert_eq!(vienna("2026-01-10T12:00"), "2026-01-10T11:00:00Z");
        assert_eq!(vienna("2026-07-10T12:00"), "2026-07-10T10:00:00Z");
        // Either side of the switch in spring, and the hour it skips.
        assert_eq!(vienna("2026-03-29T01:59"), "2026-03-29T00:59:00Z");
        assert_eq!(vienna("2026-03-29T03:00"), "2026-03-29T01:00:00Z");
        assert_eq!(vienna("2026-03-29T02:30"), "2026-03-29T01:30:00Z");
        // The hour that comes twice in autumn, and the one after.
        assert_eq!(vienna("2026-10-25T02:30"), "2026-10-25T00:30:00Z");
        assert_eq!(vienna("2026-10-25T03:00"), "2026-10-25T02:00:00Z");
    }

    #[test]
    fn what_is_shown_reads_back_as_the_same_instant() {
        for hours in 0..24 * 365 {
            let t = time("2026-01-01T00:17:00Z").plus(hours * 3_600_000);
            let again = from_local(&to_local(t, &Vienna), &Vienna).unwrap();
            let twice = t >= time("2026-10-25T01:00:00Z") && t < time("2026-10-25T02:00:00Z");
            assert_eq!(again, if twice { t.plus(-3_600_000) } else { t });
        }
    }
}
