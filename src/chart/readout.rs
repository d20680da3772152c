//! What the tooltip says of a bucket or a release bubble: plain text, ready to be shown.

use super::bubbles::Bubble;
use super::data::{ChartData, Shape};
use super::frame::visible;
use crate::engine::field::{Ratio, Unit};
use crate::engine::series::{Series, Tone};
use crate::session::zone::Zone;
use crate::session::{TimeRange, Timestamp, format};

/// The lines of a tooltip.
#[derive(Clone, Debug, PartialEq)]
pub struct Readout {
    /// Start and end, with the zone.
    pub heading: String,
    /// What to know about it, if anything.
    pub note: Option<String>,
    /// One a series, in the order they are seen.
    pub rows: Vec<Row>,
}

/// A series at a bucket.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The series' name.
    pub name: String,
    /// Its colour and dash; `None` for a line without swatch.
    pub tone: Option<Tone>,
    /// Its value, an en dash where it has none.
    pub value: String,
    /// Numerator and denominator of a rate.
    pub counts: Option<String>,
}

/// How many releases a bubble's tooltip names.
const NAMED: usize = 5;

/// What is to be said of bucket `index`: every visible series, stacks from top to bottom. `now` tells whether the
/// bucket is over.
pub fn readout(
    data: &ChartData,
    hidden: &[String],
    index: usize,
    now: Option<Timestamp>,
    zone: &dyn Zone,
) -> Readout {
    let bucket = data.set.window.bucket(index);
    let mut rows: Vec<Row> = visible(data, hidden)
        .into_iter()
        .map(|s| row(s, data.set.unit, index))
        .collect();
    if matches!(data.shape, Shape::StackedArea | Shape::StackedBars) {
        rows.reverse();
    }
    Readout {
        heading: format::time_range(bucket, zone),
        note: now
            .is_some_and(|now| bucket.end > now)
            .then(|| "Still filling: this interval is not over yet".to_owned()),
        rows,
    }
}

/// What is to be said of a release bubble.
pub fn bubble_readout(bubble: &Bubble<'_>, zone: &dyn Zone) -> Readout {
    let count = bubble.releases.len();
    let name_only = |name: String| Row {
        name,
        tone: None,
        value: String::new(),
        counts: None,
    };
    let mut rows: Vec<Row> = bubble
        .releases
        .iter()
        .rev()
        .take(NAMED)
        .map(|r| name_only(r.version.clone()))
        .collect();
    if count > NAMED {
        rows.push(name_only(format!("and {} more", count - NAMED)));
    }
    let range = TimeRange::new(bubble.range.start, bubble.told_end);
    Readout {
        heading: match count {
            1 => "1 Release".to_owned(),
            n => format!("{n} Releases"),
        },
        note: Some(format::time_range(range, zone)),
        rows,
    }
}

fn row(series: &Series, unit: Unit, index: usize) -> Row {
    let value = series.values.get(index).copied().flatten();
    let counts = |r: &Ratio| {
        format!(
            "{} / {}",
            format::count(r.numerator),
            format::count(r.denominator)
        )
    };
    Row {
        name: series.name.clone(),
        tone: Some(series.tone),
        value: value_text(value, unit),
        counts: series.ratios.get(index).map(counts),
    }
}

/// A value as tooltip, legend and summary write it.
pub fn value_text(value: Option<f64>, unit: Unit) -> String {
    match (value, unit) {
        (Some(v), Unit::Count) if v.is_finite() => format::count(v.max(0.0).round() as u64),
        (_, Unit::Count) => format::NONE.to_owned(),
        (_, Unit::Rate) => format::percent_tooltip(value),
        (_, Unit::Duration) => format::duration(value),
    }
}
