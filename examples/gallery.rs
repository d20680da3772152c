//! Every chart in every state on one page, light and dark: `cargo run --example gallery`, then open what it names. Made for
//! looking; the same pictures are kept by `tests/gallery.rs`. It is no part of the site.

#![allow(clippy::unwrap_used)]

#[path = "../tests/chart_support/mod.rs"]
mod chart_support;

use chart_support::states::states;
use chart_support::svg;
use session_health::chart::palette::Theme;

/// Labels are laid out for this font.
const FONT: &str = concat!(
    "@font-face{font-family:Inter;src:url(\"",
    env!("CARGO_MANIFEST_DIR"),
    "/public/fonts/inter.woff2\")}"
);
const STYLE: &str = "body{margin:0;font:14px Inter,system-ui,sans-serif;display:grid;grid-template-columns:1fr 1fr}\
    section{padding:24px;display:flex;flex-wrap:wrap;gap:24px;align-content:start}figure{margin:0}\
    figcaption{margin-bottom:6px}.light{background:#f6f7f9;color:#14171f}.dark{background:#0b0e13;color:#e9ebf1}";

fn main() -> std::io::Result<()> {
    let mut page = format!(
        "<!doctype html><meta charset=utf-8><title>Gallery</title><style>{FONT}{STYLE}</style>"
    );
    for (name, theme) in [("light", Theme::light()), ("dark", Theme::dark())] {
        page.push_str(&format!("<section class={name}>"));
        for state in states() {
            let picture = svg(&state.scene(), &theme);
            page.push_str(&format!(
                "<figure><figcaption>{}</figcaption>{picture}</figure>",
                state.name
            ));
        }
        page.push_str("</section>");
    }
    let path = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "target/gallery.html".to_owned());
    std::fs::write(&path, page)?;
    println!("{path}");
    Ok(())
}
