//! What may be built: a table of combinations written from it, and the law that whatever is allowed can be
//! planned.

use crate::support::*;
use serde_json::{Value, json};
use session_health::dashboard::builder::{
    Choice, DISPLAYS, GROUPS, ISSUE_FIELDS, Part, check, chosen, new_widget, orders, why_not,
};
use session_health::dashboard::builtin;
use session_health::dashboard::model::{Dashboard, DataSet, DisplayType, Widget};
use session_health::dashboard::planner::{Scope, Show, plan};
use session_health::dashboard::thresholds::{Level, Thresholds};
use session_health::engine::field::Field;

fn widget(display: &str, fields: &[&str], by: &[&str], order: &str) -> Widget {
    of("metrics", display, fields, by, order)
}

fn of(data: &str, display: &str, fields: &[&str], by: &[&str], order: &str) -> Widget {
    let all = [by, fields].concat();
    let query = json!([{"aggregates": fields, "columns": by, "fields": all, "orderby": order}]);
    let widget: Value =
        json!({"title": "t", "displayType": display, "widgetType": data, "queries": query});
    serde_json::from_value(widget).unwrap()
}

fn refused(widget: &Widget) -> Vec<Part> {
    check(widget, true).into_iter().map(|r| r.part).collect()
}

#[test]
fn combinations() {
    const FREE: &str = "crash_free_rate(session)";
    const SUM: &str = "sum(session)";
    let good = [
        widget("line", &[FREE], &["release"], ""),
        widget("line", &[FREE], &["release"], "-crash_free_rate(session)"),
        widget(
            "line",
            &[FREE, "crash_free_rate(user)", "anr_rate()"],
            &[],
            "",
        ),
        widget("area", &[SUM], &["session.status"], ""),
        widget(
            "area",
            &["crash_rate(user)", "abnormal_rate(user)"],
            &[],
            "",
        ),
        widget("bar", &["count_crashed(session)"], &["environment"], ""),
        widget("bar", &[FREE], &[], ""),
        widget("big_number", &["count_unique(user)"], &[], ""),
        widget(
            "table",
            &[FREE, SUM, "p95(session.duration)"],
            &["project", "release"],
            "-release",
        ),
        of("issue", "bar", &["count(new_issues)"], &["release"], ""),
        of("issue", "line", &ISSUE_FIELDS, &[], ""),
        of("issue", "table", &[], &["issue", "project", "title"], ""),
    ];
    for widget in &good {
        assert_eq!(check(widget, true), [], "{widget:?}");
    }
    let bad = [
        (widget("table", &[], &["release"], ""), Part::Fields),
        (widget("line", &["nonsense()"], &[], ""), Part::Fields),
        (widget("line", &[SUM, SUM], &[], ""), Part::Fields),
        (widget("line", &[SUM, FREE], &[], ""), Part::Fields),
        (
            widget(
                "line",
                &[
                    "count_crashed(user)",
                    SUM,
                    "count_abnormal(user)",
                    "count_crashed(session)",
                ],
                &[],
                "",
            ),
            Part::Fields,
        ),
        (
            widget("line", &[FREE], &["session.status"], ""),
            Part::Groups,
        ),
        (
            widget("line", &["count_crashed(user)"], &["session.status"], ""),
            Part::Groups,
        ),
        (widget("line", &[SUM], &["user.name"], ""), Part::Groups),
        (
            widget("line", &[SUM], &["release", "release"], ""),
            Part::Groups,
        ),
        (widget("big_number", &[SUM], &["release"], ""), Part::Groups),
        (
            widget("big_number", &[SUM, "count_unique(user)"], &[], ""),
            Part::Fields,
        ),
        (widget("area", &[FREE], &["release"], ""), Part::Groups),
        (widget("bar", &[FREE], &["release"], ""), Part::Groups),
        (
            widget("area", &["p50(session.duration)"], &[], ""),
            Part::Display,
        ),
        (widget("pie", &[SUM], &[], ""), Part::Display),
        (
            widget("table", &[SUM], &["session.status"], "-sum(session)"),
            Part::Order,
        ),
        (
            widget("table", &[SUM], &["project"], "project"),
            Part::Order,
        ),
        (
            widget("table", &[SUM], &["environment"], "-environment"),
            Part::Order,
        ),
        (
            widget("table", &[SUM], &["project"], "release"),
            Part::Order,
        ),
        (
            widget("table", &[SUM], &["project"], "-count_unique(user)"),
            Part::Order,
        ),
        (
            widget(
                "table",
                &["count_healthy(session)"],
                &["project"],
                "count_healthy(session)",
            ),
            Part::Order,
        ),
        (
            widget(
                "table",
                &["count_errored(user)"],
                &["project"],
                "-count_errored(user)",
            ),
            Part::Order,
        ),
        (
            of("issue", "big_number", &["count(new_issues)"], &[], ""),
            Part::Display,
        ),
        (
            of(
                "issue",
                "bar",
                &["count(resolved_issues)"],
                &["release"],
                "",
            ),
            Part::Groups,
        ),
        (
            of("issue", "bar", &["count(new_issues)"], &["project"], ""),
            Part::Groups,
        ),
        (of("issue", "bar", &["sum(session)"], &[], ""), Part::Fields),
        (of("spans", "line", &[SUM], &[], ""), Part::Display),
    ];
    for (widget, part) in &bad {
        assert_eq!(refused(widget), [*part], "{widget:?}");
    }
    // Durations need single sessions.
    let durations = widget("line", &["p50(session.duration)"], &[], "");
    assert!(check(&durations, true).is_empty());
    assert_eq!(check(&durations, false)[0].part, Part::Fields);
}

