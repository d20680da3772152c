//! The fewest questions.

use crate::support::{at, document, times};
use serde_json::json;
use session_health::dashboard::builtin;
use session_health::dashboard::global_filter::GlobalFilter;
use session_health::dashboard::model::DataSet;
use session_health::dashboard::planner::{Scope, Show, new_in_release, plan};
use session_health::engine::field::{Field, Subject};
use session_health::engine::query::{Dimension, OneOf};
use session_health::session::{Status, TimeRange};
use session_health::source::{IssueCount, IssueSort};

fn narrow() -> Scope {
    Scope {
        projects: vec![1],
        environments: vec!["prod".into()],
        releases: vec!["app@1".into(), "app@2".into()],
        ..Scope::default()
    }
}

#[test]
fn the_mobile_dashboard_asks_five_times_and_six_with_filters() {
    let free = plan(&builtin::mobile(), &Scope::default(), times());
    let by: Vec<Vec<Dimension>> = free.sessions.iter().map(|q| q.group_by.clone()).collect();
    use Dimension::{Project, Release};
    assert_eq!(
        by,
        [
            vec![],
            vec![],
            vec![Release],
            vec![Project],
            vec![Project, Release]
        ]
    );
    assert_eq!(free.sessions[0].window, times().window);
    assert_eq!(
        free.sessions[1].window.range(),
        TimeRange::new(at("2026-10-29"), at("2026-11-01")),
        "the previous period"
    );
    let series: Vec<bool> = free.sessions.iter().map(|q| q.series).collect();
    assert_eq!(series, [true, false, true, false, false]);
    assert_eq!(free.unfiltered, 0);
    assert_eq!((free.issue_series.len(), free.issues.len()), (2, 0));

    let filtered = plan(&builtin::mobile(), &narrow(), times());
    assert_eq!(filtered.sessions.len(), 6);
    assert_eq!(filtered.unfiltered, 5);
    assert_eq!(filtered.sessions[5].filter, Default::default());
    for query in &filtered.sessions[..5] {
        assert_eq!(query.filter.projects, [OneOf::In(vec![1])]);
        assert_eq!(
            query.filter.environments,
            [OneOf::In(vec!["prod".to_owned()])]
        );
        assert_eq!(
            query.filter.releases,
            [OneOf::In(vec!["app@1".to_owned(), "app@2".to_owned()])]
        );
    }
}

#[test]
fn counts_are_asked_for_and_users_only_where_somebody_counts_them() {
    let plan = plan(&builtin::mobile(), &Scope::default(), times());
    let (sessions, users) = (Field::Total(Subject::Session), Field::Total(Subject::User));
    let asks = |index: usize, field: Field| plan.sessions[index].fields.contains(&field);
    let all: Vec<bool> = (0..5).map(|i| asks(i, sessions)).collect();
    assert_eq!(all, [true; 5]);
    let of_users: Vec<bool> = (0..5).map(|i| asks(i, users)).collect();
    assert_eq!(of_users, [true, true, false, false, true]);
    let hangs: Vec<bool> = (0..5).map(|i| asks(i, Field::AnrRate)).collect();
    assert_eq!(hangs, [true, true, false, false, false]);
    // The previous period is compared with in crash-free rates and hangs: nobody needs its errored users.
    let errored = Field::Count(Status::Errored, Subject::User);
    let apart: Vec<bool> = (0..5).map(|i| asks(i, errored)).collect();
    assert_eq!(apart, [true, false, false, false, false]);
}

#[test]
fn the_frontend_dashboard_asks_once() {
    let plan = plan(&builtin::frontend(), &narrow(), times());
    assert_eq!(
        plan.sessions.len(),
        2,
        "its numbers, and whether there is anything without the filters"
    );
    assert_eq!(plan.issue_series.len(), 1);
    assert_eq!(
        plan.issue_series[0].counts,
        [IssueCount::New, IssueCount::Resolved]
    );
    let list = &plan.issues[0];
    assert_eq!((list.limit, list.sort), (5, IssueSort::LastSeen));
    assert_eq!(
        (list.projects.as_slice(), list.environments.as_slice()),
        (&[1][..], &["prod".to_owned()][..])
    );
    assert_eq!(list.search, r#"release:["app@1","app@2"]"#);
    assert_eq!(new_in_release(r#"a@"1""#), r#"firstRelease:"a@\"1\"""#);
}

#[test]
fn what_cannot_be_computed_says_so_and_asks_nothing() {
    let reason = |widget| match &plan(&document(widget), &Scope::default(), times()).widgets[0].show
    {
        Show::Unsupported(reason) => reason.clone(),
        other => panic!("{other:?}"),
    };
    let query =
        |aggregate: &str, column: &str| json!([{"aggregates": [aggregate], "columns": [column]}]);
    assert!(
        reason(json!({"title": "t", "widgetType": "spans", "queries": query("count()", "a")}))
            .contains("spans")
    );
    assert!(reason(json!({"title": "t", "displayType": "wheel", "queries": query("sum(session)", "release")})).contains("wheel"));
    assert!(
        reason(json!({"title": "t", "queries": query("count()", "release")})).contains("count()")
    );
    assert!(
        reason(json!({"title": "t", "queries": query("sum(session)", "device")}))
            .contains("device")
    );
    assert!(reason(json!({"title": "t", "queries": []})).contains("no query"));
    assert!(
        reason(
            json!({"title": "t", "widgetType": "issue", "displayType": "line",
        "queries": query("count(new_issues)", "project")})
        )
        .contains("release")
    );
}

#[test]
fn filters_of_a_dashboard_hold_for_the_widgets_of_their_data_set() {
    let with = |dataset, value| Scope {
        global: vec![GlobalFilter::new(dataset, value)],
        ..Scope::default()
    };
    let free = plan(&builtin::mobile(), &Scope::default(), times());
    let health = plan(
        &builtin::mobile(),
        &with(DataSet::Health, "release:app@2.0.0 environment:prod"),
        times(),
    );
    // All but the question whether there is anything at all, and the one behind new issues by release.
    let filtered = health.sessions.iter().filter(|q| {
        q.filter.releases == [OneOf::In(vec!["app@2.0.0".to_owned()])]
            && q.filter.environments == [OneOf::In(vec!["prod".to_owned()])]
    });
    assert_eq!(filtered.count(), free.sessions.len());
    assert_eq!(health.issue_series, free.issue_series);
    let elsewhere = with(DataSet::Foreign("spans".to_owned()), "span.op:db");
    assert_eq!(plan(&builtin::mobile(), &elsewhere, times()), free);

    let reason = |scope: &Scope, at: usize| match &plan(&builtin::frontend(), scope, times())
        .widgets[at]
        .show
    {
        Show::Unsupported(reason) => Some(reason.clone()),
        _ => None,
    };
    let odd = with(DataSet::Health, "colour:red");
    assert!(reason(&odd, 2).unwrap().contains("“colour:red”"));
    assert_eq!(reason(&odd, 1), None);
    let issues = with(DataSet::Issue, "is:unresolved");
    assert!(reason(&issues, 0).unwrap().contains("“is:unresolved”"));
    let asked = plan(&builtin::frontend(), &issues, times());
    assert_eq!(asked.issues[0].search, "is:unresolved");
    assert_eq!(reason(&issues, 2), None);
}
