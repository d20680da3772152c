//! A chart over time: plot canvas, overlay canvas, tooltip. The plot is drawn again only when data, visibility, size or
//! theme change; the cursor lives on the overlay and in HTML.

use super::chart_stage::{Input, Stage};
use super::cursor::use_cursor;
use super::tooltip::Tooltip;
use crate::browser::paint_loop;
use crate::chart::data::ChartData;
use crate::chart::describe::describe;
use crate::chart::readout::Readout;
use crate::chart::zoom::Drag;
use crate::session::{TimeRange, Timestamp};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

/// Draws `data` without the series named in `hidden`; fills its container. Buckets that end after `now` are drawn and
/// named as incomplete.
#[component]
pub fn TimeChart(
    /// What to draw.
    #[prop(into)]
    data: Signal<ChartData>,
    /// Names of the series not to draw.
    #[prop(into)]
    hidden: Signal<Vec<String>>,
    /// The name for assistive technology.
    #[prop(into)]
    title: String,
    /// The time; without it every bucket counts as complete.
    #[prop(optional, into)]
    now: Option<Signal<Timestamp>>,
    /// Told the buckets that were dragged over; without it a drag only moves the cursor.
    #[prop(optional, into)]
    on_zoom: Option<Callback<TimeRange>>,
) -> impl IntoView {
    let cursor = use_cursor();
    let input = Input {
        data,
        hidden,
        now,
        cursor,
        id: cursor.enter(),
        bubble: RwSignal::new(None),
        drag: RwSignal::new(None),
    };
    let (plot_ref, overlay_ref) = (
        NodeRef::<html::Canvas>::new(),
        NodeRef::<html::Canvas>::new(),
    );
    let chart = StoredValue::new_local(None::<Stage>);
    Effect::new(move || {
        if let (Some(plot), Some(overlay)) = (plot_ref.get(), overlay_ref.get()) {
            chart.set_value(Some(Stage::new(input, plot, overlay)));
        }
    });
    Effect::new(move || {
        input.track();
        chart.with_value(|c| c.iter().for_each(Stage::ask_plot));
    });
    Effect::new(move || {
        cursor.get();
        input.bubble.track();
        input.drag.track();
        chart.with_value(|c| c.iter().for_each(Stage::ask_overlay));
    });

    let told = Signal::derive(move || {
        input.track();
        let at = cursor.get();
        let bubble = input.bubble.get();
        chart.with_value(|c| c.as_ref()?.told(at, bubble))
    });
    let summary = Memo::new(move |_| data.with(|d| hidden.with(|h| describe(d, h))));
    let spoken = RwSignal::new(String::new());

    let point = move |event: PointerEvent| {
        paint_loop::note_input(event.time_stamp());
        if let Some(drag) = input.drag.get_untracked() {
            let to = f64::from(event.offset_x());
            input.drag.set(Some(Drag { to, ..drag }));
        }
        chart.with_value(|c| {
            if let Some(c) = c {
                c.point_at(f64::from(event.offset_x()), f64::from(event.offset_y()));
            }
        });
    };
    let press = move |event: PointerEvent| {
        if on_zoom.is_some() && event.is_primary() && event.button() == 0 {
            if let Some(plot) = plot_ref.get_untracked() {
                // Fails for a pointer that is gone already.
                let _ = plot.set_pointer_capture(event.pointer_id());
            }
            let at = f64::from(event.offset_x());
            input.drag.set(Some(Drag { from: at, to: at }));
        }
        point(event);
    };
    let release = move |_: PointerEvent| {
        let drag = input.drag.get_untracked();
        input.drag.set(None);
        let range = drag.and_then(|drag| chart.with_value(|c| c.as_ref()?.dragged(drag)));
        if let (Some(range), Some(on_zoom)) = (range, on_zoom) {
            cursor.leave(input.id);
            on_zoom.run(range);
        }
    };
    let leave = move || {
        input.bubble.set(None);
        cursor.leave(input.id);
    };
    let step = move |event: KeyboardEvent| {
        let to = chart.with_value(|c| c.as_ref()?.step(&event.key()));
        if let Some(to) = to {
            event.prevent_default();
            paint_loop::note_input(event.time_stamp());
            input.bubble.set(None);
            cursor.set(Some(to));
            spoken.set(input.readout(to.time).map(aloud).unwrap_or_default());
        } else if event.key() == "Escape" {
            input.drag.set(None);
            leave();
        }
    };

    view! {
        <div
            class="chart"
            role="group"
            tabindex="0"
            aria-roledescription="chart"
            aria-label=format!("{title}. Left and right arrow keys read values.")
            on:keydown=step
            on:blur=move |_| leave()
        >
            <canvas
                class="chart-plot"
                role="img"
                aria-label=move || summary.get()
                node_ref=plot_ref
                on:pointerdown=press
                on:pointermove=point
                on:pointerleave=move |event: PointerEvent| {
                    // A finger leaves when it is lifted; what it pointed at stays to be read.
                    if event.pointer_type() != "touch" {
                        leave();
                    }
                }
                on:pointerup=release
                on:pointercancel=move |_| {
                    // A finger that turned out to scroll.
                    input.drag.set(None);
                    leave();
                }
            >
                {summary}
            </canvas>
            <canvas class="chart-overlay" aria-hidden="true" node_ref=overlay_ref></canvas>
            <p class="visually-hidden" role="status">{spoken}</p>
            <Tooltip told=told />
        </div>
    }
}

/// A readout as one sentence.
fn aloud(readout: Readout) -> String {
    let rows = readout.rows.iter().map(|r| match &r.counts {
        Some(counts) => format!("{} {} ({counts})", r.name, r.value),
        None => format!("{} {}", r.name, r.value),
    });
    let mut parts = vec![readout.heading.clone()];
    parts.extend(readout.note.clone());
    parts.extend(rows);
    parts.join("; ")
}
