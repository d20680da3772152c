//! One pass over the rows: those of a window that meet a filter, counted in every grouping that is asked of them.
//!
//! Rows go through in blocks that fit the first cache: first the block's rows that count are found, without branches, and put
//! together, then each counter runs over that list.

use super::counter::Counter;
use super::grouping::allowed;
use super::query::Filter;
use super::store::Store;
use super::tally::Picked;
use crate::session::Window;
use std::ops::Range;

/// Rows looked at together.
pub(super) const BLOCK: usize = 1024;

/// A window, a filter, and the counters that look at the same rows.
pub(super) struct Pass {
    pub counters: Vec<Counter>,
    /// By combo.
    allowed: Vec<bool>,
    grid: Grid,
    /// Places in the block of the rows that count, and what is to be known of them.
    places: Vec<u32>,
    picked: Vec<Picked>,
    /// Those of them that have a flag: few, looked at apart, so that the loops over all need not ask.
    flagged: Vec<Picked>,
}

impl Pass {
    pub fn new(store: &Store, window: Window, filter: &Filter) -> Self {
        let grid = Grid::new(window);
        let mut allowed = allowed(store, filter);
        for (allowed, combo) in allowed.iter_mut().zip(&store.combos) {
            *allowed &= combo.seen.is_some_and(|seen| grid.meets(seen));
        }
        Self {
            counters: Vec::new(),
            allowed,
            grid,
            places: vec![0; BLOCK],
            picked: vec![Picked::default(); BLOCK],
            flagged: vec![Picked::default(); BLOCK],
        }
    }

    /// Whether any row can count.
    pub fn has_rows(&self) -> bool {
        self.allowed.contains(&true)
    }

    /// Counts a block of rows: at most [`BLOCK`].
    pub fn run(&mut self, store: &Store, rows: Range<usize>) {
        let started = &store.started[rows.clone()];
        let combos = &store.combo[rows.clone()][..started.len()];
        let (first, seconds) = (self.grid.first, self.grid.seconds);
        let (allowed, places) = (&self.allowed[..], &mut self.places[..]);
        let mut count = 0;
        for (at, (started, combo)) in started.iter().zip(combos).enumerate() {
            // Always written, kept only when the row counts.
            places[count] = at as u32;
            count +=
                usize::from((started.wrapping_sub(first) < seconds) & allowed[*combo as usize]);
        }
        let users = &store.user[rows.clone()];
        let weights = &store.weight[rows.clone()];
        let flags = &store.flags[rows.clone()];
        let durations = &store.duration[rows];
        let timed = self.counters.iter().any(Counter::has_durations);
        let picked = &mut self.picked[..count];
        for (row, at) in picked.iter_mut().zip(&places[..count]) {
            let at = *at as usize;
            *row = Picked {
                combo: combos[at],
                bucket: started[at] - first,
                user: users[at],
                weight: weights[at],
                duration: if timed { durations[at] } else { 0 },
                flags: flags[at],
            };
        }
        if self.counters.iter().any(Counter::has_series) {
            self.grid.seconds_to_buckets(picked);
        }
        let mut count = 0;
        for (at, row) in picked.iter().enumerate() {
            places[count] = at as u32;
            count += usize::from(row.flags != 0);
        }
        for (row, at) in self.flagged.iter_mut().zip(&places[..count]) {
            *row = picked[*at as usize];
        }
        for counter in &mut self.counters {
            counter.run(picked, &self.flagged[..count]);
        }
    }
}

/// The buckets of a window, for times in whole seconds.
struct Grid {
    /// First whole second of the window, and how many it has.
    first: u32,
    seconds: u32,
    /// Milliseconds from the window's start to `first`.
    lead: u64,
    /// Milliseconds of a bucket.
    interval: u64,
    /// 2^[`SHIFT`] / seconds of a bucket, rounded up, where multiplying by it is exact.
    inverse: Option<u64>,
}

const SHIFT: u32 = 52;

impl Grid {
    fn new(window: Window) -> Self {
        let range = window.range();
        let seconds_up = |millis: i64| -(-millis).div_euclid(1000);
        let first = seconds_up(range.start.millis()).clamp(0, i64::from(u32::MAX));
        let end = seconds_up(range.end.millis()).clamp(first, i64::from(u32::MAX));
        let (lead, interval) = (
            (first * 1000 - range.start.millis()) as u64,
            window.interval().millis() as u64,
        );
        // With d seconds a bucket and x < 1000 d, x * ceil(2^52 / d) stays below 2^63, and its upper bits are x / d as
        // long as x * d < 2^52: up to 24 days a bucket.
        let exact = lead == 0
            && interval.is_multiple_of(1000)
            && interval < (1 << 21) * 1000
            && window.len() <= 1000;
        Self {
            first: first as u32,
            seconds: (end - first) as u32,
            lead,
            interval,
            inverse: exact.then(|| (1u64 << SHIFT).div_ceil(interval / 1000)),
        }
    }

    /// Whether the window has a second of those from the first to the last.
    fn meets(&self, (first, last): (u32, u32)) -> bool {
        last >= self.first && first.saturating_sub(self.first) < self.seconds
    }

    fn seconds_to_buckets(&self, picked: &mut [Picked]) {
        match self.inverse {
            Some(inverse) => {
                for row in picked {
                    row.bucket = ((u64::from(row.bucket) * inverse) >> SHIFT) as u32;
                }
            }
            None => {
                for row in picked {
                    row.bucket =
                        ((u64::from(row.bucket) * 1000 + self.lead) / self.interval) as u32;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Interval, TimeRange, Timestamp};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_second_falls_into_the_bucket_of_the_window(
            start in 0..4_000_000_000_000i64,
            interval in prop_oneof![(1..86_400i64).prop_map(|s| s * 1000), 1..100_000_000i64, 86_400_000..10_000_000_000i64],
            buckets in 1..998i64,
            place in 0.0..1.0f64,
        ) {
            let range = TimeRange::new(Timestamp::from_millis(start), Timestamp::from_millis(start + interval * buckets));
            let window = Window::new(range, Interval::from_millis(interval).expect("positive")).expect("fits");
            let grid = Grid::new(window);
            for place in [0.0, place, 1.0] {
                let seconds = (place * f64::from(grid.seconds.saturating_sub(1))) as u32;
                let at = Timestamp::from_secs(i64::from(grid.first) + i64::from(seconds));
                let mut picked = [Picked { bucket: seconds, ..Picked::default() }];
                grid.seconds_to_buckets(&mut picked);
                if grid.seconds > 0 {
                    prop_assert_eq!(Some(picked[0].bucket as usize), window.index_of(at));
                }
            }
        }
    }
}
