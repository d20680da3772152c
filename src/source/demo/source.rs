//! The demo as a [`Source`]: generates its world at the first question, answers through the engine.

use super::record;
use super::story;
use super::world::{DemoBuild, DemoWorld};
use crate::engine::execute::answer;
use crate::engine::ingest::Ingest;
use crate::engine::query::SessionsQuery;
use crate::engine::store::{Store, StoreBuild};
use crate::session::issue::Issue;
use crate::session::issue_search::IssueSearch;
use crate::session::issue_series::{self, Category, SeriesScope};
use crate::session::release_info::{ReleaseInfo, ReleaseProject};
use crate::session::sorting::sort_by_key;
use crate::session::{TimeRange, Timestamp};
use crate::source::{
    Answer, Catalog, IssueSeries, IssueSeriesQuery, IssueSort, IssuesQuery, LoadReport, Progress,
    ReleasesQuery, Results, Source, SourceError, all_there,
};
use futures_util::future::LocalBoxFuture;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Lets the event loop breathe between two slices of work.
pub type Pause = Box<dyn Fn() -> LocalBoxFuture<'static, ()>>;

/// Sessions generated, or rows sorted, in one slice.
const SLICE: usize = 12_000;

/// The demo.
pub struct DemoSource {
    seed: u64,
    now: Timestamp,
    pause: Pause,
    world: RefCell<Option<Rc<DemoWorld>>>,
    store: RefCell<Option<Store>>,
}

impl DemoSource {
    /// The world of `seed` as it is at `now`. Nothing is generated yet.
    pub fn new(seed: u64, now: Timestamp, pause: Pause) -> Self {
        Self {
            seed,
            now,
            pause,
            world: RefCell::default(),
            store: RefCell::default(),
        }
    }

    /// The world, generated when nobody has asked before.
    async fn world(&self) -> Rc<DemoWorld> {
        let known = self.world.borrow().clone();
        if let Some(world) = known {
            return world;
        }
        let mut build = DemoBuild::new(self.seed, self.now);
        while !build.step(SLICE) {
            (self.pause)().await;
        }
        let world = Rc::new(build.finish());
        *self.world.borrow_mut() = Some(world.clone());
        world
    }

    async fn store(&self, world: &DemoWorld, progress: &dyn Fn(Progress)) -> Store {
        let mut ingest = Ingest::new();
        let expected = world.session_count();
        let report = |rows: usize| {
            progress(Progress {
                rows: rows as u64,
                rows_expected: Some(expected as u64),
                ..Progress::default()
            });
        };
        ingest.expect_rows(expected as u64);
        let mut session = record::blank();
        for index in 0..expected {
            world.read_session(index, &mut session);
            ingest.push(&session);
            if (index + 1).is_multiple_of(SLICE) {
                report(index + 1);
                (self.pause)().await;
            }
        }
        report(expected);
        let mut build = StoreBuild::new(Store::empty(), ingest);
        while !build.step(SLICE) {
            (self.pause)().await;
        }
        build.finish()
    }

    async fn load_all(&self, progress: &dyn Fn(Progress)) -> LoadReport {
        let world = self.world().await;
        if self.store.borrow().is_none() {
            let store = self.store(&world, progress).await;
            *self.store.borrow_mut() = Some(store);
        }
        LoadReport {
            rows: world.session_count() as u64,
            ..LoadReport::default()
        }
    }
}

impl Source for DemoSource {
    fn name(&self) -> String {
        "Demo data".to_owned()
    }

