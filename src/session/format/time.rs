//! Instants and ages.

use super::MINUS;
use crate::session::iso;
use crate::session::zone::Zone;
use crate::session::{TimeRange, Timestamp};
use chrono::{DateTime, TimeDelta, Utc};

/// In milliseconds.
const MINUTE: i64 = 60_000;

/// How long ago `then` was: `just now`, `5 min ago`, `3 h ago`, `2 d ago`, `4 mo ago`, `2 y ago`; `in 3 h` for the
/// future.
pub fn ago(then: Timestamp, now: Timestamp) -> String {
    let secs = (now.millis().saturating_sub(then.millis())) / 1000;
    let text = match secs.unsigned_abs() {
        0..60 => return "just now".to_owned(),
        s @ 60..3600 => format!("{} min", s / 60),
        s @ 3600..86_400 => format!("{} h", s / 3600),
        s if s < 60 * 86_400 => format!("{} d", s / 86_400),
        s if s < 730 * 86_400 => format!("{} mo", s / (30 * 86_400)),
        s => format!("{} y", s / (365 * 86_400)),
    };
    if secs < 0 {
        format!("in {text}")
    } else {
        format!("{text} ago")
    }
}

/// The day: `9 Nov 2026`.
pub fn date(t: Timestamp, zone: &dyn Zone) -> String {
    iso::day(&local(t, zone))
}

/// The time of day: `10:22`; with its offset, `02:30 (UTC+2)`, in the hour that comes twice when clocks are set back.
pub fn time(t: Timestamp, zone: &dyn Zone) -> String {
    clock(t, zone, false)
}

/// The time of day, to the second where that is asked for.
fn clock(t: Timestamp, zone: &dyn Zone, seconds: bool) -> String {
    let local = local(t, zone);
    let text = if seconds {
        iso::clock_with_seconds(&local)
    } else {
        iso::clock(&local)
    };
    let offset = zone.offset_minutes(t);
    if !comes_twice(t, zone) {
        return text;
    }
    let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
    let sign = if offset < 0 { MINUS } else { "+" };
    match minutes {
        0 => format!("{text} (UTC{sign}{hours})"),
        _ => format!("{text} (UTC{sign}{hours}:{minutes:02})"),
    }
}

/// Whether clocks show the time of `t` at another instant too: an hour, or half of one, earlier or later.
fn comes_twice(t: Timestamp, zone: &dyn Zone) -> bool {
    let offset = zone.offset_minutes(t);
    [-60, -30, 30, 60].into_iter().any(|minutes: i32| {
        let other = t.plus(i64::from(minutes) * 60_000);
        offset - zone.offset_minutes(other) == minutes
    })
}

/// Day and time with the zone named: `9 Nov 2026, 10:22 UTC`.
pub fn date_time(t: Timestamp, zone: &dyn Zone) -> String {
    format!("{}, {} {}", date(t, zone), time(t, zone), zone.name())
}

/// Day and time at which a bucket starts, to the second where it is shorter than a minute: `9 Nov 2026, 10:22`,
/// `9 Nov 2026, 10:22:40`.
pub fn bucket_start(bucket: TimeRange, zone: &dyn Zone) -> String {
    let start = clock(bucket.start, zone, bucket.millis() < MINUTE);
    format!("{}, {start}", date(bucket.start, zone))
}

/// A range with the zone named: `9 Nov 2026, 10:00 – 11:00 UTC`, `9 Nov 2026, 10:00 – 10 Nov 2026, 10:00 UTC`; a short one
/// that is not of whole minutes to the second: `9 Nov 2026, 10:22:40 – 10:22:50 UTC`.
pub fn time_range(range: TimeRange, zone: &dyn Zone) -> String {
    let is_short = range.millis() < 10 * MINUTE;
    let seconds = is_short
        && [range.start, range.end]
            .iter()
            .any(|t| t.millis() % MINUTE != 0);
    let (from, to) = (date(range.start, zone), date(range.end, zone));
    let end = clock(range.end, zone, seconds);
    let end = if from == to {
        end
    } else {
        format!("{to}, {end}")
    };
    format!(
        "{from}, {} – {end} {}",
        clock(range.start, zone, seconds),
        zone.name()
    )
}

