//! A line without axes, for a place the size of a word.

use super::geometry::{Point, Size, point};
use super::lines::down_to;
use super::palette::{Dash, token_of};
use super::scale::Scale;
use super::scene::{Mark, Scene, ink, tint};
use super::value_axis::ValueAxis;
use crate::engine::series::SeriesSet;

const WIDTH: f64 = 1.25;
const END_DOT: f64 = 2.5;
const MARGIN: f64 = 3.5;
const BELOW: f64 = 0.12;

/// Draws the first series of `set`, from its smallest to its largest value, with a dot on the latest one. Gaps stay gaps.
pub fn spark(set: &SeriesSet, size: Size) -> Scene {
    let mut scene = Scene::new(size);
    let Some(series) = set.series.first() else {
        return scene;
    };
    let finite = series
        .values
        .iter()
        .flatten()
        .copied()
        .filter(|v| v.is_finite());
    let extent = finite.fold(None, |e: Option<(f64, f64)>, v| {
        Some(e.map_or((v, v), |(low, high)| (low.min(v), high.max(v))))
    });
    let axis = ValueAxis::new(extent, set.unit, true, 8);
    let (low, high) = extent.unwrap_or((axis.low, axis.high));
    // Flat data runs through the middle; noise is not blown up beyond what an axis would show.
    let room = ((axis.high - axis.low) - (high - low)).max(0.0) / 2.0;
    let y = Scale::new((low - room, high + room), (size.height - MARGIN, MARGIN));
    let last = series.values.len().saturating_sub(1) as f64;
    let x = Scale::new((0.0, last), (MARGIN, (size.width - MARGIN).max(MARGIN)));
    let token = token_of(series.tone);
    let points: Vec<Option<Point>> = series
        .values
        .iter()
        .enumerate()
        .map(|(i, v)| {
            let v = (*v).filter(|v| v.is_finite())?;
            Some(point(x.to_pixel(i as f64), y.to_pixel(v)))
        })
        .collect();
    for run in points.split(Option::is_none).filter(|run| !run.is_empty()) {
        let run: Vec<Point> = run.iter().copied().flatten().collect();
        if run.len() > 1 {
            scene.push(Mark::Area {
                points: down_to(&run, size.height),
                ink: tint(token, BELOW),
            });
        }
        scene.line(run, WIDTH, Dash::Solid, ink(token));
    }
    if let Some(center) = points.iter().rev().copied().flatten().next() {
        scene.push(Mark::Dot {
            center,
            radius: END_DOT,
            ink: ink(token),
        });
    }
    scene
}
