//! A line without axes, for a place the size of a word.

use super::extent;
use super::geometry::{Point, Size, point};
use super::lines::{down_to, hollow};
use super::palette::{Dash, token_of};
use super::scale::Scale;
use super::scene::{Mark, Scene, ink, tint};
use super::stretches::{parts, stretches};
use super::value_axis::ValueAxis;
use crate::engine::series::SeriesSet;
use crate::session::Timestamp;
use crate::session::completeness::Completeness;

const WIDTH: f64 = 1.25;
const END_DOT: f64 = 2.5;
const MARGIN: f64 = 3.5;
const BELOW: f64 = 0.12;

/// Draws the first series of `set`, from its smallest to its largest value, with a dot on the latest one. Gaps stay gaps.
/// Of buckets that are not complete at `now` (`None`: all are) the line is dotted and the dot hollow, and they do not
/// stretch the scale.
pub fn spark(set: &SeriesSet, size: Size, now: Option<Timestamp>) -> Scene {
    let mut scene = Scene::new(size);
    let Some(series) = set.series.first() else {
        return scene;
    };
    let is_complete = |i: usize| {
        let of = |now| Completeness::of(set.window.bucket(i), now);
        now.is_none_or(|now| of(now) == Completeness::Complete)
    };
    let value = |i: usize| series.values[i].filter(|v| v.is_finite());
    let all = 0..series.values.len();
    // Where none is complete, what there is has to do.
    let has_complete = all.clone().any(|i| is_complete(i) && value(i).is_some());
    let counted = all.clone().filter(|i| !has_complete || is_complete(*i));
    let extent = extent::of_values(counted.filter_map(value));
    let axis = ValueAxis::new(extent, set.unit, true, 8);
    let (low, high) = extent.unwrap_or((axis.low, axis.high));
    // Flat data runs through the middle; noise is not blown up beyond what an axis would show.
    let room = ((axis.high - axis.low) - (high - low)).max(0.0) / 2.0;
    let y = Scale::new((low - room, high + room), (size.height - MARGIN, MARGIN));
    let last = series.values.len().saturating_sub(1) as f64;
    let x = Scale::new((0.0, last), (MARGIN, (size.width - MARGIN).max(MARGIN)));
    let token = token_of(series.tone);
    let at = |i: usize| {
        let height = y
            .to_pixel(value(i)?)
            .clamp(MARGIN, (size.height - MARGIN).max(MARGIN));
        Some(point(x.to_pixel(i as f64), height))
    };
    for run in stretches(series.values.len(), |i| value(i).is_some()) {
        for (first, last, complete) in parts(run, is_complete) {
            let part: Vec<Point> = (first..=last).filter_map(at).collect();
            if part.len() > 1 {
                scene.push(Mark::Area {
                    points: down_to(&part, size.height),
                    ink: tint(token, BELOW),
                });
            }
            let dash = if complete { Dash::Solid } else { Dash::Dots };
            scene.line(part, WIDTH, dash, ink(token));
        }
    }
    if let Some((latest, center)) = all.rev().find_map(|i| Some((i, at(i)?))) {
        match is_complete(latest) {
            true => scene.push(Mark::Dot {
                center,
                radius: END_DOT,
                ink: ink(token),
            }),
            false => hollow(&mut scene, center, END_DOT, token),
        }
    }
    scene
}
