//! Seeded chance: SplitMix64. The same numbers in every browser and natively.

/// A stream of numbers that follows from its seed alone.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// The stream of `seed` and of the tags that tell its uses apart.
    pub fn new(seed: u64, tags: [u64; 3]) -> Self {
        let mut rng = Self(seed);
        for tag in tags {
            rng.0 = rng.bits() ^ tag.wrapping_mul(0xff51_afd7_ed55_8ccd);
        }
        rng
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, but not, 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True so often.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Exponentially distributed with mean 1: the wait for the next of independent events.
    pub fn wait(&mut self) -> f64 {
        -(1.0 - self.unit()).ln()
    }

    /// About log-normally distributed around `median`; `spread` is the deviation of the logarithm.
    pub fn around(&mut self, median: f64, spread: f64) -> f64 {
        // Four dice of 16 bits make a bell: quicker than a true one, and without its wildest values.
        let bits = self.bits();
        let dice = [0, 16, 32, 48].map(|at| (bits >> at & 0xffff) as f64 / 65536.0);
        let bell = (dice.iter().sum::<f64>() - 2.0) * 3f64.sqrt();
        median * (spread * bell).exp()
    }

    /// An index, as often as its weight says; `None` without a positive weight.
    pub fn pick(&mut self, weights: impl Iterator<Item = f64> + Clone) -> Option<usize> {
        let mut left = self.unit() * weights.clone().sum::<f64>();
        let positive = |(_, w): &(usize, f64)| *w > 0.0;
        let mut last = None;
        for (index, weight) in weights.enumerate().filter(positive) {
            last = Some(index);
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
        last
    }
}
