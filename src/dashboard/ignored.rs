//! What a reader of a dashboard's JSON makes no use of, a line each: Sentry of ours, and we of a foreign one.

use super::extension::{Extension, KEY, OwnDisplay, ReleaseMarks, TopRule};
use super::global_filter::GlobalFilter;
use super::model::{Dashboard, DataSet, DisplayType, Widget, WidgetQuery};
use super::plan::{Order, Scope, Show, Times};
use super::planner::{conditions, plan};
use super::portable::{IDENTITY, PERSONAL};
use crate::engine::field::{Field, Unit};
use crate::session::interval::parse_duration;
use crate::session::{Interval, TimeRange, Timestamp, Window};
use serde_json::{Map, Value};

/// Keys of a dashboard that are used, beside those of the model.
const USED: [&str; 2] = ["utc", KEY];
/// A key of a widget that says how Sentry came to its data set, which it names as well.
const ORIGIN: [&str; 1] = ["datasetSource"];
/// Columns of our list of issues.
const ISSUE_COLUMNS: [&str; 5] = ["issue", "project", "title", "count", "lastSeen"];
/// How Sentry writes the order that our list of issues has.
const ISSUE_ORDERS: [&str; 4] = ["", "date", "-date", "-lastSeen"];

/// What Sentry has no word for, a line each. It keeps none of it.
pub fn by_sentry(dashboard: &Dashboard) -> Vec<String> {
    let line = |widget: &Widget| {
        let mut own = own_words(&widget.extension);
        own.extend(own_fields(widget));
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
        words.push("change against the previous period".to_owned());
    }
    match extension.releases {
        Some(ReleaseMarks::Bubbles) => words.push("release bubbles".to_owned()),
        Some(ReleaseMarks::Lines) => words.push("release lines".to_owned()),
        None => {}
    }
    words
}

/// The fields of a release-health widget that Sentry's release data set does not have.
fn own_fields(widget: &Widget) -> Option<String> {
    let asked = widget.queries.iter().flat_map(|query| &query.aggregates);
    let is_own =
        |name: &&String| Field::from_name(name).is_some_and(|field| field.unit() == Unit::Duration);
    let own: Vec<&str> = asked.filter(is_own).map(String::as_str).collect();
    let is_health = widget.widget_type == DataSet::Health;
    (is_health && !own.is_empty()).then(|| {
        format!(
            "{}, which its release data does not have",
            own.join(" and ")
        )
    })
}

/// What is kept of a foreign document but makes no difference here.
pub fn here(dashboard: &Dashboard) -> Vec<String> {
    let mut lines: Vec<String> = dashboard.widgets.iter().filter_map(unused_of).collect();
    let filters = dashboard.filters.global();
    lines.extend(filters.iter().filter_map(unused_filter));
    let mut parts = unknown(&dashboard.rest, &[&PERSONAL, &USED]);
    parts.extend(
        unknown(&dashboard.filters.rest, &[&["globalFilter"]])
            .into_iter()
            .map(|key| format!("filter {key}")),
    );
    let is_no_length = |text: &&String| parse_duration(text).is_none();
    parts.extend(
        dashboard
            .period
            .as_ref()
            .filter(is_no_length)
            .map(|text| format!("period “{text}”")),
    );
    let times = [("start", &dashboard.start), ("end", &dashboard.end)];
    parts.extend(times.into_iter().filter_map(|(name, text)| {
        let text = text
            .as_ref()
            .filter(|text| Timestamp::parse(text).is_none())?;
        Some(format!("{name} “{text}”"))
    }));
    if !parts.is_empty() {
        lines.push(format!("The dashboard’s {}", parts.join(", ")));
    }
    lines
}

fn unused_filter(filter: &GlobalFilter) -> Option<String> {
    let value = filter.value.trim();
    let why = match DataSet::from(filter.dataset.clone()) {
        DataSet::Foreign(name) => format!("the data set “{name}” is not supported here"),
        DataSet::Health => conditions(value).err()?,
        DataSet::Issue => return None,
    };
    (!value.is_empty()).then(|| format!("The filter “{value}”: {why}"))
}

