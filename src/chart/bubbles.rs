//! Releases along a time axis, summed up in boxes of equal length.

use super::data::ReleaseMark;
use crate::session::{TimeRange, Timestamp};

/// How many boxes a chart has.
pub const BUBBLES: usize = 10;

/// A stretch of time and the releases in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bubble<'a> {
    /// The stretch, as drawn.
    pub range: TimeRange,
    /// The end to tell: that of the whole selection in the last box, that of the stretch in the others.
    pub told_end: Timestamp,
    /// In the order given.
    pub releases: Vec<&'a ReleaseMark>,
}

impl Bubble<'_> {
    /// The stretch whose releases it stands for.
    pub fn whole(&self) -> TimeRange {
        TimeRange::new(self.range.start, self.told_end.max(self.range.end))
    }
}

/// `count` boxes from the first to the last bucket of a chart; the last one may be narrower. A release after `end` goes
/// into the last box, one before `start` into none. Nothing when there is no time between the two.
pub fn bubbles(
    start: Timestamp,
    end: Timestamp,
    told_end: Timestamp,
    count: usize,
    releases: &[ReleaseMark],
) -> Vec<Bubble<'_>> {
    let span = end.millis() - start.millis();
    if span <= 0 || count == 0 {
        return Vec::new();
    }
    let width = (span + count as i64 - 1) / count as i64;
    let mut out: Vec<Bubble<'_>> = (0..count as i64)
        .map(|i| {
            let from = start.plus(i * width).min(end);
            let to = start.plus((i + 1) * width).min(end);
            let last = i + 1 == count as i64;
            Bubble {
                range: TimeRange::new(from, to),
                told_end: if last { told_end.max(to) } else { to },
                releases: Vec::new(),
            }
        })
        .collect();
    for release in releases.iter().filter(|r| r.at >= start) {
        let index = (release.at.millis() - start.millis()) / width;
        out[(index as usize).min(count - 1)].releases.push(release);
    }
    out
}

/// How strong each box is drawn: half for an average one, rounded to hundredths, at most 1; 0 for an empty one.
pub fn opacities(bubbles: &[Bubble<'_>]) -> Vec<f64> {
    let total: usize = bubbles.iter().map(|b| b.releases.len()).sum();
    let average = total as f64 / bubbles.len().max(1) as f64;
    bubbles
        .iter()
        .map(|b| match b.releases.len() {
            0 => 0.0,
            n => ((50.0 * n as f64 / average).round() / 100.0).min(1.0),
        })
        .collect()
}
