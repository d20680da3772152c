//! Numbers and times as people read them. Pure text: locale-neutral English, the zone passed in.
//!
//! Contracts: a rate is a fraction (0 to 1); "no value" (`None`, not a number, infinite) is [`NONE`]; a value below
//! 100 % never reads as 100, one above 0 never as 0; negative numbers carry a true minus sign (U+2212).

use super::zone::Zone;
use super::{TimeRange, Timestamp};
use chrono::{DateTime, TimeDelta, Utc};

/// What stands where there is no value: an en dash.
pub const NONE: &str = "–";

const MINUS: &str = "−";

/// A rate as text, the way release health reads: above 90 % up to three decimals, else a whole number; `<1%` between
/// 0 and 1 %. For rates that are small by nature (ANR, crashes) use [`percent_tooltip`].
pub fn percent(fraction: impl Into<Option<f64>>) -> String {
    percent_value(fraction.into().map(|f| f * 100.0))
}

/// Like [`percent`], of a value that is in percent already (0 to 100), as the releases endpoint sends them.
pub fn percent_value(percent: impl Into<Option<f64>>) -> String {
    match finite(percent.into()) {
        None => NONE.to_owned(),
        Some(p) if p > 0.0 && p < 1.0 => "<1%".to_owned(),
        Some(p) => format!(
            "{}%",
            decimal(below_100(p, if p > 90.0 { 3 } else { 0 }), 3)
        ),
    }
}

/// A tick of a percent axis: `0`, `0.005%`, `71.2%`; at most three decimals.
pub fn percent_axis(fraction: f64) -> String {
    if fraction == 0.0 {
        "0".to_owned()
    } else {
        percent_tooltip(fraction)
    }
}

/// A rate in a tooltip or table, up to three decimals: `0%`, `0.27%`, `99.561%`; `<0.001%` for less than that.
pub fn percent_tooltip(fraction: impl Into<Option<f64>>) -> String {
    match finite(fraction.into()).map(|f| f * 100.0) {
        None => NONE.to_owned(),
        Some(p) if p > 0.0 && p < 0.0005 => "<0.001%".to_owned(),
        Some(p) => format!("{}%", decimal(below_100(p, 3), 3)),
    }
}

/// The difference of two rates (now minus before) in percentage points: `+0.07 pp`, `−1.2 pp`, `0 pp`.
pub fn change_points(fractions: impl Into<Option<f64>>) -> String {
    let Some(points) = finite(fractions.into()).map(|f| f * 100.0) else {
        return NONE.to_owned();
    };
    // Below this it is the noise of subtracting two doubles.
    if points.abs() < 1e-9 {
        return "0 pp".to_owned();
    }
    let size = points.abs();
    let text = match size {
        s if s < 0.0005 => "<0.001".to_owned(),
        s if s < 0.005 => decimal(s, 3),
        s => decimal(s, 2),
    };
    format!("{}{text} pp", sign(points))
}

/// The difference of two counts: `+1,204`, `−3`, `0`.
pub fn change_count(difference: impl Into<Option<f64>>) -> String {
    match finite(difference.into()).map(f64::round) {
        None => NONE.to_owned(),
        Some(0.0) => "0".to_owned(),
        Some(d) => format!("{}{}", sign(d), decimal(d.abs(), 0)),
    }
}

/// The difference of two durations in milliseconds: `+1.5 s`, `−20 ms`, `0 s`.
pub fn change_duration(millis: impl Into<Option<f64>>) -> String {
    match finite(millis.into()) {
        None => NONE.to_owned(),
        Some(d) if d.round() == 0.0 => "0 s".to_owned(),
        Some(d) => format!("{}{}", sign(d), duration(d.abs())),
    }
}

/// A whole number with thousands separators: `17,111`.
pub fn count(n: u64) -> String {
    grouped(&n.to_string())
}

/// An abbreviated number: `171`, `1.5K`, `17K`, `17M`, `1B`. One decimal below ten units, none above.
pub fn count_short(n: impl Into<Option<f64>>) -> String {
    let Some(n) = finite(n.into()) else {
        return NONE.to_owned();
    };
    let minus = if n < 0.0 { MINUS } else { "" };
    let n = n.abs();
    for (unit, name) in [(1e3, "K"), (1e6, "M"), (1e9, "B"), (1e12, "T")] {
        let (value, decimals) = if n < 9.95 * unit {
            (n / unit, 1)
        } else {
            (n / unit, 0)
        };
        // 999.6 thousand would read "1,000K": the next unit takes it, and plain numbers stay below 1000.
        if value >= 0.9995 && (value.round() < 1000.0 || name == "T") {
            return format!("{minus}{}{name}", decimal(value, decimals));
        }
    }
    format!("{minus}{}", decimal(n, if n < 10.0 { 2 } else { 0 }))
}

