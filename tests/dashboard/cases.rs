//! Cases of `fixtures/cases.json` about widgets (W*) and the older charts (N*). The N cases record upstream's faults
//! where their notes say so; the right answer stands beside them.

use crate::support::*;
use serde_json::{Value, json};
use session_health::dashboard::builtin;
use session_health::dashboard::colors::Colors;
use session_health::dashboard::data::WidgetData;
use session_health::dashboard::planner::{Scope, plan};
use session_health::dashboard::present::{Answers, Facts, present};
use session_health::engine::result::{Group, GroupKey, SessionsResult, Tally};

fn case(id: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../fixtures/cases.json")).unwrap();
    all["cases"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["id"] == id)
        .expect("a case of that id")
        .clone()
}

const STATUSES: [&str; 5] = ["healthy", "errored", "unhandled", "crashed", "abnormal"];

/// The groups of a case, with the statuses of one release taken together again.
fn result(groups: &[Value]) -> SessionsResult {
    let mut found: Vec<Group> = Vec::new();
    for release in ["1", "2"] {
        let count = |status: &str, field: &str| {
            let is_it =
                |g: &&Value| g["by"]["release"] == release && g["by"]["session.status"] == status;
            groups
                .iter()
                .find(is_it)
                .and_then(|g| g["totals"][field].as_u64())
                .unwrap_or(0)
        };
        found.push(Group {
            by: GroupKey {
                release: Some(release.to_owned()),
                ..GroupKey::default()
            },
            total: Tally {
                sessions: counts(STATUSES.map(|s| count(s, "sum(session)"))),
                users: counts(STATUSES.map(|s| count(s, "count_unique(user)"))),
                ..Tally::default()
            },
            ..Group::default()
        });
    }
    SessionsResult {
        window: times().window,
        groups_available: found.len(),
        caveats: Vec::new(),
        groups: found,
    }
}

fn show(widget: Value, answer: SessionsResult) -> WidgetData {
    let scope = Scope::default();
    let plan = plan(&document(widget), &scope, times());
    let answers = Answers {
        sessions: Some(Ok(plan
            .sessions
            .iter()
            .map(|_| Ok(answer.clone()))
            .collect())),
        ..Answers::default()
    };
    let facts = Facts {
        scope: &scope,
        times: times(),
        catalog: &catalog(),
        colors: &Colors::default(),
    };
    match present(&plan, &plan.widgets[0], &answers, facts) {
        Some(session_health::dashboard::data::WidgetState::Ready(data)) => data,
        other => panic!("{other:?}"),
    }
}

fn table_case(id: &str, fields: &[&str]) {
    let case = case(id);
    let query = json!([{"aggregates": fields, "columns": ["release", "session.status"]}]);
    let widget = json!({"title": "t", "displayType": "table", "queries": query});
    let WidgetData::Table(table) =
        show(widget, result(case["input"]["groups"].as_array().unwrap()))
    else {
        panic!()
    };
    let titles: Vec<&str> = table
        .columns
        .iter()
        .map(|(title, _)| title.as_str())
        .collect();
    assert_eq!(titles, fields, "{id}: only what was asked for");
    for expected in case["expected"]["rows"].as_array().unwrap() {
        let key = format!(
            "{}, {}",
            expected["release"].as_str().unwrap(),
            expected["session.status"].as_str().unwrap()
        );
        let row = table
            .rows
            .iter()
            .find(|r| r.key == key)
            .unwrap_or_else(|| panic!("{id}: {key}"));
        let values: Vec<Option<f64>> = fields.iter().map(|f| expected[*f].as_f64()).collect();
        assert_eq!(row.values, values, "{id}: {key}");
    }
    assert_eq!(table.rows.len(), 10, "every status of both releases");
}

#[test]
fn w01_one_row_per_group() {
    table_case("W01", &["sum(session)", "count_unique(user)"]);
}

#[test]
fn w03_a_status_count_is_zero_in_the_rows_of_other_statuses() {
    table_case("W03", &["count_unique(user)", "count_crashed(session)"]);
}

