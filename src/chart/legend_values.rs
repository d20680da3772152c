//! The numbers beside the names of a legend: at the cursor, else of the whole range.

use super::readout::value_text;
use crate::engine::field::Unit;
use crate::engine::series::Series;
use crate::session::format;

/// From here on a count is abbreviated: the tooltip has it in full.
const LONG_COUNT: f64 = 99_999.5;

/// What the legend says of `series` with the cursor on bucket `at`, or without a cursor: its total, else its latest
/// value.
pub fn legend_value(series: &Series, unit: Unit, at: Option<usize>) -> String {
    let value = match at {
        Some(index) => series.values.get(index).copied().flatten(),
        None => series
            .total
            .or_else(|| series.values.iter().rev().copied().flatten().next()),
    };
    text(value, unit)
}

/// The most characters [`legend_value`] can have for `series`: room kept, so that nothing moves with the cursor.
pub fn legend_room(series: &Series, unit: Unit) -> usize {
    let values = series.values.iter().copied().chain([series.total]);
    values
        .map(|v| text(v, unit).chars().count())
        .max()
        .unwrap_or_default()
}

fn text(value: Option<f64>, unit: Unit) -> String {
    match (value, unit) {
        (Some(v), Unit::Count) if v >= LONG_COUNT => format::count_short(v),
        _ => value_text(value, unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::series::Tone;

    fn series(values: &[Option<f64>], total: Option<f64>) -> Series {
        Series {
            name: "a".to_owned(),
            tone: Tone::Accent,
            values: values.to_vec(),
            ratios: Vec::new(),
            total,
        }
    }

    #[test]
    fn the_value_is_that_at_the_cursor_else_the_total_else_the_latest() {
        let counts = series(&[Some(1_200.0), None], Some(1_300_000.0));
        let of = |at| legend_value(&counts, Unit::Count, at);
        assert_eq!(of(Some(0)), "1,200");
        assert_eq!(of(Some(1)), format::NONE, "a gap is no zero");
        assert_eq!(of(None), "1.3M");
        let latest = series(&[Some(0.5), Some(0.25), None], None);
        assert_eq!(legend_value(&latest, Unit::Rate, None), "25%");
    }

    #[test]
    fn room_is_kept_for_the_longest() {
        let rates = series(&[Some(0.5), None, Some(0.12345)], Some(0.2));
        let longest = legend_value(&rates, Unit::Rate, Some(2)).chars().count();
        assert_eq!(legend_room(&rates, Unit::Rate), longest);
        assert!(longest > 3);
    }
}
