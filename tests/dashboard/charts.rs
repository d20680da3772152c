//! Figures, charts and plain tables over sessions.

use crate::support::*;
use serde_json::json;
use session_health::dashboard::builtin;
use session_health::dashboard::data::{EmptyReason, Shape, WidgetData, WidgetState};
use session_health::dashboard::disclose::disclose;
use session_health::dashboard::model::Dashboard;
use session_health::dashboard::planner::Scope;
use session_health::engine::field::{Ratio, Unit};
use session_health::engine::result::Tally;
use session_health::engine::series::Tone;
use session_health::session::Status;
use session_health::source::SourceError;

/// ios: app@1 on days 1 and 2, app@2 on day 2; android: shop@1 on day 1. Nothing on day 3.
fn world() -> World {
    let day = |status: [u64; 5], users: [u64; 5]| Tally {
        users: counts(users),
        ..sessions(status)
    };
    let none = Tally::default();
    World(vec![
        (
            1,
            "app@1",
            vec![
                day([90, 4, 2, 3, 1], [40, 1, 1, 2, 1]),
                day([30, 5, 0, 5, 0], [8, 1, 0, 1, 0]),
                none,
            ],
        ),
        (
            1,
            "app@2",
            vec![none, day([8, 0, 0, 2, 0], [3, 0, 0, 1, 0]), none],
        ),
        (
            2,
            "shop@1",
            vec![day([25, 0, 0, 25, 0], [10, 0, 0, 10, 0]), none, none],
        ),
    ])
}

fn mobile(scope: Scope) -> Page {
    let releases = vec![
        release("app@2", "2026-11-02T08:00:00Z", (1, "ios"), 3),
        release("app@1", "2026-10-20T08:00:00Z", (1, "ios"), 2),
        release("shop@1", "2026-10-25T08:00:00Z", (2, "android"), 0),
    ];
    Page::new(&builtin::mobile(), scope, &world(), releases)
}

#[test]
fn a_big_number_is_sum_over_sum_and_its_change_the_difference_to_the_period_before() {
    let mut page = mobile(Scope::default());
    let WidgetData::BigNumber(number) = page.data("crash-free-sessions") else {
        panic!()
    };
    // 100 + 40 + 10 + 50 sessions, 3 + 5 + 2 + 25 of them crashed.
    assert_eq!(number.value, Some(1.0 - 35.0 / 200.0));
    assert_eq!(
        number.ratio,
        Some(Ratio {
            numerator: 165,
            denominator: 200
        })
    );
    assert_eq!((number.unit, number.higher_is_better), (Unit::Rate, true));
    assert_eq!(
        (number.previous, number.change()),
        (None, None),
        "there was nothing before"
    );
    let trend = number.trend.unwrap();
    assert_eq!(
        trend.series[0].values,
        [Some(1.0 - 28.0 / 150.0), Some(1.0 - 7.0 / 50.0), None]
    );

    if let Some(Ok(results)) = &mut page.answers.sessions {
        results[1].as_mut().unwrap().groups[0].total = sessions([90, 0, 0, 10, 0]);
    }
    let WidgetData::BigNumber(number) = page.data("crash-free-sessions") else {
        panic!()
    };
    assert_eq!(number.previous, Some(0.9));
    assert!((number.change().unwrap() - (0.825 - 0.9)).abs() < 1e-12);
    let WidgetData::BigNumber(anr) = page.data("anr-rate") else {
        panic!()
    };
    assert_eq!((anr.value, anr.higher_is_better), (Some(0.0), false));
}

fn hidden_of(dashboard: &Dashboard, widget: &str) -> Vec<String> {
    dashboard.widget(widget).unwrap().extension.hidden.clone()
}

#[test]
fn shares_by_status_add_up_to_one_and_healthy_is_hidden_at_first() {
    let chart = mobile(Scope::default()).chart("session-health");
    assert_eq!(
        (chart.shape, chart.set.unit),
        (Shape::StackedArea, Unit::Rate)
    );
    let names: Vec<&str> = chart.set.series.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(
        names,
        ["crashed", "errored", "unhandled", "abnormal", "healthy"]
    );
    assert_eq!(hidden_of(&builtin::mobile(), "session-health"), ["healthy"]);
    assert_eq!(chart.set.series[0].tone, Tone::Status(Status::Crashed));
    assert_eq!(
        chart.set.series[0].values,
        [Some(28.0 / 150.0), Some(7.0 / 50.0), None]
    );
    assert_eq!(
        chart.set.series[0].ratios[0],
        Ratio {
            numerator: 28,
            denominator: 150
        }
    );
    assert_eq!(chart.set.series[0].total, Some(35.0 / 200.0));
    for bucket in 0..2 {
        let sum: f64 = chart
            .set
            .series
            .iter()
            .filter_map(|s| s.values[bucket])
            .sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }
    let users = mobile(Scope::default()).chart("user-health");
    assert_eq!(
        users.set.series[0].values,
        [Some(12.0 / 65.0), Some(2.0 / 14.0), None]
    );
}

