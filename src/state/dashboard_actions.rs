//! What a person does to their dashboards: each action tells what happened, and how to undo it. The part of the program that
//! knows how is fetched with the first one.

use super::app::App;
use super::editor::Then;
use super::page_query::PageQuery;
use super::saved_filters;
use super::words;
use super::world::preferences;
use crate::browser::chunk::{NotLoaded, chunk};
use crate::browser::location;
use crate::dashboard::edit::Edit;
use crate::dashboard::model::Dashboard;
use crate::dashboard::{builtin, limits};
use crate::storage::dashboards::NotSaved;
use crate::storage::document::Stored;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Name of the preference that holds the ids of built-in favourites; those of a person's own are in their documents.
const STARRED: &str = "starred";

/// A way back.
pub type Undo = Arc<dyn Fn() + Send + Sync>;

/// What happened last, for a note that goes away by itself.
#[derive(Clone)]
pub struct Toast {
    /// In words.
    pub text: String,
    /// Takes it back. It outlives the part of the page it was done in.
    pub undo: Option<Undo>,
}

/// Something to be done to a dashboard, by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DashboardAction {
    /// Add a copy and open it.
    Duplicate(String),
    /// Keep the dashboard that came with the link, and open it.
    KeepShared,
    /// Save the page's filters with the dashboard on screen, and what its legends hide where it is one's own.
    SaveFilters,
    /// Forget the filters that are saved with the built-in dashboard on screen.
    ForgetFilters,
    /// Add to the favourites, or take out of them.
    Star(String, bool),
    /// Move into the bin.
    ThrowAway(String),
    /// Take out of the bin.
    BringBack(String),
}

chunk! {
    in own;
    fn carry_out(app: App, action: DashboardAction) -> () {
        match action {
            DashboardAction::Duplicate(id) => app.duplicate(&id),
            DashboardAction::KeepShared => app.keep_shared(),
            DashboardAction::SaveFilters if app.is_built_in() => app.save_built_in_filters(),
            DashboardAction::SaveFilters => app.save_filters(),
            DashboardAction::ForgetFilters => app.forget_filters(),
            DashboardAction::Star(id, starred) => app.star(&id, starred),
            DashboardAction::ThrowAway(id) => app.throw_away(&id),
            DashboardAction::BringBack(id) => app.bring_back(&id),
        }
    }
}

/// A dialog about dashboards.
#[derive(Clone, Debug, PartialEq)]
pub enum Panel {
    /// All of them.
    List,
    /// A built-in was to be edited, or the widget of it in this place: a copy is offered.
    CopyToEdit(Option<usize>),
    /// Another title for one.
    Rename(String),
    /// Into a file or the clipboard.
    Export,
    /// From a file or the clipboard.
    Import,
    /// As a link.
    Share,
    /// What holds for all dashboards, and the keys.
    Settings,
}

impl App {
    /// Tells what happened.
    pub fn show_toast(&self, text: String, undo: Option<Undo>) {
        self.dashboards.toast.set(Some(Toast { text, undo }));
    }

    /// Tells what happened, with a way back.
    pub fn tell_with_undo(&self, text: String, undo: impl Fn() + Send + Sync + 'static) {
        self.show_toast(text, Some(Arc::new(undo)));
    }

    /// Does something to a dashboard.
    pub fn perform(&self, action: DashboardAction) {
        self.run_part(carry_out(*self, action).boxed_local());
    }

    /// Does what is in a part of the program, and tells where that could not be fetched.
    pub fn run_part(&self, part: LocalBoxFuture<'static, Result<(), NotLoaded>>) {
        let app = *self;
        spawn_local(async move {
            if let Err(NotLoaded) = part.await {
                app.editor.forget_wish();
                app.tell_not_loaded();
            }
        });
    }

    fn tell_not_loaded(&self) {
        let text = "A part of the page could not be loaded. Try again.";
        self.show_toast(text.to_owned(), None);
    }

