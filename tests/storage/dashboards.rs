//! Adding, duplicating, renaming, the bin, two pages at once.

use crate::support::{at, dashboard, store, titles};
use serde_json::{Value, json};
use session_health::dashboard::builtin;
use session_health::dashboard::limits::Limit;
use session_health::dashboard::model::{Dashboard, Widget};
use session_health::storage::KeyValue;
use session_health::storage::Memory;
use session_health::storage::dashboards::{DashboardStore, NotSaved, is_own};

/// Case L05 of the published cases.
#[test]
fn a_duplicate_keeps_filters_and_drops_identity() {
    let cases: Value = serde_json::from_str(include_str!("../fixtures/cases.json")).unwrap();
    let case = cases["cases"].as_array().unwrap().iter();
    let case = case.clone().find(|c| c["id"] == "L05").unwrap();
    let mut saved = case["input"]["saved"].clone();
    saved["widgets"] = json!([{"id": "5", "title": "A"}, {"id": "6", "title": "B"}]);
    let saved: Dashboard = serde_json::from_value(saved).unwrap();

    // At Sentry the built-in itself does not take its title; here it does not either.
    let copy = store().duplicate(&saved, at(0)).unwrap().stored.dashboard;
    let got = serde_json::to_value(&copy).unwrap();
    let want = &case["expected"]["new"];
    for key in ["prebuiltId", "title", "projects", "environment", "period"] {
        assert_eq!(got[key], want[key], "{key}");
    }
    assert_eq!(
        got["filters"]["globalFilter"],
        case["input"]["saved"]["filters"]["globalFilter"]
    );
    let ids: Vec<_> = copy.widgets.iter().map(Widget::id).collect();
    assert!(
        got["widgets"]
            .as_array()
            .unwrap()
            .iter()
            .all(|w| w.get("id").is_none())
    );
    assert_eq!(ids, ["w1", "w2"]);
}

#[test]
fn titles_of_copies_are_counted_up() {
    let store = store();
    let mobile = builtin::mobile();
    for _ in 0..3 {
        store.duplicate(&mobile, at(0)).unwrap();
    }
    let first = store.list().dashboards.remove(0).dashboard;
    store.duplicate(&first, at(0)).unwrap();
    assert_eq!(
        titles(&store),
        [
            "Mobile Session Health copy",
            "Mobile Session Health copy 2",
            "Mobile Session Health copy 3",
            "Mobile Session Health copy 4",
        ]
    );
    // A number that is part of a title stays; a title as long as may be is cut to make room.
    let with_number = store.duplicate(&dashboard("Release 2"), at(0)).unwrap();
    assert_eq!(with_number.stored.dashboard.title, "Release 2 copy");
    let long = dashboard(&"ü".repeat(255));
    for end in [" copy", " copy 2"] {
        let title = store
            .duplicate(&long, at(0))
            .unwrap()
            .stored
            .dashboard
            .title;
        assert!(title.chars().count() == 255 && title.ends_with(end));
    }
}

#[test]
fn ids_are_new_and_fit_into_links() {
    let store = store();
    let ids: Vec<_> = (0..20)
        .map(|_| store.add(dashboard("A"), at(0)).unwrap().stored.id)
        .collect();
    let distinct: std::collections::HashSet<_> = ids.iter().collect();
    assert_eq!(distinct.len(), 20);
    assert!(ids.iter().all(|id| is_own(id)));
    for id in [
        "",
        "own-",
        "own-a:b",
        "own-../x",
        "mobile-session-health",
        "own-ü",
    ] {
        assert!(!is_own(id), "{id}");
    }
    assert!(builtin::all().iter().all(|d| !is_own(&d.id)));
}

#[test]
fn the_bin_gives_back_for_thirty_days() {
    let store = store();
    let id = store.add(dashboard("A"), at(0)).unwrap().stored.id;
    store.set_deleted(&id, Some(at(1))).unwrap();
    store.sweep(at(30));
    assert_eq!(titles(&store), ["A"]);
    // Meanwhile somebody takes the title.
    store.add(dashboard("A"), at(2)).unwrap();
    let back = store.set_deleted(&id, None).unwrap().stored;
    assert_eq!((back.deleted, back.dashboard.title.as_str()), (None, "A 2"));
    store.sweep(at(100));
    assert_eq!(titles(&store), ["A 2", "A"]);

    store.set_deleted(&id, Some(at(1))).unwrap();
    store.sweep(at(31));
    assert_eq!(titles(&store), ["A"]);
    assert_eq!(store.rename(&id, "B", at(40)), Err(NotSaved::Gone));
}

