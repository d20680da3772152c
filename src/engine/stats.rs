//! How sure a rate is: the interval it lies in, and when there are too few sessions to say.

use super::field::Ratio;

/// Below so many sessions (or users) a rate is shown, but as uncertain.
pub const FEW: u64 = 100;

/// The 97.5th percentile of the normal distribution: 95 % lie within as many standard deviations.
const Z: f64 = 1.959_963_984_540_054;

/// Whether there are too few things counted to judge by: none is not few, there is nothing to judge.
pub const fn too_small(n: u64) -> bool {
    n > 0 && n < FEW
}

/// Where a rate lies with 95 % confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// At least 0.
    pub lower: f64,
    /// At most 1.
    pub upper: f64,
}

/// Wilson's interval; never leaves 0 to 1, has a width even at 0 % and 100 %. `None` when the denominator is 0 or the
/// numerator above it.
pub fn wilson(ratio: Ratio) -> Option<Bounds> {
    let Ratio {
        numerator,
        denominator,
    } = ratio;
    if denominator == 0 || numerator > denominator {
        return None;
    }
    let n = denominator as f64;
    let p = numerator as f64 / n;
    let z2 = Z * Z;
    let shrink = 1.0 + z2 / n;
    let centre = (p + z2 / (2.0 * n)) / shrink;
    let half = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / shrink;
    // Exactly 0 and 1 where they must be, whatever the last digit of the difference is.
    let lower = if numerator == 0 {
        0.0
    } else {
        (centre - half).max(0.0)
    };
    let upper = if numerator == denominator {
        1.0
    } else {
        (centre + half).min(1.0)
    };
    Some(Bounds { lower, upper })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use statrs::distribution::{Beta, ContinuousCDF, Normal};

    #[test]
    fn z_is_that_of_the_normal_distribution() {
        let normal = Normal::new(0.0, 1.0).expect("a distribution");
        assert!((normal.inverse_cdf(0.975) - Z).abs() < 1e-9);
    }

    /// The table of statistics.md, 4.1: crash-free percent to three decimals.
    #[test]
    fn the_published_intervals() {
        for (crashed, n, lower, upper) in [
            (0, 20, 83.887, 100.0),
            (0, 50, 92.865, 100.0),
            (1, 50, 89.505, 99.646),
            (1, 250, 97.769, 99.929),
            (3, 1_000, 99.122, 99.898),
            (10, 10_000, 99.816, 99.946),
            (100, 100_000, 99.878, 99.918),
        ] {
            let bounds = wilson(Ratio {
                numerator: n - crashed,
                denominator: n,
            })
            .expect("bounds");
            assert!(
                (bounds.lower * 100.0 - lower).abs() < 6e-4,
                "{crashed}/{n}: {bounds:?}"
            );
            assert!(
                (bounds.upper * 100.0 - upper).abs() < 6e-4,
                "{crashed}/{n}: {bounds:?}"
            );
        }
    }

    #[test]
    fn nothing_and_nonsense_have_no_interval() {
        assert_eq!(
            wilson(Ratio {
                numerator: 0,
                denominator: 0
            }),
            None
        );
        assert_eq!(
            wilson(Ratio {
                numerator: 3,
                denominator: 2
            }),
            None
        );
        assert!(!too_small(0) && too_small(1) && too_small(FEW - 1) && !too_small(FEW));
    }

    proptest! {
        /// The exact interval (Clopper-Pearson) is wider, but not by much: both say about the same.
        #[test]
        fn it_lies_near_the_exact_interval(n in 20..5000u64, share in 0.0..=1.0f64) {
            let x = (n as f64 * share).round() as u64;
            let bounds = wilson(Ratio { numerator: x, denominator: n }).expect("bounds");
            prop_assert!(0.0 <= bounds.lower && bounds.lower <= x as f64 / n as f64);
            prop_assert!(x as f64 / n as f64 <= bounds.upper && bounds.upper <= 1.0);
            let (x, n) = (x as f64, n as f64);
            let quantile = |a: f64, b: f64, p: f64| Beta::new(a, b).map(|beta| beta.inverse_cdf(p)).expect("a distribution");
            let lower = if x == 0.0 { 0.0 } else { quantile(x, n - x + 1.0, 0.025) };
            let upper = if x == n { 1.0 } else { quantile(x + 1.0, n - x, 0.975) };
            let near = 1.5 / n;
            prop_assert!((bounds.lower - lower).abs() < near, "{bounds:?} {lower}");
            prop_assert!((bounds.upper - upper).abs() < near, "{bounds:?} {upper}");
        }
    }
}
