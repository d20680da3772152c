//! What can be done with the dashboard on screen, beside its title.

use super::menu::menu_view;
use crate::browser::chunk::chunk;
use crate::state::app::use_app;
use crate::state::dashboard_actions::{DashboardAction, Panel};
use crate::ui::{Button, Glyph, Icon, Popover, When, later};
use futures_util::FutureExt;
use leptos::prelude::*;

/// Favourite, duplicate, edit, and a menu with the rest.
#[component]
pub fn DashboardActions() -> impl IntoView {
    let app = use_app();
    let built_in = Memo::new(move |_| app.is_built_in());
    let starred = Memo::new(move |_| app.is_starred());
    let id = move || app.page.with_untracked(|page| page.dashboard.clone());
    let star = move |_| app.perform(DashboardAction::Star(id(), !starred.get_untracked()));
    let trigger =
        || view! { <Icon glyph=Glyph::Dots /><span class="visually-hidden">"More"</span> };
    view! {
        <div class="board-tools" role="group" aria-label="Dashboard">
            <When is=move || built_in.get() || app.can_edit()>
                <button
                    type="button"
                    class="icon-button star"
                    aria-pressed=move || starred.get().to_string()
                    aria-label="Favourite"
                    title="Favourite"
                    on:click=star
                >
                    <Icon glyph=Glyph::Star />
                </button>
            </When>
            <When is=move || built_in.get()>
                <Button glyph=Glyph::Copy on_press=move |()| app.perform(DashboardAction::Duplicate(id()))>
                    "Duplicate"
                </Button>
                <Button glyph=Glyph::Pencil on_press=move |()| app.dashboards.panel.set(Some(Panel::CopyToEdit(None)))>
                    "Edit"
                </Button>
            </When>
            <When is=move || app.can_edit() && !app.editor.active.get()>
                <Button glyph=Glyph::Pencil on_press=move |()| app.wish_to_edit(None)>
                    "Edit"
                </Button>
            </When>
            <Popover id="dashboard-menu" class="icon-button" trigger=trigger label="More" width=224.0>
                {move || later(|| menu().map(Result::ok).boxed_local())}
            </Popover>
        </div>
    }
}

chunk! {
    in own;
    fn menu() -> ViewFn {
        ViewFn::from(menu_view)
    }
}
