//! One widget over another range than the page's: its questions are put and answered beside those of the dashboard.

use super::questions::{Question, Replies, Reply, wanted};
use crate::dashboard::colors::Colors;
use crate::dashboard::data::WidgetState;
use crate::dashboard::disclose::disclose;
use crate::dashboard::model::{Dashboard, Widget};
use crate::dashboard::planner::{Plan, Scope, Times, plan};
use crate::dashboard::present::{Answers, Facts, present};
use crate::session::Timestamp;
use crate::source::{Catalog, SharedSource, SourceError, needed};
use futures_util::future::join_all;

/// What a widget is looked at with.
#[derive(Clone, Debug)]
pub struct WidgetQuery {
    /// What it shows.
    pub widget: Widget,
    /// The page's filters.
    pub scope: Scope,
    /// When.
    pub times: Times,
    /// Names of the projects.
    pub catalog: Catalog,
    /// The page's colours of groups.
    pub colors: Colors,
    /// The time that data is wanted up to.
    pub now: Timestamp,
    /// What need not be asked again.
    pub known: Replies,
}

/// What the widget shows then.
///
/// # Errors
/// The sessions it needs could not be loaded.
pub async fn widget_state(
    source: SharedSource,
    of: WidgetQuery,
) -> Result<WidgetState, SourceError> {
    Ok(widget_state_with_notes(source, of).await?.0)
}

/// The same, with what is to be said beside its numbers.
///
/// # Errors
/// As [`widget_state`].
pub async fn widget_state_with_notes(
    source: SharedSource,
    of: WidgetQuery,
) -> Result<(WidgetState, Vec<String>), SourceError> {
    let dashboard = Dashboard {
        widgets: vec![of.widget],
        ..Dashboard::default()
    };
    let plan = plan(&dashboard, &of.scope, of.times);
    let facts = Facts {
        scope: &of.scope,
        times: of.times,
        catalog: &of.catalog,
        colors: &of.colors,
    };
    let range = needed(&plan.sessions, of.now);
    if !source.holds(range) {
        source.load(range, &|_| ()).await?;
    }
    let mut answers = Answers {
        sessions: Some(source.sessions(&plan.sessions).await),
        ..Answers::default()
    };
    ask_all(&source, &plan, &mut answers, facts, of.known, &|_| false).await?;
    let shown = plan.widgets.first().and_then(|widget| {
        let state = present(&plan, widget, &answers, facts)?;
        let notes = disclose(
            &plan,
            widget,
            &answers,
            &of.scope,
            source.has_raw_sessions(),
        );
        Some((state, notes))
    });
    Ok(shown.unwrap_or((WidgetState::Loading, Vec::new())))
}

/// Puts every question that `plan` raises beside its sessions, and those that answers raise, unless `replies` has the
/// answer; fills all into `answers`.
///
/// # Errors
/// The first failure of a question that must not fail.
pub async fn ask_all(
    source: &SharedSource,
    plan: &Plan,
    answers: &mut Answers,
    facts: Facts<'_>,
    mut replies: Replies,
    must_not_fail: &dyn Fn(&Question) -> bool,
) -> Result<Replies, SourceError> {
    loop {
        replies.fill(answers, plan, facts);
        let mut open: Vec<Question> = Vec::new();
        for question in wanted(plan, answers, facts) {
            if replies.get(&question).is_none() && !open.contains(&question) {
                open.push(question);
            }
        }
        if open.is_empty() {
            return Ok(replies);
        }
        let asked = join_all(open.iter().map(|q| put(source, q.clone()))).await;
        for (question, reply) in open.into_iter().zip(asked) {
            match reply.error() {
                Some(error) if must_not_fail(&question) => return Err(error.clone()),
                _ => replies.put(question, reply),
            }
        }
    }
}

/// Puts a question to a source.
pub async fn put(source: &SharedSource, question: Question) -> Reply {
    match question {
        Question::Releases(query) => Reply::Releases(source.releases(query).await),
        Question::Series(query) => Reply::Series(source.issue_series(query).await),
        Question::Issues(query) => Reply::Issues(source.issues(query).await),
    }
}
