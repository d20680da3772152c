//! The two built-in dashboards: the widgets and places of Sentry's own Session Health pages.

use super::extension::{Extension, OwnDisplay, ReleaseMarks, Top, TopRule};
use super::model::{AxisRange, Dashboard, DataSet, DisplayType, Layout, Widget, WidgetQuery};

/// Id of the default dashboard.
pub const MOBILE: &str = "mobile-session-health";
/// Id of the dashboard for web projects.
pub const FRONTEND: &str = "frontend-session-health";

/// The built-in dashboards, in the order they are offered.
pub fn all() -> [Dashboard; 2] {
    [mobile(), frontend()]
}

/// The built-in dashboard with this id.
pub fn by_id(id: &str) -> Option<Dashboard> {
    match id {
        MOBILE => Some(mobile()),
        FRONTEND => Some(frontend()),
        _ => None,
    }
}

/// Mobile Session Health.
pub fn mobile() -> Dashboard {
    let figure = |id, title, field, x| {
        health(
            id,
            title,
            DisplayType::BigNumber,
            &[field],
            &[],
            [x, 0, 2, 1],
        )
        .with(|e| e.compare = true)
    };
    let adopted = Top {
        rule: TopRule::MostAdopted,
        limit: 5,
        other: false,
    };
    let recent = Top {
        rule: TopRule::MostRecent,
        limit: 5,
        other: false,
    };
    let healthy = || vec!["healthy".to_owned()];

    let mut by_release = health(
        "crash-free-sessions-by-release",
        "Crash Free Sessions",
        DisplayType::Line,
        &["crash_free_rate(session)"],
        &["release"],
        [0, 1, 3, 2],
    )
    .with(|e| e.top = Some(adopted));
    by_release.axis_range = Some(AxisRange::DataMin);
    let mut by_project = health(
        "crash-free-by-project",
        "Crash Free Rate By Project",
        DisplayType::Table,
        &["crash_free_rate(session)"],
        &["project"],
        [0, 7, 6, 2],
    );
    by_project.queries[0].orderby = "crash_free_rate(session)".to_owned();
    by_project.queries[0].field_aliases = vec!["Project".to_owned(), "Crash Free Rate".to_owned()];
    let mut releases = health(
        "releases",
        "Releases",
        DisplayType::Table,
        &["crash_free_rate(session)", "sum(session)"],
        &["project", "release"],
        [0, 9, 6, 4],
    )
    .with(|e| e.display = Some(OwnDisplay::Releases));
    releases.queries[0].orderby = "-release".to_owned();

    Dashboard {
        id: MOBILE.to_owned(),
        title: "Mobile Session Health".to_owned(),
        widgets: vec![
            figure(
                "crash-free-sessions",
                "Crash Free Sessions",
                "crash_free_rate(session)",
                0,
            ),
            figure(
                "crash-free-users",
                "Crash Free Users",
                "crash_free_rate(user)",
                2,
            ),
            figure("anr-rate", "ANR / App Hang Rate", "anr_rate()", 4),
            by_release,
            health(
                "sessions-by-release",
                "Total Sessions by Release",
                DisplayType::Line,
                &["sum(session)"],
                &["release"],
                [3, 1, 3, 2],
            )
            .with(|e| e.top = Some(recent)),
            health(
                "session-health",
                "Session Health",
                DisplayType::Area,
                &["sum(session)"],
                &["session.status"],
                [0, 3, 2, 2],
            )
            .with(|e| (e.share, e.hidden) = (true, healthy())),
            health(
                "user-health",
                "User Health",
                DisplayType::Area,
                &["count_unique(user)"],
                &["session.status"],
                [2, 3, 2, 2],
            )
            .with(|e| (e.share, e.hidden) = (true, healthy())),
            health(
                "release-adoption",
                "Release Adoption",
                DisplayType::Area,
                &["sum(session)"],
                &["release"],
                [4, 3, 2, 2],
            )
            .with(|e| {
                (e.share, e.top) = (
                    true,
                    Some(Top {
                        other: true,
                        ..adopted
                    }),
                )
            }),
            issue_counts([0, 5, 3, 2]),
            issues(
                "new-issues-by-release",
                "New Issues by Release",
                DisplayType::Bar,
                &["count(new_issues)"],
                &["release"],
                [3, 5, 3, 2],
            )
            .with(|e| {
                e.top = Some(Top {
                    other: true,
                    ..recent
                })
            }),
            by_project,
            releases,
        ],
        ..Dashboard::default()
    }
}

