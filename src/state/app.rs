//! The page's state and everything that can be done to it, as one handle that components get from context.

use super::dashboards::Dashboards;
use super::editor::Editor;
use super::loader::Loader;
use super::page_query::{PageQuery, ReleaseList, SHARED};
use super::phase::Phase;
use super::search_params::Ignored;
use super::widget_query::WidgetQuery;
use super::zooms::Zooms;
use crate::browser::location;
use crate::browser::picked::Picked;
use crate::chart::selection::Selection;
use crate::dashboard::builtin;
use crate::dashboard::colors::Colors;
use crate::dashboard::data::WidgetState;
use crate::dashboard::model::{Dashboard, Widget};
use crate::session::release_info::ReleaseInfo;
use crate::session::{Interval, TimeRange, Timestamp, Window};
use crate::source::config::SourceConfig;
use crate::source::transport::Transport;
use crate::source::{Catalog, LoadReport, Progress, SharedSource, SourceError};
use leptos::prelude::*;
use std::collections::HashMap;

/// A handle to the page's state; copy it freely.
#[derive(Clone, Copy)]
pub struct App {
    /// What the URL holds. Change it by [`App::go`] and [`App::amend`] only.
    pub page: RwSignal<PageQuery>,
    /// Parameters of the URL that made no sense.
    pub ignored: RwSignal<Vec<Ignored>>,
    /// Choices of the filter bar.
    pub catalog: RwSignal<Catalog>,
    /// What the page as a whole shows.
    pub phase: RwSignal<Phase>,
    /// A load that goes on behind numbers that are already shown.
    pub refreshing: RwSignal<Option<Progress>>,
    /// What the loads so far brought in.
    pub report: RwSignal<LoadReport>,
    /// What is wrong with the device's clock, and what that does to the page.
    pub clock_trouble: RwSignal<Option<(String, String)>>,
    /// The dashboard on screen.
    pub dashboard: Memo<Dashboard>,
    /// The page's range, rounded, and its buckets.
    pub window: Memo<Window>,
    /// The time that relative ranges end at.
    pub now: RwSignal<Timestamp>,
    /// All releases that the project and environment filters let pass, newest first, archived ones included.
    pub releases: RwSignal<Vec<ReleaseInfo>>,
    /// The dashboards that are kept in this browser.
    pub dashboards: Dashboards,
    /// Editing the dashboard on screen.
    pub editor: Editor,
    pub(super) zooms: RwSignal<Zooms>,
    /// Why the numbers on screen could not be refreshed, and when that was tried.
    pub stale: RwSignal<Option<(SourceError, Timestamp)>>,
    /// How often the page refreshes itself, in seconds; 0: never.
    pub every: RwSignal<u32>,
    /// Whether the seconds until then are being counted.
    pub(super) counts: StoredValue<bool>,
    /// What to say beside the numbers of widgets, by widget id; most have nothing.
    pub notes: RwSignal<Vec<(String, Vec<String>)>>,
    pub(super) raw: RwSignal<bool>,
    pub(super) held: StoredValue<usize>,
    pub(super) loads: StoredValue<u64>,
    pub(super) rests: StoredValue<u64>,
    pub(super) widgets: StoredValue<HashMap<String, ArcRwSignal<WidgetState>>>,
    /// By dashboard and widget.
    pub(super) memories: StoredValue<HashMap<(String, String), Memory>>,
    pub(super) loader: StoredValue<Loader, LocalStorage>,
}

/// What is remembered of a widget as long as the page is open, whatever becomes of its elements.
#[derive(Clone, Default)]
pub(super) struct Memory {
    legend: ArcStoredValue<Selection>,
    /// The text of a [`super::table_choices::TableChoice`].
    pub(super) table: ArcRwSignal<String>,
}

/// Keeps the page from counting as ready while it lives.
pub struct Hold(App);

