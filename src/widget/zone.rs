//! The zone that widgets write times in: the viewer's, or UTC where they chose so. The choice is kept in this browser.

use crate::browser::web_storage::Area;
use crate::browser::zone;
use crate::session::Timestamp;
use crate::session::zone::Zone;
use leptos::prelude::*;
use leptos::reactive::graph::Observer;

const KEY: &str = "session-health:zone";
const UTC: &str = "utc";

thread_local! {
    static IN_UTC: ArcRwSignal<bool> = ArcRwSignal::new(saved());
}

fn saved() -> bool {
    Area::Local.get(KEY).as_deref() == Some(UTC)
}

/// Whether times are written in UTC; tracked where that can be.
pub fn in_utc() -> bool {
    IN_UTC.with(|utc| {
        if Observer::get().is_some() {
            utc.get()
        } else {
            utc.get_untracked()
        }
    })
}

/// Writes all times of the page in UTC from now on, or in the viewer's zone; remembered where storage allows that.
pub fn set_utc(utc: bool) {
    if utc {
        Area::Local.set(KEY, UTC);
    } else {
        Area::Local.remove(KEY);
    }
    IN_UTC.with(|signal| signal.set(utc));
}

/// The zone to write times in. What reads it reactively is told when a person chooses another one.
pub fn page_zone() -> PageZone {
    PageZone { utc: in_utc() }
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
