//! What every backend that speaks Sentry's API is asked in the same way: projects, environments, releases, issues.

use super::http::{Http, Params};
use super::transport::Transport;
use super::wire::SeriesAnswer;
use super::{
    Catalog, IssueSeries, IssueSeriesQuery, IssueSort, IssuesQuery, ReleasesQuery, SourceError,
};
use crate::session::TimeRange;
use crate::session::issue::Issue;
use crate::session::project::{Environment, Project, ProjectId};
use crate::session::release_info::ReleaseInfo;
use std::collections::HashSet;
use std::hash::Hash;

/// The most releases, projects or environments listed.
const MAX_LISTED: usize = 5_000;

impl<T: Transport> Http<T> {
    pub(super) async fn catalog(&self) -> Result<Catalog, SourceError> {
        let none = Params::new();
        let all = ("per_page", MAX_LISTED);
        let projects = self.list("the list of projects", "projects/", &none, all);
        let environments = self.list("the list of environments", "environments/", &none, all);
        // Nothing but a choice of the filter bar hangs on environments.
        let environments = async { Ok(environments.await) };
        let (projects, environments) =
            futures_util::future::try_join(projects, environments).await?;
        let (environments, without_environments) = match environments {
            Ok(environments) => (environments, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        Ok(Catalog {
            projects: each_once(projects, |p: &Project| p.id),
            environments: each_once(environments, |e: &Environment| e.name.clone()),
            without_environments,
        })
    }

    pub(super) async fn releases(
        &self,
        query: ReleasesQuery,
    ) -> Result<Vec<ReleaseInfo>, SourceError> {
        // An empty status asks for open and archived ones alike.
        let mut params = vec![("sort", "date".to_owned()), ("status", String::new())];
        if query.environments.len() == 1 {
            params.push(("adoptionStages", "1".to_owned()));
        }
        push_scope(&mut params, &query.projects, &query.environments);
        let all = ("per_page", MAX_LISTED);
        let list = self
            .list("the list of releases", "releases/", &params, all)
            .await?;
        Ok(each_once(list, |r: &ReleaseInfo| r.version.clone()))
    }

    pub(super) async fn issues(&self, query: IssuesQuery) -> Result<Vec<Issue>, SourceError> {
        let sort = match query.sort {
            IssueSort::LastSeen => "date",
            IssueSort::FirstSeen => "new",
            IssueSort::Events => "freq",
            IssueSort::Users => "user",
        };
        let mut params = vec![("query", query.search), ("sort", sort.to_owned())];
        push_range(&mut params, query.range);
        push_scope(&mut params, &query.projects, &query.environments);
        let limit = ("limit", query.limit);
        let list = self
            .list("the list of issues", "issues/", &params, limit)
            .await?;
        Ok(each_once(list, |i: &Issue| i.id.clone()))
    }

    pub(super) async fn issue_series(
        &self,
        query: IssueSeriesQuery,
    ) -> Result<Vec<IssueSeries>, SourceError> {
        let axes = query.counts.iter();
        let mut params: Params = axes.map(|c| ("yAxis", c.name().to_owned())).collect();
        if query.by_release {
            params.push(("groupBy", "release".to_owned()));
        }
        params.push(("category", "issue".to_owned()));
        params.push(("interval", query.window.interval().to_string()));
        // Both ends of the range have a bucket there: the last instant of the window lies in its last one.
        let window = query.window.range();
        let closed = TimeRange::new(window.start, window.end.plus(-1));
        push_range(&mut params, closed);
        push_scope(&mut params, &query.projects, &query.environments);
        let answer: SeriesAnswer = self
            .json("issue counts", "issues-timeseries/", &params)
            .await?;
        Ok(answer.into_series())
    }
}

/// `list` without what is in it again: pages overlap when something new comes in between them.
fn each_once<T, K: Eq + Hash>(mut list: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut seen = HashSet::new();
    list.retain(|row| seen.insert(key(row)));
    list
}

pub(super) fn push_range(params: &mut Params, range: TimeRange) {
    params.push(("start", range.start.to_iso()));
    params.push(("end", range.end.to_iso()));
}

pub(super) fn push_scope(params: &mut Params, projects: &[ProjectId], environments: &[String]) {
    params.extend(projects.iter().map(|id| ("project", id.to_string())));
    let names = environments.iter();
    params.extend(names.map(|name| ("environment", name.clone())));
}