#[test]
fn adoption_is_the_share_of_all_sessions_and_the_rest_is_other() {
    let mut world = world();
    for name in ["r@4", "r@5", "r@6", "r@7"] {
        world
            .0
            .push((1, name, vec![healthy(2), healthy(0), Tally::default()]));
    }
    let page = Page::new(&builtin::mobile(), Scope::default(), &world, vec![]);
    let chart = page.chart("release-adoption");
    let names: Vec<&str> = chart.set.series.iter().map(|s| s.name.as_str()).collect();
    // app@1 and shop@1 have the same short version, so both keep their full names.
    assert_eq!(names, ["app@1", "shop@1", "2", "7", "6", "Other"]);
    let by_name = |name: &str| chart.set.series.iter().find(|s| s.name == name).unwrap();
    assert_eq!(
        by_name("app@1").values,
        [Some(100.0 / 158.0), Some(40.0 / 50.0), None]
    );
    assert_eq!(
        by_name("Other").values,
        [Some(4.0 / 158.0), Some(0.0), None]
    );
    assert_eq!(by_name("Other").total, Some(4.0 / 208.0));
    assert_eq!(
        (by_name("app@1").tone, by_name("Other").tone),
        (Tone::Category(0), Tone::Other)
    );
}

#[test]
fn the_most_recent_releases_come_newest_first_and_only_with_sessions() {
    let mut page = mobile(Scope::default());
    if let Some(Ok(releases)) = &mut page.answers.releases {
        releases.push(release("app@9", "2026-11-03T00:00:00Z", (1, "ios"), 0));
    }
    let chart = page.chart("sessions-by-release");
    assert_eq!(chart.shape, Shape::Line);
    assert_eq!(
        lines(&chart),
        [
            ("2".to_owned(), some(&[0.0, 10.0, 0.0]), Some(10.0)),
            ("shop@1".to_owned(), some(&[50.0, 0.0, 0.0]), Some(50.0)),
            ("app@1".to_owned(), some(&[100.0, 40.0, 0.0]), Some(140.0)),
        ]
    );
}

#[test]
fn crash_free_by_release_leaves_gaps_and_starts_its_axis_at_the_data() {
    let chart = mobile(Scope::default()).chart("crash-free-sessions-by-release");
    assert!(chart.axis_from_data);
    assert_eq!(
        lines(&chart),
        [
            (
                "app@1".to_owned(),
                vec![Some(1.0 - 3.0 / 100.0), Some(1.0 - 5.0 / 40.0), None],
                Some(1.0 - 8.0 / 140.0)
            ),
            ("shop@1".to_owned(), vec![Some(0.5), None, None], Some(0.5)),
            ("2".to_owned(), vec![None, Some(0.8), None], Some(0.8)),
        ]
    );
}

#[test]
fn the_project_table_is_worst_first() {
    let WidgetData::Table(table) = mobile(Scope::default()).data("crash-free-by-project") else {
        panic!()
    };
    assert_eq!(table.key_title, "Project");
    assert_eq!(table.columns, [("Crash Free Rate".to_owned(), Unit::Rate)]);
    let rows: Vec<(&str, Option<f64>)> = table
        .rows
        .iter()
        .map(|r| (r.key.as_str(), r.values[0]))
        .collect();
    assert_eq!(
        rows,
        [("android", Some(0.5)), ("ios", Some(1.0 - 10.0 / 150.0))]
    );
}

