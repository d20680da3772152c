//! Editing the dashboard on screen: a draft beside what is saved, with its history. Every edit is kept at once, so a
//! reload, a crash or another page loses nothing; only Save touches the dashboard itself.

use super::app::App;
use super::page_query::PageQuery;
use super::words;
use crate::browser::chunk::chunk;
use crate::dashboard::edit::Edit;
use crate::dashboard::history::History;
use crate::dashboard::model::{Dashboard, Layout, Widget};
use crate::storage::dashboards::NotSaved;
use crate::storage::document::Stored;
use crate::storage::drafts::Draft;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Editing, as a handle to its signals.
#[derive(Clone, Copy)]
pub struct Editor {
    /// Whether the dashboard on screen is being edited.
    pub active: RwSignal<bool>,
    /// The dialog of the editor that is open.
    pub pane: RwSignal<Option<Pane>>,
    /// Where everything would stand if what is being dragged were dropped now.
    pub dragged: RwSignal<Option<Dragged>>,
    /// What the last edit did, to be spoken.
    pub said: RwSignal<String>,
    /// Where the page was to go when there were unsaved edits.
    pub leaving: RwSignal<Option<PageQuery>>,
    /// Whether the next own dashboard that is opened is to be edited.
    pub wanted: RwSignal<bool>,
    /// What comes first then.
    pub then: RwSignal<Option<Then>>,
    history: RwSignal<History>,
}

/// A dialog of the editor. Widgets go by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pane {
    /// What can be added.
    Library,
    /// A new widget, or this one.
    Builder(Option<String>),
    /// To another dashboard.
    CopyTo(String),
}

/// What editing begins with.
#[derive(Clone, Debug, PartialEq)]
pub enum Then {
    /// A dialog.
    Open(Pane),
    /// An edit.
    Make(Edit),
}

/// A widget in the air.
#[derive(Clone, Debug, PartialEq)]
pub struct Dragged {
    /// Which one.
    pub id: String,
    /// Whether it follows the pointer; what is resized stays where it is.
    pub lifted: bool,
    /// The places of all widgets, it among them.
    pub places: Vec<(String, Layout)>,
}

impl Editor {
    pub(super) fn new() -> Self {
        Self {
            active: RwSignal::new(false),
            pane: RwSignal::new(None),
            dragged: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            leaving: RwSignal::new(None),
            wanted: RwSignal::new(false),
            then: RwSignal::new(None),
            history: RwSignal::new(History::default()),
        }
    }

    /// What Undo would take back.
    pub fn to_undo(self) -> Option<String> {
        self.history.with(|h| h.to_undo().map(str::to_owned))
    }

    /// What Redo would do again.
    pub fn to_redo(self) -> Option<String> {
        self.history.with(|h| h.to_redo().map(str::to_owned))
    }

    fn end(self) {
        self.active.set(false);
        self.pane.set(None);
        self.dragged.set(None);
        self.leaving.set(None);
        self.history.set(History::default());
    }
}

chunk! {
    in studio;
    /// Begins to edit the own dashboard on screen, with the edits that were left unsaved, if any.
    pub fn begin(app: App) -> () {
        app.begin_editing();
    }
}

impl App {
    /// Whether the dashboard on screen can be edited now.
    pub fn can_edit(&self) -> bool {
        self.shelf.opened.with(|opened| {
            opened.as_ref().is_some_and(|stored| {
                !stored.read_only && self.page.with(|page| page.dashboard == stored.id)
            })
        })
    }

    /// Whether there are edits that are not saved.
    pub fn has_edits(&self) -> bool {
        self.editor.active.get()
            && self.shelf.opened.with(|opened| {
                let saved = opened.as_ref().map(|stored| &stored.dashboard);
                self.shelf.draft.with(|draft| draft.as_ref() != saved)
            })
    }

