//! The picture of a time chart: grid, series, axes, releases. What moves with the pointer is in
//! [`super::cursor`].

use super::bubbles::opacities;
use super::data::{ChartData, Marking, Shape};
use super::frame::{Frame, View};
use super::geometry::point;
use super::palette::Token;
use super::scene::{Align, Mark, Scene, ink, tint};
use super::{areas, bars, ghosts, lines, release_lines};

/// Lays `view` out and draws it.
pub fn plot(view: &View<'_>) -> (Frame, Scene) {
    let frame = Frame::new(view);
    let mut scene = Scene::new(view.size);
    grid(&frame, &mut scene);
    let series = view.visible();
    match view.data.shape {
        Shape::Line => {
            ghosts::draw(view, &frame, &mut scene);
            lines::draw(view, &frame, &series, &mut scene);
        }
        Shape::StackedArea => areas::draw(view, &frame, &series, &mut scene),
        Shape::Bars => bars::side_by_side(view, &frame, &series, &mut scene),
        Shape::StackedBars => bars::stacked(view, &frame, &series, &mut scene),
    }
    if view.data.shape != Shape::Line {
        ghosts::draw(view, &frame, &mut scene);
    }
    time_axis(&frame, &mut scene);
    match frame.marking {
        Some(Marking::Bubbles) => bubble_row(&frame, view.data, &mut scene),
        Some(Marking::Lines) => release_lines::draw(&frame, view.data, &mut scene),
        None => {}
    }
    (frame, scene)
}

fn bubble_row(frame: &Frame, data: &ChartData, scene: &mut Scene) {
    let (rects, bubbles): (Vec<_>, Vec<_>) = frame.bubbles(data).into_iter().unzip();
    for (rect, alpha) in rects.into_iter().zip(opacities(&bubbles)) {
        if alpha > 0.0 {
            scene.push(Mark::Bar {
                rect,
                ink: tint(Token::Accent, alpha),
            });
        }
    }
}

fn grid(frame: &Frame, scene: &mut Scene) {
    let plot = frame.plot;
    for (value, text) in &frame.values.ticks {
        let y = frame.y(*value);
        scene.push(Mark::HorizontalHair {
            left: plot.left,
            right: plot.right,
            y,
            ink: ink(Token::Grid),
        });
        if !frame.is_empty {
            scene.push(Mark::Text {
                at: point(plot.left - 8.0, y),
                text: text.clone(),
                align: Align::Right,
                ink: ink(Token::TextMuted),
            });
        }
    }
    if frame.is_empty {
        scene.push(Mark::Text {
            at: point(
                (plot.left + plot.right) / 2.0,
                (plot.top + plot.bottom) / 2.0,
            ),
            text: "No data in this range".to_owned(),
            align: Align::Center,
            ink: ink(Token::TextMuted),
        });
    }
}

fn time_axis(frame: &Frame, scene: &mut Scene) {
    let y = frame.axis_line;
    scene.push(Mark::HorizontalHair {
        left: frame.plot.left,
        right: frame.plot.right,
        y,
        ink: ink(Token::Axis),
    });
    for label in &frame.times {
        scene.push(Mark::VerticalHair {
            x: label.tick,
            top: y,
            bottom: y + 4.0,
            ink: ink(Token::Axis),
        });
        let mut write = |text: &str, below: f64| {
            scene.push(Mark::Text {
                at: point(label.x, y + below),
                text: text.to_owned(),
                align: Align::Center,
                ink: ink(Token::TextMuted),
            });
        };
        write(&label.text, 15.0);
        if let Some(rolled) = &label.rolled {
            write(rolled, 30.0);
        }
    }
}
