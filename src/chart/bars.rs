//! Bars, side by side or stacked. All bars of a chart are equally wide, to the device pixel.

use super::frame::{Frame, View};
use super::geometry::{Point, Rect, point};
use super::layer_names::{self, room_in_bars};
use super::palette::{Dash, Token, token_of};
use super::scene::{Mark, Scene, ink, tint};
use super::stack::{Layer, stack};
use crate::engine::series::Series;

/// Share of a band that its bars take.
const FULL: f64 = 0.78;
/// The widest group of bars.
const WIDEST: f64 = 56.0;
/// Between bars of a group, and between the parts of a stacked bar.
const SEAM: f64 = 1.0;
const INCOMPLETE: f64 = 0.35;
/// From stroke to stroke of the hatching of an incomplete bar, along an axis.
const HATCH: f64 = 5.0;
const HATCH_WIDTH: f64 = 1.0;

/// Draws the bars of each bucket beside each other, in the order of `series`.
pub fn side_by_side(view: &View<'_>, frame: &Frame, series: &[&Series], scene: &mut Scene) {
    let count = series.len().max(1) as f64;
    let pixel = 1.0 / view.dpr;
    let group = group_width(frame, pixel);
    let seam = if group / count > 4.0 { SEAM } else { 0.0 };
    let width = whole((group - seam * (count - 1.0)) / count, pixel);
    let total = width * count + seam * (count - 1.0);
    for (n, s) in series.iter().enumerate() {
        for (i, value) in s.values.iter().take(frame.window.len()).enumerate() {
            let Some(value) = value.filter(|v| v.is_finite() && *v > 0.0) else {
                continue;
            };
            let left = snapped(frame.x(i) - total / 2.0, pixel) + n as f64 * (width + seam);
            let rect = column(frame, left, width, 0.0, value);
            push(frame, i, rect, token_of(s.tone), scene);
        }
    }
}

/// Draws the bars of each bucket on top of each other, the first series lowest.
pub fn stacked(view: &View<'_>, frame: &Frame, series: &[&Series], scene: &mut Scene) {
    let pixel = 1.0 / view.dpr;
    let width = group_width(frame, pixel);
    let values: Vec<_> = series.iter().map(|s| &s.values[..]).collect();
    let layers = stack(&values);
    let part = |i: usize, span: Option<(f64, f64)>| {
        let (low, high) = span.filter(|(low, high)| high > low)?;
        let left = snapped(frame.x(i) - width / 2.0, pixel);
        let mut rect = column(frame, left, width, low, high);
        if low > 0.0 && rect.height() > 2.0 * SEAM {
            rect.bottom -= SEAM;
        }
        Some((i, rect))
    };
    let parts = |layer: &Layer| {
        let spans = layer.spans.iter().take(frame.window.len()).enumerate();
        spans
            .filter_map(|(i, span)| part(i, *span))
            .collect::<Vec<_>>()
    };
    for layer in &layers {
        for (i, rect) in parts(layer) {
            push(frame, i, rect, token_of(series[layer.index].tone), scene);
        }
    }
    let room = |layer: &Layer, width| {
        let whole = parts(layer)
            .into_iter()
            .filter(|(i, _)| frame.is_complete(*i));
        room_in_bars(whole.map(|(_, rect)| rect), width)
    };
    layer_names::draw(view, series, &layers, room, scene);
}

fn group_width(frame: &Frame, pixel: f64) -> f64 {
    let full = if frame.band > 3.0 { FULL } else { 1.0 };
    whole((frame.band * full).min(WIDEST), pixel)
}

/// Whole device pixels, at least one.
fn whole(width: f64, pixel: f64) -> f64 {
    (width / pixel).floor().max(1.0) * pixel
}

fn snapped(x: f64, pixel: f64) -> f64 {
    (x / pixel).round() * pixel
}

fn column(frame: &Frame, left: f64, width: f64, low: f64, high: f64) -> Rect {
    let (top, bottom) = (frame.plot.top, frame.plot.bottom);
    Rect {
        left,
        top: frame.y(high).clamp(top, bottom),
        right: left + width,
        bottom: frame.y(low).clamp(top, bottom),
    }
}

/// A bar of a bucket that is not complete is pale and hatched.
fn push(frame: &Frame, bucket: usize, rect: Rect, token: Token, scene: &mut Scene) {
    if frame.is_complete(bucket) {
        return scene.push(Mark::Bar {
            rect,
            ink: ink(token),
        });
    }
    scene.push(Mark::Bar {
        rect,
        ink: tint(token, INCOMPLETE),
    });
    for points in hatch(rect) {
        scene.line(points, HATCH_WIDTH, Dash::Solid, ink(token));
    }
}

/// Strokes that rise to the right through `rect`, cut at its edges; none in one too narrow for them.
fn hatch(rect: Rect) -> Vec<Vec<Point>> {
    if rect.width() < HATCH || rect.height() < HATCH {
        return Vec::new();
    }
    // Each stroke is where x + y stays the same.
    let (from, to) = (rect.left + rect.top, rect.right + rect.bottom);
    let first = (from / HATCH).floor() as i64 + 1;
    let last = (to / HATCH).ceil() as i64 - 1;
    (first..=last)
        .map(|n| {
            let sum = n as f64 * HATCH;
            let low = (sum - rect.bottom).max(rect.left);
            let high = (sum - rect.top).min(rect.right);
            vec![point(low, sum - low), point(high, sum - high)]
        })
        .filter(|stroke| stroke[1].x - stroke[0].x > 0.5)
        .collect()
}