    fn tell_not_saved(&self, why: &NotSaved) {
        self.show_toast(words::not_saved(why), None);
    }

    /// Any dashboard, built-in or own.
    fn dashboard_of(&self, id: &str) -> Option<Dashboard> {
        let own = || self.dashboards.with_store(|store| store.read(id));
        let is_shown = self.dashboard.with_untracked(|shown| shown.id == id);
        match builtin::by_id(id) {
            None if is_shown => Some(self.dashboard.get_untracked()),
            None => Some(own()?.ok()?.dashboard),
            built_in => built_in,
        }
    }

    fn duplicate(&self, id: &str) {
        let (app, now) = (*self, self.clock());
        let Some(mut original) = self.dashboard_of(id) else {
            return self.tell_not_saved(&NotSaved::Gone);
        };
        // A copy of what is on screen has the filters that are on screen.
        if self
            .page
            .with_untracked(|page| page.dashboard == original.id)
        {
            self.page
                .with_untracked(|page| saved_filters::put(page, &mut original));
        }
        match self
            .dashboards
            .change(|store| store.duplicate(&original, now))
        {
            Ok(saved) => {
                let copy = saved.stored;
                // Whoever wanted to edit the original gets the copy for it.
                self.editor.wanted.update(|wanted| {
                    if wanted.as_ref() == Some(&original.id) {
                        *wanted = Some(copy.id.clone());
                    }
                });
                app.go(|page| page.turn_to(&copy.id));
                let (id, title) = (copy.id, copy.dashboard.title);
                let text = words::lasting(&format!("Duplicated as “{title}”"), saved.kept);
                let back = move || app.go(|page| page.turn_to(&original.id));
                self.tell_with_undo(text, move || app.take_back_copy(&id, &back));
            }
            Err(why) => {
                self.editor.forget_wish();
                self.tell_not_saved(&why);
            }
        }
    }

    /// Goes `back` to what was copied, and throws the copy away.
    fn take_back_copy(self, id: &str, back: &dyn Fn()) {
        // Without edits the page just leaves it.
        if untrack(|| self.has_edits()) && self.is_busy_with(id) {
            return;
        }
        back();
        self.dashboards.erase_or_bin(id, self.clock());
        self.dashboards.toast.set(None);
    }

    fn keep_shared(&self) {
        let (app, now) = (*self, self.clock());
        let (page, fragment) = (self.page.get_untracked(), location::fragment());
        let mut dashboard = self.dashboard.get_untracked();
        saved_filters::put(&page, &mut dashboard);
        match self.dashboards.change(|store| store.add(dashboard, now)) {
            Ok(saved) => {
                let (id, title) = (saved.stored.id, saved.stored.dashboard.title);
                self.go(|page| page.turn_to(&id));
                let place = if saved.kept { " in this browser" } else { "" };
                let text = words::lasting(&format!("“{title}” is kept{place}"), saved.kept);
                let back = move || app.go_to(page.clone(), &fragment);
                self.tell_with_undo(text, move || app.take_back_copy(&id, &back));
            }
            Err(why) => self.tell_not_saved(&why),
        }
    }

    fn throw_away(&self, id: &str) {
        let (app, now) = (*self, self.clock());
        if self.is_editing(id) {
            let text = "You are editing this dashboard. Save or cancel your edits, then delete it.";
            return self.show_toast(text.to_owned(), None);
        }
        match self
            .dashboards
            .change(|store| store.set_deleted(id, Some(now)))
        {
            Ok(saved) => {
                let is_shown = self.page.with_untracked(|page| page.dashboard == id);
                if is_shown {
                    self.go(|page| page.turn_to(builtin::MOBILE));
                }
                let id = id.to_owned();
                let undo = move || {
                    app.bring_back(&id);
                    if is_shown {
                        app.go(|page| page.turn_to(&id));
                    }
                };
                let title = saved.stored.dashboard.title;
                let days = if saved.kept { " for 30 days" } else { "" };
                let text = words::lasting(&format!("“{title}” is in the bin{days}"), saved.kept);
                self.tell_with_undo(text, undo);
            }
            Err(why) => self.tell_not_saved(&why),
        }
    }

