//! Lines, broken where values are missing.

use super::clip::clip_line;
use super::decimate::decimate;
use super::frame::{Frame, View};
use super::geometry::{Point, point};
use super::palette::{Dash, Token, dash_of, token_of};
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
            for part in clip_line(&run.points, frame.plot.top, frame.plot.bottom) {
                scene.line(part, width, run.dash(dash), ink(token));
            }
            if let Some(center) = run
                .open
                .filter(|p| (frame.plot.top..=frame.plot.bottom).contains(&p.y))
            {
                hollow(scene, center, width + 1.0, token);
            }
        }
    }
}

/// Consecutive points of a line.
pub struct Run {
    /// In order of time.
    pub points: Vec<Point>,
    /// The outermost of its buckets of which not all is known; `None`: all of all of them is. The line into such a bucket
    /// is a run of its own.
    pub open: Option<Point>,
}

impl Run {
    /// Its dash in a series that has `dash`.
    pub fn dash(&self, dash: Dash) -> Dash {
        if self.open.is_some() {
            Dash::Dots
        } else {
            dash
        }
    }
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
            let outermost = if frame.is_complete(last) { first } else { last };
            out.push(Run {
                points: decimate(&part, 1.0 / dpr),
                open: points[outermost].filter(|_| !complete),
            });
        }
    }
    out
}

/// A point that is not final yet: a ring. Its shape tells it from others whatever the dash of its line is.
pub fn hollow(scene: &mut Scene, center: Point, radius: f64, token: Token) {
    scene.dot_on_dot(center, [(radius, token), (radius / 2.0, Token::Surface)]);
}

/// The area from a line down to `bottom`.
pub fn down_to(points: &[Point], bottom: f64) -> Vec<Point> {
    let mut area = points.to_vec();
    area.extend(points.last().map(|p| point(p.x, bottom)));
    area.extend(points.first().map(|p| point(p.x, bottom)));
    area
}
