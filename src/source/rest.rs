//! A backend with the raw endpoint: sessions are fetched once, kept as columns, and every number is computed here.

use super::config::Token;
use super::coverage::Coverage;
use super::http::Http;
use super::transport::{Slices, Transport};
use super::*;
use crate::engine::execute::answer;
use crate::engine::ingest::Ingest;
use crate::engine::store::{Store, StoreBuild};
use futures_util::lock::Mutex;
use std::cell::RefCell;

/// Bytes read between two looks at the clock: a fraction of a millisecond's work.
const SIP: usize = 128 << 10;
/// How far back a refresh looks before the end of what is in hand, in milliseconds: clocks differ, and a session is
/// received some time after it changed.
const OVERLAP: i64 = 300_000;
/// Rows sorted in between two looks at the clock.
const BUILD_STEP: usize = 10_000;

/// Raw sessions over REST.
pub struct RestSource<T> {
    http: Http<T>,
    state: RefCell<State>,
    /// Held by the one load that fetches: page and drawer may want more at the same time.
    turn: Mutex<()>,
}

/// Rows that have come, and why they are not all.
struct Fetched {
    ingest: Ingest,
    partial: Option<SourceError>,
}

#[derive(Default)]
struct State {
    /// What is queried.
    store: Store,
    /// New rows on their way into the store, and the range they fill. Outlives a cancelled load.
    build: Option<(StoreBuild, TimeRange)>,
    held: Coverage,
    has_aggregates: bool,
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
            let fetched = self.fetch(part, None, &mut so_far, progress).await?;
            self.state.borrow_mut().take(fetched, part);
            self.build().await;
        }
        Ok(self.state.borrow().report.clone())
    }

    /// Sessions that changed since the last look, and new ones, merged by their ids. Aggregate rows have none, and nobody
    /// knows what an answer that broke off left out: there, everything is fetched again and takes the place of what was
    /// there once it is whole.
    async fn fetch_news(
        &self,
        now: Timestamp,
        progress: &dyn Fn(Progress),
    ) -> Result<LoadReport, SourceError> {
        let _turn = self.turn.lock().await;
        self.build().await;
        let held = self.state.borrow().held.clone();
        let Some((first, last)) = held.ranges().first().zip(held.ranges().last()) else {
            return Ok(self.state.borrow().report.clone());
        };
        let mut so_far = Progress::default();
        let mut start_over = {
            let state = self.state.borrow();
            state.has_aggregates || state.report.partial.is_some()
        };
        if !start_over {
            let since = self.changed_since(*first, *last);
            let all = TimeRange::new(first.start, now);
            let fetched = self.fetch(all, Some(since), &mut so_far, progress).await?;
            start_over = fetched.ingest.has_aggregates();
            if !start_over && fetched.partial.is_none() {
                let news = TimeRange::new(last.end, now);
                let skipped = self
                    .state
                    .borrow()
                    .report
                    .skipped
                    .max(fetched.ingest.skipped());
                self.state.borrow_mut().take(fetched, news);
                self.build().await;
                let mut state = self.state.borrow_mut();
                // Much of it was known before: what counts is what is in hand now.
                state.report.rows = state.store.rows() as u64;
                state.report.skipped = skipped;
                return Ok(state.report.clone());
            }
            if let Some(error) = fetched.partial.filter(|_| !start_over) {
                return Err(error);
            }
        }
        let mut ranges = held.ranges().to_vec();
        if let Some(last) = ranges.last_mut() {
            *last = TimeRange::new(last.start, now.max(last.end));
        }
        let mut fresh = State::default();
        for part in ranges {
            let fetched = self.fetch(part, None, &mut so_far, progress).await?;
            if let Some(error) = fetched.partial {
                return Err(error);
            }
            fresh.take(fetched, part);
            fresh.finish_build();
        }
        let report = fresh.report.clone();
        *self.state.borrow_mut() = fresh;
        Ok(report)
    }

    fn timed(&self, report: LoadReport) -> LoadReport {
        let server_time = self.http.server_time();
        LoadReport {
            server_time,
            ..report
        }
    }

    /// When to ask for changes from: before the newest session in hand, because the backend's clock may go behind ours.
    fn changed_since(&self, first: TimeRange, last: TimeRange) -> Timestamp {
        let newest = self.state.borrow().store.range().map(|range| range.end);
        let newest = newest.map_or(first.start, |newest| newest.min(last.end));
        newest.plus(-OVERLAP)
    }

    /// The sessions of `part`, or those of them that changed `since`.
    async fn fetch(
        &self,
        part: TimeRange,
        since: Option<Timestamp>,
        so_far: &mut Progress,
        progress: &dyn Fn(Progress),
    ) -> Result<Fetched, SourceError> {
        let mut params = vec![("start", part.start.to_iso()), ("end", part.end.to_iso())];
        params.extend(since.map(|since| ("updatedSince", since.to_iso())));
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
        let before = so_far.rows;
        so_far.rows_expected = announced.map(|rows| before.saturating_add(rows));
        progress(*so_far);
        let mut slices = Slices::begin(self.http.transport());
        let broken = loop {
            match self.http.chunk(&mut response).await {
                Ok(Some(chunk)) => {
                    for sip in chunk.chunks(SIP) {
                        ingest.feed(sip);
                        so_far.bytes += sip.len() as u64;
                        // Told once a slice: whoever listens draws, and thousands of chunks may come.
                        if slices.breathe().await {
                            so_far.rows = before + ingest.rows() + ingest.skipped();
                            progress(*so_far);
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
        so_far.rows = before + arrived;
        progress(*so_far);
        Ok(Fetched { ingest, partial })
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
    /// Hands over what was fetched to be built in; it fills `range`.
    fn take(&mut self, fetched: Fetched, range: TimeRange) {
        let Fetched { ingest, partial } = fetched;
        let report = &mut self.report;
        report.rows += ingest.rows();
        report.skipped += ingest.skipped();
        if report.skipped_reasons.is_empty() {
            report.skipped_reasons = ingest.skipped_reasons().to_vec();
        }
        report.partial = partial.or_else(|| report.partial.take());
        self.has_aggregates |= ingest.has_aggregates();
        let store = std::mem::take(&mut self.store);
        self.build = Some((StoreBuild::new(store, ingest), range));
    }

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
        Box::pin(self.http.catalog())
    }

    fn load<'a>(
        &'a self,
        range: TimeRange,
        progress: &'a dyn Fn(Progress),
    ) -> Answer<'a, LoadReport> {
        Box::pin(async move { Ok(self.timed(self.load_missing(range, progress).await?)) })
    }

    fn holds(&self, range: TimeRange) -> bool {
        let state = self.state.borrow();
        state.build.is_none() && state.held.covers(range)
    }

    fn sessions<'a>(&'a self, queries: &'a [SessionsQuery]) -> Answer<'a, Results> {
        Box::pin(async {
            self.build().await;
            Ok(all_there(answer(&self.state.borrow().store, queries)))
        })
    }

    fn releases(&self, query: ReleasesQuery) -> Answer<'_, Vec<ReleaseInfo>> {
        Box::pin(self.http.releases(query))
    }

    fn issues(&self, query: IssuesQuery) -> Answer<'_, Vec<Issue>> {
        Box::pin(self.http.issues(query))
    }

    fn issue_series(&self, query: IssueSeriesQuery) -> Answer<'_, Vec<IssueSeries>> {
        Box::pin(self.http.issue_series(query))
    }

    fn refresh<'a>(
        &'a self,
        now: Timestamp,
        progress: &'a dyn Fn(Progress),
    ) -> Answer<'a, LoadReport> {
        Box::pin(async move { Ok(self.timed(self.fetch_news(now, progress).await?)) })
    }

    fn has_raw_sessions(&self) -> bool {
        true
    }
}