    fn catalog(&self) -> Answer<'_, Catalog> {
        let catalog = Catalog {
            projects: story::projects(),
            environments: story::environments(),
            ..Catalog::default()
        };
        Box::pin(async move { Ok(catalog) })
    }

    fn load<'a>(&'a self, _: TimeRange, progress: &'a dyn Fn(Progress)) -> Answer<'a, LoadReport> {
        Box::pin(async move { Ok(self.load_all(progress).await) })
    }

    fn holds(&self, _: TimeRange) -> bool {
        self.store.borrow().is_some()
    }

    fn sessions<'a>(&'a self, queries: &'a [SessionsQuery]) -> Answer<'a, Results> {
        Box::pin(async move {
            self.load_all(&|_| {}).await;
            Ok(self
                .store
                .borrow()
                .as_ref()
                .map(|store| all_there(answer(store, queries)))
                .unwrap_or_default())
        })
    }

    fn releases(&self, query: ReleasesQuery) -> Answer<'_, Vec<ReleaseInfo>> {
        Box::pin(async move { Ok(releases(&*self.world().await, &query)) })
    }

    fn issues(&self, query: IssuesQuery) -> Answer<'_, Vec<Issue>> {
        Box::pin(async move { issues(&*self.world().await, &query) })
    }

    fn issue_series(&self, query: IssueSeriesQuery) -> Answer<'_, Vec<IssueSeries>> {
        Box::pin(async move {
            let facts: Vec<_> = self
                .world()
                .await
                .issues()
                .iter()
                .map(|i| i.facts())
                .collect();
            let scope = SeriesScope {
                window: query.window,
                projects: &query.projects,
                environments: &query.environments,
                category: Category::Issue,
                by_release: query.by_release,
            };
            Ok(issue_series::series(&facts, &scope, &query.counts))
        })
    }

    fn has_raw_sessions(&self) -> bool {
        true
    }
}

fn releases(world: &DemoWorld, query: &ReleasesQuery) -> Vec<ReleaseInfo> {
    let projects = story::projects();
    let slug_of = |id| {
        let named = projects.iter().find(|p| p.id == id);
        named.map(|p| p.slug.clone()).unwrap_or_default()
    };
    let asked = |release: &&super::DemoRelease| {
        (query.projects.is_empty() || query.projects.contains(&release.project))
            && (query.environments.is_empty()
                || query
                    .environments
                    .iter()
                    .any(|e| release.adoption_in(e).is_some()))
    };
    let info = |release: &super::DemoRelease| {
        let first_in = |i: &&super::DemoIssue| {
            i.row
                .first_release
                .as_ref()
                .is_some_and(|r| r.version == release.version)
        };
        let new_groups = world.issues().iter().filter(first_in).count() as u64;
        let slug = slug_of(release.project);
        let mut adoption_stages = BTreeMap::new();
        if let [only] = query.environments.as_slice()
            && let Some(stage) = release.adoption_in(only)
        {
            adoption_stages.insert(slug.clone(), stage.clone());
        }
        ReleaseInfo {
            version: release.version.clone(),
            status: if release.archived { "archived" } else { "open" }.to_owned(),
            date_created: Some(release.created),
            date_released: release.released,
            new_groups,
            first_event: release.seen.map(|s| s.0),
            last_event: release.seen.map(|s| s.1),
            adoption_stages,
            projects: vec![ReleaseProject {
                id: release.project,
                slug,
                new_groups,
                has_health_data: release.seen.is_some(),
            }],
        }
    };
    let mut releases: Vec<_> = world.releases().iter().filter(asked).map(info).collect();
    sort_by_key(&mut releases, |r| Reverse(r.date_created));
    releases
}

fn issues(world: &DemoWorld, query: &IssuesQuery) -> Result<Vec<Issue>, SourceError> {
    let search = IssueSearch::parse(&query.search).map_err(|error| SourceError::Refused {
        status: 400,
        detail: error.to_string(),
    })?;
    let environments = &query.environments;
    let mut issues: Vec<_> = world
        .issues()
        .iter()
        .filter(|i| query.projects.is_empty() || query.projects.contains(&i.row.project.id))
        .filter_map(|i| {
            i.found(&search, |event| {
                query.range.contains(event.at)
                    && (environments.is_empty()
                        || environments.iter().any(|e| e == event.environment))
            })
        })
        .collect();
    match query.sort {
        IssueSort::LastSeen => sort_by_key(&mut issues, |i| Reverse(i.last_seen)),
        IssueSort::FirstSeen => sort_by_key(&mut issues, |i| Reverse(i.first_seen)),
        IssueSort::Events => sort_by_key(&mut issues, |i| Reverse(i.count)),
        IssueSort::Users => sort_by_key(&mut issues, |i| Reverse(i.user_count)),
    }
    issues.truncate(query.limit);
    Ok(issues)
}
