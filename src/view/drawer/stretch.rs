//! A widget's chart over a stretch of time, with a line a release.

use super::ask::{Asked, ask};
use super::figure::ChartFigure;
use super::list::Entry;
use crate::chart::data::RELEASES;
use crate::dashboard::data::{ChartData, Marking, WidgetData, WidgetState};
use crate::session::TimeRange;
use crate::state::app::{App, use_app};
use crate::state::page_query::{PageQuery, Period, ReleaseList};
use crate::state::widget_query::widget_state;
use crate::widget::cursor::use_cursor;
use crate::widget::legend::Legend;
use crate::widget::state::{EmptyBody, FailedBody};
use crate::widget::time_chart::TimeChart;
use leptos::prelude::*;

/// The widget's chart over the stretch; dragging over it narrows the list.
#[component]
pub fn Stretch(
    of: Memo<ReleaseList>,
    entries: Memo<Vec<Entry>>,
    hovered: RwSignal<Option<String>>,
) -> impl IntoView {
    let app = use_app();
    let question = Memo::new(move |_| {
        let list = of.get();
        let widget = app.dashboard.with(|d| {
            let mut all = d.widgets.iter();
            all.find(|w| w.id() == list.chart).cloned()
        })?;
        let page = PageQuery {
            period: Period::Between(list.range),
            interval: None,
            ..app.page.with(|p| PageQuery {
                projects: p.projects.clone(),
                environments: p.environments.clone(),
                releases: p.releases.clone(),
                global: p.global.clone(),
                compare: p.compare,
                ..PageQuery::default()
            })
        };
        Some((widget, page))
    });
    let asking = ask(question, move |_, question| {
        let query = question.and_then(|(widget, page)| {
            let title = widget.title.clone();
            Some((title, app.widget_query(widget, &page)?))
        });
        Box::pin(async move {
            match query {
                Some((title, (source, query))) => {
                    Ok(Some((title, widget_state(source, query).await?)))
                }
                None => Ok(None),
            }
        })
    });
    // The numbers stay listed while the stretch changes.
    let listing = RwSignal::new(false);
    let body = move || match asking.answer.get() {
        Asked::Waiting => view! { <div class="stretch-waiting" aria-busy="true"></div> }.into_any(),
        Asked::Failed(error) => {
            view! { <FailedBody error retry=move || asking.again() /> }.into_any()
        }
        Asked::Here(Some((title, WidgetState::Ready(WidgetData::Chart(data))))) => {
            chart(of, title, data, entries, hovered, listing).into_any()
        }
        Asked::Here(Some((_, WidgetState::Empty(reason)))) => {
            view! { <EmptyBody reason /> }.into_any()
        }
        Asked::Here(Some((_, WidgetState::Failed(error)))) => {
            view! { <FailedBody error retry=move || asking.again() /> }.into_any()
        }
        Asked::Here(_) => {
            view! { <p class="drawer-none">"This dashboard has no such chart."</p> }.into_any()
        }
    };
    view! { <section class="drawer-section stretch">{body}</section> }
}

fn chart(
    of: Memo<ReleaseList>,
    title: String,
    data: ChartData,
    entries: Memo<Vec<Entry>>,
    hovered: RwSignal<Option<String>>,
    listing: RwSignal<bool>,
) -> impl IntoView {
    let app = use_app();
    let id = of.with_untracked(|l| l.chart.clone());
    let (hidden, memory) = (app.hidden(&id), app.legend(&id));
    let (set, shape) = (data.set.clone(), data.shape);
    let data = Memo::new(move |_| ChartData {
        releases: entries.with(|all| all.iter().rev().map(|e| e.mark.clone()).collect()),
        marking: Marking::Lines,
        ..data.clone()
    });
    // The lines are what this chart is for.
    let drawn = Signal::derive(move || {
        let mut names = hidden.get();
        names.retain(|n| n != RELEASES);
        names
    });
    let zoom = {
        let id = id.clone();
        Callback::new(move |range| app.open_releases(&id, range))
    };
    let open = {
        let id = id.clone();
        Callback::new(move |range| open_line(app, &id, range, &entries.get_untracked()))
    };
    let hide = Callback::new(move |names| app.hide(&id, names));
    let chart = use_cursor().enter();
    let pointed: Signal<Option<String>> = hovered.into();
    let name = title.clone();
    view! {
        <ChartFigure class="stretch-figure" title=name data listing>
            <div class="stretch-plot">
                <TimeChart id=chart data hidden=drawn title now=Signal::from(app.now) on_zoom=zoom on_releases=open release=pointed />
            </div>
            <Legend chart set=Signal::stored(set) hidden memory on_change=hide shape=Signal::stored(shape) />
        </ChartFigure>
    }
}

/// Opens the release whose line was clicked; of several the list.
fn open_line(app: App, chart: &str, range: TimeRange, entries: &[Entry]) {
    let mut there = entries.iter().filter(|e| range.contains(e.mark.at));
    match (there.next(), there.next()) {
        (Some(only), None) => only.open(app),
        _ => app.open_releases(chart, range),
    }
}
