//! The five outcomes of a session and the arithmetic that keeps them exclusive.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How a session ended, or how it goes while it runs. Exactly one holds for every session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// No error seen.
    Healthy,
    /// At least one handled error, nothing worse.
    Errored,
    /// An unhandled error was caught globally and the process went on.
    Unhandled,
    /// An unhandled error or hard crash ended it.
    Crashed,
    /// It froze, was killed or lost power: fate unknown.
    Abnormal,
}

impl Status {
    /// All five, in the order the model lists them.
    pub const ALL: [Self; 5] = [
        Self::Healthy,
        Self::Errored,
        Self::Unhandled,
        Self::Crashed,
        Self::Abnormal,
    ];

    /// The name on the wire: `healthy`, `errored`, `unhandled`, `crashed`, `abnormal`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Healthy => "healthy",
            Self::Errored => "errored",
            Self::Unhandled => "unhandled",
            Self::Crashed => "crashed",
            Self::Abnormal => "abnormal",
        }
    }

    /// The status with this wire name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Counts of one kind of thing (sessions, or distinct users) in one bucket or window, from which every status count
/// follows. They need not add up: see [`SetCounts::get`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SetCounts {
    /// Everything started.
    pub all: u64,
    /// Everything with an error, a crash, an abnormal or an unhandled end.
    pub errored_all: u64,
    /// Crashed.
    pub crashed: u64,
    /// Ended abnormally.
    pub abnormal: u64,
    /// Had an unhandled error and went on.
    pub unhandled: u64,
}

impl SetCounts {
    /// The exclusive count of `status`: `healthy = max(0, all - errored_all)`,
    /// `errored = max(0, errored_all - crashed - abnormal - unhandled)`, the others as counted. Clamped
    /// here, so a total is never to be got by adding the clamped counts of buckets.
    pub const fn get(&self, status: Status) -> u64 {
        match status {
            Status::Healthy => self.all.saturating_sub(self.errored_all),
            Status::Errored => self
                .errored_all
                .saturating_sub(self.crashed)
                .saturating_sub(self.abnormal)
                .saturating_sub(self.unhandled),
            Status::Unhandled => self.unhandled,
            Status::Crashed => self.crashed,
            Status::Abnormal => self.abnormal,
        }
    }
}
