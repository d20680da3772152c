//! From the widgets of a dashboard to the fewest questions: widgets that look at the same window, filter and grouping
//! share one [`SessionsQuery`], whatever they compute from it. It names the counts, from which every rate follows, and then
//! the fields themselves, so that a source knows which counts nobody looks at. What each widget does with the answers is its [`Show`]; `present` carries it out.

mod ask;
mod issues;

pub use super::plan::{
    Before, ChartPlan, Order, Part, Plan, Scope, Show, TablePlan, Times, WidgetPlan,
};

use super::data::Shape;
use super::model::{AxisRange, Dashboard, DataSet, DisplayType, Widget, WidgetQuery};
use crate::engine::field::{Field, Subject};
use crate::engine::query::{Dimension, Filter};
use crate::engine::search;
use crate::session::search::term;

/// Issues first seen in `release`, as `GET /issues/` understands it.
pub fn new_in_release(release: &str) -> String {
    term("firstRelease", release)
}

/// Plans all widgets of `dashboard`.
pub fn plan(dashboard: &Dashboard, scope: &Scope, times: Times) -> Plan {
    let mut planner = Planner {
        scope,
        times,
        plan: Plan::default(),
    };
    let widgets = dashboard
        .widgets
        .iter()
        .map(|widget| WidgetPlan {
            id: widget.id().to_owned(),
            show: planner.widget(widget).unwrap_or_else(Show::Unsupported),
        })
        .collect();
    let asked = planner.plan.sessions.len();
    let unfiltered = planner.ask(
        times.window,
        Filter::default(),
        &[],
        &[Field::Total(Subject::Session)],
        false,
    );
    if let Some(query) = planner.plan.sessions.get_mut(asked) {
        query.at_least = true;
    }
    Plan {
        widgets,
        unfiltered,
        ..planner.plan
    }
}

struct Planner<'a> {
    scope: &'a Scope,
    times: Times,
    plan: Plan,
}

