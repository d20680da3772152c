//! Rates, given as fractions.

use super::{NONE, decimal, finite, sign};

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
    match finite(fraction.into().map(|f| f * 100.0)) {
        None => NONE.to_owned(),
        Some(p) if p > 0.0 && p < 0.0005 => "<0.001%".to_owned(),
        Some(p) => format!("{}%", decimal(below_100(p, 3), 3)),
    }
}

/// A rate in a column of rates, always with two decimals so that they line up: `99.50%`, `100.00%`; cut, not rounded,
/// where rounding would make a full 100 of less; `<0.01%` for less than that.
pub fn percent_column(fraction: impl Into<Option<f64>>) -> String {
    match finite(fraction.into().map(|f| f * 100.0)) {
        None => NONE.to_owned(),
        Some(p) if p > 0.0 && p < 0.005 => "<0.01%".to_owned(),
        Some(p) if p < 100.0 => format!("{:.2}%", p.min(99.99)),
        Some(p) => format!("{p:.2}%"),
    }
}

/// The difference of two rates (now minus before) in percentage points: `+0.07 pp`, `−1.2 pp`, `0 pp`.
pub fn change_points(fractions: impl Into<Option<f64>>) -> String {
    let Some(points) = finite(fractions.into().map(|f| f * 100.0)) else {
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

/// `percent` rounded to `decimals`, or cut at three decimals where rounding would make a full 100 of less.
fn below_100(percent: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    let rounded = (percent * scale).round() / scale;
    match rounded {
        r if r >= 100.0 && percent < 100.0 => ((percent * 1000.0).floor() / 1000.0).min(99.999),
        // So large that scaling overflows: no decimals to round.
        r if r.is_infinite() => percent,
        r => r,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn columns_of_rates_line_up() {
        for (value, text) in [
            (None, "–"),
            (Some(0.0), "0.00%"),
            (Some(0.000_01), "<0.01%"),
            (Some(0.258_2), "25.82%"),
            (Some(0.995), "99.50%"),
            (Some(0.999_96), "99.99%"),
            (Some(1.0), "100.00%"),
        ] {
            assert_eq!(percent_column(value), text, "{value:?}");
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
    }
}
