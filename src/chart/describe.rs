//! A chart in one sentence, for those who cannot see it.

use super::data::{ChartData, Shape};
use super::frame::visible;
use super::readout::value_text;
use crate::engine::field::Unit;
use crate::engine::series::Series;
use crate::session::completeness::Completeness;
use crate::session::{Timestamp, format};

/// Says what `data` shows: which series, the latest values, how they changed, the lowest. Series named in `hidden` are
/// left out, and buckets that still fill at `now`: their few events would read as a fall.
pub fn describe(data: &ChartData, hidden: &[String], now: Option<Timestamp>) -> String {
    let shown = visible(data, hidden);
    let window = data.set.window;
    let is_filling = |i: &usize| {
        now.is_some_and(|now| Completeness::of(window.bucket(*i), now) == Completeness::Filling)
    };
    let over = (0..window.len()).find(is_filling).unwrap_or(window.len());
    let told =
        |buckets| -> Vec<Told<'_>> { shown.iter().filter_map(|s| Told::of(s, buckets)).collect() };
    let told = Some(told(over))
        .filter(|t| !t.is_empty())
        .unwrap_or_else(|| told(window.len()));
    let value = |v: f64| value_text(Some(v), data.set.unit);
    let change = |t: &Told<'_>| {
        let by = t.latest - t.first;
        match data.set.unit {
            Unit::Rate => format::change_points(by),
            Unit::Count => format::change_count(by),
            Unit::Duration => format::change_duration(by),
        }
    };
    let form = match data.shape {
        Shape::Line => "line",
        Shape::StackedArea => "stacked area",
        Shape::Bars => "series of bars",
        Shape::StackedBars => "series of stacked bars",
    };
    match &told[..] {
        [] => "No data in this range.".to_owned(),
        [only] => format!(
            "{}, one {form}: latest {}, {} over the range, lowest {}, highest {}.",
            only.name,
            value(only.latest),
            change(only),
            value(only.lowest),
            value(only.highest)
        ),
        many => {
            let each: Vec<String> = many
                .iter()
                .map(|t| format!("{} {} ({})", t.name, value(t.latest), change(t)))
                .collect();
            let lowest = many
                .iter()
                .min_by(|a, b| a.lowest.total_cmp(&b.lowest))
                .map(|t| format!("; lowest of all {} in {}", value(t.lowest), t.name))
                .unwrap_or_default();
            format!(
                "{} {}, latest value and change over the range: {}{lowest}.",
                many.len(),
                plural(form),
                each.join(", ")
            )
        }
    }
}

fn plural(form: &str) -> String {
    if form.starts_with("series") {
        form.to_owned()
    } else {
        format!("{form}s")
    }
}

/// The numbers told of a series that has any.
struct Told<'a> {
    name: &'a str,
    first: f64,
    latest: f64,
    lowest: f64,
    highest: f64,
}

impl<'a> Told<'a> {
    fn of(series: &'a Series, buckets: usize) -> Option<Self> {
        let values = || {
            series
                .values
                .iter()
                .take(buckets)
                .flatten()
                .copied()
                .filter(|v| v.is_finite())
        };
        Some(Self {
            name: &series.name,
            first: values().next()?,
            latest: values().next_back()?,
            lowest: values().min_by(f64::total_cmp)?,
            highest: values().max_by(f64::total_cmp)?,
        })
    }
}