#[test]
fn a_change_from_an_old_revision_is_refused_with_theirs() {
    let storage = Memory::default();
    let (here, there) = (DashboardStore::new(&storage), DashboardStore::new(&storage));
    let mine = here.add(dashboard("A"), at(0)).unwrap().stored;
    let theirs = there.rename(&mine.id, "Theirs", at(1)).unwrap().stored;

    let refused = here.save(&mine.id, mine.revision, dashboard("Mine"), at(2));
    assert_eq!(refused, Err(NotSaved::Conflict(Box::new(theirs.clone()))));
    assert_eq!(titles(&here), ["Theirs"]);
    // To insist is to save over the revision that was seen.
    let saved = here
        .save(&mine.id, theirs.revision, dashboard("Mine"), at(3))
        .unwrap();
    assert_eq!(
        (saved.stored.dashboard.title.as_str(), saved.stored.revision),
        ("Mine", 3)
    );
    // A star is no change of the dashboard.
    there.star(&mine.id, true).unwrap();
    let again = here
        .save(&mine.id, 3, dashboard("Mine 2"), at(4))
        .unwrap()
        .stored;
    assert!(again.starred && again.id == mine.id && again.dashboard.id == mine.id);
    // What the other page threw away is not brought back by saving.
    there.set_deleted(&mine.id, Some(at(5))).unwrap();
    assert!(
        matches!(here.save(&mine.id, 4, dashboard("X"), at(6)), Err(NotSaved::Conflict(s)) if s.deleted.is_some())
    );
    there.erase(&mine.id);
    assert_eq!(
        here.save(&mine.id, 5, dashboard("X"), at(6)),
        Err(NotSaved::Gone)
    );
}

#[test]
fn titles_are_taken_from_nobody() {
    let store = store();
    let a = store.add(dashboard("A"), at(0)).unwrap().stored;
    let b = store.add(dashboard("B"), at(0)).unwrap().stored;
    assert_eq!(store.rename(&b.id, "A", at(1)), Err(NotSaved::TitleTaken));
    assert_eq!(
        store.rename(&b.id, "Mobile Session Health", at(1)),
        Err(NotSaved::TitleTaken)
    );
    assert_eq!(
        store.save(&b.id, 1, dashboard("A"), at(1)),
        Err(NotSaved::TitleTaken)
    );
    assert!(store.rename(&a.id, " A ", at(1)).is_ok());
    assert_eq!(
        store.rename(&a.id, "  ", at(1)),
        Err(NotSaved::Limit(Limit::NoTitle))
    );
    store.set_deleted(&a.id, Some(at(1))).unwrap();
    assert!(store.rename(&b.id, "A", at(1)).is_ok());
}

#[test]
fn limits_are_told_and_nothing_is_written() {
    let store = store();
    let mut many = dashboard("Many");
    many.widgets = vec![Widget::default(); 31];
    assert_eq!(
        store.add(many.clone(), at(0)),
        Err(NotSaved::Limit(Limit::TooManyWidgets(31)))
    );
    many.widgets.pop();
    assert!(store.add(many, at(0)).is_ok());
    let title = "é".repeat(256);
    assert!(matches!(
        store.add(dashboard(&title), at(0)),
        Err(NotSaved::Limit(Limit::TitleTooLong(_)))
    ));
    assert!(store.add(dashboard(&title[2..]), at(0)).is_ok());
    let mut described = dashboard("D");
    described.widgets[0].description = Some(title);
    assert_eq!(
        store.add(described, at(0)),
        Err(NotSaved::Limit(Limit::DescriptionTooLong("One".into())))
    );
    assert_eq!(store.list().dashboards.len(), 2);
}

#[test]
fn use_of_the_storage_counts_everything_in_it() {
    let storage = Memory::default();
    storage.set("of another page", "äöü");
    let store = DashboardStore::new(&storage);
    assert_eq!(store.list().used, 15 + 3);
    storage.set("big", &"x".repeat(3_999_978));
    assert!(!store.list().is_nearly_full());
    // 80 % of five million characters.
    storage.set("b", "");
    assert!(store.list().is_nearly_full());
}
