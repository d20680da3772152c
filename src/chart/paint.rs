//! Paints a scene with the primitives of a plotters backend.
//!
//! Plotters counts in whole numbers, so a unit here is an eighth of a device pixel: lines keep their slopes at any
//! ratio, and what must be crisp is put on multiples of eight.

use super::dashes;
use super::geometry::{Point, Rect};
use super::palette::Theme;
use super::scene::{Align, FONT_SIZE, Ink, Mark, Scene, TITLE_SIZE};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontFamily, FontStyle,
};
use std::convert::Infallible;

/// Backend units a device pixel.
pub const SUBPIXELS: i32 = 8;

/// How a line is drawn; lengths in backend units.
#[derive(Clone, Copy)]
pub struct Stroke<'a> {
    /// Colour and opacity.
    pub color: BackendColor,
    /// Width.
    pub width: u32,
    /// Lengths drawn and skipped in turn; empty: all drawn.
    pub dash: &'a [f64],
}

impl BackendStyle for Stroke<'_> {
    fn color(&self) -> BackendColor {
        self.color
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

/// What drawing on `B` may end in.
pub type Painted<B> = Result<(), DrawingErrorKind<<B as DrawingBackend>::ErrorType>>;

/// Draws a line on `B`: [`cut_stroke`], or what the backend does better.
pub type StrokeFn<B> = fn(&mut B, &[BackendCoord], Stroke<'_>) -> Painted<B>;

/// Draws a line on any backend, its dashes one by one.
///
/// # Errors
/// The backend's own.
pub fn cut_stroke<B: DrawingBackend>(
    backend: &mut B,
    points: &[BackendCoord],
    stroke: Stroke<'_>,
) -> Painted<B> {
    for part in dashes::cut(points, stroke.dash) {
        backend.draw_path(part, &stroke)?;
    }
    Ok(())
}

/// How tokens, lengths and letters become a backend's own.
#[derive(Clone, Copy)]
pub struct Brush<'a> {
    /// Colours and font.
    pub theme: &'a Theme,
    /// Device pixels a CSS pixel.
    pub dpr: f64,
    /// What the backend wants font sizes multiplied by: 1, but 1.24 for plotters' SVG.
    pub text_scale: f64,
}

/// Paints `scene` on `backend`, whose unit is an eighth of a device pixel.
///
/// # Errors
/// The backend's own.
pub fn paint<B: DrawingBackend>(
    scene: &Scene,
    brush: Brush<'_>,
    backend: &mut B,
    stroke: StrokeFn<B>,
) -> Painted<B> {
    for mark in &scene.marks {
        match mark {
            Mark::HorizontalHair {
                left,
                right,
                y,
                ink,
            } => {
                let y = brush.pixel_of(*y);
                let (from, to) = (
                    (brush.units(*left), y),
                    (brush.units(*right), y + SUBPIXELS),
                );
                backend.draw_rect(from, to, &brush.color(*ink), true)?;
            }
            Mark::VerticalHair {
                x,
                top,
                bottom,
                ink,
            } => {
                let x = brush.pixel_of(*x);
                let (from, to) = (
                    (x, brush.units(*top)),
                    (x + SUBPIXELS, brush.units(*bottom)),
                );
                backend.draw_rect(from, to, &brush.color(*ink), true)?;
            }
            Mark::Bar { rect, ink } => {
                let (from, to) = brush.crisp(*rect);
                backend.draw_rect(from, to, &brush.color(*ink), true)?;
            }
            Mark::Line {
                points,
                width,
                dash,
                ink,
            } => {
                let dash: Vec<f64> = dash.pattern().iter().map(|l| brush.length(*l)).collect();
                let style = Stroke {
                    color: brush.color(*ink),
                    width: brush.length(*width).round() as u32,
                    dash: &dash,
                };
                let points: Vec<_> = points.iter().map(|p| brush.place(*p)).collect();
                stroke(backend, &points, style)?;
            }
            Mark::Area { points, ink } => {
                backend.fill_polygon(points.iter().map(|p| brush.place(*p)), &brush.color(*ink))?;
            }
            Mark::Dot {
                center,
                radius,
                ink,
            } => {
                let radius = brush.length(*radius).round() as u32;
                backend.draw_circle(brush.place(*center), radius, &brush.color(*ink), true)?;
            }
            Mark::Text {
                at,
                text,
                align,
                ink,
            } => {
                let style = brush.label(FONT_SIZE, FontStyle::Normal, *align, *ink);
                backend.draw_text(text, &style, brush.anchor(*at))?;
            }
            Mark::Title { at, text, ink } => {
                let style = brush.label(TITLE_SIZE, FontStyle::Bold, Align::Left, *ink);
                backend.draw_text(text, &style, brush.anchor(*at))?;
            }
        }
    }
    backend.present()
}

impl<'a> Brush<'a> {
    fn label(self, size: f64, weight: FontStyle, align: Align, ink: Ink) -> Label<'a> {
        Label {
            color: self.color(ink),
            size: self.length(size) * self.text_scale,
            weight,
            align,
            family: &self.theme.font_family,
        }
    }

    /// Where a label is, its middle on a whole device pixel.
    fn anchor(self, at: Point) -> BackendCoord {
        let y = (f64::from(self.units(at.y)) / f64::from(SUBPIXELS)).round() as i32;
        (self.units(at.x), y * SUBPIXELS)
    }

    fn length(self, css: f64) -> f64 {
        css * self.dpr * f64::from(SUBPIXELS)
    }

    fn units(self, css: f64) -> i32 {
        self.length(css).round() as i32
    }

    fn place(self, p: Point) -> BackendCoord {
        (self.units(p.x), self.units(p.y))
    }

    /// The start of the device pixel that `css` falls in.
    fn pixel_of(self, css: f64) -> i32 {
        (css * self.dpr + 1e-6).floor() as i32 * SUBPIXELS
    }

    /// Edges moved to the nearest device pixels, at least one apart.
    fn crisp(self, rect: Rect) -> (BackendCoord, BackendCoord) {
        let near = |css: f64| (css * self.dpr + 1e-6).round() as i32;
        let (left, bottom) = (near(rect.left), near(rect.bottom));
        let (right, top) = (
            near(rect.right).max(left + 1),
            near(rect.top).min(bottom - 1),
        );
        (
            (left * SUBPIXELS, top * SUBPIXELS),
            (right * SUBPIXELS, bottom * SUBPIXELS),
        )
    }

    fn color(self, ink: Ink) -> BackendColor {
        let rgb = self.theme.color(ink.token);
        BackendColor {
            alpha: ink.alpha,
            rgb: (rgb.0, rgb.1, rgb.2),
        }
    }
}

/// A label's style. It is placed by its anchor and never measured by plotters.
struct Label<'a> {
    color: BackendColor,
    size: f64,
    weight: FontStyle,
    align: Align,
    family: &'a str,
}

impl BackendTextStyle for Label<'_> {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        self.color
    }

    fn size(&self) -> f64 {
        self.size
    }

    fn anchor(&self) -> Pos {
        let horizontal = match self.align {
            Align::Left => HPos::Left,
            Align::Center => HPos::Center,
            Align::Right => HPos::Right,
        };
        Pos::new(horizontal, VPos::Center)
    }

    fn style(&self) -> FontStyle {
        self.weight
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(self.family)
    }

    fn layout_box(&self, _: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), (0, 0)))
    }

    fn draw<E, D: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: D,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}
