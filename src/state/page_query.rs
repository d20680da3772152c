//! Everything about the page that a link carries (page contract, item 8). Pure: text in, text out.

use crate::session::project::ProjectId;
use crate::session::{Interval, TimeRange, Timestamp, Window};
use std::collections::BTreeMap;

/// The page's state as its query string holds it. Never a token.
#[derive(Clone, Debug, PartialEq)]
pub struct PageQuery {
    /// `dashboard`: id of a built-in or saved dashboard.
    pub dashboard: String,
    /// `project`, repeated; empty: all.
    pub projects: Vec<ProjectId>,
    /// `environment`, repeated; empty: all.
    pub environments: Vec<String>,
    /// `statsPeriod`, or `start` and `end`.
    pub period: Period,
    /// `interval`; `None`: what suits the range.
    pub interval: Option<Interval>,
    /// `release`, repeated; empty: all.
    pub releases: Vec<String>,
    /// `unselectedSeries`: hidden series by widget id. A widget that is absent shows its own default; one with an empty
    /// list shows everything.
    pub unselected: BTreeMap<String, Vec<String>>,
    /// The open release drawer, if any.
    pub drawer: Option<Drawer>,
    /// `query`: search text of the releases table.
    pub search: String,
    /// `sort`: column of the releases table, with a leading `-` for descending; `None`: newest first.
    pub sort: Option<String>,
    /// `cursor`: page of the releases table, from 0.
    pub page: usize,
}

/// The time range as a person chose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Period {
    /// So long until now: `1h`, `24h`, `14d`, …
    Last {
        /// The text it was given as.
        text: String,
        /// Its length in milliseconds.
        millis: i64,
    },
    /// Fixed start and end.
    Between(TimeRange),
}

/// The release details drawer (`rd=show`, `rdRelease`, `rdProject`; section 8.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawer {
    /// Full version.
    pub release: String,
    /// Which of its projects; `None`: the only one.
    pub project: Option<ProjectId>,
}

/// The range of a page that does not say: `14d`.
const DEFAULT_PERIOD: (&str, i64) = ("14d", 14 * 24 * 3_600_000);

impl Default for PageQuery {
    fn default() -> Self {
        Self {
            dashboard: crate::dashboard::builtin::MOBILE.to_owned(),
            projects: Vec::new(),
            environments: Vec::new(),
            period: Period::default(),
            interval: None,
            releases: Vec::new(),
            unselected: BTreeMap::new(),
            drawer: None,
            search: String::new(),
            sort: None,
            page: 0,
        }
    }
}

impl Default for Period {
    fn default() -> Self {
        let (text, millis) = DEFAULT_PERIOD;
        Self::Last {
            text: text.to_owned(),
            millis,
        }
    }
}

impl Period {
    /// The range it means at `now`.
    pub fn resolve(&self, now: Timestamp) -> TimeRange {
        match self {
            Self::Last { millis, .. } => TimeRange::last(*millis, now),
            Self::Between(range) => *range,
        }
    }
}

impl PageQuery {
    /// The buckets of the page at `now`: the person's interval, or what suits the range where there is none or it would
    /// make too many buckets. `raw`: the source knows single sessions, so that fine buckets mean something.
    pub fn window(&self, now: Timestamp, raw: bool) -> Window {
        let _ = raw;
        let range = self.period.resolve(now);
        let chosen = self.interval.and_then(|i| Window::new(range, i).ok());
        chosen.unwrap_or_else(|| window_of(range, Interval::HOUR))
    }
}

/// The buckets of `range` at `interval`, or at the first multiple by two that makes few enough of them.
fn window_of(range: TimeRange, mut interval: Interval) -> Window {
    loop {
        match (
            Window::new(range, interval),
            Interval::from_millis(interval.millis().saturating_mul(2)),
        ) {
            (Ok(window), _) => return window,
            (Err(_), Ok(wider)) => interval = wider,
            (Err(_), Err(_)) => unreachable!("i64::MAX milliseconds hold any range in one bucket"),
        }
    }
}
