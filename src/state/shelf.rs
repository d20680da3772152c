//! A person's own dashboards as the page sees them: the one on screen, and everything that can be done to any of them.

use super::app::App;
use super::page_query::PageQuery;
use super::saved_filters;
use super::search_params::Ignored;
use super::world::Browser;
use crate::browser::local_storage;
use crate::dashboard::builtin;
use crate::dashboard::model::Dashboard;
use crate::session::Timestamp;
use crate::storage::dashboards::{DashboardStore, Listing, NotSaved, Saved, is_ours, is_own};
use crate::storage::document::Stored;
use leptos::prelude::*;

/// A handle to the dashboards that are kept in this browser.
#[derive(Clone, Copy)]
pub struct Shelf {
    store: StoredValue<DashboardStore<Browser>, LocalStorage>,
    /// Counts changes, of this page and of others.
    changes: RwSignal<u64>,
    /// The own dashboard on screen, as it was when it was read or saved last; `None` for built-ins.
    pub opened: RwSignal<Option<Stored>>,
    /// What is shown in place of the opened dashboard while it is being edited.
    pub draft: RwSignal<Option<Dashboard>>,
    /// Another page's version of the opened dashboard, which a person with unsaved edits has to choose about.
    pub theirs: RwSignal<Option<Stored>>,
}

impl Shelf {
    pub(super) fn new() -> Self {
        Self {
            store: StoredValue::new_local(DashboardStore::new(Browser)),
            changes: RwSignal::new(0),
            opened: RwSignal::new(None),
            draft: RwSignal::new(None),
            theirs: RwSignal::new(None),
        }
    }

    /// Everything that is kept; tracks changes of this page and of others.
    pub fn listing(self) -> Listing {
        self.changes.track();
        self.store.with_value(DashboardStore::list)
    }

    /// Reads from the store.
    pub fn look<T>(self, read: impl FnOnce(&DashboardStore<Browser>) -> T) -> T {
        self.store.with_value(read)
    }

    /// Changes the store, and shows what has become of the opened dashboard.
    ///
    /// # Errors
    /// Why nothing was changed.
    pub fn change(
        self,
        change: impl FnOnce(&DashboardStore<Browser>) -> Result<Saved, NotSaved>,
    ) -> Result<Saved, NotSaved> {
        let changed = self.store.with_value(change);
        if let Ok(saved) = &changed {
            self.opened.update(|opened| {
                if let Some(opened) = opened
                    && opened.id == saved.stored.id
                {
                    *opened = saved.stored.clone();
                }
            });
        }
        self.changes.update(|n| *n += 1);
        changed
    }

    /// The dashboard of this id as it is to be shown; `None` where it is not read yet.
    pub(super) fn shown(self, id: &str) -> Option<Dashboard> {
        let draft = self
            .draft
            .with(|draft| draft.clone().filter(|d| d.id == id));
        draft.or_else(|| {
            self.opened.with(|opened| {
                let opened = opened.as_ref().filter(|stored| stored.id == id);
                opened.map(|stored| stored.dashboard.clone())
            })
        })
    }

    fn has(self, id: &str) -> bool {
        self.opened
            .with_untracked(|opened| opened.as_ref().is_some_and(|stored| stored.id == id))
    }
}

impl App {
    /// Whether the dashboard on screen is a person's own.
    pub fn is_own(&self) -> bool {
        self.page.with(|page| is_own(&page.dashboard))
    }

    /// Adds a copy of a dashboard and opens it, in place.
    ///
    /// # Errors
    /// Why there is none.
    pub fn duplicate(&self, dashboard: &Dashboard) -> Result<Saved, NotSaved> {
        let now = self.clock();
        let saved = self.shelf.change(|store| store.duplicate(dashboard, now))?;
        self.go(|page| page.turn_to(&saved.stored.id));
        Ok(saved)
    }

    /// Saves the page's filters with the opened dashboard.
    ///
    /// # Errors
    /// Why they were not.
    pub fn save_filters(&self) -> Result<Saved, NotSaved> {
        let opened = self.shelf.opened.get_untracked().ok_or(NotSaved::Gone)?;
        let mut dashboard = opened.dashboard;
        self.page
            .with_untracked(|page| saved_filters::put(page, &mut dashboard));
        let now = self.clock();
        let saved = self
            .shelf
            .change(|store| store.save(&opened.id, opened.revision, dashboard, now))?;
        self.amend(|page| page.as_saved = true);
        Ok(saved)
    }

    /// Takes the filters back that are saved with the opened dashboard.
    pub fn cancel_filters(&self) {
        self.go(|page| page.as_saved = true);
    }

    /// The time of a change; [`App::now`] is that of the last load.
    pub fn clock(&self) -> Timestamp {
        super::world::now()
    }

    /// Follows what other pages do to the dashboards that are kept here.
    pub(super) fn follow_other_pages(self) {
        local_storage::on_change(move |key| {
            if key.is_none_or(|key| is_ours(&key)) {
                self.look_again();
            }
        });
    }

    /// Another page changed something.
    fn look_again(self) {
        let shelf = self.shelf;
        shelf.changes.update(|n| *n += 1);
        let Some(opened) = shelf.opened.get_untracked() else {
            return;
        };
        let Some(Ok(theirs)) = shelf.look(|store| store.read(&opened.id)) else {
            return;
        };
        if theirs.revision == opened.revision {
            return;
        }
        if shelf.draft.with_untracked(Option::is_some) {
            shelf.theirs.set(Some(theirs));
        } else {
            shelf.opened.set(Some(theirs));
            let page = self.page.get_untracked();
            self.turn_to(page);
        }
    }

    /// Reads the own dashboard that `page` is about, unless it is there already; then gives `page` the filters that are
    /// saved with it. A page about a dashboard that is not kept here becomes one about a built-in, and says so.
    pub(super) fn settle_dashboard(self, page: &mut PageQuery) {
        if !is_own(&page.dashboard) {
            self.shelf.opened.set(None);
            self.shelf.draft.set(None);
            return;
        }
        if !self.shelf.has(&page.dashboard) {
            match self.shelf.look(|store| store.read(&page.dashboard)) {
                Some(Ok(stored)) => self.shelf.opened.set(Some(stored)),
                unknown => {
                    self.ignored.update(|all| {
                        all.push(Ignored {
                            key: "dashboard".to_owned(),
                            value: page.dashboard.clone(),
                            reason: not_here(unknown.is_some()).to_owned(),
                        });
                    });
                    page.turn_to(builtin::MOBILE);
                    return;
                }
            }
        }
        self.shelf.opened.with_untracked(|opened| {
            if let Some(opened) = opened {
                if page.as_saved {
                    saved_filters::apply(page, &opened.dashboard);
                } else {
                    page.as_saved = saved_filters::are_saved(page, &opened.dashboard);
                }
            }
        });
    }
}

const fn not_here(is_unreadable: bool) -> &'static str {
    if is_unreadable {
        "What is kept under this name in this browser is no dashboard that this version can read."
    } else {
        "No such dashboard is kept in this browser. Dashboards stay in the browser they were made in; a share link or an export takes them along."
    }
}
