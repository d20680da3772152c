//! What a refresh does: everything on screen is fetched anew, and replaced as a whole or not at all. A part of the program,
//! since the first visit comes before the first refresh.

use super::app::App;
use super::loader::Loader;
use super::questions::{Question, Replies};
use super::widget_query::ask_all;
use crate::browser::chunk::chunk;
use crate::dashboard::model::Dashboard;
use crate::dashboard::planner::{Plan, Scope, Times, plan};
use crate::dashboard::present::{Answers, Facts};
use crate::session::Timestamp;
use crate::source::{LoadReport, SharedSource, SourceError, needed};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;

chunk! {
    in live;
    /// Brings what is on screen up to `now`; a failure leaves it as it is, with its age.
    pub fn bring_up(app: App, source: SharedSource, now: Timestamp) -> LocalBoxFuture<'static, ()> {
        let work = async move {
            match fetch(app, source, now).await {
                Ok(fresh) => {
                    app.stale.set(None);
                    app.compare_clocks(&fresh.report);
                    app.now.set(now);
                    if app.raw.get_untracked() {
                        app.report.set(fresh.report);
                    }
                    app.take_fresh(fresh.asked, fresh.plan, fresh.answers, fresh.replies);
                }
                Err(error) => app.stale.set(Some((error, now))),
            }
        };
        work.boxed_local()
    }
}

/// What is on screen, new.
struct Fresh {
    report: LoadReport,
    asked: (Dashboard, Scope, Times),
    plan: Plan,
    answers: Answers,
    replies: Replies,
}

async fn fetch(app: App, source: SharedSource, now: Timestamp) -> Result<Fresh, SourceError> {
    let report = source.refresh(now, &|_| ()).await?;
    let dashboard = app.dashboard.get_untracked();
    let raw = app.raw.get_untracked();
    let (scope, times) = app.page.with_untracked(|p| (p.scope(), p.times(now, raw)));
    let plan = plan(&dashboard, &scope, times);
    // A range that could not be read before is not in hand yet.
    let range = needed(&plan.sessions, now);
    let report = match source.holds(range) {
        true => report,
        false => source.load(range, &|_| ()).await?,
    };
    let sessions = source.sessions(&plan.sessions).await?;
    if let Some(error) = sessions.iter().find_map(|a| a.as_ref().err()) {
        return Err(error.clone());
    }
    let mut answers = Answers {
        sessions: Some(Ok(sessions)),
        ..Answers::default()
    };
    let catalog = app.catalog.get_untracked();
    let colors = app.colors();
    let facts = Facts {
        scope: &scope,
        times,
        catalog: &catalog,
        colors: &colors,
    };
    // What has failed before may fail again.
    let is_shown = |question: &Question| {
        let known = |loader: &Loader| loader.replies.has_answered_like(question);
        app.loader.with_value(known)
    };
    let replies = ask_all(
        &source,
        &plan,
        &mut answers,
        facts,
        Replies::default(),
        &is_shown,
    )
    .await?;
    Ok(Fresh {
        report,
        asked: (dashboard, scope, times),
        plan,
        answers,
        replies,
    })
}
