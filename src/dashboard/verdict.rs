//! What a crash-free rate says about a release, no more than its counts allow.
//!
//! A rate over few sessions is uncertain, so it is judged by the ends of its 95 % interval: good only when even the lower
//! end is, poor only when even the upper end is.

/// Fewer sessions or users than this are too few to judge by.
pub const ENOUGH: u64 = 100;

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
    /// Fewer than [`ENOUGH`].
    TooFew,
}

/// A crash-free rate with its 95 % interval and what follows from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// What follows.
    pub verdict: Verdict,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end of the interval.
    pub upper: f64,
    /// Sessions or users behind it.
    pub of: u64,
}

/// Judges a crash-free `rate` of `of` sessions or users. `None` without a rate.
pub fn judge(rate: Option<f64>, of: u64) -> Option<Judged> {
    let free = (rate? * of as f64).round() as u64;
    let (lower, upper) = wilson(free, of)?;
    let verdict = if of < ENOUGH {
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
    Some(Judged {
        verdict,
        lower,
        upper,
        of,
    })
}

/// The 95 % Wilson interval of `x` out of `n`; `None` when `n` is 0 or `x` is more than all.
fn wilson(x: u64, n: u64) -> Option<(f64, f64)> {
    if n == 0 || x > n {
        return None;
    }
    const Z: f64 = 1.96;
    let (p, n) = (x as f64 / n as f64, n as f64);
    let scale = 1.0 + Z * Z / n;
    let centre = (p + Z * Z / (2.0 * n)) / scale;
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / scale;
    Some(((centre - half).max(0.0), (centre + half).min(1.0)))
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
