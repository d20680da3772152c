//! The answer to a [`SessionsQuery`](super::query::SessionsQuery): groups with the counts every field follows from.
//!
//! Counts, not rates, travel: a rate is computed from a [`Tally`] at the last moment, so a tooltip can show numerator
//! and denominator, and a total is never a mean of buckets. `session.status` is no key here: each tally holds all five.

use super::field::{DurationStat, Field, Subject};
use crate::session::project::ProjectId;
use crate::session::{SetCounts, Window};

/// All counts of one group in one bucket or over the whole window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Sessions.
    pub sessions: SetCounts,
    /// Distinct users; all zero when the query needs none. Never add these over buckets or groups.
    pub users: SetCounts,
    /// Distinct users with a foreground or background ANR.
    pub anr_users: u64,
    /// Distinct users with a foreground ANR.
    pub foreground_anr_users: u64,
}

impl Tally {
    /// The counts of sessions or of users.
    pub const fn counts(&self, subject: Subject) -> &SetCounts {
        match subject {
            Subject::Session => &self.sessions,
            Subject::User => &self.users,
        }
    }
}

/// The values a group shares; `None` for what is not grouped by. Ordered: project, release, environment.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupKey {
    /// Project number.
    pub project: Option<ProjectId>,
    /// Full release version.
    pub release: Option<String>,
    /// Environment; empty for sessions without one.
    pub environment: Option<String>,
}

/// A duration statistic of one group, in milliseconds; `None` where no session has a duration.
#[derive(Clone, Debug, PartialEq)]
pub struct Durations {
    /// Which statistic.
    pub stat: DurationStat,
    /// Over the whole window.
    pub total: Option<f64>,
    /// A value a bucket; empty when the query asks for no series.
    pub series: Vec<Option<f64>>,
}

/// One group of the answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// What its sessions have in common.
    pub by: GroupKey,
    /// Counts over the whole window (users distinct over the whole window).
    pub total: Tally,
    /// Counts a bucket; empty when the query asks for no series.
    pub series: Vec<Tally>,
    /// One entry for each duration field asked for.
    pub durations: Vec<Durations>,
}

impl Group {
    /// The value of `field` over the whole window.
    pub fn total_of(&self, field: Field) -> Option<f64> {
        match field {
            Field::Duration(stat) => self
                .durations
                .iter()
                .find(|d| d.stat == stat)
                .and_then(|d| d.total),
            _ => field.value(&self.total),
        }
    }

    /// The value of `field` in every bucket.
    pub fn series_of(&self, field: Field) -> Vec<Option<f64>> {
        match field {
            Field::Duration(stat) => self
                .durations
                .iter()
                .find(|d| d.stat == stat)
                .map(|d| d.series.clone())
                .unwrap_or_default(),
            _ => self.series.iter().map(|t| field.value(t)).collect(),
        }
    }
}

/// The whole answer.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionsResult {
    /// The window that was answered.
    pub window: Window,
    /// In the query's order. Without grouping there is always exactly one group, of zeros when there is no data.
    pub groups: Vec<Group>,
    /// How many groups there were before the limit cut some off; with [`Caveat::Cut`], at least so many.
    pub groups_available: usize,
    /// What to tell beside the numbers; nothing where they were counted here.
    pub caveats: Vec<Caveat>,
}

/// What an answer that somebody else counted cannot vouch for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caveat {
    /// The server's limit cut groups off: `groups_available` is a lower bound.
    Cut,
    /// Only some releases were asked for, to stay within the server's limit: the most used and the newest.
    Narrowed,
    /// The server knows four statuses: its errored ones include the unhandled ones.
    FourStatuses,
    /// The server counted unhandled ones among the errored ones, too; they were taken out again.
    UnhandledTwice,
    /// The server does not know this field: it has no value, which is not 0.
    Missing(Field),
}

impl SessionsResult {
    /// Whether the source could not answer `field`.
    pub fn lacks(&self, field: Field) -> bool {
        self.caveats.contains(&Caveat::Missing(field))
    }

    /// The group with this key.
    pub fn group(&self, by: &GroupKey) -> Option<&Group> {
        self.groups.iter().find(|g| &g.by == by)
    }
}
