//! Stacked areas: translucent layers, each with a line of its own colour on top and a thread of the surface's colour
//! beside it, so that neighbours part even where their colours look alike; where buckets are too close for threads, a gap
//! parts those that are thick enough. Each has its name inside where there is room.

use super::clip::{clip_line, clip_polygon};
use super::decimate::decimate;
use super::frame::{Frame, View};
use super::geometry::{Point, Rect, point};
use super::layer_names::{self, room_in_area};
use super::palette::{Dash, Token, token_of};
use super::scene::{Mark, Scene, ink, tint};
use super::stack::{Layer, stack};
use super::stretches::{parts, stretches};
use crate::engine::series::Series;

const FILL: f64 = 0.78;
/// The rest of a split stays in the background.
const REST_FILL: f64 = 0.5;
const INCOMPLETE_FILL: f64 = 0.4;
const EDGE: f64 = 1.5;
const THREAD: f64 = 3.5;
/// Where buckets are closer than this, lines would cover what they border: they are thin, and without a thread.
const DENSE: f64 = 2.5;
const DENSE_EDGE: f64 = 1.0;
/// Height of a gap.
const GAP: f64 = 1.0;
/// Layers of this height on both sides can spare a gap, along so much of their way: shorter ones would be flecks.
const SPARES: f64 = 3.0;
const ALONG: f64 = 16.0;
/// A bucket alone between gaps is a bar of this width.
const ALONE: f64 = 5.0;

/// Draws `series` on top of each other, the first one lowest.
pub fn draw(view: &View<'_>, frame: &Frame, series: &[&Series], scene: &mut Scene) {
    let values: Vec<_> = series.iter().map(|s| &s.values[..]).collect();
    let layers = stack(&values);
    let token = |layer: &Layer| token_of(series[layer.index].tone);
    let column = 1.0 / view.dpr;
    let edge = if frame.band >= DENSE {
        EDGE
    } else {
        DENSE_EDGE
    };
    let gaps = gaps(frame, &layers);
    for (layer, gaps) in layers.iter().zip(&gaps) {
        for run in runs(frame, layer) {
            fill(frame, layer, gaps, run, token(layer), column, scene);
        }
    }
    for (layer, gaps) in layers.iter().zip(&gaps) {
        for run in edges(layer, gaps) {
            for (lead, trail, complete) in parts(run, |i| frame.is_complete(i)) {
                let line: Vec<Point> = (lead..=trail)
                    .filter_map(|i| Some(point(frame.x(i), frame.y(layer.spans[i]?.1))))
                    .collect();
                let dash = if complete { Dash::Solid } else { Dash::Dots };
                for part in clip_line(&decimate(&line, column), frame.plot.top, frame.plot.bottom) {
                    if frame.band >= DENSE {
                        scene.line(part.clone(), THREAD, Dash::Solid, ink(Token::Surface));
                    }
                    scene.line(part, edge, dash, ink(token(layer)));
                }
            }
        }
    }
    let room = |layer: &Layer, width| room_in_area(frame, layer, width);
    layer_names::draw(view, series, &layers, room, scene);
}

fn fill(
    frame: &Frame,
    layer: &Layer,
    gaps: &[bool],
    (first, last): (usize, usize),
    token: Token,
    column: f64,
    scene: &mut Scene,
) {
    let (top, bottom) = (frame.plot.top, frame.plot.bottom);
    let full = if token == Token::Other {
        REST_FILL
    } else {
        FILL
    };
    let span = |i: usize| layer.spans[i].map(|(low, high)| (frame.y(low), frame.y(high)));
    if first == last {
        let Some((low, high)) = span(first).filter(|(low, high)| low > high) else {
            return;
        };
        let half = ALONE.min(frame.band) / 2.0;
        let x = frame
            .x(first)
            .clamp(frame.plot.left + half, frame.plot.right - half);
        let rect = Rect {
            left: x - half,
            top: high.max(top),
            right: x + half,
            bottom: low.min(bottom),
        };
        let alpha = if frame.is_complete(first) {
            full
        } else {
            INCOMPLETE_FILL
        };
        scene.push(Mark::Bar {
            rect,
            ink: tint(token, alpha),
        });
        return;
    }
    for (from, to, complete) in parts((first, last), |i| frame.is_complete(i)) {
        let alpha = if complete { full } else { INCOMPLETE_FILL };
        let edge = |is_top: bool| -> Vec<Point> {
            let y = |i: usize| match (span(i)?, is_top) {
                ((_, high), true) if gaps[i] => Some(high + GAP),
                ((_, high), true) => Some(high),
                ((low, _), false) => Some(low),
            };
            let line: Vec<Point> = (from..=to)
                .filter_map(|i| Some(point(frame.x(i), y(i)?)))
                .collect();
            decimate(&line, column)
        };
        let mut outline = edge(true);
        outline.extend(edge(false).into_iter().rev());
        let points = clip_polygon(&outline, top, bottom);
        if points.len() > 2 {
            scene.push(Mark::Area {
                points,
                ink: tint(token, alpha),
            });
        }
    }
}

/// First and last bucket of every stretch without a gap.
fn runs(frame: &Frame, layer: &Layer) -> Vec<(usize, usize)> {
    stretches(layer.spans.len().min(frame.window.len()), |i| {
        layer.spans[i].is_some()
    })
}

/// Where each layer ends a little below the next one.
fn gaps(frame: &Frame, layers: &[Layer]) -> Vec<Vec<bool>> {
    let mut above = vec![0.0; frame.window.len()];
    let mut out: Vec<Vec<bool>> = layers
        .iter()
        .rev()
        .map(|layer| {
            let mut gaps = vec![false; layer.spans.len()];
            if frame.band >= DENSE {
                return gaps;
            }
            let mut spares = gaps.clone();
            for ((span, above), spares) in layer.spans.iter().zip(&mut above).zip(&mut spares) {
                let high = span.map_or(0.0, |(low, high)| frame.y(low) - frame.y(high));
                *spares = high.min(*above) >= SPARES;
                if high > 0.0 {
                    *above = high;
                }
            }
            for (first, last) in stretches(spares.len(), |i| spares[i]) {
                if (last - first) as f64 * frame.band >= ALONG {
                    gaps[first..=last].fill(true);
                }
            }
            gaps
        })
        .collect();
    out.reverse();
    out
}

/// First and last bucket of every stretch in which the layer can be seen and no gap ends it, one bucket beyond where it
/// has thickness.
fn edges(layer: &Layer, gaps: &[bool]) -> Vec<(usize, usize)> {
    let spans = &layer.spans;
    let thick = |i: usize| {
        spans
            .get(i)
            .copied()
            .flatten()
            .is_some_and(|(low, high)| high > low)
    };
    stretches(spans.len(), |i| {
        spans[i].is_some() && !gaps[i] && (thick(i) || thick(i + 1) || (i > 0 && thick(i - 1)))
    })
    .into_iter()
    .filter(|(first, last)| first < last)
    .collect()
}
