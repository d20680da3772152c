//! The menu of the dashboard on screen.

use crate::state::app::use_app;
use crate::state::dashboard_actions::{DashboardAction, Panel};
use crate::state::editor::{Pane, Then};
use crate::ui::{Glyph, Icon, PopoverHandle, Views};
use leptos::prelude::*;

/// The menu, to be shown in a popover.
pub fn menu_view() -> AnyView {
    let app = use_app();
    let popover = expect_context::<PopoverHandle>();
    let own = untrack(|| app.is_own());
    let changeable = untrack(|| app.can_edit());
    let editing = app.editor.active.get_untracked();
    let as_saved = app.page.with_untracked(|page| page.as_saved);
    let can_add = changeable && !editing && as_saved;
    // The first that can be chosen has the focus.
    let renames_first = changeable && !can_add;
    let open = move |panel: Panel| {
        popover.close();
        app.dashboards.panel.set(Some(panel));
    };
    let id = move || app.page.with_untracked(|page| page.dashboard.clone());
    let duplicate = move || {
        popover.close();
        app.perform(DashboardAction::Duplicate(id()));
    };
    let add = move || {
        popover.close();
        app.wish_to_edit(Some(Then::Open(Pane::Library)));
    };
    let throw_away = move || {
        popover.close();
        app.perform(DashboardAction::ThrowAway(id()));
    };
    let built_in = untrack(|| app.is_built_in());
    let has_saved = app.page.with_untracked(|page| page.has_saved);
    let filters = move |action: DashboardAction| {
        popover.close();
        app.perform(action);
    };
    view! {
        <div class="menu">
            {own
                .then(|| {
                    view! {
                        {can_add.then(|| item(Glyph::Plus, "Add widget…", true, add)).views()}
                        {(changeable && !editing && !as_saved).then(|| refused(Glyph::Plus, "Add widget: save or cancel the filters first")).views()}
                        {changeable.then(|| item(Glyph::Pencil, "Rename…", renames_first, move || open(Panel::Rename(id())))).views()}
                        {item(Glyph::Copy, "Duplicate", !changeable, duplicate)}
                    }
                }).views()}
            {(built_in && !has_saved).then(|| item(Glyph::Check, "Save these filters", true, move || filters(DashboardAction::SaveFilters))).views()}
            {(built_in && has_saved).then(|| item(Glyph::Undo, "Forget saved filters", true, move || filters(DashboardAction::ForgetFilters))).views()}
            {item(Glyph::Share, "Share link…", !own && !built_in, move || open(Panel::Share))}
            {item(Glyph::Download, "Export…", false, move || open(Panel::Export))}
            {item(Glyph::Upload, "Import…", false, move || open(Panel::Import))}
            {item(Glyph::Grid, "All dashboards…", false, move || open(Panel::List))}
            {item(Glyph::Steps, "Settings and keys…", false, move || open(Panel::Settings))}
            {changeable
                .then(|| {
                    if editing {
                        refused(Glyph::Trash, "Delete: save or cancel first").into_any()
                    } else {
                        item(Glyph::Trash, "Delete", false, throw_away).into_any()
                    }
                }).views()}
        </div>
    }
    .into_any()
}

/// What cannot be done now; the label says why.
fn refused(glyph: Glyph, label: &'static str) -> impl IntoView {
    view! {
        <button type="button" class="menu-item" aria-disabled="true">
            <Icon glyph />
            {label}
        </button>
    }
}

fn item(glyph: Glyph, label: &'static str, first: bool, act: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button type="button" class="menu-item" data-autofocus=first.then_some("") on:click=move |_| act()>
            <Icon glyph />
            {label}
        </button>
    }
}
