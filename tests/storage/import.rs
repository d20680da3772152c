//! An import is taken back whole, but for what was changed since.

use crate::support::{at, dashboard, titles};
use serde_json::{Value, json};
use session_health::dashboard::builder::{check, check_change};
use session_health::dashboard::edit::Edit;
use session_health::dashboard::history::History;
use session_health::dashboard::model::{Dashboard, DataSet, Widget};
use session_health::storage::dashboards::DashboardStore;
use session_health::storage::drafts::Draft;
use session_health::storage::exchange::{Prospect, export, read};
use session_health::storage::{KeyValue, Memory};
use std::collections::BTreeMap;

fn contents(storage: &Memory) -> BTreeMap<String, String> {
    let value = |key: String| (key.clone(), storage.get(&key).unwrap());
    storage.keys().into_iter().map(value).collect()
}

fn draft(title: &str) -> Draft {
    Draft {
        base: 1,
        edited: at(2),
        dashboard: dashboard(title),
        history: History::default(),
    }
}

/// A backup of two dashboards, one with edits and a history, a damaged text and filters of a built-in dashboard.
fn backup() -> String {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let [a, _] = ["A", "B"].map(|title| store.add(dashboard(title), at(0)).unwrap().stored);
    store.rename(&a.id, "A renamed", at(1)).unwrap();
    store.keep_draft(&a.id, "tab", &draft("A edited"));
    storage.set("session-health:aside:own-1:1", "{ damaged");
    store.set_filters("mobile-session-health", Some("?statsPeriod=24h"));
    store.back_up(at(3))
}

#[test]
fn what_was_imported_goes_again_and_nothing_else() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    store.add(dashboard("Mine"), at(2)).unwrap();
    let before = contents(&storage);
    let parcel = read(&backup()).unwrap();
    let imported = store.import(&parcel, at(4)).unwrap();
    assert_eq!((imported.dashboards.len(), imported.texts.len()), (2, 2));
    assert!(
        contents(&storage).len() > before.len() + 4,
        "edits came along"
    );
    assert_eq!(store.take_back(&imported), [""; 0]);
    assert_eq!(contents(&storage), before);
    assert_eq!(store.take_back(&imported), [""; 0], "and once is enough");

    // What is here already is not the import's to take away.
    store.import(&parcel, at(4)).unwrap();
    let before = contents(&storage);
    let again = store.import(&parcel, at(5)).unwrap();
    assert_eq!(again.here, 4);
    store.take_back(&again);
    assert_eq!(contents(&storage), before);
}

#[test]
fn what_is_only_in_the_bin_comes_back_and_goes_there_again() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let mine = store.add(dashboard("Mine"), at(0)).unwrap().stored;
    store.rename(&mine.id, "Mine still", at(1)).unwrap();
    let parcel = read(&store.back_up(at(2))).unwrap();
    assert!(store.has_all(&parcel));
    assert_eq!(store.prospects(&parcel.dashboards), [Prospect::Here]);
    store.set_deleted(&mine.id, Some(at(3))).unwrap();
    assert!(!store.has_all(&parcel));
    // Its title is another one's by now.
    store.add(dashboard("Mine still"), at(4)).unwrap();
    let before = contents(&storage);
    let title = "Mine still 2";
    assert_eq!(
        store.prospects(&parcel.dashboards),
        [Prospect::Back(title.to_owned())]
    );
    let imported = store.import(&parcel, at(5)).unwrap();
    assert_eq!((imported.dashboards.len(), imported.here), (0, 0));
    assert_eq!(imported.returned[0].now.dashboard.title, title);
    assert_eq!(titles(&store), [title, "Mine still"]);
    assert!(store.read(&mine.id).unwrap().unwrap().deleted.is_none());

    assert_eq!(store.take_back(&imported), [""; 0]);
    assert_eq!(contents(&storage), before);
    // Unless somebody goes on with it.
    let imported = store.import(&parcel, at(6)).unwrap();
    store.keep_draft(&mine.id, "tab", &draft("Mine still, edited"));
    assert_eq!(store.take_back(&imported), [title]);
    assert!(store.read(&mine.id).unwrap().unwrap().deleted.is_none());
}

#[test]
fn an_import_that_fails_midway_leaves_nothing_behind() {
    let storage = Memory::default();
    let store = DashboardStore::new(&storage);
    let mut parcel = read(&backup()).unwrap();
    parcel.dashboards[1].dashboard.title = "x".repeat(256);
    assert!(store.import(&parcel, at(4)).is_err());
    assert_eq!(contents(&storage), BTreeMap::new());
}

