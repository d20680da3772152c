//! The menu of the dashboard on screen.

use crate::state::app::use_app;
use crate::state::deeds::{Deed, Panel};
use crate::ui::{Glyph, Icon, PopoverHandle, Views};
use leptos::prelude::*;

/// The menu, to be shown in a popover.
pub fn menu_view() -> AnyView {
    let app = use_app();
    let popover = expect_context::<PopoverHandle>();
    let own = untrack(|| app.is_own());
    let open = move |panel: Panel| {
        popover.close();
        app.shelf.panel.set(Some(panel));
    };
    let id = move || app.page.with_untracked(|page| page.dashboard.clone());
    let duplicate = move || {
        popover.close();
        app.perform(Deed::Duplicate(id()));
    };
    let throw_away = move || {
        popover.close();
        app.perform(Deed::ThrowAway(id()));
    };
    view! {
        <div class="menu">
            {own
                .then(|| {
                    view! {
                        {item(Glyph::Pencil, "Rename…", true, move || open(Panel::Rename(id())))}
                        {item(Glyph::Copy, "Duplicate", false, duplicate)}
                    }
                }).views()}
            {item(Glyph::Share, "Share link…", !own, move || open(Panel::Share))}
            {item(Glyph::Download, "Export…", false, move || open(Panel::Export))}
            {item(Glyph::Upload, "Import…", false, move || open(Panel::Import))}
            {item(Glyph::Grid, "All dashboards…", false, move || open(Panel::List))}
            {item(Glyph::Steps, "Settings and keys…", false, move || open(Panel::Settings))}
            {own.then(|| item(Glyph::Trash, "Delete", false, throw_away))}
        </div>
    }
    .into_any()
}

fn item(glyph: Glyph, label: &'static str, first: bool, act: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button type="button" class="menu-item" data-autofocus=first.then_some("") on:click=move |_| act()>
            <Icon glyph />
            {label}
        </button>
    }
}
