//! What a dashboard asks, and what each of its widgets does with the answers: made by `planner`, carried out by `present`.

use super::data::Shape;
use super::extension::{ReleaseMarks, Top};
use super::global_filter::GlobalFilter;
use super::model::{DataSet, WidgetQuery};
use super::thresholds::Thresholds;
use crate::engine::field::Field;
use crate::engine::query::{Dimension, Filter, OneOf, SessionsQuery};
use crate::session::project::ProjectId;
use crate::session::search::any_term;
use crate::session::{TimeRange, Window};
use crate::source::{IssueCount, IssueSeriesQuery, IssuesQuery};

/// What the page restricts all widgets to; an empty list is no restriction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Projects by number.
    pub projects: Vec<ProjectId>,
    /// Environments by name.
    pub environments: Vec<String>,
    /// Releases by full version.
    pub releases: Vec<String>,
    /// Conditions for the widgets of one data set each.
    pub global: Vec<GlobalFilter>,
}

/// When a dashboard looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// The page's range as it was chosen.
    pub range: TimeRange,
    /// Buckets of session data.
    pub window: Window,
    /// Buckets of issue counts; at most 200.
    pub issue_window: Window,
    /// Whether time charts show the previous period as well.
    pub compare: bool,
}

/// All questions of a dashboard.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// To [`Source::sessions`](crate::source::Source::sessions), in one go.
    pub sessions: Vec<SessionsQuery>,
    /// To `Source::issue_series`, one by one.
    pub issue_series: Vec<IssueSeriesQuery>,
    /// To `Source::issues`, one by one.
    pub issues: Vec<IssuesQuery>,
    /// Index of the query that tells whether there are sessions at all, whatever the filters.
    pub unfiltered: usize,
    /// What to do with the answers.
    pub widgets: Vec<WidgetPlan>,
}

/// What one widget does with the answers.
#[derive(Clone, Debug, PartialEq)]
pub struct WidgetPlan {
    /// [`Widget::id`].
    pub id: String,
    /// How it is shown.
    pub show: Show,
}

/// How a widget is shown. Every `usize` is an index into the plan's questions of its kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Show {
    /// One figure.
    Figure {
        /// What it is.
        field: Field,
        /// The page's window.
        sessions: usize,
        /// The window of equal length before.
        before: Option<usize>,
        /// Where good ends and bad begins.
        thresholds: Option<Thresholds>,
    },
    /// Session data over time.
    Chart(ChartPlan),
    /// Session data as a plain table.
    Table(TablePlan),
    /// The releases table.
    Releases {
        /// By project and release, totals only.
        sessions: usize,
        /// Ungrouped: what adoption is a share of.
        all: usize,
    },
    /// Counts of issues over time.
    IssueChart {
        /// How it is drawn.
        shape: Shape,
        /// What is counted, in legend order.
        counts: Vec<IssueCount>,
        /// The counts.
        series: usize,
        /// How releases are marked on its time axis, if they are.
        marks: Option<ReleaseMarks>,
        /// The counts over the previous period, where that is compared with.
        before: Option<usize>,
    },
    /// New issues by the release they were first seen in.
    NewIssuesByRelease {
        /// The counts, split.
        series: usize,
        /// Sessions by release, which say what the releases in the range are.
        sessions: usize,
        /// Which releases are shown.
        top: Top,
        /// How releases are marked on its time axis, if they are.
        marks: Option<ReleaseMarks>,
        /// The counts over the previous period, all releases together, where that is compared with: which release was
        /// among the rest then, nobody tells.
        before: Option<usize>,
    },
    /// Some issues.
    IssueList {
        /// The issues.
        issues: usize,
    },
    /// A widget of a foreign document that we cannot compute, and why.
    Unsupported(String),
}

