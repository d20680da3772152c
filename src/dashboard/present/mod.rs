//! From answers to what widgets show: each widget for itself, so that one that fails leaves the others alone.

mod chart;
mod figure;
mod issues;
mod names;
mod order;
mod table;

use super::colors::Colors;
use super::data::{EmptyReason, WidgetData, WidgetState};
use super::planner::{Part, Plan, Scope, Show, Times, WidgetPlan};
use super::release_rows;
use crate::engine::field::Field;
use crate::engine::query::Filter;
use crate::engine::result::SessionsResult;
use crate::session::issue::Issue;
use crate::session::release_info::ReleaseInfo;
use crate::source::{Catalog, IssueSeries, Results, SourceError};
use std::collections::BTreeMap;

pub(super) use chart::lacks;
pub use issues::unanswered;

/// An answer: not yet there, there, or failed.
pub type Got<T> = Option<Result<T, SourceError>>;

/// Answers to the questions of a [`Plan`], in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// To its sessions queries: none of them, or one answer each.
    pub sessions: Got<Results>,
    /// To each of its issue series queries.
    pub issue_series: Vec<Got<Vec<IssueSeries>>>,
    /// To each of its issues queries.
    pub issues: Vec<Got<Vec<Issue>>>,
    /// All releases.
    pub releases: Got<Vec<ReleaseInfo>>,
    /// Issues first seen in releases that the issue series do not name: see [`unanswered`].
    pub new_issues: BTreeMap<String, Got<Vec<Issue>>>,
}

impl Answers {
    /// Whether asking for sessions failed, for all or for some of the widgets.
    pub fn lacks_sessions(&self) -> bool {
        match &self.sessions {
            Some(Ok(results)) => results.iter().any(Result::is_err),
            Some(Err(_)) => true,
            None => false,
        }
    }
}

/// What else decides how answers are shown.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The page's filters.
    pub scope: &'a Scope,
    /// When the page looks at.
    pub times: Times,
    /// Names of the projects.
    pub catalog: &'a Catalog,
    /// The colours of groups.
    pub colors: &'a Colors,
}

/// Why a widget has nothing to show.
enum Lack {
    /// An answer is still to come.
    Waiting,
    /// An answer failed.
    Failed(SourceError),
    /// There is no data.
    Empty(EmptyReason),
}

type Shown<T> = Result<T, Lack>;

/// What `widget` shows; `None` while an answer it needs has not come.
pub fn present(
    plan: &Plan,
    widget: &WidgetPlan,
    answers: &Answers,
    facts: Facts,
) -> Option<WidgetState> {
    let view = View {
        plan,
        answers,
        facts,
    };
    if let Some(field) = view.unknown_field(&widget.show) {
        return Some(WidgetState::Failed(SourceError::Unanswerable {
            what: field.to_string(),
        }));
    }
    let data = match &widget.show {
        Show::Figure {
            field,
            sessions,
            before,
            thresholds,
        } => view
            .figure(*field, *sessions, *before, *thresholds)
            .map(WidgetData::BigNumber),
        Show::Chart(chart) => view.chart(chart).map(WidgetData::Chart),
        Show::Table(table) => view.table(table).map(WidgetData::Table),
        Show::Releases { sessions, all } => view.releases(*sessions, *all),
        Show::IssueChart {
            shape,
            counts,
            series,
            marks,
            before,
        } => view
            .issue_chart(*shape, counts, *series, *marks, *before)
            .map(WidgetData::Chart),
        Show::NewIssuesByRelease {
            series,
            sessions,
            top,
            marks,
            before,
        } => view
            .new_issues_by_release(*series, *sessions, *top, *marks, *before)
            .map(WidgetData::Chart),
        Show::IssueList { issues } => view.issue_list(*issues),
        Show::Unsupported(reason) => Err(Lack::Failed(SourceError::Unsupported {
            reason: reason.clone(),
        })),
    };
    match data {
        Ok(data) => Some(WidgetState::Ready(data)),
        Err(Lack::Empty(reason)) => Some(WidgetState::Empty(reason)),
        Err(Lack::Failed(error)) => Some(WidgetState::Failed(error)),
        Err(Lack::Waiting) => None,
    }
}

/// Everything at hand while widgets are presented.
struct View<'a> {
    plan: &'a Plan,
    answers: &'a Answers,
    facts: Facts<'a>,
}

impl<'a> View<'a> {
    fn sessions(&self, index: usize) -> Shown<&'a SessionsResult> {
        let all = got(&self.answers.sessions)?;
        let answer = all.get(index).ok_or(Lack::Waiting)?;
        answer.as_ref().map_err(|e| Lack::Failed(e.clone()))
    }

    /// A field of the widget that its answer has no value for, because the source does not know it at all.
    fn unknown_field(&self, show: &Show) -> Option<Field> {
        let lacks = |index: usize, field: &Field| {
            let answer = self.sessions(index).ok();
            answer.is_some_and(|result| result.lacks(*field))
        };
        let of_part = |part: &Part| {
            part.fields
                .iter()
                .copied()
                .find(|f| lacks(part.sessions, f))
        };
        match show {
            Show::Figure {
                field, sessions, ..
            } => lacks(*sessions, field).then_some(*field),
            Show::Chart(chart) => chart.parts.iter().find_map(of_part),
            Show::Table(table) => of_part(&table.part),
            _ => None,
        }
    }

    fn releases(&self, sessions: usize, all: usize) -> Shown<WidgetData> {
        let (by_release, whole) = (self.sessions(sessions)?, self.sessions(all)?);
        let infos = got(&self.answers.releases)?;
        let rows = release_rows::rows(by_release, whole, infos, &self.facts);
        if !rows.is_empty() {
            return Ok(WidgetData::Releases(rows));
        }
        // Sessions without a release have no row.
        self.some_sessions(all)?;
        Err(Lack::Empty(EmptyReason::NoReleases))
    }

    /// The answer to a question; fails when there is no session in it, and says why.
    fn some_sessions(&self, index: usize) -> Shown<&'a SessionsResult> {
        let result = self.sessions(index)?;
        if result.groups.iter().any(|g| g.total.sessions.all > 0) {
            return Ok(result);
        }
        let no_filter = Filter::default();
        let asked = self.plan.sessions.get(index);
        let is_filtered = asked.is_some_and(|query| query.filter != no_filter);
        let unfiltered = self
            .sessions(self.plan.unfiltered)?
            .groups
            .first()
            .map_or(0, |g| g.total.sessions.all);
        let projects = &self.facts.catalog.projects;
        Err(Lack::Empty(if is_filtered && unfiltered > 0 {
            EmptyReason::FiltersTooNarrow
        } else if !projects.is_empty() && projects.iter().all(|p| !p.has_sessions) {
            EmptyReason::NoProjectWithSessions
        } else {
            EmptyReason::NoSessionsInRange
        }))
    }
}

/// What is good to have: nothing where it could not be had.
fn if_there<T>(shown: Shown<T>) -> Shown<Option<T>> {
    match shown {
        Ok(value) => Ok(Some(value)),
        Err(Lack::Failed(_)) => Ok(None),
        Err(lack) => Err(lack),
    }
}

/// The answer, or why there is none.
fn got<T>(answer: &Got<T>) -> Shown<&T> {
    match answer {
        Some(Ok(value)) => Ok(value),
        Some(Err(error)) => Err(Lack::Failed(error.clone())),
        None => Err(Lack::Waiting),
    }
}
