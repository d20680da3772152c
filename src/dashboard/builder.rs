//! What a widget may be made of: which combinations of data set, display, fields, grouping, order and limit mean
//! something (section 10.7), and for each of the others why not, in words.

use super::limits;
use super::model::{AxisRange, DataSet, DisplayType, Widget, WidgetQuery};
use super::planner::conditions;
use crate::engine::field::{Field, Subject, Unit};
use crate::engine::query::Dimension;
use crate::session::Status;

/// The most fields of a chart over time.
pub const FIELDS: usize = 3;
/// The most groups or rows that a widget may ask for.
pub const LIMIT: usize = 10;
/// The displays that are offered.
pub const DISPLAYS: [DisplayType; 5] = [
    DisplayType::Line,
    DisplayType::Area,
    DisplayType::Bar,
    DisplayType::BigNumber,
    DisplayType::Table,
];
/// The fields of the issue data set.
pub const ISSUE_FIELDS: [&str; 2] = ["count(new_issues)", "count(resolved_issues)"];
/// What release health can be grouped by.
pub const GROUPS: [&str; 4] = ["release", "project", "environment", "session.status"];

/// The part of a widget that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its title or description.
    Title,
    /// Its display or data set.
    Display,
    /// What it computes.
    Fields,
    /// What it is grouped by.
    Groups,
    /// Its conditions.
    Filter,
    /// What it is sorted by.
    Order,
    /// How many groups it shows.
    Limit,
    /// Where good ends and bad begins.
    Thresholds,
    /// Where its axis starts.
    Axis,
}

/// Why a widget cannot be as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What to change.
    pub part: Part,
    /// In words.
    pub reason: String,
}

/// A single step from one widget to another.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Another display; what it has no use for is dropped.
    Display(DisplayType),
    /// Another data set, from its first field.
    Data(DataSet),
    /// This field in this place; the place after the last one adds it.
    Field(usize, String),
    /// Without the field in this place.
    NoField(usize),
    /// Grouped by this in this place; the place after the last one adds it.
    Group(usize, String),
    /// Without the group in this place.
    NoGroup(usize),
    /// Sorted by this name, with a leading `-` for descending; empty: as the answer comes.
    Order(String),
}

/// Release health over time, to begin with.
pub fn new_widget() -> Widget {
    let field = Field::CrashFreeRate(Subject::Session).to_string();
    let mut widget = Widget {
        queries: vec![WidgetQuery::default()],
        ..Widget::default()
    };
    write(&mut widget, vec![field], Vec::new());
    widget
}

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
        refuse(Part::Fields, "It asks for nothing.");
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

/// Why `choice` cannot be taken as the widget stands; `None`: it can.
pub fn why_not(widget: &Widget, choice: &Choice, raw: bool) -> Option<String> {
    let before = check(widget, raw);
    let after = check(&chosen(widget, choice), raw);
    let new = after.into_iter().find(|r| !before.contains(r));
    new.map(|refusal| refusal.reason)
}

/// `widget` after a choice. What the choice leaves no use for is dropped.
pub fn chosen(widget: &Widget, choice: &Choice) -> Widget {
    let mut widget = widget.clone();
    let (mut fields, mut by) = parts(&widget);
    match choice {
        Choice::Display(display) => {
            widget.display_type = display.clone();
            fit_display(&mut widget, &mut fields, &mut by);
        }
        Choice::Data(data) => {
            if widget.widget_type != *data {
                widget.widget_type = data.clone();
                if *data == DataSet::Issue && widget.display_type == DisplayType::BigNumber {
                    widget.display_type = DisplayType::Bar;
                }
                by.clear();
                fields = match data {
                    DataSet::Issue => vec![ISSUE_FIELDS[0].to_owned()],
                    _ => parts(&new_widget()).0,
                };
                if let Some(query) = widget.queries.first_mut() {
                    query.conditions.clear();
                    query.field_aliases.clear();
                }
                fit_display(&mut widget, &mut fields, &mut by);
            }
        }
        Choice::Field(at, name) => put(&mut fields, *at, name),
        Choice::NoField(at) => take(&mut fields, *at),
        Choice::Group(at, name) => put(&mut by, *at, name),
        Choice::NoGroup(at) => take(&mut by, *at),
        Choice::Order(order) => {
            if let Some(query) = widget.queries.first_mut() {
                query.orderby.clone_from(order);
            }
        }
    }
    write(&mut widget, fields, by);
    drop_leftovers(&mut widget);
    widget
}

