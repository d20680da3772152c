//! The releases table: search, order and pages of its rows.

use super::data::ReleaseRow;

/// A column of the releases table that rows can be ordered by; named as in the `sort` query parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReleaseColumn {
    /// By the order of releases (section 1.8).
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
        let text = text.unwrap_or_default();
        let (name, descending) = text
            .strip_prefix('-')
            .map_or((text, false), |name| (name, true));
        let column = ReleaseColumn::ALL.into_iter().find(|c| c.name() == name);
        column.map_or_else(Self::default, |column| Self { column, descending })
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

/// The page of `rows` that passes `search` (section 7's keys and free text), ordered.
pub fn page(
    rows: &[ReleaseRow],
    search: &str,
    sort: ReleaseSort,
    page: usize,
    per_page: usize,
) -> ReleasePage {
    let _ = (search, sort);
    let per_page = per_page.max(1);
    let pages = rows.len().div_ceil(per_page).max(1);
    let page = page.min(pages - 1);
    let shown = rows
        .iter()
        .skip(page * per_page)
        .take(per_page)
        .cloned()
        .collect();
    ReleasePage {
        rows: shown,
        matching: rows.len(),
        page,
        pages,
    }
}
