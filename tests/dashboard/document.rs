//! Layouts and JSON.

use serde_json::{Value, json};
use session_health::dashboard::builtin::{self, FRONTEND, MOBILE};
use session_health::dashboard::model::{Dashboard, DisplayType};

/// Id, title, display, fields, columns, place.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    [u32; 4],
);

/// The mobile dashboard as it was decided: id, title, display, fields, columns, place.
#[rustfmt::skip]
const MOBILE_TABLE: [Row; 12] = [
    ("crash-free-sessions", "Crash Free Sessions", "big_number", &["crash_free_rate(session)"], &[], [0, 0, 2, 1]),
    ("crash-free-users", "Crash Free Users", "big_number", &["crash_free_rate(user)"], &[], [2, 0, 2, 1]),
    ("anr-rate", "ANR / App Hang Rate", "big_number", &["anr_rate()"], &[], [4, 0, 2, 1]),
    ("crash-free-sessions-by-release", "Crash Free Sessions", "line", &["crash_free_rate(session)"], &["release"], [0, 1, 3, 2]),
    ("sessions-by-release", "Total Sessions by Release", "line", &["sum(session)"], &["release"], [3, 1, 3, 2]),
    ("session-health", "Session Health", "area", &["sum(session)"], &["session.status"], [0, 3, 2, 2]),
    ("user-health", "User Health", "area", &["count_unique(user)"], &["session.status"], [2, 3, 2, 2]),
    ("release-adoption", "Release Adoption", "area", &["sum(session)"], &["release"], [4, 3, 2, 2]),
    ("issue-counts", "Issue Counts", "bar", &["count(new_issues)", "count(resolved_issues)"], &[], [0, 5, 3, 2]),
    ("new-issues-by-release", "New Issues by Release", "bar", &["count(new_issues)"], &["release"], [3, 5, 3, 2]),
    ("crash-free-by-project", "Crash Free Rate By Project", "table", &["crash_free_rate(session)"], &["project"], [0, 7, 6, 2]),
    ("releases", "Releases", "table", &["crash_free_rate(session)", "sum(session)"], &["project", "release"], [0, 9, 6, 4]),
];

/// Section 3.
#[rustfmt::skip]
const FRONTEND_TABLE: [Row; 7] = [
    ("issue-counts", "Issue Counts", "bar", &["count(new_issues)", "count(resolved_issues)"], &[], [0, 0, 3, 2]),
    ("issues", "Issues", "table", &[], &["issue", "project", "title"], [3, 0, 3, 2]),
    ("unhealthy-sessions", "Unhealthy Sessions", "line", &["unhealthy_rate(session)"], &[], [0, 2, 3, 3]),
    ("user-health", "User Health", "area", &["abnormal_rate(user)", "crash_rate(user)", "errored_rate(user)", "unhandled_rate(user)"], &[], [3, 2, 3, 3]),
    ("session-health", "Session Health", "area", &["abnormal_rate(session)", "crash_rate(session)", "errored_rate(session)", "unhandled_rate(session)"], &[], [0, 5, 2, 3]),
    ("session-counts", "Session Counts", "line", &["sum(session)"], &["session.status"], [2, 5, 2, 3]),
    ("user-counts", "User Counts", "line", &["count_unique(user)"], &["session.status"], [4, 5, 2, 3]),
];

fn check(dashboard: &Dashboard, table: &[Row]) {
    assert_eq!(dashboard.widgets.len(), table.len());
    for (widget, (id, title, display, fields, columns, [x, y, w, h])) in
        dashboard.widgets.iter().zip(table)
    {
        assert_eq!((widget.id(), widget.title.as_str()), (*id, *title));
        assert_eq!(
            widget.display_type,
            DisplayType::from((*display).to_owned()),
            "{id}"
        );
        assert_eq!(widget.queries[0].aggregates, *fields, "{id}");
        assert_eq!(widget.queries[0].columns, *columns, "{id}");
        assert_eq!(
            widget.queries[0].fields,
            [*columns, *fields].concat(),
            "{id}"
        );
        let place = widget.place();
        assert_eq!(
            [place.x, place.y, place.w, place.h],
            [*x, *y, *w, *h],
            "{id}"
        );
        assert_eq!(
            place.min_h,
            if *display == "big_number" { 1 } else { 2 },
            "{id}"
        );
    }
}

#[test]
fn mobile_session_health_has_the_widgets_and_places_that_were_decided() {
    let mobile = builtin::mobile();
    assert_eq!(
        (mobile.id.as_str(), mobile.title.as_str()),
        (MOBILE, "Mobile Session Health")
    );
    check(&mobile, &MOBILE_TABLE);
}

