//! A series' colour and dash as a small mark beside its name.

use crate::chart::data::Shape;
use crate::chart::palette::{Dash, dash_of, token_of};
use crate::engine::series::Tone;
use leptos::prelude::*;

/// The mark of a series with this tone: a stroke for lines, a box for areas and bars.
pub fn swatch(tone: Tone, shape: Shape) -> impl IntoView {
    let token = token_of(tone).css_name().trim_start_matches("--");
    let class = format!("swatch tone-{token}");
    if shape == Shape::Line {
        let dash: Vec<String> = match dash_of(tone) {
            // Shortened, so that a swatch shows its pattern more than once.
            Dash::Long => vec!["6".to_owned(), "2.5".to_owned()],
            dash => dash.pattern().iter().map(f64::to_string).collect(),
        };
        let dash = (!dash.is_empty()).then(|| dash.join(" "));
        view! {
            <svg class=class viewBox="0 0 16 10" width="16" height="10" aria-hidden="true">
                <line class="swatch-line" x1="0" y1="5" x2="16" y2="5" stroke-dasharray=dash />
            </svg>
        }
        .into_any()
    } else {
        view! {
            <svg class=class viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
                <rect class="swatch-box" x="1" y="1" width="8" height="8" rx="2" />
            </svg>
        }
        .into_any()
    }
}
