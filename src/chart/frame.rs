//! Where everything of a time chart is: the plot's box from measured labels, scales, ticks, bubble row.
//!
//! Lines and areas have a point at the start of each bucket and run from edge to edge; bars, and lines in a column with bars,
//! stand centred over it, with half a band of room at both ends. So all charts of one window agree on where a time is, and its
//! label stands below.

use super::bubbles::{BUBBLES, Bubble, bubbles};
use super::data::{ChartData, Marking, RELEASES, Shape};
use super::extent::extent;
use super::geometry::{Rect, Size};
use super::ghosts;
use super::release_lines::release_lines;
use super::scale::Scale;
use super::scene::Measure;
use super::selection::shown;
use super::time_axis::{TimeAxis, TimeLabel};
use super::value_axis::ValueAxis;
use crate::engine::series::Series;
use crate::session::completeness::Completeness;
use crate::session::zone::Zone;
use crate::session::{TimeRange, Timestamp, Window};

/// Room for the upper half of the topmost label.
const TOP: f64 = 8.0;
/// Room for the end of the last line.
const RIGHT: f64 = 10.0;
/// Between value labels and plot.
const LABEL_GAP: f64 = 8.0;
/// Between the axis line and the bottom of one line of time labels.
const AXIS_HEIGHT: f64 = 24.0;
/// What a second line of time labels adds.
const SECOND_LINE: f64 = 15.0;
/// What a row of release bubbles adds between plot and axis line: 2 + 4 + 2 pixels.
const BUBBLE_ROW: f64 = 8.0;
/// Value ticks are at least so far apart.
const TICK_HEIGHT: f64 = 34.0;

/// Everything a chart is drawn from.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// Series, shape, releases.
    pub data: &'a ChartData,
    /// Names of series not to show.
    pub hidden: &'a [String],
    /// Of the canvas.
    pub size: Size,
    /// Device pixels a CSS pixel.
    pub dpr: f64,
    /// The viewer's.
    pub zone: &'a dyn Zone,
    /// Widths of labels.
    pub measure: &'a dyn Measure,
    /// Decides which buckets are complete; `None`: all of them.
    pub now: Option<Timestamp>,
}

impl<'a> View<'a> {
    /// The series to draw, in legend order. All of them when every one is hidden: a plot is never blank.
    pub fn visible(&self) -> Vec<&'a Series> {
        visible(self.data, self.hidden)
    }
}

/// See [`View::visible`].
pub fn visible<'a>(data: &'a ChartData, hidden: &[String]) -> Vec<&'a Series> {
    shown(&data.set.series, |s| &s.name, hidden)
}

/// A laid-out chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Of the canvas.
    pub size: Size,
    /// Where the data is.
    pub plot: Rect,
    /// The height of the axis line: the plot's bottom, or below the bubbles.
    pub axis_line: f64,
    /// Domain and ticks of the values.
    pub values: ValueAxis,
    /// Labels of the times.
    pub times: Vec<TimeLabel>,
    /// The buckets.
    pub window: Window,
    /// From the middle of one bucket to that of the next.
    pub band: f64,
    /// The first bucket that is complete: not 0 where what is kept begins in the first one.
    pub complete: usize,
    /// The first bucket after that that still fills or settles; the number of buckets where none does.
    pub incomplete: usize,
    /// How releases are marked, where they are.
    pub marking: Option<Marking>,
    /// Whether there is any value to see.
    pub is_empty: bool,
    /// Whether there is half a band of room at both ends.
    is_banded: bool,
    x: Scale,
    y: Scale,
}

impl Frame {
    /// Lays `view` out.
    pub fn new(view: &View<'_>) -> Self {
        let ChartData {
            shape,
            set,
            axis_from_data,
            releases,
            marking,
            before: _,
            in_column,
        } = view.data;
        let (window, size) = (set.window, view.size);
        let is_bars = matches!(shape, Shape::Bars | Shape::StackedBars);
        let is_off = releases.is_empty() || view.hidden.iter().any(|h| h == RELEASES);
        let marking = (!is_off).then_some(*marking);
        let row = match marking {
            Some(Marking::Bubbles) => BUBBLE_ROW,
            Some(Marking::Lines) | None => 0.0,
        };

        let extent = match ghosts::extent(view) {
            Some(ghosts) => extent(*shape, &view.visible())
                .map(|(low, high)| (low.min(ghosts.0), high.max(ghosts.1))),
            None => extent(*shape, &view.visible()),
        };
        let roughly_high = (size.height - TOP - AXIS_HEIGHT - row).max(1.0);
        let most = (roughly_high / TICK_HEIGHT).floor().clamp(1.0, 5.0) as usize;
        let values = ValueAxis::new(extent, set.unit, *axis_from_data && !is_bars, most);
        // At least as wide as a whole, or as any rate where charts below each other have to line up.
        let least = if *in_column { "99.99%" } else { "100%" };
        let widest = values
            .ticks
            .iter()
            .map(|(_, text)| view.measure.width(text))
            .fold(view.measure.width(least), f64::max);
        let left = match extent {
            Some(_) => (widest + LABEL_GAP).ceil().min(size.width / 2.0),
            None => 0.0,
        };
        let right = (size.width - RIGHT).max(left + 1.0);

        let last = window.bucket_start(window.len() - 1);
        let (from, to) = (window.range().start, last);
        let is_banded = is_bars || *in_column;
        let room = if is_banded {
            window.interval().millis() as f64 / 2.0
        } else {
            0.0
        };
        let x = Scale::new(
            (from.millis() as f64 - room, to.millis() as f64 + room),
            (left, right),
        );
        let place = |t: Timestamp| x.to_pixel(t.millis() as f64);
        let times = TimeAxis {
            start: from,
            end: to,
            finest: window.interval().millis(),
            place: &place,
            bounds: (0.0, size.width),
            zone: view.zone,
            measure: view.measure,
        }
        .labels();

        let second = if times.iter().any(|t| t.rolled.is_some()) {
            SECOND_LINE
        } else {
            0.0
        };
        let axis_line = (size.height - AXIS_HEIGHT - second).max(TOP + row + 1.0);
        let plot = Rect {
            left,
            top: TOP,
            right,
            bottom: axis_line - row,
        };
        let y = Scale::new((values.low, values.high), (plot.bottom, plot.top));
        let state = |i: usize| match view.now {
            Some(now) => Completeness::of(window.bucket(i), now),
            None => Completeness::Complete,
        };
        let open = |i: &usize| matches!(state(*i), Completeness::Filling | Completeness::Settling);
        let steps = if is_banded {
            window.len()
        } else {
            (window.len() - 1).max(1)
        };
        Self {
            size,
            plot,
            axis_line,
            values,
            times,
            window,
            band: plot.width() / steps as f64,
            complete: usize::from(state(0) == Completeness::Cut),
            incomplete: (0..window.len()).find(open).unwrap_or(window.len()),
            marking,
            is_empty: extent.is_none(),
            is_banded,
            x,
            y,
        }
    }

