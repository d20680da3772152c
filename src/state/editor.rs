//! Editing the dashboard on screen: how it begins and ends, each edit with a way back, and the dialogs for it. What becomes
//! of the edits is in `edits`.

use super::app::App;
use super::page_query::{PageQuery, SHARED};
use super::tab::{self, Tabs};
use super::words;
use crate::browser::chunk::chunk;
use crate::browser::grid_box::{ADD, catch_focus, grip};
use crate::dashboard::arrange::reading_order;
use crate::dashboard::edit::{Edit, Refused};
use crate::dashboard::history::History;
use crate::dashboard::model::{Dashboard, Layout, Widget};
use crate::storage::dashboards::NotSaved;
use futures_util::FutureExt;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Editing replaces the filter bar, and with it what saves them.
pub const UNSAVED_FILTERS: &str = "Save or cancel the changed filters first.";

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
    /// The widget that was added last, until it has been shown.
    pub added: RwSignal<Option<String>>,
    /// Where the page was to go when there were unsaved edits.
    pub leaving: RwSignal<Option<PageQuery>>,
    /// Id of the dashboard that is to be edited as soon as it is on screen.
    pub wanted: RwSignal<Option<String>>,
    /// What comes first then.
    then: RwSignal<Option<Then>>,
    /// What the builder was closed with before it was on the dashboard, to go on with there.
    unbuilt: StoredValue<Option<(Built, Widget)>>,
    pub(super) history: RwSignal<History>,
    /// Revision of the dashboard that was edited: saving replaces no other one.
    pub(super) base: StoredValue<u64>,
    /// The name of this tab, once something was edited in it.
    pub(super) tab: StoredValue<Option<String>>,
    /// Whether editing is about to begin.
    beginning: StoredValue<bool>,
}

/// A dialog of the editor. Widgets go by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pane {
    /// What can be added.
    Library,
    /// A new widget, or this one.
    Builder(Option<String>),
    /// To another dashboard.
    SendTo(String, Sending),
}

/// How a widget gets to another dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending {
    /// It stays here, too.
    Copy,
    /// It goes from here.
    Move,
    /// As the person says.
    Either,
}

/// What editing begins with.
#[derive(Clone, Debug, PartialEq)]
pub enum Then {
    /// A dialog.
    Open(Pane),
    /// An edit.
    Make(Edit),
}

/// What a builder is open for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// Id of the dashboard.
    pub on: String,
    /// Of the widget; nothing: a new one.
    pub id: Option<String>,
}

/// A title that is being typed into the draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Typing {
    /// The draft before the first letter, and what could be undone and redone then.
    before: (Dashboard, History),
    /// The draft as the latest letter left it.
    after: Dashboard,
}

impl Typing {
    /// What has come of it, as a sentence; nothing where the title is what it was.
    pub fn told(&self) -> Option<String> {
        let title = &self.after.title;
        (self.before.0.title != *title).then(|| format!("Renamed to “{title}”."))
    }
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
            added: RwSignal::new(None),
            leaving: RwSignal::new(None),
            wanted: RwSignal::new(None),
            then: RwSignal::new(None),
            unbuilt: StoredValue::new(None),
            history: RwSignal::new(History::default()),
            base: StoredValue::new(0),
            tab: StoredValue::new(None),
            beginning: StoredValue::new(false),
        }
    }

    /// The dashboard of this id is to be edited, and this comes first.
    fn wish(self, id: String, then: Option<Then>) {
        self.then.set(then);
        self.wanted.set(Some(id));
    }

    /// Nothing is to be edited any more.
    pub(super) fn forget_wish(self) {
        self.wanted.set(None);
        self.then.set(None);
    }

    /// What Undo would take back.
    pub fn to_undo(self) -> Option<String> {
        self.history.with(|h| h.to_undo().map(str::to_owned))
    }

    /// What Redo would do again.
    pub fn to_redo(self) -> Option<String> {
        self.history.with(|h| h.to_redo().map(str::to_owned))
    }
}

chunk! {
    in studio;
    /// Begins to edit the own dashboard on screen: with the edits that were left unsaved, or because it is wanted.
    pub fn begin(app: App) -> () {
        if !app.editor.beginning.get_value() {
            app.editor.beginning.set_value(true);
            spawn_local(async move {
                app.begin_editing().await;
                app.editor.beginning.set_value(false);
            });
        }
    }
}

chunk! {
    in studio;
    /// Forgets the edits of a dashboard that is left with none worth keeping.
    fn forget_left(app: App, id: String) -> () {
        app.forget_edits(&id);
    }
}

/// Has the focus of a widget that was removed go on to the next one, else to what adds another.
fn focus_after(before: &[Widget], after: &[Widget]) {
    let ids = |widgets: &[Widget]| -> Vec<String> {
        let order = reading_order(widgets).into_iter();
        order.map(|at| widgets[at].id().to_owned()).collect()
    };
    let left = ids(after);
    if let Some(gap) = ids(before).iter().position(|id| !left.contains(id)) {
        let next = left.get(gap).or(left.last()).map(|id| grip(id));
        catch_focus(next.into_iter().chain([ADD.to_owned()]).collect());
    }
}

