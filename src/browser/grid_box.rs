//! The grid of widgets as the browser laid it out, and an element that follows the pointer over it.

use leptos::web_sys;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Sizes of the grid that an element is in, in CSS pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct GridBox {
    /// From one column to the next.
    pub column: f64,
    /// From one row to the next.
    pub row: f64,
    /// Middles of the cells, from the top of the page, in the order of the page; only where the grid is a single column.
    pub list: Option<Vec<f64>>,
}

/// Measures the grid around `inside`.
pub fn measure(inside: &Element) -> Option<GridBox> {
    let grid = inside.closest(".grid").ok()??;
    let style = web_sys::window()?.get_computed_style(&grid).ok()??;
    let pixels = |name: &str| -> f64 {
        let text = style.get_property_value(name).unwrap_or_default();
        text.trim_end_matches("px").parse().unwrap_or(0.0)
    };
    let tracks = style.get_property_value("grid-template-columns").ok()?;
    let columns = tracks.split_whitespace().count().max(1);
    let gap = pixels("column-gap");
    let width = grid.get_bounding_client_rect().width();
    Some(GridBox {
        column: (width + gap) / columns as f64,
        row: pixels("grid-auto-rows") + gap,
        list: (columns == 1).then(|| middles(&grid)),
    })
}

fn middles(grid: &Element) -> Vec<f64> {
    let children = grid.children();
    let cells = (0..children.length()).filter_map(|i| children.item(i));
    let middle = |cell: Element| {
        let place = cell.get_bounding_client_rect();
        place.top() + place.height() / 2.0 + scrolled()
    };
    cells
        .filter(|cell| cell.class_list().contains("cell"))
        .map(middle)
        .collect()
}

/// How far the page is scrolled down.
pub fn scrolled() -> f64 {
    let window = web_sys::window();
    window.and_then(|w| w.scroll_y().ok()).unwrap_or(0.0)
}

/// Scrolls the page along while the pointer is near its upper or lower edge.
pub fn scroll_along(pointer: f64) {
    const EDGE: f64 = 72.0;
    let Some(window) = web_sys::window() else {
        return;
    };
    let height = window.inner_height().ok().and_then(|h| h.as_f64());
    let step = match height {
        _ if pointer < EDGE => -14.0,
        Some(height) if pointer > height - EDGE => 14.0,
        _ => return,
    };
    window.scroll_by_with_x_and_y(0.0, step);
}

/// Moves the cell around `inside` away from its place, as seen; `None` puts it back.
pub fn offset(inside: &Element, by: Option<(f64, f64)>) {
    let cell = inside.closest(".cell").ok().flatten();
    let Some(cell) = cell.and_then(|cell| cell.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let style = cell.style();
    for (name, value) in [("--dx", by.map(|b| b.0)), ("--dy", by.map(|b| b.1))] {
        // Fails only for names that are no properties.
        let _ = match value {
            Some(value) => style.set_property(name, &format!("{value}px")),
            None => style.remove_property(name).map(drop),
        };
    }
}

/// Whether the page's grid is a single column.
pub fn is_list() -> bool {
    let grid = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.query_selector(".grid").ok().flatten());
    grid.and_then(|grid| measure(&grid))
        .is_some_and(|grid| grid.list.is_some())
}

/// Selects the button that adds a widget, the first one of the editor.
pub const ADD: &str = ".edit-bar .button";

/// Selects what the widget with this id is held by while its dashboard is edited.
pub fn grip(id: &str) -> String {
    format!("[id=\"grip-{id}\"]")
}

/// Gives the focus to the first element that one of these selectors finds, once the page has been drawn anew; but only if what
/// had it is gone by then.
pub fn catch_focus(selectors: Vec<String>) {
    leptos::prelude::request_animation_frame(move || {
        let Some(document) = web_sys::window().and_then(|w| w.document()) else {
            return;
        };
        let lost = "body, [inert] *, :disabled";
        let is_lost = |e: Element| e.matches(lost).unwrap_or(true);
        if document.active_element().is_none_or(is_lost) {
            let find = |selector: &String| document.query_selector(selector).ok().flatten();
            let found = selectors.iter().find_map(find);
            if let Some(element) = found.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
                let _ = element.focus();
            }
        }
    });
}

/// Gives the focus to the element with this id, once the page has been drawn anew.
pub fn focus_soon(id: String) {
    leptos::prelude::request_animation_frame(move || {
        let element = web_sys::window()
            .and_then(|w| w.document())
            .and_then(|d| d.get_element_by_id(&id))
            .and_then(|e| e.dyn_into::<HtmlElement>().ok());
        if let Some(element) = element {
            let _ = element.focus();
        }
    });
}
