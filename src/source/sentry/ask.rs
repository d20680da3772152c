//! A query as requests to `GET /sessions/`: their parameters, and how many groups an answer may have.

use super::recipe::{recipe, refused};
use super::wire::{Groups, WireAnswer};
use super::{Raw, SentrySource};
use crate::engine::field::Field;
use crate::engine::query::{Filter, OneOf, SessionsQuery};
use crate::session::project::ProjectId;
use crate::session::search::any_term;
use crate::session::{Interval, Window};
use crate::source::http::Params;
use crate::source::lists::{push_range, push_scope};
use crate::source::transport::Transport;
use crate::source::{ReleasesQuery, SourceError};
use futures_util::future::join;

const WHAT: &str = "session data";

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

impl<T: Transport> SentrySource<T> {
    /// One query, in one request or two; once more where the server turns out not to know a field.
    pub(super) async fn ask(&self, query: &SessionsQuery) -> Result<Raw, SourceError> {
        let Some(scope) = Scope::of(&query.filter) else {
            return Ok(Raw {
                is_unanswerable: true,
                ..Raw::default()
            });
        };
        let mut raw = Raw::default();
        while !self.try_ask(query, &scope, &mut raw).await? {}
        Ok(raw)
    }

    /// Fills `raw` with what is not in it yet; false where the server turns out not to know a field, so that there is
    /// another way to ask.
    pub(super) async fn try_ask(
        &self,
        query: &SessionsQuery,
        scope: &Scope,
        raw: &mut Raw,
    ) -> Result<bool, SourceError> {
        if scope.lets_nothing_pass {
            return Ok(true);
        }
        let plan = recipe(query, &self.unknown.borrow());
        let side = async |fields: &[Field], known: Option<Groups>, split| {
            if fields.is_empty() || known.is_some() {
                return Ok(known);
            }
            let params = params(query, scope, fields, split);
            let answer: WireAnswer = self.http.json(WHAT, "sessions/", &params).await?;
            answer.read(query, query.window).map(Some)
        };
        let (whole, split) = join(
            side(&plan.whole, raw.whole.take(), false),
            side(&plan.split, raw.split.take(), true),
        )
        .await;
        raw.split = split?;
        let error = match whole {
            Ok(whole) => {
                raw.whole = whole;
                return Ok(true);
            }
            Err(error) => error,
        };
        let unknown = match &error {
            SourceError::Refused {
                status: 400,
                detail,
            } => refused(&plan.whole, detail),
            _ => Vec::new(),
        };
        if unknown.is_empty() {
            return Err(error);
        }
        self.unknown.borrow_mut().extend(unknown);
        Ok(false)
    }
}

/// A filter as the endpoint takes it.
pub(super) struct Scope {
    /// Empty: all.
    projects: Vec<ProjectId>,
    /// Empty: all.
    environments: Vec<String>,
    /// What parameters cannot say.
    terms: Vec<String>,
    releases: Vec<OneOf<String>>,
    /// Conditions that exclude each other let nothing pass: there is nothing to ask.
    pub lets_nothing_pass: bool,
}

impl Scope {
    /// `None` for conditions that the endpoint has no words for: those on the status.
    pub fn of(filter: &Filter) -> Option<Self> {
        if !filter.statuses.is_empty() {
            return None;
        }
        let mut terms = Vec::new();
        let (projects, other_projects) = one_list(&filter.projects);
        let (environments, other_environments) = one_list(&filter.environments);
        let (releases, other_releases) = one_list(&filter.releases);
        for ids in other_projects {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            terms.push(format!("!project.id:[{}]", ids.join(",")));
        }
        terms.extend(
            other_environments
                .iter()
                .map(|names| not("environment", names)),
        );
        terms.extend(releases.iter().map(|names| any_term("release", names)));
        terms.extend(other_releases.iter().map(|names| not("release", names)));
        let is_empty = [
            projects.as_ref().is_some_and(Vec::is_empty),
            environments.as_ref().is_some_and(Vec::is_empty),
            releases.as_ref().is_some_and(Vec::is_empty),
        ];
        Some(Self {
            lets_nothing_pass: is_empty.contains(&true),
            projects: projects.unwrap_or_default(),
            environments: environments.unwrap_or_default(),
            terms,
            releases: filter.releases.clone(),
        })
    }

    /// Whether it lets a release pass.
    pub fn has(&self, release: &str) -> bool {
        self.releases
            .iter()
            .all(|condition| condition.allows(release))
    }

    /// The list of releases that belongs to it.
    pub fn releases_query(&self) -> ReleasesQuery {
        ReleasesQuery {
            projects: self.projects.clone(),
            environments: self.environments.clone(),
        }
    }
}

fn not(key: &str, names: &[String]) -> String {
    format!("!{}", any_term(key, names))
}

/// What a value must be one of, where there is such a condition, and the lists it must be in none of.
fn one_list<T: Clone + PartialEq>(conditions: &[OneOf<T>]) -> (Option<Vec<T>>, Vec<Vec<T>>) {
    let (mut common, mut none_of): (Option<Vec<T>>, _) = (None, Vec::new());
    for condition in conditions {
        match condition {
            OneOf::NotIn(list) if list.is_empty() => {}
            OneOf::NotIn(list) => none_of.push(list.clone()),
            OneOf::In(list) => {
                common = Some(match common {
                    None => list.clone(),
                    Some(old) => old.into_iter().filter(|v| list.contains(v)).collect(),
                });
            }
        }
    }
    (common, none_of)
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
    if !scope.terms.is_empty() {
        params.push(("query", scope.terms.join(" ")));
    }
    if !query.group_by.is_empty() {
        params.push(("per_page", most_groups(query).to_string()));
    }
    let flag = |on: bool| if on { "1" } else { "0" }.to_owned();
    params.push(("includeTotals", flag(true)));
    params.push(("includeSeries", flag(query.series)));
    params
}
