//! Lines, broken where values are missing.

use super::clip::clip_line;
use super::decimate::decimate;
use super::frame::{Frame, View};
use super::geometry::{Point, point};
use super::palette::{Dash, dash_of, token_of};
use super::scene::{Mark, Scene, ink, tint};
use super::stretches::{parts, stretches};
use crate::engine::series::Series;

const WIDTH: f64 = 1.75;
/// Of lines through buckets that are less than [`DENSE`] apart: a thicker one would fill the valleys between its peaks.
const DENSE_WIDTH: f64 = 1.0;
const DENSE: f64 = 2.0;
const ONLY_WIDTH: f64 = 2.0;
/// Of the soft area below a chart's only line.
const BELOW: f64 = 0.1;

/// Draws `series`, the first one in front.
pub fn draw(view: &View<'_>, frame: &Frame, series: &[&Series], scene: &mut Scene) {
    let only = view.data.set.series.len() == 1;
    let width = match only {
        _ if frame.plot.width() < DENSE * frame.window.len() as f64 => DENSE_WIDTH,
        true => ONLY_WIDTH,
        false => WIDTH,
    };
    for s in series.iter().rev() {
        let (token, dash) = (token_of(s.tone), dash_of(s.tone));
        for run in runs(frame, s, view.dpr) {
            if only && frame.values.low == 0.0 && run.points.len() > 1 {
                scene.push(Mark::Area {
                    points: down_to(&run.points, frame.plot.bottom),
                    ink: tint(token, BELOW),
                });
            }
            let (dash, ink) = match (run.complete, dash) {
                (true, dash) => (dash, ink(token)),
                (false, Dash::Solid) => (Dash::Dots, ink(token)),
                (false, dash) => (dash, tint(token, 0.5)),
            };
            for part in clip_line(&run.points, frame.plot.top, frame.plot.bottom) {
                scene.line(part, width, dash, ink);
            }
        }
    }
}

/// Consecutive points of a line.
pub struct Run {
    /// In order of time.
    pub points: Vec<Point>,
    /// Whether all of its buckets is known. The line into one of which it is not is a run of its own.
    pub complete: bool,
}

/// The runs of a series between its gaps.
pub fn runs(frame: &Frame, series: &Series, dpr: f64) -> Vec<Run> {
    let points: Vec<Option<Point>> = series
        .values
        .iter()
        .take(frame.window.len())
        .enumerate()
        .map(|(i, v)| Some(point(frame.x(i), frame.y((*v).filter(|v| v.is_finite())?))))
        .collect();
    let mut out = Vec::new();
    for run in stretches(points.len(), |i| points[i].is_some()) {
        for (first, last, complete) in parts(run, |i| frame.is_complete(i)) {
            let part: Vec<Point> = points[first..=last].iter().copied().flatten().collect();
            out.push(Run {
                points: decimate(&part, 1.0 / dpr),
                complete,
            });
        }
    }
    out
}

/// The area from a line down to `bottom`.
pub fn down_to(points: &[Point], bottom: f64) -> Vec<Point> {
    let mut area = points.to_vec();
    area.extend(points.last().map(|p| point(p.x, bottom)));
    area.extend(points.first().map(|p| point(p.x, bottom)));
    area
}
