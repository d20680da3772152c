//! Everything that can be wrong with a widget, and why, in words.

use super::{FIELDS, ISSUE_FIELDS, LIMIT, Part, Refusal, is_line};
use crate::dashboard::complete::in_words;
use crate::dashboard::limits;
use crate::dashboard::model::{AxisRange, DataSet, DisplayType, Widget, WidgetQuery};
use crate::dashboard::planner::conditions;
use crate::engine::field::{Field, Subject, Unit};
use crate::engine::query::Dimension;
use crate::session::Status;

/// Everything that is wrong with `widget`; `raw`: the source knows single sessions. Empty: it can be shown.
pub fn check(widget: &Widget, raw: bool) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let mut refuse = |part, reason: &str| {
        refusals.push(Refusal {
            part,
            reason: reason.to_owned(),
        });
    };
    if widget.title.trim().is_empty() {
        refuse(Part::Title, "A widget needs a title.");
    }
    let is_long = |text: &str| text.chars().count() > limits::TEXT;
    if is_long(&widget.title) || widget.description.as_deref().is_some_and(is_long) {
        refuse(
            Part::Title,
            "A title and a description have at most 255 characters each.",
        );
    }
    let Some(query) = widget.queries.first() else {
        refuse(Part::Fields, "It has no query.");
        return refusals;
    };
    if widget.is_releases_table() {
        return refusals;
    }
    match widget.widget_type {
        DataSet::Health => health(widget, query, raw, &mut refuse),
        DataSet::Issue => issues(widget, query, &mut refuse),
        DataSet::Foreign(_) => refuse(Part::Display, "This data set is not supported here."),
    }
    if widget.limit.is_some_and(|n| n == 0 || n > LIMIT) {
        refuse(Part::Limit, "At least 1, at most 10.");
    }
    if widget.axis_range == Some(AxisRange::DataMin) && !is_line(widget) {
        refuse(
            Part::Axis,
            "Bars and areas are read by their height, so they start at 0; only lines may start elsewhere.",
        );
    }
    if let Some(thresholds) = widget.thresholds() {
        if widget.display_type != DisplayType::BigNumber {
            refuse(Part::Thresholds, "Only a big number has thresholds.");
        } else if thresholds.first >= thresholds.second {
            refuse(
                Part::Thresholds,
                "The first threshold must be below the second.",
            );
        }
    }
    refusals
}

/// The same of a widget that was `before`. What of it is not supported here stays as it is, and keeps nobody from giving it
/// other words.
pub fn check_change(widget: &Widget, before: &Widget, raw: bool) -> Vec<Refusal> {
    let mut refusals = check(widget, raw);
    let with_other_words = Widget {
        title: widget.title.clone(),
        description: widget.description.clone(),
        ..before.clone()
    };
    if *widget == with_other_words {
        refusals.retain(|refusal| refusal.part == Part::Title);
    }
    refusals
}

fn health(widget: &Widget, query: &WidgetQuery, raw: bool, refuse: &mut dyn FnMut(Part, &str)) {
    let (names, by) = (&query.aggregates, &query.columns);
    let fields: Vec<Field> = names.iter().filter_map(|n| Field::from_name(n)).collect();
    if names.is_empty() {
        refuse(Part::Fields, "At least one field is needed.");
    }
    if fields.len() < names.len() {
        refuse(Part::Fields, "One of the fields is not supported here.");
    }
    if has_twice(names) {
        refuse(Part::Fields, "A field is chosen twice.");
    }
    if !raw && fields.iter().any(|f| f.unit() == Unit::Duration) {
        refuse(
            Part::Fields,
            "Durations need single sessions, and this source has aggregated counts only.",
        );
    }
    if by.iter().any(|b| Dimension::from_name(b).is_none()) {
        refuse(Part::Groups, "One of the groups is not supported here.");
    }
    if has_twice(by) {
        refuse(Part::Groups, "A group is chosen twice.");
    }
    let by_status = by.iter().any(|b| b == "session.status");
    if by_status && fields.iter().any(|f| !matches!(f, Field::Total(_))) {
        refuse(
            Part::Groups,
            "Only sum(session) and count_unique(user) can be split by status: the other fields are about one status already.",
        );
    }
    match widget.display_type {
        DisplayType::BigNumber => {
            if fields.len() > 1 {
                refuse(Part::Fields, "A big number shows one field.");
            }
            if !by.is_empty() {
                refuse(
                    Part::Groups,
                    "A big number is about everything at once, so it has no groups.",
                );
            }
        }
        DisplayType::Table => {}
        DisplayType::Foreign(_) => refuse(Part::Display, "This display is not supported here."),
        DisplayType::Line | DisplayType::Area | DisplayType::Bar => {
            over_time(widget, &fields, by, refuse);
        }
    }
    if let Err(reason) = conditions(&query.conditions) {
        refuse(Part::Filter, &in_words(reason));
    }
    if let Some(reason) = bad_order(query, by_status) {
        refuse(Part::Order, reason);
    }
    extension(widget, &fields, by, refuse);
}

