//! A dashboard outside of this browser: what is written into a file.

use super::extension::KEY;
use super::fit::fit;
use super::model::Dashboard;
use serde_json::{Map, Value, json};

/// The version of what is written.
pub const VERSION: u64 = 1;

/// Keys that say who made a dashboard, where and when: not part of what is handed on.
pub(super) const PERSONAL: [&str; 8] = [
    "id",
    "createdBy",
    "dateCreated",
    "isFavorited",
    "lastVisited",
    "permissions",
    "prebuiltId",
    "starred",
];

/// Keys that say which widget or query it was of whom, and nothing about it.
pub(super) const IDENTITY: [&str; 6] = [
    "id",
    "tempId",
    "dashboardId",
    "widgetId",
    "dateCreated",
    "exploreUrls",
];

/// Sentry's dashboard JSON as Sentry takes it, its keys in order, without ids.
pub fn to_json(dashboard: &Dashboard) -> Value {
    let mut dashboard = dashboard.clone();
    fit(&mut dashboard);
    // A document always becomes JSON.
    let mut value = serde_json::to_value(&dashboard).unwrap_or_default();
    if let Value::Object(map) = &mut value {
        map.retain(|key, _| !PERSONAL.contains(&key.as_str()));
        map.insert(KEY.to_owned(), json!({"version": VERSION}));
        for widget in objects(map, "widgets") {
            anonymize(widget);
            objects(widget, "queries").for_each(anonymize);
        }
    }
    value
}

/// Whether a newer version of the app wrote a document of ours.
pub fn is_newer(document: &Map<String, Value>) -> bool {
    let version = document.get(KEY).and_then(|own| own.get("version"));
    version.and_then(Value::as_u64).is_some_and(|v| v > VERSION)
}

fn anonymize(object: &mut Map<String, Value>) {
    object.retain(|key, _| !IDENTITY.contains(&key.as_str()));
}

fn objects<'a>(
    of: &'a mut Map<String, Value>,
    key: &str,
) -> impl Iterator<Item = &'a mut Map<String, Value>> {
    let list = of.get_mut(key).and_then(Value::as_array_mut);
    list.into_iter().flatten().filter_map(Value::as_object_mut)
}
