//! A backend that hands out sums only, as Sentry does: every number comes from `GET /sessions/`. What is asked is
//! planned before: which counts ([`recipe`]), in how many groups ([`ask`]), and what follows from another answer.

mod ask;
mod before;
mod derive;
mod narrow;
mod periods;
mod read;
mod recipe;
mod tally;
mod wire;

use super::config::Token;
use super::http::Http;
use super::transport::Transport;
use super::*;
use crate::engine::field::{Field, Subject};
use crate::engine::query::Dimension;
use crate::engine::result::Caveat;
use futures_util::future::join_all;
use futures_util::lock::Mutex;
use std::cell::{Cell, RefCell};
use wire::Groups;

/// Aggregated counts over REST.
pub struct SentrySource<T> {
    http: Http<T>,
    /// The list of releases asked for last: the page and the narrowing of groups share it.
    releases: Mutex<Option<(ReleasesQuery, Vec<ReleaseInfo>)>>,
    /// Fields that the server turned out not to know.
    unknown: RefCell<Vec<Field>>,
    /// Whether it turned out to count unhandled sessions twice.
    unhandled_twice: Cell<bool>,
}

/// The answer to one query.
type Answered = Result<SessionsResult, SourceError>;

/// The two sides of an answer, as far as they were asked for.
#[derive(Default)]
struct Raw {
    whole: Option<Groups>,
    split: Option<Groups>,
    /// The endpoint has no words for the question.
    is_unanswerable: bool,
}

impl<T: Transport> SentrySource<T> {
    /// Nothing is asked yet. `base` is the address before `/api/0`, empty for the page's own origin.
    pub fn new(transport: T, base: &str, organization: &str, token: Token) -> Self {
        Self {
            http: Http::new(transport, base, organization, token),
            releases: Mutex::default(),
            unknown: RefCell::default(),
            unhandled_twice: Cell::default(),
        }
    }

    /// Questions whose answer does not hang on another one go first, all at once; then those that are narrowed by an
    /// answer, follow from one, or are left room for by one. What fails takes only what hangs on it along.
    async fn answers(&self, queries: &[SessionsQuery]) -> Result<Results, SourceError> {
        let asked = derive::with_what_follows(queries);
        let earlier: Vec<Option<usize>> = (0..asked.len())
            .map(|i| periods::earlier(&asked, i))
            .collect();
        let is_alone = |i: &usize| !earlier.contains(&Some(*i));
        let is_first = |i: &usize| {
            is_alone(i)
                && !asked[*i].at_least
                && derive::comes_after(&asked, *i).is_none()
                && before::waits_for(&asked, *i).is_none()
        };
        let first: Vec<usize> = (0..asked.len()).filter(is_first).collect();
        let raws = join_all(first.iter().map(|i| self.ask(&asked[*i]))).await;
        for raw in raws.iter().flatten() {
            self.look_for_habits(raw);
        }
        let mut results: Vec<Option<Result<SessionsResult, SourceError>>> = vec![None; asked.len()];
        for (i, raw) in first.into_iter().zip(raws) {
            results[i] = Some(match raw {
                Ok(raw) => self.uncut(&asked[i], self.read(&asked[i], &raw)).await,
                Err(error) => Err(error),
            });
        }
        let is_late = |i: &usize| results[*i].is_none() && is_alone(i);
        let late: Vec<usize> = (0..asked.len()).filter(is_late).collect();
        let answered = join_all(late.iter().map(async |i| {
            if let Some(known) = derive::at_least(&asked[*i], &results) {
                return (Ok(known), None);
            }
            let finest =
                before::waits_for(&asked, *i).and_then(|j| Some((&asked[j], results[j].as_ref()?)));
            if let Some(finest) = finest {
                return (self.sparing(&asked[*i], finest).await, None);
            }
            let from = derive::comes_after(&asked, *i).and_then(|j| results[j].as_ref());
            match earlier[*i].and(from) {
                Some(from) => self.both_periods(&asked[*i], from).await,
                None => (self.later(&asked[*i], from).await, None),
            }
        }))
        .await;
        for (i, (result, before)) in late.into_iter().zip(answered) {
            results[i] = Some(result);
            if let Some((before, j)) = before.zip(earlier[i]) {
                results[j] = Some(before);
            }
        }
        let results: Results = results.into_iter().flatten().collect();
        match results.first() {
            Some(Err(error)) if results.iter().all(Result::is_err) => Err(error.clone()),
            _ => Ok(results),
        }
    }