/// Session data over time.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartPlan {
    /// How it is drawn.
    pub shape: Shape,
    /// Its questions; usually one.
    pub parts: Vec<Part>,
    /// The ungrouped answer, where shares or a rest are to be computed.
    pub all: Option<usize>,
    /// The order of its groups; `None`: as the answer comes.
    pub order: Option<Order>,
    /// The most groups where `top` does not say.
    pub limit: Option<usize>,
    /// Whether each count is drawn as its share of all.
    pub share: bool,
    /// Which releases are shown, and where the rest goes.
    pub top: Option<Top>,
    /// Whether the value axis starts at the smallest visible value.
    pub axis_from_data: bool,
    /// How releases are marked on its time axis, if they are.
    pub marks: Option<ReleaseMarks>,
    /// The same over the previous period, where that is compared with.
    pub before: Option<Before>,
}

/// The most groups a chart shows where its document sets no limit.
const MAX_GROUPS: usize = 20;

impl ChartPlan {
    /// The most groups it shows, where `top` does not say.
    pub fn most(&self) -> usize {
        self.limit.unwrap_or(MAX_GROUPS)
    }
}

/// The answers over the previous period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// One for each of the chart's parts.
    pub parts: Vec<usize>,
    /// The ungrouped one, where the chart has that.
    pub all: Option<usize>,
}

/// Session data as a plain table.
#[derive(Clone, Debug, PartialEq)]
pub struct TablePlan {
    /// Its question.
    pub part: Part,
    /// Titles of the dimensions and of the fields, in that order; the names on the wire where the document gives none.
    pub titles: Vec<String>,
    /// The order of its rows; `None`: as the answer comes.
    pub order: Option<Order>,
    /// The most rows.
    pub limit: Option<usize>,
}

/// An order of groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// By the total of a field; `None`: by release.
    pub by: Option<Field>,
    /// Largest or newest first.
    pub descending: bool,
}

impl Order {
    /// What a query's `orderby` says; `None` where it says nothing that can be done.
    pub fn of(query: &WidgetQuery) -> Option<Self> {
        let (name, descending) = match query.orderby.strip_prefix('-') {
            Some(name) => (name, true),
            None => (&*query.orderby, false),
        };
        if name == "release" && query.columns.iter().any(|c| c == name) {
            return Some(Self {
                by: None,
                descending,
            });
        }
        let field = Field::from_name(name).filter(|_| query.aggregates.iter().any(|a| a == name));
        field.map(|field| Self {
            by: Some(field),
            descending,
        })
    }
}

/// One question of a widget.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Prefix of its series' names.
    pub alias: String,
    /// In display order.
    pub fields: Vec<Field>,
    /// In the document's order, `session.status` among them.
    pub by: Vec<Dimension>,
    /// Its answer.
    pub sessions: usize,
}

impl Scope {
    /// As a condition on sessions.
    pub fn filter(&self) -> Filter {
        fn one_of<T: Clone>(values: &[T]) -> Vec<OneOf<T>> {
            if values.is_empty() {
                Vec::new()
            } else {
                vec![OneOf::In(values.to_vec())]
            }
        }
        Filter {
            projects: one_of(&self.projects),
            environments: one_of(&self.environments),
            releases: one_of(&self.releases),
            statuses: Vec::new(),
        }
    }

    /// Whether it lets a release of a project pass.
    pub fn has(&self, release: &str, project: ProjectId) -> bool {
        (self.releases.is_empty() || self.releases.iter().any(|r| r == release))
            && (self.projects.is_empty() || self.projects.contains(&project))
    }

    /// The conditions that hold for all widgets of a data set.
    pub fn conditions_for(&self, dataset: &DataSet) -> impl Iterator<Item = &str> {
        let of_it = self.global.iter().filter(move |f| f.is_of(dataset));
        of_it.map(|filter| filter.value.trim())
    }

    /// As a search for issues; projects and environments travel beside it.
    pub fn issue_search(&self, conditions: &str) -> String {
        let releases = if self.releases.is_empty() {
            String::new()
        } else {
            any_term("release", &self.releases)
        };
        [conditions.trim(), &releases]
            .into_iter()
            .chain(self.conditions_for(&DataSet::Issue))
            .filter(|s| !s.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}
