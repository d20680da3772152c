//! Time charts beside the previous period.

use crate::support::*;
use session_health::chart::readout::readout;
use session_health::dashboard::builtin;
use session_health::dashboard::colors::Colors;
use session_health::dashboard::data::WidgetData;
use session_health::dashboard::data::WidgetState;
use session_health::dashboard::planner::{Scope, Times, plan};
use session_health::dashboard::present::{Answers, Facts, present};
use session_health::dashboard::view_data::{Cell, DataGrid};
use session_health::engine::query::SessionsQuery;
use session_health::engine::series::Series;
use session_health::session::zone::Utc;
use session_health::session::{Interval, TimeRange, issue_series};
use session_health::source::{IssueCount, IssueSeries, IssueSeriesQuery, SourceError};

fn compared() -> Times {
    Times {
        compare: true,
        ..times()
    }
}

/// app@1 is there in both periods, app@2 only now, app@0 only before.
fn now() -> World {
    World(vec![
        (
            1,
            "app@1",
            vec![healthy(60), sessions([30, 0, 0, 10, 0]), healthy(1)],
        ),
        (1, "app@2", vec![healthy(20), healthy(20), healthy(20)]),
    ])
}

fn before() -> World {
    World(vec![
        (
            1,
            "app@1",
            vec![sessions([3, 0, 0, 1, 0]), healthy(8), healthy(0)],
        ),
        (1, "app@0", vec![healthy(12), healthy(0), healthy(4)]),
    ])
}

/// app@1 has two new issues now; before, three in the last bucket, of which nobody tells the release. Some were resolved.
fn issues(query: &IssueSeriesQuery) -> Option<Result<Vec<IssueSeries>, SourceError>> {
    let line = |count, release: Option<&str>, values: &[u64]| IssueSeries {
        count,
        release: release.map(str::to_owned),
        values: query.window.starts().zip(values.iter().copied()).collect(),
    };
    let now = times().issue_window;
    Some(Ok(if query.by_release {
        assert_eq!(query.window, now);
        vec![line(IssueCount::New, Some("app@1"), &[0, 2, 0])]
    } else {
        assert_eq!(query.window.range().end, now.range().end);
        vec![
            line(IssueCount::New, None, &[0, 0, 3, 0, 2, 0]),
            line(IssueCount::Resolved, None, &[7, 0, 0, 1, 0, 0]),
        ]
    }))
}

#[test]
fn both_periods_of_issue_counts_come_in_one_answer() {
    let WidgetData::Chart(chart) = shown("issue-counts", compared()) else {
        panic!("a chart");
    };
    let values = |all: &[Series]| -> Vec<Vec<Option<f64>>> {
        all.iter().map(|s| s.values.clone()).collect()
    };
    let some = |of: [f64; 3]| of.map(Some).to_vec();
    assert_eq!(
        values(&chart.set.series),
        [some([0.0, 2.0, 0.0]), some([1.0, 0.0, 0.0])]
    );
    assert_eq!(
        values(&chart.before),
        [some([0.0, 0.0, 3.0]), some([7.0, 0.0, 0.0])]
    );
}

#[test]
fn comparing_moves_no_bucket_of_issue_counts() {
    let range = TimeRange::new(at("2026-11-01T07:34:56Z"), at("2026-11-11T07:34:56Z"));
    let with = Times {
        range,
        issue_window: issue_series::window(range, Interval::parse("4h").unwrap()).unwrap(),
        ..compared()
    };
    let plan = plan(&builtin::mobile(), &Scope::default(), with);
    let asked = plan.issue_series.iter().find(|q| !q.by_release).unwrap();
    assert_eq!(asked.window.len(), 2 * with.issue_window.len());
    let now: Vec<_> = asked
        .window
        .starts()
        .skip(with.issue_window.len())
        .collect();
    assert_eq!(now, with.issue_window.starts().collect::<Vec<_>>());
}

#[test]
fn new_issues_by_release_stand_before_all_those_of_the_period_before() {
    let WidgetData::Chart(chart) = shown("new-issues-by-release", compared()) else {
        panic!("a chart");
    };
    let ghosts: Vec<_> = chart.before.iter().map(|s| s.values.clone()).collect();
    assert_eq!(ghosts, [vec![Some(0.0), Some(0.0), Some(3.0)]]);
    let whole = |hidden: &[String], index| {
        let rows = readout(&chart, hidden, index, None, &Utc).rows;
        let row = rows.into_iter().find(|r| r.name == "All releases")?;
        Some((row.value, row.before?))
    };
    let words = |now: &str, before: &str| Some((now.to_owned(), before.to_owned()));
    assert_eq!(whole(&[], 1), words("2", "before 0"));
    assert_eq!(whole(&[], 2), words("0", "before 3"));
    assert_eq!(
        whole(&["1".to_owned()], 2),
        None,
        "of a part nobody tells what was before"
    );
}

