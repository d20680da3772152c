//! From the widgets of a dashboard to the fewest questions: widgets that look at the same window, filter and grouping
//! share one [`SessionsQuery`], whatever they compute from it. Only counts are asked for, because every rate follows from
//! a tally. What each widget does with the answers is its [`Show`]; `present` carries it out.

use super::data::Shape;
use super::extension::{Top, TopRule};
use super::model::{AxisRange, Dashboard, DataSet, DisplayType, Widget, WidgetQuery};
use crate::engine::field::{Field, Subject};
use crate::engine::query::{Dimension, Filter, OneOf, SessionsQuery};
use crate::session::project::ProjectId;
use crate::session::search::{any_term, term};
use crate::session::{TimeRange, Window};
use crate::source::{IssueCount, IssueSeriesQuery, IssueSort, IssuesQuery};

/// What the page restricts all widgets to; an empty list is no restriction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Projects by number.
    pub projects: Vec<ProjectId>,
    /// Environments by name.
    pub environments: Vec<String>,
    /// Releases by full version.
    pub releases: Vec<String>,
}

/// When a dashboard looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// The page's range as it was chosen.
    pub range: TimeRange,
    /// Buckets of session data.
    pub window: Window,
    /// Buckets of issue counts; at most 200.
    pub issue_window: Window,
}

/// All questions of a dashboard.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// To [`Source::sessions`](crate::source::Source::sessions), in one go.
    pub sessions: Vec<SessionsQuery>,
    /// To `Source::issue_series`, one by one.
    pub issue_series: Vec<IssueSeriesQuery>,
    /// To `Source::issues`, one by one.
    pub issues: Vec<IssuesQuery>,
    /// Index of the query that tells whether there are sessions at all, whatever the filters.
    pub unfiltered: usize,
    /// What to do with the answers.
    pub widgets: Vec<WidgetPlan>,
}

/// What one widget does with the answers.
#[derive(Clone, Debug, PartialEq)]
pub struct WidgetPlan {
    /// [`Widget::id`].
    pub id: String,
    /// How it is shown.
    pub show: Show,
}

/// How a widget is shown. Every `usize` is an index into the plan's questions of its kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Show {
    /// One figure.
    Figure {
        /// What it is.
        field: Field,
        /// The page's window.
        sessions: usize,
        /// The window of equal length before.
        before: Option<usize>,
    },
    /// Session data over time.
    Chart(ChartPlan),
    /// Session data as a plain table.
    Table(TablePlan),
    /// The releases table.
    Releases {
        /// By project and release, totals only.
        sessions: usize,
        /// Ungrouped: what adoption is a share of.
        all: usize,
    },
    /// Counts of issues over time.
    IssueChart {
        /// How it is drawn.
        shape: Shape,
        /// What is counted, in legend order.
        counts: Vec<IssueCount>,
        /// The counts.
        series: usize,
        /// Whether releases are marked on its time axis.
        marks: bool,
    },
    /// New issues by the release they were first seen in.
    NewIssuesByRelease {
        /// The counts, split.
        series: usize,
        /// Sessions by release, which say what the releases in the range are.
        sessions: usize,
        /// Which releases are shown.
        top: Top,
        /// Whether releases are marked on its time axis.
        marks: bool,
    },
    /// Some issues.
    IssueList {
        /// The issues.
        issues: usize,
    },
    /// A widget of a foreign document that we cannot compute, and why.
    Unsupported(String),
}

/// Session data over time.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartPlan {
    /// How it is drawn.
    pub shape: Shape,
    /// Its questions; usually one.
    pub parts: Vec<Part>,
    /// The ungrouped answer, where shares or a rest are to be computed.
    pub all: Option<usize>,
    /// Whether each count is drawn as its share of all.
    pub share: bool,
    /// Which releases are shown, and where the rest goes.
    pub top: Option<Top>,
    /// Whether the value axis starts at the smallest visible value.
    pub axis_from_data: bool,
    /// Names of the series that are hidden at first.
    pub hidden: Vec<String>,
    /// Whether releases are marked on its time axis.
    pub marks: bool,
}

