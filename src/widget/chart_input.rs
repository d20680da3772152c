//! What a time chart is drawn from, and what a person does with it.

use super::cursor::{ChartId, Cursor};
use super::setting::Setting;
use super::zone::page_zone;
use crate::chart::data::ChartData;
use crate::chart::readout::{Readout, readout, releases_aloud};
use crate::chart::walk::Walk;
use crate::session::{TimeRange, Timestamp};
use leptos::prelude::*;

/// What a chart is drawn from.
#[derive(Clone, Copy)]
pub struct Input {
    /// The numbers.
    pub data: Signal<ChartData>,
    /// Names of hidden series.
    pub hidden: Signal<Vec<String>>,
    /// The time, where incomplete buckets are to be told.
    pub now: Option<Signal<Timestamp>>,
    /// The page's cursor.
    pub cursor: Cursor,
    /// This chart.
    pub id: ChartId,
    /// The buckets selected to zoom to.
    pub selection: RwSignal<Option<TimeRange>>,
    /// Where keys have led.
    pub walk: RwSignal<Walk>,
    /// A release that is pointed at elsewhere.
    pub release: Option<Signal<Option<String>>>,
    /// Whether a click on a mark of releases opens them.
    pub opens_releases: bool,
}

impl Input {
    /// Subscribes to everything the plot depends on.
    pub fn track(self) {
        self.data.track();
        self.hidden.track();
        page_zone();
        if let Some(now) = self.now {
            now.track();
        }
    }

    /// Subscribes to everything that only the overlay shows.
    pub fn track_overlay(self) {
        self.cursor.spot();
        Setting::SeparateCursors.is_on();
        self.selection.track();
        self.walk.track();
        if let Some(release) = self.release {
            release.track();
        }
    }

    /// What is said of the bucket at `time`.
    pub fn readout(self, time: Timestamp) -> Option<Readout> {
        let now = self.now();
        self.with(|data, hidden| {
            let index = data.set.window.index_of(time)?;
            Some(readout(data, hidden, index, now, &page_zone()))
        })?
    }

    /// How many releases are marked in the bucket at `time`, in words.
    pub fn releases(self, time: Timestamp) -> Option<String> {
        self.with(|data, hidden| releases_aloud(data, hidden, data.set.window.index_of(time)?))?
    }

    /// The time; not tracked.
    pub fn now(self) -> Option<Timestamp> {
        self.now.and_then(|n| n.try_get_untracked())
    }

    /// Lends the numbers and the names of hidden series; not tracked.
    pub fn with<T>(self, use_them: impl FnOnce(&ChartData, &[String]) -> T) -> Option<T> {
        self.data
            .try_with_untracked(|data| self.hidden.try_with_untracked(|h| use_them(data, h)))?
    }
}
