//! What another tab does to a dashboard while it is edited here: the person is asked whose version counts, and where the
//! dashboard is gone, the edits can become a new one.

use super::app::App;
use super::words;
use crate::browser::chunk::chunk;
use crate::storage::dashboards::Saved;
use crate::storage::document::Stored;
use crate::storage::drafts::Draft;
use leptos::prelude::*;

chunk! {
    in studio;
    /// Chooses between the unsaved edits and another tab's version of the dashboard.
    pub fn settle_conflict(app: App, keep_mine: bool) -> () {
        if keep_mine {
            app.keep_mine();
        } else {
            app.discard_edits();
        }
    }
}

impl App {
    /// Asks what becomes of the edits that cannot be saved; they are not.
    pub(super) fn tell_conflict(&self, theirs: Stored) {
        let text = match theirs.deleted {
            None => {
                "Another tab changed this dashboard. Choose above which version to keep; nothing is saved until then."
            }
            Some(_) => {
                "Another tab deleted this dashboard. Choose above what becomes of your edits; nothing is saved until then."
            }
        };
        self.dashboards.theirs.set(Some(theirs));
        self.show_toast(text.to_owned(), None);
    }

    /// A dashboard that was there a moment ago.
    pub(super) fn as_gone(&self, before: Stored) -> Stored {
        Stored {
            deleted: Some(self.clock()),
            ..before
        }
    }

    /// Asks about another tab's version of the dashboard that is being edited, unless the edits began with it.
    pub(super) fn weigh(&self, theirs: Stored) {
        let is_news = theirs.revision != self.editor.base.get_value() || !theirs.can_change();
        self.dashboards.theirs.set(is_news.then_some(theirs));
    }

    /// Goes on with the edits: saving them replaces what the other tab saved, because that has been seen now.
    fn keep_mine(&self) {
        let dashboards = self.dashboards;
        let (Some(theirs), Some(draft)) = (
            dashboards.theirs.get_untracked(),
            dashboards.draft.get_untracked(),
        ) else {
            return;
        };
        if !theirs.can_change() {
            if let Some(edits) = self.edits() {
                self.keep_as_new(edits);
            }
            return;
        }
        self.editor.base.set_value(theirs.revision);
        dashboards.opened.set(Some(theirs));
        dashboards.theirs.set(None);
        self.keep(draft);
    }

    /// Keeps edits as a dashboard of their own, where the one they were made to is gone.
    pub(super) fn keep_as_new(&self, edits: Draft) {
        let (gone, now) = (edits.dashboard.id.clone(), self.clock());
        match self
            .dashboards
            .change(|store| store.add(edits.dashboard, now))
        {
            Ok(Saved { stored: new, .. }) => {
                self.dashboards
                    .with_store(|store| store.keep_history(&new, &edits.history));
                self.forget_edits(&gone);
                if self.is_editing(&gone) {
                    self.end_editing();
                }
                self.go(|page| page.turn_to(&new.id));
                let text = format!("Your edits are kept as “{}”.", new.dashboard.title);
                self.show_toast(text, None);
            }
            Err(why) => self.show_toast(words::not_saved(&why), None),
        }
    }
}