#[test]
fn texts_numbers_and_axes() {
    let plain = || widget("line", &["sum(session)"], &[], "");
    let changed = |change: fn(&mut Widget)| {
        let mut widget = plain();
        change(&mut widget);
        refused(&widget)
    };
    assert_eq!(changed(|w| w.title = " ".into()), [Part::Title]);
    assert_eq!(changed(|w| w.title = "é".repeat(256)), [Part::Title]);
    assert_eq!(changed(|w| w.title = "é".repeat(255)), []);
    assert_eq!(
        changed(|w| w.description = Some("x".repeat(256))),
        [Part::Title]
    );
    assert_eq!(changed(|w| w.limit = Some(11)), [Part::Limit]);
    assert_eq!(changed(|w| w.limit = Some(0)), [Part::Limit]);
    assert_eq!(changed(|w| w.limit = Some(10)), []);
    let filter = |text: &str| {
        let mut widget = plain();
        text.clone_into(&mut widget.queries[0].conditions);
        refused(&widget)
    };
    assert_eq!(
        filter("environment:[prod, beta] !release:\"a 1\" project:2"),
        []
    );
    for text in [
        "session.status:crashed",
        "os:ios",
        "release:a*",
        "release.version:>2",
        "\"",
        "hello",
    ] {
        assert_eq!(filter(text), [Part::Filter], "{text}");
    }
    let axis = |display: &str| {
        let mut widget = widget(display, &["sum(session)"], &[], "");
        widget.axis_range = Some(session_health::dashboard::model::AxisRange::DataMin);
        refused(&widget)
    };
    assert_eq!(axis("line"), []);
    assert_eq!(axis("bar"), [Part::Axis]);
    assert_eq!(axis("area"), [Part::Axis]);
}

#[test]
fn thresholds_are_written_as_sentry_does_and_read_back() {
    let t = |first, second| Thresholds {
        first,
        second,
        higher_is_better: true,
    };
    let mut figure = widget("big_number", &["crash_free_rate(session)"], &[], "");
    figure.set_thresholds(Some(t(0.98, 0.995)));
    assert_eq!(figure.thresholds(), Some(t(0.98, 0.995)));
    assert_eq!(
        figure.rest["thresholds"]["max_values"],
        json!({"max1": 0.98, "max2": 0.995})
    );
    assert_eq!(refused(&figure), []);
    figure.set_thresholds(Some(t(0.995, 0.98)));
    assert_eq!(refused(&figure), [Part::Thresholds]);
    figure.set_thresholds(None);
    assert_eq!(figure.thresholds(), None);
    assert_eq!(t(1.0, 2.0).level(1.0), Level::Poor);
    assert_eq!(t(1.0, 2.0).level(2.0), Level::Fair);
    assert_eq!(t(1.0, 2.0).level(2.1), Level::Good);
    let lower = Thresholds {
        higher_is_better: false,
        ..t(1.0, 2.0)
    };
    assert_eq!(
        [1.0, 1.5, 9.0].map(|v| lower.level(v)),
        [Level::Good, Level::Fair, Level::Poor]
    );
}

