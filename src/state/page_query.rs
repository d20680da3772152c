//! Everything about the page that a link carries (page contract, item 8). Pure: text in, text out.

use crate::dashboard::builtin;
use crate::dashboard::global_filter::GlobalFilter;
use crate::dashboard::planner::{Scope, Times};
use crate::session::interval::{self, MAX_ISSUE_BUCKETS, parse_duration};
use crate::session::project::ProjectId;
use crate::session::time::MAX_BUCKETS;
use crate::session::{Interval, TimeRange, Timestamp, Window, issue_series};
use crate::storage::dashboards::is_own;
use std::collections::BTreeMap;
use thiserror::Error;

/// The shortest range a page may show.
const MIN_RANGE: i64 = 60_000;
/// The longest range a page may show: a year and a day.
const MAX_RANGE: i64 = 366 * DAY;
const DAY: i64 = 24 * 3_600_000;

/// Id of the dashboard that came with the link, in its fragment.
pub const SHARED: &str = "shared";

/// Whether a dashboard comes with filters of its own.
pub(super) fn has_filters(dashboard: &str) -> bool {
    is_own(dashboard) || dashboard == SHARED
}

/// The page's state as its query string holds it. Never a token.
#[derive(Clone, Debug, PartialEq)]
pub struct PageQuery {
    /// `dashboard`: id of a built-in dashboard, or of one that is kept in this browser.
    pub dashboard: String,
    /// The filters are those that are saved with the dashboard, so a link leaves them out.
    pub as_saved: bool,
    /// The dashboard comes with saved filters: one's own does, a built-in one where filters were saved with it.
    pub has_saved: bool,
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
    /// `globalFilter`, repeated, as JSON: conditions for the widgets of one data set each.
    pub global: Vec<GlobalFilter>,
    /// `utc=true`: times are written in UTC, whatever the person set.
    pub utc: bool,
    /// `compare=1`: time charts show the previous period as well.
    pub compare: bool,
    /// `unselectedSeries`: hidden series by widget id. A widget that is absent shows its own default; one with an empty
    /// list shows everything.
    pub unselected: BTreeMap<String, Vec<String>>,
    /// The open release drawer, if any.
    pub drawer: Option<Drawer>,
    /// The open list of releases, if any; release details lie on it.
    pub list: Option<ReleaseList>,
    /// The widget that is looked at closely, if any.
    pub expanded: Option<Expanded>,
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

/// The release details drawer (`rd=show`, `rdRelease`, `rdProject`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawer {
    /// Full version.
    pub release: String,
    /// Which of its projects; `None`: the only one.
    pub project: Option<ProjectId>,
}

/// The list of the releases in a stretch of a chart (`rd=show`, `rdChart`, `rdStart`, `rdEnd`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseList {
    /// The widget.
    pub chart: String,
    /// The stretch: whole minutes, one at least.
    pub range: TimeRange,
}

/// The expanded view of a widget (`expanded`, `expandedStart`, `expandedEnd`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expanded {
    /// Its id.
    pub widget: String,
    /// What it was zoomed to; `None`: it shows the page's range.
    pub range: Option<TimeRange>,
}

impl Expanded {
    /// A widget over the page's range.
    pub fn new(widget: &str) -> Self {
        Self {
            widget: widget.to_owned(),
            range: None,
        }
    }
}

impl ReleaseList {
    /// The list for `range` of a widget, widened to whole minutes.
    pub fn new(chart: &str, range: TimeRange) -> Self {
        let floor = |t: Timestamp| t.millis().div_euclid(MIN_RANGE) * MIN_RANGE;
        let start = floor(range.start);
        let end = floor(range.end.plus(MIN_RANGE - 1)).max(start + MIN_RANGE);
        Self {
            chart: chart.to_owned(),
            range: TimeRange::new(Timestamp::from_millis(start), Timestamp::from_millis(end)),
        }
    }
}

/// Why a time range cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PeriodError {
    /// No number with a unit.
    #[error("Enter a number and a unit: 30m, 13h, 7d or 4w.")]
    NotADuration,
    /// No instant.
    #[error("Enter a date, or a date and a time: 2026-11-09T10:00.")]
    NotATime,
    /// `end` is not after `start`.
    #[error("The end must be after the start.")]
    EndBeforeStart,
    /// Under a minute.
    #[error("The range must be at least one minute long.")]
    TooShort,
    /// Over a year.
    #[error("The range must be at most a year long.")]
    TooLong,
}

impl Period {
    /// A relative range as typed or linked: `30m`, `13h`, `7d`, `4w`.
    ///
    /// # Errors
    /// Why it cannot be shown.
    pub fn last(text: &str) -> Result<Self, PeriodError> {
        let text = text.trim();
        let has_unit = text.ends_with(|c: char| c.is_ascii_alphabetic());
        let millis = parse_duration(text)
            .filter(|_| has_unit)
            .ok_or(PeriodError::NotADuration)?;
        check_length(millis)?;
        Ok(Self::Last {
            text: text.to_owned(),
            millis,
        })
    }