fn over_time(widget: &Widget, fields: &[Field], by: &[String], refuse: &mut dyn FnMut(Part, &str)) {
    if fields.len() > FIELDS && !are_all_that_ends_badly(fields) {
        refuse(
            Part::Fields,
            "A chart over time shows at most three fields.",
        );
    }
    if fields.iter().any(|f| f.unit() != fields[0].unit()) {
        refuse(
            Part::Fields,
            "A chart has one axis: counts, rates and durations cannot share it. A table can hold them all.",
        );
    }
    let is_stacked = widget.display_type == DisplayType::Area
        || (widget.display_type == DisplayType::Bar && !by.is_empty());
    if !is_stacked {
        return;
    }
    match fields.first().map(|f| f.unit()) {
        Some(Unit::Rate) if !by.is_empty() => {
            refuse(
                Part::Groups,
                "Rates of several groups do not add up, so they cannot be stacked: choose lines.",
            );
        }
        Some(Unit::Duration) => {
            refuse(
                Part::Display,
                "Durations do not add up, so they cannot be stacked: choose lines.",
            );
        }
        _ => {}
    }
}

/// The four shares that Sentry's own health charts stack: parts of one whole, so they count as one.
fn are_all_that_ends_badly(fields: &[Field]) -> bool {
    [Subject::Session, Subject::User]
        .into_iter()
        .any(|subject| {
            let parts = [
                Status::Abnormal,
                Status::Crashed,
                Status::Errored,
                Status::Unhandled,
            ];
            fields.len() == parts.len()
                && parts
                    .iter()
                    .all(|status| fields.contains(&Field::Rate(*status, subject)))
        })
}

fn issues(widget: &Widget, query: &WidgetQuery, refuse: &mut dyn FnMut(Part, &str)) {
    match widget.display_type {
        DisplayType::Table => return,
        DisplayType::BigNumber => {
            refuse(
                Part::Display,
                "Issues are counted bucket by bucket: choose a chart over time, or a list.",
            );
        }
        DisplayType::Foreign(_) => refuse(Part::Display, "This display is not supported here."),
        _ => {}
    }
    let (names, by) = (&query.aggregates, &query.columns);
    if names.is_empty() {
        refuse(Part::Fields, "At least one field is needed.");
    }
    if names.iter().any(|n| !ISSUE_FIELDS.contains(&n.as_str())) {
        refuse(Part::Fields, "One of the fields is not supported here.");
    }
    if has_twice(names) {
        refuse(Part::Fields, "A field is chosen twice.");
    }
    match by.as_slice() {
        [] => {}
        [one] if one == "release" => {
            if names.iter().any(|n| n != ISSUE_FIELDS[0]) {
                refuse(
                    Part::Groups,
                    "Only new issues belong to a release; resolved ones cannot be split by it.",
                );
            }
            if widget.display_type != DisplayType::Bar {
                refuse(Part::Groups, "New issues by release are drawn as bars.");
            }
        }
        _ => refuse(Part::Groups, "Issues can be split by release only."),
    }
    if !query.conditions.trim().is_empty() {
        refuse(
            Part::Filter,
            "Counts of issues follow the page's filters only.",
        );
    }
    if !query.orderby.is_empty() {
        refuse(Part::Order, "Counts of issues have an order of their own.");
    }
}

fn extension(widget: &Widget, fields: &[Field], by: &[String], refuse: &mut dyn FnMut(Part, &str)) {
    let extension = &widget.extension;
    if extension.share && (by.is_empty() || fields.iter().any(|f| !matches!(f, Field::Total(_)))) {
        refuse(
            Part::Fields,
            "A share is of all sessions or users: it needs a group and sum(session) or count_unique(user).",
        );
    }
    if extension.top.is_some() && by != ["release"] {
        refuse(
            Part::Limit,
            "Releases can be chosen by rule only where they alone are what is grouped by.",
        );
    }
}

fn bad_order(query: &WidgetQuery, by_status: bool) -> Option<&'static str> {
    let name = query.orderby.trim_start_matches('-');
    if name.is_empty() {
        return None;
    }
    if by_status {
        return Some("What is grouped by status cannot be sorted.");
    }
    if name == "project" || name == "environment" {
        return Some("Sorted by release, or by a field: projects and environments have no order.");
    }
    if name == "release" {
        let grouped = query.columns.iter().any(|c| c == "release");
        return (!grouped).then_some("To be sorted by release it must be grouped by release.");
    }
    if !query.aggregates.iter().any(|a| a == name) {
        return Some("Only a field that is shown can be used for sorting.");
    }
    match Field::from_name(name) {
        Some(Field::Count(Status::Healthy | Status::Errored, _)) => Some(
            "Healthy and errored counts are what the others leave, so nothing can be sorted by them.",
        ),
        _ => None,
    }
}

fn has_twice(names: &[String]) -> bool {
    names
        .iter()
        .enumerate()
        .any(|(i, name)| names[..i].contains(name))
}
