//! The way back from a zoom.

use crate::state::app::use_app;
use crate::ui::{Button, ButtonKind, Glyph, When};
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use wasm_bindgen::JsCast;

/// A button, while the page shows what was dragged over in a chart.
#[component]
pub fn ZoomOut() -> impl IntoView {
    let app = use_app();
    let zoomed = Memo::new(move |_| app.is_zoomed());
    let out = move |()| {
        app.zoom_out();
        if !untrack(|| app.is_zoomed()) {
            focus_time_range();
        }
    };
    view! {
        <When is=move || zoomed.get()>
            <Button kind=ButtonKind::Ghost glyph=Glyph::ZoomOut on_press=out>
                "Zoom out"
            </Button>
        </When>
    }
}

/// The button goes with the zoom; focus must not.
fn focus_time_range() {
    let range = document()
        .query_selector(".filter-times button.filter")
        .ok()
        .flatten();
    if let Some(button) = range.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Fails never: a button can have the focus.
        let _ = button.focus();
    }
}
