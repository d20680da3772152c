//! The demo's whole world: generated in steps, so that a page stays responsive, and the same for the same seed and
//! now, wherever it runs.

use super::issues::{DemoIssue, Reporter};
use super::outcome::{Dues, Hour};
use super::rng::Rng;
use super::story::{self, BETA, ENVIRONMENTS, HOUR, Launch, PROJECTS, STAGING, WEB};
use super::traffic::{Traffic, Visit, people, start_of};
use crate::session::adoption::{Adoption, is_staged};
use crate::session::project::{Environment, Project, ProjectId};
use crate::session::record::{SessionAttrs, SessionRecord};
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
    busy: Busy,
    dues: Vec<Dues>,
    reporter: Reporter,
}

/// Sessions by release, environment and hour since the start.
struct Busy {
    start: Timestamp,
    hours: usize,
    counts: Vec<u32>,
    /// The most sessions each release has in an hour.
    peaks: Vec<u32>,
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
        let (visit, status) = self.visits[index];
        let launch = &self.launches[usize::from(visit.release)];
        let plan = &PROJECTS[launch.project];
        let mut rng = Rng::new(self.seed, [4, index as u64, 0]);
        let sid = sid(rng.bits(), rng.bits());
        let cut_short = if matches!(status, Status::Crashed | Status::Abnormal) {
            0.4
        } else {
            1.0
        };
        let seconds = rng
            .around(plan.duration * cut_short, 0.95)
            .clamp(0.4, 7200.0);
        let ended = visit.started.plus((seconds * 1000.0) as i64);
        let more_errors = if status == Status::Errored && rng.chance(0.3) {
            1 + rng.bits() % 3
        } else {
            0
        };
        // Some apps are swept away without a last word; some sessions are not over yet.
        let silent = status == Status::Healthy && rng.chance(0.012);
        let running = silent || ended >= self.now;
        let mechanism = match status {
            Status::Abnormal if rng.chance(0.7) => Some("anr_foreground"),
            Status::Abnormal => Some("anr_background"),
            _ => None,
        };
        let wire = match status {
            Status::Crashed => "crashed",
            Status::Abnormal => "abnormal",
            Status::Unhandled => "unhandled",
            Status::Healthy | Status::Errored if running => "ok",
            Status::Healthy | Status::Errored => "exited",
        };
        SessionRecord {
            sid,
            did: did(self.seed, &visit, launch.project),
            seq: None,
            project: plan.id,
            started: visit.started,
            timestamp: if running {
                visit.started
            } else {
                ended.min(self.now)
            },
            duration: (!running).then(|| (seconds * 1000.0).trunc() / 1000.0),
            status: wire.to_owned(),
            errors: u64::from(status != Status::Healthy) + more_errors,
            abnormal_mechanism: mechanism.map(str::to_owned),
            attrs: SessionAttrs {
                release: launch.version.clone(),
                environment: Some(ENVIRONMENTS[usize::from(visit.environment)].to_owned()),
            },
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
            visits: Vec::new(),
            ends: Vec::new(),
            sorted: false,
            busy: Busy::new(now, launches.len()),
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
            self.visits.iter().for_each(|v| self.busy.count(v));
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
            self.dues[release].next(&launch.rates, factor, self.busy.hour_of(&visit), unlucky);
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
            adoption: (0..ENVIRONMENTS.len())
                .filter_map(|e| self.adoption(index, launch, e))
                .collect(),
            seen: first.map(|first| (first, seen.next_back().unwrap_or(first))),
        }
    }

    fn adoption(
        &self,
        index: usize,
        launch: &Launch,
        environment: usize,
    ) -> Option<(&'static str, AdoptionStage)> {
        let name = ENVIRONMENTS[environment];
        let own = self.busy.of(index, environment);
        if own.iter().all(|n| *n == 0) || !is_staged(name, &launch.version) {
            return None;
        }
        let siblings = || {
            self.launches
                .iter()
                .enumerate()
                .filter(|(_, l)| l.project == launch.project)
        };
        let all = |hour: usize| {
            siblings()
                .map(|(i, _)| u64::from(self.busy.of(i, environment)[hour]))
                .sum::<u64>()
        };
        let hours = own.iter().enumerate().map(|(hour, n)| {
            (
                self.busy.start.plus(hour as i64 * HOUR),
                u64::from(*n),
                all(hour),
            )
        });
        Some((name, Adoption::from_hours(hours).into()))
    }
}

impl Busy {
    fn new(now: Timestamp, releases: usize) -> Self {
        let start = start_of(now);
        let hours = ((now.millis() - start.millis()) / HOUR + 1) as usize;
        Self {
            start,
            hours,
            counts: vec![0; releases * ENVIRONMENTS.len() * hours],
            peaks: vec![0; releases],
        }
    }

    fn of(&self, release: usize, environment: usize) -> &[u32] {
        let row = release * ENVIRONMENTS.len() + environment;
        &self.counts[row * self.hours..(row + 1) * self.hours]
    }

    fn count(&mut self, visit: &Visit) {
        let release = usize::from(visit.release);
        let row = release * ENVIRONMENTS.len() + usize::from(visit.environment);
        let hour = self.hour(visit);
        self.counts[row * self.hours + hour] += 1;
        self.peaks[release] = self.peaks[release].max(self.hour_of(visit).sessions);
    }

    fn hour(&self, visit: &Visit) -> usize {
        ((visit.started.millis() - self.start.millis()) / HOUR) as usize
    }

    fn hour_of(&self, visit: &Visit) -> Hour {
        let release = usize::from(visit.release);
        let hour = self.hour(visit);
        let sessions = (0..ENVIRONMENTS.len())
            .map(|environment| self.of(release, environment)[hour])
            .sum();
        Hour {
            sessions,
            peak: self.peaks[release],
        }
    }
}

/// The user's id; some visitors of the web shop decline to have one.
fn did(seed: u64, visit: &Visit, project: usize) -> Option<String> {
    let nobody = project == WEB && Rng::new(seed, [6, visit.user.into(), 0]).chance(0.05);
    (!nobody).then(|| format!("u{:05}", visit.user))
}

/// A version 4 UUID of these bits.
fn sid(high: u64, low: u64) -> String {
    let high = (high & !0xf000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}
