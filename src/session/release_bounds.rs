//! The time range that shows a release's life: created to last seen, within retention.

use super::{TimeRange, Timestamp};

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
/// How far back data is kept.
pub const RETENTION_MILLIS: i64 = 90 * 24 * 60 * MINUTE;

/// How the range came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundsKind {
    /// Created to last seen.
    Normal,
    /// Created before retention began: from there to last seen.
    Clamped,
    /// Not seen within retention (or never): all of retention.
    Ancient,
}

/// From the minute of `created` to the last second of the minute of `last` (session or event, the later), at least
/// one minute and a second apart; the last 90 days where nothing of it is left.
pub fn bounds(
    created: Option<Timestamp>,
    last: Option<Timestamp>,
    now: Timestamp,
) -> (TimeRange, BoundsKind) {
    let oldest = now.plus(-RETENTION_MILLIS);
    let Some(last) = last.or(created).filter(|last| *last >= oldest) else {
        return (TimeRange::new(oldest, now), BoundsKind::Ancient);
    };
    let minute = |t: Timestamp| Timestamp::from_millis(t.millis().div_euclid(MINUTE) * MINUTE);
    let start = minute(created.unwrap_or(last));
    let end_minute = if minute(last) <= start {
        start.plus(MINUTE)
    } else {
        minute(last)
    };
    let end = end_minute.plus(MINUTE - SECOND);
    if start < oldest {
        (TimeRange::new(oldest, end), BoundsKind::Clamped)
    } else {
        (TimeRange::new(start, end), BoundsKind::Normal)
    }
}
