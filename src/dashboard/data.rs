//! What a widget shows, computed from answers: the last step before markup and pixels.

pub use crate::chart::data::{ChartData, Marking, ReleaseMark, Shape};

use super::thresholds::Level;
use crate::engine::field::{Ratio, Unit};
use crate::engine::series::{Series, SeriesSet};
use crate::session::Timestamp;
use crate::session::adoption::Stage;
use crate::session::issue::Issue;
use crate::session::project::ProjectId;
use crate::source::SourceError;

/// The state of one widget.
#[derive(Clone, Debug, PartialEq)]
pub enum WidgetState {
    /// Nothing to show yet.
    Loading,
    /// Numbers to show.
    Ready(WidgetData),
    /// An answer without data; the reason says what to do next.
    Empty(EmptyReason),
    /// No answer.
    Failed(SourceError),
}

/// Why there is nothing to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyReason {
    /// The filters let nothing pass, though there is data in the range.
    FiltersTooNarrow,
    /// No session in the range.
    NoSessionsInRange,
    /// No project has ever sent a session.
    NoProjectWithSessions,
    /// No issue in the range.
    NoIssues,
    /// No release in the range.
    NoReleases,
}

/// Numbers of one widget, by how they are displayed.
#[derive(Clone, Debug, PartialEq)]
pub enum WidgetData {
    /// One figure.
    BigNumber(BigNumber),
    /// Series over time.
    Chart(ChartData),
    /// Groups and their totals.
    Table(TableData),
    /// The releases table.
    Releases(Vec<ReleaseRow>),
    /// A list of issues.
    Issues(Vec<Issue>),
}

/// One figure and how it compares.
#[derive(Clone, Debug, PartialEq)]
pub struct BigNumber {
    /// `None`: no sessions, or no users.
    pub value: Option<f64>,
    /// The counts behind a rate.
    pub ratio: Option<Ratio>,
    /// Kind of number.
    pub unit: Unit,
    /// Whether it is to be compared with the previous period.
    pub compared: bool,
    /// The same over the period of equal length before; `None` where unknown.
    pub previous: Option<f64>,
    /// The counts behind that.
    pub previous_ratio: Option<Ratio>,
    /// Whether more is better.
    pub higher_is_better: bool,
    /// Where the value lies between the widget's thresholds; `None`: it has none.
    pub level: Option<Level>,
    /// The value over time, for a small line beside the figure.
    pub trend: Option<SeriesSet>,
    /// That of the previous period, as in [`ChartData::before`].
    pub before: Vec<Series>,
}

impl BigNumber {
    /// Value minus previous value.
    pub fn change(&self) -> Option<f64> {
        Some(self.value? - self.previous?)
    }
}

/// A plain table: a key column and one column a field.
#[derive(Clone, Debug, PartialEq)]
pub struct TableData {
    /// Header of the key column.
    pub key_title: String,
    /// Header and unit of the value columns.
    pub columns: Vec<(String, Unit)>,
    /// In display order.
    pub rows: Vec<TableRow>,
}

/// One row of a plain table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// The group's name.
    pub key: String,
    /// A value a column; `None` is an en dash.
    pub values: Vec<Option<f64>>,
    /// A column each: the counts behind a rate.
    pub ratios: Vec<Option<Ratio>>,
}

/// One row of the releases table: a release in one project, over the page's range and filters.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleaseRow {
    /// Full version.
    pub version: String,
    /// Without the package.
    pub short: String,
    /// Number and slug of the project.
    pub project: (ProjectId, String),
    /// When it was created, else first seen.
    pub created: Option<Timestamp>,
    /// Its sessions out of all sessions in the page's range and filters, 0 to 1.
    pub adoption: Option<f64>,
    /// Stage; `None` unless exactly one environment is known.
    pub stage: Option<Stage>,
    /// 1 - crashed / all.
    pub crash_free_sessions: Option<f64>,
    /// Likewise of users.
    pub crash_free_users: Option<f64>,
    /// Sessions in range; `None` when it has no session data at all.
    pub sessions: Option<u64>,
    /// Distinct users in range.
    pub users: Option<u64>,
    /// Issues first seen in it; `None` where no list of releases tells.
    pub new_issues: Option<u64>,
    /// Archived or open.
    pub archived: bool,
    /// Finalized or not.
    pub finalized: bool,
}