/// Frontend Session Health.
pub fn frontend() -> Dashboard {
    const RATES: [&str; 4] = [
        "abnormal_rate",
        "crash_rate",
        "errored_rate",
        "unhandled_rate",
    ];
    let rates = |id, title, subject, at| {
        let fields = RATES.map(|rate| format!("{rate}({subject})"));
        health(
            id,
            title,
            DisplayType::Area,
            &fields.each_ref().map(String::as_str),
            &[],
            at,
        )
    };
    let counts = |id, title, field: &str, at| {
        health(
            id,
            title,
            DisplayType::Line,
            &[field],
            &["session.status"],
            at,
        )
        .with(|e| e.hidden = vec![format!("healthy : {field}")])
    };
    let mut list = issues(
        "issues",
        "Issues",
        DisplayType::Table,
        &[],
        &["issue", "project", "title"],
        [3, 0, 3, 2],
    );
    list.limit = Some(5);

    Dashboard {
        id: FRONTEND.to_owned(),
        title: "Frontend Session Health".to_owned(),
        prebuilt_id: Some(1),
        widgets: vec![
            issue_counts([0, 0, 3, 2]),
            list,
            health(
                "unhealthy-sessions",
                "Unhealthy Sessions",
                DisplayType::Line,
                &["unhealthy_rate(session)"],
                &[],
                [0, 2, 3, 3],
            ),
            rates("user-health", "User Health", "user", [3, 2, 3, 3]),
            rates("session-health", "Session Health", "session", [0, 5, 2, 3]),
            counts(
                "session-counts",
                "Session Counts",
                "sum(session)",
                [2, 5, 2, 3],
            ),
            counts(
                "user-counts",
                "User Counts",
                "count_unique(user)",
                [4, 5, 2, 3],
            ),
        ],
        ..Dashboard::default()
    }
}

fn issue_counts(at: [u32; 4]) -> Widget {
    let fields = ["count(new_issues)", "count(resolved_issues)"];
    issues(
        "issue-counts",
        "Issue Counts",
        DisplayType::Bar,
        &fields,
        &[],
        at,
    )
    .with(|e| e.releases = Some(ReleaseMarks::Bubbles))
}

/// A widget about issues.
pub(super) fn issues(
    id: &str,
    title: &str,
    display: DisplayType,
    fields: &[&str],
    by: &[&str],
    at: [u32; 4],
) -> Widget {
    Widget {
        widget_type: DataSet::Issue,
        ..health(id, title, display, fields, by, at)
    }
}

/// A widget about release health.
pub(super) fn health(
    id: &str,
    title: &str,
    display: DisplayType,
    fields: &[&str],
    by: &[&str],
    [x, y, w, h]: [u32; 4],
) -> Widget {
    let owned = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect::<Vec<_>>();
    let query = WidgetQuery {
        fields: [owned(by), owned(fields)].concat(),
        aggregates: owned(fields),
        columns: owned(by),
        ..WidgetQuery::default()
    };
    Widget {
        title: title.to_owned(),
        display_type: display,
        layout: Some(Layout {
            x,
            y,
            w,
            h,
            min_h: h.min(2),
        }),
        queries: vec![query],
        extension: Extension {
            id: Some(id.to_owned()),
            ..Extension::default()
        },
        ..Widget::default()
    }
}

impl Widget {
    /// With another extension.
    pub(super) fn with<T>(mut self, change: impl FnOnce(&mut Extension) -> T) -> Self {
        change(&mut self.extension);
        self
    }
}
