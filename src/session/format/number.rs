//! Counts, durations and sizes.

use super::{MINUS, NONE, decimal, finite, grouped, sign};

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
    if !n.is_finite() {
        return NONE.to_owned();
    }
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn differences_carry_their_sign() {
        assert_eq!(change_count(-1204.0), "−1,204");
        assert_eq!(change_count(3.0), "+3");
        assert_eq!(change_duration(1500.0), "+1.5 s");
        assert_eq!(change_duration(-20.0), "−20 ms");
    }
}