/// A tick of a count axis whose ticks are `step` apart: like [`count_short`], with as many decimals as tell two
/// neighbouring ticks apart (`1.25K` at steps of 250).
pub fn count_axis(n: f64, step: f64) -> String {
    let units = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"), (1.0, "")];
    let (unit, name) = units
        .into_iter()
        .find(|(unit, _)| n.abs() >= *unit)
        .unwrap_or((1.0, ""));
    let step = step.abs() / unit;
    let decimals = (0..6).find(|d| {
        let scaled = step * 10f64.powi(*d);
        (scaled - scaled.round()).abs() < 1e-6 && scaled >= 0.5
    });
    format!(
        "{}{}{name}",
        if n < 0.0 { MINUS } else { "" },
        decimal(n.abs() / unit, decimals.unwrap_or(2) as usize)
    )
}

/// A duration given in milliseconds, in at most two units: `850 ms`, `12.5 s`, `3 min 20 s`, `2 h 5 min`, `4 d 3 h`.
pub fn duration(millis: impl Into<Option<f64>>) -> String {
    let Some(ms) = finite(millis.into()) else {
        return NONE.to_owned();
    };
    let minus = if ms < 0.0 { MINUS } else { "" };
    let ms = ms.abs();
    if ms == 0.0 {
        return "0 s".to_owned();
    }
    if ms.round() < 1000.0 {
        return format!("{minus}{} ms", decimal(ms, if ms < 10.0 { 1 } else { 0 }));
    }
    let secs = (ms / 1000.0).round() as u64;
    let two = |big: u64, big_name: &str, small: u64, small_name: &str| match small {
        0 => format!("{minus}{} {big_name}", count(big)),
        _ => format!("{minus}{} {big_name} {small} {small_name}", count(big)),
    };
    match secs {
        0..60 => format!("{minus}{} s", decimal(ms / 1000.0, 1)),
        60..3600 => two(secs / 60, "min", secs % 60, "s"),
        3600..86_400 => two(secs / 3600, "h", secs % 3600 / 60, "min"),
        _ => two(secs / 86_400, "d", secs % 86_400 / 3600, "h"),
    }
}

/// A number of bytes in decimal units: `512 B`, `1.5 kB`, `262 MB`.
pub fn bytes(n: u64) -> String {
    for (unit, name) in [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")] {
        let value = n as f64 / unit;
        if value >= 0.9995 {
            return format!(
                "{} {name}",
                decimal(value, if value < 9.95 { 1 } else { 0 })
            );
        }
    }
    format!("{n} B")
}

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
    local(t, zone).format("%-d %b %Y").to_string()
}

/// The time of day: `10:22`.
pub fn time(t: Timestamp, zone: &dyn Zone) -> String {
    local(t, zone).format("%H:%M").to_string()
}

/// Day and time with the zone named: `9 Nov 2026, 10:22 UTC`.
pub fn date_time(t: Timestamp, zone: &dyn Zone) -> String {
    format!("{}, {} {}", date(t, zone), time(t, zone), zone.name())
}

/// A range with the zone named: `9 Nov 2026, 10:00 – 11:00 UTC`, `9 Nov 2026, 10:00 – 10 Nov 2026, 10:00 UTC`.
pub fn time_range(range: TimeRange, zone: &dyn Zone) -> String {
    let (from, to) = (date(range.start, zone), date(range.end, zone));
    let end = time(range.end, zone);
    let end = if from == to {
        end
    } else {
        format!("{to}, {end}")
    };
    format!(
        "{from}, {} – {end} {}",
        time(range.start, zone),
        zone.name()
    )
}

fn local(t: Timestamp, zone: &dyn Zone) -> DateTime<Utc> {
    let utc = t.to_chrono();
    utc.checked_add_signed(TimeDelta::minutes(i64::from(zone.offset_minutes(t))))
        .unwrap_or(utc)
}

fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|v| v.is_finite())
}

fn sign(value: f64) -> &'static str {
    if value < 0.0 { MINUS } else { "+" }
}

