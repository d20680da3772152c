//! A dashboard outside of this browser: what is written into a file, and what a reader of it would not make use of.

use super::extension::{Extension, KEY, OwnDisplay, ReleaseMarks, TopRule};
use super::model::{Dashboard, DataSet, DisplayType, Widget};
use serde_json::{Map, Value, json};

/// Keys that say who made a dashboard, where and when: not part of what is handed on.
const PERSONAL: [&str; 8] = [
    "id",
    "createdBy",
    "dateCreated",
    "isFavorited",
    "lastVisited",
    "permissions",
    "prebuiltId",
    "starred",
];

/// Keys of a dashboard that are used or that say nothing, beside those of the model.
const UNDERSTOOD: [&str; 2] = ["utc", KEY];

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

/// What Sentry has no word for, a line each. It keeps none of it.
pub fn ignored_by_sentry(dashboard: &Dashboard) -> Vec<String> {
    let line = |widget: &Widget| {
        let own = own_words(&widget.extension);
        (!own.is_empty()).then(|| format!("{}: {}", widget.title, own.join(", ")))
    };
    dashboard.widgets.iter().filter_map(line).collect()
}

fn own_words(extension: &Extension) -> Vec<String> {
    let mut words = Vec::new();
    if extension.display == Some(OwnDisplay::Releases) {
        words.push("search, paging and details of the releases table".to_owned());
    }
    if extension.share {
        words.push("shares instead of counts".to_owned());
    }
    if let Some(top) = extension.top {
        let which = match top.rule {
            TopRule::MostAdopted => "most adopted",
            TopRule::MostRecent => "most recent",
        };
        let rest = if top.other {
            " and the rest as Other"
        } else {
            ""
        };
        words.push(format!("the {} {which} releases{rest}", top.limit));
    }
    if !extension.hidden.is_empty() {
        words.push(format!("hidden at first: {}", extension.hidden.join(", ")));
    }
    if extension.compare {
        words.push("change against the period before".to_owned());
    }
    match extension.releases {
        Some(ReleaseMarks::Bubbles) => words.push("release bubbles".to_owned()),
        Some(ReleaseMarks::Lines) => words.push("release lines".to_owned()),
        None => {}
    }
    words
}

/// What is kept of a foreign document but makes no difference here, a line each.
pub fn unused_here(dashboard: &Dashboard) -> Vec<String> {
    let mut lines: Vec<String> = dashboard.widgets.iter().filter_map(unused_of).collect();
    let personal =
        |key: &&String| !PERSONAL.contains(&key.as_str()) && !UNDERSTOOD.contains(&key.as_str());
    let keys: Vec<&str> = said(&dashboard.rest)
        .filter(personal)
        .map(String::as_str)
        .collect();
    if !keys.is_empty() {
        lines.push(format!("The dashboard’s {}", keys.join(", ")));
    }
    lines
}

fn unused_of(widget: &Widget) -> Option<String> {
    let title = &widget.title;
    if let DataSet::Foreign(name) = &widget.widget_type {
        return Some(format!(
            "{title}: the data set “{name}” is not supported here"
        ));
    }
    if let DisplayType::Foreign(name) = &widget.display_type {
        return Some(format!(
            "{title}: the display “{name}” is not supported here"
        ));
    }
    let identity = ["tempId", "dashboardId", "dateCreated", "datasetSource"];
    let keys = said(&widget.rest).filter(|key| !identity.contains(&key.as_str()));
    let keys: Vec<&str> = keys.map(String::as_str).collect();
    (!keys.is_empty()).then(|| format!("{title}: {}", keys.join(", ")))
}

/// The keys that say something.
fn said(map: &Map<String, Value>) -> impl Iterator<Item = &String> {
    map.iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(key, _)| key)
}
