//! Unsaved edits across a reload, in one tab and in several.

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

/// No other tab is open.
fn alone(_: &str) -> bool {
    true
}

/// Every other tab is open.
fn among_others(name: &str) -> bool {
    name.is_empty()
}

fn added(store: &DashboardStore<&Memory>) -> String {
    store.add(dashboard("A"), at(0)).unwrap().stored.id
}

fn drafts(storage: &Memory) -> usize {
    let keys = storage.keys().into_iter();
    keys.filter(|k| k.starts_with("session-health:draft:"))
        .count()
}

#[test]
fn a_draft_and_its_history_survive_a_reload() {
    let storage = Memory::default();
    let id = added(&DashboardStore::new(&storage));
    assert!(DashboardStore::new(&storage).keep_draft(&id, "tab", &draft("B")));

    let store = DashboardStore::new(&storage);
    let mut read = store.take_draft(&id, "tab", &among_others).unwrap();
    assert_eq!(read, draft("B"));
    assert!(read.history.undo(&mut read.dashboard));
    assert_eq!(read.dashboard.title, "A");
    // What is saved is not touched by it, and goes on without it.
    assert_eq!(store.read(&id).unwrap().unwrap().dashboard.title, "A");
    store.drop_draft(&id, "tab");
    assert!(!store.has_draft(&id));
}

#[test]
fn tabs_keep_their_edits_apart_and_what_a_closed_tab_left_is_taken_over_once() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let id = added(&store);
    let later = Draft {
        edited: at(3),
        ..draft("C")
    };
    store.keep_draft(&id, "first", &draft("B"));
    store.keep_draft(&id, "second", &later);
    // A third tab looks at neither; and when the second saves or cancels, the first goes on.
    assert_eq!(store.take_draft(&id, "third", &among_others), None);
    store.drop_draft(&id, "second");
    assert_eq!(
        store.take_draft(&id, "first", &among_others),
        Some(draft("B"))
    );

    // All are closed: one tab gets the latest edits, the next one the others, and nobody gets them twice.
    store.keep_draft(&id, "second", &later);
    assert_eq!(store.take_draft(&id, "new", &alone), Some(later.clone()));
    assert_eq!(drafts(&storage), 2);
    let but_new = |name: &str| name != "new";
    assert_eq!(store.take_draft(&id, "newer", &but_new), Some(draft("B")));
    assert_eq!(drafts(&storage), 2);
    assert_eq!(store.take_draft(&id, "newest", &among_others), None);
    assert_eq!(store.take_draft(&id, "new", &alone), Some(later));
}

#[test]
fn the_one_draft_of_an_earlier_version_is_taken_over() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let id = added(&store);
    let former = std::fs::read_to_string("tests/fixtures/dashboards/draft-v1.json").unwrap();
    storage.set(&format!("session-health:draft:{id}"), &former);
    assert!(store.has_draft(&id));
    let mut taken = store.take_draft(&id, "tab", &among_others).unwrap();
    assert_eq!((taken.base, taken.dashboard.title.as_str()), (1, "Ours"));
    assert_eq!(
        taken.history.to_undo(),
        Some("rename the dashboard"),
        "with what can be undone"
    );
    assert!(taken.history.undo(&mut taken.dashboard));
    assert_eq!(taken.dashboard.title, "A");
    assert_eq!(drafts(&storage), 1);
    assert!(store.take_draft(&id, "tab", &among_others).is_some());
}

#[test]
fn edits_and_history_of_a_damaged_dashboard_stay_while_its_text_does() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let (id, other) = (added(&store), added(&store));
    store.rename(&id, "B", at(1)).unwrap();
    for id in [&id, &other] {
        store.keep_draft(id, "tab", &draft("C"));
    }
    let beside = |id: &str| {
        let keys = storage.keys().into_iter();
        keys.filter(|k| !k.contains(":dashboard:") && !k.contains(":aside:") && k.contains(id))
            .count()
    };
    assert_eq!((beside(&id), beside(&other)), (2, 1));
    storage.set(&format!("session-health:dashboard:{id}"), "{cut o");
    storage.remove(&format!("session-health:dashboard:{other}"));
    store.sweep(at(2));
    assert_eq!((beside(&id), beside(&other)), (2, 0));
    // Whoever throws the text away has no use for them either.
    for leftover in store.list().unreadable {
        store.erase_leftover(&leftover);
    }
    store.sweep(at(2));
    assert_eq!(beside(&id), 0);
}