/// Session data as a plain table.
#[derive(Clone, Debug, PartialEq)]
pub struct TablePlan {
    /// Its question.
    pub part: Part,
    /// Titles of the dimensions and of the fields, in that order; the names on the wire where the document gives none.
    pub titles: Vec<String>,
    /// The field it is ordered by, largest first when true; `None`: as the answer comes.
    pub order: Option<(Field, bool)>,
    /// The most rows.
    pub limit: Option<usize>,
}

/// One question of a widget.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Prefix of its series' names.
    pub alias: String,
    /// In display order.
    pub fields: Vec<Field>,
    /// In the document's order, `session.status` among them.
    pub by: Vec<Dimension>,
    /// Its answer.
    pub sessions: usize,
}

impl Scope {
    /// As a condition on sessions.
    pub fn filter(&self) -> Filter {
        fn one_of<T: Clone>(values: &[T]) -> Vec<OneOf<T>> {
            if values.is_empty() {
                Vec::new()
            } else {
                vec![OneOf::In(values.to_vec())]
            }
        }
        Filter {
            projects: one_of(&self.projects),
            environments: one_of(&self.environments),
            releases: one_of(&self.releases),
            statuses: Vec::new(),
        }
    }

    /// Whether it lets a release of a project pass.
    pub fn has(&self, release: &str, project: ProjectId) -> bool {
        (self.releases.is_empty() || self.releases.iter().any(|r| r == release))
            && (self.projects.is_empty() || self.projects.contains(&project))
    }

