//! Hand-made answers, and a page to show them on.

use serde_json::{Value, json};
use session_health::dashboard::colors::Colors;
use session_health::dashboard::data::{ChartData, WidgetData, WidgetState};
use session_health::dashboard::model::Dashboard;
use session_health::dashboard::planner::{Plan, Scope, Times, plan};
use session_health::dashboard::present::{Answers, Facts, present};
use session_health::engine::query::{Dimension, SessionsQuery};
use session_health::engine::result::{Group, GroupKey, SessionsResult, Tally};
use session_health::session::project::Project;
use session_health::session::release_info::{ReleaseInfo, ReleaseProject};
use session_health::session::{Interval, SetCounts, TimeRange, Timestamp, Window};
use session_health::source::Catalog;

pub fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// Three daily buckets.
pub fn times() -> Times {
    let range = TimeRange::new(at("2026-11-01"), at("2026-11-04"));
    let window = Window::new(range, Interval::DAY).unwrap();
    Times {
        range,
        window,
        issue_window: window,
        compare: false,
    }
}

pub fn project(id: u64, slug: &str) -> Project {
    serde_json::from_value(json!({"id": id.to_string(), "slug": slug, "hasSessions": true}))
        .unwrap()
}

pub fn catalog() -> Catalog {
    Catalog {
        projects: vec![project(1, "ios"), project(2, "android")],
        ..Catalog::default()
    }
}

pub fn release(version: &str, created: &str, project: (u64, &str), new: u64) -> ReleaseInfo {
    ReleaseInfo {
        version: version.into(),
        status: "open".into(),
        date_created: Timestamp::parse(created),
        date_released: None,
        new_groups: new,
        first_event: None,
        last_event: None,
        adoption_stages: Default::default(),
        projects: vec![ReleaseProject {
            id: project.0,
            slug: project.1.into(),
            new_groups: new,
            has_health_data: true,
        }],
    }
}

/// Counts given as healthy, errored, unhandled, crashed, abnormal.
pub fn counts([healthy, errored, unhandled, crashed, abnormal]: [u64; 5]) -> SetCounts {
    let errored_all = errored + unhandled + crashed + abnormal;
    SetCounts {
        all: healthy + errored_all,
        errored_all,
        crashed,
        abnormal,
        unhandled,
    }
}

pub fn sessions(by_status: [u64; 5]) -> Tally {
    Tally {
        sessions: counts(by_status),
        ..Tally::default()
    }
}

/// So many healthy sessions.
pub fn healthy(n: u64) -> Tally {
    sessions([n, 0, 0, 0, 0])
}

pub fn add(a: &Tally, b: &Tally) -> Tally {
    let sum = |a: SetCounts, b: SetCounts| SetCounts {
        all: a.all + b.all,
        errored_all: a.errored_all + b.errored_all,
        crashed: a.crashed + b.crashed,
        abnormal: a.abnormal + b.abnormal,
        unhandled: a.unhandled + b.unhandled,
    };
    // Users only where a test has made sure that no one is in two of them.
    Tally {
        sessions: sum(a.sessions, b.sessions),
        users: sum(a.users, b.users),
        anr_users: a.anr_users + b.anr_users,
        foreground_anr_users: a.foreground_anr_users + b.foreground_anr_users,
    }
}

fn sum<'a>(tallies: impl Iterator<Item = &'a Tally>) -> Tally {
    tallies.fold(Tally::default(), |a, b| add(&a, b))
}

/// Sessions by project and release and bucket, from which every answer of the tests is added up.
#[derive(Clone, Default)]
pub struct World(pub Vec<(u64, &'static str, Vec<Tally>)>);

impl World {
    /// The answer to a query about the page's window; to one about any other window, nothing.
    pub fn answer(&self, query: &SessionsQuery) -> SessionsResult {
        let mut groups: Vec<Group> = Vec::new();
        let none = vec![Tally::default(); query.window.len()];
        if query.group_by.is_empty() {
            groups.push(Group {
                series: none.clone(),
                ..Group::default()
            });
        }
        let is_now = query.window == times().window;
        for (project, release, series) in self.0.iter().filter(|_| is_now) {
            let passes = query.filter.projects.iter().all(|c| c.allows(project))
                && query.filter.releases.iter().all(|c| c.allows(*release));
            if !passes {
                continue;
            }
            let has = |d| query.group_by.contains(&d);
            let by = GroupKey {
                project: has(Dimension::Project).then_some(*project),
                release: has(Dimension::Release).then(|| (*release).to_owned()),
                environment: None,
            };
            let at = groups.iter().position(|g| g.by == by).unwrap_or_else(|| {
                groups.push(Group {
                    by,
                    series: none.clone(),
                    ..Group::default()
                });
                groups.len() - 1
            });
            for (old, new) in groups[at].series.iter_mut().zip(series) {
                *old = add(old, new);
            }
        }
        for group in &mut groups {
            group.total = sum(group.series.iter());
        }
        groups.sort_by(|a, b| {
            b.total
                .sessions
                .all
                .cmp(&a.total.sessions.all)
                .then_with(|| a.by.cmp(&b.by))
        });
        SessionsResult {
            window: query.window,
            groups_available: groups.len(),
            caveats: Vec::new(),
            groups,
        }
    }
}

/// A page on which everything has been answered.
pub struct Page {
    pub scope: Scope,
    pub catalog: Catalog,
    pub plan: Plan,
    pub answers: Answers,
    pub colors: Colors,
}

impl Page {
    pub fn new(
        dashboard: &Dashboard,
        scope: Scope,
        world: &World,
        releases: Vec<ReleaseInfo>,
    ) -> Self {
        let plan = plan(dashboard, &scope, times());
        let answers = Answers {
            sessions: Some(Ok(plan
                .sessions
                .iter()
                .map(|q| Ok(world.answer(q)))
                .collect())),
            issue_series: vec![None; plan.issue_series.len()],
            issues: vec![None; plan.issues.len()],
            releases: Some(Ok(releases)),
            ..Answers::default()
        };
        Self {
            scope,
            catalog: catalog(),
            plan,
            answers,
            colors: Colors::default(),
        }
    }

    pub fn facts(&self) -> Facts<'_> {
        Facts {
            scope: &self.scope,
            times: times(),
            catalog: &self.catalog,
            colors: &self.colors,
        }
    }

    pub fn state(&self, id: &str) -> Option<WidgetState> {
        let widget = self
            .plan
            .widgets
            .iter()
            .find(|w| w.id == id)
            .expect("a widget of the dashboard");
        present(&self.plan, widget, &self.answers, self.facts())
    }

    pub fn data(&self, id: &str) -> WidgetData {
        match self.state(id) {
            Some(WidgetState::Ready(data)) => data,
            other => panic!("{id}: {other:?}"),
        }
    }

    pub fn chart(&self, id: &str) -> ChartData {
        match self.data(id) {
            WidgetData::Chart(chart) => chart,
            other => panic!("{id}: {other:?}"),
        }
    }
}

/// Names, values and totals of a chart's series.
pub fn lines(chart: &ChartData) -> Vec<(String, Vec<Option<f64>>, Option<f64>)> {
    chart
        .set
        .series
        .iter()
        .map(|s| (s.name.clone(), s.values.clone(), s.total))
        .collect()
}

pub fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

/// A dashboard of one widget, as a foreign document has it.
pub fn document(widget: Value) -> Dashboard {
    serde_json::from_value(json!({"id": "12", "title": "Mine", "widgets": [widget]})).unwrap()
}