/// From every widget that is allowed, along every choice that is not refused, one gets to widgets that are allowed.
/// Whatever is allowed can be planned.
#[test]
fn what_is_allowed_can_be_planned() {
    let mut fields: Vec<String> = Field::all().map(|f| f.to_string()).collect();
    fields.extend(ISSUE_FIELDS.map(str::to_owned));
    let mut open = vec![Widget {
        title: "t".into(),
        ..new_widget()
    }];
    let mut seen = 0;
    let mut next = Vec::new();
    for _depth in 0..2 {
        for from in open.drain(..) {
            let mut choices: Vec<Choice> = DISPLAYS.map(Choice::Display).to_vec();
            choices.extend([DataSet::Health, DataSet::Issue].map(Choice::Data));
            choices.extend(
                (0..2).flat_map(|at| fields.iter().map(move |f| Choice::Field(at, f.clone()))),
            );
            choices.extend((0..2).flat_map(|at| GROUPS.map(|g| Choice::Group(at, g.to_owned()))));
            choices.extend([Choice::NoField(0), Choice::NoGroup(0)]);
            let names = orders(&from);
            choices.extend(
                names
                    .iter()
                    .flat_map(|n| [n.clone(), format!("-{n}")])
                    .map(Choice::Order),
            );
            for choice in choices {
                let to = chosen(&from, &choice);
                if let Some(reason) = why_not(&from, &choice, true) {
                    assert!(
                        !check(&to, true).is_empty() && reason.ends_with(['.']),
                        "{reason}"
                    );
                    continue;
                }
                assert_eq!(check(&to, true), [], "{choice:?} of {from:?}");
                let dashboard = Dashboard {
                    widgets: vec![to.clone()],
                    ..Dashboard::default()
                };
                let planned = plan(&dashboard, &Scope::default(), times());
                assert!(
                    !matches!(planned.widgets[0].show, Show::Unsupported(_)),
                    "{to:?}"
                );
                seen += 1;
                next.push(to);
            }
        }
        open = std::mem::take(&mut next);
    }
    assert!(seen > 1000, "{seen}");
}

#[test]
fn a_choice_drops_what_it_leaves_no_use_for() {
    let by_release = Widget {
        limit: Some(5),
        ..widget(
            "line",
            &["crash_rate(session)", "crash_rate(user)"],
            &["release"],
            "-crash_rate(user)",
        )
    };
    let figure = chosen(&by_release, &Choice::Display(DisplayType::BigNumber));
    let query = &figure.queries[0];
    assert_eq!(
        (&query.aggregates[..], &query.columns[..]),
        (&["crash_rate(session)".to_owned()][..], &[][..])
    );
    assert_eq!(query.orderby, "");
    let bars = chosen(&figure, &Choice::Data(DataSet::Issue));
    assert_eq!(
        bars.display_type,
        DisplayType::Bar,
        "issues have no big number"
    );
    let list = chosen(&by_release, &Choice::Data(DataSet::Issue));
    assert_eq!(list.queries[0].aggregates, ["count(new_issues)"]);
    let list = chosen(&list, &Choice::Display(DisplayType::Table));
    assert_eq!(list.queries[0].fields, ["issue", "project", "title"]);
    // Titles of columns stay with their columns.
    let mut table = widget("table", &["sum(session)"], &["project"], "");
    table.queries[0].field_aliases = vec!["Project".into(), "Sessions".into()];
    let table = chosen(&table, &Choice::Group(0, "release".into()));
    assert_eq!(table.queries[0].field_aliases, ["", "Sessions"]);
}

#[test]
fn a_chart_grouped_by_release_shows_five_until_told_otherwise() {
    let by = |widget: &Widget, at, name: &str| chosen(widget, &Choice::Group(at, name.to_owned()));
    let line = widget("line", &["sum(session)"], &[], "");
    let by_release = by(&line, 0, "release");
    assert_eq!(by_release.limit, Some(5));
    // Changed, it stays: by a second group, and by the same one chosen again.
    let mut all = by_release.clone();
    all.limit = None;
    assert_eq!(by(&all, 1, "environment").limit, None);
    assert_eq!(by(&all, 0, "release").limit, None);
    let mut two = by_release.clone();
    two.limit = Some(2);
    assert_eq!(by(&two, 1, "environment").limit, Some(2));
    // Without groups nobody could see it, so it goes.
    assert_eq!(chosen(&by_release, &Choice::NoGroup(0)).limit, None);
    // A table scrolls; other groups are few.
    let table = widget("table", &["sum(session)"], &[], "");
    assert_eq!(by(&table, 0, "release").limit, None);
    assert_eq!(by(&line, 0, "environment").limit, None);
}

#[test]
fn the_built_in_widgets_are_allowed() {
    for dashboard in builtin::all() {
        for widget in &dashboard.widgets {
            assert_eq!(check(widget, true), [], "{}", widget.id());
        }
    }
}