    /// A fixed range as typed or linked; times without a zone are UTC.
    ///
    /// # Errors
    /// Why it cannot be shown.
    pub fn between(start: &str, end: &str) -> Result<Self, PeriodError> {
        let time = |text| Timestamp::parse(text).ok_or(PeriodError::NotATime);
        let (start, end) = (time(start)?, time(end)?);
        if end <= start {
            return Err(PeriodError::EndBeforeStart);
        }
        check_length(end.millis().saturating_sub(start.millis()))?;
        Ok(Self::Between(TimeRange::new(start, end)))
    }

    /// The range it means at `now`.
    pub fn resolve(&self, now: Timestamp) -> TimeRange {
        match self {
            Self::Last { millis, .. } => TimeRange::last(*millis, now),
            Self::Between(range) => *range,
        }
    }
}

fn check_length(millis: i64) -> Result<(), PeriodError> {
    match millis {
        m if m < MIN_RANGE => Err(PeriodError::TooShort),
        m if m > MAX_RANGE => Err(PeriodError::TooLong),
        _ => Ok(()),
    }
}

impl Default for Period {
    /// `14d`.
    fn default() -> Self {
        Self::Last {
            text: "14d".to_owned(),
            millis: 14 * DAY,
        }
    }
}

impl Default for PageQuery {
    fn default() -> Self {
        Self {
            dashboard: builtin::MOBILE.to_owned(),
            as_saved: false,
            has_saved: false,
            projects: Vec::new(),
            environments: Vec::new(),
            period: Period::default(),
            interval: None,
            releases: Vec::new(),
            global: Vec::new(),
            utc: false,
            compare: false,
            unselected: BTreeMap::new(),
            drawer: None,
            list: None,
            expanded: None,
            search: String::new(),
            sort: None,
            page: 0,
        }
    }
}

impl PageQuery {
    /// Looks at another dashboard. The filters go along to a built-in one; one's own comes with those it was saved with.
    pub fn turn_to(&mut self, dashboard: &str) {
        let own = has_filters(dashboard);
        if own || has_filters(&self.dashboard) {
            self.unselected.clear();
        }
        dashboard.clone_into(&mut self.dashboard);
        self.as_saved = own;
        self.has_saved = own;
        self.drawer = None;
    }

    /// What is not as it is saved with the dashboard: the filters, or nothing but what legends of one's own hide.
    pub fn draft(&self) -> Option<&'static str> {
        if self.has_saved && !self.as_saved {
            Some("filters")
        } else {
            (has_filters(&self.dashboard) && !self.unselected.is_empty()).then_some("legends")
        }
    }

    /// Asks for filters and legends as they are saved.
    pub fn restore(&mut self) {
        self.as_saved = true;
        if has_filters(&self.dashboard) {
            self.unselected.clear();
        }
    }

    /// What the page restricts its widgets to.
    pub fn scope(&self) -> Scope {
        Scope {
            projects: self.projects.clone(),
            environments: self.environments.clone(),
            releases: self.releases.clone(),
            global: self.global.clone(),
        }
    }

    /// Bucket widths a person may choose at `now`, finest first.
    pub fn intervals(&self, now: Timestamp, raw: bool) -> Vec<Interval> {
        let is_used = |width: &Interval| {
            let page = Self {
                interval: Some(*width),
                ..self.clone()
            };
            page.times(now, raw).window.interval() == *width
        };
        let choices = interval::choices_for(self.period.resolve(now).millis());
        choices.into_iter().filter(is_used).collect()
    }

    /// When the page looks at, with relative ranges ending at `now`. `raw`: the source knows single sessions, so that
    /// fine buckets mean something.
    pub fn times(&self, now: Timestamp, raw: bool) -> Times {
        let range = self.period.resolve(now);
        let is_old = range.start < now.plus(-30 * DAY);
        let ladder = interval::for_sessions(range.millis(), raw, is_old);
        let of = |width: Interval| Window::new(range, width).ok();
        let window = self.interval.and_then(of).or_else(|| of(ladder));
        let window = window.unwrap_or_else(|| Window::single(range));
        // Sums of the previous period come in the same answer, so there is room for both; and so do counts of issues.
        let most = match self.compare && !raw {
            true => MAX_BUCKETS / 2,
            false => MAX_BUCKETS,
        };
        let choices = interval::choices_for(range.millis()).into_iter();
        let window = std::iter::once(window)
            .chain(choices.filter_map(of))
            .find(|window| window.len() <= most)
            .unwrap_or(window);
        let most = match self.compare {
            true => MAX_ISSUE_BUCKETS / 2,
            false => MAX_ISSUE_BUCKETS,
        };
        let of = |width: Interval| {
            let window = issue_series::window(range, width).ok();
            window.filter(|window| window.len() <= most)
        };
        let issue_window = self.interval.and_then(of);
        let issue_window = issue_window.or_else(|| of(interval::for_issues(range.millis(), most)));
        Times {
            range,
            window,
            issue_window: issue_window.unwrap_or_else(|| Window::single(range)),
            compare: self.compare,
        }
    }
}
