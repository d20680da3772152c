//! What a widget may be made of: which combinations of data set, display, fields, grouping, order and limit mean
//! something, and for each of the others why not, in words.

mod rules;
mod words;

pub use rules::{check, check_change};
pub use words::{label_of, name_of, suggested_title};

use super::model::{DataSet, DisplayType, Widget, WidgetQuery};
use crate::engine::field::{Field, Subject};

/// The most fields of a chart over time.
pub const FIELDS: usize = 3;
/// The most groups or rows that a widget may ask for.
pub const LIMIT: usize = 10;
/// How many releases a chart shows at first once it is grouped by them: more lines than that are hard to tell apart.
const RELEASES: usize = 5;
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
        Choice::Group(at, name) => {
            let is_new = name == "release" && !by.contains(name);
            if is_new && widget.display_type != DisplayType::Table {
                widget.limit = widget.limit.or(Some(RELEASES));
            }
            put(&mut by, *at, name);
        }
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
    let is_list = widget.widget_type == DataSet::Issue && widget.display_type == DisplayType::Table;
    if extension.top.is_some() || (by.is_empty() && !is_list) {
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