    /// As a search for issues; projects and environments travel beside it.
    pub fn issue_search(&self, conditions: &str) -> String {
        let releases = if self.releases.is_empty() {
            String::new()
        } else {
            any_term("release", &self.releases)
        };
        [conditions.trim(), &releases]
            .into_iter()
            .filter(|s| !s.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

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
    let unfiltered = planner.ask(
        times.window,
        Filter::default(),
        &[],
        &[Field::Total(Subject::Session)],
        false,
    );
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
        let query = widget.queries.first().ok_or("It asks for nothing.")?;
        match &widget.widget_type {
            DataSet::Foreign(name) => {
                return Err(format!("Its data set, “{name}”, is not supported here."));
            }
            DataSet::Issue => return self.issue_widget(widget, query),
            DataSet::Health if widget.is_releases_table() => {
                let by = [Dimension::Project, Dimension::Release];
                let fields = [Field::Total(Subject::Session), Field::Total(Subject::User)];
                let (window, filter) = (self.times.window, self.scope.filter());
                return Ok(Show::Releases {
                    sessions: self.ask(window, filter.clone(), &by, &fields, false),
                    all: self.ask(window, filter, &[], &fields[..1], false),
                });
            }
            DataSet::Health => {}
        }
        let shape = match &widget.display_type {
            DisplayType::BigNumber => {
                let part = self.part(query, true)?;
                let field = *part.fields.first().ok_or("It names no field.")?;
                let before = widget.extension.compare.then(|| {
                    let previous = self.times.window.previous();
                    self.ask(previous, self.scope.filter(), &[], &[field], false)
                });
                return Ok(Show::Figure {
                    field,
                    sessions: part.sessions,
                    before,
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
        let all = rest_wanted
            .then(|| self.ask(self.times.window, self.scope.filter(), &[], &fields, true));
        Ok(ChartPlan {
            shape,
            parts,
            all,
            share: extension.share,
            top: extension.top,
            axis_from_data: widget.axis_range == Some(AxisRange::DataMin),
            hidden: extension.hidden.clone(),
            marks: extension.releases.is_some(),
        })
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
        let (name, descending) = query
            .orderby
            .strip_prefix('-')
            .map_or((&*query.orderby, false), |n| (n, true));
        let order = Field::from_name(name)
            .filter(|f| part.fields.contains(f))
            .map(|f| (f, descending));
        Ok(TablePlan {
            part,
            titles,
            order,
            limit: widget.limit,
        })
    }

    fn part(&mut self, query: &WidgetQuery, series: bool) -> Result<Part, String> {
        if !query.conditions.trim().is_empty() {
            return Err("Conditions of a single widget are not supported here.".to_owned());
        }
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
            return Err("It names no field.".to_owned());
        }
        let sessions = self.ask(self.times.window, self.scope.filter(), &by, &fields, series);
        Ok(Part {
            alias: query.name.clone(),
            fields,
            by,
            sessions,
        })
    }

    fn issue_widget(&mut self, widget: &Widget, query: &WidgetQuery) -> Result<Show, String> {
        if widget.display_type == DisplayType::Table {
            let issues = push_new(
                &mut self.plan.issues,
                IssuesQuery {
                    range: self.times.range,
                    projects: self.scope.projects.clone(),
                    environments: self.scope.environments.clone(),
                    search: self.scope.issue_search(&query.conditions),
                    sort: IssueSort::LastSeen,
                    limit: widget.limit.unwrap_or(5),
                },
            );
            return Ok(Show::IssueList { issues });
        }
        let counts = query
            .aggregates
            .iter()
            .map(|name| {
                IssueCount::from_name(name).map_err(|_| format!("“{name}” is not known here."))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let by_release = match query.columns.as_slice() {
            [] => false,
            [one] if one == "release" && counts == [IssueCount::New] => true,
            _ => return Err("Issues can be split by release only, and only new ones.".to_owned()),
        };
        let series = push_new(
            &mut self.plan.issue_series,
            IssueSeriesQuery {
                window: self.times.issue_window,
                projects: self.scope.projects.clone(),
                environments: self.scope.environments.clone(),
                counts: counts.clone(),
                by_release,
            },
        );
        let marks = widget.extension.releases.is_some();
        if !by_release {
            return Ok(Show::IssueChart {
                shape: bar_shape(query),
                counts,
                series,
                marks,
            });
        }
        let by = [Dimension::Release];
        let sessions = self.ask(
            self.times.window,
            self.scope.filter(),
            &by,
            &[Field::Total(Subject::Session)],
            true,
        );
        let top = widget.extension.top.unwrap_or(Top {
            rule: TopRule::MostAdopted,
            limit: 5,
            other: true,
        });
        Ok(Show::NewIssuesByRelease {
            series,
            sessions,
            top,
            marks,
        })
    }

    /// The index of the query that counts `fields` so; an old one that asks for more, too, where there is one.
    fn ask(
        &mut self,
        window: Window,
        filter: Filter,
        by: &[Dimension],
        fields: &[Field],
        series: bool,
    ) -> usize {
        let mut group_by: Vec<Dimension> = by
            .iter()
            .copied()
            .filter(|d| *d != Dimension::Status)
            .collect();
        group_by.sort_unstable();
        group_by.dedup();
        let same =
            |q: &SessionsQuery| q.window == window && q.group_by == group_by && q.filter == filter;
        let index = self.plan.sessions.iter().position(same).unwrap_or_else(|| {
            let query = SessionsQuery {
                group_by,
                filter,
                series: false,
                ..SessionsQuery::new(window, [])
            };
            self.plan.sessions.push(query);
            self.plan.sessions.len() - 1
        });
        let query = &mut self.plan.sessions[index];
        query.series |= series;
        for field in fields.iter().copied().map(counts_behind) {
            if !query.fields.contains(&field) {
                query.fields.push(field);
            }
        }
        index
    }
}

/// What a source must count so that `field` follows.
fn counts_behind(field: Field) -> Field {
    match field {
        Field::Total(s) | Field::Count(_, s) | Field::CrashFreeRate(s) | Field::Rate(_, s) => {
            Field::Total(s)
        }
        Field::UnhealthyRate => Field::Total(Subject::Session),
        Field::AnrRate | Field::ForegroundAnrRate | Field::Duration(_) => field,
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
