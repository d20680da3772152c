//! The zone that widgets write times in.

use crate::session::zone::Utc;

/// The viewer's zone.
pub fn local_zone() -> Utc {
    Utc
}
