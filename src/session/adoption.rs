//! Adoption stage of a release in one project and environment: a state of two instants,
//! fed once an hour with the sessions of the last six hours.

use super::Timestamp;
use serde::{Deserialize, Serialize};
use std::cmp::{Ordering, Reverse};
use std::collections::VecDeque;

/// Hours looked back at each time.
const HOURS: usize = 6;
const HOUR_MILLIS: i64 = 3_600_000;

/// Where a release is in its roll-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Never reached 10 % of the environment's sessions in six hours.
    LowAdoption,
    /// At 10 % or more.
    Adopted,
    /// Was adopted and fell below.
    Replaced,
}

impl Stage {
    /// All three.
    pub const ALL: [Self; 3] = [Self::LowAdoption, Self::Adopted, Self::Replaced];

    /// The name on the wire: `low_adoption`, `adopted`, `replaced`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LowAdoption => "low_adoption",
            Self::Adopted => "adopted",
            Self::Replaced => "replaced",
        }
    }

    /// The label for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::LowAdoption => "Low Adoption",
            Self::Adopted => "Adopted",
            Self::Replaced => "Replaced",
        }
    }

    /// The stage with this wire name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// The state a stage follows from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Adoption {
    /// First time at 10 % or more.
    pub adopted: Option<Timestamp>,
    /// Since when it is below again.
    pub unadopted: Option<Timestamp>,
}

impl Adoption {
    /// The state after hour upon hour, oldest first, none left out: each the hour's start, the release's sessions and
    /// the environment's. Judged at the end of each hour over that and the five hours before it.
    pub fn from_hours(hours: impl IntoIterator<Item = (Timestamp, u64, u64)>) -> Self {
        let mut state = Self::default();
        let mut last = VecDeque::with_capacity(HOURS);
        let (mut release, mut environment) = (0, 0);
        for (hour, of_release, of_environment) in hours {
            if last.len() == HOURS
                && let Some((r, e)) = last.pop_front()
            {
                release -= r;
                environment -= e;
            }
            last.push_back((of_release, of_environment));
            release += of_release;
            environment += of_environment;
            state.observe(hour.plus(HOUR_MILLIS), release, environment);
        }
        state
    }

    /// Judges at `now`, by the sessions of the last six hours.
    pub fn observe(&mut self, now: Timestamp, release_sessions: u64, environment_sessions: u64) {
        if is_adopted(release_sessions, environment_sessions) {
            self.adopted.get_or_insert(now);
            self.unadopted = None;
        } else if self.adopted.is_some() {
            self.unadopted.get_or_insert(now);
        }
    }

    /// The stage.
    pub const fn stage(&self) -> Stage {
        match (self.adopted, self.unadopted) {
            (None, _) => Stage::LowAdoption,
            (Some(_), None) => Stage::Adopted,
            (Some(_), Some(_)) => Stage::Replaced,
        }
    }

    /// Order of `sort=adoption`: latest adopted first, never adopted last.
    pub fn latest_first(a: &Self, b: &Self) -> Ordering {
        Reverse(a.adopted).cmp(&Reverse(b.adopted))
    }
}

/// Whether a release with this many of an environment's sessions counts as adopted: 10 % or more.
pub const fn is_adopted(release_sessions: u64, environment_sessions: u64) -> bool {
    environment_sessions > 0 && release_sessions as u128 * 10 >= environment_sessions as u128
}

/// Whether a stage is kept at all: the environment has a name, and the version is one Sentry accepts.
pub fn is_staged(environment: &str, version: &str) -> bool {
    !environment.is_empty()
        && !version.trim().is_empty()
        && !matches!(version, "." | "..")
        && version.chars().count() <= 200
        && !version.contains(['/', '\\', '\n', '\r', '\t', '\u{c}', '\0'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(n: i64) -> Timestamp {
        Timestamp::from_secs(n * 3600)
    }

    #[test]
    fn a_release_comes_goes_and_comes_back() {
        let mut state = Adoption::default();
        let mut seen = Vec::new();
        for (n, sessions) in [(1, 9), (2, 10), (3, 50), (4, 9), (5, 0), (6, 30)] {
            state.observe(hour(n), sessions, 100);
            seen.push((state.stage(), state.adopted, state.unadopted));
        }
        let two = Some(hour(2));
        assert_eq!(
            seen,
            [
                (Stage::LowAdoption, None, None),
                (Stage::Adopted, two, None),
                (Stage::Adopted, two, None),
                (Stage::Replaced, two, Some(hour(4))),
                (Stage::Replaced, two, Some(hour(4))),
                (Stage::Adopted, two, None),
            ]
        );
    }

    #[test]
    fn six_hours_are_looked_back_at() {
        // One session among ten, then nothing of it: it stays adopted while the six hours hold it.
        let hours =
            |n: i64| (0..n).map(|h| (hour(h), u64::from(h == 0), if h == 0 { 10 } else { 0 }));
        assert_eq!(Adoption::from_hours(hours(6)).stage(), Stage::Adopted);
        let replaced = Adoption::from_hours(hours(7));
        assert_eq!(
            (replaced.adopted, replaced.unadopted),
            (Some(hour(1)), Some(hour(7)))
        );
    }

    #[test]
    fn only_named_environments_and_valid_versions_have_a_stage() {
        assert!(is_staged("production", "shop@1.0"));
        for (environment, version) in [
            ("", "shop@1.0"),
            ("production", ""),
            ("production", ".."),
            ("production", "a/b"),
            ("production", "a\nb"),
        ] {
            assert!(
                !is_staged(environment, version),
                "{environment:?} {version:?}"
            );
        }
    }
}