fn series_of(case: &Value, alias: &str) -> Vec<(String, Vec<Option<f64>>, Option<f64>)> {
    let numbers = |field: &str| -> Vec<u64> {
        let values = &case["input"]["group"]["series"][field];
        values
            .as_array()
            .map(|v| v.iter().map(|n| n.as_u64().unwrap()).collect())
            .unwrap_or_else(|| vec![1; 3])
    };
    let (crashed, users) = (numbers("sum(session)"), numbers("count_unique(user)"));
    let tally = |s: u64, u: u64| Tally {
        sessions: counts([0, 0, 0, s, 0]),
        users: counts([0, 0, 0, u, 0]),
        ..Tally::default()
    };
    let group = Group {
        by: GroupKey {
            release: Some("1".into()),
            ..GroupKey::default()
        },
        total: tally(crashed.iter().sum(), users.iter().sum()),
        series: crashed
            .iter()
            .zip(&users)
            .map(|(s, u)| tally(*s, *u))
            .collect(),
        ..Group::default()
    };
    let answer = SessionsResult {
        window: times().window,
        groups_available: 1,
        caveats: Vec::new(),
        groups: vec![group],
    };
    let query = json!([{"name": alias, "aggregates": ["sum(session)", "count_unique(user)"],
        "columns": ["session.status", "release"]}]);
    let WidgetData::Chart(chart) = show(
        json!({"title": "t", "displayType": "line", "queries": query}),
        answer,
    ) else {
        panic!()
    };
    lines(&chart)
}

#[test]
fn w04_series_names_and_values() {
    let case = case("W04");
    let series = series_of(&case, "");
    for expected in case["expected"]["series"].as_array().unwrap() {
        let name = expected["name"].as_str().unwrap();
        let found = series
            .iter()
            .find(|(n, ..)| n == name)
            .unwrap_or_else(|| panic!("{name}"));
        let values: Vec<Option<f64>> = expected["values"]
            .as_array()
            .unwrap()
            .iter()
            .map(Value::as_f64)
            .collect();
        assert_eq!(found.1, values);
    }
}

#[test]
fn w05_an_alias_prefixes_the_name() {
    let case = case("W05");
    let series = series_of(&case, case["input"]["alias"].as_str().unwrap());
    let name = case["expected"]["name"].as_str().unwrap();
    assert!(series.iter().any(|(n, ..)| n == name), "{series:?}");
}

#[test]
fn n03_the_five_most_adopted_are_the_five_largest_totals() {
    let case = case("N03");
    let leak = |s: &str| -> &'static str { Box::leak(s.to_owned().into_boxed_str()) };
    let totals = case["input"]["totals"].as_object().unwrap();
    let world = World(
        totals
            .iter()
            .map(|(r, n)| (1, leak(r), vec![healthy(n.as_u64().unwrap()); 1]))
            .collect(),
    );
    let chart = Page::new(&builtin::mobile(), Scope::default(), &world, vec![])
        .chart("crash-free-sessions-by-release");
    let names: Vec<String> = chart.set.series.into_iter().map(|s| s.name).collect();
    assert_eq!(json!(names), case["expected"]["shown"]);
}

/// Upstream draws a bucket without sessions as 0; it is a gap.
#[test]
fn n04_unhealthy_share() {
    let case = case("N04");
    let buckets = case["input"]["buckets"].as_array().unwrap();
    let bucket = |b: &Value| sessions(STATUSES.map(|s| b[s].as_u64().unwrap_or(0)));
    let world = World(vec![(1, "a", buckets.iter().map(bucket).collect())]);
    let chart = Page::new(&builtin::frontend(), Scope::default(), &world, vec![])
        .chart("unhealthy-sessions");
    assert_eq!(
        chart.set.series[0].values[0],
        case["expected"]["values"][0].as_f64()
    );
    assert_eq!(chart.set.series[0].values[1], None);
}

/// Upstream takes the share over the fetched releases only and draws an empty bucket as 0; we take it over all sessions,
/// so that c, which was not fetched, counts.
#[test]
fn n05_release_share() {
    let case = case("N05");
    let series = |v: &Value| {
        v.as_array()
            .unwrap()
            .iter()
            .map(|n| healthy(n.as_u64().unwrap()))
            .collect::<Vec<_>>()
    };
    let input = &case["input"];
    let world = World(vec![
        (1, "a", series(&input["fetched"]["a"])),
        (1, "b", series(&input["fetched"]["b"])),
        (1, "c", series(&input["not_fetched"]["c"])),
    ]);
    let chart =
        Page::new(&builtin::mobile(), Scope::default(), &world, vec![]).chart("release-adoption");
    let of = |name: &str| {
        chart
            .set
            .series
            .iter()
            .find(|s| s.name == name)
            .unwrap()
            .values[..2]
            .to_vec()
    };
    assert_eq!(of("a"), [Some(0.6), Some(0.0)]);
    assert_eq!(of("b"), [Some(0.2), Some(0.0)]);
    assert_eq!(of("c"), [Some(0.2), Some(1.0)]);
}
