//! Which stretches of time a store holds.

use crate::session::TimeRange;

/// A set of instants, as ranges that neither touch nor overlap, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage(Vec<TimeRange>);

impl Coverage {
    /// The parts of `range` that are not in the set, oldest first.
    pub fn missing(&self, range: TimeRange) -> Vec<TimeRange> {
        let mut missing = Vec::new();
        let mut start = range.start;
        for held in self
            .0
            .iter()
            .filter(|held| held.end > range.start && held.start < range.end)
        {
            if held.start > start {
                missing.push(TimeRange::new(start, held.start));
            }
            start = start.max(held.end);
        }
        if start < range.end {
            missing.push(TimeRange::new(start, range.end));
        }
        missing
    }

    /// Adds all of `range`.
    pub fn add(&mut self, range: TimeRange) {
        if range.is_empty() {
            return;
        }
        let mut all = range;
        self.0.retain(|held| {
            let touches = held.start <= range.end && range.start <= held.end;
            if touches {
                all = TimeRange::new(all.start.min(held.start), all.end.max(held.end));
            }
            !touches
        });
        let at = self.0.partition_point(|held| held.start < all.start);
        self.0.insert(at, all);
    }

    /// Its ranges, oldest first.
    pub fn ranges(&self) -> &[TimeRange] {
        &self.0
    }

    /// Whether all of `range` is in the set.
    pub fn covers(&self, range: TimeRange) -> bool {
        self.missing(range).is_empty()
    }
}
