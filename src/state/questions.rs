//! Questions beside the sessions: which are wanted, which are answered, which are on their way. Pure, so that it can be
//! tested; the browser part sends them.

use crate::dashboard::planner::{Plan, Scope};
use crate::dashboard::present::{Answers, Facts, Got, unanswered};
use crate::session::issue::Issue;
use crate::session::release_info::ReleaseInfo;
use crate::source::{IssueSeries, IssueSeriesQuery, IssuesQuery, ReleasesQuery, SourceError};
use std::mem::discriminant;

/// A question to a source.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// The list of releases.
    Releases(ReleasesQuery),
    /// Issues over time.
    Series(IssueSeriesQuery),
    /// A list of issues.
    Issues(IssuesQuery),
}

/// Its answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// To [`Question::Releases`].
    Releases(Result<Vec<ReleaseInfo>, SourceError>),
    /// To [`Question::Series`].
    Series(Result<Vec<IssueSeries>, SourceError>),
    /// To [`Question::Issues`].
    Issues(Result<Vec<Issue>, SourceError>),
}

impl Reply {
    /// Why there is no answer, if there is none.
    pub fn error(&self) -> Option<&SourceError> {
        match self {
            Self::Releases(Err(e)) | Self::Series(Err(e)) | Self::Issues(Err(e)) => Some(e),
            _ => None,
        }
    }
}

/// Answers that are still of use.
#[derive(Clone, Debug, Default)]
pub struct Replies(Vec<(Question, Reply)>);

impl Replies {
    /// The answer to a question.
    pub fn get(&self, question: &Question) -> Option<&Reply> {
        self.0
            .iter()
            .find(|(q, _)| q == question)
            .map(|(_, reply)| reply)
    }

    /// Whether a question of this kind has been answered, about whatever time.
    pub fn has_answered_like(&self, question: &Question) -> bool {
        self.0.iter().any(|(known, reply)| {
            discriminant(known) == discriminant(question) && reply.error().is_none()
        })
    }

    /// Keeps an answer, in place of an older one.
    pub fn put(&mut self, question: Question, reply: Reply) {
        self.0.retain(|(q, _)| *q != question);
        self.0.push((question, reply));
    }

    /// Forgets answers to questions that nobody has any more.
    pub fn keep_only(&mut self, wanted: &[Question]) {
        self.0.retain(|(question, _)| wanted.contains(question));
    }

    /// Forgets failures, so that they are asked again.
    pub fn forget_failures(&mut self) {
        self.0.retain(|(_, reply)| reply.error().is_none());
    }

    fn releases(&self, question: &Question) -> Got<Vec<ReleaseInfo>> {
        match self.get(question)? {
            // A backend without a list of releases: what sessions say of them is all there is.
            Reply::Releases(Err(SourceError::NotFound { .. })) => Some(Ok(Vec::new())),
            Reply::Releases(answer) => Some(answer.clone()),
            _ => None,
        }
    }

    fn series(&self, query: &IssueSeriesQuery) -> Got<Vec<IssueSeries>> {
        match self.get(&Question::Series(query.clone()))? {
            Reply::Series(answer) => Some(answer.clone()),
            _ => None,
        }
    }

    fn issues(&self, query: &IssuesQuery) -> Got<Vec<Issue>> {
        match self.get(&Question::Issues(query.clone()))? {
            Reply::Issues(answer) => Some(answer.clone()),
            _ => None,
        }
    }

    /// Fills in everything but the sessions of `answers`.
    pub fn fill(&self, answers: &mut Answers, plan: &Plan, facts: Facts) {
        answers.releases = self.releases(&releases_question(facts.scope));
        answers.issue_series = plan.issue_series.iter().map(|q| self.series(q)).collect();
        answers.issues = plan.issues.iter().map(|q| self.issues(q)).collect();
        answers.new_issues.clear();
        for (release, query) in unanswered(plan, answers, facts) {
            answers.new_issues.insert(release, self.issues(&query));
        }
    }
}

/// The list of releases that belongs to the page's filters.
pub fn releases_question(scope: &Scope) -> Question {
    Question::Releases(ReleasesQuery {
        projects: scope.projects.clone(),
        environments: scope.environments.clone(),
    })
}

/// Every question whose answer the page needs now. More may follow from answers.
pub fn wanted(plan: &Plan, answers: &Answers, facts: Facts) -> Vec<Question> {
    let mut wanted = vec![releases_question(facts.scope)];
    wanted.extend(plan.issue_series.iter().cloned().map(Question::Series));
    wanted.extend(plan.issues.iter().cloned().map(Question::Issues));
    let open = Answers {
        new_issues: Default::default(),
        ..answers.clone()
    };
    wanted.extend(
        unanswered(plan, &open, facts)
            .into_iter()
            .map(|(_, query)| Question::Issues(query)),
    );
    wanted
}
