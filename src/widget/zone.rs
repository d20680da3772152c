//! The zone that widgets write times in.

use crate::browser::zone;
use crate::session::Timestamp;
use crate::session::zone::Zone;

/// The viewer's zone.
pub fn local_zone() -> LocalZone {
    LocalZone
}

/// What the browser says the time is where it runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LocalZone;

impl Zone for LocalZone {
    fn offset_minutes(&self, at: Timestamp) -> i32 {
        zone::offset_minutes(at.millis() as f64)
    }

    fn name(&self) -> String {
        zone::name()
    }
}
