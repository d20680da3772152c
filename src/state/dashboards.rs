//! A person's own dashboards as the page sees them: the one on screen, and everything that can be done to any of them.

use super::app::App;
use super::dashboard_actions::{Panel, Toast};
use super::page_query::{PageQuery, SHARED, has_filters};
use super::saved_filters;
use super::search_params::Ignored;
use super::world::Browser;
use crate::browser::chunk::{NotLoaded, chunk};
use crate::browser::{location, web_storage};
use crate::dashboard::builtin;
use crate::dashboard::model::Dashboard;
use crate::session::Timestamp;
use crate::storage::dashboards::{DashboardStore, Listing, NotSaved, Saved, is_ours, is_own};
use crate::storage::document::{Stored, Unreadable};
use crate::storage::exchange::Parcel;
use crate::storage::import::Imported;
use crate::storage::share;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Before a dashboard in the fragment of an address.
const FRAGMENT: &str = "#d=";

/// A handle to the dashboards that are kept in this browser.
#[derive(Clone, Copy)]
pub struct Dashboards {
    store: StoredValue<DashboardStore<Browser>, LocalStorage>,
    /// Id of the dashboard that is being fetched.
    coming: StoredValue<Option<String>>,
    /// The filters that this page knows to be saved with the built-in dashboard beside them.
    known_filters: StoredValue<Option<String>>,
    known_filters_of: StoredValue<Option<String>>,
    /// Counts changes, of this page and of others.
    changes: RwSignal<u64>,
    /// The own dashboard on screen, as it was when it was read or saved last; `None` for built-ins.
    pub opened: RwSignal<Option<Stored>>,
    /// What is shown in place of the opened dashboard while it is being edited.
    pub draft: RwSignal<Option<Dashboard>>,
    /// The dialog that is open.
    pub panel: RwSignal<Option<Panel>>,
    /// What happened last.
    pub toast: RwSignal<Option<Toast>>,
    /// Whether the storage refuses to keep what was changed.
    pub in_memory: RwSignal<bool>,
    /// Another page's version of the opened dashboard, which a person with unsaved edits has to choose about; a deleted one
    /// where there is none any more.
    pub theirs: RwSignal<Option<Stored>>,
}

impl Dashboards {
    pub(super) fn new() -> Self {
        Self {
            store: StoredValue::new_local(DashboardStore::new(Browser)),
            coming: StoredValue::new(None),
            known_filters: StoredValue::new(None),
            known_filters_of: StoredValue::new(None),
            changes: RwSignal::new(0),
            opened: RwSignal::new(None),
            draft: RwSignal::new(None),
            panel: RwSignal::new(None),
            toast: RwSignal::new(None),
            in_memory: RwSignal::new(false),
            theirs: RwSignal::new(None),
        }
    }

    /// Everything that is kept; tracks changes of this page and of others.
    pub fn listing(self) -> Listing {
        self.track();
        self.store.with_value(DashboardStore::list)
    }

    /// Lends the store, for what is no change of a dashboard: reading, drafts, histories, filters. Whoever writes what others
    /// show tells so by [`Dashboards::touch`].
    pub fn with_store<T>(self, use_it: impl FnOnce(&DashboardStore<Browser>) -> T) -> T {
        self.store.with_value(use_it)
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
        self.touch();
        changed
    }

    /// Throws away a copy that was never changed; any other dashboard goes to the bin.
    pub(super) fn erase_or_bin(self, id: &str, now: Timestamp) {
        self.store.with_value(|store| match store.read(id) {
            Some(Ok(stored)) if stored.revision == 1 && !store.has_draft(id) => store.erase(id),
            // It is gone already, or stays where it is.
            _ => drop(store.set_deleted(id, Some(now))),
        });
        self.touch();
    }

    /// Throws away dashboards for good.
    pub fn erase(self, ids: &[String]) {
        self.store
            .with_value(|store| ids.iter().for_each(|id| store.erase(id)));
        self.touch();
    }

    /// Adds everything that a file holds.
    ///
    /// # Errors
    /// Why nothing of it was added.
    pub fn import(self, parcel: &Parcel, now: Timestamp) -> Result<Imported, NotSaved> {
        let imported = self.store.with_value(|store| store.import(parcel, now));
        self.follow_bin();
        self.touch();
        imported
    }

    /// Removes what was imported; the titles of what stays because it was changed since.
    pub fn take_back(self, imported: &Imported) -> Vec<String> {
        let stay = self.store.with_value(|store| store.take_back(imported));
        self.follow_bin();
        self.touch();
        stay
    }

    /// Shows the opened dashboard as it is now where it came out of the bin, or went there.
    fn follow_bin(self) {
        let Some(opened) = self.opened.get_untracked() else {
            return;
        };
        if let Some(Ok(now)) = self.with_store(|store| store.read(&opened.id))
            && now.deleted != opened.deleted
        {
            self.opened.set(Some(now));
        }
    }

