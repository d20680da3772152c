//! Releases as vertical lines in the plot, each with a head to point at. Those that would touch are one line.

use super::bubbles::Bubble;
use super::data::ChartData;
use super::frame::Frame;
use super::geometry::{Rect, point};
use super::palette::Token;
use super::scene::{Mark, Scene, ink, tint};
use crate::session::TimeRange;

/// Lines closer than this are one.
const APART: f64 = 5.0;
/// Half the width, and the height, of what is pointed at.
const REACH: f64 = 5.0;
const HEAD: f64 = 2.5;
const HEAD_OF_SEVERAL: f64 = 3.5;
const LINE: f64 = 0.55;
/// Of the line of a release that is pointed at.
pub const THICK: f64 = 2.0;

/// The lines of `data` and the boxes of their heads, from left to right. A release from before the first bucket has
/// none; one after the start of the last bucket stands at its place, or at the edge of the plot.
pub fn release_lines<'a>(frame: &Frame, data: &'a ChartData) -> Vec<(Rect, Bubble<'a>)> {
    let range = frame.window.range();
    let mut out: Vec<(Rect, Bubble<'a>)> = Vec::new();
    let mut before = f64::MIN;
    for release in data.releases.iter().filter(|r| range.contains(r.at)) {
        let x = frame
            .x_of(release.at)
            .clamp(frame.plot.left, frame.plot.right);
        match out.last_mut().filter(|_| x - before < APART) {
            Some((_, line)) => {
                line.releases.push(release);
                line.range.end = release.at.plus(1);
                line.told_end = release.at;
            }
            None => {
                let rect = Rect {
                    left: x - REACH,
                    right: x + REACH,
                    top: frame.plot.top - REACH,
                    bottom: frame.plot.top + REACH,
                };
                let line = Bubble {
                    range: TimeRange::new(release.at, release.at.plus(1)),
                    told_end: release.at,
                    releases: vec![release],
                };
                out.push((rect, line));
                before = x;
            }
        }
    }
    out
}

/// Draws them.
pub fn draw(frame: &Frame, data: &ChartData, scene: &mut Scene) {
    for (rect, line) in release_lines(frame, data) {
        let x = (rect.left + rect.right) / 2.0;
        scene.push(Mark::VerticalHair {
            x,
            top: frame.plot.top,
            bottom: frame.axis_line,
            ink: tint(Token::Text, LINE),
        });
        scene.push(Mark::Dot {
            center: point(x, frame.plot.top),
            radius: if line.releases.len() > 1 {
                HEAD_OF_SEVERAL
            } else {
                HEAD
            },
            ink: ink(Token::Text),
        });
    }
}