    fn begin_editing(&self) {
        let shelf = self.shelf;
        self.editor.wanted.set(false);
        let Some(opened) = shelf.opened.get_untracked().filter(|s| !s.read_only) else {
            return;
        };
        if self.editor.active.get_untracked() {
            return;
        }
        match shelf.look(|store| store.draft(&opened.id)) {
            Some(draft) => {
                self.editor.history.set(draft.history);
                let text = "Your unsaved edits of this dashboard are here again.";
                self.editor.said.set(text.to_owned());
                if draft.base != opened.revision {
                    shelf.theirs.set(Some(opened));
                }
                shelf.draft.set(Some(draft.dashboard));
            }
            None => {
                shelf.look(|store| store.drop_draft(&opened.id));
                self.editor.history.set(History::default());
                self.editor.said.set("Editing.".to_owned());
                shelf.draft.set(Some(opened.dashboard));
            }
        }
        self.editor.active.set(true);
        let then = self.editor.then.get_untracked();
        self.editor.then.set(None);
        match then {
            Some(Then::Open(pane)) => self.editor.pane.set(Some(pane)),
            Some(Then::Make(edit)) => drop(self.make_edit(&edit)),
            None => {}
        }
    }

    /// Makes an edit; false, and the reason is told, when there is nothing to change.
    pub fn make_edit(&self, edit: &Edit) -> bool {
        let Some(before) = self.shelf.draft.get_untracked() else {
            return false;
        };
        match edit.apply(&before) {
            Ok(edited) => {
                let history = self.editor.history;
                history.update(|h| h.record(&edited.label, &before, &edited.dashboard));
                self.keep(edited.dashboard);
                self.editor.said.set(edited.told);
                true
            }
            Err(why) => {
                self.editor.said.set(why.to_string());
                false
            }
        }
    }

    /// Puts a widget that an edit took away back on the dashboard `id`; false where that is no longer being edited.
    pub fn put_back(&self, id: &str, widget: &Widget) -> bool {
        let is_edited = self.editor.active.get_untracked()
            && self.page.with_untracked(|page| page.dashboard == id);
        let gone = self.shelf.draft.with_untracked(|draft| {
            let known = draft.as_ref().map(|d| d.widget(widget.id()).is_some());
            known.map(|there| !there)
        });
        match gone {
            Some(true) if is_edited => self.make_edit(&Edit::Add(Box::new(widget.clone()))),
            Some(false) if is_edited => true,
            _ => false,
        }
    }

    /// Takes the last edit back, or makes the one again that was taken back last.
    pub fn step_back(&self, forward: bool) {
        let Some(mut dashboard) = self.shelf.draft.get_untracked() else {
            return;
        };
        let mut history = self.editor.history.get_untracked();
        let label = if forward {
            history.to_redo()
        } else {
            history.to_undo()
        };
        let Some(label) = label.map(str::to_owned) else {
            return;
        };
        let done = if forward {
            history.redo(&mut dashboard)
        } else {
            history.undo(&mut dashboard)
        };
        if done {
            self.editor.history.set(history);
            self.keep(dashboard);
            let what = if forward { "Redone" } else { "Undone" };
            self.editor.said.set(format!("{what}: {label}."));
        }
    }

    /// Shows a draft and keeps it in the browser.
    fn keep(&self, dashboard: Dashboard) {
        let shelf = self.shelf;
        let base = shelf
            .opened
            .with_untracked(|o| o.as_ref().map(|o| o.revision));
        let draft = Draft {
            base: base.unwrap_or_default(),
            edited: self.clock(),
            dashboard: dashboard.clone(),
            history: self.editor.history.get_untracked(),
        };
        shelf.look(|store| store.keep_draft(&dashboard.id, &draft));
        shelf.touch();
        shelf.draft.set(Some(dashboard));
    }