impl App {
    /// Makes the state, puts it into the context and starts to fill it.
    pub fn start() -> Self {
        let (query, ignored) = linked();
        let page = RwSignal::new(query);
        let now = RwSignal::new(super::world::now());
        let raw = RwSignal::new(true);
        let dashboards = Dashboards::new();
        let app = Self {
            page,
            ignored: RwSignal::new(ignored),
            catalog: RwSignal::new(Catalog::default()),
            phase: RwSignal::new(Phase::Starting),
            refreshing: RwSignal::new(None),
            report: RwSignal::new(LoadReport::default()),
            clock_trouble: RwSignal::new(None),
            dashboard: Memo::new(move |_| {
                let id = page.with(|p| p.dashboard.clone());
                builtin::by_id(&id)
                    .or_else(|| dashboards.shown(&id))
                    .unwrap_or_default()
            }),
            window: Memo::new(move |_| page.with(|p| p.times(now.get(), raw.get()).window)),
            now,
            releases: RwSignal::new(Vec::new()),
            dashboards,
            editor: Editor::new(),
            zooms: RwSignal::new(Zooms::default()),
            stale: RwSignal::new(None),
            every: RwSignal::new(0),
            counts: StoredValue::new(false),
            notes: RwSignal::new(Vec::new()),
            raw,
            held: StoredValue::new(0),
            loads: StoredValue::new(0),
            rests: StoredValue::new(0),
            widgets: StoredValue::new(HashMap::new()),
            memories: StoredValue::new(HashMap::new()),
            loader: StoredValue::new_local(Loader::default()),
        };
        provide_context(app);
        let mut query = page.get_untracked();
        app.settle_dashboard(&mut query);
        page.set(query);
        app.follow_other_pages();
        Effect::new(move |_| {
            app.dashboard.track();
            app.update_if_open();
        });
        let _ = window_event_listener(leptos::ev::popstate, move |_| {
            let (query, ignored) = linked();
            // Another link to a shared dashboard differs in its fragment only.
            if query.dashboard == SHARED {
                app.dashboards.opened.set(None);
            }
            // The browser has gone there already: it is led back until that is decided.
            if app.asks_before(&query) {
                let here = app.page.get_untracked();
                return location::push(&(here.to_search() + &app.fragment(&here)));
            }
            app.ignored.set(ignored);
            app.turn_to(query);
        });
        app.boot();
        app.refresh_as_before();
        app.recover_when_online();
        app
    }

    /// Changes the page's state and adds a history entry.
    pub fn go(&self, change: impl FnOnce(&mut PageQuery)) {
        self.change(change, location::push);
    }

    /// Changes the page's state in place of the present history entry.
    pub fn amend(&self, change: impl FnOnce(&mut PageQuery)) {
        self.change(change, location::replace);
    }

    fn change(&self, change: impl FnOnce(&mut PageQuery), write: fn(&str)) {
        let mut query = self.page.get_untracked();
        change(&mut query);
        let old = self.page.get_untracked();
        if old != query && !self.asks_before(&query) {
            // Whether changed filters are the saved ones is found out anew, unless the saved ones were asked for.
            if query.dashboard != old.dashboard {
                query.as_saved = true;
            } else if query.as_saved == old.as_saved {
                query.as_saved = false;
            }
            self.settle_dashboard(&mut query);
            write(&(query.to_search() + &self.fragment(&query)));
            self.turn_to(query);
        }
    }

    /// Goes to a page whose address has this fragment.
    pub(super) fn go_to(&self, page: PageQuery, fragment: &str) {
        if !self.asks_before(&page) {
            location::push(&(page.to_search() + fragment));
            self.turn_to(page);
        }
    }

    /// What to say beside the numbers of a widget.
    pub fn notes_of(&self, id: &str) -> Vec<String> {
        let own = |all: &Vec<(String, Vec<String>)>| {
            let own = all.iter().find(|(of, _)| of == id);
            own.map(|(_, notes)| notes.clone())
        };
        self.notes.with(own).unwrap_or_default()
    }

