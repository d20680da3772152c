//! Times as ISO 8601 and RFC 3339 write them, read and written by the digit. chrono's own readers and writers go by patterns
//! at run time, which costs a page 30 kB of WebAssembly; the tests hold these to chrono's results.

use chrono::{DateTime, Datelike, Timelike, Utc};

/// Names of the months, January first.
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `Nov`.
pub fn month(date: &impl Datelike) -> &'static str {
    MONTHS[date.month0() as usize % 12]
}

/// `9 Nov`.
pub fn day_and_month(date: &impl Datelike) -> String {
    format!("{} {}", date.day(), month(date))
}

/// `9 Nov 2026`.
pub fn day(date: &impl Datelike) -> String {
    format!("{} {} {:04}", date.day(), month(date), date.year())
}

/// `10:22`.
pub fn clock(time: &impl Timelike) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `10:22:43`.
pub fn clock_with_seconds(time: &impl Timelike) -> String {
    format!("{}:{:02}", clock(time), time.second())
}

/// `2026-11-09T10:22`.
pub fn to_minute(t: DateTime<Utc>) -> String {
    let year = match t.year() {
        year @ 0..=9999 => format!("{year:04}"),
        year => format!("{year:+05}"),
    };
    format!("{year}-{:02}-{:02}T{}", t.month(), t.day(), clock(&t))
}

/// `2026-11-09T10:22:43Z`, with milliseconds only where there are any.
pub fn write(t: DateTime<Utc>) -> String {
    let whole = format!("{}:{:02}", to_minute(t), t.second());
    match t.timestamp_subsec_millis() {
        0 => format!("{whole}Z"),
        millis => format!("{whole}.{millis:03}Z"),
    }
}

/// Milliseconds since the epoch of a date, or of a date and a time of day after `T` or a space: to the minute, the second or
/// a fraction of it, and in UTC, by an offset (`Z`, `+01:00`), or without one, which is taken as UTC. `None` for all else.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.as_bytes();
    if let Some(millis) = fixed(text) {
        return Some(millis);
    }
    let (date, rest) = text.split_first_chunk::<10>()?;
    let days = days(date)?;
    let Some((b'T' | b't' | b' ', rest)) = rest.split_first() else {
        return rest.is_empty().then_some(days * 86_400_000);
    };
    let (minutes, rest) = clock_minutes(rest)?;
    let (second, rest) = match rest.split_first() {
        Some((b':', rest)) => {
            let (digits, rest) = rest.split_first_chunk::<2>()?;
            (two(digits).filter(|second| *second <= 60)?, rest)
        }
        _ => (0, rest),
    };
    let (millis, rest) = fraction(rest)?;
    let offset = offset_minutes(rest)?;
    Some(days * 86_400_000 + (minutes - offset) * 60_000 + second * 1000 + millis)
}

/// Days from the epoch to `YYYY-MM-DD`.
fn days(date: &[u8; 10]) -> Option<i64> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *date else {
        return None;
    };
    let year = two(&[y1, y2])? * 100 + two(&[y3, y4])?;
    let (month, day) = (two(&[m1, m2])?, two(&[d1, d2])?);
    let exists = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    exists.then(|| days_before(year, month) + day - 1)
}

/// Minutes of `HH:MM`, and what follows.
fn clock_minutes(text: &[u8]) -> Option<(i64, &[u8])> {
    let (&[h1, h2, b':', m1, m2], rest) = text.split_first_chunk::<5>()? else {
        return None;
    };
    let (hour, minute) = (two(&[h1, h2])?, two(&[m1, m2])?);
    (hour < 24 && minute < 60).then_some((hour * 60 + minute, rest))
}

/// Milliseconds of a decimal fraction of a second where there is one, later digits cut off, and what follows.
fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let Some((b'.', text)) = text.split_first() else {
        return Some((0, text));
    };
    let len = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(len);
    let scaled = |(place, byte): (usize, &u8)| {
        i64::from(byte - b'0') * [100, 10, 1].get(place).copied().unwrap_or(0)
    };
    (len > 0).then(|| (digits.iter().enumerate().map(scaled).sum(), rest))
}

