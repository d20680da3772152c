//! Local times as `<input type="datetime-local">` writes and reads them.

use crate::session::zone::Zone;
use crate::session::{Interval, Timestamp, iso};

/// The value of an `<input type="datetime-local">` that shows `t` in `zone`, to the minute.
pub fn to_local(t: Timestamp, zone: &dyn Zone) -> String {
    let local = t.plus(i64::from(zone.offset_minutes(t)) * 60_000);
    iso::to_minute(local.to_chrono())
}

/// The instant at which clocks in `zone` show `text`; `None` when that is no time. A time that a daylight saving switch skips is read with the offset
/// before the switch; one that comes twice is its first.
pub fn from_local(text: &str, zone: &dyn Zone) -> Option<Timestamp> {
    // A date alone is no time of day.
    let text = Some(text.trim()).filter(|text| text.contains('T'))?;
    let shown = Timestamp::from_millis(iso::parse(text)?);
    let at_offset = |minutes: i32| shown.plus(-i64::from(minutes) * 60_000);
    // Offsets lie within a day of UTC, so those in force a day before and after are the only candidates.
    let before = zone.offset_minutes(shown.plus(-Interval::DAY.millis()));
    let after = zone.offset_minutes(shown.plus(Interval::DAY.millis()));
    let holds = |minutes: &i32| zone.offset_minutes(at_offset(*minutes)) == *minutes;
    Some(at_offset(
        [before, after].into_iter().find(holds).unwrap_or(before),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn what_is_no_time() {
        for text in ["", "2026-11-09", "10:00", "2026-13-09T10:00"] {
            assert_eq!(from_local(text, &Vienna), None, "{text}");
        }
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