    /// Saves the edits and ends editing; false, and the reason is told, when they cannot be saved.
    pub fn save_edits(&self) -> bool {
        let shelf = self.shelf;
        let (Some(opened), Some(draft)) =
            (shelf.opened.get_untracked(), shelf.draft.get_untracked())
        else {
            return false;
        };
        let (id, title, now) = (opened.id, draft.title.clone(), self.clock());
        match shelf.change(|store| store.save(&id, opened.revision, draft, now)) {
            Ok(_) => {
                shelf.look(|store| store.drop_draft(&id));
                self.editor.end();
                shelf.draft.set(None);
                self.tell_deed(format!("“{title}” is saved."), None);
                true
            }
            Err(NotSaved::Conflict(theirs)) if theirs.deleted.is_none() => {
                shelf.theirs.set(Some(*theirs));
                false
            }
            Err(why) => {
                self.tell_deed(words::not_saved(&why), None);
                false
            }
        }
    }

    /// Ends editing without saving. What is thrown away can be brought back.
    pub fn discard_edits(&self) {
        let app = *self;
        let edits = self.has_edits();
        let thrown = (
            self.shelf.draft.get_untracked(),
            self.editor.history.get_untracked(),
        );
        self.editor.end();
        self.shelf.draft.set(None);
        let (Some(draft), history) = thrown else {
            return;
        };
        self.shelf.look(|store| store.drop_draft(&draft.id));
        if edits {
            let undo = move || {
                let here = app.page.with_untracked(|page| page.dashboard == draft.id);
                if here && !app.editor.active.get_untracked() {
                    app.editor.history.set(history.clone());
                    app.editor.active.set(true);
                    app.keep(draft.clone());
                    app.shelf.told.set(None);
                }
            };
            self.tell_with_undo("Your edits are discarded.".to_owned(), undo);
        }
    }

    /// Tells what happened, with a way back that outlives the part of the page it was done in.
    pub fn tell_with_undo(&self, text: String, undo: impl Fn() + Send + Sync + 'static) {
        let app = *self;
        spawn_local(async move {
            app.tell_deed(text, Some(Callback::new(move |()| undo())));
        });
    }

    /// Ends editing when the page went elsewhere, or took another page's version.
    pub fn settle_editing(&self) {
        if !self.editor.active.get() {
            return;
        }
        let id = self.page.with(|page| page.dashboard.clone());
        let is_edited = self
            .shelf
            .draft
            .with(|draft| draft.as_ref().is_some_and(|d| d.id == id));
        if !is_edited {
            self.editor.end();
            if self.shelf.draft.with_untracked(Option::is_none) && self.can_edit() {
                self.shelf.look(|store| store.drop_draft(&id));
            }
        }
    }

    /// Whether the page has to ask before it goes on to `page`; then it does.
    pub(super) fn asks_before(&self, page: &PageQuery) -> bool {
        let is_other = self
            .page
            .with_untracked(|old| old.dashboard != page.dashboard);
        let asks = is_other && untrack(|| self.has_edits());
        if asks {
            self.editor.leaving.set(Some(page.clone()));
        }
        asks
    }

    /// Goes where the page was to go; unsaved edits stay where they are, for another time.
    pub fn leave(&self) {
        if let Some(page) = self.editor.leaving.get_untracked() {
            self.editor.end();
            self.shelf.draft.set(None);
            self.go(|now| *now = page);
        }
    }

    /// Adds a copy of a widget to another dashboard; the other dashboard as it was, to undo it.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn copy_widget(&self, widget: &Widget, to: &str) -> Result<Stored, String> {
        let gone = || words::not_saved(&NotSaved::Gone);
        let read = self.shelf.look(|store| store.read(to)).ok_or_else(gone)?;
        let before = read.map_err(|_| gone())?;
        let edited = Edit::Add(Box::new(widget.clone())).apply(&before.dashboard);
        let dashboard = edited.map_err(|why| why.to_string())?.dashboard;
        let (revision, now) = (before.revision, self.clock());
        let saved = self
            .shelf
            .change(|store| store.save(to, revision, dashboard, now));
        saved.map(|_| before).map_err(|why| words::not_saved(&why))
    }
}
