//! What a crash-free rate says about a release, no more than its counts allow.
//!
//! A rate over few sessions is uncertain, so it is judged by the ends of its 95 % interval: good only when even the lower
//! end is, poor only when even the upper end is.

use crate::engine::field::Ratio;
use crate::engine::stats::{Bounds, too_small, wilson};

/// From here on a crash-free rate is good.
pub const TARGET: f64 = 0.995;

/// Below this it is poor.
pub const CRITICAL: f64 = 0.98;

/// A judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Certainly at the target or above.
    Good,
    /// Certainly below the target.
    BelowTarget,
    /// Certainly below the critical line.
    Poor,
    /// The interval spans the target.
    Unclear,
    /// Fewer than [`FEW`](crate::engine::stats::FEW).
    TooFew,
}

/// A crash-free rate with its 95 % interval and what follows from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// What follows.
    pub verdict: Verdict,
    /// The interval.
    pub bounds: Bounds,
}

/// Judges a crash-free `rate` of `of` sessions or users. `None` without a rate.
pub fn judge(rate: Option<f64>, of: u64) -> Option<Judged> {
    let bounds = wilson(Ratio {
        numerator: (rate? * of as f64).round() as u64,
        denominator: of,
    })?;
    let Bounds { lower, upper } = bounds;
    let verdict = if too_small(of) {
        Verdict::TooFew
    } else if lower >= TARGET {
        Verdict::Good
    } else if upper < CRITICAL {
        Verdict::Poor
    } else if upper < TARGET {
        Verdict::BelowTarget
    } else {
        Verdict::Unclear
    };
    Some(Judged { verdict, bounds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_decides_not_the_rate() {
        let verdict =
            |free: u64, of: u64| judge(Some(free as f64 / of as f64), of).map(|j| j.verdict);
        // Intervals from the table of `statistics.md`.
        assert_eq!(verdict(20, 20), Some(Verdict::TooFew));
        assert_eq!(
            verdict(249, 250),
            Some(Verdict::Unclear),
            "97.769 to 99.929"
        );
        assert_eq!(
            verdict(997, 1000),
            Some(Verdict::Unclear),
            "99.122 to 99.898"
        );
        assert_eq!(
            verdict(9990, 10_000),
            Some(Verdict::Good),
            "99.816 to 99.946"
        );
        assert_eq!(verdict(9900, 10_000), Some(Verdict::BelowTarget));
        assert_eq!(verdict(900, 1000), Some(Verdict::Poor));
        assert_eq!(judge(None, 0), None);
    }
}
