//! The names of the layers of a stack, inside them wherever there is room: what a layer is can be told without its colour.
//! A name stands where its layer is thickest; thin layers go without, and are told by the tooltip, which has their order.

use super::frame::{Frame, View};
use super::geometry::{Point, Rect, point};
use super::palette::Token;
use super::scene::{Align, Mark, Scene, ink, tint};
use super::stack::Layer;
use crate::engine::series::Series;

/// A name's own height, and what is free beside it.
const HEIGHT: f64 = 16.0;
const BESIDE: f64 = 4.0;
/// How much of the layer shows through below its name; contrast of the text is tested with it.
pub const VEIL: f64 = 0.85;

/// Where a name may stand: its middle, and the height that is free there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// The middle.
    pub at: Point,
    /// What of the layer is free there, over the whole width of the name.
    pub high: f64,
}

/// Writes the names of `layers` where `room` finds some for their width; the only layer needs none.
pub fn draw(
    view: &View<'_>,
    series: &[&Series],
    layers: &[Layer],
    room: impl Fn(&Layer, f64) -> Option<Room>,
    scene: &mut Scene,
) {
    if layers.len() < 2 {
        return;
    }
    for layer in layers {
        let text = &series[layer.index].name;
        let width = view.measure.width(text) + 2.0 * BESIDE;
        let Some(Room { at, .. }) = room(layer, width).filter(|r| r.high >= HEIGHT) else {
            continue;
        };
        scene.push(Mark::Bar {
            rect: Rect {
                left: at.x - width / 2.0,
                top: at.y - HEIGHT / 2.0,
                right: at.x + width / 2.0,
                bottom: at.y + HEIGHT / 2.0,
            },
            ink: tint(Token::Surface, VEIL),
        });
        scene.push(Mark::Text {
            at,
            text: text.clone(),
            align: Align::Center,
            ink: ink(Token::Text),
        });
    }
}

/// The most room for something so wide inside a layer of an area.
pub fn room_in_area(frame: &Frame, layer: &Layer, width: f64) -> Option<Room> {
    let (top, bottom) = (frame.plot.top, frame.plot.bottom);
    // A layer is bounded by straight lines from point to point: what is free at all points is free between them.
    let spans = layer.spans.iter().take(frame.window.len());
    let free: Vec<(f64, f64)> = spans
        .map(|span| match span {
            Some((low, high)) => (frame.y(*high).max(top), frame.y(*low).min(bottom)),
            None => (bottom, top),
        })
        .collect();
    let mut best = None;
    let mut highest = HEIGHT;
    // Places an eighth of a name apart are enough to choose from.
    let step = (width / frame.band / 8.0).max(1.0) as usize;
    for from in (0..free.len()).step_by(step) {
        let (mut top, mut bottom) = free[from];
        let left = frame.x(from);
        for (to, next) in free.iter().enumerate().skip(from + 1) {
            (top, bottom) = (top.max(next.0), bottom.min(next.1));
            if bottom - top <= highest {
                break;
            }
            let right = frame.x(to);
            if right - left >= width {
                highest = bottom - top;
                best = Some(Room {
                    at: point((left + right) / 2.0, (top + bottom) / 2.0),
                    high: highest,
                });
                break;
            }
        }
    }
    best
}

/// The most room for something so wide among the bars of a layer.
pub fn room_in_bars(bars: impl Iterator<Item = Rect>, width: f64) -> Option<Room> {
    let mut best: Option<Room> = None;
    for bar in bars.filter(|bar| bar.width() >= width) {
        if best.is_none_or(|best| bar.height() > best.high) {
            best = Some(Room {
                at: point((bar.left + bar.right) / 2.0, (bar.top + bar.bottom) / 2.0),
                high: bar.height(),
            });
        }
    }
    best
}
