//! The dialog of the expanded view: chart and legend at full width, the numbers below.

use super::own_range::OwnRange;
use crate::chart::data::ChartData;
use crate::dashboard::data::{WidgetData, WidgetState};
use crate::dashboard::disclose::NOT_EVENTS;
use crate::dashboard::explain;
use crate::dashboard::model::Widget;
use crate::session::format;
use crate::state::app::use_app;
use crate::ui::When;
use crate::ui::icon::{Glyph, Icon};
use crate::widget::actions::chart_of;
use crate::widget::big_number::BigNumberBody;
use crate::widget::cursor::{provide_cursor, use_cursor};
use crate::widget::data_table::DataTable;
use crate::widget::frame::notes;
use crate::widget::issues::IssuesBody;
use crate::widget::legend::Legend;
use crate::widget::menu::{MenuTarget, WidgetMenu};
use crate::widget::releases_table::ReleasesBody;
use crate::widget::state::{EmptyBody, FailedBody, Kind, latest};
use crate::widget::time_chart::TimeChart;
use crate::widget::zone::page_zone;
use leptos::ev::{Event, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Rows on a page of the table.
const ROWS: usize = 25;

/// The widget, over the page.
#[component]
pub fn Panel(widget: Widget) -> impl IntoView {
    let app = use_app();
    provide_cursor();
    let node = NodeRef::<html::Dialog>::new();
    keep_focus(node);
    let range = OwnRange::new(widget.clone());
    let state = range.state;
    let hidden = app.hidden(widget.id());
    let title = Signal::stored(widget.title.clone());
    let menu = MenuTarget::new(widget.clone(), state, hidden, None);
    let close = move || app.go(|page| page.expanded = None);
    let cancel = move |event: Event| {
        event.prevent_default();
        close();
    };
    let shown_range = move || {
        let of_chart = state.with(chart_of).map(|chart| chart.set.window.range());
        let shown = of_chart.or_else(|| range.zoomed());
        let shown = shown.unwrap_or_else(|| app.window.get().range());
        format::time_range(shown.until(app.now.get()), &page_zone())
    };
    let meaning = {
        let widget = widget.clone();
        move || explain::widget(&widget, app.shows_web()).join(" ")
    };
    // Of events and crashes the meaning says more.
    let caveats = move || {
        let mut told = range.notes.get();
        told.retain(|note| note != NOT_EVENTS);
        notes(&told)
    };
    let plot = plot(&widget, range, hidden, title);
    let problem = move || match state.get() {
        WidgetState::Empty(reason) => Some(view! { <EmptyBody reason /> }.into_any()),
        WidgetState::Failed(error) => {
            Some(view! { <FailedBody error retry=move || range.retry() /> }.into_any())
        }
        _ => None,
    };
    // Lists of releases and of issues are themselves the best table of what they hold.
    let (kind, id) = (
        Memo::new(move |_| state.with(Kind::of)),
        widget.id().to_owned(),
    );
    let table = move || {
        kind.track();
        match state.get_untracked() {
            WidgetState::Ready(WidgetData::Releases(first)) => {
                let data = latest(state, first, |data| match data {
                    WidgetData::Releases(rows) => Some(rows.clone()),
                    _ => None,
                });
                view! { <ReleasesBody id="expanded" data title size=ROWS /> }.into_any()
            }
            WidgetState::Ready(WidgetData::Issues(first)) => {
                let data = latest(state, first, |data| match data {
                    WidgetData::Issues(issues) => Some(issues.clone()),
                    _ => None,
                });
                view! { <IssuesBody id=id.clone() data title /> }.into_any()
            }
            _ => view! { <DataTable id=id.clone() state title size=ROWS /> }.into_any(),
        }
    };
    view! {
        <dialog
            class="expanded"
            data-expanded=widget.id().to_owned()
            aria-labelledby="expanded-title"
            aria-busy=move || range.waiting.get().then_some("true")
            node_ref=node
            on:cancel=cancel
        >
            <div class="expanded-head">
                <div class="expanded-names">
                    <h2 class="expanded-title" id="expanded-title">{title}</h2>
                    <p class="expanded-range" role="status">{shown_range}</p>
                </div>
                <When is=move || range.zoomed().is_some()>
                    <button type="button" class="button button-secondary" on:click=move |_| range.zoom_out()>
                        "Zoom out"
                    </button>
                </When>
                <WidgetMenu target=menu />
                <button type="button" class="icon-button" aria-label="Close" title="Close (Esc)" on:click=move |_| close()>
                    <Icon glyph=Glyph::Close />
                </button>
            </div>
            <div class="expanded-body">
                <p class="expanded-meaning">{meaning}</p>
                {plot}
                {caveats}
                {problem}
                {table}
            </div>
        </dialog>
    }
}

/// The figure if it is one, and the chart; nothing for a table, whose numbers stand below anyway.
fn plot(
    widget: &Widget,
    range: OwnRange,
    hidden: Signal<Vec<String>>,
    title: Signal<String>,
) -> impl IntoView + use<> {
    let app = use_app();
    let state = range.state;
    let has_chart = Memo::new(move |_| state.with(|s| chart_of(s).is_some()));
    let has_figure = Memo::new(move |_| state.with(|s| figure_of(s).is_some()));
    let (field, id) = (explain::field(widget), widget.id().to_owned());
    let figure = move || {
        let first = has_figure
            .get()
            .then(|| state.with_untracked(figure_of))??;
        let data = latest(state, first, |data| match data {
            WidgetData::BigNumber(figure) => Some(figure.clone()),
            _ => None,
        });
        Some(view! { <div class="expanded-figure"><BigNumberBody data field /></div> })
    };
    let chart = move || {
        let first = has_chart.get().then(|| state.with_untracked(chart_of))??;
        let data = Memo::new(move |old: Option<&ChartData>| {
            let known = state.with(chart_of).or_else(|| old.cloned());
            known.unwrap_or_else(|| first.clone())
        });
        let set = Memo::new(move |_| data.with(|d| d.set.clone()));
        let shape = Memo::new(move |_| data.with(|d| d.shape));
        let (id, memory) = (id.clone(), app.legend(&id));
        let drawn = use_cursor().enter();
        let marked = Memo::new(move |_| data.with(|d| d.releases.len()));
        let ghosts = Memo::new(move |_| data.with(|d| !d.before.is_empty()));
        let open = {
            let id = id.clone();
            Callback::new(move |range| app.open_releases(&id, range))
        };
        let open_all = Callback::new(move |()| {
            open.run(set.with_untracked(|set| set.window.range()));
        });
        let hide = Callback::new(move |names| app.hide(&id, names));
        let zoom = Callback::new(move |to| range.zoom(to));
        // A figure's only series needs no legend.
        let legend = (!has_figure.get()).then(|| {
            view! {
                <Legend
                    chart=drawn
                    set=set
                    hidden=hidden
                    memory=memory
                    on_change=hide
                    shape=Signal::from(shape)
                    releases=Signal::from(marked)
                    on_releases=open_all
                    ghosts=Signal::from(ghosts)
                />
            }
        });
        Some(view! {
            <div class="expanded-chart chart-widget" on:keydown:capture=keep_open>
                <div class="chart-widget-plot">
                    <TimeChart
                        id=drawn
                        data=data
                        hidden=hidden
                        title=title.get_untracked()
                        now=Signal::from(app.now)
                        on_zoom=zoom
                        on_releases=open
                    />
                </div>
                {legend}
            </div>
        })
    };
    view! {
        {figure}
        {chart}
    }
}

fn figure_of(state: &WidgetState) -> Option<crate::dashboard::data::BigNumber> {
    match state {
        WidgetState::Ready(WidgetData::BigNumber(figure)) => Some(figure.clone()),
        _ => None,
    }
}

/// Esc first puts away what the chart says of a bucket.
fn keep_open(event: KeyboardEvent) {
    let around = event
        .current_target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    let told = around.and_then(|a| {
        a.query_selector(".chart-tooltip:popover-open")
            .ok()
            .flatten()
    });
    if event.key() == "Escape" && told.is_some() {
        event.prevent_default();
    }
}

/// Opens the dialog; gives the focus back when it goes.
fn keep_focus(node: NodeRef<html::Dialog>) {
    let opener = document()
        .active_element()
        .and_then(|e| e.dyn_into::<HtmlElement>().ok());
    let opener = SendWrapper::new(opener.filter(|e| e.tag_name() != "BODY"));
    Effect::new(move |_| {
        if let Some(dialog) = node.get().filter(|d| !d.open()) {
            // Fails only when it is no longer in the page.
            let _ = dialog.show_modal();
        }
    });
    on_cleanup(move || {
        if let Some(element) = opener.take() {
            // Until the dialog is out of the page, all else is inert.
            request_animation_frame(move || {
                let _ = element.focus();
            });
        }
    });
}