    /// The x of bucket `index`: its point, or the middle of its bars.
    pub fn x(&self, index: usize) -> f64 {
        self.x_of(self.window.bucket_start(index))
    }

    /// The x of an instant.
    pub fn x_of(&self, t: Timestamp) -> f64 {
        self.x.to_pixel(t.millis() as f64)
    }

    /// The y of a value.
    pub fn y(&self, value: f64) -> f64 {
        self.y.to_pixel(value)
    }

    /// The bucket whose point or bars are nearest to `x`.
    pub fn nearest(&self, x: f64) -> usize {
        let millis = self.x.to_value(x) - self.window.range().start.millis() as f64;
        let index = (millis / self.window.interval().millis() as f64).round();
        (index.max(0.0) as usize).min(self.window.len() - 1)
    }

    /// The bucket whose stretch of the plot `x` lies in, or the outermost one on that side.
    pub fn bucket_under(&self, x: f64) -> usize {
        let shift = if self.is_banded { self.band / 2.0 } else { 0.0 };
        let millis = self.x.to_value(x + shift) - self.window.range().start.millis() as f64;
        let index = (millis / self.window.interval().millis() as f64).floor();
        (index.max(0.0) as usize).min(self.window.len() - 1)
    }

    /// The x where what belongs to a bucket begins that starts at `t`.
    pub fn edge(&self, t: Timestamp) -> f64 {
        let shift = if self.is_banded { self.band / 2.0 } else { 0.0 };
        self.x_of(t) - shift
    }

    /// Whether all of a bucket is known.
    pub fn is_complete(&self, bucket: usize) -> bool {
        (self.complete..self.incomplete).contains(&bucket)
    }

    /// The marks of the releases of `data`, and the boxes to point at; none where they are switched off.
    pub fn releases<'a>(&self, data: &'a ChartData) -> Vec<(Rect, Bubble<'a>)> {
        match self.marking {
            Some(Marking::Bubbles) => self.bubbles(data),
            Some(Marking::Lines) => release_lines(self, data),
            None => Vec::new(),
        }
    }

    /// The stretch whose releases are opened from `bucket`: that of its box, or the bucket itself where lines stand in it.
    pub fn opened_at(&self, data: &ChartData, bucket: TimeRange) -> Option<TimeRange> {
        let marks = self.releases(data);
        let mut marked = marks.iter().filter(|(_, mark)| !mark.releases.is_empty());
        match self.marking? {
            Marking::Bubbles => marked
                .map(|(_, mark)| mark.whole())
                .find(|whole| whole.contains(bucket.start)),
            Marking::Lines => marked
                .any(|(_, mark)| mark.releases.iter().any(|r| bucket.contains(r.at)))
                .then_some(bucket),
        }
    }

    /// The release bubbles of `data` and their boxes; none where it has no releases. Over bars they start half a band
    /// earlier, so that both cover the same times.
    pub fn bubbles<'a>(&self, data: &'a ChartData) -> Vec<(Rect, Bubble<'a>)> {
        if data.releases.is_empty() {
            return Vec::new();
        }
        let range = self.window.range();
        let last = self.window.bucket_start(self.window.len() - 1);
        bubbles(range.start, last, range.end, BUBBLES, &data.releases)
            .into_iter()
            .map(|bubble| {
                let rect = Rect {
                    left: self.edge(bubble.range.start) + 1.0,
                    top: self.plot.bottom + 2.0,
                    right: self.edge(bubble.range.end) - 1.0,
                    bottom: self.plot.bottom + 6.0,
                };
                (rect, bubble)
            })
            .collect()
    }
}
