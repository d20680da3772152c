//! A backend with the raw endpoint: sessions are fetched once, kept as columns, and every number is computed here.

use super::config::Token;
use super::coverage::Coverage;
use super::http::{Http, Params};
use super::transport::{Slices, Transport};
use super::wire::SeriesAnswer;
use super::*;
use crate::engine::execute::answer;
use crate::engine::ingest::Ingest;
use crate::engine::store::{Store, StoreBuild};
use crate::session::project::ProjectId;
use futures_util::lock::Mutex;
use std::cell::RefCell;

/// Bytes read between two looks at the clock: a fraction of a millisecond's work.
const SIP: usize = 128 << 10;
/// Rows sorted in between two looks at the clock.
const BUILD_STEP: usize = 10_000;
/// The most releases, projects or environments listed.
const MAX_LISTED: usize = 5_000;

/// Raw sessions over REST.
pub struct RestSource<T> {
    http: Http<T>,
    state: RefCell<State>,
    /// Held by the one load that fetches: page and drawer may want more at the same time.
    turn: Mutex<()>,
}

#[derive(Default)]
struct State {
    /// What is queried.
    store: Store,
    /// New rows on their way into the store, and the range they fill. Outlives a cancelled load.
    build: Option<(StoreBuild, TimeRange)>,
    held: Coverage,
    /// Over all loads.
    report: LoadReport,
}

impl<T: Transport> RestSource<T> {
    /// Nothing is asked yet. `base` is the address before `/api/0`, empty for the page's own origin.
    pub fn new(transport: T, base: &str, organization: &str, token: Token) -> Self {
        Self {
            http: Http::new(transport, base, organization, token),
            state: RefCell::default(),
            turn: Mutex::default(),
        }
    }

    async fn load_missing(
        &self,
        range: TimeRange,
        progress: &dyn Fn(Progress),
    ) -> Result<LoadReport, SourceError> {
        let _turn = self.turn.lock().await;
        self.build().await;
        let missing = self.state.borrow().held.missing(range);
        let mut so_far = Progress::default();
        for part in missing {
            so_far = self.fetch(part, so_far, progress).await?;
            self.build().await;
        }
        Ok(self.state.borrow().report.clone())
    }