#[test]
fn what_was_changed_since_it_was_imported_stays() {
    type Change<'a> = &'a dyn Fn(&DashboardStore<&Memory>, &str);
    let changes: [Change; 3] = [
        &|store, id| drop(store.rename(id, "B changed", at(5)).unwrap()),
        &|store, id| assert!(store.keep_draft(id, "other tab", &draft("B edited"))),
        &|store, id| drop(store.set_deleted(id, Some(at(5))).unwrap()),
    ];
    for change in changes {
        let storage = Memory::default();
        let store = DashboardStore::new(&storage);
        let imported = store.import(&read(&backup()).unwrap(), at(4)).unwrap();
        let b = &imported.dashboards[1];
        change(&store, &b.id);
        storage.set("session-health:aside:own-1:1", "{ other");
        let changed = store.read(&b.id);
        let drafts = store.has_draft(&b.id);
        assert_eq!(store.take_back(&imported).len(), 1);
        assert_eq!(titles(&store).len(), 1);
        assert_eq!(
            (store.read(&b.id), store.has_draft(&b.id)),
            (changed, drafts)
        );
        assert_eq!(
            storage.get("session-health:aside:own-1:1").as_deref(),
            Some("{ other")
        );
    }
}

#[test]
fn a_widget_of_a_foreign_data_set_is_edited_and_exported_otherwise_unharmed() {
    let mut foreign: Value =
        serde_json::from_str(include_str!("../fixtures/dashboards/v0.json")).unwrap();
    let spans = foreign["widgets"].as_array_mut().unwrap();
    let spans = spans.iter_mut().find(|w| w["widgetType"] == "spans");
    let spans = spans.unwrap();
    spans["datasetSource"] = json!("user");
    spans["queries"] = json!([{
        "name": "slow", "fields": ["span.op", "p95(span.duration)"], "aggregates": ["p95(span.duration)"],
        "columns": ["span.op"], "conditions": "span.op:db", "orderby": "-p95(span.duration)",
        "isHidden": false, "fieldAliases": [], "onDemand": [{"enabled": true}], "selectedAggregate": 0,
    }]);
    let file = foreign.to_string();
    let dashboard = read(&file).unwrap().dashboards.remove(0).dashboard;
    let is_foreign = |w: &&Widget| matches!(w.widget_type, DataSet::Foreign(_));
    let widget = dashboard.widgets.iter().find(is_foreign).unwrap().clone();
    let id = widget.id().to_owned();
    let body = |dashboard: &Dashboard, title: &str| -> Vec<Value> {
        let whole: Value = serde_json::from_str(&export(dashboard)).unwrap();
        let all = whole["widgets"].as_array().unwrap().clone();
        all.into_iter().filter(|w| w["title"] == title).collect()
    };
    // Which one it is, what it says and where it stands is not of its data set.
    let rest = |mut widget: Value| {
        let map = widget.as_object_mut().unwrap();
        map.retain(|key, _| {
            !["title", "description", "layout", "x-session-health"].contains(&key.as_str())
        });
        widget
    };
    let before = rest(body(&dashboard, &widget.title).remove(0));
    assert_eq!(
        before["queries"],
        foreign["widgets"]
            .as_array()
            .unwrap()
            .iter()
            .find(|w| w["widgetType"] == "spans")
            .unwrap()["queries"]
    );

    // Whoever builds it may give it other words, and nothing that we do not know of.
    let renamed = Widget {
        title: "Slower spans".to_owned(),
        description: Some("Those of the shop".to_owned()),
        ..widget.clone()
    };
    assert_ne!(check(&renamed, true), []);
    assert_eq!(check_change(&renamed, &widget, true), []);
    let nameless = Widget {
        title: " ".to_owned(),
        ..widget.clone()
    };
    assert_eq!(check_change(&nameless, &widget, true).len(), 1);
    let other = Widget {
        limit: Some(3),
        ..renamed.clone()
    };
    assert_ne!(check_change(&other, &widget, true), []);

    let apply = |edit: Edit, to: &Dashboard| edit.apply(to).unwrap().dashboard;
    let mut edited = apply(Edit::Change(Box::new(renamed)), &dashboard);
    let place = edited.widget(&id).unwrap().place();
    edited = apply(Edit::Resize(id.clone(), place.w, place.h + 2), &edited);
    edited = apply(Edit::Move(id.clone(), 0, 0), &edited);
    edited = apply(Edit::Duplicate(id.clone()), &edited);
    let after = body(&edited, "Slower spans");
    assert_eq!(after.len(), 2);
    for copy in after {
        assert_eq!(copy["description"], json!("Those of the shop"));
        assert_eq!(rest(copy), before);
    }
    edited = apply(Edit::Remove(id), &edited);
    assert_eq!(body(&edited, "Slower spans").len(), 1);
}
