//! The previous period: a dashed line for each visible series, for stacks one for their top. It lies behind lines, but in
//! front of areas and bars, which would hide it, with an outline of the surface's colour. Where buckets are too close to each
//! other to make out dashes along its ups and downs, it is thin, and its dashes go along the time.

use super::clip::clip_line;
use super::data::{Shape, WHOLE};
use super::extent;
use super::frame::{Frame, View};
use super::geometry::Point;
use super::lines::runs;
use super::palette::{Dash, Token, token_of};
use super::scene::{Scene, ink};
use super::stack::stack;
use super::stretches::stretches;
use crate::engine::series::{Series, Tone};

const WIDTH: f64 = 1.25;
/// Of a ghost and its outline.
const OUTLINED: f64 = 3.25;
/// Closer buckets than this turn dashes along the path of a jagged line into beads.
const DENSE: f64 = 2.0;
/// There, how wide a dash is, and how far it is to the next, along the time.
const DASH: u32 = 14;
const GAP: u32 = 4;
/// Of a ghost there, and its outline.
const DENSE_WIDTH: f64 = 1.0;
const DENSE_OUTLINED: f64 = 2.5;

/// The smallest and largest value of the ghosts; `None` where there are none.
pub fn extent(view: &View<'_>) -> Option<(f64, f64)> {
    extent::extent(view.data.shape, &visible(view))
}

/// Draws the ghosts of what is visible.
pub fn draw(view: &View<'_>, frame: &Frame, scene: &mut Scene) {
    let ghosts = visible(view);
    match view.data.shape {
        Shape::Line | Shape::Bars => {
            for ghost in ghosts {
                line(view, frame, ghost, token_of(ghost.tone), scene);
            }
        }
        Shape::StackedArea | Shape::StackedBars => {
            if let Some(top) = top(&ghosts) {
                line(view, frame, &top, Token::TextMuted, scene);
            }
        }
    }
}

/// The series of the previous period whose namesakes are shown; a whole while all of its parts are.
fn visible<'a>(view: &View<'a>) -> Vec<&'a Series> {
    let shown = view.visible();
    let is_shown = |ghost: &&Series| match ghost.name == WHOLE {
        true => shown.len() == view.data.set.series.len(),
        false => shown.iter().any(|s| s.name == ghost.name),
    };
    view.data.before.iter().filter(is_shown).collect()
}

/// The upper edge of all ghosts stacked.
fn top(ghosts: &[&Series]) -> Option<Series> {
    let values: Vec<_> = ghosts.iter().map(|s| &s.values[..]).collect();
    let spans = stack(&values).pop()?.spans;
    Some(Series {
        name: String::new(),
        tone: Tone::Other,
        values: spans
            .into_iter()
            .map(|span| span.map(|(_, top)| top))
            .collect(),
        ratios: Vec::new(),
        total: None,
    })
}

fn line(view: &View<'_>, frame: &Frame, ghost: &Series, token: Token, scene: &mut Scene) {
    let is_behind = view.data.shape == Shape::Line;
    let (width, outlined, dash) = match frame.band < DENSE && !is_behind {
        true => (DENSE_WIDTH, DENSE_OUTLINED, Dash::Solid),
        false => (WIDTH, OUTLINED, Dash::Before),
    };
    for run in runs(frame, ghost, view.dpr) {
        for part in clip_line(&run.points, frame.plot.top, frame.plot.bottom) {
            let parts = match dash {
                Dash::Solid => dashes(&part),
                _ => vec![part],
            };
            for part in parts {
                if !is_behind {
                    scene.line(part.clone(), outlined, dash, ink(Token::Surface));
                }
                scene.line(part, width, dash, ink(token));
            }
        }
    }
}

/// What of a line through close points lies in every other strip of the time.
fn dashes(points: &[Point]) -> Vec<Vec<Point>> {
    let is_in_dash = |i: usize| points[i].x as u32 % (DASH + GAP) < DASH;
    let dashes = stretches(points.len(), is_in_dash).into_iter();
    dashes
        .map(|(first, last)| points[first..=last].to_vec())
        .collect()
}