#[test]
fn edits_go_on_after_their_dashboard_was_in_the_bin() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let id = added(&store);
    store.keep_draft(&id, "tab", &draft("B"));
    store.set_deleted(&id, Some(at(1))).unwrap();
    let back = store.set_deleted(&id, None).unwrap().stored;
    let edits = store.take_draft(&id, "tab", &among_others).unwrap();
    assert_eq!(edits.base, back.revision, "nobody else changed it");
    assert!(store.save(&id, edits.base, edits.dashboard, at(2)).is_ok());
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
    store.keep_draft(&stored.id, "tab", &draft);
    store.save(&stored.id, 1, edited, at(1)).unwrap();
    assert_eq!(store.take_draft(&stored.id, "tab", &alone), None);
    assert!(!store.has_draft(&stored.id));
}

#[test]
fn edits_that_were_all_undone_can_be_redone_after_a_reload() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let stored = store.add(dashboard("A"), at(0)).unwrap().stored;
    let mut undone = draft("B");
    undone.dashboard = stored.dashboard.clone();
    store.keep_draft(&stored.id, "tab", &undone);
    assert!(store.take_draft(&stored.id, "tab", &among_others).is_some());
    // To another tab there is nothing in them.
    assert_eq!(store.take_draft(&stored.id, "new", &alone), None);
}

#[test]
fn a_refused_draft_is_there_until_the_page_closes() {
    let storage = Faulty::new(2, Fault::Refuse);
    let store = DashboardStore::new(&storage);
    let id = store.add(dashboard("A"), at(0)).unwrap().stored.id;
    storage.granted.set(0);
    assert!(!store.keep_draft(&id, "tab", &draft("B")));
    assert_eq!(store.take_draft(&id, "tab", &alone), Some(draft("B")));
    let after = DashboardStore::new(&storage);
    assert_eq!(after.take_draft(&id, "tab", &alone), None);
}

#[test]
fn while_the_storage_refuses_what_was_saved_the_draft_stays() {
    let storage = Faulty::new(usize::MAX, Fault::Refuse);
    let store = DashboardStore::new(&storage);
    let stored = store.add(dashboard("A"), at(0)).unwrap().stored;
    let mut edited = stored.dashboard.clone();
    edited.title = "B".to_owned();
    let draft = Draft {
        dashboard: edited.clone(),
        ..draft("B")
    };
    store.keep_draft(&stored.id, "tab", &draft);
    storage.granted.set(0);
    let saved = store.save(&stored.id, 1, edited, at(1)).unwrap();
    assert!(!saved.kept);
    // This page has it saved, and does not go on with the draft …
    assert_eq!(store.take_draft(&stored.id, "tab", &alone), None);
    // … but the next one does, because nothing else was kept.
    let after = DashboardStore::new(&storage);
    assert_eq!(after.take_draft(&stored.id, "tab", &alone), Some(draft));
    // Once there is room again, the draft has served.
    storage.granted.set(usize::MAX);
    assert!(store.retry());
    assert_eq!(store.take_draft(&stored.id, "tab", &alone), None);
    assert!(!store.has_draft(&stored.id));
}

#[test]
fn drafts_go_with_their_dashboards_and_newer_ones_are_left_alone() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let id = added(&store);
    for tab in ["one", "two"] {
        store.keep_draft(&id, tab, &draft("B"));
    }
    storage.set("session-health:draft:own-gone", "{}");
    storage.set("session-health:draft:own-gone:tab", "{}");
    storage.set("session-health:history:own-gone", "{}");
    store.sweep(at(0));
    assert!(!storage.keys().iter().any(|key| key.contains("gone")));
    assert_eq!(drafts(&storage), 2);
    store.rename(&id, "B", at(1)).unwrap();
    store.erase(&id);
    assert_eq!(storage.keys(), [""; 0]);

    let id = added(&store);
    let newer = r#"{"schema":2,"edits":"of tomorrow"}"#;
    let key = format!("session-health:draft:{id}:tab");
    storage.set(&key, newer);
    assert_eq!(store.take_draft(&id, "tab", &alone), None);
    assert_eq!(store.take_draft(&id, "other", &alone), None);
    assert!(!store.keep_draft(&id, "tab", &draft("B")));
    // Nor does ending edits take them away.
    store.drop_draft(&id, "tab");
    assert_eq!(storage.get(&key).as_deref(), Some(newer));
}

#[test]
fn a_damaged_draft_is_set_aside() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let id = added(&store);
    storage.set(&format!("session-health:draft:{id}:tab"), "{cut o");
    assert_eq!(store.take_draft(&id, "tab", &alone), None);
    assert!(!store.has_draft(&id));
    let kept: Vec<_> = store
        .list()
        .unreadable
        .into_iter()
        .map(|l| l.text)
        .collect();
    assert_eq!(kept, ["{cut o"]);
}
