//! The cursor that all time charts of a page share: hovering one shows the same time in all.

use crate::session::Timestamp;
use leptos::prelude::*;

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

/// A handle to the cursor of the page, or to a chart's own where nobody provided one.
#[derive(Clone, Copy)]
pub struct Cursor {
    at: RwSignal<Option<CursorAt>>,
    charts: StoredValue<u64>,
}

impl Cursor {
    fn new() -> Self {
        Self {
            at: RwSignal::new(None),
            charts: StoredValue::new(0),
        }
    }

    /// A name for one more chart.
    pub fn enter(self) -> ChartId {
        self.charts.update_value(|n| *n += 1);
        ChartId(self.charts.get_value())
    }

    /// Where it is; tracked.
    pub fn get(self) -> Option<CursorAt> {
        self.at.get()
    }

    /// Where it is; not tracked.
    pub fn peek(self) -> Option<CursorAt> {
        self.at.try_get_untracked().flatten()
    }

    /// Moves it.
    pub fn set(self, to: Option<CursorAt>) {
        if self.peek() != to {
            self.at.set(to);
        }
    }

    /// Takes it away if `chart` put it where it is.
    pub fn leave(self, chart: ChartId) {
        if self.peek().is_some_and(|at| at.chart == chart) {
            self.at.set(None);
        }
    }
}

/// Gives everything below the present owner one cursor. Called once, where the dashboard is mounted.
pub fn provide_cursor() {
    provide_context(Cursor::new());
}

/// The cursor in reach.
pub fn use_cursor() -> Cursor {
    use_context().unwrap_or_else(Cursor::new)
}
