//! The releases table: search, order and pages of its rows.

use super::data::ReleaseRow;
use super::order::last_if_none;
use crate::session::project::ProjectId;
use crate::session::release::compare;
use crate::session::release_search::{ReleaseFacts, ReleaseSearch};
use crate::session::search::SearchError;
use crate::session::sorting::sort_by;
use std::cmp::Ordering;
use std::collections::HashMap;

/// A column of the releases table that rows can be ordered by; named as in the `sort` query parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReleaseColumn {
    /// By the order of releases.
    Release,
    /// By project slug.
    Project,
    /// By creation date.
    Created,
    /// By share of sessions.
    Adoption,
    /// By stage.
    Stage,
    /// By crash-free sessions.
    CrashFreeSessions,
    /// By crash-free users.
    CrashFreeUsers,
    /// By number of sessions.
    Sessions,
    /// By number of new issues.
    NewIssues,
    /// Open before archived.
    Status,
}

/// An order of the releases table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReleaseSort {
    /// The column.
    pub column: ReleaseColumn,
    /// Largest first. Rows without a value come last either way.
    pub descending: bool,
}

/// One page of the releases table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReleasePage {
    /// The rows to show.
    pub rows: Vec<ReleaseRow>,
    /// How many rows the search lets through, on all pages.
    pub matching: usize,
    /// Which page this is, from 0; the last one where a later one was asked for.
    pub page: usize,
    /// How many pages there are, at least one.
    pub pages: usize,
    /// Why the search text makes no sense; then `rows` are of all rows.
    pub problem: Option<SearchError>,
}

impl ReleaseColumn {
    /// All columns, in the order of the table.
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

    /// The name in the `sort` query parameter.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Project => "project",
            Self::Created => "date",
            Self::Adoption => "adoption",
            Self::Stage => "stage",
            Self::CrashFreeSessions => "crash_free_sessions",
            Self::CrashFreeUsers => "crash_free_users",
            Self::Sessions => "sessions",
            Self::NewIssues => "new_issues",
            Self::Status => "status",
        }
    }

    /// The header for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Release => "Release",
            Self::Project => "Project",
            Self::Created => "Date created",
            Self::Adoption => "Adoption",
            Self::Stage => "Stage",
            Self::CrashFreeSessions => "Crash free sessions",
            Self::CrashFreeUsers => "Crash free users",
            Self::Sessions => "Total sessions",
            Self::NewIssues => "New issues",
            Self::Status => "Status",
        }
    }
}

impl Default for ReleaseSort {
    fn default() -> Self {
        Self {
            column: ReleaseColumn::Created,
            descending: true,
        }
    }
}

impl ReleaseSort {
    /// Reads the `sort` query parameter; newest first where it says nothing that we know.
    pub fn parse(text: Option<&str>) -> Self {
        text.and_then(Self::from_text).unwrap_or_default()
    }

    /// Reads a column's name, with a leading `-` for descending.
    pub fn from_text(text: &str) -> Option<Self> {
        let (name, descending) = text
            .strip_prefix('-')
            .map_or((text, false), |name| (name, true));
        let column = ReleaseColumn::ALL.into_iter().find(|c| c.name() == name)?;
        Some(Self { column, descending })
    }

    /// The `sort` query parameter.
    pub fn to_text(self) -> String {
        format!(
            "{}{}",
            if self.descending { "-" } else { "" },
            self.column.name()
        )
    }
}

/// The page of `rows` that passes `search`, ordered; rows that are equal in the sorted
/// column stay in the order they came in.
pub fn page(
    rows: &[ReleaseRow],
    search: &str,
    sort: ReleaseSort,
    page: usize,
    per_page: usize,
) -> ReleasePage {
    let (search, problem) = match ReleaseSearch::parse(search) {
        Ok(search) => (search, None),
        Err(problem) => (ReleaseSearch::default(), Some(problem)),
    };
    let latest = latest(rows);
    let matches = |row: &ReleaseRow| {
        search.matches(&ReleaseFacts {
            version: &row.version,
            stage: row.stage,
            latest: latest
                .get(&row.project.0)
                .is_some_and(|r| r.version == row.version),
        })
    };
    let mut matching: Vec<&ReleaseRow> = rows.iter().filter(|row| matches(row)).collect();
    sort_by(&mut matching, |a, b| sort.order(a, b));
    let per_page = per_page.max(1);
    let pages = matching.len().div_ceil(per_page).max(1);
    let page = page.min(pages - 1);
    let shown = matching
        .iter()
        .skip(page * per_page)
        .take(per_page)
        .map(|row| (*row).clone())
        .collect();
    ReleasePage {
        rows: shown,
        matching: matching.len(),
        page,
        pages,
        problem,
    }
}

/// The first row of each project in the order of releases.
fn latest(rows: &[ReleaseRow]) -> HashMap<ProjectId, &ReleaseRow> {
    let mut latest: HashMap<ProjectId, &ReleaseRow> = HashMap::new();
    for row in rows {
        let first = latest.entry(row.project.0).or_insert(row);
        if compare((&row.version, row.created), (&first.version, first.created)).is_lt() {
            *first = row;
        }
    }
    latest
}

impl ReleaseSort {
    fn order(self, a: &ReleaseRow, b: &ReleaseRow) -> Ordering {
        use ReleaseColumn as C;
        let by =
            |a: Option<f64>, b: Option<f64>| last_if_none(a, b, self.descending, f64::total_cmp);
        let directed = |order: Ordering| {
            if self.descending {
                order.reverse()
            } else {
                order
            }
        };
        match self.column {
            // The order of releases is newest first, which is what descending means here.
            C::Release => directed(compare((&b.version, b.created), (&a.version, a.created))),
            C::Project => directed(a.project.1.cmp(&b.project.1)),
            C::Created => last_if_none(a.created, b.created, self.descending, Ord::cmp),
            C::Adoption => by(a.adoption, b.adoption),
            C::Stage => last_if_none(a.stage, b.stage, self.descending, Ord::cmp),
            C::CrashFreeSessions => by(a.crash_free_sessions, b.crash_free_sessions),
            C::CrashFreeUsers => by(a.crash_free_users, b.crash_free_users),
            C::Sessions => last_if_none(a.sessions, b.sessions, self.descending, Ord::cmp),
            C::NewIssues => last_if_none(a.new_issues, b.new_issues, self.descending, Ord::cmp),
            C::Status => directed(a.archived.cmp(&b.archived)),
        }
    }
}