    /// Tries again to keep what the storage refused; the new dashboards that came of what another tab changed meanwhile.
    pub(super) fn retry(self, now: Timestamp) -> Vec<Stored> {
        let split = self.with_store(|store| {
            let split = store.split_overtaken(now);
            store.retry();
            split
        });
        self.touch();
        split
    }

    /// Empties the bin of what is old and puts damaged texts aside.
    fn sweep(self, now: Timestamp) {
        self.store.with_value(|store| store.sweep(now));
        self.touch();
    }

    /// Something in the storage may be different now.
    pub fn touch(self) {
        self.in_memory
            .set(self.with_store(DashboardStore::has_refused));
        self.changes.update(|n| *n += 1);
    }

    /// Whether anything is kept that there may be something to tell about.
    pub fn keeps_any(self) -> bool {
        self.track();
        self.with_store(DashboardStore::keeps_any)
    }

    pub(super) fn track(self) {
        self.changes.track();
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

    /// Finds out whether the page's filters are those that are saved with its built-in dashboard, or gives it those.
    fn settle_built_in(self, page: &mut PageQuery) {
        let saved = self.with_store(|store| store.filters(&page.dashboard));
        page.has_saved = saved.is_some();
        match &saved {
            None => page.as_saved = false,
            Some(saved) if page.as_saved => saved_filters::apply_search(page, saved),
            Some(saved) => page.as_saved = saved_filters::are_search(page, saved),
        }
        // Beside filters of one's own, those that another page saves are not seen.
        let here = Some(page.dashboard.clone());
        if page.as_saved || self.known_filters_of.get_value() != here {
            self.known_filters_of.set_value(here);
            self.known_filters.set_value(saved);
        }
    }

    /// Whether the filters that are saved with a built-in dashboard are not those that this page knows of.
    pub(super) fn has_unseen_filters(self, built_in: &str, saved: Option<&str>) -> bool {
        let is_here = self.known_filters_of.get_value().as_deref() == Some(built_in);
        saved.is_some() && is_here && self.known_filters.get_value().as_deref() != saved
    }

    fn has(self, id: &str) -> bool {
        self.opened
            .with_untracked(|opened| opened.as_ref().is_some_and(|stored| stored.id == id))
    }
}

impl App {
    /// A link to another dashboard. The filters of the page go along, unless it comes with saved ones.
    pub fn link_to(&self, id: &str) -> String {
        let mut page = self.page.get();
        page.turn_to(id);
        self.dashboards.track();
        page.as_saved |= self
            .dashboards
            .with_store(|store| store.filters(id).is_some());
        page.to_search()
    }

    /// Empties the bin of what is old and puts damaged texts aside. Where that was on screen, it is told to be gone.
    pub fn sweep(&self) {
        let dashboards = self.dashboards;
        dashboards.sweep(self.clock());
        let is_gone = dashboards.opened.with_untracked(|opened| {
            opened.as_ref().is_some_and(|stored| {
                stored.deleted.is_some()
                    && dashboards.with_store(|store| store.read(&stored.id).is_none())
            })
        });
        if is_gone {
            self.look_again();
        }
    }

    /// Whether the dashboard on screen is a person's own.
    pub fn is_own(&self) -> bool {
        self.page.with(|page| is_own(&page.dashboard))
    }

    /// Whether the dashboard on screen comes with the page.
    pub fn is_built_in(&self) -> bool {
        self.page
            .with(|page| builtin::by_id(&page.dashboard).is_some())
    }

    /// A link to this page that carries the dashboard on screen, with the filters on screen; `None` when it would be too
    /// long.
    pub fn share_link(&self) -> Option<String> {
        let mut dashboard = self.dashboard.get_untracked();
        self.page
            .with_untracked(|page| saved_filters::put(page, &mut dashboard));
        let packed = share::pack(&dashboard)?;
        let mut page = PageQuery::default();
        page.turn_to(SHARED);
        Some(format!(
            "{}{}{FRAGMENT}{packed}",
            location::page(),
            page.to_search()
        ))
    }

    /// What belongs into the address behind the query string.
    pub(super) fn fragment(&self, page: &PageQuery) -> String {
        if page.dashboard == SHARED {
            location::fragment()
        } else {
            String::new()
        }
    }

    /// The time of a change; [`App::now`] is that of the last load.
    pub fn clock(&self) -> Timestamp {
        super::world::now()
    }

    /// Follows what other pages do to the dashboards that are kept here.
    pub(super) fn follow_other_pages(self) {
        web_storage::on_change(move |key| {
            if key.is_none_or(|key| is_ours(&key)) {
                self.look_again();
            }
        });
    }

