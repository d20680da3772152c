//! The zone that the page writes times in: the viewer's, or UTC where they or the filters of the page say so.

use super::setting::{Setting, read};
use crate::browser::zone;
use crate::session::Timestamp;
use crate::session::zone::Zone;
use crate::state::app::App;
use leptos::prelude::*;

thread_local! {
    static PAGE: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// Writes times in UTC as long as the page's filters say so.
pub fn follow_page(app: App) {
    let utc = Memo::new(move |_| app.page.with(|page| page.utc));
    Effect::new(move |_| PAGE.with(|page| page.set(utc.get())));
}

/// Switches to UTC or back. Where filters are saved with the dashboard it is one of them, else it holds for all.
pub fn set_utc(app: App, on: bool) {
    let of_page = on && app.page.with_untracked(|page| page.has_saved);
    if !of_page {
        Setting::Utc.set(on);
    }
    app.go(|page| page.utc = of_page);
}

/// The zone to write times in. What reads it reactively is told when a person chooses another one.
pub fn page_zone() -> PageZone {
    PageZone {
        utc: Setting::Utc.is_on() || PAGE.with(read),
    }
}

/// What the browser says the time is where it runs, or UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageZone {
    utc: bool,
}

impl PageZone {
    /// Whether it is UTC because somebody said so.
    pub fn is_utc(self) -> bool {
        self.utc
    }

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