fn local(t: Timestamp, zone: &dyn Zone) -> DateTime<Utc> {
    let utc = t.to_chrono();
    utc.checked_add_signed(TimeDelta::minutes(i64::from(zone.offset_minutes(t))))
        .unwrap_or(utc)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::zone::Utc;

    struct Fixed(i32, &'static str);
    impl Zone for Fixed {
        fn offset_minutes(&self, _: Timestamp) -> i32 {
            self.0
        }
        fn name(&self) -> String {
            self.1.to_owned()
        }
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn ages_are_relative_to_a_passed_now() {
        let now = at("2026-11-23T12:00:00Z");
        for (then, text) in [
            ("2026-11-23T11:59:30Z", "just now"),
            ("2026-11-23T11:55:00Z", "5 min ago"),
            ("2026-11-23T09:00:00Z", "3 h ago"),
            ("2026-11-21T09:00:00Z", "2 d ago"),
            ("2026-07-21T09:00:00Z", "4 mo ago"),
            ("2024-07-21T09:00:00Z", "2 y ago"),
            ("2026-11-23T15:00:00Z", "in 3 h"),
        ] {
            assert_eq!(ago(at(then), now), text);
        }
    }

    /// Berlin around the end of summer time in 2026.
    struct Berlin;
    impl Zone for Berlin {
        fn offset_minutes(&self, t: Timestamp) -> i32 {
            if t < at("2026-10-25T01:00:00Z") {
                120
            } else {
                60
            }
        }
        fn name(&self) -> String {
            "Europe/Berlin".to_owned()
        }
    }

    #[test]
    fn the_hour_that_comes_twice_is_told_apart() {
        let hour = |h: &str| time(at(&format!("2026-10-25T{h}:00Z")), &Berlin);
        assert_eq!(hour("00:00").as_str(), "02:00 (UTC+2)");
        assert_eq!(hour("00:59").as_str(), "02:59 (UTC+2)");
        assert_eq!(hour("01:00").as_str(), "02:00 (UTC+1)");
        assert_eq!(hour("01:59").as_str(), "02:59 (UTC+1)");
        assert_eq!(time(at("2026-10-24T23:59:00Z"), &Berlin), "01:59");
        assert_eq!(hour("02:00").as_str(), "03:00");
        let range = TimeRange::new(at("2026-10-25T00:00:00Z"), at("2026-10-25T01:00:00Z"));
        assert_eq!(
            time_range(range, &Berlin),
            "25 Oct 2026, 02:00 (UTC+2) – 02:00 (UTC+1) Europe/Berlin"
        );
    }

    #[test]
    fn times_stand_in_the_zone_and_name_it() {
        let t = at("2026-11-09T23:22:43Z");
        assert_eq!(date_time(t, &Utc), "9 Nov 2026, 23:22 UTC");
        assert_eq!(
            date_time(t, &Fixed(60, "Europe/Vienna")),
            "10 Nov 2026, 00:22 Europe/Vienna"
        );
        let hour = TimeRange::new(at("2026-11-09T10:00:00Z"), at("2026-11-09T11:00:00Z"));
        assert_eq!(time_range(hour, &Utc), "9 Nov 2026, 10:00 – 11:00 UTC");
        assert_eq!(
            time_range(hour, &Fixed(780, "X")),
            "9 Nov 2026, 23:00 – 10 Nov 2026, 00:00 X"
        );
    }

    #[test]
    fn seconds_are_told_where_minutes_are_the_same() {
        let range = |from: &str, to: &str| {
            TimeRange::new(
                at(&format!("2026-11-09T{from}Z")),
                at(&format!("2026-11-09T{to}Z")),
            )
        };
        for (range, told, start) in [
            (
                range("10:22:40", "10:22:50"),
                "10:22:40 – 10:22:50",
                "10:22:40",
            ),
            (
                range("10:22:50", "10:23:00"),
                "10:22:50 – 10:23:00",
                "10:22:50",
            ),
            (range("10:22:00", "10:23:00"), "10:22 – 10:23", "10:22"),
            (
                range("10:20:30", "10:25:30"),
                "10:20:30 – 10:25:30",
                "10:20",
            ),
            // As far as an hour has come.
            (range("10:00:00", "10:34:56"), "10:00 – 10:34", "10:00"),
        ] {
            assert_eq!(time_range(range, &Utc), format!("9 Nov 2026, {told} UTC"));
            assert_eq!(bucket_start(range, &Utc), format!("9 Nov 2026, {start}"));
        }
    }
}
