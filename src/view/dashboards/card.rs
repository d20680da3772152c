//! One dashboard of the list: its picture, its title as a link, when it was changed, and what can be done with it.

use super::focus::hand_on;
use super::preview::Preview;
use crate::session::format;
use crate::state::app::use_app;
use crate::state::dashboard_actions::{DashboardAction, Panel};
use crate::state::dashboard_list::{self, Entry};
use crate::ui::{Glyph, Icon, IconButton, Views};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// A line of the list.
#[component]
pub fn Card(entry: Entry) -> impl IntoView {
    let app = use_app();
    let id = StoredValue::new(entry.id.clone());
    let title = entry.title.clone();
    let href = move || id.with_value(|id| app.link_to(id));
    let follow = move |event: MouseEvent| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() {
            return;
        }
        event.prevent_default();
        app.dashboards.panel.set(None);
        id.with_value(|id| app.go(|page| page.turn_to(id)));
    };
    let current = move || {
        id.with_value(|id| app.page.with(|page| page.dashboard == *id))
            .then_some("page")
    };
    let what = if entry.built_in {
        match entry.filtered {
            true => "Built in, with your filters".to_owned(),
            false => "Built in".to_owned(),
        }
    } else if entry.read_only {
        "Read-only: from a newer version".to_owned()
    } else {
        let edited = entry.edited.unwrap_or_default();
        format!("Edited {}", format::ago(edited, app.clock()))
    };
    let facts = format!("{what} · {}", dashboard_list::size(entry.widgets));
    let duplicate = move |()| {
        app.dashboards.panel.set(None);
        app.perform(DashboardAction::Duplicate(id.get_value()));
    };
    let changeable = !entry.built_in && !entry.read_only;
    let change = changeable.then(|| {
        view! {
            <IconButton
                glyph=Glyph::Pencil
                label=format!("Rename {title}")
                on_press=move |()| app.dashboards.panel.set(Some(Panel::Rename(id.get_value())))
            />
            <IconButton
                glyph=Glyph::Trash
                label=format!("Delete {title}")
                on_press=move |()| {
                    hand_on();
                    app.perform(DashboardAction::ThrowAway(id.get_value()));
                }
            />
        }
    });
    view! {
        <li class="board" data-dashboard=entry.id.clone()>
            <Preview tiles=entry.tiles.clone() />
            <div class="board-text">
                <a class="board-title" href=href aria-current=current on:click=follow>
                    <bdi>{title.clone()}</bdi>
                </a>
                <p class="board-facts">{facts}</p>
            </div>
            <div class="board-actions">
                {(!entry.read_only).then(|| view! { <Star id title=title.clone() starred=entry.starred /> }).views()}
                <IconButton
                    glyph=Glyph::Copy
                    label=format!("Duplicate {title}")
                    on_press=duplicate
                />
                {change}
            </div>
        </li>
    }
}

#[component]
fn Star(id: StoredValue<String>, title: String, starred: bool) -> impl IntoView {
    let app = use_app();
    let starred = RwSignal::new(starred);
    let press = move |_| {
        starred.update(|starred| *starred = !*starred);
        app.perform(DashboardAction::Star(
            id.get_value(),
            starred.get_untracked(),
        ));
    };
    view! {
        <button
            type="button"
            class="icon-button star"
            aria-pressed=move || starred.get().to_string()
            aria-label=format!("Favourite {title}")
            title="Favourite"
            on:click=press
        >
            <Icon glyph=Glyph::Star />
        </button>
    }
}
