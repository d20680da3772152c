//! What is asked of session data: window, fields, grouping, filter, order, limit.

use super::field::Field;
use crate::session::project::ProjectId;
use crate::session::{Status, Window};

/// A property sessions can be grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// `project`
    Project,
    /// `release`
    Release,
    /// `environment`
    Environment,
    /// `session.status`: always yields every status for every other key.
    Status,
}

impl Dimension {
    /// All that make groups in a result: every one but the status.
    pub const KEYS: [Self; 3] = [Self::Project, Self::Release, Self::Environment];

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Release => "release",
            Self::Environment => "environment",
            Self::Status => "session.status",
        }
    }

    /// The dimension with this wire name.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            Self::Project,
            Self::Release,
            Self::Environment,
            Self::Status,
        ]
        .into_iter()
        .find(|d| d.name() == name)
    }
}

/// A condition on one property: in a list of values, or in none of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OneOf<T> {
    /// The value is one of these. An empty list lets nothing pass.
    In(Vec<T>),
    /// The value is none of these.
    NotIn(Vec<T>),
}

impl<T: PartialEq> OneOf<T> {
    /// Whether `value` meets the condition.
    pub fn allows<Q: ?Sized>(&self, value: &Q) -> bool
    where
        T: PartialEq<Q>,
    {
        match self {
            Self::In(list) => list.iter().any(|v| v == value),
            Self::NotIn(list) => !list.iter().any(|v| v == value),
        }
    }
}

/// Conditions that must all hold. The empty filter lets everything pass.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Conditions on the project.
    pub projects: Vec<OneOf<ProjectId>>,
    /// Conditions on the environment; a session without one has the empty name.
    pub environments: Vec<OneOf<String>>,
    /// Conditions on the release's full version.
    pub releases: Vec<OneOf<String>>,
    /// Conditions on the status. They choose which exclusive counts are added up, they do not drop rows.
    pub statuses: Vec<OneOf<Status>>,
}

impl Filter {
    /// The statuses whose exclusive counts are added up: all five when there is no condition on the status.
    pub fn chosen_statuses(&self) -> impl Iterator<Item = Status> {
        Status::ALL.into_iter().filter(|status| {
            self.statuses
                .iter()
                .all(|condition| condition.allows(status))
        })
    }
}

/// Sort order of groups, by a field's total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OrderBy {
    /// The field; must be among the query's fields.
    pub field: Field,
    /// Largest first. Groups without a value come last either way.
    pub descending: bool,
}

/// One question to a source. What the planner makes of widgets, and what `GET /sessions/` asks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SessionsQuery {
    /// Rounded range and bucket width.
    pub window: Window,
    /// At least one.
    pub fields: Vec<Field>,
    /// No dimension twice.
    pub group_by: Vec<Dimension>,
    /// All conditions.
    pub filter: Filter,
    /// `None`: sum(session) descending when that is asked for, else the first field descending; ties by key.
    pub order_by: Option<OrderBy>,
    /// The most groups to return (status does not count as a group of its own); `None`: all.
    pub limit: Option<usize>,
    /// Whether the buckets are wanted, or only totals.
    pub series: bool,
    /// Whether all that is wanted is whether there are sessions: a source may answer that there are at least so many.
    pub at_least: bool,
}

impl SessionsQuery {
    /// Ungrouped, unfiltered, with series.
    pub fn new(window: Window, fields: impl Into<Vec<Field>>) -> Self {
        Self {
            window,
            fields: fields.into(),
            group_by: Vec::new(),
            filter: Filter::default(),
            order_by: None,
            limit: None,
            series: true,
            at_least: false,
        }
    }

    /// Whether any field counts distinct users.
    pub fn needs_users(&self) -> bool {
        self.fields.iter().any(|f| f.needs_users())
    }

    /// Whether any field is a duration statistic.
    pub fn needs_durations(&self) -> bool {
        self.fields.iter().any(|f| matches!(f, Field::Duration(_)))
    }
}
