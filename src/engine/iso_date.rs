//! The fixed layout nearly every session line uses for times, read without chrono.

/// Milliseconds since the epoch of `YYYY-MM-DDTHH:MM:SS[.fraction]Z`, later digits than milliseconds cut off. `None`
/// for any other layout, years before 1970 and leap seconds: then `Timestamp::parse` decides.
pub(super) fn parse(text: &[u8]) -> Option<i64> {
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

fn digit(byte: u8) -> Option<u32> {
    byte.is_ascii_digit().then(|| u32::from(byte - b'0'))
}

/// `Z` is 0, `.285Z` is 285; up to nine digits.
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

fn is_leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the epoch to the first of the month.
fn days_before(year: i64, month: i64) -> i64 {
    const BEFORE: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let past = year - 1;
    let leap_days = past / 4 - past / 100 + past / 400 - 477; // 477 leap days before 1970
    let this_year = BEFORE[(month - 1) as usize] + i64::from(month > 2 && is_leap(year));
    (year - 1970) * 365 + leap_days + this_year
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Days, NaiveDate};
    use proptest::prelude::*;

    #[test]
    fn every_day_of_two_centuries_agrees_with_chrono() {
        let mut day = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date");
        for number in 0..73_000 {
            let text = format!("{day}T00:00:00Z");
            assert_eq!(parse(text.as_bytes()), Some(number * 86_400_000), "{text}");
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
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_it_reads_chrono_reads_the_same(text in "[12][09][0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,9})?Z") {
            if let Some(millis) = parse(text.as_bytes()) {
                let chrono = chrono::DateTime::parse_from_rfc3339(&text).map(|t| t.timestamp_millis());
                prop_assert_eq!(Ok(millis), chrono);
            }
        }
    }
}
