//! The health of a release over its life: crash-free sessions and how many there were.

use super::ask::{Asked, Asking, ask, senseless, sessions};
use super::figure::ChartFigure;
use crate::dashboard::data::ChartData;
use crate::dashboard::release_life::{Life, ReleaseScope, life, life_query, window};
use crate::session::format;
use crate::session::release_bounds::BoundsKind;
use crate::session::release_info::ReleaseInfo;
use crate::state::app::use_app;
use crate::widget::state::FailedBody;
use crate::widget::time_chart::TimeChart;
use crate::widget::zone::page_zone;
use leptos::prelude::*;

/// The two small charts.
#[component]
pub fn Health(scope: Memo<ReleaseScope>, info: Memo<Option<ReleaseInfo>>) -> impl IntoView {
    let app = use_app();
    let raw = move || app.source().is_some_and(|s| s.has_raw_sessions());
    // Without a record of the release its life is not known: the page's range stands in.
    let lived = Memo::new(move |_| {
        let known = info.with(|i| i.as_ref().and_then(|i| window(i, app.now.get(), raw())));
        known.unwrap_or_else(|| (app.window.get(), BoundsKind::Normal))
    });
    let question = Memo::new(move |_| (scope.get(), lived.get().0));
    let asking = ask(question, move |source, (scope, window)| {
        let now = app.now.get_untracked();
        Box::pin(async move {
            let query = life_query(&scope, window).map_err(senseless)?;
            let answers = sessions(source, &[query], now).await?;
            Ok(answers.first().and_then(life))
        })
    });
    let span = move || {
        let (window, kind) = lived.get();
        let zone = page_zone();
        let (from, to) = (
            format::date(window.range().start, &zone),
            format::date(window.range().end.plus(-1), &zone),
        );
        let cut = if kind == BoundsKind::Clamped {
            " (no data is kept from before)"
        } else {
            ""
        };
        if from == to {
            format!("{from}{cut}")
        } else {
            format!("{from} – {to}{cut}")
        }
    };
    // The charts stay mounted while only their numbers change.
    let stage = Memo::new(move |_| asking.answer.with(|a| a.map(Option::is_some)));
    let charts = move || match stage.get() {
        Asked::Waiting => {
            view! { <div class="life-charts life-charts-waiting" aria-busy="true"></div> }
                .into_any()
        }
        Asked::Failed(error) => {
            view! { <FailedBody error retry=move || asking.again() /> }.into_any()
        }
        Asked::Here(false) => {
            view! { <p class="drawer-none">"No sessions of this release are on record."</p> }
                .into_any()
        }
        Asked::Here(true) => view! {
            <div class="life-charts">
                {chart("Crash free sessions", "life-chart", asking, |life| &life.crash_free)}
                {chart("Sessions", "life-chart life-chart-low", asking, |life| &life.sessions)}
            </div>
        }
        .into_any(),
    };
    view! {
        <section class="drawer-section" aria-labelledby="drawer-health">
            <h3 id="drawer-health" class="drawer-heading">
                "Health over its life"
                <span class="drawer-heading-note">{span}</span>
            </h3>
            {asking.stale()}
            {charts}
        </section>
    }
}

/// One of the charts; nothing before there is an answer.
fn chart(
    title: &'static str,
    class: &'static str,
    asking: Asking<Option<Life>>,
    of: fn(&Life) -> &ChartData,
) -> Option<impl IntoView> {
    let now = use_app().now;
    let known = move |answer: &Asked<Option<Life>>| match answer {
        Asked::Here(Some(life)) => Some(of(life).clone()),
        _ => None,
    };
    let first = asking.answer.with_untracked(known)?;
    let data = Memo::new(move |old: Option<&ChartData>| {
        let new = asking.answer.with(known);
        new.or_else(|| old.cloned())
            .unwrap_or_else(|| first.clone())
    });
    Some(view! {
        <ChartFigure class title data listing=RwSignal::new(false)>
            <div class="life-chart-plot">
                <TimeChart data hidden=Signal::stored(Vec::new()) title now=Signal::from(now) />
            </div>
        </ChartFigure>
    })
}
