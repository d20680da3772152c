//! What a person set for all dashboards of this browser; kept where storage allows that. Everything is off at first.

use crate::browser::web_storage::Area;
use leptos::prelude::*;
use leptos::reactive::graph::Observer;

/// Something that is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Times are written in UTC.
    Utc,
    /// The cursor of a chart stays in that chart.
    SeparateCursors,
    /// Keys without a modifier do nothing outside of what has the focus.
    NoSingleKeys,
}

thread_local! {
    static ON: [ArcRwSignal<bool>; 3] =
        [Setting::Utc, Setting::SeparateCursors, Setting::NoSingleKeys]
            .map(|setting| ArcRwSignal::new(setting.saved()));
}

/// A signal's value, tracked where that can be.
pub(super) fn read(signal: &ArcRwSignal<bool>) -> bool {
    if Observer::get().is_some() {
        signal.get()
    } else {
        signal.get_untracked()
    }
}

impl Setting {
    /// Whether it is on; tracked where that can be.
    pub fn is_on(self) -> bool {
        ON.with(|all| read(&all[self as usize]))
    }

    /// Switches it.
    pub fn set(self, on: bool) {
        let (key, value) = self.kept_as();
        if on {
            Area::Local.set(key, value);
        } else {
            Area::Local.remove(key);
        }
        ON.with(|all| all[self as usize].set(on));
    }

    fn saved(self) -> bool {
        let (key, value) = self.kept_as();
        Area::Local.get(key).as_deref() == Some(value)
    }

    /// Key and value in storage while it is on.
    const fn kept_as(self) -> (&'static str, &'static str) {
        match self {
            Self::Utc => ("session-health:zone", "utc"),
            Self::SeparateCursors => ("session-health:cursor", "separate"),
            Self::NoSingleKeys => ("session-health:keys", "none"),
        }
    }
}
