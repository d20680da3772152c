//! Filters that are saved with a built-in dashboard: a text of their own, versioned, and nothing else is touched.

use session_health::storage::dashboards::{DashboardStore, is_ours};
use session_health::storage::{KeyValue, Memory};

const MOBILE: &str = "mobile-session-health";
const KEY: &str = "session-health:filters:mobile-session-health";

#[test]
fn they_are_saved_listed_and_forgotten() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    assert_eq!(store.filters(MOBILE), None);
    assert!(store.set_filters(MOBILE, Some("?environment=prod")));
    assert_eq!(store.filters(MOBILE).as_deref(), Some("?environment=prod"));
    assert_eq!(store.filters("frontend-session-health"), None);
    assert_eq!(storage.keys(), [KEY]);
    let listing = store.list();
    assert_eq!(
        (listing.filtered, listing.dashboards.len()),
        (vec![MOBILE.to_owned()], 0)
    );
    assert!(listing.used > KEY.len());
    // Other tabs follow.
    assert!(is_ours(KEY) && !is_ours("session-health:filters:own-1"));
    store.sweep(crate::support::at(99));
    assert!(store.filters(MOBILE).is_some());
    assert!(store.set_filters(MOBILE, None));
    assert_eq!(storage.keys(), [""; 0]);
}

#[test]
fn those_of_a_newer_version_are_neither_used_nor_touched() {
    let storage = Memory::default();
    storage.set(KEY, "2{\"moods\":1}");
    let store = DashboardStore::new(&storage);
    assert_eq!(store.filters(MOBILE), None);
    assert!(!store.set_filters(MOBILE, Some("?project=1")));
    assert!(!store.set_filters(MOBILE, None));
    assert_eq!(storage.get(KEY).as_deref(), Some("2{\"moods\":1}"));
}