fn unused_of(widget: &Widget) -> Option<String> {
    let show = show(widget);
    let reason = match (&widget.widget_type, &widget.display_type, &show) {
        (DataSet::Foreign(name), ..) => {
            Some(format!("the data set “{name}” is not supported here"))
        }
        (_, DisplayType::Foreign(name), _) => {
            Some(format!("the display “{name}” is not supported here"))
        }
        (.., Show::Unsupported(why)) => Some(why.clone()),
        _ => None,
    };
    let unused = reason.map_or_else(|| unused_parts(widget, &show), |reason| vec![reason]);
    (!unused.is_empty()).then(|| format!("{}: {}", widget.title, unused.join(", ")))
}

/// What is shown of a widget where nothing narrows it.
fn show(widget: &Widget) -> Show {
    let alone = Dashboard {
        widgets: vec![widget.clone()],
        ..Dashboard::default()
    };
    let range = TimeRange::last(Interval::DAY.millis(), Timestamp::default());
    let window = Window::single(range);
    let times = Times {
        range,
        window,
        issue_window: window,
        compare: false,
    };
    let mut planned = plan(&alone, &Scope::default(), times).widgets;
    planned.remove(0).show
}

fn unused_parts(widget: &Widget, show: &Show) -> Vec<String> {
    let has_levels = matches!(
        show,
        Show::Figure {
            thresholds: Some(_),
            ..
        }
    );
    let used: &[&str] = if has_levels { &["thresholds"] } else { &[] };
    let mut parts = unknown(&widget.rest, &[&IDENTITY, &ORIGIN, used]);
    parts.extend(
        unknown(&widget.extension.rest, &[])
            .into_iter()
            .map(|key| format!("{KEY} {key}")),
    );
    let queries = match show {
        Show::Chart(_) => widget.queries.len(),
        _ => 1,
    };
    for (number, query) in widget.queries.iter().take(queries).enumerate() {
        parts.extend(unknown(&query.rest, &[&IDENTITY]));
        parts.extend(unused_in(query, show, number == 0));
    }
    match widget.queries.len().saturating_sub(queries) {
        0 => {}
        1 => parts.push("its second query".to_owned()),
        n => parts.push(format!("its {n} further queries")),
    }
    parts
}

/// What is not used of the known parts of a query.
fn unused_in(query: &WidgetQuery, show: &Show, first: bool) -> Vec<String> {
    let mut parts = Vec::new();
    let order = query.orderby.trim();
    let is_ordered = match show {
        Show::Figure { .. } | Show::Releases { .. } => true,
        Show::Chart(_) => order.is_empty() || first && Order::of(query).is_some(),
        Show::Table(_) => order.is_empty() || Order::of(query).is_some(),
        Show::IssueList { .. } => ISSUE_ORDERS.contains(&order),
        _ => order.is_empty(),
    };
    if !is_ordered {
        parts.push(format!("the order “{order}”"));
    }
    let is_table = matches!(show, Show::Table(_) | Show::Releases { .. });
    if !is_table && query.field_aliases.iter().any(|title| !title.is_empty()) {
        parts.push("titles of fields".to_owned());
    }
    if !matches!(show, Show::Chart(_)) && !query.name.is_empty() {
        parts.push(format!("the name “{}”", query.name));
    }
    if let Show::IssueList { .. } = show {
        let others = query
            .fields
            .iter()
            .filter(|field| !ISSUE_COLUMNS.contains(&field.as_str()));
        parts.extend(others.map(|field| format!("the column “{field}”")));
    }
    parts
}

/// The keys that say something and that nobody knows.
fn unknown(map: &Map<String, Value>, known: &[&[&str]]) -> Vec<String> {
    let is_known = |key: &str| known.iter().any(|keys| keys.contains(&key));
    let keys = map
        .iter()
        .filter(|(key, value)| says_something(value) && !is_known(key));
    keys.map(|(key, _)| key.clone()).collect()
}

/// Whether a value is more than a word for nothing.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => items.iter().any(says_something),
        Value::Object(map) => map.values().any(says_something),
        Value::Bool(true) | Value::Number(_) => true,
    }
}
