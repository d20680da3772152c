//! The range of the expanded view: the page's, until a zoom gives it one of its own. The dashboard keeps what it shows.

use crate::dashboard::data::WidgetState;
use crate::dashboard::model::{DataSet, DisplayType, Widget};
use crate::session::TimeRange;
use crate::source::SharedSource;
use crate::state::app::{App, use_app};
use crate::state::newest::Newest;
use crate::state::page_query::Period;
use crate::state::widget_query::{WidgetQuery, widget_state_with_notes};
use leptos::prelude::*;

/// How many issues a list has where there is room.
const MOST_ISSUES: usize = 100;
/// A shorter range is not asked for.
const SHORTEST: i64 = 60_000;

/// What is shown, and the zooms that led there.
#[derive(Clone, Copy)]
pub struct OwnRange {
    /// What the widget shows over the range looked at.
    pub state: ReadSignal<WidgetState>,
    /// What is to be said beside it.
    pub notes: ReadSignal<Vec<String>>,
    /// Whether an answer is on its way.
    pub waiting: ReadSignal<bool>,
    app: App,
    zoomed: Memo<Option<TimeRange>>,
    tries: RwSignal<u32>,
    /// Every zoom of this view: what it led to, and from where.
    zooms: StoredValue<Vec<(TimeRange, Option<TimeRange>)>>,
}

impl OwnRange {
    /// Starts at what the page shows.
    pub fn new(widget: Widget) -> Self {
        let app = use_app();
        let of_page = app.widget(widget.id());
        let zoomed = Memo::new(move |_| app.page.with(|p| p.expanded.as_ref()?.range));
        // A link may lead straight to a zoom.
        let (state, set_state) = signal(match zoomed.get_untracked() {
            Some(_) => WidgetState::Loading,
            None => of_page.get_untracked(),
        });
        let (notes, set_notes) = signal(Vec::new());
        let (waiting, set_waiting) = signal(false);
        let tries = RwSignal::new(0_u32);
        let newest = Newest::scoped();
        let is_longer =
            widget.widget_type == DataSet::Issue && widget.display_type == DisplayType::Table;
        let mut widget = widget;
        if is_longer {
            widget.limit = Some(MOST_ISSUES);
        }
        Effect::new(move |_| {
            tries.track();
            newest.cancel();
            let range = zoomed.get();
            if range.is_none() && !is_longer {
                set_waiting.set(false);
                set_notes.set(app.notes_of(widget.id()));
                return set_state.set(of_page.get());
            }
            let Some((source, look)) = question(app, widget.clone(), range) else {
                return;
            };
            set_waiting.set(true);
            let hold = app.hold();
            newest.run(async move {
                let _hold = hold;
                let answer = widget_state_with_notes(source, look).await;
                let failed = |error| (WidgetState::Failed(error), Vec::new());
                let (state, notes) = answer.unwrap_or_else(failed);
                set_waiting.set(false);
                set_notes.set(notes);
                set_state.set(state);
            });
        });
        Self {
            state,
            notes,
            waiting,
            app,
            zoomed,
            tries,
            zooms: StoredValue::default(),
        }
    }

    /// Asks for the same range again.
    pub fn retry(self) {
        match self.zoomed.get_untracked() {
            Some(_) => self.tries.update(|n| *n += 1),
            None => self.app.retry(None),
        }
    }

    /// Looks at a narrower range.
    pub fn zoom(self, range: TimeRange) {
        let end = range.end.max(range.start.plus(SHORTEST));
        let to = TimeRange::new(range.start, end);
        let from = self.zoomed.get_untracked();
        self.zooms.update_value(|zooms| zooms.push((to, from)));
        self.turn_to(Some(to));
    }

    /// Back to the range before the zoom; to the page's, where a link led here.
    pub fn zoom_out(self) {
        let now = self.zoomed.get_untracked();
        let before = self.zooms.with_value(|zooms| {
            let last = zooms.iter().rev().find(|(to, _)| Some(*to) == now);
            last.and_then(|(_, from)| *from)
        });
        self.turn_to(before);
    }

    /// The range, where it is not the page's.
    pub fn zoomed(self) -> Option<TimeRange> {
        self.zoomed.get()
    }

    /// Puts the range into the URL, which everything follows.
    fn turn_to(self, range: Option<TimeRange>) {
        self.app.go(|page| {
            if let Some(expanded) = &mut page.expanded {
                expanded.range = range;
            }
        });
    }
}

/// What is to be asked; follows the page's filters and its now.
fn question(
    app: App,
    widget: Widget,
    range: Option<TimeRange>,
) -> Option<(SharedSource, WidgetQuery)> {
    app.now.track();
    let mut page = app.page.get();
    if let Some(range) = range {
        (page.period, page.interval) = (Period::Between(range), None);
    }
    app.widget_query(widget, &page)
}
