//! Time ranges as texts, the ones before and after, and those that were used lately. Pure.

use super::page_query::{Period, PeriodError};
use crate::session::{TimeRange, Timestamp};

/// So many ranges are remembered.
pub const RECENT: usize = 5;

/// Which way to go from a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To the range of equal length that ends where this one starts.
    Earlier,
    /// To the one that starts where this one ends.
    Later,
}

/// The range of equal length beside `period`; `None` where that would lie in the future altogether.
pub fn beside(period: &Period, now: Timestamp, way: Way) -> Option<Period> {
    let range = period.resolve(now);
    let length = range.millis();
    let start = match way {
        Way::Earlier => range.start.plus(-length),
        Way::Later => range.end,
    };
    (start < now).then(|| Period::Between(TimeRange::new(start, start.plus(length))))
}

/// A range as a text that can be copied, kept and typed: `14d`, or start and end as ISO times with a slash between them.
pub fn to_text(period: &Period) -> String {
    match period {
        Period::Last { text, .. } => text.clone(),
        Period::Between(range) => format!("{}/{}", range.start.to_iso(), range.end.to_iso()),
    }
}

/// Reads what [`to_text`] writes.
///
/// # Errors
/// Why it cannot be shown.
pub fn from_text(text: &str) -> Result<Period, PeriodError> {
    match text.split_once('/') {
        Some((start, end)) => Period::between(start.trim(), end.trim()),
        None => Period::last(text),
    }
}

/// Puts a range in front of those used lately.
pub fn remember(recent: &mut Vec<String>, period: &Period) {
    let text = to_text(period);
    recent.retain(|known| *known != text);
    recent.insert(0, text);
    recent.truncate(RECENT);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::parse("2026-11-23T12:00:00Z").unwrap()
    }

    fn walk(from: &str, way: Way) -> Option<String> {
        let period = from_text(from).unwrap();
        beside(&period, now(), way).map(|period| to_text(&period))
    }

    #[test]
    fn windows_lie_side_by_side() {
        let day_before = "2026-11-21T12:00:00Z/2026-11-22T12:00:00Z";
        assert_eq!(walk("24h", Way::Earlier).as_deref(), Some(day_before));
        let last_day = "2026-11-22T12:00:00Z/2026-11-23T12:00:00Z";
        assert_eq!(walk(day_before, Way::Later).as_deref(), Some(last_day));
        // Nothing has happened yet after what ends now.
        assert_eq!(walk("24h", Way::Later), None);
        assert_eq!(walk(last_day, Way::Later), None);
        // A window that has begun can be looked at.
        let morning = "2026-11-23T00:00:00Z/2026-11-23T08:00:00Z";
        let noon = "2026-11-23T08:00:00Z/2026-11-23T16:00:00Z";
        assert_eq!(walk(morning, Way::Later).as_deref(), Some(noon));
    }

    #[test]
    fn texts_read_back() {
        for text in ["13h", "4w", "2026-11-22T12:00:00Z/2026-11-23T12:00:00Z"] {
            assert_eq!(to_text(&from_text(text).unwrap()), text);
        }
        let pasted = " 2026-11-22T12:00:00Z / 2026-11-23T12:00:00Z\n";
        assert_eq!(
            from_text(pasted).map(|period| to_text(&period)).as_deref(),
            Ok("2026-11-22T12:00:00Z/2026-11-23T12:00:00Z"),
            "as it is copied, with what a paste may bring along"
        );
        assert_eq!(
            from_text("2026-11-23/2026-11-22"),
            Err(PeriodError::EndBeforeStart)
        );
        assert_eq!(from_text("a/b"), Err(PeriodError::NotATime));
        assert_eq!(from_text("soon"), Err(PeriodError::NotADuration));
    }

    #[test]
    fn five_ranges_are_remembered_latest_first_and_once() {
        let mut recent = Vec::new();
        for text in ["1h", "2h", "3h", "4h", "5h", "6h", "3h"] {
            remember(&mut recent, &from_text(text).unwrap());
        }
        assert_eq!(recent, ["3h", "6h", "5h", "4h", "2h"]);
    }
}