    fn bring_back(&self, id: &str) {
        match self.dashboards.change(|store| store.set_deleted(id, None)) {
            Ok(saved) => {
                let title = saved.stored.dashboard.title;
                self.show_toast(
                    words::lasting(&format!("“{title}” is back"), saved.kept),
                    None,
                );
            }
            Err(why) => self.tell_not_saved(&why),
        }
    }

    /// Tries again to keep what the storage refused, beside what another tab saved meanwhile.
    pub fn keep_again(&self) {
        let split = self.dashboards.retry(self.clock());
        if split.is_empty() {
            return;
        }
        self.look_again();
        let titles: Vec<_> = split.into_iter().map(|new| new.dashboard.title).collect();
        let titles = titles.join("”, “");
        let text = format!(
            "Another tab saved the same dashboard in the meantime. Yours is kept as “{titles}”."
        );
        self.show_toast(text, None);
    }

    /// Gives a dashboard another title; one that is being edited gets it as one more edit.
    ///
    /// # Errors
    /// Why it keeps the one it has.
    pub fn rename(&self, id: &str, title: &str) -> Result<(), NotSaved> {
        let (app, now) = (*self, self.clock());
        if self.is_editing(id) {
            return self.rename_draft(id, title.trim());
        }
        let before = self.dashboards.with_store(|store| store.read(id));
        let saved = self
            .dashboards
            .change(|store| store.rename(id, title, now))?;
        if let Some(Ok(before)) = before {
            let (id, old) = (id.to_owned(), before.dashboard.title);
            let undo = move || {
                if app.is_busy_with(&id) {
                    return;
                }
                match app.dashboards.change(|s| s.rename(&id, &old, now)) {
                    Ok(_) => app.dashboards.toast.set(None),
                    Err(why) => app.tell_not_saved(&why),
                }
            };
            let title = &saved.stored.dashboard.title;
            let text = words::lasting(&format!("Renamed to “{title}”"), saved.kept);
            self.tell_with_undo(text, undo);
        }
        Ok(())
    }

    fn rename_draft(&self, id: &str, title: &str) -> Result<(), NotSaved> {
        let mut dashboard = self.dashboard.get_untracked();
        if dashboard.title == title {
            return Ok(());
        }
        title.clone_into(&mut dashboard.title);
        limits::check(&dashboard).map_err(NotSaved::Limit)?;
        if self
            .dashboards
            .with_store(|store| store.has_other(id, title))
        {
            return Err(NotSaved::TitleTaken);
        }
        let edit = Edit::Rename(dashboard.title);
        self.wish_to_edit(Some(Then::Make(edit)));
        Ok(())
    }

    fn star(&self, id: &str, starred: bool) {
        if builtin::by_id(id).is_some() {
            let mut all = self.starred();
            all.retain(|known| known != id);
            if starred {
                all.push(id.to_owned());
            }
            preferences(|kept| kept.write(STARRED, &all));
            self.dashboards.touch();
        } else if let Err(why) = self.dashboards.change(|store| store.star(id, starred)) {
            self.tell_not_saved(&why);
        }
    }

    /// Ids of the favourites among the built-ins.
    pub fn starred(&self) -> Vec<String> {
        self.dashboards.track();
        preferences(|kept| kept.read(STARRED)).unwrap_or_default()
    }

    /// Whether the dashboard on screen is among the favourites.
    pub fn is_starred(&self) -> bool {
        let id = self.page.with(|page| page.dashboard.clone());
        let own = self
            .dashboards
            .opened
            .with(|opened| opened.as_ref().map(|stored| stored.starred));
        own.unwrap_or_else(|| self.starred().contains(&id))
    }

