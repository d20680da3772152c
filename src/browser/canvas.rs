//! A canvas as a plotters backend whose unit is an eighth of a device pixel: what plotters' own canvas backend draws, plus
//! dashes, round joins and text in the page's font. Also measures text, without touching the document.

use js_sys::Array;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};
use plotters_canvas::CanvasBackend;
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

type Error = <CanvasBackend as DrawingBackend>::ErrorType;
type Drawn = Result<(), DrawingErrorKind<Error>>;

/// A canvas to draw on.
pub struct Canvas {
    element: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    shapes: CanvasBackend,
    units: f64,
}

impl Canvas {
    /// Clears `element`, gives it this many device pixels and prepares it for `units` units a device pixel. `None` where
    /// the browser gives no context.
    pub fn prepare(
        element: &HtmlCanvasElement,
        (width, height): (u32, u32),
        units: i32,
    ) -> Option<Self> {
        let context = context_of(element)?;
        let canvas = Self {
            shapes: CanvasBackend::with_canvas_object(element.clone())?,
            element: element.clone(),
            context,
            units: f64::from(units),
        };
        // Setting a size clears the canvas, even to the same size, and costs more than clearing it.
        if (element.width(), element.height()) == (width, height) {
            canvas.set_scale(1.0);
            canvas
                .context
                .clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
        } else {
            element.set_width(width);
            element.set_height(height);
        }
        canvas.set_scale(1.0 / canvas.units);
        canvas.context.set_line_join("round");
        canvas.context.set_line_cap("round");
        Some(canvas)
    }

    /// Draws a line with dashes: lengths drawn and skipped in turn, in units; none for a solid line.
    ///
    /// # Errors
    /// The backend's own.
    pub fn draw_dashed<S: BackendStyle>(
        &mut self,
        points: &[BackendCoord],
        style: &S,
        dash: &[f64],
    ) -> Drawn {
        if dash.is_empty() {
            return self.shapes.draw_path(points.iter().copied(), style);
        }
        self.set_dash(dash);
        self.context.set_line_cap("butt");
        let drawn = self.shapes.draw_path(points.iter().copied(), style);
        self.context.set_line_cap("round");
        self.set_dash(&[]);
        drawn
    }

    fn set_dash(&self, dash: &[f64]) {
        let lengths: Array = dash.iter().copied().map(JsValue::from_f64).collect();
        // Fails for a lengths list that is none; this one is.
        let _ = self.context.set_line_dash(&lengths);
    }

    fn set_scale(&self, scale: f64) {
        // Fails for detached buffers only.
        let _ = self.context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0);
    }
}

impl DrawingBackend for Canvas {
    type ErrorType = Error;

    fn get_size(&self) -> (u32, u32) {
        let units = self.units as u32;
        (self.element.width() * units, self.element.height() * units)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        self.shapes.ensure_prepared()
    }

    fn present(&mut self) -> Drawn {
        self.shapes.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.shapes.draw_pixel(point, color)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.shapes.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.shapes.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.shapes.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vertices: I,
        style: &S,
    ) -> Drawn {
        self.shapes.fill_polygon(vertices, style)
    }

    /// Writes at the device's scale rather than in units, so that the font is hinted for the size it has. The text's
    /// vertical middle is at `at`, whatever its anchor.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let color = style.color();
        let (r, g, b) = color.rgb;
        let context = &self.context;
        self.set_scale(1.0);
        context.set_font(&format!(
            "{}{}px {}",
            if matches!(style.style(), FontStyle::Bold) {
                "600 "
            } else {
                ""
            },
            style.size() / self.units,
            style.family().as_str()
        ));
        context.set_fill_style_str(&format!("rgba({r},{g},{b},{})", color.alpha));
        context.set_text_baseline("middle");
        context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        let (x, y) = (f64::from(at.0) / self.units, f64::from(at.1) / self.units);
        // Fails only where the context is lost, and then nothing is seen anyway.
        let _ = context.fill_text(text, x, y);
        self.set_scale(1.0 / self.units);
        Ok(())
    }
}

fn context_of(element: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    element.get_context("2d").ok()??.dyn_into().ok()
}

/// Measures text on a canvas that nobody sees, and remembers what it measured.
pub struct TextMeter {
    context: Option<CanvasRenderingContext2d>,
    known: RefCell<HashMap<String, f64>>,
}

/// More texts than this are not remembered.
const REMEMBERED: usize = 2000;

impl TextMeter {
    /// A meter for `font`, a CSS font shorthand.
    pub fn new(font: &str) -> Self {
        let context = scratch();
        if let Some(context) = &context {
            context.set_font(font);
        }
        Self {
            context,
            known: RefCell::default(),
        }
    }

    /// How wide `text` is, in CSS pixels.
    pub fn width(&self, text: &str) -> f64 {
        if let Some(width) = self.known.borrow().get(text) {
            return *width;
        }
        let measured = self
            .context
            .as_ref()
            .and_then(|c| c.measure_text(text).ok())
            .map_or(0.0, |m| m.width());
        let mut known = self.known.borrow_mut();
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(text.to_owned(), measured);
        measured
    }
}

fn scratch() -> Option<CanvasRenderingContext2d> {
    let document = web_sys::window()?.document()?;
    let element: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    context_of(&element)
}