    /// Whether sessions of a web project are in view.
    pub fn shows_web(&self) -> bool {
        let chosen = self.page.with(|p| p.projects.clone());
        self.catalog.with(|c| {
            c.projects.iter().any(|p| {
                p.is_web() && p.has_sessions && (chosen.is_empty() || chosen.contains(&p.id))
            })
        })
    }

    /// The state of one widget of the dashboard.
    pub fn widget(&self, id: &str) -> ReadSignal<WidgetState> {
        self.widget_signal(id).read_only().into()
    }

    pub(super) fn widget_signal(&self, id: &str) -> ArcRwSignal<WidgetState> {
        let waiting = || ArcRwSignal::new(WidgetState::Loading);
        let known = self
            .widgets
            .try_update_value(|all| all.entry(id.to_owned()).or_insert_with(waiting).clone());
        known.unwrap_or_else(waiting)
    }

    /// Names of the series of a widget that are not drawn: the person's choice, else what its dashboard says.
    pub fn hidden(&self, widget: &str) -> Signal<Vec<String>> {
        let (page, dashboard, id) = (self.page, self.dashboard, widget.to_owned());
        // Remembered: a plot is not drawn again for what else changes in the URL.
        Memo::new(move |_| {
            let chosen = page.with(|p| p.unselected.get(&id).cloned());
            let saved = |d: &Dashboard| d.widget(&id).map(|w| w.extension.hidden.clone());
            chosen.or_else(|| dashboard.with(saved)).unwrap_or_default()
        })
        .into()
    }

    /// Records which series of a widget are hidden, in the URL.
    pub fn hide(&self, widget: &str, names: Vec<String>) {
        self.amend(|page| {
            page.unselected.insert(widget.to_owned(), names);
        });
    }

    /// What legends of a widget remember between two clicks: one memory for dashboard, expanded view and drawer.
    pub fn legend(&self, widget: &str) -> StoredValue<Selection> {
        self.memory(widget).legend.into()
    }

    /// What is remembered of a widget of the dashboard on screen.
    pub(super) fn memory(&self, widget: &str) -> Memory {
        let dashboard = self.page.with_untracked(|page| page.dashboard.clone());
        let of = (dashboard, widget.to_owned());
        let mut is_new = false;
        let make = || {
            is_new = true;
            Memory::default()
        };
        let memory = self
            .memories
            .try_update_value(|all| all.entry(of.clone()).or_insert_with(make).clone());
        if is_new {
            self.recall_table_choice(of);
        }
        memory.unwrap_or_default()
    }

    /// Opens the list of the releases in a stretch of a widget's chart.
    pub fn open_releases(&self, widget: &str, range: TimeRange) {
        self.go(|page| {
            page.list = Some(ReleaseList::new(widget, range));
            page.drawer = None;
        });
    }

    /// Narrows the page to a range that was dragged over in a chart.
    pub fn zoom(&self, range: TimeRange) {
        self.go(|page| self.zooms.update(|zooms| zooms.zoom(page, range)));
    }

    /// Whether the page's range came from a zoom.
    pub fn is_zoomed(&self) -> bool {
        self.page.with(|page| self.zooms.with(|z| z.can_undo(page)))
    }

    /// Back to the range before the zoom.
    pub fn zoom_out(&self) {
        self.go(|page| self.zooms.with_untracked(|z| z.undo(page)));
    }

    /// Asks again for what failed: for widgets, or (`None`) for everything, from a new now. What is on screen stays there
    /// until something better has come.
    pub fn retry(&self, widget: Option<&str>) {
        match (
            widget,
            self.loader.with_value(|loader| loader.config.clone()),
        ) {
            (Some(_), Some(_)) => self.ask_failed_again(),
            (None, Some(_)) if self.may_refresh() => self.refresh(),
            (None, Some(config)) => self.open(config),
            (_, None) => self.boot(),
        }
    }

    /// Whether all that is wrong is that data in hand is old or not whole, and a refresh makes it so.
    fn may_refresh(&self) -> bool {
        let is_partial = self.report.with_untracked(|r| r.partial.is_some());
        let is_read = self.phase.with_untracked(|p| *p == Phase::Ready);
        let has_end = self.source().is_none_or(|s| s.newest().is_some());
        is_read && !has_end && (is_partial || self.stale.with_untracked(Option::is_some))
    }