    fn save_filters(&self) {
        let app = *self;
        let Some(opened) = self.dashboards.opened.get_untracked() else {
            return;
        };
        let (before, id) = (opened.dashboard.clone(), opened.id.clone());
        let what = self.page.with_untracked(PageQuery::draft);
        let what = what.unwrap_or("filters");
        let mut dashboard = before.clone();
        self.page
            .with_untracked(|page| saved_filters::put(page, &mut dashboard));
        let now = self.clock();
        let saved = self
            .dashboards
            .change(|store| store.save(&id, opened.revision, dashboard, now));
        match saved {
            Ok(saved) => {
                let remember = move |before: &Stored, now: &Stored| {
                    let label = format!("save the {what}");
                    app.dashboards
                        .with_store(|store| store.remember(&label, before, now));
                };
                remember(&opened, &saved.stored);
                self.amend(PageQuery::restore);
                let undo = move || {
                    if app.is_busy_with(&id) {
                        return;
                    }
                    let revision = saved.stored.revision;
                    let back = app
                        .dashboards
                        .change(|store| store.save(&id, revision, before.clone(), now));
                    match back {
                        Ok(back) => {
                            remember(&saved.stored, &back.stored);
                            app.follow_filters();
                            app.dashboards.toast.set(None);
                        }
                        Err(why) => app.tell_not_saved(&why),
                    }
                };
                let text = format!("The {what} are saved with this dashboard");
                let text = words::lasting(&text, saved.kept);
                self.tell_with_undo(text, undo);
            }
            Err(NotSaved::Conflict(theirs)) => {
                self.dashboards.opened.set(Some(*theirs));
                let text = "Another tab changed this dashboard a moment ago. You now see the latest version: save again.";
                self.show_toast(text.to_owned(), None);
            }
            Err(why) => self.tell_not_saved(&why),
        }
    }

    /// A built-in dashboard stays as it is but for the filters it opens with.
    fn save_built_in_filters(&self) {
        let search = self.page.with_untracked(saved_filters::to_search);
        let id = self.page.with_untracked(|page| page.dashboard.clone());
        let text = "This dashboard now opens with these filters.";
        self.change_built_in_filters(&id, Some(search), text);
    }

    fn forget_filters(&self) {
        let id = self.page.with_untracked(|page| page.dashboard.clone());
        let text = "This dashboard no longer has saved filters.";
        self.change_built_in_filters(&id, None, text);
    }

    fn change_built_in_filters(&self, id: &str, search: Option<String>, text: &str) {
        let (app, id) = (*self, id.to_owned());
        let before = self.dashboards.with_store(|store| store.filters(&id));
        let is_theirs =
            before != search && self.dashboards.has_unseen_filters(&id, before.as_deref());
        let text = match is_theirs {
            true => format!("{text} Undo brings back those that another tab saved meanwhile."),
            false => text.to_owned(),
        };
        if !self.put_built_in_filters(&id, search.as_deref()) {
            return self.tell_not_saved(&NotSaved::ReadOnly);
        }
        let undo = move || {
            if app.dashboards.with_store(|store| store.filters(&id)) != search {
                let text = "Another tab has saved other filters since. They are kept.";
                return app.show_toast(text.to_owned(), None);
            }
            app.put_built_in_filters(&id, before.as_deref());
            app.dashboards.toast.set(None);
        };
        self.tell_with_undo(text, undo);
    }

    /// The page keeps its filters; whether they are the saved ones is found out.
    fn put_built_in_filters(&self, id: &str, search: Option<&str>) -> bool {
        let done = self
            .dashboards
            .with_store(|store| store.set_filters(id, search));
        self.dashboards.touch();
        self.amend(|page| page.has_saved = !page.has_saved);
        done
    }

    /// Takes the filters and legends back that are saved with the opened dashboard.
    pub fn cancel_filters(&self) {
        self.go(PageQuery::restore);
    }
}