impl App {
    /// Whether the dashboard on screen can be edited now.
    pub fn can_edit(&self) -> bool {
        self.dashboards.opened.with(|opened| {
            opened.as_ref().is_some_and(|stored| {
                stored.can_change() && self.page.with(|page| page.dashboard == stored.id)
            })
        })
    }

    /// Why the dashboard on screen cannot be edited now, in a sentence; `None`: it can.
    pub fn why_not_edit(&self) -> Option<String> {
        if self.is_built_in() {
            return Some("Built-in dashboards stay as they are. Edit a copy.".to_owned());
        }
        let as_saved = self.page.with(|page| page.as_saved);
        let opened = self.dashboards.opened.get()?;
        let why = if opened.id == SHARED {
            "This dashboard came with a link. Keep a copy to edit it."
        } else if opened.deleted.is_some() {
            "This dashboard is in the bin. Restore it to edit it."
        } else if !opened.can_change() {
            "A newer version of the page wrote this dashboard. It can only be looked at."
        } else if !as_saved {
            UNSAVED_FILTERS
        } else {
            return None;
        };
        Some(why.to_owned())
    }

    /// The dashboard on screen is to be edited, or the copy that is about to be made of it; and this comes first.
    pub fn wish_to_edit(&self, then: Option<Then>) {
        let here = self.page.with_untracked(|page| page.dashboard.clone());
        self.editor.wish(here, then);
    }

    /// Whether there are edits that are not saved.
    pub fn has_edits(&self) -> bool {
        self.editor.active.get()
            && self.dashboards.opened.with(|opened| {
                let saved = opened.as_ref().map(|stored| &stored.dashboard);
                self.dashboards.draft.with(|draft| draft.as_ref() != saved)
            })
    }

    /// Whether the dashboard of this id is being edited on this page.
    pub fn is_editing(&self, id: &str) -> bool {
        let draft = self.dashboards.draft;
        self.editor.active.get_untracked()
            && draft.with_untracked(|draft| draft.as_ref().is_some_and(|d| d.id == id))
    }

    async fn begin_editing(self) {
        let tab = match self.editor.tab.get_value() {
            Some(known) => known,
            None => tab::name().await,
        };
        self.editor.tab.set_value(Some(tab.clone()));
        let tabs = Tabs::open().await;
        let here = self.page.with_untracked(|page| page.dashboard.clone());
        let wanted = self.editor.wanted.get_untracked() == Some(here);
        let mut then = None;
        if wanted {
            then = self.editor.then.get_untracked();
            self.editor.forget_wish();
        }
        let is_shown = untrack(|| self.can_edit());
        if is_shown && wanted && self.page.with_untracked(|page| !page.as_saved) {
            return self.show_toast(UNSAVED_FILTERS.to_owned(), None);
        }
        if is_shown && !self.editor.active.get_untracked() {
            self.edit(&tab, &tabs, wanted);
        }
        match then.filter(|_| self.editor.active.get_untracked()) {
            Some(Then::Open(pane)) => self.editor.pane.set(Some(pane)),
            Some(Then::Make(edit)) => drop(self.make_edit(&edit)),
            None => {}
        }
    }

    fn edit(self, tab: &str, tabs: &Tabs, wanted: bool) {
        let dashboards = self.dashboards;
        let Some(opened) = dashboards.opened.get_untracked() else {
            return;
        };
        let is_gone = |name: &str| tabs.is_gone(name);
        match dashboards.with_store(|store| store.take_draft(&opened.id, tab, &is_gone)) {
            Some(draft) => {
                self.editor.history.set(draft.history);
                self.editor.base.set_value(draft.base);
                let text = "Your unsaved edits of this dashboard are restored.";
                self.editor.said.set(text.to_owned());
                if draft.base != opened.revision {
                    dashboards.theirs.set(Some(opened));
                }
                dashboards.draft.set(Some(draft.dashboard));
            }
            None if wanted => {
                let history = dashboards.with_store(|store| store.history(&opened));
                self.editor.history.set(history);
                self.editor.base.set_value(opened.revision);
                self.editor.said.set("Editing.".to_owned());
                dashboards.draft.set(Some(opened.dashboard));
            }
            None => return,
        }
        self.editor.active.set(true);
        self.follow_filters();
    }

    pub(super) fn end_editing(&self) {
        let editor = self.editor;
        editor.active.set(false);
        editor.pane.set(None);
        editor.dragged.set(None);
        editor.added.set(None);
        editor.leaving.set(None);
        editor.history.set(History::default());
        self.dashboards.draft.set(None);
        self.dashboards.theirs.set(None);
    }

