//! Where data comes from. A [`Source`] answers the same questions whatever stands behind it; what differs is who
//! computes: a raw source answers from the in-browser engine, an aggregating one over HTTP.

pub mod config;
pub mod coverage;
pub mod demo;
pub mod diagnose;
pub mod error;
pub mod file;
pub mod http;
mod http_date;
mod lists;
pub mod paging;
pub mod rest;
pub mod retry;
pub mod sentry;
pub mod transport;
mod wire;

pub use crate::session::issue_series::{IssueCount, IssueSeries};
pub use error::SourceError;

use crate::engine::query::SessionsQuery;
use crate::engine::result::SessionsResult;
use crate::session::issue::Issue;
use crate::session::project::{Environment, Project, ProjectId};
use crate::session::release_info::ReleaseInfo;
use crate::session::{TimeRange, Timestamp, Window};
use futures_util::future::LocalBoxFuture;
use std::rc::Rc;

/// The answer of a source, some time later. Dropping the future cancels the request behind it.
pub type Answer<'a, T> = LocalBoxFuture<'a, Result<T, SourceError>>;

/// One answer a question, in their order: each is there or failed by itself.
pub type Results = Vec<Result<SessionsResult, SourceError>>;

/// What exists at all: the choices of the filter bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    /// In the backend's order.
    pub projects: Vec<Project>,
    /// In the backend's order.
    pub environments: Vec<Environment>,
    /// Why there is no list of environments, where it could not be had.
    pub without_environments: Option<SourceError>,
}

/// How far a load is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Session rows read so far.
    pub rows: u64,
    /// Rows to expect (`X-Session-Count`), where the source says so.
    pub rows_expected: Option<u64>,
    /// Bytes read so far, after decompression.
    pub bytes: u64,
    /// Bytes to expect, where that is what is known.
    pub bytes_expected: Option<u64>,
}

/// What a load brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadReport {
    /// Rows that count.
    pub rows: u64,
    /// Lines that could not be read.
    pub skipped: u64,
    /// Why, for the first few: line number (from 1) and reason.
    pub skipped_reasons: Vec<(u64, String)>,
    /// The body ended early: what arrived is kept and shown as partial.
    pub partial: Option<SourceError>,
    /// What time it is at the backend, where it says so.
    pub server_time: Option<Timestamp>,
}

/// Which releases to list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReleasesQuery {
    /// Empty: all.
    pub projects: Vec<ProjectId>,
    /// Empty: all. Adoption stages are given only for exactly one.
    pub environments: Vec<String>,
}

/// Which issues to list.
#[derive(Clone, Debug, PartialEq)]
pub struct IssuesQuery {
    /// Events counted, and issues seen, in this range.
    pub range: TimeRange,
    /// Empty: all.
    pub projects: Vec<ProjectId>,
    /// Empty: all.
    pub environments: Vec<String>,
    /// Search text as `GET /issues/` understands it: `firstRelease:"v"`, `release:"v"`, `is:unresolved`, free text.
    pub search: String,
    /// The order.
    pub sort: IssueSort,
    /// The most rows to return.
    pub limit: usize,
}

/// Orders of an issue list; each largest or latest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum IssueSort {
    /// `date`: last seen.
    #[default]
    LastSeen,
    /// `new`: first seen.
    FirstSeen,
    /// `freq`: events.
    Events,
    /// `user`: users.
    Users,
}

/// New and resolved issues over time.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueSeriesQuery {
    /// Buckets; at most 200, from the exact start of the range (see [`Window::including_end`]).
    pub window: Window,
    /// Empty: all.
    pub projects: Vec<ProjectId>,
    /// Empty: all.
    pub environments: Vec<String>,
    /// What is counted.
    pub counts: Vec<IssueCount>,
    /// Whether to split by first release: the five with most plus `other`.
    pub by_release: bool,
}

/// Where data comes from. Cheap to share: see [`SharedSource`].
pub trait Source {
    /// A name for people: the backend's address, the file's name, "Demo data".
    fn name(&self) -> String;

    /// Projects and environments.
    fn catalog(&self) -> Answer<'_, Catalog>;

    /// Makes sure that `sessions` can answer for `range`: fetches what is missing of it, keeps what is there.
    /// A source that asks its server for each answer has nothing to do here.
    fn load<'a>(
        &'a self,
        range: TimeRange,
        progress: &'a dyn Fn(Progress),
    ) -> Answer<'a, LoadReport>;

    /// Whether all of `range` is in hand, so that `sessions` answers without waiting.
    fn holds(&self, range: TimeRange) -> bool;

    /// Answers all queries, in order. Fails as a whole where nothing could be asked, or every one of them failed.
    fn sessions<'a>(&'a self, queries: &'a [SessionsQuery]) -> Answer<'a, Results>;

    /// All releases, newest first, archived ones included.
    fn releases(&self, query: ReleasesQuery) -> Answer<'_, Vec<ReleaseInfo>>;

    /// A page of issues.
    fn issues(&self, query: IssuesQuery) -> Answer<'_, Vec<Issue>>;

    /// New and resolved issues over time.
    fn issue_series(&self, query: IssueSeriesQuery) -> Answer<'_, Vec<IssueSeries>>;

    /// Fetches what is new up to `now` and merges it with what is in hand. Sources that are asked for each answer, and
    /// those that never change, have nothing to do.
    fn refresh<'a>(
        &'a self,
        _now: Timestamp,
        _progress: &'a dyn Fn(Progress),
    ) -> Answer<'a, LoadReport> {
        Box::pin(async { Ok(LoadReport::default()) })
    }

    /// The end of the data, for sources that have one: relative time ranges end there instead of now.
    fn newest(&self) -> Option<Timestamp> {
        None
    }

    /// Whether durations and other per-session facts can be asked for.
    fn has_raw_sessions(&self) -> bool;
}

/// The answers of an engine, which has one to everything.
pub fn all_there(results: Vec<SessionsResult>) -> Results {
    results.into_iter().map(Ok).collect()
}

/// A source as the page holds it.
pub type SharedSource = Rc<dyn Source>;

/// All time that `queries` look at, up to `now`: what has to be in hand to answer them.
pub fn needed(queries: &[SessionsQuery], now: Timestamp) -> TimeRange {
    let ranges = || queries.iter().map(|q| q.window.range());
    let start = ranges().map(|r| r.start).min().unwrap_or(now);
    TimeRange::new(start, ranges().map(|r| r.end).max().unwrap_or(now).min(now))
}
