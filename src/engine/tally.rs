//! Counting into cells, without hashing.
//!
//! Distinct users rest on one promise: all rows of a user come one after the other, nobody's (user 0) first. A cell that
//! remembers the last user seen in it then knows every user it has counted.

use super::row::flag;
use crate::session::SetCounts;

/// What is to be known of a row that counts.
#[derive(Clone, Copy, Default)]
pub(super) struct Picked {
    pub combo: u32,
    /// Bucket of the window.
    pub bucket: u32,
    pub user: u32,
    pub weight: u32,
    pub duration: u32,
    pub flags: u8,
}

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

    /// Adds every row to the cell it belongs to; `flagged` are those that have a flag.
    pub fn add(&mut self, rows: &[Picked], flagged: &[Picked], cell: impl Fn(&Picked) -> usize) {
        let all = &mut self.all[..];
        for row in rows {
            all[cell(row)] += u64::from(row.weight);
        }
        for row in flagged {
            add_outcome(&mut self.outcomes[cell(row)], row);
        }
    }

    /// Adds what is in a cell of others.
    pub fn add_cell(&mut self, cell: usize, others: &Self, from: usize) {
        self.all[cell] += others.all[from];
        for (sum, count) in self.outcomes[cell].iter_mut().zip(others.outcomes[from]) {
            *sum += count;
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

#[inline(never)]
fn add_outcome(outcomes: &mut [u64; 4], row: &Picked) {
    for (bit, count) in outcomes.iter_mut().enumerate() {
        *count += u64::from(row.weight) * u64::from(row.flags >> bit & 1);
    }
}

/// Distinct users by outcome in every cell. A user has every outcome that any of the sessions had.
pub(super) struct UserCells {
    cells: Vec<UserCell>,
    unhealthy: Vec<UnhealthyUsers>,
}

/// Everyone in a cell.
#[derive(Clone, Copy, Default)]
struct UserCell {
    /// The last user seen.
    last: u32,
    count: u32,
}

/// Those in a cell with any flag: looked at only for the few rows that have one.
#[derive(Clone, Copy, Default)]
struct UnhealthyUsers {
    last: u32,
    /// The flags of that user so far.
    flags: u8,
    /// Users by bit of [`flag`].
    counts: [u32; flag::COUNT],
}

impl UserCells {
    pub fn new(cells: usize) -> Self {
        Self {
            cells: vec![UserCell::default(); cells],
            unhealthy: vec![UnhealthyUsers::default(); cells],
        }
    }

    /// Counts the user of every row in the cell the row belongs to, once; `flagged` are the rows that have a flag.
    pub fn see(&mut self, rows: &[Picked], flagged: &[Picked], cell: impl Fn(&Picked) -> usize) {
        let cells = &mut self.cells[..];
        for row in rows {
            let seen = &mut cells[cell(row)];
            // User 0 is where every cell starts, so nobody is never new.
            *seen = UserCell {
                last: row.user,
                count: seen.count + u32::from(seen.last != row.user),
            };
        }
        for row in flagged.iter().filter(|row| row.user != 0) {
            self.unhealthy[cell(row)].see(row.user, row.flags);
        }
    }

    /// Users by status; with any ANR; with a foreground ANR.
    pub fn counts(&self, cell: usize) -> (SetCounts, u64, u64) {
        let all = u64::from(self.cells[cell].count);
        let [
            errored_all,
            unhandled,
            crashed,
            abnormal,
            anr,
            foreground_anr,
        ] = self.unhealthy[cell].counts.map(u64::from);
        (
            SetCounts {
                all,
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

impl UnhealthyUsers {
    #[inline(never)]
    fn see(&mut self, user: u32, flags: u8) {
        let before = if self.last == user { self.flags } else { 0 };
        let new = flags & !before;
        self.last = user;
        self.flags = before | flags;
        for (bit, count) in self.counts.iter_mut().enumerate() {
            *count += u32::from(new >> bit & 1);
        }
    }
}
