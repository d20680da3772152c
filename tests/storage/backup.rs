//! One file of everything, and back.

use crate::support::{at, dashboard, store, titles};
use serde_json::{Value, json};
use session_health::dashboard::builtin;
use session_health::dashboard::history::History;
use session_health::storage::dashboards::{DashboardStore, QUOTA};
use session_health::storage::document::Stored;
use session_health::storage::drafts::Draft;
use session_health::storage::exchange::{NotImported, Taken, export, read};
use session_health::storage::{KeyValue, Memory};

#[test]
fn a_backup_brings_everything_back_and_doubles_nothing() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let a = store.add(dashboard("A"), at(0)).unwrap().stored;
    let b = store.add(dashboard("B"), at(0)).unwrap().stored;
    store.star(&b.id, true).unwrap();
    store.set_deleted(&a.id, Some(at(1))).unwrap();
    let before = store.list();
    let file = store.back_up(at(2));

    let again = |store: &DashboardStore<&Memory>| {
        let parcel = read(&file).unwrap();
        let taken = parcel
            .dashboards
            .iter()
            .map(|d| store.take(d, at(3)).unwrap());
        taken.filter(|t| matches!(t, Taken::Added(_))).count()
    };
    assert_eq!(again(&store), 0);
    assert_eq!(store.list(), before);
    // One is changed since, one is gone: the old state comes back beside the new one.
    store.rename(&b.id, "B changed", at(2)).unwrap();
    store.erase(&a.id);
    assert_eq!(again(&store), 2);
    assert_eq!(titles(&store), ["A", "B changed", "B"]);
    // In an empty browser everything is as it was, links, stars and bin included.
    let empty = Memory::default();
    let elsewhere = DashboardStore::new(&empty);
    assert_eq!(again(&elsewhere), 2);
    assert_eq!(elsewhere.list().dashboards, before.dashboards);
    assert_eq!(
        empty.keys(),
        storage.keys().into_iter().take(2).collect::<Vec<_>>()
    );
}

#[test]
fn a_backup_takes_along_unsaved_edits_and_what_can_be_undone() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let [a, b] = ["A", "B"].map(|title| store.add(dashboard(title), at(0)).unwrap().stored);
    for stored in [&a, &b] {
        let renamed = format!("{} renamed", stored.dashboard.title);
        store.rename(&stored.id, &renamed, at(1)).unwrap();
    }
    let draft = Draft {
        base: 2,
        edited: at(2),
        dashboard: dashboard("A edited"),
        history: History::default(),
    };
    store.keep_draft(&a.id, "tab", &draft);
    let file = store.back_up(at(3));

    let restore = |store: &DashboardStore<&Memory>| {
        let parcel = read(&file).unwrap();
        for dashboard in &parcel.dashboards {
            store.take(dashboard, at(4)).unwrap();
        }
        for text in &parcel.beside {
            store.take_beside(text, &parcel.dashboards);
        }
    };
    let empty = Memory::default();
    restore(&DashboardStore::new(&empty));
    assert_eq!(empty.keys(), storage.keys());
    // Nothing is put in place of other edits, nor beside another revision.
    let edited = Draft {
        dashboard: dashboard("A edited since"),
        ..draft
    };
    store.keep_draft(&a.id, "tab", &edited);
    let since = store.rename(&b.id, "B changed", at(3)).unwrap().stored;
    let history = store.history(&since);
    restore(&store);
    assert_eq!(store.take_draft(&a.id, "tab", &|_| false), Some(edited));
    assert_eq!(store.history(&since), history);
    // A file cannot write anywhere else.
    let stray =
        json!({"dashboards": [], "beside": [{"key": "session-health:draft:../x", "text": ""}]});
    assert!(matches!(
        read(&stray.to_string()),
        Err(NotImported::NotKept(_))
    ));
}

#[test]
fn files_of_a_newer_version_are_refused_in_words() {
    let mut backup: Value = serde_json::from_str(&store().back_up(at(0))).unwrap();
    backup["x-session-health-backup"] = json!(2);
    assert_eq!(read(&backup.to_string()), Err(NotImported::Newer));
    let mut document: Value = serde_json::from_str(&export(&dashboard("A"))).unwrap();
    assert!(read(&document.to_string()).is_ok());
    document["x-session-health"]["version"] = json!(2);
    let refused = read(&document.to_string()).unwrap_err();
    let words = "It was written by a newer version of Session Health.";
    assert_eq!(refused.to_string(), words);
}

