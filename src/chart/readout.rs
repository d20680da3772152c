//! What the tooltip says of a bucket, a selection or a mark of releases: plain text, ready to be shown.

use super::bubbles::Bubble;
use super::data::{ChartData, RELEASES, Shape, WHOLE};
use super::frame::visible;
use crate::engine::field::{Ratio, Unit};
use crate::engine::series::{Series, Tone};
use crate::session::completeness::Completeness;
use crate::session::release::short;
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
    /// What can be done here, if anything.
    pub hint: Option<&'static str>,
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
    /// Its value in the previous period, where that is shown.
    pub before: Option<String>,
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
    let shown = visible(data, hidden);
    let mut rows: Vec<Row> = shown
        .iter()
        .map(|s| {
            let ghost = data.before.iter().find(|ghost| ghost.name == s.name);
            row(s, ghost, data.set.unit, index)
        })
        .collect();
    if matches!(data.shape, Shape::StackedArea | Shape::StackedBars) {
        rows.reverse();
    }
    let whole = data.before.iter().find(|ghost| ghost.name == WHOLE);
    if let Some(ghost) = whole.filter(|_| shown.len() == data.set.series.len()) {
        let values = shown.iter().filter_map(|s| s.values.get(index).copied());
        let sum = values.flatten().reduce(|a, b| a + b);
        rows.push(Row {
            name: WHOLE.to_owned(),
            tone: None,
            value: value_text(sum, data.set.unit),
            counts: None,
            before: Some(before(ghost, data.set.unit, index)),
        });
    }
    Readout {
        heading: format::time_range(bucket, zone),
        note: now
            .and_then(|now| Completeness::of(bucket, now).note())
            .map(str::to_owned),
        rows,
        hint: None,
    }
}

/// What is said while `range` is selected to zoom to.
pub fn selection_readout(range: TimeRange, zone: &dyn Zone) -> Readout {
    Readout {
        heading: format::time_range(range, zone),
        note: None,
        rows: Vec::new(),
        hint: Some("Let go, or press Enter, to zoom in; Esc cancels"),
    }
}

/// Names of the visible series in the order they are read: as [`readout`] lists them.
pub fn read_order(data: &ChartData, hidden: &[String]) -> Vec<String> {
    let mut names: Vec<String> = visible(data, hidden)
        .into_iter()
        .map(|s| s.name.clone())
        .collect();
    if matches!(data.shape, Shape::StackedArea | Shape::StackedBars) {
        names.reverse();
    }
    names
}

/// A readout as one sentence; of one series only, where one is `picked`.
pub fn aloud(readout: &Readout, picked: Option<&str>) -> String {
    let rows = readout
        .rows
        .iter()
        .filter(|r| picked.is_none_or(|name| r.name == name));
    let rows = rows.map(|r| {
        let counts = r.counts.as_ref().map(|counts| format!(" ({counts})"));
        let before = r.before.as_ref().map(|before| format!(", {before}"));
        let more = counts.into_iter().chain(before).collect::<String>();
        format!("{} {}{more}", r.name, r.value)
    });
    let mut parts = vec![readout.heading.clone()];
    parts.extend(readout.note.clone());
    parts.extend(rows);
    parts.extend(readout.hint.map(str::to_owned));
    parts.join("; ")
}

/// How many releases are marked in bucket `index`, to be said after its values.
pub fn releases_aloud(data: &ChartData, hidden: &[String], index: usize) -> Option<String> {
    let bucket = data.set.window.bucket(index);
    let is_off = hidden.iter().any(|h| h == RELEASES);
    match data
        .releases
        .iter()
        .filter(|r| bucket.contains(r.at))
        .count()
    {
        _ if is_off => None,
        0 => None,
        1 => Some("1 release".to_owned()),
        n => Some(format!("{n} releases")),
    }
}

/// What is to be said of a mark of releases: how many, from when to when, and the newest by name. The year of `now` goes
/// without saying.
pub fn release_readout(
    mark: &Bubble<'_>,
    now: Option<Timestamp>,
    zone: &dyn Zone,
    can_open: bool,
) -> Readout {
    let count = mark.releases.len();
    let time = |t| near(&format::date(t, zone), now, zone) + ", " + &format::time(t, zone);
    let named = mark.releases.iter().rev().take(NAMED).map(|r| Row {
        name: short(&r.version).to_owned(),
        tone: None,
        value: format!(
            "{} {}",
            if r.first_seen {
                "first seen"
            } else {
                "created"
            },
            time(r.at)
        ),
        counts: None,
        before: None,
    });
    let more = (count > NAMED).then(|| Row {
        name: format!("and {} more", count - NAMED),
        tone: None,
        value: String::new(),
        counts: None,
        before: None,
    });
    let range = TimeRange::new(mark.range.start, mark.told_end);
    Readout {
        heading: match count {
            1 => "1 Release".to_owned(),
            n => format!("{n} Releases"),
        },
        note: (range.start < range.end).then(|| near(&format::time_range(range, zone), now, zone)),
        rows: named.chain(more).collect(),
        hint: (can_open && count > 0).then_some("Click to see them with their issues"),
    }
}

/// A text of dates without the year that it is now.
fn near(text: &str, now: Option<Timestamp>, zone: &dyn Zone) -> String {
    let year = now.map(|now| format::date(now, zone));
    match year.as_deref().and_then(|date| date.rsplit(' ').next()) {
        Some(year) => text.replace(&format!(" {year}"), ""),
        None => text.to_owned(),
    }
}

fn row(series: &Series, ghost: Option<&Series>, unit: Unit, index: usize) -> Row {
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
        value: value_at(series, unit, index),
        counts: series.ratios.get(index).map(counts),
        before: ghost.map(|ghost| before(ghost, unit, index)),
    }
}

fn before(ghost: &Series, unit: Unit, index: usize) -> String {
    format!("before {}", value_at(ghost, unit, index))
}

fn value_at(series: &Series, unit: Unit, index: usize) -> String {
    value_text(series.values.get(index).copied().flatten(), unit)
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
