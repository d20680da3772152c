//! Texts of every version, of a newer one, and of none.

use crate::support::{at, dashboard};
use serde_json::{Value, json};
use session_health::storage::dashboards::{DashboardStore, NotSaved};
use session_health::storage::document::{SCHEMA, Stored, Unreadable};
use session_health::storage::{KeyValue, Memory};

const KEY: &str = "session-health:dashboard:own-a1";

fn fixture(version: u64) -> String {
    std::fs::read_to_string(format!("tests/fixtures/dashboards/v{version}.json")).unwrap()
}

#[test]
fn every_version_has_a_fixture_that_loads() {
    for version in 0..=SCHEMA {
        let stored = Stored::from_text("own-a1", &fixture(version)).unwrap();
        assert!(!stored.read_only && stored.id == "own-a1" && stored.dashboard.id == "own-a1");
        let again = Stored::from_text("own-a1", &stored.to_text());
        assert_eq!(again, Ok(stored), "version {version}");
    }
}

#[test]
fn version_0_is_sentrys_document_and_loses_nothing() {
    let stored = Stored::from_text("own-a1", &fixture(0)).unwrap();
    assert_eq!(
        (stored.revision, stored.starred, stored.deleted),
        (0, true, None)
    );
    assert_eq!(stored.edited.to_iso(), "2030-01-01T00:00:00Z");
    let (kept, original): (Value, Value) = (
        serde_json::to_value(&stored.dashboard).unwrap(),
        serde_json::from_str(&fixture(0)).unwrap(),
    );
    for (key, value) in original.as_object().unwrap() {
        match key.as_str() {
            "id" => assert_eq!(kept["id"], "own-a1"),
            "widgets" => {
                for (kept, widget) in kept["widgets"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .zip(value.as_array().unwrap())
                {
                    for (key, value) in widget.as_object().unwrap() {
                        assert_eq!(&kept[key], value, "widget {key}");
                    }
                }
            }
            key => assert_eq!(&kept[key], value, "{key}"),
        }
    }
}

#[test]
fn version_1_is_what_is_written() {
    let stored = Stored::from_text("own-a1", &fixture(1)).unwrap();
    assert_eq!(
        stored.deleted.map(|t| t.to_iso()).as_deref(),
        Some("2026-11-20T00:00:00Z")
    );
    assert_eq!((stored.revision, stored.starred), (7, true));
    let (written, fixture): (Value, Value) = (
        serde_json::from_str(&stored.to_text()).unwrap(),
        serde_json::from_str(&fixture(1)).unwrap(),
    );
    assert_eq!(written, fixture);
}

#[test]
fn a_newer_version_is_shown_but_never_touched() {
    let storage = Memory::default();
    let mut newer: Value = serde_json::from_str(&fixture(1)).unwrap();
    (newer["schema"], newer["telepathy"]) = (json!(99), json!(true));
    newer["deleted"] = json!("2020-01-01T00:00:00Z");
    storage.set(KEY, &newer.to_string());
    let store = DashboardStore::new(&storage);

    let shown = store.read("own-a1").unwrap().unwrap();
    assert!(shown.read_only && shown.dashboard.title == "Release health of the shop");
    assert_eq!(
        store.save("own-a1", 7, dashboard("X"), at(0)),
        Err(NotSaved::ReadOnly)
    );
    assert_eq!(store.rename("own-a1", "X", at(0)), Err(NotSaved::ReadOnly));
    assert_eq!(store.star("own-a1", false), Err(NotSaved::ReadOnly));
    assert_eq!(store.set_deleted("own-a1", None), Err(NotSaved::ReadOnly));
    store.sweep(at(0));
    assert_eq!(storage.get(KEY), Some(newer.to_string()));

    // One that cannot even be shown.
    let strange = json!({"schema": 99, "dashboard": "elsewhere"}).to_string();
    storage.set(KEY, &strange);
    assert_eq!(
        store.read("own-a1"),
        Some(Err(Unreadable::Newer { schema: 99 }))
    );
    assert_eq!(
        store.save("own-a1", 7, dashboard("X"), at(0)),
        Err(NotSaved::ReadOnly)
    );
    store.sweep(at(0));
    assert_eq!(storage.get(KEY), Some(strange));
    assert_eq!(
        store.list().unreadable[0].why,
        Unreadable::Newer { schema: 99 }
    );
}

#[test]
fn a_damaged_text_is_put_aside_and_told() {
    for text in [
        "",
        "{",
        "[]",
        "null",
        "{}",
        r#"{"schema":-1}"#,
        r#"{"schema":1}"#,
        r#"{"schema":"1"}"#,
        r#"{"widgets":{}}"#,
    ] {
        let storage = Memory::default();
        storage.set(KEY, text);
        let store = DashboardStore::new(&storage);
        assert_eq!(
            store.read("own-a1"),
            Some(Err(Unreadable::Damaged)),
            "{text:?}"
        );
        assert_eq!(
            store.save("own-a1", 0, dashboard("X"), at(0)),
            Err(NotSaved::Gone)
        );
        assert_eq!(storage.get(KEY).as_deref(), Some(text));
        store.sweep(at(0));
        store.sweep(at(0));
        assert_eq!(storage.get(KEY), None);
        let told = store.list().unreadable;
        assert_eq!(told.len(), 1);
        assert_eq!(
            (told[0].text.as_str(), &told[0].why),
            (text, &Unreadable::Damaged)
        );
        // Another one of the same name does not push it out.
        storage.set(KEY, "also damaged");
        store.sweep(at(0));
        assert_eq!(store.list().unreadable.len(), 2);
        store.erase_leftover(&told[0]);
        assert_eq!(store.list().unreadable[0].text, "also damaged");
    }
}
