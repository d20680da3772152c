//! Storage that refuses, and crashes between any two writes.

use crate::support::{Fault, Faulty, at, dashboard, store, titles};
use proptest::prelude::*;
use session_health::storage::dashboards::DashboardStore;
use session_health::storage::document::Stored;
use session_health::storage::drafts::Draft;
use session_health::storage::{KeyValue, Memory};
use std::collections::BTreeMap;

#[test]
fn what_is_taken_back_is_kept_though_there_is_no_room() {
    let storage = Faulty::new(1, Fault::Refuse);
    let store = DashboardStore::new(&storage);
    let id = store.add(dashboard("Kept"), at(0)).unwrap().stored.id;
    assert!(!store.set_deleted(&id, Some(at(1))).unwrap().kept);
    assert!(store.has_refused());
    assert!(store.set_deleted(&id, None).unwrap().kept);
    assert!(!store.has_refused());
}

#[test]
fn what_a_full_storage_refuses_lasts_as_long_as_the_page() {
    let storage = Faulty::new(1, Fault::Refuse);
    let store = DashboardStore::new(&storage);
    let kept = store.add(dashboard("Kept"), at(0)).unwrap();
    let lost = store.add(dashboard("In memory"), at(0)).unwrap();
    assert!(kept.kept && !lost.kept);
    let renamed = store.rename(&kept.stored.id, "Renamed", at(1)).unwrap();
    assert!(!renamed.kept);
    assert_eq!(titles(&store), ["Renamed", "In memory"]);
    assert!(store.list().in_memory && !store.retry());
    // The next visit finds what was kept, as it was.
    assert_eq!(titles(&DashboardStore::new(&storage)), ["Kept"]);
    // Once there is room again, everything is kept.
    storage.granted.set(10);
    assert!(store.retry() && !store.list().in_memory);
    assert_eq!(
        titles(&DashboardStore::new(&storage)),
        ["Renamed", "In memory"]
    );
}

#[test]
fn what_another_tab_saved_while_the_storage_was_full_is_not_overwritten() {
    let storage = Faulty::new(2, Fault::Refuse);
    let store = DashboardStore::new(&storage);
    let both = store.add(dashboard("Both"), at(0)).unwrap().stored.id;
    let mine = store.add(dashboard("Mine"), at(0)).unwrap().stored.id;
    let change = |id: &str| {
        let stored = store.read(id).unwrap().unwrap();
        let dashboard = dashboard("Changed here");
        store.save(id, stored.revision, dashboard, at(1))
    };
    assert!(!change(&both).unwrap().kept);
    store.rename(&mine, "Renamed", at(1)).unwrap();
    storage.granted.set(10);
    let there = DashboardStore::new(&storage);
    there.rename(&both, "Changed there", at(2)).unwrap();

    // Neither by trying again, nor by the next change.
    assert!(!store.retry());
    assert!(!store.rename(&both, "Changed again", at(3)).unwrap().kept);
    let split = store.split_overtaken(at(3));
    assert_eq!(split[0].dashboard.title, "Changed again");
    assert!(store.retry() && !store.has_refused());
    let kept = titles(&DashboardStore::new(&storage));
    assert_eq!(kept, ["Changed there", "Renamed", "Changed again"]);
}

#[test]
fn a_damaged_text_stays_where_it_is_when_there_is_no_room_for_a_copy() {
    let storage = Faulty::new(0, Fault::Refuse);
    storage.inner.set("session-health:dashboard:own-a1", "{");
    let store = DashboardStore::new(&storage);
    store.sweep(at(0));
    assert_eq!(
        storage.get("session-health:dashboard:own-a1").as_deref(),
        Some("{")
    );
    assert_eq!(store.list().unreadable.len(), 1);
    assert!(!store.list().in_memory);
}

/// Something a person does.
#[derive(Clone, Debug)]
enum DashboardAction {
    Add,
    Duplicate(usize),
    Rename(usize, String),
    Save(usize),
    Star(usize, bool),
    Bin(usize),
    Restore(usize),
    Erase(usize),
    Draft(usize),
    Sweep(i64),
}