#[test]
fn frontend_session_health_is_section_3() {
    let frontend = builtin::frontend();
    assert_eq!(
        (frontend.id.as_str(), frontend.title.as_str()),
        (FRONTEND, "Frontend Session Health")
    );
    assert_eq!(frontend.prebuilt_id, Some(1));
    check(&frontend, &FRONTEND_TABLE);
    for widget in &frontend.widgets {
        assert_eq!(widget.id(), widget.title.to_lowercase().replace(' ', "-"));
    }
}

#[test]
fn widgets_cover_no_cell_twice_and_leave_no_row_empty() {
    for dashboard in builtin::all() {
        let bottom = dashboard
            .widgets
            .iter()
            .map(|w| w.place().y + w.place().h)
            .max()
            .unwrap();
        let mut cells = vec![0; (bottom * 6) as usize];
        for place in dashboard.widgets.iter().map(|w| w.place()) {
            assert!(place.w >= 1 && place.x + place.w <= 6);
            for (x, y) in (place.y..place.y + place.h)
                .flat_map(|y| (place.x..place.x + place.w).map(move |x| (x, y)))
            {
                cells[(y * 6 + x) as usize] += 1;
            }
        }
        assert!(cells.iter().all(|n| *n == 1), "{}: {cells:?}", dashboard.id);
        let ids: std::collections::BTreeSet<&str> =
            dashboard.widgets.iter().map(|w| w.id()).collect();
        assert_eq!(ids.len(), dashboard.widgets.len());
        assert_eq!(builtin::by_id(&dashboard.id).as_ref(), Some(&dashboard));
    }
    assert_eq!(builtin::by_id("nothing"), None);
}

/// A whole document as Sentry exports it, and keys that nobody told us about.
#[test]
fn a_foreign_document_survives_the_round_trip() {
    let document = r#"{
        "id": "12", "title": "My health", "dateCreated": "2030-01-01T00:00:00Z", "createdBy": {"id": "3", "name": "Ann"},
        "projects": [1, -1], "environment": ["prod"], "period": "14d", "start": null, "end": null, "utc": false,
        "filters": {"release": ["app@2.0.0"], "globalFilter": [{"dataset": "metrics", "tag": {"key": "release"}}]},
        "permissions": {"isEditableByEveryone": true, "teamsWithEditAccess": []}, "isFavorited": false,
        "prebuiltId": null, "new key": [1, {"a": null}],
        "widgets": [{
            "id": "77", "title": "Crash free", "description": null, "displayType": "line", "widgetType": "metrics",
            "interval": "5m", "limit": null, "thresholds": {"max_values": {"max1": 3}}, "axisRange": "dataMin",
            "layout": {"x": 0, "y": 0, "w": 3, "h": 2, "minH": 2}, "tempId": "x",
            "queries": [{"name": "", "fields": ["crash_free_rate(session)"], "aggregates": ["crash_free_rate(session)"],
                "columns": [], "fieldAliases": [], "conditions": "", "orderby": "", "onDemand": [{"a": 1}]}]
        }, {
            "id": "78", "title": "Spans", "description": "d", "displayType": "top_n", "widgetType": "spans", "limit": 5,
            "axisRange": "auto", "layout": null, "queries": []
        }]
    }"#;
    let document: Value = serde_json::from_str(document).unwrap();
    let dashboard: Dashboard = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(dashboard.widgets[0].id(), "77");
    assert_eq!(
        dashboard.widgets[1].display_type,
        DisplayType::Foreign("top_n".into())
    );
    assert_eq!(serde_json::to_value(&dashboard).unwrap(), document);
}

#[test]
fn ours_is_sentrys_json_and_one_object_beside_it() {
    const WIDGET_KEYS: [&str; 9] = [
        "title",
        "description",
        "displayType",
        "widgetType",
        "limit",
        "axisRange",
        "layout",
        "queries",
        "x-session-health",
    ];
    for dashboard in builtin::all() {
        let json = serde_json::to_value(&dashboard).unwrap();
        assert_eq!(
            serde_json::from_value::<Dashboard>(json.clone()).unwrap(),
            dashboard
        );
        for widget in json["widgets"].as_array().unwrap() {
            let keys: Vec<&String> = widget.as_object().unwrap().keys().collect();
            assert!(
                keys.iter().all(|k| WIDGET_KEYS.contains(&k.as_str())),
                "{keys:?}"
            );
            assert!(matches!(
                widget["widgetType"].as_str(),
                Some("metrics" | "issue")
            ));
            assert!(matches!(widget["x-session-health"], Value::Object(_)));
        }
    }
    let adoption =
        serde_json::to_value(builtin::mobile().widget("release-adoption").unwrap()).unwrap();
    assert_eq!(
        adoption["x-session-health"],
        json!({"id": "release-adoption", "share": true, "top": {"rule": "most_adopted", "limit": 5, "other": true}})
    );
}
