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
    /// Counter of the same pass whose sessions make those of this one.
    finer: Option<usize>,
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
    pub fn new(grouping: Grouping, needs: Needs, window: Window, finer: Option<usize>) -> Self {
        let buckets = if needs.series { window.len() } else { 1 };
        // One group more takes the rows of no group.
        let groups = grouping.keys.len() + 1;
        Self {
            grouping,
            finer,
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

    /// Whether it looks at durations.
    pub fn has_durations(&self) -> bool {
        self.durations.is_some()
    }

    /// Counts rows; `flagged` are those of them that have a flag.
    pub fn run(&mut self, picked: &[Picked], flagged: &[Picked]) {
        let group_of = &self.grouping.group_of[..];
        let group = |row: &Picked| group_of[row.combo as usize] as usize;
        let buckets = self.buckets;
        let cell = |row: &Picked| group(row) * buckets + row.bucket as usize;
        match (self.finer, self.series) {
            (Some(_), _) => {}
            (None, true) => self.sessions.add(picked, flagged, cell),
            (None, false) => self.sessions.add(picked, flagged, group),
        }
        if let Some(cells) = &mut self.users {
            cells.see(picked, flagged, group);
        }
        if let Some(cells) = &mut self.users_in_buckets {
            cells.see(picked, flagged, cell);
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

    /// Adds the sessions of a finer counter.
    fn add_up(&mut self, finer: &Self) {
        let groups = finer.grouping.group_of.iter().zip(&self.grouping.group_of);
        let mut group_of = vec![0; finer.grouping.keys.len() + 1];
        for (from, to) in groups {
            group_of[*from as usize] = *to as usize;
        }
        for (from, to) in group_of.into_iter().enumerate() {
            for bucket in 0..finer.buckets {
                let cell = to * self.buckets + bucket.min(self.buckets - 1);
                let from = from * finer.buckets + bucket;
                self.sessions.add_cell(cell, &finer.sessions, from);
            }
        }
    }

    fn counts(self) -> Counts {
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

/// Ends the counting of a pass.
pub(super) fn finish(mut counters: Vec<Counter>) -> Vec<Counts> {
    for at in 0..counters.len() {
        if let Some(finer) = counters[at].finer
            && let Ok([counter, finer]) = counters.get_disjoint_mut([at, finer])
        {
            counter.add_up(finer);
        }
    }
    counters.into_iter().map(Counter::counts).collect()
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
