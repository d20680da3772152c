//! The list of dashboards: search, orders, bin, words.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use session_health::dashboard::model::{Dashboard, Widget};
use session_health::session::Timestamp;
use session_health::state::dashboard_list::{Order, TileKind, bin, entries, size, usage};
use session_health::storage::Memory;
use session_health::storage::dashboards::{DashboardStore, Listing};

fn at(day: i64) -> Timestamp {
    Timestamp::from_secs(day * 86_400)
}

fn listing() -> Listing {
    let store = DashboardStore::new(Memory::default());
    for (title, day, widgets) in [
        ("Shop, iOS", 3, 2),
        ("checkout", 9, 20),
        ("Älteste", 1, 1),
        ("Gone", 5, 1),
    ] {
        let dashboard = Dashboard {
            title: title.to_owned(),
            widgets: vec![Widget::default(); widgets],
            ..Dashboard::default()
        };
        store.add(dashboard, at(day)).unwrap();
    }
    let ids: Vec<_> = store
        .list()
        .dashboards
        .into_iter()
        .map(|s| (s.dashboard.title, s.id))
        .collect();
    let id = |title: &str| &ids.iter().find(|(t, _)| t == title).unwrap().1;
    store.star(id("Älteste"), true).unwrap();
    store.set_deleted(id("Gone"), Some(at(6))).unwrap();
    store.list()
}

fn titles(search: &str, order: Order) -> Vec<String> {
    let starred = ["frontend-session-health".to_owned()];
    let found = entries(&listing(), &starred, search, order);
    found.into_iter().map(|e| e.title).collect()
}

#[test]
fn favourites_come_first_in_every_order() {
    assert_eq!(
        titles("", Order::Edited),
        [
            "Älteste",
            "Frontend Session Health",
            "checkout",
            "Shop, iOS",
            "Mobile Session Health"
        ]
    );
    assert_eq!(
        titles("", Order::Title),
        [
            "Frontend Session Health",
            "Älteste",
            "checkout",
            "Mobile Session Health",
            "Shop, iOS"
        ]
    );
    assert_eq!(
        titles("", Order::Widgets),
        [
            "Frontend Session Health",
            "Älteste",
            "checkout",
            "Mobile Session Health",
            "Shop, iOS"
        ]
    );
}

#[test]
fn search_finds_all_words_in_any_case() {
    assert_eq!(
        titles("HEALTH session", Order::Title),
        ["Frontend Session Health", "Mobile Session Health"]
    );
    assert_eq!(titles("ä", Order::Title), ["Älteste"]);
    assert_eq!(titles("ios shop", Order::Title), ["Shop, iOS"]);
    assert_eq!(titles("gone", Order::Title), [""; 0]);
}

#[test]
fn the_bin_counts_the_days() {
    let left = |day| bin(&listing(), at(day))[0].days_left;
    assert_eq!(
        (left(6), left(7), left(35), left(36), left(99)),
        (30, 29, 1, 0, 0)
    );
    assert_eq!(bin(&listing(), at(6))[0].title, "Gone");
}

#[test]
fn pictures_and_sizes() {
    let all = entries(&Listing::default(), &[], "mobile", Order::Title);
    let tiles = &all[0].tiles;
    assert_eq!(
        (tiles.len(), tiles[0].kind, tiles[3].kind),
        (12, TileKind::Figure, TileKind::Line)
    );
    assert_eq!(
        (tiles[11].x, tiles[11].y, tiles[11].w, tiles[11].h),
        (0, 9, 6, 4)
    );
    assert_eq!(
        [size(1), size(25), size(26)],
        ["1 widget", "25 widgets", "26 of 30 widgets"]
    );
    let listing = Listing {
        used: 440_000,
        ..Listing::default()
    };
    assert_eq!(
        usage(&listing),
        "0.4 of 5 MB of this browser’s storage used"
    );
}
