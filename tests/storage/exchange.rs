//! Files: ours pass Sentry's schema, foreign ones come back unharmed, nothing is overwritten.

use crate::schema::{faults, sentrys_schema};
use crate::support::{at, dashboard, store, titles};
use proptest::prelude::*;
use serde_json::{Value, json};
use session_health::dashboard::builtin;
use session_health::storage::exchange::{LONGEST, NotImported, Prospect, Taken, export, read};

fn foreign() -> Value {
    serde_json::from_str(include_str!("../fixtures/dashboards/v0.json")).unwrap()
}

#[test]
fn what_we_export_is_sentrys_dashboard_body() {
    let store = store();
    for built_in in builtin::all() {
        let copy = store.duplicate(&built_in, at(0)).unwrap().stored.dashboard;
        for dashboard in [built_in, copy] {
            let text = export(&dashboard);
            let body: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(
                faults(&sentrys_schema(), &body),
                [""; 0],
                "{}",
                dashboard.title
            );
            // The same dashboard gives the same text, so that exports can be compared.
            assert_eq!(export(&read(&text).unwrap().dashboards[0].dashboard), text);
            let keys: Vec<_> = body.as_object().unwrap().keys().collect();
            assert!(keys.is_sorted());
        }
    }
}

#[test]
fn the_schema_refuses_what_sentry_refuses() {
    let good = || serde_json::from_str::<Value>(&export(&builtin::mobile())).unwrap();
    let broken: [fn(&mut Value); 8] = [
        |d| drop(d.as_object_mut().unwrap().remove("title")),
        |d| d["title"] = json!("x".repeat(256)),
        |d| d["period"] = json!("soon"),
        |d| d["widgets"][0]["limit"] = json!(11),
        |d| d["widgets"][0]["id"] = json!("7"),
        |d| d["widgets"][0]["displayType"] = json!("hologram"),
        |d| d["widgets"][0]["layout"]["x"] = json!(1.5),
        |d| d["widgets"] = Value::Array(vec![d["widgets"][0].clone(); 31]),
    ];
    assert_eq!(faults(&sentrys_schema(), &good()), [""; 0]);
    for (number, break_it) in broken.iter().enumerate() {
        let mut body = good();
        break_it(&mut body);
        assert_eq!(faults(&sentrys_schema(), &body).len(), 1, "fault {number}");
    }
}

#[test]
fn a_foreign_document_comes_back_unharmed() {
    let parcel = read(&foreign().to_string()).unwrap();
    let store = store();
    let Taken::Added(saved) = store.take(&parcel.dashboards[0], at(0)).unwrap() else {
        panic!("it is new");
    };
    let out: Value = serde_json::from_str(&export(&saved.stored.dashboard)).unwrap();
    assert_eq!(faults(&sentrys_schema(), &out), [""; 0]);
    // Everything but who made it, where, and whose it is.
    let personal = [
        "id",
        "dateCreated",
        "createdBy",
        "permissions",
        "isFavorited",
        "prebuiltId",
        "widgets",
    ];
    for (key, value) in foreign().as_object().unwrap() {
        if !personal.contains(&key.as_str()) {
            assert_eq!(&out[key], value, "{key}");
        }
    }
    let identity = [
        "id",
        "widgetId",
        "dashboardId",
        "dateCreated",
        "exploreUrls",
    ];
    let nameless = |mut widget: Value| {
        let strip = |object: &mut Value| {
            let object = object.as_object_mut().unwrap();
            object.retain(|key, _| !identity.contains(&key.as_str()));
        };
        for query in widget["queries"].as_array_mut().unwrap() {
            strip(query);
        }
        strip(&mut widget);
        widget
    };
    let originals = foreign()["widgets"].as_array().unwrap().clone();
    for (kept, original) in out["widgets"].as_array().unwrap().iter().zip(originals) {
        for (key, value) in nameless(original).as_object().unwrap() {
            assert_eq!(&kept[key], value, "widget {key}");
        }
    }
    let acme = "acme.sentry.io";
    for personal in ["Ann", "createdBy", "permissions", "2030", "77", "501", acme] {
        assert!(!out.to_string().contains(personal), "{personal}");
    }
}

