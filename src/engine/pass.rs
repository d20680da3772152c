//! One pass over the rows: those of a window that meet a filter, counted in every grouping that is asked of them.
//!
//! Rows go through in blocks that fit the first cache: first the block's rows that count are listed, without branches,
//! then each counter runs over that short list.

use super::counter::{Counter, Picked};
use super::grouping::allowed;
use super::query::Filter;
use super::store::Store;
use crate::session::Window;
use std::ops::Range;

/// Rows looked at together.
pub(super) const BLOCK: usize = 2048;

/// A window, a filter, and the counters that look at the same rows.
pub(super) struct Pass {
    pub counters: Vec<Counter>,
    /// By combo.
    allowed: Vec<bool>,
    /// First whole second of the window, and how many it has.
    first: u32,
    seconds: u32,
    /// Milliseconds from the window's start to `first`.
    lead: f64,
    /// Milliseconds of a bucket.
    interval: f64,
    picked: Vec<Picked>,
}

impl Pass {
    pub fn new(store: &Store, window: Window, filter: &Filter) -> Self {
        let range = window.range();
        let last = i64::from(u32::MAX);
        let first = seconds_up(range.start.millis()).clamp(0, last);
        let end = seconds_up(range.end.millis()).clamp(first, last);
        Self {
            counters: Vec::new(),
            allowed: allowed(store, filter),
            first: first as u32,
            seconds: (end - first) as u32,
            lead: (first * 1000 - range.start.millis()) as f64,
            interval: window.interval().millis() as f64,
            picked: vec![Picked::default(); BLOCK],
        }
    }

    /// Counts a block of rows: at most [`BLOCK`].
    pub fn run(&mut self, store: &Store, rows: Range<usize>) {
        let mut count = 0;
        for (at, (started, combo)) in store.started[rows.clone()]
            .iter()
            .zip(&store.combo[rows.clone()])
            .enumerate()
        {
            let bucket = started.wrapping_sub(self.first);
            self.picked[count] = Picked {
                at: at as u32,
                bucket,
            };
            count += usize::from((bucket < self.seconds) & self.allowed[*combo as usize]);
        }
        let picked = &mut self.picked[..count];
        for row in picked.iter_mut() {
            // Exact: the quotient of whole numbers of this size never rounds up to the next whole number.
            row.bucket = ((f64::from(row.bucket) * 1000.0 + self.lead) / self.interval) as u32;
        }
        for counter in &mut self.counters {
            counter.run(store, rows.clone(), picked);
        }
    }
}

fn seconds_up(millis: i64) -> i64 {
    -(-millis).div_euclid(1000)
}