/// Names by which `widget` may be sorted, were it not for [`why_not`].
pub fn orders(widget: &Widget) -> Vec<String> {
    let (fields, by) = parts(widget);
    let release = by.into_iter().filter(|b| b == "release");
    fields.into_iter().chain(release).collect()
}

/// Fields and groups of a widget's only query.
pub fn parts(widget: &Widget) -> (Vec<String>, Vec<String>) {
    let query = widget.queries.first();
    query.map_or_else(Default::default, |q| {
        (q.aggregates.clone(), q.columns.clone())
    })
}

/// What a field is called where people choose it.
pub fn name_of(field: Field) -> String {
    let of = |subject| match subject {
        Subject::Session => "sessions",
        Subject::User => "users",
    };
    match field {
        Field::Total(Subject::Session) => "Sessions".to_owned(),
        Field::Total(Subject::User) => "Users".to_owned(),
        Field::Count(status, subject) => {
            let status = status.to_string();
            let (first, rest) = status.split_at(1);
            format!("{}{rest} {}", first.to_ascii_uppercase(), of(subject))
        }
        Field::CrashFreeRate(subject) => format!("Crash free {}", of(subject)),
        Field::Rate(Status::Crashed, subject) => format!("Crash rate of {}", of(subject)),
        Field::Rate(status, subject) => {
            let status = status.to_string();
            let (first, rest) = status.split_at(1);
            format!(
                "{}{rest} rate of {}",
                first.to_ascii_uppercase(),
                of(subject)
            )
        }
        Field::UnhealthyRate => "Unhealthy rate of sessions".to_owned(),
        Field::AnrRate => "ANR / app hang rate".to_owned(),
        Field::ForegroundAnrRate => "Foreground ANR rate".to_owned(),
        Field::Duration(_) => {
            let name = field.to_string();
            let stat = name.split('(').next().unwrap_or_default().to_owned();
            format!(
                "Session duration, {}",
                stat.replace("avg", "mean").replace("max", "longest")
            )
        }
    }
}

/// What a name in a query is called where people choose it.
pub fn label_of(name: &str) -> String {
    if let Some(field) = Field::from_name(name) {
        return name_of(field);
    }
    match name {
        "count(new_issues)" => "New issues",
        "count(resolved_issues)" => "Resolved issues",
        "session.status" => "Status",
        "release" => "Release",
        "project" => "Project",
        "environment" => "Environment",
        other => other,
    }
    .to_owned()
}

/// A title for whoever gives none.
pub fn suggested_title(widget: &Widget) -> String {
    let (fields, by) = parts(widget);
    if widget.widget_type == DataSet::Issue && widget.display_type == DisplayType::Table {
        return "Issues".to_owned();
    }
    let what: Vec<String> = fields.iter().map(|f| label_of(f)).collect();
    let by: Vec<String> = by.iter().map(|b| label_of(b)).collect();
    match (what.is_empty(), by.is_empty()) {
        (true, _) => "New widget".to_owned(),
        (_, true) => what.join(", "),
        _ => format!("{} by {}", what.join(", "), by.join(", ")),
    }
}

fn health(widget: &Widget, query: &WidgetQuery, raw: bool, refuse: &mut dyn FnMut(Part, &str)) {
    let (names, by) = (&query.aggregates, &query.columns);
    let fields: Vec<Field> = names.iter().filter_map(|n| Field::from_name(n)).collect();
    if names.is_empty() {
        refuse(Part::Fields, "At least one field is needed.");
    }
    if fields.len() < names.len() {
        refuse(Part::Fields, "One of the fields is not known here.");
    }
    if has_twice(names) {
        refuse(Part::Fields, "A field is chosen twice.");
    }
    if !raw && fields.iter().any(|f| f.unit() == Unit::Duration) {
        refuse(
            Part::Fields,
            "Durations need single sessions, and this source hands out sums only.",
        );
    }
    if by.iter().any(|b| Dimension::from_name(b).is_none()) {
        refuse(Part::Groups, "One of the groups is not known here.");
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
        refuse(Part::Filter, &reason);
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
        refuse(Part::Fields, "One of the fields is not known here.");
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
        return Some("Only a field that is shown can be sorted by.");
    }
    match Field::from_name(name) {
        Some(Field::Count(Status::Healthy | Status::Errored, _)) => Some(
            "Healthy and errored counts are what is left of the others, and cannot be sorted by.",
        ),
        _ => None,
    }
}

