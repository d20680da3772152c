//! Dragging over a plot: which buckets a drag covers, and the band that shows them.

use super::frame::{Frame, View};
use super::geometry::Rect;
use super::palette::Token;
use super::scene::{Mark, Scene, tint};
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

    /// What is drawn over the plot meanwhile: the buckets it would zoom to.
    pub fn scene(self, view: &View<'_>, frame: &Frame) -> Scene {
        let range = self.range(frame);
        let (left, right) = (frame.edge(range.start), frame.edge(range.end));
        let mut scene = Scene::new(view.size);
        scene.push(Mark::Bar {
            rect: Rect {
                left: left.max(frame.plot.left),
                right: right.min(frame.plot.right),
                ..frame.plot
            },
            ink: tint(Token::Accent, BAND),
        });
        scene
    }
}