    /// Fetches the sessions of `part` and hands them over to be built in.
    async fn fetch(
        &self,
        part: TimeRange,
        before: Progress,
        progress: &dyn Fn(Progress),
    ) -> Result<Progress, SourceError> {
        let params = vec![("start", part.start.to_iso()), ("end", part.end.to_iso())];
        let mut response = self
            .http
            .stream("raw session data", "sessions/raw/", &params)
            .await
            .map_err(|error| match error {
                SourceError::NotFound { .. } => SourceError::NoRawSessions,
                other => other,
            })?;
        let announced: Option<u64> = response
            .header("x-session-count")
            .and_then(|v| v.trim().parse().ok());
        let mut ingest = Ingest::new();
        if let Some(rows) = announced {
            ingest.expect_rows(rows);
        }
        let mut now = before;
        now.rows_expected = announced.map(|rows| before.rows + rows);
        progress(now);
        let mut slices = Slices::begin(self.http.transport());
        let broken = loop {
            match self.http.chunk(&mut response).await {
                Ok(Some(chunk)) => {
                    for sip in chunk.chunks(SIP) {
                        ingest.feed(sip);
                        now.bytes += sip.len() as u64;
                        // Told once a slice: whoever listens draws, and thousands of chunks may come.
                        if slices.breathe().await {
                            now.rows = before.rows + ingest.rows() + ingest.skipped();
                            progress(now);
                        }
                    }
                }
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        // A line that broke off is no line.
        if broken.is_none() {
            ingest.end();
        }
        let arrived = ingest.rows() + ingest.skipped();
        let is_short = announced.is_some_and(|rows| arrived < rows);
        let partial = (broken.is_some() || is_short).then_some(SourceError::Truncated {
            rows: ingest.rows(),
        });
        if let Some(error) = partial.clone().filter(|_| ingest.rows() == 0) {
            return Err(broken.unwrap_or(error));
        }
        now.rows = before.rows + arrived;
        progress(now);
        let mut state = self.state.borrow_mut();
        let report = &mut state.report;
        report.rows += ingest.rows();
        report.skipped += ingest.skipped();
        if report.skipped_reasons.is_empty() {
            report.skipped_reasons = ingest.skipped_reasons().to_vec();
        }
        report.partial = partial.or_else(|| report.partial.take());
        let store = std::mem::take(&mut state.store);
        state.build = Some((StoreBuild::new(store, ingest), part));
        Ok(now)
    }

    /// Finishes what is being built, slice by slice.
    async fn build(&self) {
        let mut slices = Slices::begin(self.http.transport());
        loop {
            {
                let mut state = self.state.borrow_mut();
                let Some((build, _)) = &mut state.build else {
                    return;
                };
                if build.step(BUILD_STEP) {
                    state.finish_build();
                }
            }
            slices.breathe().await;
        }
    }
}

impl State {
    fn finish_build(&mut self) {
        if let Some((build, range)) = self.build.take() {
            self.store = build.finish();
            self.held.add(range);
        }
    }
}

impl<T: Transport> Source for RestSource<T> {
    fn name(&self) -> String {
        self.http.host().to_owned()
    }

    fn catalog(&self) -> Answer<'_, Catalog> {
        Box::pin(async {
            let none = Params::new();
            let projects = self.http.list(
                "the list of projects",
                "projects/",
                &none,
                ("per_page", MAX_LISTED),
            );
            let environments = self.http.list(
                "the list of environments",
                "environments/",
                &none,
                ("per_page", MAX_LISTED),
            );
            let (projects, environments) =
                futures_util::future::try_join(projects, environments).await?;
            Ok(Catalog {
                projects,
                environments,
            })
        })
    }

    fn load<'a>(
        &'a self,
        range: TimeRange,
        progress: &'a dyn Fn(Progress),
    ) -> Answer<'a, LoadReport> {
        Box::pin(self.load_missing(range, progress))
    }

    fn holds(&self, range: TimeRange) -> bool {
        let state = self.state.borrow();
        state.build.is_none() && state.held.covers(range)
    }

    fn sessions<'a>(&'a self, queries: &'a [SessionsQuery]) -> Answer<'a, Vec<SessionsResult>> {
        Box::pin(async {
            self.build().await;
            Ok(answer(&self.state.borrow().store, queries))
        })
    }

    fn releases(&self, query: ReleasesQuery) -> Answer<'_, Vec<ReleaseInfo>> {
        // An empty status asks for open and archived ones alike.
        let mut params = vec![("sort", "date".to_owned()), ("status", String::new())];
        if query.environments.len() == 1 {
            params.push(("adoptionStages", "1".to_owned()));
        }
        push_scope(&mut params, &query.projects, &query.environments);
        Box::pin(async move {
            self.http
                .list(
                    "the list of releases",
                    "releases/",
                    &params,
                    ("per_page", MAX_LISTED),
                )
                .await
        })
    }

    fn issues(&self, query: IssuesQuery) -> Answer<'_, Vec<Issue>> {
        let sort = match query.sort {
            IssueSort::LastSeen => "date",
            IssueSort::FirstSeen => "new",
            IssueSort::Events => "freq",
            IssueSort::Users => "user",
        };
        let mut params = vec![("query", query.search), ("sort", sort.to_owned())];
        push_range(&mut params, query.range);
        push_scope(&mut params, &query.projects, &query.environments);
        Box::pin(async move {
            self.http
                .list(
                    "the list of issues",
                    "issues/",
                    &params,
                    ("limit", query.limit),
                )
                .await
        })
    }

    fn issue_series(&self, query: IssueSeriesQuery) -> Answer<'_, Vec<IssueSeries>> {
        let mut params: Params = query
            .counts
            .iter()
            .map(|c| ("yAxis", c.name().to_owned()))
            .collect();
        if query.by_release {
            params.push(("groupBy", "release".to_owned()));
        }
        params.push(("category", "issue".to_owned()));
        params.push(("interval", query.window.interval().to_string()));
        // Both ends of the range have a bucket there: the last instant of the window lies in its last one.
        let window = query.window.range();
        push_range(
            &mut params,
            TimeRange::new(window.start, window.end.plus(-1)),
        );
        push_scope(&mut params, &query.projects, &query.environments);
        Box::pin(async move {
            let answer: SeriesAnswer = self
                .http
                .json("issue counts", "issues-timeseries/", &params)
                .await?;
            Ok(answer.into_series())
        })
    }

    fn has_raw_sessions(&self) -> bool {
        true
    }
}

fn push_range(params: &mut Params, range: TimeRange) {
    params.push(("start", range.start.to_iso()));
    params.push(("end", range.end.to_iso()));
}

fn push_scope(params: &mut Params, projects: &[ProjectId], environments: &[String]) {
    params.extend(projects.iter().map(|id| ("project", id.to_string())));
    params.extend(
        environments
            .iter()
            .map(|name| ("environment", name.clone())),
    );
}
