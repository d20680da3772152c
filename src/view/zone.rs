//! The zone that times are shown in.

use crate::session::zone::{Utc, Zone};

/// The viewer's zone.
pub fn browser_zone() -> impl Zone {
    Utc
}
