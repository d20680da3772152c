//! How sessions end. Outcomes fall due evenly rather than at random: each session adds its release's rates to what is
//! due, and an outcome happens once a whole one is, in an hour that is busy enough. So even a small release shows about
//! the rates it was given, and lines of rates stay readable at one hundred sessions an hour.

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

/// In fewer sessions an hour one of them would look like a disaster.
const FEWEST: [f64; 4] = [60.0, 20.0, 12.0, 8.0];

/// What is due in one release.
#[derive(Clone, Debug)]
pub struct Dues([f64; 4]);

impl Dues {
    /// Something in between, so that releases are not in step.
    pub fn new(rng: &mut Rng) -> Self {
        Self([(); 4].map(|()| rng.unit() * 0.8))
    }

    /// How the next session ends; of users it is the `unlucky` few who see most of what goes wrong.
    pub fn next(&mut self, rates: &Rates, factor: f64, hour: Hour, unlucky: bool) -> Status {
        // The others are spared until a second one is nearly due.
        let enough = if unlucky { 1.0 } else { 1.6 };
        let rates = [
            rates.crashed,
            rates.abnormal,
            rates.unhandled,
            rates.errored,
        ];
        for (due, rate) in self.0.iter_mut().zip(rates) {
            // What waits for a busy hour does not pile up.
            *due = (*due + rate * factor).min(1.7);
        }
        let worst = (0..4).find(|i| self.0[*i] >= enough && hour.can_show(rates[*i], FEWEST[*i]));
        worst.map_or(Status::Healthy, |worst| {
            self.0[worst] -= 1.0;
            UNHEALTHY[worst]
        })
    }
}

/// How busy a release is in an hour, and at most.
#[derive(Clone, Copy, Debug)]
pub struct Hour {
    /// Sessions in this hour.
    pub sessions: u32,
    /// Sessions in its busiest hour.
    pub peak: u32,
}

impl Hour {
    /// Whether one outcome among the hour's sessions looks like a rate of about `rate`; in the small releases, that
    /// never have the `fewest` sessions an hour, whether it is a busy one.
    fn can_show(self, rate: f64, fewest: f64) -> bool {
        let (sessions, peak) = (f64::from(self.sessions), f64::from(self.peak));
        sessions >= (0.25 / rate).max(fewest).min(peak / 2.0)
    }
}
