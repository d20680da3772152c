//! What is told on the page about what is kept.

use crate::support::{at, dashboard};
use session_health::state::trouble::{troubles, what};
use session_health::storage::dashboards::DashboardStore;
use session_health::storage::{KeyValue, Memory};

fn titles(storage: &Memory, known: &[&str]) -> Vec<String> {
    let known: Vec<String> = known.iter().map(|k| (*k).to_owned()).collect();
    let all = troubles(&DashboardStore::new(storage).list(), &known);
    all.into_iter().map(|trouble| trouble.title).collect()
}

#[test]
fn trouble_is_told_once_and_news_again() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    store.add(dashboard("Fine"), at(0)).unwrap();
    assert_eq!(titles(&storage, &[]), [""; 0]);
    storage.set("session-health:dashboard:own-x", "{");
    let newer = r#"{"schema": 2, "revision": 1, "edited": "2026-11-01", "id": "", "dashboard": {"title": "N", "widgets": []}}"#;
    storage.set("session-health:dashboard:own-n", newer);
    storage.set("session-health:dashboard:own-s", r#"{"schema": 3}"#);
    let (damaged, newer) = (
        "A dashboard is damaged",
        "2 dashboards were written by a newer version of this page",
    );
    assert_eq!(titles(&storage, &[]), [damaged, newer]);
    assert_eq!(titles(&storage, &["own-x"]), [newer]);
    assert_eq!(
        titles(&storage, &["own-x", "own-n"]),
        [newer],
        "one of them is news"
    );
    assert_eq!(titles(&storage, &["own-x", "own-n", "own-s"]), [""; 0]);
    // Put aside it is the same one.
    store.sweep(at(1));
    assert_eq!(titles(&storage, &["own-x", "own-n", "own-s"]), [""; 0]);
    storage.set("session-health:dashboard:own-y", "");
    assert_eq!(
        titles(&storage, &["own-x", "own-n", "own-s"]),
        ["2 dashboards are damaged"]
    );
}

#[test]
fn edits_that_are_damaged_are_no_damaged_dashboard() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let fine = store.add(dashboard("Fine"), at(0)).unwrap().stored;
    let cut = format!("session-health:draft:{}:tab", fine.id);
    storage.set(&cut, r#"{"schema":1,"bas"#);
    assert_eq!(store.take_draft(&fine.id, "tab", &|_| true), None);
    let told = "Unsaved edits of “Fine” are damaged";
    assert_eq!(titles(&storage, &[]), [told]);
    let about = troubles(&store.list(), &[]).remove(0).about;
    assert_eq!(titles(&storage, &[&about[0]]), [""; 0], "told once");
    let listing = store.list();
    let in_list = what(&listing, &listing.unreadable[0], true);
    assert_eq!(in_list, format!("{told} and were put aside"));
    storage.set("session-health:dashboard:own-x", "{");
    assert_eq!(titles(&storage, &[]), ["A dashboard is damaged", told]);
    store.erase(&fine.id);
    assert_eq!(
        titles(&storage, &["own-x"]),
        ["Unsaved edits of a dashboard are damaged"]
    );
}

#[test]
fn a_text_that_was_deleted_can_be_put_back() {
    let storage = Memory::default();
    storage.set("session-health:aside:own-x:1", "{cut o");
    let store = DashboardStore::new(&storage);
    let before = store.list().unreadable;
    store.erase_leftover(&before[0]);
    assert_eq!(store.list().unreadable, []);
    store.put_leftover_back(&before[0]);
    assert_eq!(store.list().unreadable, before);
    // Not over what came into its place.
    storage.set("session-health:aside:own-x:1", "{another");
    store.put_leftover_back(&before[0]);
    assert_eq!(store.list().unreadable[0].text, "{another");
}

#[test]
fn four_fifths_of_the_quota_are_nearly_full() {
    let storage = Memory::default();
    storage.set("x", &"-".repeat(3_999_998));
    assert_eq!(titles(&storage, &[]), [""; 0]);
    storage.set("x", &"-".repeat(3_999_999));
    let all = troubles(&DashboardStore::new(&storage).list(), &[]);
    assert_eq!(all[0].title, "The browser’s storage is nearly full");
    assert!(all[0].text.starts_with("4.0 of 5 MB"), "{}", all[0].text);
    // Where there is more room than anywhere else.
    storage.set("x", &"-".repeat(5_200_000));
    let all = troubles(&DashboardStore::new(&storage).list(), &[]);
    assert!(all[0].text.starts_with("5.0 of 5 MB"), "{}", all[0].text);
}
