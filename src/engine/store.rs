//! Sessions as columns.
//!
//! The rows of a user stand together, nobody's first, so that distinct users are counted without hashing (see
//! `tally`). Project, release and environment are one column, `combo`: a filter and a grouping are one
//! look-up a row. Times are whole seconds. Everything needed to merge newer states of the same sessions is kept.

use super::build::Dictionary;
pub use super::build::StoreBuild;
use super::ingest::Ingest;
use super::row::{Identity, Row};
use super::rows::Rows;
use crate::session::project::ProjectId;
use crate::session::{TimeRange, Timestamp};

/// Sessions as columns, ready to answer queries.
#[derive(Default)]
pub struct Store {
    pub(super) started: Vec<u32>,
    pub(super) combo: Vec<u32>,
    /// 0 is nobody; never falls from row to row.
    pub(super) user: Vec<u32>,
    pub(super) weight: Vec<u32>,
    pub(super) duration: Vec<u32>,
    pub(super) flags: Vec<u8>,
    /// In the order in which the rows came, and where the row of each is.
    pub(super) identities: Rows<Identity>,
    pub(super) row_of: Vec<u32>,
    /// By combo number.
    pub(super) combos: Vec<Combo>,
    pub(super) releases: Vec<String>,
    pub(super) environments: Vec<String>,
    pub(super) dictionary: Dictionary,
}

/// What the sessions of one combo have in common.
pub(super) struct Combo {
    pub project: ProjectId,
    /// Index in the store's releases.
    pub release: u32,
    /// Index in the store's environments.
    pub environment: u32,
    /// First and last `started`; `None` when no row is left (all replaced by newer states).
    pub seen: Option<(u32, u32)>,
}

impl Store {
    /// No sessions.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Everything of `ingest`, built in one go.
    pub fn from_ingest(ingest: Ingest) -> Self {
        StoreBuild::new(Self::empty(), ingest).finish()
    }

    /// Rows held: sessions, plus up to five for each aggregate row.
    pub fn rows(&self) -> usize {
        self.started.len()
    }

    /// From the first to just after the last `started`, in whole seconds; `None` when empty.
    pub fn range(&self) -> Option<TimeRange> {
        let (first, last) = whole(self.combos.iter())?;
        Some(TimeRange::new(first, last.plus(1000)))
    }

    /// Every release that has a session, each once, in no particular order.
    pub fn releases(&self) -> impl Iterator<Item = &str> {
        let mut seen = vec![false; self.releases.len()];
        for combo in self.combos.iter().filter(|c| c.seen.is_some()) {
            seen[combo.release as usize] = true;
        }
        self.releases
            .iter()
            .zip(seen)
            .filter(|(_, seen)| *seen)
            .map(|(name, _)| name.as_str())
    }

    /// First and last `started` (whole seconds) of a release, in one project or in all; `None` when it has no session.
    pub fn first_and_last_seen(
        &self,
        release: &str,
        project: Option<ProjectId>,
    ) -> Option<(Timestamp, Timestamp)> {
        let of_release = |c: &&Combo| self.releases[c.release as usize] == release;
        whole(
            self.combos
                .iter()
                .filter(of_release)
                .filter(|c| project.is_none_or(|p| p == c.project)),
        )
    }

    pub(super) fn row(&self, at: usize) -> Row {
        Row {
            started: self.started[at],
            combo: self.combo[at],
            user: self.user[at],
            weight: self.weight[at],
            duration: self.duration[at],
            flags: self.flags[at],
        }
    }

    pub(super) fn extend(&mut self, rows: &[Row]) {
        self.started.extend(rows.iter().map(|row| row.started));
        self.combo.extend(rows.iter().map(|row| row.combo));
        self.user.extend(rows.iter().map(|row| row.user));
        self.weight.extend(rows.iter().map(|row| row.weight));
        self.duration.extend(rows.iter().map(|row| row.duration));
        self.flags.extend(rows.iter().map(|row| row.flags));
        for row in rows {
            let seen = &mut self.combos[row.combo as usize].seen;
            let (first, last) = seen.unwrap_or((row.started, row.started));
            *seen = Some((first.min(row.started), last.max(row.started)));
        }
    }

    pub(super) fn reserve(&mut self, rows: usize) {
        self.started.reserve_exact(rows);
        self.combo.reserve_exact(rows);
        self.user.reserve_exact(rows);
        self.weight.reserve_exact(rows);
        self.duration.reserve_exact(rows);
        self.flags.reserve_exact(rows);
    }
}

fn whole<'a>(combos: impl Iterator<Item = &'a Combo>) -> Option<(Timestamp, Timestamp)> {
    let (first, last) = combos
        .filter_map(|c| c.seen)
        .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    Some((
        Timestamp::from_secs(i64::from(first)),
        Timestamp::from_secs(i64::from(last)),
    ))
}
