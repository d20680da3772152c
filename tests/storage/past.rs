//! What was saved can be undone, by whichever way it was saved.

use crate::support::{Fault, Faulty, at, dashboard};
use session_health::dashboard::history::History;
use session_health::storage::dashboards::DashboardStore;
use session_health::storage::document::Stored;
use session_health::storage::{KeyValue, Memory};

/// The titles that undoing leads to, one after another, as a new page finds them.
fn titles_back<S: KeyValue>(storage: S, id: &str) -> Vec<String> {
    let store = DashboardStore::new(storage);
    let stored = store.read(id).unwrap().unwrap();
    let (mut history, mut dashboard) = (store.history(&stored), stored.dashboard);
    let mut back = Vec::new();
    while history.undo(&mut dashboard) {
        back.push(dashboard.title.clone());
    }
    back
}

/// Saves another title as the editor does, with the history of the edits.
fn edit<S: KeyValue>(store: &DashboardStore<S>, before: &Stored, title: &str) -> Stored {
    let mut edited = before.dashboard.clone();
    edited.title = title.to_owned();
    let mut history = store.history(before);
    history.record("rename", &before.dashboard, &edited);
    let saved = store
        .save(&before.id, before.revision, edited, at(1))
        .unwrap();
    store.keep_history(&saved.stored, &history);
    saved.stored
}

#[test]
fn edits_renames_and_the_bin_are_one_history() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let a = store.add(dashboard("A"), at(0)).unwrap().stored;
    let b = edit(&store, &a, "B");
    store.rename(&b.id, "C", at(2)).unwrap();
    store.set_deleted(&b.id, Some(at(2))).unwrap();
    let restored = store.set_deleted(&b.id, None).unwrap().stored;
    edit(&store, &restored, "D");
    assert_eq!(titles_back(&storage, &a.id), ["C", "B", "A"]);
    store.star(&a.id, true).unwrap();
    assert_eq!(
        titles_back(&storage, &a.id).len(),
        3,
        "a star changes nothing"
    );
}

#[test]
fn a_history_holds_for_its_revision_only() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let a = store.add(dashboard("A"), at(0)).unwrap().stored;
    let b = edit(&store, &a, "B");
    // Somebody who does not tell what they did, as a version of the program before this one.
    let mut other = b.dashboard.clone();
    other.widgets.clear();
    store.save(&a.id, b.revision, other, at(2)).unwrap();
    assert_eq!(titles_back(&storage, &a.id), [""; 0]);
    storage.set(&format!("session-health:history:{}", a.id), "{cut o");
    assert_eq!(titles_back(&storage, &a.id), [""; 0]);
}

#[test]
fn a_history_that_finds_no_room_is_no_alarm() {
    let storage = Faulty::new(usize::MAX, Fault::Refuse);
    let store = DashboardStore::new(&storage);
    let a = store.add(dashboard("A"), at(0)).unwrap().stored;
    storage.granted.set(1);
    let b = edit(&store, &a, "B");
    assert!(!store.has_refused());
    assert_eq!(store.history(&b), History::default());
    assert_eq!(store.read(&a.id).unwrap().unwrap().dashboard.title, "B");
}
