//! The values at the cursor, beside it: in the browser's top layer, so that nothing clips it, and inside the window. A part
//! of the program that comes when somebody points at a chart.

use super::chart_input::Input;
use super::chart_stage::Stage;
use super::swatch::swatch;
use super::zone::page_zone;
use crate::browser::chunk::chunk;
use crate::browser::scrolling::Scrolling;
use crate::chart::data::Shape;
use crate::chart::readout::{Readout, Row, aloud, selection_readout};
use crate::session::{TimeRange, Timestamp};
use crate::ui::Views;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Between cursor and tooltip, and tooltip and window.
const GAP: f64 = 14.0;
const MARGIN: f64 = 8.0;

/// What a tooltip says and where, in CSS pixels of the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The text.
    pub readout: Readout,
    /// How the series are drawn.
    pub shape: Shape,
    /// The one series that is read, if it is one.
    pub picked: Option<String>,
    /// The cursor.
    pub x: f64,
    /// The height it is told at.
    pub y: f64,
}

chunk! {
    in pointing;
    /// The tooltip of a chart.
    pub fn tooltip(input: Input, chart: StoredValue<Option<Stage>, LocalStorage>) -> ViewFn {
        ViewFn::from(move || view! { <Tooltip input=input chart=chart /> })
    }
}

chunk! {
    in pointing;
    /// What is spoken of the bucket at `time`, or of what is selected; `picked` is the one series that is read.
    pub fn spoken_of(input: Input, time: Timestamp, selection: Option<TimeRange>, picked: Option<String>) -> String {
        let words = match selection {
            Some(range) => Some(selection_readout(range, &page_zone())),
            None => input.readout(time),
        };
        let words = words.map(|w| aloud(&w, picked.as_deref()));
        let releases = input.releases(time).filter(|_| selection.is_none());
        words.into_iter().chain(releases).collect::<Vec<_>>().join("; ")
    }
}

/// Shows what there is to tell, or nothing. While it is pinned, the pointer can go into it.
#[component]
fn Tooltip(input: Input, chart: StoredValue<Option<Stage>, LocalStorage>) -> impl IntoView {
    let cursor = input.cursor;
    let scrolled = RwSignal::new(());
    let _watch = StoredValue::new_local(Scrolling::new(move || scrolled.notify()));
    let told = Memo::new(move |_| {
        scrolled.track();
        input.track();
        input.walk.track();
        let (spot, selection) = (cursor.spot(), input.selection.get());
        chart.with_value(|c| c.as_ref()?.told(spot, selection))
    });
    let pinned = move || cursor.is_pinned() && cursor.is_of(input.id);
    let element = NodeRef::<html::Div>::new();
    let content = |t: &Told| (t.readout.clone(), t.shape, t.picked.clone());
    let content = Memo::new(move |_| told.with(|t| t.as_ref().map(content)));
    Effect::new(move || {
        let Some(element) = element.get() else {
            return;
        };
        match told.with(|t| t.as_ref().map(|t| (t.x, t.y))) {
            Some((x, y)) if is_in_window(y) => {
                // Fails where it is shown already, or unknown: then it is shown in place.
                let _ = element.show_popover();
                place(&element, x, y);
            }
            _ => {
                // Fails where it is hidden already.
                let _ = element.hide_popover();
            }
        }
    });
    view! {
        <div
            class="chart-tooltip"
            class:chart-tooltip-pinned=pinned
            popover="manual"
            aria-hidden="true"
            node_ref=element
        >
            {move || content.get().map(|(readout, shape, picked)| body(readout, shape, picked.as_deref()))}
        </div>
    }
}

fn body(readout: Readout, shape: Shape, picked: Option<&str>) -> impl IntoView + use<> {
    let rows = readout.rows.into_iter();
    let rows = rows.map(|r| {
        let class = match picked {
            Some(name) if name == r.name => "chart-tooltip-picked",
            Some(_) => "chart-tooltip-other",
            None => "",
        };
        row(r, shape, class)
    });
    view! {
        <p class="chart-tooltip-heading">{readout.heading}</p>
        {readout.note.map(|note| view! { <p class="chart-tooltip-note">{note}</p> }).views()}
        <table class="chart-tooltip-rows">
            <tbody>{rows.views()}</tbody>
        </table>
        {readout.hint.map(|hint| view! { <p class="chart-tooltip-hint">{hint}</p> }).views()}
    }
}

fn row(row: Row, shape: Shape, class: &'static str) -> impl IntoView {
    view! {
        <tr class=class>
            <td class="chart-tooltip-swatch">{row.tone.map(|tone| swatch(tone, shape))}</td>
            <th scope="row" class="chart-tooltip-name">{row.name}</th>
            <td class="chart-tooltip-value">{row.value}</td>
            <td class="chart-tooltip-counts">{row.counts}</td>
            <td class="chart-tooltip-counts">{row.before}</td>
        </tr>
    }
}

/// Whether a height is on screen: what was scrolled away tells nothing until it is back.
fn is_in_window(y: f64) -> bool {
    (0.0..=length(window().inner_height())).contains(&y)
}

fn length(side: Result<JsValue, JsValue>) -> f64 {
    side.ok().and_then(|v| v.as_f64()).unwrap_or_default()
}

/// Right of the cursor, left of it where there is no room, and never beyond the window.
fn place(element: &web_sys::HtmlElement, x: f64, y: f64) {
    let window = window();
    let (wide, high) = (length(window.inner_width()), length(window.inner_height()));
    let (width, height) = (
        f64::from(element.offset_width()),
        f64::from(element.offset_height()),
    );
    let right = x + GAP;
    let left = if right + width + MARGIN <= wide {
        right
    } else {
        x - GAP - width
    };
    let left = left.min(wide - width - MARGIN).max(MARGIN);
    let top = (y - height / 2.0).min(high - height - MARGIN).max(MARGIN);
    let style = element.style();
    // Fails for no known reason; the tooltip then stays where it was.
    let _ = style.set_property("left", &format!("{left:.1}px"));
    let _ = style.set_property("top", &format!("{top:.1}px"));
}
