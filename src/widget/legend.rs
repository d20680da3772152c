//! The legend of a chart: one toggle a series, one button to see it alone, its value, and a way back to all.

use super::cursor::{ChartId, use_cursor};
use super::legend_clicks::Clicks;
use super::swatch::swatch;
use crate::browser::paint_loop;
use crate::chart::data::{RELEASES, Shape};
use crate::chart::legend_values::{legend_room, legend_value};
use crate::chart::selection::{Selection, isolated, shown};
use crate::engine::series::{Series, SeriesSet, Tone};
use crate::ui::Views;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The series of `set`; `on_change` gets the names that are to be hidden from now on. A click (or Space) hides and
/// shows a series; "only", Enter, a double click and Ctrl- or Cmd-click isolate it, and the same again restores what
/// was shown before.
#[component]
pub fn Legend(
    /// The series, in legend order.
    #[prop(into)]
    set: Signal<SeriesSet>,
    /// Names of the hidden ones.
    #[prop(into)]
    hidden: Signal<Vec<String>>,
    /// Told the new list of hidden names.
    #[prop(into)]
    on_change: Callback<Vec<String>>,
    /// How the series are drawn; decides the swatches.
    #[prop(optional, into)]
    shape: Option<Signal<Shape>>,
    /// How many releases are marked on the time axis: they are switched off and on like a series, but never isolated.
    #[prop(optional, into)]
    releases: Option<Signal<usize>>,
    /// Opens the list of these releases.
    #[prop(optional, into)]
    on_releases: Option<Callback<()>>,
    /// Whether the previous period is drawn, too.
    #[prop(optional, into)]
    ghosts: Option<Signal<bool>>,
    /// The chart whose values at the cursor it shows; without one, it keeps to totals.
    #[prop(optional)]
    chart: Option<ChartId>,
    /// What is remembered between two clicks, where it is shared with other legends of the same series.
    #[prop(optional)]
    memory: Option<StoredValue<Selection>>,
) -> impl IntoView {
    let part = |s: &Series| (s.name.clone(), s.tone);
    let entries = Memo::new(move |_| set.with(|s| s.series.iter().map(part).collect::<Vec<_>>()));
    let names = Memo::new(move |_| names_of(&entries.get()));
    let shape = Memo::new(move |_| shape.map_or(Shape::Line, |s| s.get()));
    let clicks = Clicks {
        names,
        hidden,
        on_change,
        selection: memory.unwrap_or_else(|| StoredValue::new(Selection::default())),
        before_click: StoredValue::new(Vec::new()),
    };
    let cursor = use_cursor();
    let at = Memo::new(move |_| {
        let at = cursor.get(chart?)?;
        set.with(|s| s.window.index_of(at.time))
    });
    let list = NodeRef::<html::Ul>::new();
    let marked = Memo::new(move |_| releases.map_or(0, |n| n.get()));
    let hides = Memo::new(move |_| {
        let off = |h: &[String]| marked.get() > 0 && h.iter().any(|h| h == RELEASES);
        names.with(|n| hidden.with(|h| shown(n, |n| n, h).len() < n.len() || off(h)))
    });
    let show_all = move |_| {
        clicks.on_change.run(Vec::new());
        // The button goes: the focus stays in the legend.
        let first = list
            .get_untracked()
            .and_then(|list| list.query_selector("button").ok().flatten());
        if let Some(first) = first.and_then(|b| b.dyn_into::<HtmlElement>().ok()) {
            // Fails never: a button can have the focus.
            let _ = first.focus();
        }
    };
    view! {
        <ul class="legend" aria-label="Legend" node_ref=list>
            {move || {
                let shape = shape.get();
                let entries = entries.get();
                let several = entries.len() > 1;
                let row = |(index, (name, tone)): (usize, (String, Tone))| {
                    let value = Memo::new(move |_| {
                        set.with(|s| Some(legend_value(s.series.get(index)?, s.unit, at.get())))
                    });
                    let room = Memo::new(move |_| {
                        set.with(|s| s.series.get(index).map_or(0, |of| legend_room(of, s.unit)))
                    });
                    view! { <Entry clicks name tone shape value room several /> }
                };
                let rows = entries.into_iter().enumerate().map(row).views();
                view! {
                    {rows}
                    {move || (marked.get() > 0).then(|| releases_entry(clicks, marked, on_releases))}
                    {move || ghosts.is_some_and(|g| g.get()).then(ghosts_entry)}
                    <li class="legend-item" hidden=move || !several && marked.get() == 0>
                        <button
                            type="button"
                            class="legend-action legend-all"
                            class:legend-all-idle=move || !hides.get()
                            on:click=show_all
                        >
                            "Show all"
                        </button>
                    </li>
                }
            }}
        </ul>
    }
}