#[test]
fn a_file_is_checked_whole_and_the_fault_is_named() {
    let not = |name: &str, why: &str| NotImported::NotADashboard(name.into(), why.into());
    let fault = |text: &str| read(text).unwrap_err();
    assert_eq!(fault(""), NotImported::Empty);
    assert_eq!(fault(" \n"), NotImported::Empty);
    assert_eq!(fault("[]"), NotImported::Empty);
    assert!(matches!(fault("<!doctype html>"), NotImported::NotJson(_)));
    assert_eq!(fault("7"), not("It", "it is no object"));
    assert_eq!(fault(r#"{"widgets": []}"#), not("It", "it has no title"));
    assert_eq!(
        fault(r#"{"title": "A"}"#),
        not("It", "it has no list of widgets")
    );
    let second = r#"[{"title": "A", "widgets": []}, {"title": "B", "widgets": [{"title": "W"}, {"title": 7}]}]"#;
    assert!(
        fault(second)
            .to_string()
            .starts_with("Number 2 is no dashboard: its widget 2 cannot be read")
    );
    assert_eq!(
        fault(r#"{"schema": 9, "dashboard": {}}"#),
        NotImported::Newer
    );
    assert_eq!(
        fault("{\n\"title\": \"A\",").to_string(),
        "It is not JSON: it ends too early, at line 2 column 13."
    );
    let many = json!({"title": "A", "widgets": vec![json!({"title": "W"}); 31]});
    assert!(matches!(fault(&many.to_string()), NotImported::Limit(_)));
    assert_eq!(fault(&" ".repeat(LONGEST + 1)), NotImported::TooLong);
    assert!(matches!(
        fault(&"[".repeat(100_000)),
        NotImported::NotJson(_)
    ));
    assert!(read("\u{feff}{\"title\": \"A\", \"widgets\": []}").is_ok());
}

/// Whoever reads them need not know what the program is made of.
#[test]
fn faults_are_told_in_words() {
    let whole = |key: &str, part: Value| {
        let mut whole = json!({"title": "A", "widgets": []});
        whole[key] = part;
        whole
    };
    let widget = |key: &str, part: Value| {
        let mut widget = json!({"title": "W"});
        widget[key] = part;
        whole("widgets", json!([widget]))
    };
    let table = [
        (
            whole("widgets", json!(["W"])),
            "its widget 1 cannot be read: it is \"W\" where an object is expected",
        ),
        (
            whole("widgets", json!([{"limit": 3}])),
            "its widget 1 cannot be read: it is {\"limit\":3}, without “title”",
        ),
        (
            widget("title", json!(7)),
            "its widget 1 cannot be read: “title” is 7 where a text is expected",
        ),
        (
            widget("limit", json!(-1)),
            "its widget 1 cannot be read: “limit” is -1 where a whole number from 0 is expected",
        ),
        (
            widget("layout", json!({"x": 0, "w": 1, "h": 1})),
            "its widget 1 cannot be read: “layout” is {\"h\":1,\"w\":1,\"x\":0}, without “y”",
        ),
        (
            widget("queries", json!([["sum(session)"]])),
            "its widget 1 cannot be read: “queries” is [[\"sum(session)\"]] where an object is expected",
        ),
        (
            widget("axisRange", json!("upside down")),
            "its widget 1 cannot be read: “axisRange” is \"upside down\"",
        ),
        (
            whole(
                "environment",
                json!("production and everything that is like it"),
            ),
            "“environment” is \"production and everything that is like … where a list is expected",
        ),
        (
            whole("filters", json!([])),
            "“filters” is [] where an object is expected",
        ),
    ];
    for (document, why) in table {
        let told = read(&document.to_string()).unwrap_err().to_string();
        assert_eq!(told, format!("It is no dashboard: {why}."));
    }
}

/// What Sentry would refuse is made to fit and told, in a file that comes and in one that goes.
#[test]
fn what_sentry_forbids_is_brought_into_bounds() {
    let place = |x: i64, y: i64| json!({"x": x, "y": y, "w": 3, "h": 2, "minH": 2});
    let document = json!({
        "title": "A", "period": "3600", "projects": [1, -7], "utc": "yes",
        "filters": {"globalFilter": [{"dataset": "metrics", "value": "!release:a@1"}, 7]},
        "widgets": [
            {"title": "Much", "limit": 99, "interval": "a long while", "layout": place(0, 0)},
            {"title": "None", "limit": 0, "thresholds": {"max": 1}, "layout": {"x": 9, "y": 0, "w": 9, "h": 0}},
            {"title": "Fine", "limit": 10, "interval": "5m", "layout": place(0, 40)},
        ],
    });
    let parcel = read(&document.to_string()).unwrap();
    assert_eq!(
        parcel.changes,
        [[
            "“Much”: its limit is 10, not 99.",
            "“Much”: without its interval, which Sentry would refuse.",
            "“None”: its limit is 1, not 0.",
            "“None”: without its thresholds, which Sentry would refuse.",
            "Widgets that lay on each other or left gaps are moved together.",
            "The dashboard: without its projects below -1, which Sentry would refuse.",
            "The dashboard: without its utc, which Sentry would refuse.",
            "The dashboard: without its broken filters, which Sentry would refuse.",
        ]]
    );
    let schema = sentrys_schema();
    let body = |dashboard| serde_json::from_str::<Value>(&export(dashboard)).unwrap();
    let exported = body(&parcel.dashboards[0].dashboard);
    assert_eq!(faults(&schema, &exported), [""; 0]);
    assert_eq!(exported["period"], json!("3600s"));
    assert_eq!(exported["widgets"][2]["interval"], json!("5m"));
    // What came before it was looked at so closely goes out as well.
    let kept = serde_json::from_value(document).unwrap();
    assert_eq!(faults(&schema, &body(&kept)), [""; 0]);
    // Nothing is told of what fits, and it stays as it is.
    let again = read(&exported.to_string()).unwrap();
    assert_eq!(again.changes, [[""; 0]]);
    let fine = read(&foreign().to_string()).unwrap();
    assert_eq!(fine.changes, [[""; 0]]);
}

#[test]
fn widgets_of_a_file_lie_neither_on_each_other_nor_far_below() {
    let widget = |layout: Value| json!({"title": "W", "layout": layout});
    let at = |y: i64| json!({"x": 0, "y": y, "w": 3, "h": 2, "minH": 2});
    let document = json!({"title": "A", "widgets": [
        widget(at(0)), widget(at(1)), widget(at(40)), widget(json!(null)), widget(at(1_000_000_000)),
    ]});
    let dashboard = &read(&document.to_string()).unwrap().dashboards[0].dashboard;
    let rows: Vec<_> = dashboard
        .widgets
        .iter()
        .map(|w| w.layout.map(|place| place.y))
        .collect();
    assert_eq!(
        rows,
        [Some(0), Some(2), Some(4), None, Some(6)],
        "one that does not say where it stands comes where there is room"
    );
}

#[test]
fn importing_adds_and_renames_and_never_overwrites() {
    let store = store();
    let text = export(&dashboard("A"));
    for _ in 0..2 {
        let parcel = read(&text).unwrap();
        assert!(matches!(
            store.take(&parcel.dashboards[0], at(0)),
            Ok(Taken::Added(_))
        ));
    }
    let mut mobile = read(&export(&builtin::mobile()))
        .unwrap()
        .dashboards
        .remove(0);
    store.take(&mobile, at(0)).unwrap();
    // An id from elsewhere is not taken for one of ours.
    mobile.id = "mobile-session-health".to_owned();
    store.take(&mobile, at(0)).unwrap();
    assert_eq!(
        titles(&store),
        [
            "A",
            "A 2",
            "Mobile Session Health 2",
            "Mobile Session Health 3"
        ]
    );
}

/// What an import is said to do is what it does, whatever is in the file twice or here already.
#[test]
fn the_titles_told_before_an_import_are_those_that_it_gives() {
    let (elsewhere, here) = (store(), store());
    for title in ["A", "A", "B", "B 2", "Thrown away"] {
        elsewhere.add(dashboard(title), at(0)).unwrap();
    }
    let binned = elsewhere.list().dashboards.pop().unwrap().id;
    elsewhere.set_deleted(&binned, Some(at(1))).unwrap();
    let parcel = read(&elsewhere.back_up(at(2))).unwrap().dashboards;
    here.add(dashboard("B"), at(9)).unwrap();
    // Two of one title, as files from elsewhere may have them.
    let mut twice = parcel.clone();
    for stored in &mut twice {
        if stored.dashboard.title == "A 2" {
            stored.dashboard.title = "A".to_owned();
        }
    }
    let told = here.prospects(&twice);
    let mut given = Vec::new();
    for stored in &twice {
        let Ok(Taken::Added(saved)) = here.take(stored, at(10)) else {
            panic!("{} is new", stored.dashboard.title);
        };
        given.push(Prospect::Added(saved.stored.dashboard.title));
    }
    assert_eq!(told, given);
    for title in ["A", "A 2", "B 2", "B 2 2", "Thrown away"] {
        assert!(
            given.contains(&Prospect::Added(title.to_owned())),
            "{title}: {given:?}"
        );
    }
    // Once more: what kept its title is here, as it is.
    for (stored, told) in twice.iter().zip(here.prospects(&twice)) {
        let is_here = matches!(here.take(stored, at(11)), Ok(Taken::Here));
        let title = &stored.dashboard.title;
        assert_eq!(told == Prospect::Here, is_here, "{title}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}|[\\[\\]{}\",:0-9a-z ]{0,60}") {
        let _ = read(&text);
    }

    #[test]
    fn any_json_in_place_of_any_part_is_read_or_refused(key in "title|widgets|filters|projects|period|layout|queries|x-session-health", odd in prop_oneof![
        Just(json!(null)), Just(json!(-1)), Just(json!(1e300)), Just(json!("x")), Just(json!([])), Just(json!([null])), Just(json!({})), Just(json!([{"title": {}}])),
    ]) {
        let mut whole = foreign();
        whole[key.as_str()] = odd.clone();
        let mut part = foreign();
        part["widgets"][0][key.as_str()] = odd;
        for text in [whole.to_string(), part.to_string()] {
            if let Ok(parcel) = read(&text) {
                let out = export(&parcel.dashboards[0].dashboard);
                prop_assert!(read(&out).is_ok());
            }
        }
    }
}
