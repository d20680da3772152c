//! The value axis: its domain, and ticks at round values.
//!
//! Contract: the domain holds every finite value given (a rate's is cut at 0 and 1: an axis never promises more than
//! 100 %), starts and ends on a tick, and is never empty; tick texts are all different.

use crate::engine::field::Unit;
use crate::session::format;

/// Domain and ticks.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueAxis {
    /// Lowest value; where the axis line is.
    pub low: f64,
    /// Highest value.
    pub high: f64,
    /// Values and their texts, upwards, the ends included.
    pub ticks: Vec<(f64, String)>,
}

/// A rate axis is never finer than the three decimals its texts have.
const FINEST_RATE_STEP: f64 = 1e-5;

impl ValueAxis {
    /// The axis for values from `extent.0` to `extent.1` with at most `most` steps. `from_data` lets it start near the
    /// smallest value rather than at 0. `None`: there are no values.
    pub fn new(extent: Option<(f64, f64)>, unit: Unit, from_data: bool, most: usize) -> Self {
        let most = most.max(1);
        // Without values there are lines all the same, for an empty chart to look like one.
        let (min, max) = extent.unwrap_or((0.0, most as f64 * one(unit)));
        let (min, max) = match unit {
            Unit::Rate => (min.clamp(0.0, 1.0), max.clamp(0.0, 1.0)),
            Unit::Count | Unit::Duration => (min, max),
        };
        let (low, high) = if from_data && extent.is_some() {
            padded(min, max, unit)
        } else {
            (min.min(0.0), max.max(0.0))
        };
        let high = if high > low { high } else { low + one(unit) };
        let step = step_for(low, high, unit, most);
        let first = (low / step + 1e-9).floor() as i64;
        let last = ((high / step - 1e-9).ceil() as i64).max(first + 1);
        let last = match unit {
            Unit::Rate => last.min((1.0 / step).round() as i64),
            Unit::Count | Unit::Duration => last,
        };
        let ticks: Vec<_> = (first..=last)
            .map(|i| i as f64 * step)
            .map(|v| (v, text(v, step, unit)))
            .collect();
        Self {
            low: first as f64 * step,
            high: last as f64 * step,
            ticks,
        }
    }
}

/// What an axis without any width spans.
fn one(unit: Unit) -> f64 {
    match unit {
        Unit::Count => 1.0,
        Unit::Rate => 0.01,
        Unit::Duration => 1000.0,
    }
}

/// A little air below, so that the lowest value does not lie on the edge; flat data gets a readable span around it. What
/// a span needs at least is what the axis' texts can tell apart.
fn padded(min: f64, max: f64, unit: Unit) -> (f64, f64) {
    let least = match unit {
        Unit::Rate => 0.002,
        Unit::Count => 4.0,
        Unit::Duration => (max * 0.25).max(100.0),
    };
    let low = min - (max - min) * 0.1;
    let (low, high) = if max - low < least {
        let middle = (min + max) / 2.0;
        (middle - least / 2.0, middle + least / 2.0)
    } else {
        (low, max)
    };
    match unit {
        Unit::Rate if high > 1.0 => ((1.0 - (high - low)).max(0.0), 1.0),
        _ if min >= 0.0 && low < 0.0 => (0.0, high),
        _ => (low, high),
    }
}

/// The smallest round step that takes at most `most` steps from `low` to `high`, both moved outwards onto it.
fn step_for(low: f64, high: f64, unit: Unit, most: usize) -> f64 {
    let fits = |step: &f64| {
        let steps = (high / step - 1e-9).ceil() - (low / step + 1e-9).floor();
        steps <= most as f64
    };
    let raw = (high - low) / most as f64;
    if unit == Unit::Duration
        && let Some(step) = DURATION_STEPS
            .into_iter()
            .filter(|s| *s >= raw * 0.99)
            .find(fits)
    {
        return step;
    }
    let finest = match unit {
        Unit::Rate => FINEST_RATE_STEP,
        Unit::Count => 1.0,
        Unit::Duration => 0.1,
    };
    let magnitude = raw.max(finest).log10().floor() as i32;
    (magnitude..magnitude + 4)
        .flat_map(|m| [1.0, 2.0, 2.5, 5.0].map(|s| round_step(s, m)))
        .filter(|s| *s >= finest * 0.999 && (unit != Unit::Count || s.fract() == 0.0))
        .find(fits)
        .unwrap_or(high - low)
}

/// `mantissa × 10^exponent`, divided rather than multiplied below 1 so that 0.2 is 0.2.
fn round_step(mantissa: f64, exponent: i32) -> f64 {
    if exponent >= 0 {
        mantissa * 10f64.powi(exponent)
    } else {
        mantissa / 10f64.powi(-exponent)
    }
}

const DURATION_STEPS: [f64; 19] = {
    const S: f64 = 1000.0;
    const M: f64 = 60.0 * S;
    const H: f64 = 60.0 * M;
    [
        100.0,
        200.0,
        500.0,
        S,
        2.0 * S,
        5.0 * S,
        10.0 * S,
        15.0 * S,
        30.0 * S,
        M,
        2.0 * M,
        5.0 * M,
        10.0 * M,
        15.0 * M,
        30.0 * M,
        H,
        2.0 * H,
        6.0 * H,
        24.0 * H,
    ]
};

fn text(value: f64, step: f64, unit: Unit) -> String {
    match unit {
        Unit::Count => format::count_axis(value, step),
        Unit::Rate => format::percent_axis(value),
        Unit::Duration => format::duration(value),
    }
}
