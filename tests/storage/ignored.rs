//! What a reader of a document makes no use of is told, and nothing else is.

use crate::support::dashboard;
use serde_json::{Value, json};
use session_health::dashboard::builder::{Choice, chosen, new_widget};
use session_health::dashboard::library::sections;
use session_health::dashboard::model::Dashboard;
use session_health::dashboard::{builtin, ignored};
use session_health::engine::field::Field;

fn foreign() -> Value {
    serde_json::from_str(include_str!("../fixtures/dashboards/v0.json")).unwrap()
}

#[test]
fn what_sentry_makes_no_use_of_is_told() {
    let foreign: Dashboard = serde_json::from_value(foreign()).unwrap();
    assert_eq!(ignored::by_sentry(&foreign), [""; 0]);
    let mut mobile = builtin::mobile();
    mobile.widgets.extend(sections().remove(0).widgets);
    let ours = ignored::by_sentry(&mobile);
    for line in [
        "Crash Free Sessions: change against the previous period",
        "Release Adoption: shares instead of counts, the 5 most adopted releases and the rest as Other",
        "Session Health: shares instead of counts, hidden at first: healthy",
        "Issue Counts: release bubbles",
        "Releases: search, paging and details of the releases table",
        "Session Duration: p50(session.duration) and p95(session.duration), which its release data does not have",
    ] {
        assert!(ours.iter().any(|l| l == line), "{line} in {ours:?}");
    }
}

/// The functions of Sentry's release data set, with every subject it offers them for.
#[test]
fn all_other_fields_are_those_of_sentrys_release_data() {
    let known: Vec<String> = [
        "sum(session)",
        "count_unique(user)",
        "unhealthy_rate(session)",
        "anr_rate()",
        "foreground_anr_rate()",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain(
        [
            "crash_rate",
            "crash_free_rate",
            "abnormal_rate",
            "errored_rate",
            "unhandled_rate",
            "count_healthy",
            "count_abnormal",
            "count_crashed",
            "count_errored",
            "count_unhandled",
        ]
        .iter()
        .flat_map(|name| ["session", "user"].map(|subject| format!("{name}({subject})"))),
    )
    .collect();
    for field in Field::all().map(|field| field.to_string()) {
        let mut one = dashboard("One");
        one.widgets[0] = chosen(&new_widget(), &Choice::Field(0, field.clone()));
        let told = ignored::by_sentry(&one).len();
        assert_eq!(told, usize::from(!known.contains(&field)), "{field}");
    }
}

#[test]
fn what_we_make_no_use_of_is_told() {
    let foreign_one: Dashboard = serde_json::from_value(foreign()).unwrap();
    assert_eq!(
        ignored::here(&foreign_one),
        [
            "Crash free: interval",
            "Slow spans: the data set “spans” is not supported here"
        ]
    );
    assert_eq!(ignored::here(&builtin::mobile()), [""; 0]);
    assert_eq!(ignored::here(&builtin::frontend()), [""; 0]);

    let query = |field: &str, more: Value| {
        let mut query = json!({"name": "", "fields": [field], "aggregates": [field], "columns": [], "fieldAliases": [],
            "conditions": "", "orderby": ""});
        for (key, value) in more.as_object().unwrap() {
            query[key] = value.clone();
        }
        query
    };
    let widget = |display: &str, set: &str, queries: Value, more: Value| {
        let mut widget =
            json!({"title": "W", "displayType": display, "widgetType": set, "queries": queries});
        for (key, value) in more.as_object().unwrap() {
            widget[key] = value.clone();
        }
        widget
    };
    const SUM: &str = "sum(session)";
    let plain = || query(SUM, json!({}));
    let levels = json!({"thresholds": {"max_values": {"max1": 10, "max2": 20}, "unit": null, "preferredPolarity": "-"}});
    let one_level = json!({"thresholds": {"max_values": {"max1": 10}}});
    let told = |widget: Value| {
        let whole = json!({"title": "D", "widgets": [widget]});
        ignored::here(&serde_json::from_value(whole).unwrap()).join("; ")
    };
    let table = [
        (
            widget("big_number", "metrics", json!([plain()]), levels.clone()),
            "",
        ),
        (
            widget("big_number", "metrics", json!([plain()]), one_level),
            "W: thresholds",
        ),
        (
            widget("line", "metrics", json!([plain()]), levels),
            "W: thresholds",
        ),
        (
            widget(
                "line",
                "metrics",
                json!([plain()]),
                json!({"thresholds": {"max_values": {}, "unit": null}}),
            ),
            "",
        ),
        (
            widget(
                "line",
                "metrics",
                json!([plain(), plain(), plain()]),
                json!({}),
            ),
            "",
        ),
        (
            widget("table", "metrics", json!([plain(), plain()]), json!({})),
            "W: its second query",
        ),
        (
            widget(
                "big_number",
                "metrics",
                json!([plain(), plain(), plain()]),
                json!({}),
            ),
            "W: its 2 further queries",
        ),
        (
            widget(
                "line",
                "metrics",
                json!([query(
                    SUM,
                    json!({"isHidden": true, "onDemand": [], "selectedAggregate": null, "id": "9"})
                )]),
                json!({}),
            ),
            "W: isHidden",
        ),
        (
            widget(
                "table",
                "metrics",
                json!([query(
                    SUM,
                    json!({"orderby": "-sum(session)", "fieldAliases": ["Sessions"]})
                )]),
                json!({}),
            ),
            "",
        ),
        (
            widget(
                "table",
                "metrics",
                json!([query(SUM, json!({"orderby": "project", "name": "A"}))]),
                json!({}),
            ),
            "W: the order “project”, the name “A”",
        ),
        (
            widget(
                "line",
                "metrics",
                json!([query(
                    SUM,
                    json!({"fieldAliases": ["Sessions"], "name": "A"})
                )]),
                json!({}),
            ),
            "W: titles of fields",
        ),
        (
            widget(
                "table",
                "issue",
                json!([{"fields": ["issue", "assignee"], "columns": ["issue", "assignee"], "orderby": "freq"}]),
                json!({}),
            ),
            "W: the order “freq”, the column “assignee”",
        ),
        (
            widget(
                "line",
                "metrics",
                json!([query("spm()", json!({}))]),
                json!({}),
            ),
            "W: “spm()” is not known here.",
        ),
        (
            widget(
                "line",
                "metrics",
                json!([query(SUM, json!({"conditions": "os:ios"}))]),
                json!({}),
            ),
            "W: ",
        ),
        (
            widget(
                "line",
                "metrics",
                json!([plain()]),
                json!({"x-session-health": {"share": false, "telepathy": 3}}),
            ),
            "W: x-session-health telepathy",
        ),
    ];
    for (widget, line) in table {
        match line {
            "W: " => assert!(told(widget.clone()).starts_with(line), "{widget}"),
            line => assert_eq!(told(widget.clone()), line, "{widget}"),
        }
    }
    let whole: Dashboard = serde_json::from_value(json!({
        "title": "D", "widgets": [], "period": "soon", "start": null, "end": "never", "utc": true, "isFavorited": true, "moods": 1,
        "filters": {"release": ["a@1"], "author": ["ann"], "globalFilter": [
            {"dataset": "spans", "tag": {"key": "x"}, "value": "x:1"}, {"dataset": "metrics", "tag": {"key": "release"}, "value": "release:a@1"},
        ]},
    }))
    .unwrap();
    assert_eq!(
        ignored::here(&whole),
        [
            "The filter “x:1”: the data set “spans” is not supported here",
            "The dashboard’s moods, filter author, period “soon”, end “never”"
        ]
    );
}
