//! The cursor that all time charts of a page share: hovering one shows the same time in all, unless a person wants that
//! otherwise. A click pins it, so that the
//! pointer can go elsewhere, into the tooltip too; Escape takes it away wherever the focus is.

use super::setting::Setting;
use crate::session::Timestamp;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Where the cursor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CursorAt {
    /// The start of the bucket it is on.
    pub time: Timestamp,
    /// The chart that moved it: it shows the tooltip.
    pub chart: ChartId,
}

/// Tells charts apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartId(u64);

impl ChartId {
    /// A name for what belongs to the chart, unique in the page.
    pub fn name(self, part: &str) -> String {
        format!("chart-{}-{part}", self.0)
    }
}

/// What a pointer is on: a bucket, or a mark of releases of a chart (by its place in the row).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A bucket.
    Bucket(CursorAt),
    /// Releases.
    Releases(ChartId, usize),
}

impl Spot {
    /// The chart that put the cursor there.
    pub fn chart(self) -> ChartId {
        match self {
            Self::Bucket(at) => at.chart,
            Self::Releases(chart, _) => chart,
        }
    }
}

/// A handle to the cursor of the page, or to a chart's own where nobody provided one.
#[derive(Clone, Copy)]
pub struct Cursor {
    spot: RwSignal<Option<Spot>>,
    pinned: RwSignal<bool>,
    /// What was dismissed: it stays away until the pointer is on something else.
    dismissed: StoredValue<Option<Spot>>,
}

thread_local! {
    /// Numbers of charts, over all cursors: their names are unique in the page.
    static CHARTS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

impl Cursor {
    fn new() -> Self {
        Self {
            spot: RwSignal::new(None),
            pinned: RwSignal::new(false),
            dismissed: StoredValue::new(None),
        }
    }

    /// A name for one more chart.
    pub fn enter(self) -> ChartId {
        CHARTS.set(CHARTS.get() + 1);
        ChartId(CHARTS.get())
    }

    /// The bucket it is on, as `chart` shows it; tracked.
    pub fn get(self, chart: ChartId) -> Option<CursorAt> {
        seen_by(chart, self.spot.get())
    }

    /// The bucket it is on, as `chart` shows it; not tracked.
    pub fn peek(self, chart: ChartId) -> Option<CursorAt> {
        seen_by(chart, self.spot.try_get_untracked().flatten())
    }

    /// What it is on; tracked.
    pub fn spot(self) -> Option<Spot> {
        self.spot.get()
    }

    /// The mark of releases of `chart` it is on; not tracked.
    pub fn releases(self, chart: ChartId) -> Option<usize> {
        match self.spot.try_get_untracked().flatten() {
            Some(Spot::Releases(of, index)) if of == chart => Some(index),
            _ => None,
        }
    }

    /// Whether it stays where it is; tracked.
    pub fn is_pinned(self) -> bool {
        self.pinned.get()
    }

    /// Moves it, pinned or not.
    pub fn set(self, to: Option<CursorAt>) {
        self.pin(false);
        self.move_to(to.map(Spot::Bucket));
    }

    /// Moves it to where a pointer is, unless it is pinned, or was dismissed there.
    pub fn hover(self, spot: Spot) {
        if self.pinned.get_untracked() || self.dismissed.get_value() == Some(spot) {
            return;
        }
        self.dismissed.set_value(None);
        self.move_to(Some(spot));
    }

    /// Keeps it where it is, or lets it go again.
    pub fn pin(self, pinned: bool) {
        if self.pinned.try_get_untracked() == Some(!pinned) {
            self.pinned.set(pinned);
        }
    }

    /// Takes it away if `chart` put it where it is, and it is not pinned.
    pub fn leave(self, chart: ChartId) {
        if self.pinned.try_get_untracked() == Some(true) {
            return;
        }
        self.dismissed.try_set_value(None);
        if self.is_of(chart) {
            self.move_to(None);
        }
    }

    /// Takes it away, and keeps it away until the pointer is on something else. False where there was none.
    pub fn dismiss(self) -> bool {
        let spot = self.spot.try_get_untracked().flatten();
        self.pin(false);
        if spot.is_some() {
            self.dismissed.set_value(spot);
            self.move_to(None);
        }
        spot.is_some()
    }

    /// Whether `chart` put it where it is.
    pub fn is_of(self, chart: ChartId) -> bool {
        let spot = self.spot.try_get_untracked().flatten();
        spot.is_some_and(|spot| spot.chart() == chart)
    }

    fn move_to(self, to: Option<Spot>) {
        if self.spot.try_get_untracked().is_some_and(|now| now != to) {
            self.spot.set(to);
        }
    }

    fn listen(self) {
        let escape = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" {
                self.dismiss();
            }
        });
        // A press beside the charts, their tooltip and the legends takes it away.
        let press = window_event_listener(ev::pointerdown, move |event| {
            let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
            let near = target.and_then(|t| t.closest(".chart, .chart-tooltip, .legend").ok()?);
            if near.is_none() {
                self.set(None);
            }
        });
        on_cleanup(move || {
            escape.remove();
            press.remove();
        });
    }
}

/// A bucket shows in all charts, or in that chart alone whose cursor is on it.
fn seen_by(chart: ChartId, spot: Option<Spot>) -> Option<CursorAt> {
    match spot {
        Some(Spot::Bucket(at)) if at.chart == chart || !Setting::SeparateCursors.is_on() => {
            Some(at)
        }
        _ => None,
    }
}

/// Gives everything below the present owner one cursor. Called once, where the dashboard is mounted.
pub fn provide_cursor() {
    let cursor = Cursor::new();
    cursor.listen();
    provide_context(cursor);
}

/// The cursor in reach.
pub fn use_cursor() -> Cursor {
    use_context().unwrap_or_else(|| {
        let cursor = Cursor::new();
        cursor.listen();
        cursor
    })
}
