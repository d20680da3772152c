//! What moves with the pointer: the cursor line, a dot on every series, the shade over a bar's band. Drawn on a canvas
//! of its own, so that the plot stays as it is.

use super::data::Shape;
use super::frame::{Frame, View};
use super::geometry::{Rect, point};
use super::palette::{Token, token_of};
use super::scene::{Mark, Scene, ink, tint};
use super::stack::stack;

const DOT: f64 = 3.5;
const RING: f64 = 5.0;

/// The cursor at bucket `index`.
pub fn cursor(view: &View<'_>, frame: &Frame, index: usize) -> Scene {
    let mut scene = Scene::new(view.size);
    let (plot, x) = (frame.plot, frame.x(index));
    let series = view.visible();
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
    for (s, value) in series.iter().zip(values).rev() {
        let Some(value) = value.filter(|v| v.is_finite()) else {
            continue;
        };
        let center = point(x, frame.y(value).clamp(plot.top, plot.bottom));
        for (radius, token) in [(RING, Token::Surface), (DOT, token_of(s.tone))] {
            scene.push(Mark::Dot {
                center,
                radius,
                ink: ink(token),
            });
        }
    }
    scene
}

/// The stretch of time of a release bubble, shaded in the plot.
pub fn shade(view: &View<'_>, frame: &Frame, box_of_bubble: Rect) -> Scene {
    let mut scene = Scene::new(view.size);
    scene.push(Mark::Bar {
        rect: Rect {
            left: box_of_bubble.left,
            right: box_of_bubble.right,
            ..frame.plot
        },
        ink: tint(Token::Accent, 0.1),
    });
    scene
}
