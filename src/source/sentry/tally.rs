//! Counts out of the numbers of a group: what the engine would have counted from the sessions themselves.

use super::wire::{Numbers, Slot};
use crate::engine::field::{Field, Subject};
use crate::engine::result::Tally;
use crate::session::{SetCounts, Status};
use std::collections::BTreeMap;

/// The answers about one group.
pub(super) struct Sides<'a> {
    /// Not split by status.
    pub whole: Option<&'a Numbers>,
    /// Split by status.
    pub split: Option<&'a BTreeMap<Option<Status>, Numbers>>,
    /// Whether the server counts unhandled ones among the errored ones, too.
    pub unhandled_twice: bool,
}

impl Sides<'_> {
    pub fn tally(&self, slot: Slot, users: bool) -> Tally {
        let mut tally = Tally {
            sessions: self.counts(Subject::Session, slot),
            ..Tally::default()
        };
        if users {
            tally.users = self.counts(Subject::User, slot);
            let hung = |field| {
                let rate = self.whole.and_then(|w| w.get(field, slot));
                part(rate, tally.users.all).unwrap_or(0)
            };
            tally.anr_users = hung(Field::AnrRate);
            tally.foreground_anr_users = hung(Field::ForegroundAnrRate);
        }
        tally
    }

    fn counts(&self, subject: Subject, slot: Slot) -> SetCounts {
        let total = Field::Total(subject);
        let all = self.whole.map(|w| w.count(total, slot));
        match self.split {
            Some(_) => self.counts_of_split(subject, slot, all),
            None => self.counts_of_rates(subject, slot, all.unwrap_or(0)),
        }
    }

    /// The inverse of [`SetCounts::get`]. Without the whole, sessions are the sum of their statuses; users never are.
    fn counts_of_split(&self, subject: Subject, slot: Slot, all: Option<u64>) -> SetCounts {
        let n = |status| self.status(subject, status, slot);
        let [healthy, errored, unhandled, crashed, abnormal] = Status::ALL.map(n);
        let errored = if self.unhandled_twice {
            errored.saturating_sub(unhandled)
        } else {
            errored
        };
        let worse = unhandled + crashed + abnormal;
        let all = all.unwrap_or(healthy + errored + worse);
        let errored_all = if errored > 0 {
            errored + worse
        } else {
            all.saturating_sub(healthy)
        };
        SetCounts {
            all,
            errored_all,
            crashed,
            abnormal,
            unhandled,
        }
    }

    /// Parts of the whole. What was not asked for stays 0, and nobody looks at it.
    fn counts_of_rates(&self, subject: Subject, slot: Slot, all: u64) -> SetCounts {
        let rate = |field| self.whole.and_then(|w| w.get(field, slot));
        let status = |status| part(rate(Field::Rate(status, subject)), all).unwrap_or(0);
        let free = part(rate(Field::CrashFreeRate(subject)), all);
        let (abnormal, unhandled) = (status(Status::Abnormal), status(Status::Unhandled));
        let crashed = free.map_or(0, |free| all.saturating_sub(free));
        let unhealthy = match subject {
            Subject::Session => part(rate(Field::UnhealthyRate), all),
            Subject::User => None,
        };
        SetCounts {
            all,
            errored_all: unhealthy.unwrap_or(crashed + abnormal + unhandled),
            crashed,
            abnormal,
            unhandled,
        }
    }

    /// The count of one status as the server sent it.
    fn status(&self, subject: Subject, status: Status, slot: Slot) -> u64 {
        let numbers = self.split.and_then(|s| s.get(&Some(status)));
        numbers.map_or(0, |n| n.count(Field::Total(subject), slot))
    }

    /// How many more sessions the statuses add up to than there are, where both are known.
    pub fn surplus(&self) -> u64 {
        let Some(whole) = self.whole.filter(|_| self.split.is_some()) else {
            return 0;
        };
        let of = |status| self.status(Subject::Session, status, Slot::Total);
        let sum: u64 = Status::ALL.into_iter().map(of).sum();
        let all = whole.count(Field::Total(Subject::Session), Slot::Total);
        let surplus = sum.saturating_sub(all);
        if surplus == of(Status::Unhandled) {
            surplus
        } else {
            0
        }
    }
}

/// The count that a rate of `all` was computed from.
fn part(rate: Option<f64>, all: u64) -> Option<u64> {
    rate.map(|rate| (rate.clamp(0.0, 1.0) * all as f64).round() as u64)
}
