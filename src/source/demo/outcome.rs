//! How sessions end. Outcomes fall due evenly rather than at random: each session adds its release's rates to what is
//! due, and an outcome happens once a whole one is. So even a small release shows the rates it was given, and lines
//! of rates stay readable at one hundred sessions an hour.

use super::rng::Rng;
use crate::session::Status;

/// What goes wrong in a release, as shares of its sessions. The rest is healthy.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Crashed.
    pub crashed: f64,
    /// Hung and was killed.
    pub abnormal: f64,
    /// Had an error caught globally.
    pub unhandled: f64,
    /// Had a handled error.
    pub errored: f64,
}

/// Worst first: what falls due first happens.
const UNHEALTHY: [Status; 4] = [
    Status::Crashed,
    Status::Abnormal,
    Status::Unhandled,
    Status::Errored,
];

/// What is due in one release.
#[derive(Clone, Debug)]
pub struct Dues([f64; 4]);

impl Dues {
    /// Something in between, so that releases are not in step.
    pub fn new(rng: &mut Rng) -> Self {
        Self([(); 4].map(|()| rng.unit() * 0.8))
    }

    /// How the next session ends. In quiet hours nothing ends badly, it falls due later; and of users it is the
    /// `unlucky` few who see most of it.
    pub fn next(&mut self, rates: &Rates, factor: f64, quiet: bool, unlucky: bool) -> Status {
        let rates = [
            rates.crashed,
            rates.abnormal,
            rates.unhandled,
            rates.errored,
        ];
        for (due, rate) in self.0.iter_mut().zip(rates) {
            *due += rate * factor;
        }
        // The others are spared until a second one is due.
        let enough = if unlucky { 1.0 } else { 1.6 };
        match self.0.iter().position(|due| *due >= enough) {
            Some(worst) if !quiet => {
                self.0[worst] -= 1.0;
                UNHEALTHY[worst]
            }
            _ => Status::Healthy,
        }
    }
}