#[test]
fn a_backup_takes_along_what_it_cannot_read_as_it_is() {
    let storage = Memory::default();
    // Spaces, order and numbers as somebody else writes them.
    let newer = r#"{ "schema": 99, "telepathy": 1.50, "id": "own-a1", "revision": 7, "edited": "2026-11-01T00:00:00Z",
        "dashboard": {"title": "From the future", "widgets": [], "moods": [1e2]} }"#;
    let strange = r#"{"schema": 99, "dashboard": "elsewhere"}"#;
    let kept = [
        ("session-health:aside:own-z:1", "{\u{0} damaged"),
        ("session-health:dashboard:own-a1", newer),
        ("session-health:dashboard:own-b2", strange),
        ("session-health:dashboard:own-c3", "{\"cut"),
        (
            "session-health:filters:mobile-session-health",
            "1?environment=prod",
        ),
    ];
    for (key, text) in kept {
        storage.set(key, text);
    }
    storage.set(
        "session-health:source",
        r#"{"kind":"rest","base":"https://secret.example"}"#,
    );
    storage.set("somebody:else", "theirs");
    let file = DashboardStore::new(&storage).back_up(at(0));
    assert!(!file.contains("secret.example") && !file.contains("theirs"));

    let parcel = read(&file).unwrap();
    assert_eq!((parcel.dashboards.len(), parcel.texts.len()), (0, 5));
    let restore = |storage: &Memory| {
        let store = DashboardStore::new(storage);
        let taken = parcel.texts.iter().map(|text| store.take_text(text, at(1)));
        taken.flatten().count()
    };
    // Everything comes back under its key, letter by letter, and once.
    let elsewhere = Memory::default();
    assert_eq!(restore(&elsewhere), 5);
    for (key, text) in kept {
        assert_eq!(elsewhere.get(key).as_deref(), Some(text), "{key}");
    }
    assert_eq!(restore(&elsewhere), 0);
    assert_eq!(restore(&storage), 0);
    // What is there already stays, and what comes stands beside it; of filters there is only one set.
    let taken = Memory::default();
    for (key, _) in kept {
        taken.set(key, "1 something else");
    }
    assert_eq!(restore(&taken), 4);
    assert_eq!(restore(&taken), 0);
    assert_eq!(taken.keys().len(), 9);
    for (key, text) in kept {
        assert_eq!(taken.get(key).as_deref(), Some("1 something else"), "{key}");
        let texts = || taken.keys().into_iter().filter_map(|key| taken.get(&key));
        let is_filters = key.contains(":filters:");
        assert_eq!(texts().any(|kept| kept == text), !is_filters, "{key}");
    }
}

#[test]
fn a_text_of_a_backup_that_became_readable_is_a_dashboard() {
    let stored =
        Stored::from_text("own-a1", include_str!("../fixtures/dashboards/v1.json")).unwrap();
    let text = json!({"key": "session-health:dashboard:own-a1", "text": stored.to_text()});
    let file = |texts: Value| json!({"dashboards": [], "texts": texts}).to_string();
    let parcel = read(&file(json!([text]))).unwrap();
    assert_eq!((parcel.dashboards, parcel.texts), (vec![stored], vec![]));
    // A file cannot write anywhere else.
    for key in [
        "session-health:source",
        "session-health:dashboard:../x",
        "session-health:filters:own-1",
        "x",
        "",
    ] {
        let stray = file(json!([{"key": key, "text": "1"}]));
        assert_eq!(
            read(&stray),
            Err(NotImported::NotKept(key.to_owned())),
            "{key}"
        );
    }
    assert!(matches!(
        read(&file(json!([{"key": 1}]))),
        Err(NotImported::NotADashboard(..))
    ));
    assert_eq!(read(&file(json!([]))), Err(NotImported::Empty));
}

#[test]
fn the_backup_of_a_full_storage_can_be_restored() {
    let storage = Memory::default();
    let first = store().add(builtin::mobile(), at(0)).unwrap().stored;
    let text = first.to_text();
    let many = QUOTA / text.encode_utf16().count();
    for number in 0..many {
        storage.set(&format!("session-health:dashboard:own-{number}"), &text);
    }
    let store = DashboardStore::new(&storage);
    assert!(store.list().is_nearly_full());
    assert_eq!(read(&store.back_up(at(1))).unwrap().dashboards.len(), many);
}
