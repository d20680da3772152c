//! Counting into cells, without hashing.
//!
//! Distinct users rest on one promise: all rows of a user come one after the other, nobody's (user 0) first. A cell that
//! remembers the last user seen in it then knows every user it has counted.

use super::row::flag;
use crate::session::SetCounts;

/// Sessions by outcome in every cell.
pub(super) struct SessionCells {
    all: Vec<u64>,
    /// By bit of [`flag`]: errored, unhandled, crashed, abnormal.
    outcomes: Vec<[u64; 4]>,
}

impl SessionCells {
    pub fn new(cells: usize) -> Self {
        Self {
            all: vec![0; cells],
            outcomes: vec![[0; 4]; cells],
        }
    }

    #[inline]
    pub fn add(&mut self, cell: usize, flags: u8, weight: u32) {
        self.all[cell] += u64::from(weight);
        if flags != 0 {
            for (bit, count) in self.outcomes[cell].iter_mut().enumerate() {
                *count += u64::from(weight) * u64::from(flags >> bit & 1);
            }
        }
    }

    pub fn counts(&self, cell: usize) -> SetCounts {
        let [errored_all, unhandled, crashed, abnormal] = self.outcomes[cell];
        SetCounts {
            all: self.all[cell],
            errored_all,
            crashed,
            abnormal,
            unhandled,
        }
    }
}

/// Distinct users by outcome in every cell. A user has every outcome that any of the sessions had.
pub(super) struct UserCells {
    /// The last user seen, and below it the user's outcomes so far.
    last: Vec<u64>,
    all: Vec<u64>,
    /// By bit of [`flag`].
    outcomes: Vec<[u64; flag::COUNT]>,
}

impl UserCells {
    pub fn new(cells: usize) -> Self {
        Self {
            last: vec![0; cells],
            all: vec![0; cells],
            outcomes: vec![[0; flag::COUNT]; cells],
        }
    }

    #[inline]
    pub fn see(&mut self, cell: usize, user: u32, flags: u8) {
        let last = &mut self.last[cell];
        // User 0 is where every cell starts, so nobody is never new.
        let known = *last >> 8 == u64::from(user);
        let before = if known { *last as u8 } else { 0 };
        *last = u64::from(user) << 8 | u64::from(before | flags);
        self.all[cell] += u64::from(!known);
        let new = flags & !before;
        if new != 0 && user != 0 {
            for (bit, count) in self.outcomes[cell].iter_mut().enumerate() {
                *count += u64::from(new >> bit & 1);
            }
        }
    }

    /// Users by status; with any ANR; with a foreground ANR.
    pub fn counts(&self, cell: usize) -> (SetCounts, u64, u64) {
        let [
            errored_all,
            unhandled,
            crashed,
            abnormal,
            anr,
            foreground_anr,
        ] = self.outcomes[cell];
        (
            SetCounts {
                all: self.all[cell],
                errored_all,
                crashed,
                abnormal,
                unhandled,
            },
            anr,
            foreground_anr,
        )
    }
}