    /// The answer to a question that comes after `from`.
    async fn later(
        &self,
        query: &SessionsQuery,
        from: Option<&Result<SessionsResult, SourceError>>,
    ) -> Result<SessionsResult, SourceError> {
        let from = match from {
            Some(Ok(from)) => from,
            Some(Err(error)) => return Err(error.clone()),
            None => return Ok(self.read(query, &self.ask(query).await?)),
        };
        if query.series {
            return self.narrowed(query, from).await;
        }
        match derive::sum(query, from) {
            Some(result) => Ok(result),
            None => Ok(self.read(query, &self.ask(query).await?)),
        }
    }

    /// `result`, or where releases were cut off, the one that holds the newest as well.
    async fn uncut(
        &self,
        query: &SessionsQuery,
        result: SessionsResult,
    ) -> Result<SessionsResult, SourceError> {
        if !query.series || !is_cut(&result) || !query.group_by.contains(&Dimension::Release) {
            return Ok(result);
        }
        let mut all = query.clone();
        all.series = false;
        all.fields = vec![Field::Total(Subject::Session)];
        let totals = self.read(&all, &self.ask(&all).await?);
        self.narrowed(query, &totals).await
    }

    /// There is nothing to load; but what time it is there is known from the answers before.
    fn report(&self) -> LoadReport {
        LoadReport {
            server_time: self.http.server_time(),
            ..LoadReport::default()
        }
    }

    async fn listed(&self, query: ReleasesQuery) -> Result<Vec<ReleaseInfo>, SourceError> {
        let mut kept = self.releases.lock().await;
        if let Some((of, list)) = kept.as_ref()
            && *of == query
        {
            return Ok(list.clone());
        }
        let list = self.http.releases(query.clone()).await?;
        *kept = Some((query, list.clone()));
        Ok(list)
    }
}

fn is_cut(result: &SessionsResult) -> bool {
    result.caveats.contains(&Caveat::Cut)
}

impl<T: Transport> Source for SentrySource<T> {
    fn name(&self) -> String {
        self.http.host().to_owned()
    }

    fn catalog(&self) -> Answer<'_, Catalog> {
        Box::pin(self.http.catalog())
    }

    fn load<'a>(&'a self, _: TimeRange, _: &'a dyn Fn(Progress)) -> Answer<'a, LoadReport> {
        Box::pin(async { Ok(self.report()) })
    }

    fn holds(&self, _: TimeRange) -> bool {
        false
    }

    fn sessions<'a>(&'a self, queries: &'a [SessionsQuery]) -> Answer<'a, Results> {
        Box::pin(self.answers(queries))
    }

    fn releases(&self, query: ReleasesQuery) -> Answer<'_, Vec<ReleaseInfo>> {
        Box::pin(self.listed(query))
    }

    fn issues(&self, query: IssuesQuery) -> Answer<'_, Vec<Issue>> {
        Box::pin(self.http.issues(query))
    }

    fn issue_series(&self, query: IssueSeriesQuery) -> Answer<'_, Vec<IssueSeries>> {
        Box::pin(self.http.issue_series(query))
    }

    fn refresh<'a>(&'a self, _: Timestamp, _: &'a dyn Fn(Progress)) -> Answer<'a, LoadReport> {
        Box::pin(async {
            *self.releases.lock().await = None;
            Ok(self.report())
        })
    }

    fn has_raw_sessions(&self) -> bool {
        false
    }
}
