//! Time zones as the page knows them: UTC, or whatever the browser says its zone is at an instant.

use super::Timestamp;

/// Gives the offset of local time. Implemented over the browser's own clock in `browser/`, and by fixed tables in tests.
pub trait Zone {
    /// Minutes to add to UTC to get local time at `at`; changes at daylight saving switches.
    fn offset_minutes(&self, at: Timestamp) -> i32;

    /// A name for people, `UTC` or `Europe/Vienna`.
    fn name(&self) -> String;
}

/// Coordinated universal time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Utc;

impl Zone for Utc {
    fn offset_minutes(&self, _: Timestamp) -> i32 {
        0
    }

    fn name(&self) -> String {
        "UTC".to_owned()
    }
}
