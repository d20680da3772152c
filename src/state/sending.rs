//! Widgets that go from one dashboard to another.

use super::app::App;
use super::words;
use crate::dashboard::edit::Edit;
use crate::dashboard::model::Widget;
use crate::storage::dashboards::NotSaved;
use crate::storage::document::Stored;
use leptos::prelude::*;

impl App {
    /// Adds a copy of a widget to another dashboard; the other dashboard as it was and as it is now, to undo it.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn copy_widget(&self, widget: &Widget, to: &str) -> Result<(Stored, Stored), String> {
        let gone = || words::not_saved(&NotSaved::Gone);
        let read = self
            .dashboards
            .with_store(|store| store.read(to))
            .ok_or_else(gone)?;
        let before = read.map_err(|_| gone())?;
        let edited = Edit::Add(Box::new(widget.clone())).apply(&before.dashboard);
        let dashboard = edited.map_err(|why| why.to_string())?.dashboard;
        let (revision, now) = (before.revision, self.clock());
        let saved = self
            .dashboards
            .change(|store| store.save(to, revision, dashboard, now));
        let saved = saved.map_err(|why| words::not_saved(&why))?.stored;
        let what = format!("add “{}”", widget.title);
        self.dashboards
            .with_store(|store| store.remember(&what, &before, &saved));
        Ok((before, saved))
    }

    /// Puts a widget that an edit took away back on the dashboard `id`; false where that is no longer being edited.
    pub fn put_back(&self, id: &str, widget: &Widget) -> bool {
        let is_edited = self.editor.active.get_untracked()
            && self.page.with_untracked(|page| page.dashboard == id);
        let gone = self.dashboards.draft.with_untracked(|draft| {
            let known = draft.as_ref().map(|d| d.widget(widget.id()).is_some());
            known.map(|there| !there)
        });
        match gone {
            Some(true) if is_edited => self.make_edit(&Edit::Add(Box::new(widget.clone()))),
            Some(false) if is_edited => true,
            _ => false,
        }
    }
}
