//! Columns that a person makes wider or narrower: by arrow keys on the separator at the end of a heading, or by dragging it.
//! The choice is kept by table and heading. Nothing of this is in a table until somebody comes near it.

use crate::browser::chunk::chunk;
use crate::browser::style::LaterStyle;
use crate::browser::web_storage::Area;
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::{Element, Event, HtmlElement, KeyboardEvent};
use std::cell::Cell;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// A line for each column that has a width of its own: table, heading and pixels, with tabs between them.
const KEPT: &str = "session-health:columns";
/// The narrowest and the widest column, in pixels, and a step by the keyboard.
const NARROWEST: f64 = 48.0;
const WIDEST: f64 = 800.0;
const STEP: f64 = 16.0;

/// Makes the columns of the table in `scroll` resizable (`use:resizable`): with the widths chosen before, at once.
pub fn resizable(scroll: Element) {
    if Area::Local.get(KEPT).is_some() {
        come_near(scroll.clone());
    }
    let target = scroll.clone();
    let near = Closure::<dyn Fn()>::new(move || come_near(target.clone())).into_js_value();
    for event in ["pointerenter", "focusin"] {
        // Fails for no element.
        let _ = scroll.add_event_listener_with_callback(event, near.unchecked_ref());
    }
}

fn come_near(scroll: Element) {
    spawn_local(async move {
        // Without their style separators would be stops that nobody sees.
        if let Some(style) = LaterStyle::fetch() {
            style.settled().await;
        }
        // Without it columns are as wide as they are.
        let _ = arm(scroll).await;
    });
}

chunk! {
    in columns;
    fn arm(scroll: Element) -> () {
        thread_local! {
            static LISTENING: Cell<bool> = const { Cell::new(false) };
        }
        if !LISTENING.replace(true) {
            listen();
        }
        if let Some(table) = Table::of(&scroll) {
            table.arm();
            table.keep_clear(scroll);
        }
    }
}

/// A table, its name and its headings.
struct Table {
    table: HtmlElement,
    name: String,
    heads: Vec<HtmlElement>,
}

impl Table {
    /// The table that an element is in or around.
    fn of(element: &Element) -> Option<Self> {
        let around = element.closest("table").ok().flatten();
        let table = around.or_else(|| element.query_selector("table").ok().flatten())?;
        let caption = table.query_selector("caption").ok().flatten();
        Some(Self {
            name: caption.and_then(|c| c.text_content()).unwrap_or_default(),
            heads: all(&table, "thead th"),
            table: table.dyn_into().ok()?,
        })
    }

    /// Gives it separators, and the widths that were chosen before.
    fn arm(&self) {
        let kept = kept();
        let is_kept = |head: &HtmlElement| kept.iter().any(|line| self.is_of(line, head));
        if self.columns().is_empty() && self.heads.iter().any(is_kept) {
            self.fix();
            for (at, head) in self.heads.iter().enumerate() {
                if let Some(line) = kept.iter().find(|line| self.is_of(line, head)) {
                    self.set(at, line.width);
                }
            }
        }
        for head in &self.heads {
            if head.query_selector(".column-grip").ok().flatten().is_none() {
                // Fails for no element.
                let _ = grip(head).map(|grip| head.append_child(&grip));
            }
        }
    }

    /// What gets the focus does not come to lie below a first column that stays while the rest scrolls.
    fn keep_clear(&self, scroll: Element) {
        let is_pinned = |head: &&HtmlElement| {
            let style = window().get_computed_style(head).ok().flatten();
            style.is_some_and(|style| {
                let [position, left] =
                    ["position", "left"].map(|name| style.get_property_value(name));
                position.as_deref() == Ok("sticky") && left.as_deref() == Ok("0px")
            })
        };
        if let Some((first, scroll)) = self.heads.first().filter(is_pinned).zip(html(scroll)) {
            px(&scroll, "scroll-padding-left", width(first));
        }
    }

    fn is_of(&self, line: &Kept, head: &HtmlElement) -> bool {
        line.table == self.name && line.heading == heading(head)
    }

    fn columns(&self) -> Vec<HtmlElement> {
        all(&self.table, "col")
    }

    /// From now on the columns are as wide as they are told to be; those that there was no room for are there again.
    fn fix(&self) {
        let widths = self.heads.iter().map(|head| width(head).max(NARROWEST));
        let widths: Vec<f64> = widths.collect();
        let Ok(group) = document().create_element("colgroup") else {
            return;
        };
        for width in widths {
            if let Some(column) = document().create_element("col").ok().and_then(html) {
                px(&column, "width", width);
                let _ = group.append_child(&column);
            }
        }
        let head = self.table.query_selector("thead").ok().flatten();
        let _ = self.table.insert_before(&group, head.as_deref());
        let _ = self.table.class_list().add_1("table-sized");
    }

    /// Gives a column a width.
    fn set(&self, at: usize, wanted: f64) {
        if self.columns().is_empty() {
            self.fix();
        }
        let columns = self.columns();
        let Some(column) = columns.get(at) else {
            return;
        };
        px(column, "width", wanted.clamp(NARROWEST, WIDEST));
        let all = columns.iter().map(told).sum();
        px(&self.table, "width", all);
        if let Some(grip) = self.heads[at].query_selector(".column-grip").ok().flatten() {
            tell(&grip, told(column));
        }
    }

    /// The width of a column.
    fn width(&self, at: usize) -> f64 {
        let columns = self.columns();
        columns.get(at).map_or_else(|| width(&self.heads[at]), told)
    }

