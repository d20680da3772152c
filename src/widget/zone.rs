//! The zone that the page writes times in: the viewer's, or UTC where they chose so.

use super::setting::Setting;
use crate::browser::zone;
use crate::session::Timestamp;
use crate::session::zone::Zone;

/// The zone to write times in. What reads it reactively is told when a person chooses another one.
pub fn page_zone() -> PageZone {
    PageZone {
        utc: Setting::Utc.is_on(),
    }
}

/// What the browser says the time is where it runs, or UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageZone {
    utc: bool,
}

impl PageZone {
    /// The viewer's own zone, whatever was chosen.
    pub fn own() -> Self {
        Self { utc: false }
    }
}

impl Zone for PageZone {
    fn offset_minutes(&self, at: Timestamp) -> i32 {
        if self.utc {
            return 0;
        }
        zone::offset_minutes(at.millis() as f64)
    }

    fn name(&self) -> String {
        if self.utc {
            return "UTC".to_owned();
        }
        zone::name()
    }
}
