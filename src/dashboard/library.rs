//! Widgets ready to be added: every one of the built-in dashboards, and others worth having.

use super::builtin::{self, health, issues};
use super::extension::{Top, TopRule};
use super::model::{AxisRange, DisplayType, Widget};

/// Some widgets of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// What they are about.
    pub title: String,
    /// The widgets; their ids are unique in the library, and new ones are given where they are added.
    pub widgets: Vec<Widget>,
}

/// The whole library.
pub fn sections() -> Vec<Section> {
    let mut sections = vec![Section {
        title: "More widgets".to_owned(),
        widgets: more(),
    }];
    for dashboard in builtin::all() {
        let mut widgets = dashboard.widgets;
        for widget in &mut widgets {
            let id = format!("{}/{}", dashboard.id, widget.id());
            widget.extension.id = Some(id);
        }
        sections.push(Section {
            title: dashboard.title,
            widgets,
        });
    }
    sections
}

fn more() -> Vec<Widget> {
    const CHART: [u32; 4] = [0, 0, 3, 2];
    let top = |rule| {
        Some(Top {
            rule,
            limit: 5,
            other: false,
        })
    };
    let by_release = |id, title, field, rule| {
        health(id, title, DisplayType::Line, &[field], &["release"], CHART)
            .with(|e| e.top = top(rule))
    };
    let mut users = by_release(
        "crash-free-users-by-release",
        "Crash Free Users by Release",
        "crash_free_rate(user)",
        TopRule::MostAdopted,
    );
    users.axis_range = Some(AxisRange::DataMin);
    let mut crashing = health(
        "top-crashing-releases",
        "Top Crashing Releases",
        DisplayType::Table,
        &[
            "count_crashed(session)",
            "crash_rate(session)",
            "sum(session)",
        ],
        &["release"],
        CHART,
    );
    crashing.limit = Some(10);
    crashing.queries[0].orderby = "-count_crashed(session)".to_owned();
    crashing.queries[0].field_aliases = ["Release", "Crashed", "Crash Rate", "Sessions"]
        .map(str::to_owned)
        .to_vec();
    crashing.description = Some("Where most sessions crash: how many, and which share.".to_owned());
    let mut error_free = health(
        "error-free-sessions",
        "Error-Free Sessions",
        DisplayType::Line,
        &["sum(session)"],
        &["session.status"],
        CHART,
    )
    .with(|e| {
        e.share = true;
        e.hidden = ["crashed", "errored", "unhandled", "abnormal"]
            .map(str::to_owned)
            .to_vec();
    });
    error_free.description = Some(
        "The share of sessions without an error of any kind, a crash or an abnormal end."
            .to_owned(),
    );
    error_free.axis_range = Some(AxisRange::DataMin);
    vec![
        users,
        by_release(
            "crash-rate-recent-releases",
            "Crash Rates for Recent Releases",
            "crash_rate(session)",
            TopRule::MostRecent,
        ),
        by_release(
            "anr-by-release",
            "ANR Rate by Release",
            "anr_rate()",
            TopRule::MostAdopted,
        ),
        crashing,
        error_free,
        health(
            "unhealthy-by-environment",
            "Unhealthy Rate by Environment",
            DisplayType::Line,
            &["unhealthy_rate(session)"],
            &["environment"],
            CHART,
        ),
        health(
            "sessions-by-project",
            "Sessions by Project",
            DisplayType::Area,
            &["sum(session)"],
            &["project"],
            CHART,
        ),
        health(
            "session-duration",
            "Session Duration",
            DisplayType::Line,
            &["p50(session.duration)", "p95(session.duration)"],
            &[],
            CHART,
        ),
        issues(
            "new-against-resolved",
            "New against Resolved Issues",
            DisplayType::Line,
            &["count(new_issues)", "count(resolved_issues)"],
            &[],
            CHART,
        ),
        health(
            "active-users",
            "Active Users",
            DisplayType::BigNumber,
            &["count_unique(user)"],
            &[],
            [0, 0, 2, 1],
        )
        .with(|e| e.compare = true),
    ]
}