/// `percent` rounded to `decimals`, or cut at three decimals where rounding would make a full 100 of less.
fn below_100(percent: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    let rounded = (percent * scale).round() / scale;
    if rounded >= 100.0 && percent < 100.0 {
        ((percent * 1000.0).floor() / 1000.0).min(99.999)
    } else {
        rounded
    }
}

/// At most `decimals` decimals, trailing zeros dropped, thousands separated.
fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let text = if decimals > 0 {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let minus = if value < 0.0 && text != "0" {
        MINUS
    } else {
        ""
    };
    format!("{minus}{}{rest}", grouped(whole))
}

fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
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
    fn no_value_zero_and_all_are_three_different_things() {
        for (value, text, tooltip) in [
            (None, "–", "–"),
            (Some(f64::NAN), "–", "–"),
            (Some(f64::INFINITY), "–", "–"),
            (Some(0.0), "0%", "0%"),
            (Some(1.0), "100%", "100%"),
            (Some(0.999_999_99), "99.999%", "99.999%"),
            (Some(1.0 - f64::EPSILON), "99.999%", "99.999%"),
            (Some(0.004), "<1%", "0.4%"),
            (Some(0.000_000_1), "<1%", "<0.001%"),
            (Some(0.895), "90%", "89.5%"),
            (Some(0.995), "99.5%", "99.5%"),
            (Some(0.5), "50%", "50%"),
        ] {
            assert_eq!(percent(value), text, "{value:?}");
            assert_eq!(percent_tooltip(value), tooltip, "{value:?}");
        }
    }

    #[test]
    fn changes_carry_their_sign_and_no_false_zero() {
        for (change, text) in [
            (Some(0.0007), "+0.07 pp"),
            (Some(-0.0007), "−0.07 pp"),
            (Some(-0.012), "−1.2 pp"),
            (Some(0.000_02), "+0.002 pp"),
            (Some(-0.000_000_1), "−<0.001 pp"),
            (Some(0.0), "0 pp"),
            (Some(1e-17), "0 pp"),
            (None, "–"),
        ] {
            assert_eq!(change_points(change), text, "{change:?}");
        }
        assert_eq!(change_count(-1204.0), "−1,204");
        assert_eq!(change_count(3.0), "+3");
        assert_eq!(change_duration(1500.0), "+1.5 s");
        assert_eq!(change_duration(-20.0), "−20 ms");
    }

    #[test]
    fn counts_are_grouped_or_abbreviated() {
        assert_eq!(
            (count(0), count(999), count(1_000), count(1_234_567)),
            ("0".into(), "999".into(), "1,000".into(), "1,234,567".into())
        );
        for (n, text) in [
            (0.0, "0"),
            (999.0, "999"),
            (999.7, "1K"),
            (1_000.0, "1K"),
            (1_540.0, "1.5K"),
            (9_960.0, "10K"),
            (17_999.0, "18K"),
            (999_499.0, "999K"),
            (999_600.0, "1M"),
            (-2_500.0, "−2.5K"),
        ] {
            assert_eq!(count_short(n), text, "{n}");
        }
        for (n, step, text) in [
            (1_250.0, 250.0, "1.25K"),
            (1_000.0, 250.0, "1K"),
            (20_000.0, 5_000.0, "20K"),
            (0.5, 0.5, "0.5"),
            (0.0, 10.0, "0"),
            (2_500_000.0, 500_000.0, "2.5M"),
        ] {
            assert_eq!(count_axis(n, step), text, "{n} by {step}");
        }
    }

    #[test]
    fn durations_and_bytes_use_two_units_at_most() {
        for (ms, text) in [
            (0.0, "0 s"),
            (4.25, "4.2 ms"),
            (850.0, "850 ms"),
            (999.7, "1 s"),
            (12_500.0, "12.5 s"),
            (59_990.0, "1 min"),
            (200_000.0, "3 min 20 s"),
            (7_500_000.0, "2 h 5 min"),
            (356_400_000.0, "4 d 3 h"),
        ] {
            assert_eq!(duration(ms), text, "{ms}");
        }
        for (n, text) in [
            (0, "0 B"),
            (512, "512 B"),
            (1_500, "1.5 kB"),
            (262_000_000, "262 MB"),
            (2_250_000_000, "2.2 GB"),
        ] {
            assert_eq!(bytes(n), text, "{n}");
        }
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
}
