//! Named columns of values over the buckets of a window: what charts draw and "View data" lists.

use super::field::{Ratio, Unit};
use crate::session::{Status, Window};

/// What decides a series' colour and dash. Belongs to the series, whatever else is shown or hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// One of the status colours.
    Status(Status),
    /// The n-th categorical colour, counted from 0.
    Category(usize),
    /// The rest, summed up.
    Other,
    /// The only series of a chart, or the first of a kind without rank.
    Accent,
    /// Good news: resolved issues.
    Positive,
}

/// One series.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Unique in its widget; the name in legend, table header and URL.
    pub name: String,
    /// Colour and dash.
    pub tone: Tone,
    /// One value a bucket; `None` is a gap, never a zero.
    pub values: Vec<Option<f64>>,
    /// For rates: the two counts of each bucket; empty otherwise.
    pub ratios: Vec<Ratio>,
    /// The value over the whole window; `None` when there is none.
    pub total: Option<f64>,
}

/// Series over one window with one unit: everything a time chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesSet {
    /// The buckets.
    pub window: Window,
    /// Kind of number of all values.
    pub unit: Unit,
    /// In legend order.
    pub series: Vec<Series>,
}

impl SeriesSet {
    /// Whether there is nothing to draw: no series, or no value but gaps.
    pub fn is_empty(&self) -> bool {
        self.series
            .iter()
            .all(|s| s.values.iter().all(Option::is_none))
    }
}
