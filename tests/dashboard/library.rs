//! The library: everything of both built-in dashboards and more, and each of them shows something on a small data set.

use crate::support::*;
use serde_json::json;
use session_health::dashboard::builder;
use session_health::dashboard::builtin;
use session_health::dashboard::colors::Colors;
use session_health::dashboard::data::{WidgetData, WidgetState};
use session_health::dashboard::library::sections;
use session_health::dashboard::model::{Dashboard, Widget};
use session_health::dashboard::planner::{Scope, plan};
use session_health::dashboard::present::{Answers, Facts, present};
use session_health::engine::execute::answer;
use session_health::engine::ingest::Ingest;
use session_health::engine::store::Store;
use session_health::session::issue::Issue;
use session_health::source::{IssueCount, IssueSeries, IssueSeriesQuery, all_there};
use std::collections::HashSet;

/// Eight sessions of four users, two projects, two environments and two releases.
fn store() -> Store {
    let sessions = [
        (1, "a@1", "prod", "u1", "exited", 0, 10),
        (1, "a@1", "prod", "u1", "crashed", 1, 5),
        (1, "a@1", "beta", "u2", "exited", 2, 20),
        (1, "a@2", "prod", "u2", "exited", 0, 30),
        (1, "a@2", "prod", "u3", "crashed", 1, 1),
        (1, "a@2", "beta", "u3", "crashed", 1, 2),
        (2, "b@1", "prod", "u4", "abnormal", 1, 90),
        (2, "b@1", "prod", "u4", "exited", 0, 40),
    ];
    let mut ingest = Ingest::new();
    for (i, (project, release, environment, user, status, errors, seconds)) in
        sessions.iter().enumerate()
    {
        let line = json!({
            "sid": format!("00000000-0000-4000-8000-{i:012}"), "did": user, "project": project,
            "started": format!("2026-11-02T0{i}:00:00Z"), "timestamp": format!("2026-11-02T0{i}:02:00Z"),
            "status": status, "errors": errors, "duration": seconds,
            "abnormal_mechanism": (*status == "abnormal").then_some("anr_foreground"),
            "attrs": {"release": release, "environment": environment},
        });
        ingest.feed(line.to_string().as_bytes());
        ingest.feed(b"\n");
    }
    ingest.end();
    assert_eq!(ingest.rows(), 8);
    Store::from_ingest(ingest)
}

fn issue_series(query: &IssueSeriesQuery) -> Vec<IssueSeries> {
    let starts = || query.window.starts();
    let counted = query.counts.iter().map(|count| IssueSeries {
        count: *count,
        release: (query.by_release && *count == IssueCount::New).then(|| "a@2".to_owned()),
        values: starts().map(|at| (at, 2)).collect(),
    });
    counted.collect()
}

fn shown(widget: &Widget) -> WidgetData {
    let dashboard = Dashboard {
        widgets: vec![widget.clone()],
        ..Dashboard::default()
    };
    let scope = Scope::default();
    let plan = plan(&dashboard, &scope, times());
    let issue: Issue = serde_json::from_value(json!({"id": "1", "shortId": "A-1", "title": "t",
        "project": {"id": "1", "slug": "ios"}, "firstSeen": "2026-11-02", "lastSeen": "2026-11-02"}))
    .unwrap();
    let answers = Answers {
        sessions: Some(Ok(all_there(answer(&store(), &plan.sessions)))),
        issue_series: plan
            .issue_series
            .iter()
            .map(|q| Some(Ok(issue_series(q))))
            .collect(),
        issues: plan
            .issues
            .iter()
            .map(|_| Some(Ok(vec![issue.clone()])))
            .collect(),
        releases: Some(Ok(vec![
            release("a@1", "2026-11-01", (1, "ios"), 1),
            release("a@2", "2026-11-02", (1, "ios"), 1),
            release("b@1", "2026-11-02", (2, "android"), 1),
        ])),
        ..Answers::default()
    };
    let facts = Facts {
        scope: &scope,
        times: times(),
        catalog: &catalog(),
        colors: &Colors::default(),
    };
    match present(&plan, &plan.widgets[0], &answers, facts) {
        Some(WidgetState::Ready(data)) => data,
        other => panic!("{}: {other:?}", widget.id()),
    }
}

fn entry(id: &str) -> Widget {
    let mut all = sections().into_iter().flat_map(|s| s.widgets);
    all.find(|w| w.id() == id).unwrap()
}

