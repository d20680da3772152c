//! The counts of one grouping: over the whole window and, when asked for, in every bucket.

use super::duration::{DurationCells, Summary};
use super::grouping::Grouping;
use super::result::Tally;
use super::row::NO_DURATION;
use super::tally::{Picked, SessionCells, UserCells};
use crate::session::Window;

/// What is to be counted besides sessions over the whole window.
#[derive(Clone, Copy, Default)]
pub(super) struct Needs {
    pub series: bool,
    pub users: bool,
    pub durations: bool,
}

/// The counts of one grouping.
pub(super) struct Counter {
    grouping: Grouping,
    series: bool,
    buckets: usize,
    /// With series a cell a group and bucket, else a cell a group.
    sessions: SessionCells,
    users: Option<UserCells>,
    users_in_buckets: Option<UserCells>,
    durations: Option<DurationCells>,
    durations_in_buckets: Option<DurationCells>,
}

impl Counter {
    pub fn new(grouping: Grouping, needs: Needs, window: Window) -> Self {
        let buckets = if needs.series { window.len() } else { 1 };
        // One group more takes the rows of no group.
        let groups = grouping.keys.len() + 1;
        Self {
            grouping,
            series: needs.series,
            buckets,
            sessions: SessionCells::new(groups * buckets),
            users: needs.users.then(|| UserCells::new(groups)),
            users_in_buckets: (needs.users && needs.series)
                .then(|| UserCells::new(groups * buckets)),
            durations: needs.durations.then(DurationCells::default),
            durations_in_buckets: (needs.durations && needs.series).then(DurationCells::default),
        }
    }

    /// Whether it looks at buckets.
    pub fn has_series(&self) -> bool {
        self.series
    }

    pub fn run(&mut self, picked: &[Picked]) {
        let group_of = &self.grouping.group_of[..];
        let group = |row: &Picked| group_of[row.combo as usize] as usize;
        let buckets = self.buckets;
        let cell = |row: &Picked| group(row) * buckets + row.bucket as usize;
        if self.series {
            self.sessions.add(picked, cell);
        } else {
            self.sessions.add(picked, group);
        }
        if let Some(cells) = &mut self.users {
            cells.see(picked, group);
        }
        if let Some(cells) = &mut self.users_in_buckets {
            cells.see(picked, cell);
        }
        let timed = || picked.iter().filter(|row| row.duration != NO_DURATION);
        if let Some(cells) = &mut self.durations {
            for row in timed() {
                cells.add(group(row), row.duration);
            }
        }
        if let Some(cells) = &mut self.durations_in_buckets {
            for row in timed() {
                cells.add(cell(row), row.duration);
            }
        }
    }

    /// Ends the counting.
    pub fn finish(self) -> Counts {
        let groups = self.grouping.keys.len() + 1;
        let buckets = self.buckets;
        Counts {
            durations: self
                .durations
                .map(|cells| cells.summaries(groups))
                .unwrap_or_default(),
            durations_in_buckets: self
                .durations_in_buckets
                .map(|cells| cells.summaries(groups * buckets))
                .unwrap_or_default(),
            grouping: self.grouping,
            buckets,
            sessions: self.sessions,
            users: self.users,
            users_in_buckets: self.users_in_buckets,
        }
    }
}

/// What a counter has counted.
pub(super) struct Counts {
    pub grouping: Grouping,
    buckets: usize,
    sessions: SessionCells,
    users: Option<UserCells>,
    users_in_buckets: Option<UserCells>,
    durations: Vec<Option<Summary>>,
    durations_in_buckets: Vec<Option<Summary>>,
}

impl Counts {
    /// Counts of a group over the whole window.
    pub fn total(&self, group: usize) -> Tally {
        let mut tally = with_users(self.users.as_ref(), group);
        for bucket in 0..self.buckets {
            let counts = self.sessions.counts(group * self.buckets + bucket);
            // Sessions, unlike users, add up over buckets before any clamping.
            tally.sessions.all += counts.all;
            tally.sessions.errored_all += counts.errored_all;
            tally.sessions.crashed += counts.crashed;
            tally.sessions.abnormal += counts.abnormal;
            tally.sessions.unhandled += counts.unhandled;
        }
        tally
    }

    /// Counts of a group in every bucket.
    pub fn series(&self, group: usize) -> Vec<Tally> {
        let cells = group * self.buckets..(group + 1) * self.buckets;
        cells
            .map(|cell| Tally {
                sessions: self.sessions.counts(cell),
                ..with_users(self.users_in_buckets.as_ref(), cell)
            })
            .collect()
    }

    pub fn duration_total(&self, group: usize) -> Option<Summary> {
        self.durations.get(group).copied().flatten()
    }

    pub fn duration_series(&self, group: usize) -> &[Option<Summary>] {
        self.durations_in_buckets
            .get(group * self.buckets..(group + 1) * self.buckets)
            .unwrap_or_default()
    }
}

fn with_users(cells: Option<&UserCells>, cell: usize) -> Tally {
    let (users, anr_users, foreground_anr_users) =
        cells.map(|cells| cells.counts(cell)).unwrap_or_default();
    Tally {
        users,
        anr_users,
        foreground_anr_users,
        ..Tally::default()
    }
}
