//! A chart in one sentence, for those who cannot see it.

use super::data::{ChartData, Shape};
use super::frame::visible;
use super::readout::value_text;
use crate::engine::field::Unit;
use crate::engine::series::Series;
use crate::session::completeness::Completeness;
use crate::session::{Timestamp, format};
use std::ops::Range;

/// Says what `data` shows: which series, the latest values, how they changed, the lowest. Series named in `hidden` are
/// left out, and buckets that still fill at `now` or are only partly kept: their few events would read as a fall or a rise.
pub fn describe(data: &ChartData, hidden: &[String], now: Option<Timestamp>) -> String {
    let shown = visible(data, hidden);
    let window = data.set.window;
    let is = |state, i| now.is_some_and(|now| Completeness::of(window.bucket(i), now) == state);
    let first = usize::from(is(Completeness::Cut, 0));
    let over = (0..window.len()).find(|i| is(Completeness::Filling, *i));
    let over = over.unwrap_or(window.len());
    let told = |buckets: Range<usize>| -> Vec<Told<'_>> {
        let all = shown.iter();
        all.filter_map(|s| Told::of(s, buckets.clone())).collect()
    };
    let told = Some(told(first..over))
        .filter(|t| !t.is_empty())
        .unwrap_or_else(|| told(0..window.len()));
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
    fn of(series: &'a Series, buckets: Range<usize>) -> Option<Self> {
        let values = || {
            series
                .values
                .iter()
                .take(buckets.end)
                .skip(buckets.start)
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
