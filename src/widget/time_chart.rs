//! A chart over time: plot canvas, overlay canvas, tooltip. The plot is drawn again only when data, visibility, size or
//! theme change; the cursor lives on the overlay and in HTML.

use super::chart_input::Input;
use super::chart_keys::Keys;
use super::chart_stage::Stage;
use super::cursor::{ChartId, Spot, use_cursor};
use super::tooltip::tooltip;
use crate::browser::paint_loop;
use crate::chart::data::ChartData;
use crate::chart::describe::describe;
use crate::chart::walk::Walk;
use crate::chart::zoom::Drag;
use crate::session::{TimeRange, Timestamp};
use crate::ui::{Views, later};
use futures_util::FutureExt;
use leptos::ev::PointerEvent;
use leptos::html;
use leptos::prelude::*;

/// Draws `data` without the series named in `hidden`; fills its container. Buckets of which not all is known at `now` are
/// drawn and named as such.
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
    /// Told the buckets that were dragged over or selected by keys; without it a drag only moves the cursor.
    #[prop(optional, into)]
    on_zoom: Option<Callback<TimeRange>>,
    /// Told the range of a mark of releases that was clicked.
    #[prop(optional, into)]
    on_releases: Option<Callback<TimeRange>>,
    /// A release whose mark stands out: it is pointed at elsewhere.
    #[prop(optional, into)]
    release: Option<Signal<Option<String>>>,
    /// This chart among those that share the cursor, where others have to know.
    #[prop(optional)]
    id: Option<ChartId>,
) -> impl IntoView {
    let cursor = use_cursor();
    let input = Input {
        data,
        hidden,
        now,
        cursor,
        id: id.unwrap_or_else(|| cursor.enter()),
        selection: RwSignal::new(None),
        walk: RwSignal::new(Walk::default()),
        release,
        opens_releases: on_releases.is_some(),
    };
    let keys = Keys {
        input,
        zoom: on_zoom,
        open: on_releases,
        spoken: RwSignal::new(String::new()),
        waiting: StoredValue::new(None),
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
        input.track_overlay();
        chart.with_value(|c| c.iter().for_each(Stage::ask_overlay));
    });

    // It comes with the first thing to tell, and stays.
    let tells = Memo::new(move |was: Option<&bool>| {
        let here = cursor.spot().is_some_and(|spot| spot.chart() == input.id);
        here || input.selection.with(Option::is_some) || was == Some(&true)
    });
    let pinned = Memo::new(move |_| cursor.is_pinned() && cursor.is_of(input.id));
    let summary = Memo::new(move |_| {
        let now = now.map(|now| now.get());
        data.with(|d| hidden.with(|h| describe(d, h, now)))
    });

    let drag = StoredValue::new(None::<Drag>);
    let was_pinned = StoredValue::new(false);
    let spot_of = move |event: &PointerEvent| {
        let (x, y) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        let is_finger = event.pointer_type() == "touch";
        chart.with_value(|c| c.as_ref()?.spot(x, y, is_finger))
    };
    let point = move |event: PointerEvent| {
        paint_loop::note_input(event.time_stamp());
        let to = f64::from(event.offset_x());
        if drag
            .try_update_value(|d| d.as_mut().map(|d| d.to = to))
            .flatten()
            .is_some()
        {
            let range = drag
                .get_value()
                .filter(|_| on_zoom.is_some())
                .and_then(|drag| chart.with_value(|c| c.as_ref()?.dragged(drag)));
            input.selection.set(range);
        }
        if let Some(spot) = spot_of(&event) {
            cursor.hover(spot);
        }
    };
    let press = move |event: PointerEvent| {
        was_pinned.set_value(pinned.get_untracked());
        cursor.pin(false);
        if event.is_primary() && event.button() == 0 {
            if let Some(plot) = plot_ref.get_untracked().filter(|_| on_zoom.is_some()) {
                // Fails for a pointer that is gone already.
                let _ = plot.set_pointer_capture(event.pointer_id());
            }
            let at = f64::from(event.offset_x());
            drag.set_value(Some(Drag { from: at, to: at }));
        }
        point(event);
    };
    let release = move |event: PointerEvent| {
        let range = input.selection.get_untracked();
        let began = drag.try_update_value(Option::take).flatten();
        input.selection.set(None);
        // What was escaped from, or went too far, is no click.
        let is_click = began.is_some_and(|d| !d.is_meant());
        match (range, spot_of(&event)) {
            (Some(range), _) => {
                if let Some(zoom) = on_zoom {
                    keys.leave();
                    zoom.run(range);
                }
            }
            (None, Some(Spot::Releases(_, mark))) if is_click => {
                let range = chart.with_value(|c| c.as_ref()?.range_of(mark));
                if let (Some(range), Some(open)) = (range, on_releases) {
                    cursor.leave(input.id);
                    open.run(range);
                }
            }
            (None, Some(Spot::Bucket(_))) if is_click && event.pointer_type() != "touch" => {
                cursor.pin(!was_pinned.get_value());
            }
            _ => {}
        }
    };
    let stop = move || {
        drag.set_value(None);
        let _ = input.selection.try_set(None);
    };

    let help = input.id.name("keys");
    let help_id = help.clone();
    view! {
        <div
            class="chart"
            role="group"
            tabindex="0"
            aria-roledescription="chart"
            aria-label=title
            aria-describedby=help
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    drag.set_value(None);
                }
                chart.with_value(|c| c.iter().for_each(|stage| keys.press(&event, stage)));
            }
            on:blur=move |_| {
                // The focus may go because the chart does.
                if pinned.try_get_untracked() == Some(false) {
                    keys.leave();
                }
            }
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
                        cursor.leave(input.id);
                    }
                }
                on:pointerup=release
                on:pointercancel=move |_| {
                    // A finger that turned out to scroll.
                    stop();
                    cursor.leave(input.id);
                }
            >
                {summary}
            </canvas>
            <canvas class="chart-overlay" aria-hidden="true" node_ref=overlay_ref></canvas>
            <p class="visually-hidden" id=help_id>{keys.help()}</p>
            <p class="visually-hidden" role="status">{keys.spoken}</p>
            {move || tells.get().then(|| later(move || tooltip(input, chart).map(Result::ok).boxed_local())).views()}
        </div>
    }
}
