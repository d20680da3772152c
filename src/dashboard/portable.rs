//! A dashboard outside of this browser: what is written into a file.

use super::extension::KEY;
use super::model::Dashboard;
use serde_json::{Value, json};

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

/// Sentry's dashboard JSON, its keys in order, without ids.
pub fn to_json(dashboard: &Dashboard) -> Value {
    // A document always becomes JSON.
    let mut value = serde_json::to_value(dashboard).unwrap_or_default();
    if let Value::Object(map) = &mut value {
        map.retain(|key, _| !PERSONAL.contains(&key.as_str()));
        map.insert(KEY.to_owned(), json!({"version": 1}));
        if let Some(Value::Array(widgets)) = map.get_mut("widgets") {
            widgets.iter_mut().for_each(without_id);
        }
    }
    value
}

fn without_id(widget: &mut Value) {
    if let Value::Object(map) = widget {
        map.remove("id");
        map.remove("tempId");
        map.remove("dashboardId");
    }
}
