//! One row of the releases table, and the badges that the release drawer shows too.

use super::bar::Bar;
use super::number;
use super::zone::page_zone;
use crate::dashboard::data::ReleaseRow;
use crate::dashboard::verdict::{CRITICAL, Judged, TARGET, Verdict, judge};
use crate::engine::field::Unit;
use crate::session::Timestamp;
use crate::session::adoption::Stage;
use crate::session::format;
use crate::session::release::Version;
use crate::state::app::App;
use crate::state::page_query::Drawer;
use crate::ui::Views;
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// How far, in pixels, a pointer moves between press and release when it drags rather than clicks.
const DRAG: i32 = 4;

/// The row. A click anywhere in it, and Enter on its name, opens the release; dragging over it selects text instead.
pub fn row(app: App, row: &ReleaseRow, now: Timestamp) -> impl IntoView + use<> {
    let target = Drawer {
        release: row.version.clone(),
        project: Some(row.project.0),
    };
    let pressed_at = StoredValue::new(None);
    let press = move |ev: MouseEvent| pressed_at.set_value(Some((ev.client_x(), ev.client_y())));
    let open = move |ev: MouseEvent| {
        // A key has not pressed anywhere.
        let from = pressed_at.try_update_value(Option::take).flatten();
        if from.is_some_and(|(x, y): (i32, i32)| {
            (ev.client_x() - x).abs() > DRAG || (ev.client_y() - y).abs() > DRAG
        }) {
            return;
        }
        let target = target.clone();
        app.go(move |p| p.drawer = Some(target));
    };
    let count = |n: Option<u64>| {
        let value = n.map(|n| n as f64);
        view! { <td class="table-number" data-value=number::exact(value)>{number::text(Unit::Count, value)}</td> }
    };
    view! {
        <tr data-release=row.version.clone() on:mousedown=press on:click=open>
            <th scope="row">
                <span class="table-tagged">
                    <button type="button" class="release-name" aria-haspopup="dialog" title=row.version.clone()>
                        <bdi class="clip">{row.short.clone()}</bdi>
                    </button>
                    {prerelease(&row.version)}
                </span>
            </th>
            <td><bdi class="clip" title=row.project.1.clone()>{row.project.1.clone()}</bdi></td>
            <td>{created(row.created, now)}</td>
            <td class="table-number" data-value=number::exact(row.adoption)>
                <span class="table-with-bar">
                    {row.adoption.map(|share| view! { <Bar share class="bar-accent" /> }).views()}
                    <span class="table-figure">{format::percent_column(row.adoption)}</span>
                </span>
            </td>
            <td>{stage(row.stage)}</td>
            {crash_free(row.crash_free_sessions, row.sessions.unwrap_or(0), "sessions")}
            {crash_free(row.crash_free_users, row.users.unwrap_or(0), "users")}
            {count(row.sessions)}
            {count(row.new_issues)}
            <td>{status(row.archived)}</td>
        </tr>
    }
}

/// "pre-release", for a version that is one.
pub fn prerelease(version: &str) -> AnyView {
    let is = Version::parse(version)
        .number()
        .is_some_and(|n| n.prerelease.is_some());
    is.then(|| view! { <span class="tag">"pre-release"</span> })
        .views()
}

/// The stage as a labelled badge.
pub fn stage(stage: Option<Stage>) -> AnyView {
    let Some(stage) = stage else {
        return view! { <span class="none" title="Select one environment to see the stage">{format::NONE}</span> }.into_any();
    };
    let class = match stage {
        Stage::LowAdoption => "tag tag-warn",
        Stage::Adopted => "tag tag-good",
        Stage::Replaced => "tag tag-quiet",
    };
    view! { <span class=class>{stage.label()}</span> }.into_any()
}

fn created(at: Option<Timestamp>, now: Timestamp) -> AnyView {
    match at {
        Some(at) => view! {
            <time class="created" datetime=at.to_iso() title=format::date_time(at, &page_zone())>
                {format::date(at, &page_zone())}
                <span class="created-ago">{format::ago(at, now)}</span>
            </time>
        }
        .into_any(),
        None => view! { <span class="none">{format::NONE}</span> }.into_any(),
    }
}

fn status(archived: bool) -> impl IntoView {
    if archived {
        view! { <span class="tag tag-quiet">"Archived"</span> }
    } else {
        view! { <span class="tag tag-plain">"Open"</span> }
    }
}

/// A crash-free rate with what it is worth: an icon and words beside the colour, grey where there are too few to judge.
fn crash_free(rate: Option<f64>, of: u64, what: &'static str) -> impl IntoView + use<> {
    let judged = judge(rate, of);
    let (class, icon) = match judged.map(|j| j.verdict) {
        Some(Verdict::Good) => ("verdict verdict-good", Some(Glyph::Check)),
        Some(Verdict::BelowTarget) => ("verdict verdict-warn", Some(Glyph::Alert)),
        Some(Verdict::Poor) => ("verdict verdict-bad", Some(Glyph::Octagon)),
        Some(Verdict::TooFew) => ("verdict verdict-few", None),
        Some(Verdict::Unclear) | None => ("verdict", None),
    };
    let words = judged.map(|j| words(j, what));
    let title = words.clone();
    view! {
        <td class="table-number" data-value=number::exact(rate)>
            <span class=class title=title>
                {icon.map(|glyph| view! { <Icon glyph /> }).views()}
                <span class="table-figure">{format::percent_column(rate)}</span>
                {words.map(|w| view! { <span class="visually-hidden">{format!(", {w}")}</span> }).views()}
            </span>
        </td>
    }
}

fn words(judged: Judged, what: &str) -> String {
    let percent = |f: f64| format::percent_tooltip(f);
    let range = format!(
        "95% range {} to {}",
        percent(judged.bounds.lower),
        percent(judged.bounds.upper)
    );
    match judged.verdict {
        Verdict::TooFew => format!("too few {what} to judge ({range})"),
        Verdict::Good => format!("good: at least {} ({range})", percent(TARGET)),
        Verdict::BelowTarget => format!("below {} ({range})", percent(TARGET)),
        Verdict::Poor => format!("poor: below {} ({range})", percent(CRITICAL)),
        Verdict::Unclear => range,
    }
}
