//! The counts of one grouping: over the whole window and, when asked for, in every bucket.

use super::duration::{DurationCells, Summary};
use super::grouping::Grouping;
use super::result::Tally;
use super::row::NO_DURATION;
use super::store::Store;
use super::tally::{SessionCells, UserCells};
use crate::session::Window;
use std::ops::Range;

/// A row of a block that counts.
#[derive(Clone, Copy, Default)]
pub(super) struct Picked {
    /// Place in the block.
    pub at: u32,
    /// Bucket of the window.
    pub bucket: u32,
}

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
            buckets,
            sessions: SessionCells::new(groups * buckets),
            users: needs.users.then(|| UserCells::new(groups)),
            users_in_buckets: (needs.users && needs.series)
                .then(|| UserCells::new(groups * buckets)),
            durations: needs.durations.then(DurationCells::default),
            durations_in_buckets: (needs.durations && needs.series).then(DurationCells::default),
        }
    }

    pub fn run(&mut self, store: &Store, rows: Range<usize>, picked: &[Picked]) {
        let combos = &store.combo[rows.clone()];
        let flags = &store.flags[rows.clone()];
        let weights = &store.weight[rows.clone()];
        let users = &store.user[rows.clone()];
        let group_of = &self.grouping.group_of[..];
        let group = |at: u32| group_of[combos[at as usize] as usize] as usize;
        let buckets = self.buckets;
        if buckets == 1 {
            for &Picked { at, .. } in picked {
                self.sessions
                    .add(group(at), flags[at as usize], weights[at as usize]);
            }
        } else {
            for &Picked { at, bucket } in picked {
                let cell = group(at) * buckets + bucket as usize;
                self.sessions
                    .add(cell, flags[at as usize], weights[at as usize]);
            }
        }
        if let Some(cells) = &mut self.users {
            for &Picked { at, .. } in picked {
                cells.see(group(at), users[at as usize], flags[at as usize]);
            }
        }
        if let Some(cells) = &mut self.users_in_buckets {
            for &Picked { at, bucket } in picked {
                cells.see(
                    group(at) * buckets + bucket as usize,
                    users[at as usize],
                    flags[at as usize],
                );
            }
        }
        if self.durations.is_some() {
            self.collect_durations(&store.duration[rows], combos, picked);
        }
    }

    fn collect_durations(&mut self, durations: &[u32], combos: &[u32], picked: &[Picked]) {
        for &Picked { at, bucket } in picked {
            let millis = durations[at as usize];
            if millis == NO_DURATION {
                continue;
            }
            let group = self.grouping.group_of[combos[at as usize] as usize] as usize;
            if let Some(cells) = &mut self.durations {
                cells.add(group, millis);
            }
            if let Some(cells) = &mut self.durations_in_buckets {
                cells.add(group * self.buckets + bucket as usize, millis);
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
