//! Duration statistics over rows. Percentiles interpolate linearly between the two nearest rows (rank `p * (n - 1)`
//! counted from 0: what numpy, Excel and Postgres' `percentile_cont` do) and are never averaged over buckets or groups.

use super::field::DurationStat;

/// The statistics of one cell, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Summary {
    avg: f64,
    p50: f64,
    p75: f64,
    p90: f64,
    p95: f64,
    p99: f64,
    max: f64,
}

impl Summary {
    pub fn get(&self, stat: DurationStat) -> f64 {
        match stat {
            DurationStat::Avg => self.avg,
            DurationStat::P50 => self.p50,
            DurationStat::P75 => self.p75,
            DurationStat::P90 => self.p90,
            DurationStat::P95 => self.p95,
            DurationStat::P99 => self.p99,
            DurationStat::Max => self.max,
        }
    }
}

/// Durations waiting for their statistics: the cell in the upper half, milliseconds in the lower.
#[derive(Default)]
pub(super) struct DurationCells(Vec<u64>);

impl DurationCells {
    #[inline]
    pub fn add(&mut self, cell: usize, millis: u32) {
        self.0.push((cell as u64) << 32 | u64::from(millis));
    }

    /// The statistics of every cell; `None` where there is no duration.
    pub fn summaries(mut self, cells: usize) -> Vec<Option<Summary>> {
        self.0.sort_unstable();
        let mut out = vec![None; cells];
        for sorted in self.0.chunk_by(|a, b| a >> 32 == b >> 32) {
            if let Some(slot) = sorted
                .first()
                .and_then(|first| out.get_mut((first >> 32) as usize))
            {
                *slot = Some(summary(sorted));
            }
        }
        out
    }
}

fn summary(sorted: &[u64]) -> Summary {
    let millis = |at: usize| sorted[at] as u32 as f64;
    let last = sorted.len() - 1;
    let percentile = |p: f64| {
        let rank = p * last as f64;
        let below = rank.floor() as usize;
        let (low, high) = (millis(below), millis((below + 1).min(last)));
        low + (high - low) * rank.fract()
    };
    let sum: u64 = sorted.iter().map(|key| u64::from(*key as u32)).sum();
    Summary {
        avg: sum as f64 / sorted.len() as f64,
        p50: percentile(0.5),
        p75: percentile(0.75),
        p90: percentile(0.9),
        p95: percentile(0.95),
        p99: percentile(0.99),
        max: millis(last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DurationStat::{Avg, Max, P50, P75, P99};

    #[test]
    fn percentiles_are_those_of_numpy() {
        let mut cells = DurationCells::default();
        for millis in [400, 100, 300, 200] {
            cells.add(1, millis);
        }
        cells.add(0, 7);
        let out = cells.summaries(3);
        let four = out[1].expect("four durations");
        // numpy.percentile([100, 200, 300, 400], [50, 75, 99]) = [250, 325, 397]
        for (stat, expected) in [
            (P50, 250.0),
            (P75, 325.0),
            (P99, 397.0),
            (Avg, 250.0),
            (Max, 400.0),
        ] {
            assert!(
                (four.get(stat) - expected).abs() < 1e-9,
                "{stat:?}: {}",
                four.get(stat)
            );
        }
        assert_eq!(out[0].map(|one| one.get(P99)), Some(7.0));
        assert_eq!(out[2], None);
    }
}
