//! Who starts the app when, and which release they then have: people with habits, zones and a pace of updating.

use super::rng::Rng;
use super::story::{BETA, DAY, DAYS, HOUR, Launch, PRODUCTION, PROJECTS, STAGING, WEB};
use crate::session::{Status, Timestamp};

/// One start of the app.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    /// When it started.
    pub started: Timestamp,
    /// Who, counted over all projects.
    pub user: u32,
    /// Index of the release.
    pub release: u16,
    /// Index of the environment.
    pub environment: u8,
    /// How it ended; healthy until that is decided.
    pub end: Status,
}

/// Zones people live in, as hours from UTC, and how many of them.
const ZONES: [(i64, f64); 3] = [(1, 0.62), (-5, 0.25), (8, 0.13)];

/// How busy each hour of the local day is.
const HOURS: [f64; 24] = [
    0.52, 0.38, 0.30, 0.26, 0.26, 0.32, 0.48, 0.74, 0.94, 1.02, 1.06, 1.12, 1.24, 1.14, 1.06, 1.04,
    1.10, 1.20, 1.38, 1.54, 1.62, 1.46, 1.10, 0.76,
];

/// How busy each weekday is, Monday first.
const WEEKDAYS: [f64; 7] = [1.02, 1.00, 1.02, 1.05, 1.10, 0.74, 0.66];

/// Everything the visits of a person depend on, beside the person.
pub struct Traffic<'a> {
    seed: u64,
    start: Timestamp,
    now: Timestamp,
    launches: &'a [Launch],
    /// For each zone the busyness up to the end of each hour since `start`; on average 1 an hour.
    busy: [Vec<f64>; 3],
}

impl<'a> Traffic<'a> {
    /// Traffic from [`start_of`] `now` up to `now`.
    pub fn new(seed: u64, now: Timestamp, launches: &'a [Launch]) -> Self {
        let start = start_of(now);
        let hours = hours_of(now) as i64;
        let busy = ZONES.map(|(offset, _)| {
            let busyness = move |hour: i64| {
                let local = start.millis() / HOUR + hour + offset;
                // 1 January 1970 was a Thursday.
                let weekday = (local.div_euclid(24) + 3).rem_euclid(7) as usize;
                let growth = 0.94 + 0.12 * hour as f64 / (DAYS * 24) as f64;
                HOURS[local.rem_euclid(24) as usize] * WEEKDAYS[weekday] * growth
            };
            let sum = move |total: &mut f64, hour: i64| {
                *total += busyness(hour);
                Some(*total)
            };
            (0..hours).scan(0.0, sum).collect()
        });
        Self {
            seed,
            start,
            now,
            launches,
            busy,
        }
    }

    /// Adds all visits of one person to those of their hours since `start`, and says how many. Persons are counted over
    /// all projects: see [`people`].
    pub fn visits_of(&self, user: u32, hours: &mut [Vec<Visit>]) -> usize {
        let project = project_of(user);
        let plan = &PROJECTS[project];
        let mut rng = Rng::new(self.seed, [1, user.into(), 0]);
        let beta = if project == WEB { 0.0 } else { 0.04 };
        let environment = rng
            .pick([1.0, beta, 0.005].into_iter())
            .unwrap_or(PRODUCTION);
        let zone = rng.pick(ZONES.iter().map(|z| z.1)).unwrap_or(0);
        let busier = if environment == STAGING { 2.0 } else { 1.0 };
        let a_day = rng.around(plan.sessions_a_day, 0.85) * busier;
        let updates = self.updates(project, environment, &mut rng);
        let busy = &self.busy[zone];
        let end = busy.last().copied().unwrap_or_default();
        // A fifth comes to know the shop only during the month.
        let mut at = if rng.chance(0.2) {
            rng.unit() * end
        } else {
            0.0
        };
        let mut hour = 0;
        let mut visits = 0;
        loop {
            at += rng.wait() * 24.0 / a_day;
            while hour < busy.len() && busy[hour] <= at {
                hour += 1;
            }
            let started = self
                .start
                .plus(hour as i64 * HOUR + (rng.unit() * HOUR as f64) as i64);
            if hour >= busy.len().min(hours.len()) || started >= self.now {
                return visits;
            }
            // The newest release that has arrived by then.
            if let Some((release, _)) = updates
                .iter()
                .rev()
                .find(|(_, arrives)| *arrives <= started)
            {
                hours[hour].push(Visit {
                    started,
                    user,
                    release: *release,
                    environment: environment as u8,
                    end: Status::Healthy,
                });
                visits += 1;
            }
        }
    }

    /// When each release of the project reaches this person, oldest release first.
    fn updates(&self, project: usize, environment: usize, rng: &mut Rng) -> Vec<(u16, Timestamp)> {
        let hours = match environment {
            BETA => 7.0,
            STAGING => 2.0,
            _ => PROJECTS[project].update_hours,
        };
        let pace = rng.around(hours, 0.6) * if rng.chance(0.04) { 6.0 } else { 1.0 };
        let mut updates = Vec::new();
        for (index, launch) in (0..)
            .zip(self.launches)
            .filter(|(_, l)| l.project == project)
        {
            let Some(at) = launch.at[environment] else {
                continue;
            };
            let arrives = at.plus((rng.around(pace / launch.pull, 0.5) * HOUR as f64) as i64);
            if launch.halted.is_none_or(|halted| arrives < halted) {
                // Whoever comes to a project anew has its current release at once.
                updates.push((index, if updates.is_empty() { at } else { arrives }));
            }
            if environment == PRODUCTION && rng.chance(launch.holdouts) {
                return updates;
            }
        }
        updates
    }
}

/// When the demo's history begins: midnight (UTC), 30 days before today.
pub fn start_of(now: Timestamp) -> Timestamp {
    Timestamp::from_millis(now.millis().div_euclid(DAY) * DAY - DAYS * DAY)
}

/// How many hours the history has, the one of `now` among them.
pub fn hours_of(now: Timestamp) -> usize {
    ((now.millis() - start_of(now).millis()) / HOUR + 1) as usize
}

/// How many persons there are in all projects.
pub fn people() -> u32 {
    PROJECTS.iter().map(|p| p.users).sum()
}

/// Index of the project a person uses.
fn project_of(user: u32) -> usize {
    let mut before = 0;
    PROJECTS
        .iter()
        .position(|p| {
            before += p.users;
            user < before
        })
        .unwrap_or(WEB)
}
