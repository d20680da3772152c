//! Numbers and times as people read them. Pure text: locale-neutral English, the zone passed in.
//!
//! Contracts: a rate is a fraction (0 to 1); "no value" (`None`, not a number, infinite) is [`NONE`]; a value below
//! 100 % never reads as 100, one above 0 never as 0; negative numbers carry a true minus sign (U+2212).

mod number;
mod rate;
mod time;

pub use number::{bytes, change_count, change_duration, count, count_axis, count_short, duration};
pub use rate::{
    change_points, percent, percent_axis, percent_column, percent_tooltip, percent_value,
};
pub use time::{ago, bucket_start, date, date_time, time, time_range};

/// What stands where there is no value: an en dash.
pub const NONE: &str = "–";

const MINUS: &str = "−";

fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|v| v.is_finite())
}

fn sign(value: f64) -> &'static str {
    if value < 0.0 { MINUS } else { "+" }
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