#[test]
fn the_frontend_charts_are_named_as_sentry_names_them() {
    let page = Page::new(&builtin::frontend(), Scope::default(), &world(), vec![]);
    let counts = page.chart("session-counts");
    let names: Vec<&str> = counts.set.series.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names[0], "crashed : sum(session)");
    assert_eq!(names[4], "healthy : sum(session)");
    assert_eq!(
        hidden_of(&builtin::frontend(), "session-counts"),
        names[4..]
    );
    assert_eq!(counts.set.series[0].values, some(&[28.0, 7.0, 0.0]));
    let health = page.chart("session-health");
    let names: Vec<&str> = health.set.series.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "abnormal_rate(session)",
            "crash_rate(session)",
            "errored_rate(session)",
            "unhandled_rate(session)"
        ]
    );
    assert_eq!(health.set.series[1].tone, Tone::Status(Status::Crashed));
    assert_eq!(
        health.set.series[2].values,
        [Some(4.0 / 150.0), Some(5.0 / 50.0), None]
    );
    let unhealthy = page.chart("unhealthy-sessions");
    assert_eq!(lines(&unhealthy)[0].0, "unhealthy_rate(session)");
    assert_eq!(
        unhealthy.set.series[0].values,
        [Some(35.0 / 150.0), Some(12.0 / 50.0), None]
    );
    assert_eq!(unhealthy.set.series[0].tone, Tone::Accent);
}

#[test]
fn nothing_to_show_says_why() {
    let reason = |page: &Page| match page.state("session-health") {
        Some(WidgetState::Empty(reason)) => reason,
        other => panic!("{other:?}"),
    };
    let narrow = Scope {
        projects: vec![9],
        ..Scope::default()
    };
    assert_eq!(
        reason(&mobile(narrow.clone())),
        EmptyReason::FiltersTooNarrow
    );
    let mut nothing = Page::new(&builtin::mobile(), narrow, &World::default(), vec![]);
    assert_eq!(
        reason(&nothing),
        EmptyReason::NoSessionsInRange,
        "the filters are not to blame"
    );
    nothing
        .catalog
        .projects
        .iter_mut()
        .for_each(|p| p.has_sessions = false);
    assert_eq!(reason(&nothing), EmptyReason::NoProjectWithSessions);
}

#[test]
fn a_failed_answer_takes_down_only_the_widgets_that_need_it() {
    let mut page = mobile(Scope::default());
    let error = SourceError::ServerFailed {
        status: 502,
        retry_after_secs: None,
    };
    page.answers.releases = Some(Err(error.clone()));
    assert_eq!(
        page.state("releases"),
        Some(WidgetState::Failed(error.clone()))
    );
    assert_eq!(
        page.state("sessions-by-release"),
        Some(WidgetState::Failed(error.clone()))
    );
    assert!(matches!(
        page.state("release-adoption"),
        Some(WidgetState::Ready(_))
    ));
    assert_eq!(page.state("issue-counts"), None, "still to come");
    page.answers.sessions = Some(Err(error.clone()));
    assert_eq!(
        page.state("crash-free-sessions"),
        Some(WidgetState::Failed(error))
    );
}

#[test]
fn groups_that_are_left_out_are_told() {
    let name = |n: usize| -> &'static str { Box::leak(format!("app@{n}").into()) };
    let world = World(
        (1..=25)
            .map(|n| (1, name(n), vec![healthy(10); 3]))
            .collect(),
    );
    let notes = |display: &str, limit: Option<u32>| {
        let widget = json!({
            "id": "1", "title": "Mine", "displayType": display, "widgetType": "metrics", "limit": limit,
            "queries": [{"fields": [], "aggregates": ["sum(session)"], "columns": ["release"], "conditions": "", "orderby": ""}],
        });
        let page = Page::new(&document(widget), Scope::default(), &world, Vec::new());
        let id = page.plan.widgets[0].id.clone();
        let shown = match page.data(&id) {
            WidgetData::Chart(chart) => chart.set.series.len(),
            WidgetData::Table(table) => table.rows.len(),
            other => panic!("{other:?}"),
        };
        (
            shown,
            disclose(
                &page.plan,
                &page.plan.widgets[0],
                &page.answers,
                &Scope::default(),
                true,
            )
            .join(" "),
        )
    };
    let told = |text: &str| text.to_owned();
    assert_eq!(notes("line", None), (20, told("Top 20 of 25 are shown.")));
    assert_eq!(notes("bar", Some(3)), (3, told("Top 3 of 25 are shown.")));
    assert_eq!(notes("line", Some(25)), (25, told("")));
    assert_eq!(
        notes("table", Some(10)),
        (10, told("Top 10 of 25 are shown."))
    );
    assert_eq!(notes("table", None), (25, told("")));
}
