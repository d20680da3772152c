//! The demo's whole world: generated in steps, so that a page stays responsive, and the same for the same seed and
//! now, wherever it runs.

use super::hourly::Hourly;
use super::issues::{DemoIssue, Reporter};
use super::outcome::Dues;
use super::record::{self, did};
use super::rng::Rng;
use super::story::{self, BETA, ENVIRONMENTS, Launch, PROJECTS, STAGING};
use super::traffic::{Traffic, Visit, hours_of, people};
use crate::session::project::{Environment, Project, ProjectId};
use crate::session::record::SessionRecord;
use crate::session::release_info::AdoptionStage;
use crate::session::{Status, Timestamp};

/// A release of the demo.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoRelease {
    /// Full version.
    pub version: String,
    /// Its project.
    pub project: ProjectId,
    /// When it was created.
    pub created: Timestamp,
    /// When it was finalized: when production got it.
    pub released: Option<Timestamp>,
    /// Whether it is archived.
    pub archived: bool,
    /// Its adoption in each environment that has its sessions.
    pub adoption: Vec<(&'static str, AdoptionStage)>,
    /// First and last session of all.
    pub seen: Option<(Timestamp, Timestamp)>,
}

impl DemoRelease {
    /// Its adoption in one environment; `None` where it has no sessions.
    pub fn adoption_in(&self, environment: &str) -> Option<&AdoptionStage> {
        let found = self.adoption.iter().find(|(name, _)| *name == environment);
        found.map(|(_, stage)| stage)
    }
}

/// Everything there is in the demo.
pub struct DemoWorld {
    seed: u64,
    now: Timestamp,
    launches: Vec<Launch>,
    releases: Vec<DemoRelease>,
    issues: Vec<DemoIssue>,
    visits: Vec<Visit>,
}

/// A world in the making.
pub struct DemoBuild {
    seed: u64,
    now: Timestamp,
    launches: Vec<Launch>,
    people_done: u32,
    /// Visits of the hours that are not sorted yet.
    unsorted: Vec<Vec<Visit>>,
    hours_sorted: usize,
    visits: Vec<Visit>,
    ended: usize,
    hourly: Hourly,
    dues: Vec<Dues>,
    reporter: Reporter,
}

impl DemoWorld {
    /// The world of `seed` as it is at `now`, in one go (some 100 ms in a release build).
    pub fn new(seed: u64, now: Timestamp) -> Self {
        let mut build = DemoBuild::new(seed, now);
        while !build.step(usize::MAX) {}
        build.finish()
    }

    /// The three projects.
    pub fn projects(&self) -> Vec<Project> {
        story::projects()
    }

    /// The three environments.
    pub fn environments(&self) -> Vec<Environment> {
        story::environments()
    }

    /// All releases, each project's oldest first.
    pub fn releases(&self) -> &[DemoRelease] {
        &self.releases
    }

    /// All issues.
    pub fn issues(&self) -> &[DemoIssue] {
        &self.issues
    }

    /// How many sessions there are.
    pub fn session_count(&self) -> usize {
        self.visits.len()
    }

    /// All sessions, in order of their start.
    pub fn sessions(&self) -> impl ExactSizeIterator<Item = SessionRecord> + '_ {
        (0..self.visits.len()).map(|index| {
            let mut record = record::blank();
            self.read_session(index, &mut record);
            record
        })
    }

    /// Overwrites `record` with the session number `index`, in the memory it has; leaves it without one of that number.
    pub fn read_session(&self, index: usize, record: &mut SessionRecord) {
        if let Some(visit) = self.visits.get(index) {
            let launch = &self.launches[usize::from(visit.release)];
            record::overwrite(record, (self.seed, self.now), index, visit, launch);
        }
    }
}

impl DemoBuild {
    /// Nothing generated yet.
    pub fn new(seed: u64, now: Timestamp) -> Self {
        let launches = story::launches(now);
        let mut rng = Rng::new(seed, [2, 0, 0]);
        Self {
            seed,
            now,
            people_done: 0,
            unsorted: vec![Vec::new(); hours_of(now)],
            hours_sorted: 0,
            visits: Vec::new(),
            ended: 0,
            hourly: Hourly::new(now, launches.len()),
            dues: launches.iter().map(|_| Dues::new(&mut rng)).collect(),
            reporter: Reporter::new(seed, now, &launches),
            launches,
        }
    }

    /// Generates about `max` sessions more, or works on as many; true when everything is done.
    pub fn step(&mut self, max: usize) -> bool {
        if self.people_done < people() {
            self.generate(max);
        } else if self.hours_sorted < self.unsorted.len() {
            self.sort(self.visits.len().saturating_add(max));
        } else {
            let end = self.visits.len().min(self.ended.saturating_add(max));
            while self.ended < end {
                self.visits[self.ended].end = self.end_of(self.visits[self.ended]);
                self.ended += 1;
            }
        }
        self.hours_sorted == self.unsorted.len() && self.ended == self.visits.len()
    }

    /// The visits of further people, `max` or a few more.
    fn generate(&mut self, max: usize) {
        let traffic = Traffic::new(self.seed, self.now, &self.launches);
        let mut made = 0;
        while self.people_done < people() && made < max {
            made += traffic.visits_of(self.people_done, &mut self.unsorted);
            self.people_done += 1;
        }
    }

    /// Appends hour upon hour, in order of time, until there are `enough` visits.
    fn sort(&mut self, enough: usize) {
        while self.hours_sorted < self.unsorted.len() && self.visits.len() < enough {
            let mut hour = std::mem::take(&mut self.unsorted[self.hours_sorted]);
            hour.sort_unstable_by_key(|v| (v.started, v.user));
            hour.iter().for_each(|v| self.hourly.count(v));
            self.visits.append(&mut hour);
            self.hours_sorted += 1;
        }
    }

    /// The world; call when [`DemoBuild::step`] says that everything is done.
    pub fn finish(self) -> DemoWorld {
        let releases = self
            .launches
            .iter()
            .enumerate()
            .map(|(i, launch)| self.release(i, launch))
            .collect();
        DemoWorld {
            releases,
            seed: self.seed,
            now: self.now,
            issues: self.reporter.finish(&self.launches, self.now),
            visits: self.visits,
            launches: self.launches,
        }
    }

    /// How a session ends, its issue reported.
    fn end_of(&mut self, visit: Visit) -> Status {
        let release = usize::from(visit.release);
        let launch = &self.launches[release];
        let factor = match usize::from(visit.environment) {
            BETA => 1.4,
            STAGING => 2.0,
            _ => 1.0,
        };
        let unlucky = Rng::new(self.seed, [5, visit.user.into(), 0]).chance(0.04);
        let end =
            self.dues[release].next(&launch.rates, factor, self.hourly.hour_of(&visit), unlucky);
        if end != Status::Healthy {
            let user = did(self.seed, &visit, launch.project);
            self.reporter.report(&visit, launch.project, end, user);
        }
        end
    }

    fn release(&self, index: usize, launch: &Launch) -> DemoRelease {
        let production = launch.at[story::PRODUCTION];
        DemoRelease {
            version: launch.version.clone(),
            project: PROJECTS[launch.project].id,
            created: launch.created(),
            released: production.filter(|at| *at <= self.now),
            archived: launch.archived,
            adoption: (0..)
                .zip(ENVIRONMENTS)
                .filter_map(|(e, name)| {
                    Some((name, self.hourly.adoption(&self.launches, index, e)?))
                })
                .collect(),
            seen: self.hourly.seen(index),
        }
    }
}