    /// Makes an edit; false, and the reason is told, when there is nothing to change. At an edge of the grid that is only
    /// spoken: it can be seen.
    pub fn make_edit(&self, edit: &Edit) -> bool {
        let Some(before) = self.dashboards.draft.get_untracked() else {
            return false;
        };
        match edit.apply(&before) {
            Ok(edited) => {
                let history = self.editor.history;
                history.update(|h| h.record(&edited.label, &before, &edited.dashboard));
                let is_new = |w: &&Widget| before.widget(w.id()).is_none();
                let added = edited.dashboard.widgets.iter().find(is_new);
                let added = added.map(|w| w.id().to_owned());
                focus_after(&before.widgets, &edited.dashboard.widgets);
                self.keep(edited.dashboard);
                self.editor.added.set(added);
                self.editor.said.set(edited.told);
                true
            }
            Err(Refused::NoFurther) => {
                self.editor.said.set(Refused::NoFurther.to_string());
                false
            }
            Err(why) => {
                self.show_toast(why.to_string(), None);
                false
            }
        }
    }

    /// Gives the draft the title as far as it is typed, so that nothing is lost: one edit, however many letters. Where it
    /// cannot be the title, the draft has the one from before, and the reason is returned, too.
    pub fn type_title(
        &self,
        typing: Option<Typing>,
        title: &str,
    ) -> (Option<Typing>, Option<String>) {
        let Some(now) = self.dashboards.draft.get_untracked() else {
            return (None, None);
        };
        // Whatever else was done meanwhile is not undone with it.
        let typing = typing.filter(|typing| typing.after == now);
        let past = || (now.clone(), self.editor.history.get_untracked());
        let before = typing.map_or_else(past, |typing| typing.before);
        let (old, mut history) = before.clone();
        let (id, title) = (&old.id, title.trim());
        let is_taken = || {
            self.dashboards
                .with_store(|store| store.has_other(id, title))
        };
        let edited = match Edit::Rename(title.to_owned()).apply(&old) {
            Ok(_) if is_taken() => Err(words::not_saved(&NotSaved::TitleTaken)),
            Ok(edited) => {
                history.record(&edited.label, &old, &edited.dashboard);
                Ok(edited.dashboard)
            }
            Err(Refused::NoFurther) => Ok(old.clone()),
            Err(why) => Err(why.to_string()),
        };
        let (after, why) = match edited {
            Ok(after) => (after, None),
            Err(why) => (old, Some(why)),
        };
        self.editor.history.set(history);
        self.keep(after.clone());
        (Some(Typing { before, after }), why)
    }

    /// Takes back what was typed of a title.
    pub fn untype_title(&self, typing: Typing) {
        let title = typing.before.0.title.clone();
        self.type_title(Some(typing), &title);
    }

    /// Tells that a builder was closed with `widget` not on the dashboard yet. Undo opens it again, there.
    pub fn put_unbuilt_aside(&self, of: Built, widget: Widget) {
        let (app, editor) = (*self, self.editor);
        let text = "The widget was not added to the dashboard. Undo opens it again.";
        self.tell_with_undo(text.to_owned(), move || {
            app.dashboards.toast.set(None);
            app.go(|page| page.turn_to(&of.on));
            editor.unbuilt.set_value(Some((of.clone(), widget.clone())));
            let pane = Pane::Builder(of.id.clone());
            if app.is_editing(&of.on) {
                editor.pane.set(Some(pane));
            } else {
                editor.wish(of.on.clone(), Some(Then::Open(pane)));
            }
        });
    }

    /// What a builder goes on with.
    pub fn take_unbuilt(&self, of: &Built) -> Option<Widget> {
        let take = |unbuilt: &mut Option<(Built, Widget)>| unbuilt.take_if(|(is, _)| is == of);
        let unbuilt = self.editor.unbuilt.try_update_value(take).flatten()?;
        Some(unbuilt.1)
    }

    /// Takes the last edit back, or makes the one again that was taken back last.
    pub fn step_back(&self, forward: bool) {
        let Some(mut dashboard) = self.dashboards.draft.get_untracked() else {
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
            self.follow_filters();
        }
    }

    /// Ends editing when the page went elsewhere.
    pub fn settle_editing(&self) {
        if !self.editor.active.get() {
            return;
        }
        let id = self.page.with(|page| page.dashboard.clone());
        let draft = self.dashboards.draft;
        if !draft.with(|draft| draft.as_ref().is_some_and(|d| d.id == id)) {
            self.end_editing();
        }
    }

    /// Whether the page has to ask before it goes on to `page`; then it does.
    pub(super) fn asks_before(&self, page: &PageQuery) -> bool {
        let here = self.page.with_untracked(|old| old.dashboard.clone());
        if here == page.dashboard || !self.editor.active.get_untracked() {
            return false;
        }
        let asks = untrack(|| self.has_edits());
        if asks {
            self.editor.leaving.set(Some(page.clone()));
        } else {
            // The part is there: something is being edited.
            self.run_part(forget_left(*self, here).boxed_local());
        }
        asks
    }

    /// Goes where the page was to go; unsaved edits stay where they are, for another time.
    pub fn leave(&self) {
        if let Some(page) = self.editor.leaving.get_untracked() {
            self.end_editing();
            self.go(|now| *now = page);
        }
    }
}