#[test]
fn it_has_every_built_in_widget_and_ten_more() {
    let all: Vec<Widget> = sections().into_iter().flat_map(|s| s.widgets).collect();
    let built_in: usize = builtin::all().iter().map(|d| d.widgets.len()).sum();
    assert!(all.len() >= built_in + 8, "{}", all.len());
    let ids: HashSet<&str> = all.iter().map(Widget::id).collect();
    assert_eq!(ids.len(), all.len());
    for dashboard in builtin::all() {
        for widget in &dashboard.widgets {
            assert!(ids.contains(format!("{}/{}", dashboard.id, widget.id()).as_str()));
        }
    }
}

#[test]
fn every_widget_shows_something() {
    for widget in sections().into_iter().flat_map(|s| s.widgets) {
        assert_eq!(builder::check(&widget, true), [], "{}", widget.id());
        let has_numbers = match shown(&widget) {
            WidgetData::BigNumber(figure) => figure.value.is_some(),
            WidgetData::Chart(chart) => chart
                .set
                .series
                .iter()
                .any(|s| s.values.iter().any(Option::is_some)),
            WidgetData::Table(table) => !table.rows.is_empty(),
            WidgetData::Releases(rows) => !rows.is_empty(),
            WidgetData::Issues(issues) => !issues.is_empty(),
        };
        assert!(has_numbers, "{}", widget.id());
    }
}

/// By hand, from the eight sessions.
#[test]
fn numbers_of_the_new_ones() {
    let totals = |id: &str| -> Vec<(String, Option<f64>)> {
        match shown(&entry(id)) {
            WidgetData::Chart(chart) => chart
                .set
                .series
                .into_iter()
                .map(|s| (s.name, s.total))
                .collect(),
            WidgetData::Table(t) => t.rows.into_iter().map(|r| (r.key, r.values[0])).collect(),
            other => panic!("{other:?}"),
        }
    };
    let named = |all: &[(&str, f64)]| -> Vec<(String, Option<f64>)> {
        all.iter()
            .map(|(n, v)| ((*n).to_owned(), Some(*v)))
            .collect()
    };
    // Most crashes first; all three have sessions.
    assert_eq!(
        totals("top-crashing-releases"),
        named(&[("a@2", 2.0), ("a@1", 1.0), ("b@1", 0.0)])
    );
    assert_eq!(
        totals("sessions-by-project"),
        named(&[("ios : sum(session)", 6.0), ("android : sum(session)", 2.0)])
    );
    let unhealthy = totals("unhealthy-by-environment");
    assert_eq!(
        unhealthy,
        named(&[
            ("prod : unhealthy_rate(session)", 0.5),
            ("beta : unhealthy_rate(session)", 1.0)
        ])
    );
    let duration = totals("session-duration");
    assert_eq!(duration[0].0, "p50(session.duration)");
    // Of the sessions that exited: 10, 20, 30 and 40 seconds.
    assert_eq!(duration[0].1, Some(25_000.0));
    let healthy = totals("error-free-sessions");
    let healthy = healthy.iter().find(|(name, _)| name == "healthy").unwrap();
    assert_eq!(healthy.1, Some(3.0 / 8.0));
    assert_eq!(
        totals("new-against-resolved"),
        named(&[("count(new_issues)", 6.0), ("count(resolved_issues)", 6.0)])
    );
}

/// A widget's own conditions and the page's filter hold together; order and limit choose the groups.
#[test]
fn conditions_order_and_limit() {
    let mut widget = entry("top-crashing-releases");
    let rows = |widget: &Widget| match shown(widget) {
        WidgetData::Table(t) => t
            .rows
            .into_iter()
            .map(|r| (r.key, r.values[0].unwrap()))
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    widget.queries[0].conditions = "environment:prod !release:b@1".into();
    assert_eq!(
        rows(&widget),
        [("a@1".to_owned(), 1.0), ("a@2".to_owned(), 1.0)]
    );
    widget.queries[0].conditions = "project:[1]".into();
    widget.queries[0].orderby = "release".into();
    assert_eq!(
        rows(&widget),
        [("a@1".to_owned(), 1.0), ("a@2".to_owned(), 2.0)]
    );
    widget.queries[0].orderby = "-release".into();
    widget.limit = Some(1);
    assert_eq!(rows(&widget), [("a@2".to_owned(), 2.0)]);
    let mut chart = entry("sessions-by-project");
    chart.queries[0].orderby = "sum(session)".into();
    chart.limit = Some(1);
    let WidgetData::Chart(data) = shown(&chart) else {
        panic!()
    };
    assert_eq!(data.set.series.len(), 1);
    assert_eq!(data.set.series[0].name, "android : sum(session)");
}