    /// Another page changed something.
    pub(super) fn look_again(self) {
        let dashboards = self.dashboards;
        dashboards.touch();
        let Some(id) = dashboards
            .opened
            .with_untracked(|o| Some(o.as_ref()?.id.clone()))
        else {
            return self.look_again_at_filters();
        };
        spawn_local(async move {
            let Ok(found) = find(dashboards, id.clone()).await else {
                return;
            };
            let Some(opened) = dashboards.opened.get_untracked().filter(|o| o.id == id) else {
                return;
            };
            match found {
                _ if dashboards.draft.with_untracked(Option::is_some) => {
                    self.weigh(found.unwrap_or_else(|_| self.as_gone(opened)));
                }
                Ok(theirs) if theirs == opened => {}
                // One that is gone is told as it is to whoever follows a link to it.
                found => {
                    dashboards.opened.set(found.ok());
                    self.turn_to(self.page.get_untracked());
                }
            }
        });
    }

    /// Another page may have changed the filters that are saved with the built-in dashboard on screen.
    fn look_again_at_filters(self) {
        let old = self.page.get_untracked();
        let mut query = old.clone();
        self.settle_dashboard(&mut query);
        if query != old {
            location::replace(&query.to_search());
            self.turn_to(query);
        }
    }

    /// Gives `page` the filters that are saved with its dashboard. Where that is not read yet, it is fetched, and the page
    /// settles once it has come.
    pub(super) fn settle_dashboard(self, page: &mut PageQuery) {
        if !has_filters(&page.dashboard) {
            self.dashboards.opened.set(None);
            self.dashboards.draft.set(None);
            self.dashboards.settle_built_in(page);
        } else if let Some(shown) = untrack(|| self.dashboards.shown(&page.dashboard)) {
            settle_filters(page, &shown);
        } else {
            self.bring(page.dashboard.clone());
        }
    }

    /// Takes over the filters that are saved with the dashboard on screen, where the page has those of before.
    pub(super) fn follow_filters(self) {
        let page = self.page.get_untracked();
        let is_behind = |dashboard: &Dashboard| !saved_filters::are_saved(&page, dashboard);
        if page.as_saved && self.dashboard.with_untracked(is_behind) {
            self.turn_to(page);
        }
    }

    /// Fetches a dashboard for the page. One that is not there is told, and the page becomes one about a built-in.
    fn bring(self, id: String) {
        let coming = self.dashboards.coming;
        if coming.get_value().as_ref() == Some(&id) {
            return;
        }
        coming.set_value(Some(id.clone()));
        let hold = self.hold();
        spawn_local(async move {
            let found = find(self.dashboards, id.clone()).await;
            let is_wanted = coming.get_value().as_ref() == Some(&id)
                && self.page.with_untracked(|page| page.dashboard == id);
            coming.set_value(None);
            let found = found.unwrap_or_else(|NotLoaded| {
                Err("A part of the page could not be loaded. Reload it.".to_owned())
            });
            match found {
                Ok(stored) if is_wanted => {
                    self.dashboards.opened.set(Some(stored));
                    self.turn_to(self.page.get_untracked());
                }
                Err(reason) if is_wanted => {
                    self.amend(|page| page.turn_to(builtin::MOBILE));
                    self.ignored.update(|all| {
                        all.push(Ignored {
                            key: "dashboard".to_owned(),
                            value: id,
                            reason,
                        });
                    });
                }
                _ => {}
            }
            drop(hold);
        });
    }

    /// Whether the dashboard that the page is about is there to be shown.
    pub(super) fn has_dashboard(self) -> bool {
        self.page.with_untracked(|page| {
            !has_filters(&page.dashboard) || self.dashboards.has(&page.dashboard)
        })
    }
}

fn settle_filters(page: &mut PageQuery, dashboard: &Dashboard) {
    saved_filters::drop_saved_legends(page, dashboard);
    if page.as_saved {
        saved_filters::apply(page, dashboard);
    } else {
        page.as_saved = saved_filters::are_saved(page, dashboard);
    }
}

chunk! {
    in own;
    fn find(dashboards: Dashboards, id: String) -> Result<Stored, String> {
        if id == SHARED {
            shared()
        } else {
            dashboards.with_store(|store| found(store.read(&id)))
        }
    }
}

/// The dashboard that is kept, or why there is none.
fn found(read: Option<Result<Stored, Unreadable>>) -> Result<Stored, String> {
    match read {
        Some(Ok(stored)) => Ok(stored),
        Some(Err(_)) => Err("What is stored under this name is not a dashboard that this version can read."),
        None => Err("No such dashboard is kept in this browser. Dashboards stay in the browser they were made in: use a share link or an export to move them."),
    }
    .map_err(str::to_owned)
}

/// The dashboard in the fragment of the page's address, for looking at only.
fn shared() -> Result<Stored, String> {
    let fragment = location::fragment();
    let text = fragment.strip_prefix(FRAGMENT).unwrap_or_default();
    let mut stored = share::unpack(text).map_err(|why| why.to_string())?;
    stored.read_only = true;
    SHARED.clone_into(&mut stored.id);
    SHARED.clone_into(&mut stored.dashboard.id);
    Ok(stored)
}
