//! A document from elsewhere made to fit: what Sentry's format forbids and what the grid has no room for is brought into
//! bounds or left out, and told.

use super::arrange::compact_placed;
use super::builder::LIMIT;
use super::model::{Dashboard, Widget};
use crate::session::interval::parse_duration;
use serde_json::{Map, Value, json};

/// The longest `interval` of a widget, in characters.
const INTERVAL: usize = 10;

/// Makes `dashboard` fit; what was changed, a line each. One that fits stays as it is.
pub fn fit(dashboard: &mut Dashboard) -> Vec<String> {
    let mut lines: Vec<String> = dashboard.widgets.iter_mut().flat_map(fit_widget).collect();
    if compact_placed(&mut dashboard.widgets) {
        lines.push("Widgets that lay on each other or left gaps are moved together.".to_owned());
    }
    let mut left_out = Vec::new();
    if let Some(period) = dashboard.period.take() {
        dashboard.period = whole_period(&period);
        let lost = dashboard.period.is_none();
        left_out.extend(lost.then(|| format!("period “{period}”")));
    }
    if has_lost(&mut dashboard.projects, |id| *id >= -1) {
        left_out.push("projects below -1".to_owned());
    }
    left_out.extend(drop_broken(&mut dashboard.rest, "utc", is_switch));
    let filters = &mut dashboard.filters.rest;
    match filters.get_mut("globalFilter").map(Value::as_array_mut) {
        Some(Some(all)) => {
            all.iter_mut().for_each(add_tag);
            left_out.extend(has_lost(all, is_filter).then(|| "broken filters".to_owned()));
        }
        _ => left_out.extend(drop_broken(filters, "globalFilter", Value::is_array)),
    }
    lines.extend(
        left_out
            .into_iter()
            .map(|what| left_out_of("The dashboard", &what)),
    );
    lines
}

fn fit_widget(widget: &mut Widget) -> Vec<String> {
    let name = format!("“{}”", widget.title);
    let mut lines = Vec::new();
    if let Some(limit) = &mut widget.limit
        && !(1..=LIMIT).contains(limit)
    {
        let fitting = (*limit).clamp(1, LIMIT);
        lines.push(format!("{name}: its limit is {fitting}, not {limit}."));
        *limit = fitting;
    }
    let broken = [
        drop_broken(&mut widget.rest, "interval", is_interval),
        drop_broken(&mut widget.rest, "thresholds", are_thresholds),
    ];
    lines.extend(
        broken
            .into_iter()
            .flatten()
            .map(|what| left_out_of(&name, &what)),
    );
    lines
}

fn left_out_of(whose: &str, what: &str) -> String {
    format!("{whose}: without its {what}, which Sentry would refuse.")
}

/// Takes out what is not as it should be; its key.
fn drop_broken(
    map: &mut Map<String, Value>,
    key: &str,
    is_good: fn(&Value) -> bool,
) -> Option<String> {
    map.get(key).filter(|value| !is_good(value))?;
    map.remove(key).map(|_| key.to_owned())
}

fn has_lost<T>(all: &mut Vec<T>, is_good: fn(&T) -> bool) -> bool {
    let before = all.len();
    all.retain(is_good);
    all.len() < before
}

/// A range with its unit, which may be left out here.
fn whole_period(text: &str) -> Option<String> {
    parse_duration(text)?;
    let unit = if text.trim().ends_with(|c: char| c.is_ascii_digit()) {
        "s"
    } else {
        ""
    };
    Some(text.trim().to_owned() + unit)
}

/// Names the tag of a filter where only its conditions do.
fn add_tag(filter: &mut Value) {
    let tag = filter.get("value").and_then(Value::as_str);
    let tag = tag
        .and_then(|value| value.split(':').next())
        .map(|tag| tag.trim_start_matches('!').to_owned());
    if let (Some(filter), Some(tag)) = (filter.as_object_mut(), tag) {
        filter.entry("tag").or_insert_with(|| json!({"key": tag}));
    }
}

fn is_switch(value: &Value) -> bool {
    value.is_null() || value.is_boolean()
}

fn is_interval(value: &Value) -> bool {
    value.is_null()
        || value
            .as_str()
            .is_some_and(|text| text.chars().count() <= INTERVAL)
}

fn are_thresholds(value: &Value) -> bool {
    let unit = value.get("unit").unwrap_or(&Value::Null);
    let has_values = value.get("max_values").is_some_and(Value::is_object);
    value.is_null() || has_values && (unit.is_null() || unit.is_string())
}

fn is_filter(value: &Value) -> bool {
    let is_text = |of: Option<&Value>| of.is_some_and(Value::is_string);
    let tag = value.get("tag");
    let name = tag.and_then(|tag| tag.get("name"));
    is_text(value.get("dataset"))
        && is_text(value.get("value"))
        && is_text(tag.and_then(|tag| tag.get("key")))
        && name.is_none_or(Value::is_string)
}
