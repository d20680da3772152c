//! The labels of a time axis: as many as fit, the date only where it changes.
//!
//! Contract: no label overlaps another or leaves the given bounds, whatever the width; the first label carries the date
//! (or the year, where the axis crosses one).

use super::scene::Measure;
use super::time_ticks::{Step, local};
use crate::session::Timestamp;
use crate::session::iso;
use crate::session::zone::Zone;
use chrono::{Datelike, NaiveDateTime};

/// Middle to middle of two labels, at least.
const SPACING: f64 = 64.0;
/// End of a label to the start of the next, at least.
const GAP: f64 = 20.0;
/// Likewise where a label had to move away from the edge.
const EDGE_GAP: f64 = 8.0;

/// A label under the time axis.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeLabel {
    /// The instant it names.
    pub at: Timestamp,
    /// Where that instant is.
    pub tick: f64,
    /// The middle of the text; not always the tick: see `bounds`.
    pub x: f64,
    /// The wider one of both lines.
    pub width: f64,
    /// First line.
    pub text: String,
    /// Second line: the date or year, where it changes.
    pub rolled: Option<String>,
}

/// What the axis spans and where it stands.
pub struct TimeAxis<'a> {
    /// First instant.
    pub start: Timestamp,
    /// Last instant, included.
    pub end: Timestamp,
    /// No tick is finer than this many milliseconds: the width of a bucket.
    pub finest: i64,
    /// The x of an instant.
    pub place: &'a dyn Fn(Timestamp) -> f64,
    /// What labels must stay between.
    pub bounds: (f64, f64),
    /// Whose midnights count.
    pub zone: &'a dyn Zone,
    /// Says how wide a label is.
    pub measure: &'a dyn Measure,
}

impl TimeAxis<'_> {
    /// The labels of the finest step that fits.
    pub fn labels(&self) -> Vec<TimeLabel> {
        let span = (self.end.millis() - self.start.millis()) as f64;
        let width = ((self.place)(self.end) - (self.place)(self.start)).abs();
        Step::ALL
            .into_iter()
            .filter(|s| s.millis() >= self.finest)
            .filter(|s| span / s.millis() as f64 <= width / SPACING + 2.0)
            .find_map(|step| {
                let labels = self.try_step(step)?;
                (!labels.is_empty()).then_some(labels)
            })
            .unwrap_or_else(|| self.start_only())
    }

    /// `None`: they would be too close.
    fn try_step(&self, step: Step) -> Option<Vec<TimeLabel>> {
        let ticks = step.ticks(self.start, self.end, self.zone);
        let years = local(self.start, self.zone).year() != local(self.end, self.zone).year();
        let mut labels: Vec<TimeLabel> = Vec::with_capacity(ticks.len());
        let mut before: Option<NaiveDateTime> = None;
        for at in ticks {
            let now = local(at, self.zone);
            let (text, rolled) = words(step, now, before, years);
            before = Some(now);
            labels.push(self.label(at, text, rolled));
        }
        let apart = |a: &TimeLabel, b: &TimeLabel| {
            b.tick - a.tick >= SPACING.max((a.width + b.width) / 2.0 + GAP)
        };
        labels
            .windows(2)
            .all(|p| apart(&p[0], &p[1]))
            .then(|| self.kept_inside(labels))
    }

    fn label(&self, at: Timestamp, text: String, rolled: Option<String>) -> TimeLabel {
        let second = rolled.as_deref().map_or(0.0, |t| self.measure.width(t));
        let tick = (self.place)(at);
        TimeLabel {
            at,
            tick,
            x: tick,
            width: self.measure.width(&text).max(second),
            text,
            rolled,
        }
    }

    /// Moves the outer labels inside the bounds, and drops one that then comes too close to its neighbour. The first
    /// one wins over the second, as it carries the date.
    fn kept_inside(&self, mut labels: Vec<TimeLabel>) -> Vec<TimeLabel> {
        for label in &mut labels {
            let (low, high) = (
                self.bounds.0 + label.width / 2.0,
                self.bounds.1 - label.width / 2.0,
            );
            label.x = label.tick.min(high).max(low);
        }
        let mut kept: Vec<TimeLabel> = Vec::with_capacity(labels.len());
        for label in labels {
            let left = label.x - label.width / 2.0;
            let free = kept.last().map_or(self.bounds.0, |before| {
                before.x + before.width / 2.0 + EDGE_GAP
            });
            if left >= free - 1e-9 && label.x + label.width / 2.0 <= self.bounds.1 + 1e-9 {
                kept.push(label);
            }
        }
        kept
    }

    /// For an axis that no round time falls on: its first bucket, named in full.
    fn start_only(&self) -> Vec<TimeLabel> {
        let at = local(self.start, self.zone);
        let day = iso::day(&at);
        let label = if self.finest >= Step::Days(1).millis() {
            self.label(self.start, day, None)
        } else {
            self.label(self.start, iso::clock(&at), Some(day))
        };
        self.kept_inside(vec![label])
    }
}

/// Both lines of a label, given the one before it.
fn words(
    step: Step,
    now: NaiveDateTime,
    before: Option<NaiveDateTime>,
    crosses_years: bool,
) -> (String, Option<String>) {
    let new_day = before.is_none_or(|b| b.date() != now.date());
    let new_year = crosses_years && before.is_none_or(|b| b.year() != now.year());
    match step {
        Step::Clock(millis) => (
            if millis < 60_000 {
                iso::clock_with_seconds(&now)
            } else {
                iso::clock(&now)
            },
            new_day.then(|| iso::day_and_month(&now)),
        ),
        Step::Days(_) => (
            iso::day_and_month(&now),
            new_year.then(|| now.year().to_string()),
        ),
        Step::Months(12..) => (now.year().to_string(), None),
        Step::Months(_) => (
            iso::month(&now).to_owned(),
            new_year.then(|| now.year().to_string()),
        ),
    }
}
