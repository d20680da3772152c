//! The frame of a widget: title, hint, actions, and the body that its state asks for.

use super::big_number::BigNumberBody;
use super::cursor::use_cursor;
use super::data_table::data_table;
use super::hint::Hint;
use super::issues::IssuesBody;
use super::legend::Legend;
use super::menu::{MenuTarget, WidgetMenu};
use super::releases_table::{PER_PAGE, ReleasesBody};
use super::state::{EmptyBody, FailedBody, Kind, Skeleton, latest};
use super::table::TableBody;
use super::time_chart::TimeChart;
use crate::dashboard::data::{ChartData, WidgetData, WidgetState};
use crate::dashboard::explain;
use crate::dashboard::model::Widget;
use crate::state::app::{App, use_app};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::{Views, When, later};
use futures_util::FutureExt;
use leptos::prelude::*;

/// One widget of the dashboard, filling the place it is given. Its parts stay mounted while only numbers change.
#[component]
pub fn WidgetFrame(
    /// What it shows.
    widget: Widget,
) -> impl IntoView {
    let app = use_app();
    let id = widget.id().to_owned();
    let title = Signal::stored(widget.title.clone());
    let title_id = format!("widget-{id}-title");
    let state = app.widget(&id);
    let kind = Memo::new(move |_| state.with(Kind::of));
    let listing = RwSignal::new(false);
    let listed = Memo::new(move |_| listing.get() && kind.get().has_data());

    let body = {
        let (widget, id) = (widget.clone(), id.clone());
        move || match (kind.get(), state.get_untracked()) {
            (_, WidgetState::Ready(WidgetData::Chart(first))) => {
                let data = latest(state, first, |data| match data {
                    WidgetData::Chart(chart) => Some(chart.clone()),
                    _ => None,
                });
                chart(app, &id, title.get_untracked(), data.into()).into_any()
            }
            (_, WidgetState::Ready(WidgetData::BigNumber(first))) => {
                let data = latest(state, first, |data| match data {
                    WidgetData::BigNumber(figure) => Some(figure.clone()),
                    _ => None,
                });
                view! { <BigNumberBody data field=explain::field(&widget) /> }.into_any()
            }
            (_, WidgetState::Ready(WidgetData::Table(first))) => {
                let data = latest(state, first, |data| match data {
                    WidgetData::Table(table) => Some(table.clone()),
                    _ => None,
                });
                let id = id.clone();
                view! { <Unlisted listed><TableBody id=id.clone() data title /></Unlisted> }
                    .into_any()
            }
            (_, WidgetState::Ready(WidgetData::Releases(first))) => {
                let data = latest(state, first, |data| match data {
                    WidgetData::Releases(rows) => Some(rows.clone()),
                    _ => None,
                });
                view! { <Unlisted listed><ReleasesBody id="releases" data title size=PER_PAGE /></Unlisted> }.into_any()
            }
            (_, WidgetState::Ready(WidgetData::Issues(first))) => {
                let data = latest(state, first, |data| match data {
                    WidgetData::Issues(issues) => Some(issues.clone()),
                    _ => None,
                });
                let id = id.clone();
                view! { <Unlisted listed><IssuesBody id=id.clone() data title /></Unlisted> }
                    .into_any()
            }
            (_, WidgetState::Loading) => view! { <Skeleton widget=widget.clone() /> }.into_any(),
            (_, WidgetState::Empty(reason)) => view! { <EmptyBody reason /> }.into_any(),
            (_, WidgetState::Failed(error)) => {
                let id = id.clone();
                view! { <FailedBody error retry=move || app.retry(Some(&id)) /> }.into_any()
            }
        }
    };
    let menu = MenuTarget::new(widget.clone(), state, app.hidden(&id), Some(listing));
    let table = {
        let id = StoredValue::new(id.clone());
        move || {
            later(move || {
                data_table(id.get_value(), state, title)
                    .map(Result::ok)
                    .boxed_local()
            })
        }
    };
    let notes = {
        let id = id.clone();
        let own = Memo::new(move |_| app.notes_of(&id));
        move || notes(&own.read())
    };

    view! {
        <figure
            class="widget"
            data-widget-id=id.clone()
            data-state=move || kind.get().name()
            aria-labelledby=title_id.clone()
            aria-busy=move || (kind.get() == Kind::Loading).then_some("true")
        >
            <figcaption class="widget-head">
                <h2 class="widget-title" id=title_id.clone()>{title}</h2>
                <Hint widget=widget.clone() />
                <button
                    type="button"
                    class="icon-button widget-view-data"
                    class:icon-button-on=move || listed.get()
                    title="View data"
                    aria-expanded=move || listed.get().to_string()
                    disabled=move || !kind.get().has_data()
                    on:click=move |_| listing.update(|l| *l = !*l)
                >
                    <Icon glyph=Glyph::Table />
                    <span class="visually-hidden">"View data"</span>
                </button>
                <WidgetMenu target=menu />
            </figcaption>
            <div class="widget-body" class:widget-body-covered=move || listed.get()>{body}</div>
            <When is=move || listed.get()>
                {table}
            </When>
            {notes}
        </figure>
    }
}

/// A body that is a table itself: gives way to the data table, so that there is one table at a time.
#[component]
fn Unlisted(listed: Memo<bool>, children: ChildrenFn) -> impl IntoView {
    view! { <When is=move || !listed.get()>{children()}</When> }
}

fn chart(app: App, id: &str, title: String, data: Signal<ChartData>) -> impl IntoView {
    let chart = use_cursor().enter();
    let (hidden, memory) = (app.hidden(id), app.legend(id));
    let set = Memo::new(move |_| data.with(|d| d.set.clone()));
    let shape = Memo::new(move |_| data.with(|d| d.shape));
    let marked = Memo::new(move |_| data.with(|d| d.releases.len()));
    let ghosts = Memo::new(move |_| data.with(|d| !d.before.is_empty()));
    let open = {
        let id = id.to_owned();
        Callback::new(move |range| app.open_releases(&id, range))
    };
    let open_all = Callback::new(move |()| {
        open.run(set.with_untracked(|set| set.window.range()));
    });
    let id = id.to_owned();
    let zoom = Callback::new(move |range| app.zoom(range));
    let hide = Callback::new(move |names| app.hide(&id, names));
    view! {
        <div class="chart-widget">
            <div class="chart-widget-plot">
                <TimeChart id=chart data hidden title now=Signal::from(app.now) on_zoom=zoom on_releases=open />
            </div>
            <Legend
                chart
                set
                hidden
                memory
                on_change=hide
                shape=Signal::from(shape)
                releases=Signal::from(marked)
                on_releases=open_all
                ghosts=Signal::from(ghosts)
            />
        </div>
    }
}

/// What the numbers cannot vouch for.
pub fn notes(notes: &[String]) -> impl IntoView + use<> {
    let words = notes.join(" ");
    (!words.is_empty())
        .then(|| view! { <p class="widget-caveat">{words}</p> })
        .views()
}