fn shown(id: &str, with: Times) -> WidgetData {
    let scope = Scope::default();
    let plan = plan(&builtin::mobile(), &scope, with);
    let answer = |q: &SessionsQuery| {
        if q.window == with.window {
            return now().answer(q);
        }
        assert_eq!(q.window, with.window.previous());
        let here = SessionsQuery {
            window: with.window,
            ..q.clone()
        };
        let mut answer = before().answer(&here);
        answer.window = q.window;
        answer
    };
    let answers = Answers {
        sessions: Some(Ok(plan.sessions.iter().map(answer).map(Ok).collect())),
        issue_series: plan.issue_series.iter().map(issues).collect(),
        releases: Some(Ok(Vec::new())),
        ..Answers::default()
    };
    let facts = Facts {
        scope: &scope,
        times: with,
        catalog: &catalog(),
        colors: &Colors::default(),
    };
    let widget = plan.widgets.iter().find(|w| w.id == id).unwrap();
    match present(&plan, widget, &answers, facts) {
        Some(WidgetState::Ready(data)) => data,
        other => panic!("{id}: {other:?}"),
    }
}

#[test]
fn each_series_has_its_namesake_in_the_period_before() {
    let WidgetData::Chart(chart) = shown("crash-free-sessions-by-release", compared()) else {
        panic!("a chart");
    };
    let names: Vec<_> = chart.set.series.iter().map(|s| s.name.as_str()).collect();
    let ghosts: Vec<_> = chart
        .before
        .iter()
        .map(|s| (s.name.as_str(), s.values.clone()))
        .collect();
    assert_eq!(names, ["1", "2"]);
    // 3 of 4, 8 of 8, nobody; app@2 was not there yet, and app@0 is not among the five of now.
    assert_eq!(
        ghosts,
        [
            ("1", vec![Some(0.75), Some(1.0), None]),
            ("2", vec![None, None, None]),
        ]
    );
    assert_eq!(chart.before[0].tone, chart.set.series[0].tone);
}

#[test]
fn shares_are_of_the_sessions_of_their_own_period() {
    let WidgetData::Chart(chart) = shown("release-adoption", compared()) else {
        panic!("a chart");
    };
    let ghosts: Vec<_> = chart
        .before
        .iter()
        .map(|s| (s.name.as_str(), s.values.clone()))
        .collect();
    assert_eq!(
        ghosts,
        [
            ("1", vec![Some(0.25), Some(1.0), Some(0.0)]),
            ("2", vec![Some(0.0), Some(0.0), Some(0.0)]),
            ("Other", vec![Some(0.75), Some(0.0), Some(1.0)]),
        ]
    );
}

#[test]
fn without_the_switch_nothing_more_is_asked_or_shown() {
    let free = plan(&builtin::mobile(), &Scope::default(), times());
    let more = plan(&builtin::mobile(), &Scope::default(), compared());
    assert!(more.sessions.len() > free.sessions.len());
    assert_eq!(more.issue_series.len(), free.issue_series.len());
    let WidgetData::Chart(chart) = shown("crash-free-sessions-by-release", times()) else {
        panic!("a chart");
    };
    assert_eq!(chart.before, []);
}

#[test]
fn view_data_lists_the_period_before_beside_the_present_one() {
    let grid = DataGrid::of(&shown("session-health", compared()));
    let titles: Vec<_> = grid.columns.iter().map(|c| c.title.as_str()).collect();
    assert_eq!(titles.len(), 10);
    let crashed = titles.iter().position(|t| *t == "crashed").unwrap();
    let earlier = titles
        .iter()
        .position(|t| *t == "crashed (previous period)")
        .unwrap();
    let cells: Vec<_> = [crashed, earlier]
        .map(|at| grid.rows[0].cells[at].clone())
        .to_vec();
    // 0 of 80 now, 1 of 16 before.
    assert_eq!(
        cells,
        [Cell::Number(Some(0.0)), Cell::Number(Some(1.0 / 16.0))]
    );
}

#[test]
fn a_figure_has_its_course_in_the_period_before_too() {
    let figure = |with| match shown("crash-free-sessions", with) {
        WidgetData::BigNumber(figure) => figure,
        other => panic!("{other:?}"),
    };
    let both = figure(compared());
    let course = &both.before[0];
    // 15 of 16, 8 of 8, 4 of 4.
    let values = [Some(15.0 / 16.0), Some(1.0), Some(1.0)];
    assert_eq!(
        (course.name.as_str(), &course.values[..]),
        ("crash_free_rate(session)", &values[..])
    );
    let counts = both.previous_ratio.unwrap();
    assert_eq!((counts.numerator, counts.denominator), (27, 28));
    let alone = figure(times());
    assert_eq!((alone.previous, alone.before), (both.previous, vec![]));
}
