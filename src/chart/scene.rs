//! A picture as data: what is drawn where, in which colour token. Painted by [`super::paint`], compared in snapshots,
//! and the same for screen and export.

use super::geometry::{Point, Rect, Size};
use super::palette::{Dash, Token};

/// A token, laid on with `alpha` (0 to 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ink {
    /// The colour.
    pub token: Token,
    /// Its opacity.
    pub alpha: f64,
}

/// `token`, opaque.
pub const fn ink(token: Token) -> Ink {
    Ink { token, alpha: 1.0 }
}

/// `token` with `alpha`.
pub const fn tint(token: Token, alpha: f64) -> Ink {
    Ink { token, alpha }
}

/// Where a text's anchor is, horizontally; vertically it is always the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At its left end.
    Left,
    /// In its middle.
    Center,
    /// At its right end.
    Right,
}

/// One thing drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A horizontal line of exactly one device pixel.
    HorizontalHair {
        /// Left end.
        left: f64,
        /// Right end.
        right: f64,
        /// Height; snapped to the pixel it falls in.
        y: f64,
        /// Colour.
        ink: Ink,
    },
    /// A vertical line of exactly one device pixel.
    VerticalHair {
        /// Place; snapped to the pixel it falls in.
        x: f64,
        /// Upper end.
        top: f64,
        /// Lower end.
        bottom: f64,
        /// Colour.
        ink: Ink,
    },
    /// A filled box with edges on device pixels, at least one of them wide and high.
    Bar {
        /// Edges.
        rect: Rect,
        /// Colour.
        ink: Ink,
    },
    /// A line with round joins.
    Line {
        /// Two at least.
        points: Vec<Point>,
        /// Width in CSS pixels.
        width: f64,
        /// Pattern.
        dash: Dash,
        /// Colour.
        ink: Ink,
    },
    /// A filled polygon.
    Area {
        /// Three at least.
        points: Vec<Point>,
        /// Colour.
        ink: Ink,
    },
    /// A filled circle.
    Dot {
        /// Its middle.
        center: Point,
        /// Its radius in CSS pixels.
        radius: f64,
        /// Colour.
        ink: Ink,
    },
    /// A word or two.
    Text {
        /// The anchor: see [`Align`]; the vertical middle.
        at: Point,
        /// What is said.
        text: String,
        /// Where the anchor is.
        align: Align,
        /// Colour.
        ink: Ink,
    },
    /// A heading, bold, of [`TITLE_SIZE`].
    Title {
        /// Its left end and vertical middle.
        at: Point,
        /// What is said.
        text: String,
        /// Colour.
        ink: Ink,
    },
}

/// The size of all labels in CSS pixels.
pub const FONT_SIZE: f64 = 12.0;
/// The size of a heading in CSS pixels.
pub const TITLE_SIZE: f64 = 16.0;

impl Mark {
    /// The same, further right and down by `by`.
    pub fn moved(mut self, by: Point) -> Self {
        let shift = |p: &mut Point| {
            p.x += by.x;
            p.y += by.y;
        };
        match &mut self {
            Self::HorizontalHair { left, right, y, .. } => {
                *left += by.x;
                *right += by.x;
                *y += by.y;
            }
            Self::VerticalHair { x, top, bottom, .. } => {
                *x += by.x;
                *top += by.y;
                *bottom += by.y;
            }
            Self::Bar { rect, .. } => {
                rect.left += by.x;
                rect.right += by.x;
                rect.top += by.y;
                rect.bottom += by.y;
            }
            Self::Line { points, .. } | Self::Area { points, .. } => {
                points.iter_mut().for_each(shift);
            }
            Self::Dot { center, .. } => shift(center),
            Self::Text { at, .. } | Self::Title { at, .. } => shift(at),
        }
        self
    }
}

/// Marks in drawing order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Of the canvas.
    pub size: Size,
    /// From back to front.
    pub marks: Vec<Mark>,
}

impl Scene {
    /// An empty scene.
    pub fn new(size: Size) -> Self {
        Self {
            size,
            marks: Vec::new(),
        }
    }

    /// Puts `mark` in front.
    pub fn push(&mut self, mark: Mark) {
        self.marks.push(mark);
    }

    /// Draws a dot of the first radius and colour with one of the second on it.
    pub fn dot_on_dot(&mut self, center: Point, dots: [(f64, Token); 2]) {
        for (radius, token) in dots {
            self.push(Mark::Dot {
                center,
                radius,
                ink: ink(token),
            });
        }
    }

    /// Draws a line through `points`, or a dot where there is only one.
    pub fn line(&mut self, points: Vec<Point>, width: f64, dash: Dash, ink: Ink) {
        match points[..] {
            [] => {}
            [center] => self.push(Mark::Dot {
                center,
                radius: width * 1.5,
                ink,
            }),
            _ => self.push(Mark::Line {
                points,
                width,
                dash,
                ink,
            }),
        }
    }
}

/// Says how wide a text is at [`FONT_SIZE`], in CSS pixels.
pub trait Measure {
    /// The advance width of `text`.
    fn width(&self, text: &str) -> f64;
}