    /// The source the page reads from.
    pub fn source(&self) -> Option<SharedSource> {
        self.loader.with_value(|loader| loader.source.clone())
    }

    /// What shows `widget` under the filters and over the range of `page`, with what the page knows already; `None` without
    /// a source.
    pub fn widget_query(
        &self,
        widget: Widget,
        page: &PageQuery,
    ) -> Option<(SharedSource, WidgetQuery)> {
        let source = self.source()?;
        let now = self.now.get_untracked();
        let mut known = self.loader.with_value(|loader| loader.replies.clone());
        known.forget_failures();
        let query = WidgetQuery {
            widget,
            scope: page.scope(),
            times: page.times(now, source.has_raw_sessions()),
            catalog: self.catalog.get_untracked(),
            colors: self.colors(),
            now,
            known,
        };
        Some((source, query))
    }

    /// The page's colours of groups.
    pub fn colors(&self) -> Colors {
        self.loader.with_value(|loader| loader.colors.clone())
    }

    /// Takes another source, remembers it and reads everything from it. Its token stays in memory, unless `keep_token`
    /// asks for the tab's session storage.
    pub fn connect(&self, config: SourceConfig, keep_token: bool) {
        match config.checked() {
            Ok(config) => {
                super::boot::remember_source(&config, keep_token);
                self.open(config);
            }
            Err(error) => self.phase.set(Phase::Failed(error)),
        }
    }

    /// Reads sessions from files that a person gave to the page. They are not remembered.
    pub fn connect_files(&self, picked: Vec<Picked>) {
        if picked.is_empty() {
            return;
        }
        let names = picked.iter().map(Picked::name).collect();
        let given = super::world::given(picked);
        self.loader.update_value(|loader| loader.files = given);
        self.open(SourceConfig::Files { names });
    }

    /// Sources that were connected to before, the latest first, without tokens.
    pub fn recent_sources(&self) -> Vec<SourceConfig> {
        super::boot::recent_sources()
    }

    /// Requests of this browser, for questions that no source asks.
    pub fn transport(&self) -> impl Transport + use<> {
        super::world::Browser
    }

    /// What the page reads from, without its token.
    pub fn config(&self) -> Option<SourceConfig> {
        let config = |loader: &Loader| loader.config.as_ref().map(SourceConfig::without_token);
        self.loader.with_value(config)
    }

    /// Stops a first load and asks for a source again.
    pub fn stop_loading(&self) {
        self.cancel();
        self.phase.set(Phase::Connect);
        self.settle();
    }

    /// The page's time range, resolved against [`App::now`].
    pub fn range(&self) -> TimeRange {
        self.page.with(|p| p.period.resolve(self.now.get()))
    }

    /// Bucket widths a person may choose for the present range, finest first.
    pub fn intervals(&self) -> Vec<Interval> {
        let (now, raw) = (self.now.get(), self.raw.get());
        self.page.with(|page| page.intervals(now, raw))
    }

    /// For work that the page does not know of (a drawer that loads): while the guard lives, `data-ready` is `false`.
    pub fn hold(&self) -> Hold {
        self.held.update_value(|n| *n += 1);
        self.settle();
        Hold(*self)
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let app = self.0;
        // The page may be gone before its last task.
        let _ = app.held.try_update_value(|n| *n = n.saturating_sub(1));
        app.settle();
    }
}

/// The page that the address asks for. Without any filters it asks for those that are saved, if any are.
fn linked() -> (PageQuery, Vec<Ignored>) {
    let search = location::search();
    let (mut query, ignored) = PageQuery::from_search(&search);
    query.as_saved = !PageQuery::has_filters_in(&search);
    (query, ignored)
}

/// The page's state, from the context that [`App::start`] filled.
pub fn use_app() -> App {
    expect_context::<App>()
}
