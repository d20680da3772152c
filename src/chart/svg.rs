//! A scene as an SVG document.

use super::paint::{Brush, SUBPIXELS, cut_stroke, paint};
use super::palette::Theme;
use super::scene::Scene;
use plotters_svg::SVGBackend;

/// `scene` in the colours and the font of `theme`; a unit is a CSS pixel. Control characters, which no XML may hold, are
/// left out.
pub fn svg(scene: &Scene, theme: &Theme) -> String {
    let (width, height) = (scene.size.width as u32, scene.size.height as u32);
    let units = SUBPIXELS as u32;
    let mut text = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut text, (width * units, height * units));
        let brush = Brush {
            theme,
            dpr: 1.0,
            // The backend divides by it.
            text_scale: 1.24,
        };
        // Writing to a string does not fail.
        let _ = paint(scene, brush, &mut backend, cut_stroke);
    }
    let head = format!("width=\"{width}\" height=\"{height}\" stroke-linejoin=\"round\"");
    let sized = text.replacen(
        &format!("width=\"{}\" height=\"{}\"", width * units, height * units),
        &head,
        1,
    );
    sized
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}
