//! What moves with the pointer: the cursor line, a dot on every series, the shade over a bar's band. Drawn on a canvas
//! of its own, so that the plot stays as it is.

use super::clip::clip_line;
use super::data::{Marking, Shape};
use super::frame::{Frame, View};
use super::geometry::{Rect, point};
use super::lines::runs;
use super::palette::{Token, dash_of, token_of};
use super::release_lines::THICK;
use super::scene::{Mark, Scene, ink, tint};
use super::stack::stack;
use crate::engine::series::Series;

/// The width of the one line that is read.
const PICKED: f64 = 3.0;
const DOT: f64 = 3.5;
const RING: f64 = 5.0;

/// The cursor at bucket `index`. `picked` names the one series that is read, if it is one: it stands out.
pub fn cursor(view: &View<'_>, frame: &Frame, index: usize, picked: Option<&str>) -> Scene {
    let mut scene = Scene::new(view.size);
    let (plot, x) = (frame.plot, frame.x(index));
    let series = view.visible();
    box_of(view, frame, index, &mut scene);
    if matches!(view.data.shape, Shape::Bars | Shape::StackedBars) {
        scene.push(Mark::Bar {
            rect: Rect {
                left: x - frame.band / 2.0,
                right: x + frame.band / 2.0,
                ..plot
            },
            ink: tint(Token::Text, 0.07),
        });
        return scene;
    }
    scene.push(Mark::VerticalHair {
        x,
        top: plot.top,
        bottom: frame.axis_line,
        ink: ink(Token::TextMuted),
    });
    let values: Vec<Option<f64>> = if view.data.shape == Shape::StackedArea {
        let parts: Vec<_> = series.iter().map(|s| &s.values[..]).collect();
        let tops = stack(&parts);
        tops.iter()
            .map(|layer| {
                let (low, high) = layer.spans.get(index).copied().flatten()?;
                (high > low).then_some(high)
            })
            .collect()
    } else {
        let value = |values: &[Option<f64>]| values.get(index).copied().flatten();
        series.iter().map(|s| value(&s.values)).collect()
    };
    let is_read = |s: &Series| picked.is_none_or(|name| s.name == name);
    for (s, value) in series.iter().zip(values).rev() {
        if !is_read(s) {
            continue;
        }
        if picked.is_some() && view.data.shape == Shape::Line {
            for run in runs(frame, s, view.dpr) {
                let dash = run.dash(dash_of(s.tone));
                for part in clip_line(&run.points, plot.top, plot.bottom) {
                    scene.line(part, PICKED, dash, ink(token_of(s.tone)));
                }
            }
        }
        let Some(value) = value.filter(|v| v.is_finite()) else {
            continue;
        };
        let center = point(x, frame.y(value).clamp(plot.top, plot.bottom));
        scene.dot_on_dot(center, [(RING, Token::Surface), (DOT, token_of(s.tone))]);
    }
    scene
}

/// Brings out the release box that bucket `index` lies in, if there are releases in it.
fn box_of(view: &View<'_>, frame: &Frame, index: usize, scene: &mut Scene) {
    if frame.marking != Some(Marking::Bubbles) {
        return;
    }
    let at = frame.window.bucket_start(index);
    let bubbles = frame.bubbles(view.data);
    // The last box has no bucket of its own beyond its end: the last bucket is its.
    let found = bubbles
        .iter()
        .find(|(_, b)| b.range.contains(at))
        .or(bubbles.last());
    if let Some((rect, _)) = found.filter(|(_, b)| !b.releases.is_empty()) {
        scene.push(Mark::Bar {
            rect: *rect,
            ink: ink(Token::Accent),
        });
    }
}

/// What is pointed at by the mark of releases with this box: its stretch of time in the plot, or its line.
pub fn shade(view: &View<'_>, frame: &Frame, mark: Rect) -> Scene {
    let mut scene = Scene::new(view.size);
    let middle = (mark.left + mark.right) / 2.0;
    let (left, right, ink) = match frame.marking {
        Some(Marking::Lines) => (middle - THICK / 2.0, middle + THICK / 2.0, ink(Token::Text)),
        Some(Marking::Bubbles) | None => (mark.left, mark.right, tint(Token::Accent, 0.1)),
    };
    scene.push(Mark::Bar {
        rect: Rect {
            left,
            right,
            ..frame.plot
        },
        ink,
    });
    scene
}
