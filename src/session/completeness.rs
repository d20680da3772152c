//! How much of what happened in a bucket is known by now.

use super::release_bounds::RETENTION_MILLIS;
use super::{TimeRange, Timestamp};

/// After its end, so long reports of a bucket are still expected: of crashes sent at the next start, of devices that
/// were offline.
pub const SETTLING_MILLIS: i64 = 15 * 60_000;

/// How much of a bucket is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Completeness {
    /// All of it.
    Complete,
    /// Its time is not over.
    Filling,
    /// It has just ended: late reports may still change it.
    Settling,
    /// It begins before what is kept: its older part is gone.
    Cut,
}

impl Completeness {
    /// That of `bucket` at `now`.
    pub fn of(bucket: TimeRange, now: Timestamp) -> Self {
        let oldest = now.plus(-RETENTION_MILLIS);
        if bucket.end > now {
            Self::Filling
        } else if bucket.end > now.plus(-SETTLING_MILLIS) {
            Self::Settling
        } else if bucket.start < oldest && oldest < bucket.end {
            Self::Cut
        } else {
            Self::Complete
        }
    }

    /// A word for tables and exports; `None` where there is nothing to say.
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::Complete => None,
            Self::Filling => Some("still filling"),
            Self::Settling => Some("provisional"),
            Self::Cut => Some("partly kept"),
        }
    }

    /// What a person should know; `None` where there is nothing to say.
    pub const fn note(self) -> Option<&'static str> {
        match self {
            Self::Complete => None,
            Self::Filling => Some("Still filling: this interval is not over yet"),
            Self::Settling => Some("Provisional: it has just ended, late reports may change it"),
            Self::Cut => Some("Partly kept: it begins before the 90 days that are kept"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;
    const DAY: i64 = 24 * 60 * MINUTE;

    /// The bucket that began and ended so long before now.
    fn ago(start: i64, end: i64) -> Completeness {
        let now = Timestamp::from_secs(1_795_392_000);
        Completeness::of(TimeRange::new(now.plus(-start), now.plus(-end)), now)
    }

    #[test]
    fn a_bucket_fills_settles_and_is_complete() {
        assert_eq!(ago(40 * MINUTE, -20 * MINUTE), Completeness::Filling);
        assert_eq!(ago(60 * MINUTE, 0), Completeness::Settling, "just over");
        assert_eq!(ago(74 * MINUTE, 14 * MINUTE), Completeness::Settling);
        assert_eq!(ago(75 * MINUTE, 15 * MINUTE), Completeness::Complete);
    }

    #[test]
    fn only_the_bucket_across_the_end_of_what_is_kept_is_cut() {
        assert_eq!(ago(90 * DAY + MINUTE, 89 * DAY), Completeness::Cut);
        assert_eq!(ago(90 * DAY, 89 * DAY), Completeness::Complete);
        assert_eq!(
            ago(91 * DAY, 90 * DAY),
            Completeness::Complete,
            "asked for on purpose"
        );
    }

    #[test]
    fn everything_but_a_complete_bucket_is_named() {
        use Completeness as C;
        for state in [C::Filling, C::Settling, C::Cut] {
            assert!(state.word().is_some() && state.note().is_some());
        }
        assert_eq!((C::Complete.word(), C::Complete.note()), (None, None));
    }
}
