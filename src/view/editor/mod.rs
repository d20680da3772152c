//! Edit mode. Everything but the places that its parts take is made when somebody edits.

mod bar;
mod builder;
mod copy_to;
mod drag;
mod leaving;
mod library;
mod tools;

use crate::browser::chunk::chunk;
use crate::state::app::use_app;
use crate::state::editor::{Pane, begin};
use crate::ui::{Dialog, later};
use futures_util::FutureExt;
use leptos::prelude::*;

/// In place of the filters while a dashboard is edited.
#[component]
pub fn EditBar() -> impl IntoView {
    later(|| edit_bar().map(Result::ok).boxed_local())
}

chunk! {
    in studio;
    fn edit_bar() -> ViewFn {
        ViewFn::from(bar::bar_view)
    }
}

/// Over a widget while its dashboard is edited.
#[component]
pub fn CellTools(
    /// Which one.
    id: String,
) -> impl IntoView {
    let active = use_app().editor.active;
    let id = StoredValue::new(id);
    move || {
        active
            .get()
            .then(|| later(move || cell_tools(id.get_value()).map(Result::ok).boxed_local()))
    }
}

chunk! {
    in studio;
    fn cell_tools(id: String) -> ViewFn {
        ViewFn::from(move || tools::tools_view(id.clone()))
    }
}

/// The dialogs of the editor; and editing begins here, when it is asked for or when there are unsaved edits from before.
#[component]
pub fn EditorDialogs() -> impl IntoView {
    let app = use_app();
    let editor = app.editor;
    Effect::new(move |before: Option<Option<String>>| {
        app.settle_editing();
        let id = app.page.with(|page| page.dashboard.clone());
        let wanted = editor.wanted.with(|of| of.as_ref() == Some(&id));
        let here = app.can_edit().then_some(id);
        // Only whoever comes to a dashboard goes on with edits that were left: not who has just cancelled theirs.
        let comes = before.flatten() != here && !editor.active.get_untracked();
        let left = |id: &String| app.dashboards.with_store(|store| store.has_draft(id));
        if here
            .as_ref()
            .is_some_and(|id| wanted || (comes && left(id)))
        {
            app.run_part(begin(app).boxed_local());
        }
        here
    });
    // The question stands over the dialog that is open, which stays as it is.
    let dialog = move |asks: bool| {
        move || {
            let leaving = asks && editor.leaving.with(Option::is_some);
            let pane = if asks { None } else { editor.pane.get() };
            let (id, title, wide) = match (leaving, &pane) {
                (true, _) => ("leave-editing", "You have unsaved edits", false),
                (_, Some(Pane::Library)) => ("add-widget", "Add a widget", true),
                (_, Some(Pane::Builder(None))) => ("build-widget", "New widget", true),
                (_, Some(Pane::Builder(Some(_)))) => ("build-widget", "Edit widget", true),
                (_, Some(Pane::SendTo(_, how))) => ("copy-widget", copy_to::title(*how), false),
                (_, None) => return None,
            };
            let open = RwSignal::new(true);
            Effect::new(move |_| match (open.get(), asks) {
                (true, _) => {}
                (_, true) => editor.leaving.set(None),
                (_, false) => editor.pane.set(None),
            });
            let pane = StoredValue::new(pane);
            Some(view! {
                <Dialog id=id title=title wide=wide open=open>
                    {move || later(move || content(pane.get_value()).map(Result::ok).boxed_local())}
                </Dialog>
            })
        }
    };
    (dialog(false), dialog(true))
}

chunk! {
    in studio;
    fn content(pane: Option<Pane>) -> ViewFn {
        ViewFn::from(move || match &pane {
            None => leaving::leaving_view(),
            Some(Pane::Library) => library::library_view(),
            Some(Pane::Builder(id)) => builder::builder_view(id.clone()),
            Some(Pane::SendTo(id, how)) => copy_to::copy_to_view(id.clone(), *how),
        })
    }
}
