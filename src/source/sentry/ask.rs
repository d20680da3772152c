//! A query as parameters of `GET /sessions/`, and how many groups its answer may have (section 11.1).

use crate::engine::field::Field;
use crate::engine::query::{Filter, OneOf, SessionsQuery};
use crate::session::project::ProjectId;
use crate::session::search::any_term;
use crate::session::{Interval, Window};
use crate::source::http::Params;
use crate::source::lists::{push_range, push_scope};
use crate::source::{ReleasesQuery, SourceError};

/// The most points (groups x buckets) of an answer.
const MAX_POINTS: usize = 10_000;
/// The most groups of an answer.
const MAX_GROUPS: usize = 5_000;

/// Bucket widths of the endpoint, widest first, in milliseconds.
const WIDTHS: [i64; 14] = [
    86_400_000, 43_200_000, 28_800_000, 21_600_000, 14_400_000, 10_800_000, 7_200_000, 3_600_000,
    1_800_000, 900_000, 600_000, 300_000, 60_000, 10_000,
];

/// The window a query is asked in: where only totals are wanted, the widest buckets that have the same start and end,
/// because the server's limit counts buckets even then.
pub(super) fn asked_window(query: &SessionsQuery) -> Window {
    let window = query.window;
    if query.series {
        return window;
    }
    let range = window.range();
    let fits = |width: &i64| range.start.millis() % width == 0 && range.end.millis() % width == 0;
    let widest = WIDTHS.into_iter().find(fits);
    widest
        .and_then(|width| Interval::from_millis(width).ok())
        .and_then(|interval| Window::new(range, interval).ok())
        .unwrap_or(window)
}

/// The most groups that the server answers `query` with; whatever is beyond is cut off silently.
pub(super) fn most_groups(query: &SessionsQuery) -> usize {
    (MAX_POINTS / asked_window(query).len().max(1)).clamp(1, MAX_GROUPS)
}

/// The scope of a filter, as lists that must contain a value; empty: all.
pub(super) struct Scope {
    pub projects: Vec<ProjectId>,
    pub environments: Vec<String>,
    pub releases: Vec<String>,
}

impl Scope {
    /// # Errors
    /// [`SourceError::Unanswerable`] for conditions that the endpoint has no words for.
    pub fn of(filter: &Filter) -> Result<Self, SourceError> {
        if !filter.statuses.is_empty() {
            return Err(not_askable());
        }
        Ok(Self {
            projects: one_list(&filter.projects)?,
            environments: one_list(&filter.environments)?,
            releases: one_list(&filter.releases)?,
        })
    }

    /// The list of releases that belongs to it.
    pub fn releases_query(&self) -> ReleasesQuery {
        ReleasesQuery {
            projects: self.projects.clone(),
            environments: self.environments.clone(),
        }
    }
}

fn not_askable() -> SourceError {
    SourceError::Unanswerable {
        what: "what these filters exclude".to_owned(),
    }
}

fn one_list<T: Clone + PartialEq>(conditions: &[OneOf<T>]) -> Result<Vec<T>, SourceError> {
    let mut common: Option<Vec<T>> = None;
    for condition in conditions {
        let OneOf::In(list) = condition else {
            return Err(not_askable());
        };
        common = Some(match common {
            None => list.clone(),
            Some(old) => old.into_iter().filter(|v| list.contains(v)).collect(),
        });
    }
    match common {
        // Nothing can pass: an empty list would ask for everything.
        Some(list) if list.is_empty() => Err(not_askable()),
        common => Ok(common.unwrap_or_default()),
    }
}

/// The parameters of one request.
pub(super) fn params(
    query: &SessionsQuery,
    scope: &Scope,
    fields: &[Field],
    split: bool,
) -> Params {
    let window = asked_window(query);
    let mut params: Params = fields.iter().map(|f| ("field", f.to_string())).collect();
    params.extend(
        query
            .group_by
            .iter()
            .map(|d| ("groupBy", d.name().to_owned())),
    );
    if split {
        params.push(("groupBy", "session.status".to_owned()));
    }
    params.push(("interval", window.interval().to_string()));
    push_range(&mut params, window.range());
    push_scope(&mut params, &scope.projects, &scope.environments);
    if !scope.releases.is_empty() {
        params.push(("query", any_term("release", &scope.releases)));
    }
    if !query.group_by.is_empty() {
        params.push(("per_page", most_groups(query).to_string()));
    }
    let flag = |on: bool| if on { "1" } else { "0" }.to_owned();
    params.push(("includeTotals", flag(true)));
    params.push(("includeSeries", flag(query.series)));
    params
}
