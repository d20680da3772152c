//! The page's state and everything that can be done to it, as one handle that components get from context.

use super::page_query::PageQuery;
use super::phase::Phase;
use crate::dashboard::builtin;
use crate::dashboard::data::WidgetState;
use crate::dashboard::model::Dashboard;
use crate::session::release_info::ReleaseInfo;
use crate::session::{Interval, TimeRange, Timestamp, Window};
use crate::source::config::SourceConfig;
use crate::source::{Catalog, LoadReport, Progress, SharedSource};
use leptos::prelude::*;
use std::collections::HashMap;

/// A handle to the page's state; copy it freely.
#[derive(Clone, Copy)]
pub struct App {
    /// What the URL holds. Change it by [`App::go`] and [`App::amend`] only.
    pub page: RwSignal<PageQuery>,
    /// Choices of the filter bar.
    pub catalog: RwSignal<Catalog>,
    /// What the page as a whole shows.
    pub phase: RwSignal<Phase>,
    /// A load that goes on behind numbers that are already shown.
    pub refreshing: RwSignal<Option<Progress>>,
    /// What the last load brought in.
    pub report: RwSignal<LoadReport>,
    /// The dashboard on screen.
    pub dashboard: Memo<Dashboard>,
    /// The page's range, rounded, and its buckets.
    pub window: Memo<Window>,
    /// The time that relative ranges end at.
    pub now: RwSignal<Timestamp>,
    /// All releases, newest first, archived ones included.
    pub releases: RwSignal<Vec<ReleaseInfo>>,
    widgets: StoredValue<HashMap<String, ArcRwSignal<WidgetState>>>,
    source: StoredValue<Option<SharedSource>, LocalStorage>,
}

impl App {
    /// Makes the state, puts it into the context and starts to fill it.
    pub fn start() -> Self {
        let page = RwSignal::new(PageQuery::default());
        let now = RwSignal::new(Timestamp::default());
        let dashboard = Memo::new(move |_| {
            page.with(|p| builtin::by_id(&p.dashboard))
                .unwrap_or_else(builtin::mobile)
        });
        let window = Memo::new(move |_| page.with(|p| p.times(now.get(), true).window));
        let app = Self {
            page,
            catalog: RwSignal::new(Catalog::default()),
            phase: RwSignal::new(Phase::Starting),
            refreshing: RwSignal::new(None),
            report: RwSignal::new(LoadReport::default()),
            dashboard,
            window,
            now,
            releases: RwSignal::new(Vec::new()),
            widgets: StoredValue::new(HashMap::new()),
            source: StoredValue::new_local(None),
        };
        provide_context(app);
        app
    }

    /// Changes the page's state and adds a history entry.
    pub fn go(&self, change: impl FnOnce(&mut PageQuery)) {
        self.page.update(change);
    }

    /// Changes the page's state in place of the present history entry.
    pub fn amend(&self, change: impl FnOnce(&mut PageQuery)) {
        self.page.update(change);
    }

    /// The state of one widget of the dashboard.
    pub fn widget(&self, id: &str) -> ReadSignal<WidgetState> {
        let signal = self.widgets.try_update_value(|all| {
            all.entry(id.to_owned())
                .or_insert_with(|| ArcRwSignal::new(WidgetState::Loading))
                .clone()
        });
        signal
            .unwrap_or_else(|| ArcRwSignal::new(WidgetState::Loading))
            .read_only()
            .into()
    }

    /// Names of the series of a widget that are not drawn: the person's choice, else what its data says.
    pub fn hidden(&self, widget: &str) -> Signal<Vec<String>> {
        let (page, id) = (self.page, widget.to_owned());
        Signal::derive(move || {
            page.with(|p| p.unselected.get(&id).cloned())
                .unwrap_or_default()
        })
    }

    /// Records which series of a widget are hidden, in the URL.
    pub fn hide(&self, widget: &str, names: Vec<String>) {
        self.amend(|page| {
            page.unselected.insert(widget.to_owned(), names);
        });
    }

    /// Asks again for what failed: for one widget, or for everything.
    pub fn retry(&self, _widget: Option<&str>) {}

    /// The source the page reads from.
    pub fn source(&self) -> Option<SharedSource> {
        self.source.get_value()
    }

    /// Takes another source and reads everything from it.
    pub fn connect(&self, _config: SourceConfig) {}

    /// The page's time range, resolved against [`App::now`].
    pub fn range(&self) -> TimeRange {
        self.page.with(|p| p.period.resolve(self.now.get()))
    }

    /// Bucket widths a person may choose for the present range.
    pub fn intervals(&self) -> Vec<Interval> {
        Vec::new()
    }
}

/// The page's state, from the context that [`App::start`] filled.
pub fn use_app() -> App {
    expect_context::<App>()
}
