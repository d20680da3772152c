//! Everything about the page that a link carries (page contract, item 8). Pure: text in, text out.

use crate::session::project::ProjectId;
use crate::session::{Interval, TimeRange};
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
