//! The demo's whole world: generated in steps, so that a page stays responsive, and the same for the same seed and
//! now, wherever it runs.

use super::hourly::Hourly;
use super::issues::{DemoIssue, Reporter};
use super::outcome::Dues;
use super::record::{did, record};
use super::rng::Rng;
use super::story::{self, BETA, ENVIRONMENTS, Launch, PROJECTS, STAGING};
use super::traffic::{Traffic, Visit, people};
use crate::session::project::{Environment, Project, ProjectId};
use crate::session::record::SessionRecord;
use crate::session::release_info::AdoptionStage;
use crate::session::{Status, Timestamp};
use std::collections::BTreeMap;

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
    pub adoption: BTreeMap<&'static str, AdoptionStage>,
    /// First and last session of all.
    pub seen: Option<(Timestamp, Timestamp)>,
}

/// Everything there is in the demo.
pub struct DemoWorld {
    seed: u64,
    now: Timestamp,
    launches: Vec<Launch>,
    releases: Vec<DemoRelease>,
    issues: Vec<DemoIssue>,
    visits: Vec<(Visit, Status)>,
}

/// A world in the making.
pub struct DemoBuild {
    seed: u64,
    now: Timestamp,
    launches: Vec<Launch>,
    people_done: u32,
    visits: Vec<Visit>,
    ends: Vec<Status>,
    sorted: bool,
    hourly: Hourly,
    dues: Vec<Dues>,
    reporter: Reporter,
}

impl DemoWorld {
    /// The world of `seed` as it is at `now`, in one go (some 100 ms).
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

    /// All sessions, in order of their start.
    pub fn sessions(&self) -> impl ExactSizeIterator<Item = SessionRecord> + '_ {
        (0..self.visits.len()).map(|index| self.session(index))
    }

    fn session(&self, index: usize) -> SessionRecord {
        let (visit, status) = &self.visits[index];
        let launch = &self.launches[usize::from(visit.release)];
        record(self.seed, self.now, index, (visit, *status), launch)
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
            visits: Vec::new(),
            ends: Vec::new(),
            sorted: false,
            hourly: Hourly::new(now, launches.len()),
            dues: launches.iter().map(|_| Dues::new(&mut rng)).collect(),
            reporter: Reporter::new(seed, now, &launches),
            launches,
        }
    }

    /// Generates about `max` sessions more, or works on as many; true when everything is done.
    pub fn step(&mut self, max: usize) -> bool {
        if self.people_done < people() {
            let traffic = Traffic::new(self.seed, self.now, &self.launches);
            let enough = self.visits.len().saturating_add(max);
            while self.people_done < people() && self.visits.len() < enough {
                traffic.visits_of(self.people_done, &mut self.visits);
                self.people_done += 1;
            }
        } else if !self.sorted {
            self.visits.sort_unstable_by_key(|v| (v.started, v.user));
            self.visits.iter().for_each(|v| self.hourly.count(v));
            self.sorted = true;
        } else {
            let next = self.ends.len()..self.visits.len().min(self.ends.len().saturating_add(max));
            for index in next {
                let end = self.end_of(index);
                self.ends.push(end);
            }
        }
        self.sorted && self.ends.len() == self.visits.len()
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
            visits: self.visits.into_iter().zip(self.ends).collect(),
            launches: self.launches,
        }
    }

    /// How a session ends, its issue reported.
    fn end_of(&mut self, index: usize) -> Status {
        let visit = self.visits[index];
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
        let mut seen = self
            .visits
            .iter()
            .filter(|v| usize::from(v.release) == index)
            .map(|v| v.started);
        let first = seen.next();
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
            seen: first.map(|first| (first, seen.next_back().unwrap_or(first))),
        }
    }
}
