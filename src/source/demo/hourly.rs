//! Sessions by hour: how busy a release is, and how its adoption went.

use super::outcome::Hour;
use super::story::{ENVIRONMENTS, HOUR, Launch};
use super::traffic::{Visit, hours_of, start_of};
use crate::session::Timestamp;
use crate::session::adoption::{Adoption, is_staged};
use crate::session::release_info::AdoptionStage;

/// Sessions by release, environment and hour since the start.
pub struct Hourly {
    start: Timestamp,
    hours: usize,
    counts: Vec<u32>,
    /// The most sessions each release has in an hour.
    peaks: Vec<u32>,
    /// First and last session of each release.
    seen: Vec<Option<(Timestamp, Timestamp)>>,
}

impl Hourly {
    /// No session counted yet.
    pub fn new(now: Timestamp, releases: usize) -> Self {
        let start = start_of(now);
        let hours = hours_of(now);
        Self {
            start,
            hours,
            counts: vec![0; releases * ENVIRONMENTS.len() * hours],
            peaks: vec![0; releases],
            seen: vec![None; releases],
        }
    }

    /// A count for each hour.
    fn of(&self, release: usize, environment: usize) -> &[u32] {
        let row = release * ENVIRONMENTS.len() + environment;
        &self.counts[row * self.hours..(row + 1) * self.hours]
    }

    /// Counts a session; fed in order of time.
    pub fn count(&mut self, visit: &Visit) {
        let release = usize::from(visit.release);
        let row = release * ENVIRONMENTS.len() + usize::from(visit.environment);
        let hour = self.hour(visit);
        self.counts[row * self.hours + hour] += 1;
        self.peaks[release] = self.peaks[release].max(self.hour_of(visit).sessions);
        let (first, _) = self.seen[release].unwrap_or((visit.started, visit.started));
        self.seen[release] = Some((first, visit.started));
    }

    /// First and last session of a release.
    pub fn seen(&self, release: usize) -> Option<(Timestamp, Timestamp)> {
        self.seen[release]
    }

    fn hour(&self, visit: &Visit) -> usize {
        ((visit.started.millis() - self.start.millis()) / HOUR) as usize
    }

    /// How busy its release is when a session starts; right once all sessions are counted.
    pub fn hour_of(&self, visit: &Visit) -> Hour {
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

    /// The stage of a release in an environment; `None` where it has no session or no stage is kept.
    pub fn adoption(
        &self,
        launches: &[Launch],
        release: usize,
        environment: usize,
    ) -> Option<AdoptionStage> {
        let own = self.of(release, environment);
        let launch = &launches[release];
        if own.iter().all(|n| *n == 0) || !is_staged(ENVIRONMENTS[environment], &launch.version) {
            return None;
        }
        let siblings = launches
            .iter()
            .enumerate()
            .filter(|(_, l)| l.project == launch.project);
        let mut all = vec![0; self.hours];
        for (sibling, _) in siblings {
            for (sum, n) in all.iter_mut().zip(self.of(sibling, environment)) {
                *sum += u64::from(*n);
            }
        }
        let hours = (0..).zip(own.iter().zip(all));
        let hours =
            hours.map(|(hour, (n, all))| (self.start.plus(hour * HOUR), u64::from(*n), all));
        Some(Adoption::from_hours(hours).into())
    }
}
