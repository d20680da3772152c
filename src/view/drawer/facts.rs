//! The facts of a release: its figures in the page's range, and what its name and record say.

use super::ask::{Asked, ask, senseless, sessions};
use crate::dashboard::explain;
use crate::dashboard::release_life::{Figures, ReleaseScope, figures, figures_queries};
use crate::engine::field::{Field, Subject, Unit};
use crate::session::Timestamp;
use crate::session::format;
use crate::session::release::Version;
use crate::session::release_info::ReleaseInfo;
use crate::state::app::use_app;
use crate::ui::Views;
use crate::widget::number;
use crate::widget::state::FailedBody;
use crate::widget::zone::page_zone;
use leptos::prelude::*;

/// The figures and facts. `unknown` is told whether neither sessions nor a record of the release exist.
#[component]
pub fn Facts(
    scope: Memo<ReleaseScope>,
    info: Memo<Option<ReleaseInfo>>,
    unknown: RwSignal<bool>,
) -> impl IntoView {
    let app = use_app();
    let question = Memo::new(move |_| (scope.get(), app.window.get()));
    let asking = ask(question, move |source, (scope, window)| {
        let now = app.now.get_untracked();
        Box::pin(async move {
            let queries = figures_queries(&scope, window).map_err(senseless)?;
            Ok(figures(&sessions(source, &queries, now).await?))
        })
    });
    let tiles = move || match asking.answer.get() {
        Asked::Waiting => {
            view! { <div class="fact-tiles fact-tiles-waiting" aria-busy="true"></div> }.into_any()
        }
        Asked::Failed(error) => {
            view! { <FailedBody error retry=move || asking.again() /> }.into_any()
        }
        Asked::Here(_) if unknown.get() => unknown_release().into_any(),
        Asked::Here(f) => figure_tiles(&f).into_any(),
    };
    Effect::new(move |_| {
        if let Asked::Here(f) = asking.answer.get() {
            unknown.set(info.with(Option::is_none) && f.tally.sessions.all == 0);
        }
    });
    view! {
        <section class="drawer-section" aria-labelledby="drawer-facts">
            <h3 id="drawer-facts" class="drawer-heading">
                "In the selected range"
            </h3>
            {asking.stale()}
            {tiles}
            <dl class="facts" hidden=unknown>{move || info.with(|i| record(&scope.read().release, i.as_ref(), app.now.get()))}</dl>
        </section>
    }
}

fn unknown_release() -> impl IntoView {
    view! {
        <div class="widget-note">
            <p class="widget-note-what">"No release of this name was found"</p>
            <p class="widget-note-next">
                "It has no sessions in the selected range and filters, and the backend does not list it. Check the link, or \
                 choose a longer time range."
            </p>
        </div>
    }
}

fn figure_tiles(f: &Figures) -> impl IntoView + use<> {
    let rate = |name: &'static str, field: Field| {
        let (value, counts) = (field.value(&f.tally), field.ratio(&f.tally));
        let base = counts
            .filter(|r| r.denominator > 0)
            .map(|r| explain::ratio(field, r));
        tile(name, format::percent(value), value, base)
    };
    let count = |name, n: u64| tile(name, format::count(n), Some(n as f64), None);
    let adoption = f.adoption.and_then(|r| r.value());
    let base = f
        .adoption
        .map(|r| format!("of {} sessions", format::count(r.denominator)));
    view! {
        <dl class="fact-tiles">
            {rate("Crash free sessions", Field::CrashFreeRate(Subject::Session))}
            {rate("Crash free users", Field::CrashFreeRate(Subject::User))}
            {count("Sessions", f.tally.sessions.all)}
            {count("Users", f.tally.users.all)}
            {tile("Adoption", number::text(Unit::Rate, adoption), adoption, base)}
        </dl>
    }
}

fn tile(
    name: &'static str,
    text: String,
    value: Option<f64>,
    base: Option<String>,
) -> impl IntoView {
    view! {
        <div class="fact-tile">
            <dt>{name}</dt>
            <dd class="fact-tile-value" data-value=number::exact(value)>{text}</dd>
            {base.map(|base| view! { <dd class="fact-tile-base">{base}</dd> }).views()}
        </div>
    }
}

/// What the release's record and its name say.
fn record(release: &str, info: Option<&ReleaseInfo>, now: Timestamp) -> impl IntoView + use<> {
    let version = Version::parse(release);
    let text = |value: Option<&str>| value.map_or_else(|| format::NONE.to_owned(), str::to_owned);
    let time = |at: Option<Timestamp>| {
        match at {
        Some(at) => view! {
            <time datetime=at.to_iso() title=format::ago(at, now)>{format::date_time(at, &page_zone())}</time>
        }
        .into_any(),
        None => format::NONE.into_any(),
    }
    };
    let plain =
        |name: &'static str, value: String| fact(name, view! { <bdi>{value}</bdi> }.into_any());
    let semver = if version.number().is_some() {
        "Yes"
    } else {
        "No"
    };
    view! {
        {fact("Created", time(info.and_then(|i| i.date_created)))}
        {fact("First seen", time(info.and_then(|i| i.first_event)))}
        {fact("Last seen", time(info.and_then(|i| i.last_event)))}
        {plain("Semantic version", semver.to_owned())}
        {plain("Package", text(version.package()))}
        {plain("Build", text(version.build()))}
    }
}

fn fact(name: &'static str, value: AnyView) -> impl IntoView {
    view! { <div class="fact"><dt>{name}</dt><dd>{value}</dd></div> }
}