/// Minutes east of UTC.
fn offset_minutes(text: &[u8]) -> Option<i64> {
    match text {
        [] | [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), clock @ ..] => {
            let (minutes, rest) = clock_minutes(clock)?;
            let signed = if *sign == b'-' { -minutes } else { minutes };
            rest.is_empty().then_some(signed)
        }
        _ => None,
    }
}

fn two([tens, ones]: &[u8; 2]) -> Option<i64> {
    Some(i64::from(digit(*tens)? * 10 + digit(*ones)?))
}

/// [`parse`] for the layout that nearly every session line has, `YYYY-MM-DDTHH:MM:SS[.fraction]Z`, and fast. `None` for any
/// other layout, years before 1970 and leap seconds. Inlined, as the engine that calls it for every session is built for speed.
#[inline]
pub fn fixed(text: &[u8]) -> Option<i64> {
    let (clock, fraction) = text.split_first_chunk::<19>()?;
    let layout = [clock[4], clock[7], clock[10], clock[13], clock[16]];
    if layout != *b"--T::" {
        return None;
    }
    let two = |at: usize| Some(i64::from(digit(clock[at])? * 10 + digit(clock[at + 1])?));
    let year = two(0)? * 100 + two(2)?;
    let (month, day) = (two(5)?, two(8)?);
    let (hour, minute, second) = (two(11)?, two(14)?, two(17)?);
    if year < 1970 || !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds =
        (days_before(year, month) + day - 1) * 86_400 + hour * 3600 + minute * 60 + second;
    Some(seconds * 1000 + millis(fraction)?)
}

#[inline]
fn digit(byte: u8) -> Option<u32> {
    byte.is_ascii_digit().then(|| u32::from(byte - b'0'))
}

/// `Z` is 0, `.285Z` is 285; up to nine digits.
#[inline]
fn millis(fraction: &[u8]) -> Option<i64> {
    let (b'Z', fraction) = fraction.split_last()? else {
        return None;
    };
    let Some((point, digits)) = fraction.split_first() else {
        return Some(0);
    };
    if *point != b'.' || digits.is_empty() || digits.len() > 9 {
        return None;
    }
    let mut millis = 0;
    for (place, &byte) in digits.iter().enumerate() {
        let scale = [100, 10, 1].get(place).copied().unwrap_or(0);
        millis += i64::from(digit(byte)?) * scale;
    }
    Some(millis)
}

#[inline]
fn is_leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

