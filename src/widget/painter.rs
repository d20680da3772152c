//! Scenes onto canvases, in the page's theme. The theme is read from the CSS once, and again when it changes.

use crate::browser::canvas::{Canvas, TextMeter};
use crate::browser::resize::Extent;
use crate::browser::{environment, paint_loop};
use crate::chart::paint::{Brush, SUBPIXELS, paint};
use crate::chart::palette::{Rgb, Theme, Token};
use crate::chart::scene::{FONT_SIZE, Measure, Scene};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::HtmlCanvasElement;

/// The page's theme, and the meter of its font.
pub struct Look {
    theme: Theme,
    meter: TextMeter,
}

impl Measure for Look {
    fn width(&self, text: &str) -> f64 {
        self.meter.width(text)
    }
}

#[derive(Default)]
struct Cache {
    look: Option<Rc<Look>>,
    watching: bool,
}

thread_local! {
    static CACHE: RefCell<Cache> = RefCell::default();
}

impl Look {
    /// The look of this moment. The first call has all charts drawn again whenever it changes.
    pub fn current() -> Rc<Self> {
        CACHE.with_borrow_mut(|cache| {
            if !std::mem::replace(&mut cache.watching, true) {
                environment::on_change(|| {
                    CACHE.with_borrow_mut(|c| c.look = None);
                    paint_loop::ask_all();
                });
            }
            cache
                .look
                .get_or_insert_with(|| Rc::new(Self::from_css()))
                .clone()
        })
    }

    fn from_css() -> Self {
        let font = environment::css_property("--font").unwrap_or_else(|| "sans-serif".to_owned());
        let tokens: Vec<Token> = Token::all().collect();
        let resolved = environment::css_colors(tokens.iter().map(|t| t.css_name()));
        let color = |token: Token| {
            let at = tokens.iter().position(|t| *t == token)?;
            Rgb::parse(resolved.get(at)?.as_deref()?)
        };
        Self {
            meter: TextMeter::new(&format!("{FONT_SIZE}px {font}")),
            theme: Theme::new(font, color),
        }
    }

    /// The page's colours and font.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Replaces what is on `element`, which has this extent, by `scene`.
    pub fn draw(&self, element: &HtmlCanvasElement, extent: Extent, scene: &Scene) {
        self.draw_at(element, extent.device(), extent.ratio(), scene);
    }

    /// Replaces what is on `element` by `scene`, on so many device pixels, `ratio` of them a CSS pixel.
    pub fn draw_at(
        &self,
        element: &HtmlCanvasElement,
        device: (u32, u32),
        ratio: f64,
        scene: &Scene,
    ) {
        let Some(mut canvas) = Canvas::prepare(element, device, SUBPIXELS) else {
            return;
        };
        let brush = Brush {
            theme: &self.theme,
            dpr: ratio,
            text_scale: 1.0,
        };
        // A canvas fails only where its context is lost; it comes back empty and is drawn again.
        let _ = paint(scene, brush, &mut canvas, |canvas, points, stroke| {
            canvas.draw_dashed(points, &stroke, stroke.dash)
        });
    }
}
