//! One widget over another range than the page's: its questions are put and answered beside those of the dashboard.

use super::questions::{Question, Replies, Reply, wanted};
use crate::dashboard::data::WidgetState;
use crate::dashboard::model::{Dashboard, Widget};
use crate::dashboard::planner::{Scope, Times, plan};
use crate::dashboard::present::{Answers, Facts, present};
use crate::session::Timestamp;
use crate::source::{Catalog, SharedSource, SourceError, needed};

/// What a widget is looked at with.
#[derive(Clone, Debug)]
pub struct Glance {
    /// What it shows.
    pub widget: Widget,
    /// The page's filters.
    pub scope: Scope,
    /// When.
    pub times: Times,
    /// Names of the projects.
    pub catalog: Catalog,
    /// The time that data is wanted up to.
    pub now: Timestamp,
}

/// What the widget shows then.
///
/// # Errors
/// The sessions it needs could not be loaded.
pub async fn glance(source: SharedSource, of: Glance) -> Result<WidgetState, SourceError> {
    let dashboard = Dashboard {
        widgets: vec![of.widget],
        ..Dashboard::default()
    };
    let plan = plan(&dashboard, &of.scope, of.times);
    let facts = Facts {
        scope: &of.scope,
        times: of.times,
        catalog: &of.catalog,
    };
    let range = needed(&plan.sessions, of.now);
    if !source.holds(range) {
        source.load(range, &|_| ()).await?;
    }
    let mut answers = Answers {
        sessions: Some(source.sessions(&plan.sessions).await),
        ..Answers::default()
    };
    let mut replies = Replies::default();
    // An answer may raise new questions.
    loop {
        replies.fill(&mut answers, &plan, facts);
        let open = |q: &Question| replies.get(q).is_none();
        let Some(question) = wanted(&plan, &answers, facts).into_iter().find(open) else {
            break;
        };
        let reply = put(&source, question.clone()).await;
        replies.put(question, reply);
    }
    let shown = plan
        .widgets
        .first()
        .and_then(|widget| present(&plan, widget, &answers, facts));
    Ok(shown.unwrap_or(WidgetState::Loading))
}

/// Puts a question to a source.
pub async fn put(source: &SharedSource, question: Question) -> Reply {
    match question {
        Question::Releases(query) => Reply::Releases(source.releases(query).await),
        Question::Series(query) => Reply::Series(source.issue_series(query).await),
        Question::Issues(query) => Reply::Issues(source.issues(query).await),
    }
}
