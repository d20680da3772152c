//! The edits of a dashboard that are not saved: every one is kept at once, so a reload, a crash or another page loses
//! nothing; only Save touches the dashboard itself.

use super::app::App;
use super::editor::begin;
use super::words;
use crate::browser::grid_box::catch_focus;
use crate::dashboard::history::History;
use crate::dashboard::model::Dashboard;
use crate::storage::dashboards::NotSaved;
use crate::storage::document::Stored;
use crate::storage::drafts::Draft;
use futures_util::FutureExt;
use leptos::prelude::*;

/// Whoever has ended editing can begin again.
fn focus_on_edit() {
    catch_focus(vec![".board-tools .button".to_owned()]);
}

impl App {
    /// Shows a draft and keeps it in the browser.
    pub(super) fn keep(&self, dashboard: Dashboard) {
        self.dashboards.draft.set(Some(dashboard));
        if let Some(draft) = self.edits() {
            self.put_by(&draft);
        }
        self.dashboards.touch();
    }

    /// The edits as they are to be kept.
    pub(super) fn edits(&self) -> Option<Draft> {
        Some(Draft {
            base: self.editor.base.get_value(),
            edited: self.clock(),
            dashboard: self.dashboards.draft.get_untracked()?,
            history: self.editor.history.get_untracked(),
        })
    }

    fn put_by(&self, draft: &Draft) {
        let tab = self.editor.tab.get_value().unwrap_or_default();
        let id = &draft.dashboard.id;
        self.dashboards
            .with_store(|store| store.keep_draft(id, &tab, draft));
    }

    pub(super) fn forget_edits(&self, id: &str) {
        let tab = self.editor.tab.get_value().unwrap_or_default();
        self.dashboards
            .with_store(|store| store.drop_draft(id, &tab));
    }

    /// Saves the edits and ends editing; false, and the reason is told, when they cannot be saved.
    pub fn save_edits(&self) -> bool {
        let dashboards = self.dashboards;
        let (Some(opened), Some(edits)) = (dashboards.opened.get_untracked(), self.edits()) else {
            return false;
        };
        let (id, now) = (opened.id.clone(), self.clock());
        let past = dashboards.with_store(|store| store.history(&opened));
        let new = edits.dashboard.clone();
        match dashboards.change(|store| store.save(&id, edits.base, new, now)) {
            Ok(saved) => {
                dashboards.with_store(|store| store.keep_history(&saved.stored, &edits.history));
                let title = &edits.dashboard.title;
                let text = words::lasting(&format!("“{title}” is saved"), saved.kept);
                if saved.kept {
                    self.forget_edits(&id);
                }
                self.end_editing();
                focus_on_edit();
                self.follow_filters();
                let app = *self;
                self.tell_with_undo(text, move || {
                    app.take_save_back(&saved.stored, &opened, &past, &edits);
                });
                true
            }
            Err(why) => {
                match why {
                    NotSaved::Conflict(theirs) => self.tell_conflict(*theirs),
                    NotSaved::Gone => self.tell_conflict(self.as_gone(opened)),
                    why => self.show_toast(words::not_saved(&why), None),
                }
                false
            }
        }
    }

    /// The dashboard as it was before it was saved, and the edits beside it again.
    fn take_save_back(&self, saved: &Stored, before: &Stored, past: &History, edits: &Draft) {
        let (id, now, old) = (&saved.id, self.clock(), before.dashboard.clone());
        if self.is_busy_with(id) {
            return;
        }
        let back = self
            .dashboards
            .change(|store| store.save(id, saved.revision, old, now));
        match back {
            Ok(back) => {
                self.dashboards
                    .with_store(|store| store.keep_history(&back.stored, past));
                self.follow_filters();
                let base = back.stored.revision;
                self.bring_edits_back(&Draft {
                    base,
                    ..edits.clone()
                });
            }
            Err(why) => self.show_toast(words::not_saved(&why), None),
        }
    }

    /// Ends editing without saving, with the other tab's version where there is one. What is thrown away can be brought back.
    pub fn discard_edits(&self) {
        let is_edited = untrack(|| self.has_edits());
        let (theirs, edits) = (self.dashboards.theirs.get_untracked(), self.edits());
        self.end_editing();
        focus_on_edit();
        let Some(edits) = edits else {
            return;
        };
        self.forget_edits(&edits.dashboard.id);
        let is_theirs = theirs.as_ref().is_some_and(Stored::can_change);
        if theirs.is_some() {
            self.dashboards.opened.set(theirs);
            self.look_again();
        }
        self.follow_filters();
        if is_edited {
            let app = *self;
            let text = if is_theirs {
                "You see the other tab’s version. Your edits are discarded."
            } else {
                "Your edits are discarded."
            };
            self.tell_with_undo(text.to_owned(), move || app.bring_edits_back(&edits));
        }
    }

    /// Puts edits back beside their dashboard, and goes on with them where that is on screen.
    fn bring_edits_back(&self, edits: &Draft) {
        if self.is_busy_with(&edits.dashboard.id) {
            return;
        }
        let id = &edits.dashboard.id;
        let kept = self.dashboards.with_store(|store| store.read(id));
        if !kept.is_some_and(|read| read.is_ok_and(|stored| stored.can_change())) {
            return self.keep_as_new(edits.clone());
        }
        self.put_by(edits);
        if self.page.with_untracked(|page| page.dashboard == *id) {
            self.dashboards.toast.set(None);
            self.run_part(begin(*self).boxed_local());
        } else {
            let title = &edits.dashboard.title;
            self.show_toast(
                format!("Your edits of “{title}” are kept for when you open it."),
                None,
            );
        }
    }

    /// Whether a dashboard is being edited, so that nothing may change what is saved of it; then it is told.
    pub fn is_busy_with(&self, id: &str) -> bool {
        let is_busy = self.is_editing(id);
        if is_busy {
            let text = "You are editing this dashboard. Use its Undo, which takes back each step.";
            self.show_toast(text.to_owned(), None);
        }
        is_busy
    }
}
