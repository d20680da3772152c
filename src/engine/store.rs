//! Sessions as columns. To be filled in.

use super::ingest::Ingest;
use crate::session::project::ProjectId;
use crate::session::{TimeRange, Timestamp};

/// Sessions as columns, ready to answer queries.
#[derive(Default)]
pub struct Store {}

impl Store {
    /// No sessions.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Everything of `ingest`, built in one go.
    pub fn from_ingest(ingest: Ingest) -> Self {
        let mut build = StoreBuild::new(Self::empty(), ingest);
        while !build.step(usize::MAX) {}
        build.finish()
    }

    /// Rows held: sessions, plus up to five for each aggregate row.
    pub fn rows(&self) -> usize {
        0
    }

    /// From the first to just after the last `started`, in whole seconds; `None` when empty.
    pub fn range(&self) -> Option<TimeRange> {
        None
    }

    /// Every release that has a session.
    pub fn releases(&self) -> impl Iterator<Item = &str> {
        std::iter::empty()
    }

    /// First and last `started` (whole seconds) of a release, in one project or in all.
    pub fn first_and_last_seen(
        &self,
        _release: &str,
        _project: Option<ProjectId>,
    ) -> Option<(Timestamp, Timestamp)> {
        None
    }
}

/// Makes a [`Store`] of an older one and new rows, in small steps.
pub struct StoreBuild {}

impl StoreBuild {
    /// Adds what `new` brings to `old`; the newer state of a session replaces the older.
    pub fn new(_old: Store, _new: Ingest) -> Self {
        Self {}
    }

    /// Works on about `max_rows` rows; true when everything is done.
    pub fn step(&mut self, _max_rows: usize) -> bool {
        true
    }

    /// The store; does the steps that are left.
    pub fn finish(self) -> Store {
        Store::empty()
    }
}
