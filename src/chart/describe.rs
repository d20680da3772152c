//! A chart in one sentence, for those who cannot see it.

use super::data::{ChartData, Shape};
use super::frame::visible;
use super::readout::value_text;
use crate::engine::field::Unit;
use crate::engine::series::Series;
use crate::session::format;

/// Says what `data` shows: which series, the latest values, how they changed, the lowest. Series named in `hidden` are
/// left out.
pub fn describe(data: &ChartData, hidden: &[String]) -> String {
    let shown = visible(data, hidden);
    let told: Vec<Told<'_>> = shown.iter().filter_map(|s| Told::of(s)).collect();
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
    fn of(series: &'a Series) -> Option<Self> {
        let values = || {
            series
                .values
                .iter()
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
