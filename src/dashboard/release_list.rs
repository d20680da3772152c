//! The releases table as a list: columns, order, pages. What is in the rows is [`super::releases`]' concern.

use super::data::ReleaseRow;
use crate::session::adoption::Stage;
use crate::session::release;
use std::cmp::{Ordering, Reverse};
use std::fmt;

/// Rows on a page.
pub const ROWS_PER_PAGE: usize = 25;

/// A column, in display order; every one can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// The version, in the order of releases (section 1.8 of the model).
    Release,
    /// The project's short name.
    Project,
    /// Creation, else first seen.
    Created,
    /// Share of the sessions.
    Adoption,
    /// Low adoption, adopted, replaced; in this order.
    Stage,
    /// 1 - crashed / all sessions.
    CrashFreeSessions,
    /// 1 - crashed / all users.
    CrashFreeUsers,
    /// Sessions in range.
    Sessions,
    /// Issues first seen in it.
    NewIssues,
    /// Open, then archived.
    Status,
}

impl Column {
    /// All of them, left to right.
    pub const ALL: [Self; 10] = [
        Self::Release,
        Self::Project,
        Self::Created,
        Self::Adoption,
        Self::Stage,
        Self::CrashFreeSessions,
        Self::CrashFreeUsers,
        Self::Sessions,
        Self::NewIssues,
        Self::Status,
    ];

    /// The name in links: Sentry's where it has one.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Project => "project",
            Self::Created => "date",
            Self::Adoption => "adoption",
            Self::Stage => "adoption_stage",
            Self::CrashFreeSessions => "crash_free_sessions",
            Self::CrashFreeUsers => "crash_free_users",
            Self::Sessions => "sessions",
            Self::NewIssues => "error_count",
            Self::Status => "status",
        }
    }

    /// The header.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Release => "Release",
            Self::Project => "Project",
            Self::Created => "Date Created",
            Self::Adoption => "Adoption",
            Self::Stage => "Stage",
            Self::CrashFreeSessions => "Crash Free Sessions",
            Self::CrashFreeUsers => "Crash Free Users",
            Self::Sessions => "Total Sessions",
            Self::NewIssues => "New Issues",
            Self::Status => "Status",
        }
    }

    /// Whether its cells are numbers, which align right.
    pub const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Adoption | Self::CrashFreeSessions | Self::CrashFreeUsers | Self::Sessions | Self::NewIssues
        )
    }

    /// What the first click on its header asks for: the most and the newest on top, but the worst rates.
    const fn descends_first(self) -> bool {
        matches!(self, Self::Release | Self::Created | Self::Adoption | Self::Sessions | Self::NewIssues)
    }
}

/// An order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub column: Column,
    /// Largest, newest or last first.
    pub descending: bool,
}

impl Default for Sort {
    /// Newest first.
    fn default() -> Self {
        Self { column: Column::Created, descending: true }
    }
}

impl Sort {
    /// Reads the text of a link, `-date`; `None` when there is no such column.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let column = Column::ALL.into_iter().find(|c| c.name() == name)?;
        Some(Self { column, descending })
    }

    /// The order after a click on the header of `column`.
    pub fn clicked(self, column: Column) -> Self {
        let descending = if self.column == column { !self.descending } else { column.descends_first() };
        Self { column, descending }
    }

    /// Sorts `rows`. Rows without a value come last either way; equals stand newest release first, then by project.
    pub fn apply(self, rows: &mut [ReleaseRow]) {
        rows.sort_by(|a, b| self.compare(a, b).then_with(|| newest_first(a, b)));
    }

    fn compare(self, a: &ReleaseRow, b: &ReleaseRow) -> Ordering {
        match self.column {
            Column::Release => self.directed(Some(release::compare(&a.version, &b.version)), true, true),
            Column::Project => self.values(Some(&a.project.1), Some(&b.project.1), Ord::cmp),
            Column::Created => self.values(a.created, b.created, Ord::cmp),
            Column::Adoption => self.values(a.adoption, b.adoption, f64::total_cmp),
            Column::Stage => self.values(a.stage.map(rank), b.stage.map(rank), Ord::cmp),
            Column::CrashFreeSessions => self.values(a.crash_free_sessions, b.crash_free_sessions, f64::total_cmp),
            Column::CrashFreeUsers => self.values(a.crash_free_users, b.crash_free_users, f64::total_cmp),
            Column::Sessions => self.values(a.sessions, b.sessions, Ord::cmp),
            Column::NewIssues => self.values(Some(a.new_issues), Some(b.new_issues), Ord::cmp),
            Column::Status => self.values(Some(a.archived), Some(b.archived), Ord::cmp),
        }
    }

    fn values<T>(self, a: Option<T>, b: Option<T>, order: impl Fn(&T, &T) -> Ordering) -> Ordering {
        let both = a.as_ref().zip(b.as_ref()).map(|(a, b)| order(a, b));
        self.directed(both, a.is_some(), b.is_some())
    }

    fn directed(self, ascending: Option<Ordering>, a_has: bool, b_has: bool) -> Ordering {
        match ascending {
            Some(order) if self.descending => order.reverse(),
            Some(order) => order,
            None => b_has.cmp(&a_has),
        }
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.column.name())
    }
}

const fn rank(stage: Stage) -> u8 {
    match stage {
        Stage::LowAdoption => 0,
        Stage::Adopted => 1,
        Stage::Replaced => 2,
    }
}

fn newest_first(a: &ReleaseRow, b: &ReleaseRow) -> Ordering {
    Reverse(a.created)
        .cmp(&Reverse(b.created))
        .then_with(|| release::compare(&b.version, &a.version))
        .then_with(|| a.project.1.cmp(&b.project.1))
}

/// A page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// From 0; never past the last one.
    pub index: usize,
    /// How many there are, at least one.
    pub count: usize,
    /// First row on it, from 0.
    pub start: usize,
    /// One past its last row.
    pub end: usize,
    /// Rows on all pages.
    pub total: usize,
}

impl Page {
    /// Page `wanted` of `total` rows, the last one when there are fewer. `size` 0 counts as 1.
    pub fn of(total: usize, wanted: usize, size: usize) -> Self {
        let size = size.max(1);
        let count = total.div_ceil(size).max(1);
        let index = wanted.min(count - 1);
        let start = index * size;
        Self { index, count, start, end: (start + size).min(total), total }
    }
}
