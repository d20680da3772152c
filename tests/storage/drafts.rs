//! Unsaved edits across a reload.

use crate::support::{Fault, Faulty, at, dashboard};
use session_health::dashboard::history::History;
use session_health::storage::dashboards::DashboardStore;
use session_health::storage::drafts::Draft;
use session_health::storage::{KeyValue, Memory};

fn draft(title: &str) -> Draft {
    let (before, after) = (dashboard("A"), dashboard(title));
    let mut history = History::default();
    history.record("Rename", &before, &after);
    Draft {
        base: 1,
        edited: at(2),
        dashboard: after,
        history,
    }
}

#[test]
fn a_draft_and_its_history_survive_a_reload() {
    let storage = Memory::default();
    let id = DashboardStore::new(&storage)
        .add(dashboard("A"), at(0))
        .unwrap()
        .stored
        .id;
    assert!(DashboardStore::new(&storage).keep_draft(&id, &draft("B")));

    let store = DashboardStore::new(&storage);
    let mut read = store.draft(&id).unwrap();
    assert_eq!(read, draft("B"));
    assert!(read.history.undo(&mut read.dashboard));
    assert_eq!(read.dashboard.title, "A");
    // What is saved is not touched by it, and goes on without it.
    assert_eq!(store.read(&id).unwrap().unwrap().dashboard.title, "A");
    store.drop_draft(&id);
    assert_eq!(store.draft(&id), None);
}

#[test]
fn a_draft_that_was_saved_is_none() {
    // The page was closed after the dashboard was saved and before its draft was dropped.
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let stored = store.add(dashboard("A"), at(0)).unwrap().stored;
    let mut edited = stored.dashboard.clone();
    edited.title = "B".to_owned();
    let draft = Draft {
        dashboard: edited.clone(),
        ..draft("B")
    };
    store.keep_draft(&stored.id, &draft);
    assert!(store.draft(&stored.id).is_some());
    store.save(&stored.id, 1, edited, at(1)).unwrap();
    assert_eq!(store.draft(&stored.id), None);
}

#[test]
fn a_refused_draft_is_there_until_the_page_closes() {
    let storage = Faulty::new(1, Fault::Refuse);
    let store = DashboardStore::new(&storage);
    let id = store.add(dashboard("A"), at(0)).unwrap().stored.id;
    assert!(!store.keep_draft(&id, &draft("B")));
    assert_eq!(store.draft(&id), Some(draft("B")));
    assert_eq!(DashboardStore::new(&storage).draft(&id), None);
}

#[test]
fn drafts_go_with_their_dashboards_and_newer_ones_are_left_alone() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let id = store.add(dashboard("A"), at(0)).unwrap().stored.id;
    store.keep_draft(&id, &draft("B"));
    storage.set("session-health:draft:own-gone", "{}");
    store.sweep(at(0));
    assert!(storage.get("session-health:draft:own-gone").is_none() && store.draft(&id).is_some());
    store.erase(&id);
    assert_eq!(storage.keys(), [""; 0]);

    let id = store.add(dashboard("A"), at(0)).unwrap().stored.id;
    let newer = r#"{"schema":2,"edits":"of tomorrow"}"#;
    storage.set(&format!("session-health:draft:{id}"), newer);
    assert_eq!(store.draft(&id), None);
    assert!(!store.keep_draft(&id, &draft("B")));
    assert_eq!(
        storage
            .get(&format!("session-health:draft:{id}"))
            .as_deref(),
        Some(newer)
    );
    // Nor does opening the dashboard, or ending its edits, take them away.
    assert!(!store.has_draft(&id));
    store.drop_draft(&id);
    assert!(storage.get(&format!("session-health:draft:{id}")).is_some());
}

#[test]
fn a_damaged_draft_is_set_aside() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let id = store.add(dashboard("A"), at(0)).unwrap().stored.id;
    storage.set(&format!("session-health:draft:{id}"), "{cut o");
    assert_eq!(store.draft(&id), None);
    store.drop_draft(&id);
    assert!(!store.has_draft(&id));
    let kept: Vec<_> = store
        .list()
        .unreadable
        .into_iter()
        .map(|l| l.text)
        .collect();
    assert_eq!(kept, ["{cut o"]);
}