#[inline]
fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the epoch to the first of the month.
#[inline]
fn days_before(year: i64, month: i64) -> i64 {
    const BEFORE: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let past = year - 1;
    let leap_days = past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400) - 477; // 477 leap days before 1970
    let this_year = BEFORE[(month - 1) as usize] + i64::from(month > 2 && is_leap(year));
    (year - 1970) * 365 + leap_days + this_year
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Days, NaiveDate, NaiveDateTime, SecondsFormat};
    use proptest::prelude::*;

    #[test]
    fn every_day_of_two_centuries_agrees_with_chrono() {
        let mut day = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date");
        for number in 0..73_000 {
            let text = format!("{day}T00:00:00Z");
            assert_eq!(fixed(text.as_bytes()), Some(number * 86_400_000), "{text}");
            day = day.checked_add_days(Days::new(1)).expect("a date");
        }
    }

    #[test]
    fn what_is_not_the_layout_is_left_to_others() {
        for text in [
            "",
            "Z",
            "2026-11-09",
            "2026-11-09 10:22:43Z",
            "2026-11-09T10:22:43",
            "2026-11-09T10:22:43+00:00",
            "2026-13-09T10:22:43Z",
            "2026-02-29T10:22:43Z",
            "2026-11-09T24:22:43Z",
            "2026-11-09T10:22:60Z",
            "2026-11-09T10:22:43.Z",
            "2026-11-09T10:22:43.1234567890Z",
            "2026-11-09T10:22:43.12x4Z",
            "1969-12-31T00:00:00Z",
        ] {
            assert_eq!(fixed(text.as_bytes()), None, "{text}");
        }
    }

    /// What chrono makes of the same text: the layouts that this reader knows, one by one.
    fn by_chrono(text: &str) -> Option<i64> {
        let naive = |format| {
            NaiveDateTime::parse_from_str(text, format)
                .ok()
                .map(|t| t.and_utc().timestamp_millis())
        };
        DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|t| t.timestamp_millis())
            .or_else(|| naive("%Y-%m-%dT%H:%M:%S%.f"))
            .or_else(|| naive("%Y-%m-%d %H:%M:%S%.f"))
            .or_else(|| naive("%Y-%m-%dT%H:%M"))
            .or_else(|| {
                NaiveDate::parse_from_str(text, "%Y-%m-%d")
                    .ok()?
                    .and_hms_opt(0, 0, 0)
                    .map(|t| t.and_utc().timestamp_millis())
            })
    }

    #[test]
    fn all_layouts_read_as_chrono_reads_them() {
        for text in [
            "2026-11-09",
            "2024-02-29",
            "1969-12-31",
            "0001-01-01",
            "0000-02-29",
            "2026-11-09T10:22",
            "2026-11-09T10:22:43",
            "2026-11-09 10:22:43.5",
            "2026-11-09T10:22:43+01:00",
            "2026-11-09t10:22:43.123456789-11:30",
            "2026-11-09 10:22:43z",
            "2026-11-09T10:22:60Z",
            "1912-06-23T01:02:03.999Z",
        ] {
            assert!(parse(text).is_some(), "{text}");
            assert_eq!(parse(text), by_chrono(text), "{text}");
        }
        for text in [
            "",
            "2026-11-31",
            "2025-02-29",
            "2026-11-09T",
            "2026-11-09T24:00",
            "2026-11-09T10:60",
            "2026-11-09T10:22:61",
            "2026-11-09T10:22:43.",
            "2026-11-09T10:22:43+1",
            "2026-11-09T10:22:43 UTC",
            "2026-11-09Z",
            "\u{2212}026-11-09",
        ] {
            assert_eq!(parse(text), None, "{text}");
            assert_eq!(by_chrono(text), None, "{text}");
        }
        // chrono would read these; nobody writes them.
        assert_eq!(parse("2026-1-09"), None);
    }

    proptest! {
        #[test]
        fn what_it_writes_chrono_writes(millis in -62_167_219_200_000_i64..253_402_300_800_000) {
            let t = DateTime::from_timestamp_millis(millis).expect("a year from 0 to 9999");
            let format = if millis % 1000 == 0 { SecondsFormat::Secs } else { SecondsFormat::Millis };
            prop_assert_eq!(write(t), t.to_rfc3339_opts(format, true));
            prop_assert_eq!(parse(&write(t)), Some(millis));
            prop_assert_eq!(to_minute(t), t.format("%Y-%m-%dT%H:%M").to_string());
            prop_assert_eq!(day(&t), t.format("%-d %b %Y").to_string());
            prop_assert_eq!(day_and_month(&t), t.format("%-d %b").to_string());
            prop_assert_eq!(clock_with_seconds(&t), t.format("%H:%M:%S").to_string());
        }

        #[test]
        fn any_text_like_a_time_reads_as_chrono_reads_it(text in "[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]([Tt ][0-2][0-9]:[0-6][0-9](:[0-6][0-9](\\.[0-9]{1,9})?([Zz]|[+-][01][0-9]:[0-6][0-9])?)?)?") {
            // Two layouts are ours alone: minutes after a space, and an offset without seconds.
            if let Some(millis) = by_chrono(&text) {
                prop_assert_eq!(parse(&text), Some(millis));
            }
        }

        #[test]
        fn what_it_reads_chrono_reads_the_same(text in "[12][09][0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,9})?Z") {
            if let Some(millis) = fixed(text.as_bytes()) {
                let chrono = chrono::DateTime::parse_from_rfc3339(&text).map(|t| t.timestamp_millis());
                prop_assert_eq!(Ok(millis), chrono);
            }
        }
    }
}