impl Planner<'_> {
    fn widget(&mut self, widget: &Widget) -> Result<Show, String> {
        if let DataSet::Foreign(name) = &widget.widget_type {
            return Err(format!("Its data set, “{name}”, is not supported here."));
        }
        let query = widget.queries.first().ok_or("It has no query.")?;
        match &widget.widget_type {
            DataSet::Issue => return self.issue_widget(widget, query),
            DataSet::Health if widget.is_releases_table() => {
                let by = [Dimension::Project, Dimension::Release];
                let fields = [
                    Field::Total(Subject::Session),
                    Field::Total(Subject::User),
                    Field::CrashFreeRate(Subject::Session),
                    Field::CrashFreeRate(Subject::User),
                ];
                let (window, filter) = (self.times.window, page_filter(self.scope)?);
                return Ok(Show::Releases {
                    sessions: self.ask(window, filter.clone(), &by, &fields, false),
                    all: self.ask(window, filter, &[], &fields[..1], false),
                });
            }
            DataSet::Health | DataSet::Foreign(_) => {}
        }
        let shape = match &widget.display_type {
            DisplayType::BigNumber => {
                let part = self.part(query, true)?;
                let field = *part.fields.first().ok_or("It has no field.")?;
                let filter = self.filter(query)?;
                let compare = self.times.compare;
                let before = (widget.extension.compare || compare).then(|| {
                    let previous = self.times.window.previous();
                    self.ask(previous, filter, &[], &[field], compare)
                });
                return Ok(Show::Figure {
                    field,
                    sessions: part.sessions,
                    before,
                    thresholds: widget.thresholds(),
                });
            }
            DisplayType::Table => return Ok(Show::Table(self.table(widget, query)?)),
            DisplayType::Foreign(name) => {
                return Err(format!("The display “{name}” is not supported here."));
            }
            DisplayType::Line => Shape::Line,
            DisplayType::Area => Shape::StackedArea,
            DisplayType::Bar => bar_shape(query),
        };
        Ok(Show::Chart(self.chart(widget, shape)?))
    }

    fn chart(&mut self, widget: &Widget, shape: Shape) -> Result<ChartPlan, String> {
        let parts = widget
            .queries
            .iter()
            .map(|q| self.part(q, true))
            .collect::<Result<Vec<_>, _>>()?;
        let extension = &widget.extension;
        let rest_wanted = extension.share || extension.top.is_some_and(|t| t.other);
        let fields: Vec<Field> = parts
            .iter()
            .flat_map(|p| p.fields.iter().copied())
            .collect();
        let all = match (rest_wanted, widget.queries.first()) {
            (true, Some(query)) => {
                let filter = self.filter(query)?;
                Some(self.ask(self.times.window, filter, &[], &fields, true))
            }
            _ => None,
        };
        let before = self
            .times
            .compare
            .then(|| self.chart_before(widget, &parts, all.is_some()))
            .transpose()?;
        Ok(ChartPlan {
            shape,
            before,
            order: widget.queries.first().and_then(Order::of),
            limit: widget.limit,
            parts,
            all,
            share: extension.share,
            top: extension.top,
            axis_from_data: widget.axis_range == Some(AxisRange::DataMin),
            marks: extension.releases,
        })
    }

    /// The same questions over the previous period.
    fn chart_before(
        &mut self,
        widget: &Widget,
        parts: &[Part],
        all: bool,
    ) -> Result<Before, String> {
        let previous = self.times.window.previous();
        let mut asked = Vec::with_capacity(parts.len());
        for (part, query) in parts.iter().zip(&widget.queries) {
            let filter = self.filter(query)?;
            asked.push(self.ask(previous, filter, &part.by, &part.fields, true));
        }
        let fields: Vec<Field> = parts.iter().flat_map(|p| p.fields.clone()).collect();
        let all = match widget.queries.first().filter(|_| all) {
            Some(query) => {
                let filter = self.filter(query)?;
                Some(self.ask(previous, filter, &[], &fields, true))
            }
            None => None,
        };
        Ok(Before { parts: asked, all })
    }

    fn table(&mut self, widget: &Widget, query: &WidgetQuery) -> Result<TablePlan, String> {
        let part = self.part(query, false)?;
        let names = part
            .by
            .iter()
            .map(|d| d.name().to_owned())
            .chain(part.fields.iter().map(Field::to_string));
        let alias = |name: &str| {
            let index = query.fields.iter().position(|f| f == name)?;
            query
                .field_aliases
                .get(index)
                .filter(|alias| !alias.is_empty())
                .cloned()
        };
        let titles = names.map(|name| alias(&name).unwrap_or(name)).collect();
        Ok(TablePlan {
            order: Order::of(query),
            part,
            titles,
            limit: widget.limit,
        })
    }

    fn part(&mut self, query: &WidgetQuery, series: bool) -> Result<Part, String> {
        let filter = self.filter(query)?;
        let unknown = |name: &String| format!("“{name}” is not known here.");
        let fields = query
            .aggregates
            .iter()
            .map(|name| Field::from_name(name).ok_or_else(|| unknown(name)))
            .collect::<Result<Vec<_>, _>>()?;
        let by = query
            .columns
            .iter()
            .map(|name| Dimension::from_name(name).ok_or_else(|| unknown(name)))
            .collect::<Result<Vec<_>, _>>()?;
        if fields.is_empty() {
            return Err("It has no field.".to_owned());
        }
        let sessions = self.ask(self.times.window, filter, &by, &fields, series);
        Ok(Part {
            alias: query.name.clone(),
            fields,
            by,
            sessions,
        })
    }

    /// The page's filter and the widget's own conditions, all of which must hold.
    fn filter(&self, query: &WidgetQuery) -> Result<Filter, String> {
        let mut filter = page_filter(self.scope)?;
        narrow(&mut filter, &query.conditions)?;
        Ok(filter)
    }
}

/// The page's filter, with the conditions that hold for all session widgets.
///
/// # Errors
/// Which condition makes no sense, and why.
pub fn page_filter(scope: &Scope) -> Result<Filter, String> {
    let mut filter = scope.filter();
    for own in scope.conditions_for(&DataSet::Health) {
        narrow(&mut filter, own)
            .map_err(|why| format!("The filter “{own}” of this dashboard: {why}"))?;
    }
    Ok(filter)
}

fn narrow(filter: &mut Filter, text: &str) -> Result<(), String> {
    let own = conditions(text)?;
    filter.projects.extend(own.projects);
    filter.environments.extend(own.environments);
    filter.releases.extend(own.releases);
    Ok(())
}

/// The conditions of a widget as a filter; the error says in words why they make no sense.
pub fn conditions(text: &str) -> Result<Filter, String> {
    let no_versions = |_: &str| Err("Widgets are filtered by whole releases.".to_owned());
    let filter = search::parse(text, &no_versions).map_err(|error| error.detail)?;
    if filter.statuses.is_empty() {
        Ok(filter)
    } else {
        Err("Widgets are not filtered by session.status: group by it.".to_owned())
    }
}

/// Bars of one count by group are parts of a whole and stack; bars of several counts stand side by side.
fn bar_shape(query: &WidgetQuery) -> Shape {
    if query.columns.is_empty() {
        Shape::Bars
    } else {
        Shape::StackedBars
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) -> usize {
    list.iter().position(|old| *old == item).unwrap_or_else(|| {
        list.push(item);
        list.len() - 1
    })
}
