//! What a time chart is given: series, how to draw them, and the releases on its time axis.

use crate::engine::series::{Series, SeriesSet};
use crate::session::Timestamp;

/// How series are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Lines.
    Line,
    /// Areas stacked on each other.
    StackedArea,
    /// Bars side by side.
    Bars,
    /// Bars stacked on each other.
    StackedBars,
}

/// What the legend, and `unselectedSeries` in the URL, call the releases on a time axis.
pub const RELEASES: &str = "Releases";

/// A series of the previous period that is the whole of a stack, whose parts were not told apart then.
pub const WHOLE: &str = "All releases";

/// How releases are marked on a time axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Marking {
    /// Summed up in a row of boxes below the plot.
    #[default]
    Bubbles,
    /// A vertical line each.
    Lines,
}

/// A time chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartData {
    /// How it is drawn.
    pub shape: Shape,
    /// The numbers.
    pub set: SeriesSet,
    /// Whether the value axis starts at the smallest visible value rather than at 0.
    pub axis_from_data: bool,
    /// Releases created in the window, oldest first; for bubbles and lines. Empty where the widget shows none.
    pub releases: Vec<ReleaseMark>,
    /// How they are marked.
    pub marking: Marking,
    /// The series over the period of equal length before, by the same names (or [`WHOLE`]) and in buckets of the same
    /// number; empty where that is not compared with.
    pub before: Vec<Series>,
    /// Whether it stands in a column with charts of other shapes and units: in all of them a time is at the same place.
    pub in_column: bool,
}

/// A release on the time axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseMark {
    /// Full version.
    pub version: String,
    /// When it was created, else first seen.
    pub at: Timestamp,
    /// Whether only that is known: when it was first seen.
    pub first_seen: bool,
}
