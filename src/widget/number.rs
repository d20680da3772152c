//! Numbers as a widget writes them: for people, and at full precision for `data-value`.

use crate::engine::field::Unit;
use crate::session::format;

/// For people, in a table or beside a chart.
pub fn text(unit: Unit, value: Option<f64>) -> String {
    match (unit, value) {
        (_, None) => format::NONE.to_owned(),
        (Unit::Rate, value) => format::percent_tooltip(value),
        (Unit::Count, Some(n)) => format::count(n.max(0.0).round() as u64),
        (Unit::Duration, value) => format::duration(value),
    }
}

/// A difference of two numbers of this unit.
pub fn change(unit: Unit, difference: Option<f64>) -> String {
    match unit {
        Unit::Rate => format::change_points(difference),
        Unit::Count => format::change_count(difference),
        Unit::Duration => format::change_duration(difference),
    }
}

/// At full precision: the shortest text that reads back as the same number; empty when there is none.
pub fn exact(value: Option<f64>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

/// A length of time in words for "previous …": `14 days`, `24 hours`, `90 minutes`.
pub fn span(millis: i64) -> String {
    const MINUTE: i64 = 60_000;
    let units = [
        (24 * 60 * MINUTE, "day"),
        (60 * MINUTE, "hour"),
        (MINUTE, "minute"),
    ];
    let fits = |unit: i64| millis >= 2 * unit && millis % unit == 0;
    let (unit, name) = units
        .into_iter()
        .find(|(unit, _)| fits(*unit))
        .unwrap_or(units[2]);
    let n = (millis + unit / 2) / unit;
    format!("{n} {name}{}", if n == 1 { "" } else { "s" })
}
