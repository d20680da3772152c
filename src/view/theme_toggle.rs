//! System, light or dark.

use crate::browser::theme::Theme;
use crate::ui::{Glyph, Segment, Segmented};
use leptos::prelude::*;

/// The choice of theme; kept in this browser.
#[component]
pub fn ThemeToggle() -> impl IntoView {
    let chosen = RwSignal::new(Theme::saved());
    let choose = move |name| {
        let theme = Theme::from_name(name);
        chosen.set(theme);
        theme.apply();
        theme.save();
    };
    let segment = |theme: Theme| {
        let (label, glyph) = match theme {
            Theme::System => ("System theme", Glyph::Monitor),
            Theme::Light => ("Light theme", Glyph::Sun),
            Theme::Dark => ("Dark theme", Glyph::Moon),
        };
        Segment {
            value: theme.name(),
            label,
            glyph,
        }
    };
    view! {
        <Segmented
            name="theme"
            label="Theme"
            segments=Theme::ALL.map(segment).to_vec()
            value=Signal::derive(move || chosen.get().name())
            on_change=choose
        />
    }
}