fn action() -> impl Strategy<Value = DashboardAction> {
    let which = 0..4_usize;
    prop_oneof![
        Just(DashboardAction::Add),
        which.clone().prop_map(DashboardAction::Duplicate),
        (which.clone(), "[a-c]{1,2}").prop_map(|(i, t)| DashboardAction::Rename(i, t)),
        which.clone().prop_map(DashboardAction::Save),
        (which.clone(), any::<bool>()).prop_map(|(i, s)| DashboardAction::Star(i, s)),
        which.clone().prop_map(DashboardAction::Bin),
        which.clone().prop_map(DashboardAction::Restore),
        which.clone().prop_map(DashboardAction::Erase),
        which.prop_map(DashboardAction::Draft),
        (0..60_i64).prop_map(DashboardAction::Sweep),
    ]
}

fn run<S: KeyValue>(store: &DashboardStore<S>, action: &DashboardAction) {
    let all = store.list().dashboards;
    let pick = |i: &usize| all.get(i % all.len().max(1)).cloned();
    match action {
        DashboardAction::Add => drop(store.add(dashboard("New"), at(0))),
        DashboardAction::Sweep(day) => store.sweep(at(*day)),
        DashboardAction::Duplicate(i) => {
            drop(pick(i).map(|s| store.duplicate(&s.dashboard, at(0))))
        }
        DashboardAction::Rename(i, title) => {
            drop(pick(i).map(|s| store.rename(&s.id, title, at(1))))
        }
        DashboardAction::Save(i) => drop(
            pick(i).map(|s| store.save(&s.id, s.revision, s.dashboard.copied(|_| false), at(2))),
        ),
        DashboardAction::Star(i, starred) => drop(pick(i).map(|s| store.star(&s.id, *starred))),
        DashboardAction::Bin(i) => drop(pick(i).map(|s| store.set_deleted(&s.id, Some(at(3))))),
        DashboardAction::Restore(i) => drop(pick(i).map(|s| store.set_deleted(&s.id, None))),
        DashboardAction::Erase(i) => drop(pick(i).map(|s| store.erase(&s.id))),
        DashboardAction::Draft(i) => drop(pick(i).map(|s| {
            let draft = Draft {
                base: s.revision,
                edited: at(4),
                dashboard: dashboard("Draft"),
                history: Default::default(),
            };
            store.keep_draft(&s.id, "tab", &draft)
        })),
    }
}

fn state(storage: &Memory) -> BTreeMap<String, Stored> {
    let listing = DashboardStore::new(storage).list();
    assert_eq!(listing.unreadable, [], "a crash damages nothing");
    listing
        .dashboards
        .into_iter()
        .map(|s| (s.id.clone(), s))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whichever write is the last one before a crash: after it, each dashboard is as it was before some action or after it,
    /// and the deeds took effect in order.
    #[test]
    fn a_crash_between_two_writes_loses_nothing(deeds in prop::collection::vec(action(), 1..12)) {
        // The states of a run without a crash, and the writes each took.
        let (whole, mut states, mut writes) = (Faulty::new(usize::MAX, Fault::Crash), vec![BTreeMap::new()], vec![0]);
        for action in &deeds {
            run(&DashboardStore::new(&whole), action);
            states.push(state(&whole.inner));
            writes.push(usize::MAX - whole.granted.get());
        }
        for granted in 0..=*writes.last().unwrap() {
            let crashed = Faulty::new(granted, Fault::Crash);
            let interrupted = writes.iter().position(|w| *w > granted).unwrap_or(writes.len());
            for action in deeds.iter().take(interrupted) {
                run(&DashboardStore::new(&crashed), action);
            }
            let (before, after) = (&states[interrupted - 1], states.get(interrupted));
            for (id, found) in state(&crashed.inner) {
                prop_assert!(
                    before.get(&id) == Some(&found) || after.is_some_and(|a| a.get(&id) == Some(&found)),
                    "{id} is neither as before nor as after"
                );
            }
            for id in before.keys() {
                let meant_to_go = after.is_some_and(|a| !a.contains_key(id));
                prop_assert!(meant_to_go || state(&crashed.inner).contains_key(id), "{id} is lost");
            }
        }
    }

    /// No action ever fails for want of storage: the page goes on as if there were room.
    #[test]
    fn without_any_storage_the_page_works_as_with_it(deeds in prop::collection::vec(action(), 1..20)) {
        let (blocked, open) = (DashboardStore::new(Faulty::new(0, Fault::Refuse)), store());
        for action in &deeds {
            run(&blocked, action);
            run(&open, action);
            let (here, there) = (blocked.list(), open.list());
            prop_assert_eq!(&here.dashboards, &there.dashboards);
            prop_assert_eq!(here.in_memory, here.used > 0);
        }
    }
}
