//! Finds the rows that tell of the same session. They are spread over bins by a print of their ids, first counted, then put:
//! a bin is small enough that its hash table stays in the cache, and no table has to be made for all at once.

use super::row::{Identity, NO_SID};
use super::rows::Rows;
use std::ops::Range;

/// How many bins there are. The lower bits of a print say which one is meant, the others where to look in its table.
pub(super) const BINS: usize = 256;

/// Rows by bin.
pub(super) struct Bins {
    /// Bin by bin.
    entries: Vec<Entry>,
    /// By bin: first how many entries it has, then where the next one goes, which is in the end where it ends.
    ends: [u32; BINS],
    /// Of one bin: number + 1 of the newest entry of each session.
    slots: Vec<u32>,
}

#[derive(Clone, Copy, Default)]
struct Entry {
    print: u32,
    row: u32,
}

impl Bins {
    pub fn new() -> Self {
        Self {
            entries: Vec::new(),
            ends: [0; BINS],
            slots: Vec::new(),
        }
    }

    /// Counts these rows; each has to be counted once before any is put.
    pub fn count(&mut self, identities: &Rows<Identity>, rows: Range<usize>) {
        each(identities, rows, |print, _| {
            self.ends[print as usize % BINS] += 1;
        });
    }

    /// Makes room for what has been counted.
    pub fn open(&mut self) {
        let mut next = 0;
        for end in &mut self.ends {
            next += std::mem::replace(end, next);
        }
        self.entries = vec![Entry::default(); next as usize];
    }

    /// Puts these rows into their bins, in order.
    pub fn put(&mut self, identities: &Rows<Identity>, rows: Range<usize>) {
        each(identities, rows, |print, row| {
            let next = &mut self.ends[print as usize % BINS];
            self.entries[*next as usize] = Entry { print, row };
            *next += 1;
        });
    }

    /// Adds to `dropped` all rows of a bin but the one with the newest state of each session. Says how many rows there are.
    pub fn resolve(
        &mut self,
        bin: usize,
        identities: &Rows<Identity>,
        dropped: &mut Vec<u32>,
    ) -> usize {
        let start = bin.checked_sub(1).map_or(0, |before| self.ends[before]);
        let entries = &self.entries[start as usize..self.ends[bin] as usize];
        let mask = (entries.len() * 2).next_power_of_two() - 1;
        self.slots.clear();
        self.slots.resize(mask + 1, 0);
        for (number, entry) in (1..).zip(entries) {
            let mut at = (entry.print as usize / BINS) & mask;
            loop {
                let slot = &mut self.slots[at];
                let Some(held) = slot.checked_sub(1).map(|held| entries[held as usize]) else {
                    *slot = number;
                    break;
                };
                if held.print == entry.print {
                    let new = identities.get(entry.row as usize);
                    let old = identities.get(held.row as usize);
                    if new.sid == old.sid {
                        let replaces = new.replaces(old);
                        dropped.push(if replaces { held.row } else { entry.row });
                        if replaces {
                            *slot = number;
                        }
                        break;
                    }
                }
                at = (at + 1) & mask;
            }
        }
        entries.len()
    }
}

/// Calls `see` with the print and the number of each row that has an id.
fn each(identities: &Rows<Identity>, rows: Range<usize>, mut see: impl FnMut(u32, u32)) {
    for row in rows {
        let identity = identities.get(row);
        if identity.sid != NO_SID {
            see(identity.print(), row as u32);
        }
    }
}
