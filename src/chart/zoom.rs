//! Selecting buckets to zoom to: which ones a drag covers, and the band that shows what is selected.

use super::frame::{Frame, View};
use super::geometry::Rect;
use super::palette::Token;
use super::scene::{Mark, Scene, ink, tint};
use crate::session::TimeRange;

/// A shorter way is a click with an unsteady hand.
const LEAST: f64 = 6.0;
const BAND: f64 = 0.16;

/// A drag from one x of the canvas to another, in either direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drag {
    /// Where it began.
    pub from: f64,
    /// Where it is.
    pub to: f64,
}

impl Drag {
    /// Whether it went far enough to be one.
    pub fn is_meant(self) -> bool {
        (self.to - self.from).abs() >= LEAST
    }

    /// All buckets it touches, whole: at least one.
    pub fn range(self, frame: &Frame) -> TimeRange {
        let first = frame.bucket_under(self.from.min(self.to));
        let last = frame.bucket_under(self.from.max(self.to));
        TimeRange::new(
            frame.window.bucket_start(first),
            frame.window.bucket(last).end,
        )
    }
}

/// The buckets of `range`, as the plot shows them while they are selected.
pub fn band(view: &View<'_>, frame: &Frame, range: TimeRange) -> Scene {
    let mut scene = Scene::new(view.size);
    let plot = frame.plot;
    let edge = |t| frame.edge(t).clamp(plot.left, plot.right);
    let (left, right) = (edge(range.start), edge(range.end));
    scene.push(Mark::Bar {
        rect: Rect {
            left,
            right,
            ..plot
        },
        ink: tint(Token::Accent, BAND),
    });
    for x in [left, right] {
        scene.push(Mark::VerticalHair {
            x,
            top: plot.top,
            bottom: plot.bottom,
            ink: ink(Token::Accent),
        });
    }
    scene
}