fn fit_display(widget: &mut Widget, fields: &mut Vec<String>, by: &mut Vec<String>) {
    let is_issue = widget.widget_type == DataSet::Issue;
    match widget.display_type {
        DisplayType::BigNumber => {
            by.clear();
            fields.truncate(1);
        }
        DisplayType::Table if is_issue => {
            fields.clear();
            *by = ["issue", "project", "title"].map(str::to_owned).to_vec();
        }
        DisplayType::Table => {}
        _ => fields.truncate(FIELDS),
    }
    if is_issue && widget.display_type != DisplayType::Table {
        by.retain(|b| b == "release" && widget.display_type == DisplayType::Bar);
        if fields.is_empty() {
            fields.push(ISSUE_FIELDS[0].to_owned());
        }
        if let Some(query) = widget.queries.first_mut() {
            query.conditions.clear();
        }
    }
    if !is_line(widget) {
        widget.axis_range = None;
    }
}

/// Takes away what has lost its meaning by another choice, and what a person could not see any more.
fn drop_leftovers(widget: &mut Widget) {
    let (fields, by) = parts(widget);
    if let Some(query) = widget.queries.first_mut() {
        let name = query.orderby.trim_start_matches('-');
        let is_known = fields.iter().chain(&by).any(|n| n == name);
        if !is_known || widget.display_type == DisplayType::BigNumber {
            query.orderby.clear();
        }
    }
    let is_chart =
        is_line(widget) || matches!(widget.display_type, DisplayType::Area | DisplayType::Bar);
    let counts = fields
        .iter()
        .all(|n| matches!(Field::from_name(n), Some(Field::Total(_))));
    let extension = &mut widget.extension;
    extension.share &= is_chart && !by.is_empty() && counts;
    extension.compare &= widget.display_type == DisplayType::BigNumber;
    if by != ["release"] || !is_chart {
        extension.top = None;
    }
    if !is_chart {
        extension.releases = None;
    }
    if extension.top.is_some() {
        widget.limit = None;
    }
    if widget.display_type != DisplayType::BigNumber {
        widget.set_thresholds(None);
    }
}

fn is_line(widget: &Widget) -> bool {
    widget.display_type == DisplayType::Line
}

/// Puts fields and groups into the only query, and says what is left of its titles.
fn write(widget: &mut Widget, fields: Vec<String>, by: Vec<String>) {
    let Some(query) = widget.queries.first_mut() else {
        return;
    };
    let shown = [by.clone(), fields.clone()].concat();
    if query.fields != shown {
        let title_of = |name: &String| {
            let at = query.fields.iter().position(|f| f == name);
            at.and_then(|at| query.field_aliases.get(at))
                .cloned()
                .unwrap_or_default()
        };
        let titles: Vec<String> = shown.iter().map(title_of).collect();
        let has_any = titles.iter().any(|t| !t.is_empty());
        query.field_aliases = if has_any { titles } else { Vec::new() };
    }
    query.fields = shown;
    query.aggregates = fields;
    query.columns = by;
}

fn put(list: &mut Vec<String>, at: usize, name: &str) {
    match list.get_mut(at) {
        Some(old) => name.clone_into(old),
        None => list.push(name.to_owned()),
    }
}

fn take(list: &mut Vec<String>, at: usize) {
    if at < list.len() {
        list.remove(at);
    }
}

fn has_twice(names: &[String]) -> bool {
    names
        .iter()
        .enumerate()
        .any(|(i, name)| names[..i].contains(name))
}