#[component]
fn Entry(
    clicks: Clicks,
    name: String,
    tone: Tone,
    shape: Shape,
    value: Memo<Option<String>>,
    room: Memo<usize>,
    several: bool,
) -> impl IntoView {
    let (stored, title) = (StoredValue::new(name.clone()), name.clone());
    let pressed = Memo::new(move |_| {
        let is_in = |n: &String| {
            clicks
                .names
                .with(|all| clicks.hidden.with(|h| shown(all, |n| n, h).contains(&n)))
        };
        stored.with_value(is_in)
    });
    let alone = Memo::new(move |_| {
        clicks.names.with(|names| {
            clicks
                .hidden
                .with(|h| stored.with_value(|n| isolated(names, h) == Some(n)))
        })
    });
    let click = move |event: MouseEvent| {
        paint_loop::note_input(event.time_stamp());
        stored.with_value(|name| clicks.click(&event, name));
    };
    let enter = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            if !event.repeat() {
                paint_loop::note_input(event.time_stamp());
                stored.with_value(|name| clicks.isolate(name));
            }
        }
    };
    let only = move |event: MouseEvent| {
        paint_loop::note_input(event.time_stamp());
        stored.with_value(|name| clicks.isolate(name));
    };
    let word = move || if alone.get() { "undo" } else { "only" };
    // The series is its description, not in its name: entries are found by theirs.
    let label = move || {
        if alone.get() {
            "Undo only this"
        } else {
            "Only this"
        }
    };
    let of = name.clone();
    view! {
        <li class="legend-item" class:legend-item-several=several>
            <button
                type="button"
                class="legend-entry"
                title=title
                aria-pressed=move || pressed.get().to_string()
                on:click=click
                on:keydown=enter
            >
                {swatch(tone, shape)}
                <span class="legend-name">{name}</span>
            </button>
            <span class="legend-end">
                <span class="legend-value" style=("--room", move || format!("{}ch", room.get()))>
                    {value}
                </span>
                {several
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="legend-action legend-only"
                                aria-label=label
                                title=of
                                on:click=only
                            >
                                {word}
                            </button>
                        }
                    }).views()}
            </span>
        </li>
    }
}

/// The entry of the releases on the time axis: a switch, and how many there are, which opens their list.
fn releases_entry(clicks: Clicks, count: Memo<usize>, open: Option<Callback<()>>) -> impl IntoView {
    let pressed = Memo::new(move |_| clicks.hidden.with(|h| !h.iter().any(|h| h == RELEASES)));
    let words = move || match count.get() {
        1 => "1 release".to_owned(),
        n => format!("{n} releases"),
    };
    view! {
        <li class="legend-item">
            <button
                type="button"
                class="legend-entry"
                title="Releases on the time axis"
                aria-pressed=move || pressed.get().to_string()
                on:click=move |event| {
                    paint_loop::note_input(event.time_stamp());
                    clicks.toggle_releases();
                }
            >
                <svg class="swatch tone-accent" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
                    <rect class="swatch-box" x="0" y="3" width="10" height="4" rx="1" />
                </svg>
                <span class="legend-name">{RELEASES}</span>
            </button>
            {open
                .map(|open| {
                    view! {
                        <button
                            type="button"
                            class="legend-action"
                            aria-haspopup="dialog"
                            on:click=move |_| open.run(())
                        >
                            <span class="visually-hidden">"Show "</span>
                            {words}
                        </button>
                    }
                }).views()}
        </li>
    }
}

/// What lines of short strokes are ([`Dash::Before`](crate::chart::palette::Dash)). They come and go with their series.
fn ghosts_entry() -> impl IntoView {
    view! {
        <li class="legend-item legend-ghosts">
            <svg class="swatch" viewBox="0 0 16 10" width="16" height="10" aria-hidden="true">
                <line class="swatch-line" x1="0" y1="5" x2="16" y2="5" stroke-dasharray="3 3.5" />
            </svg>
            "Previous period"
        </li>
    }
}

fn names_of(entries: &[(String, Tone)]) -> Vec<String> {
    entries.iter().map(|(name, _)| name.clone()).collect()
}