    /// Every column is as wide as what is in it again.
    fn free(&self) {
        if let Some(group) = self.table.query_selector("colgroup").ok().flatten() {
            group.remove();
        }
        let _ = self.table.class_list().remove_1("table-sized");
        let _ = self.table.style().remove_property("width");
        for head in &self.heads {
            if let Some(grip) = head.query_selector(".column-grip").ok().flatten() {
                tell(&grip, width(head));
            }
        }
        self.keep();
    }

    /// Keeps the widths of its columns, and of those of other tables.
    fn keep(&self) {
        let others = kept().into_iter().filter(|line| line.table != self.name);
        let columns = self.columns();
        let own = self.heads.iter().zip(&columns).map(|(head, column)| Kept {
            table: self.name.clone(),
            heading: heading(head),
            width: told(column),
        });
        let lines = others
            .chain(own)
            .map(|line| format!("{}\t{}\t{}\n", line.table, line.heading, line.width.round()));
        let text: String = lines.collect();
        if text.is_empty() {
            Area::Local.remove(KEPT);
        } else {
            // Where it is refused, the widths last as long as the page.
            Area::Local.set(KEPT, &text);
        }
    }
}

/// A column's width that was chosen.
struct Kept {
    table: String,
    heading: String,
    width: f64,
}

fn kept() -> Vec<Kept> {
    let text = Area::Local.get(KEPT).unwrap_or_default();
    let line = |line: &str| {
        let mut parts = line.split('\t').map(str::to_owned);
        Some(Kept {
            table: parts.next()?,
            heading: parts.next()?,
            width: parts.next()?.parse().ok()?,
        })
    };
    text.lines().filter_map(line).collect()
}

/// A separator for the end of a heading.
fn grip(head: &HtmlElement) -> Option<Element> {
    let grip = document().create_element("span").ok()?;
    let label = format!("Width of {}", heading(head));
    for (name, value) in [
        ("class", "column-grip"),
        ("role", "separator"),
        ("tabindex", "0"),
        ("aria-orientation", "vertical"),
        ("aria-label", &label),
        ("aria-valuemin", &NARROWEST.to_string()),
        ("aria-valuemax", &WIDEST.to_string()),
        (
            "title",
            "Drag it, or use the arrow keys; Delete makes all columns fit again",
        ),
    ] {
        grip.set_attribute(name, value).ok()?;
    }
    tell(&grip, width(head));
    Some(grip)
}

fn tell(grip: &Element, width: f64) {
    // Fails for no element.
    let _ = grip.set_attribute("aria-valuenow", &width.round().to_string());
    let _ = grip.set_attribute("aria-valuetext", &format!("{} pixels", width.round()));
}

fn listen() {
    thread_local! {
        // Where a drag began, and how wide its column was.
        static DRAG: Cell<Option<(f64, f64)>> = const { Cell::new(None) };
    }
    let _ = window_event_listener(leptos::ev::keydown, |event: KeyboardEvent| {
        let Some((table, at, _)) = gripped(&event) else {
            return;
        };
        let width = table.width(at);
        match event.key().as_str() {
            "ArrowLeft" => table.set(at, width - STEP),
            "ArrowRight" => table.set(at, width + STEP),
            "Home" => table.set(at, NARROWEST),
            "End" => table.set(at, WIDEST),
            "Delete" | "Backspace" => table.free(),
            _ => return,
        }
        event.prevent_default();
        table.keep();
    });
    let _ = window_event_listener(leptos::ev::pointerdown, |event: PointerEvent| {
        if let Some((table, at, grip)) = gripped(&event).filter(|_| event.button() == 0) {
            event.prevent_default();
            let _ = grip.set_pointer_capture(event.pointer_id());
            DRAG.set(Some((f64::from(event.client_x()), table.width(at))));
        }
    });
    let _ = window_event_listener(leptos::ev::pointermove, |event: PointerEvent| {
        if let Some((from, width)) = DRAG.get()
            && let Some((table, at, _)) = gripped(&event)
        {
            table.set(at, width + f64::from(event.client_x()) - from);
        }
    });
    let end = |event: PointerEvent| {
        if DRAG.take().is_some()
            && let Some((table, ..)) = gripped(&event)
        {
            table.keep();
        }
    };
    let _ = window_event_listener(leptos::ev::pointerup, end);
    let _ = window_event_listener(leptos::ev::pointercancel, end);
}

/// The separator that an event is about, with its table and the place of its column.
fn gripped(event: &Event) -> Option<(Table, usize, Element)> {
    let grip: Element = event.target()?.dyn_into().ok()?;
    if !grip.class_list().contains("column-grip") {
        return None;
    }
    let table = Table::of(&grip)?;
    let is_head = |head: &HtmlElement| head.contains(Some(&grip));
    let at = table.heads.iter().position(is_head)?;
    Some((table, at, grip))
}

fn all(within: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = within.query_selector_all(selector) else {
        return Vec::new();
    };
    let nodes = (0..found.length()).filter_map(|at| found.get(at));
    nodes.filter_map(|node| node.dyn_into().ok()).collect()
}

fn html(element: Element) -> Option<HtmlElement> {
    element.dyn_into().ok()
}

fn heading(head: &HtmlElement) -> String {
    let text = head.text_content().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How wide an element is on screen.
fn width(element: &HtmlElement) -> f64 {
    f64::from(element.offset_width())
}

/// How wide a column was told to be.
fn told(column: &HtmlElement) -> f64 {
    let text = column.style().get_property_value("width");
    let text = text.unwrap_or_default();
    text.trim_end_matches("px").parse().unwrap_or_default()
}

fn px(element: &HtmlElement, property: &str, value: f64) {
    // Fails for no property.
    let _ = element
        .style()
        .set_property(property, &format!("{value}px"));
}
