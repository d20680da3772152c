//! What was thrown away in the last thirty days.

use super::focus::hand_on;
use crate::state::app::use_app;
use crate::state::dashboard_actions::DashboardAction;
use crate::state::dashboard_list::{self, Binned};
use crate::storage::dashboards::Listing;
use crate::ui::{Button, ButtonKind, Glyph, Views, When};
use leptos::prelude::*;

/// The bin; nothing while it is empty.
#[component]
pub fn Bin(listing: Memo<Listing>) -> impl IntoView {
    let app = use_app();
    let binned = Memo::new(move |_| listing.with(|all| dashboard_list::bin(all, app.clock())));
    let asked = RwSignal::new(false);
    let empty = move |()| {
        let ids: Vec<String> =
            binned.with_untracked(|all| all.iter().map(|b| b.id.clone()).collect());
        hand_on();
        app.dashboards.erase(&ids);
        asked.set(false);
    };
    let line = move |binned: Binned| {
        let days = dashboard_list::days_in_words(binned.days_left);
        let (title, id) = (binned.title, binned.id);
        let restore = move |()| {
            hand_on();
            app.perform(DashboardAction::BringBack(id.clone()));
        };
        view! {
            <li class="binned">
                <span class="binned-title"><bdi>{title.clone()}</bdi></span>
                <span class="board-facts">{days}</span>
                <Button kind=ButtonKind::Ghost glyph=Glyph::Undo on_press=restore>
                    "Restore"<span class="visually-hidden">" "{title.clone()}</span>
                </Button>
            </li>
        }
    };
    let ask = move || {
        if asked.get() {
            view! {
                <p class="bin-sure">
                    "This cannot be undone."
                    <Button on_press=empty>"Delete permanently"</Button>
                    <Button kind=ButtonKind::Ghost on_press=move |()| asked.set(false)>"Keep them"</Button>
                </p>
            }
            .into_any()
        } else {
            view! {
                <Button kind=ButtonKind::Ghost glyph=Glyph::Trash on_press=move |()| asked.set(true)>
                    "Empty the bin"
                </Button>
            }
            .into_any()
        }
    };
    view! {
        <When is=move || binned.with(|all| !all.is_empty())>
            <section class="bin" aria-labelledby="bin-title">
                <h3 id="bin-title">"Bin"</h3>
                <ul aria-labelledby="bin-title">{move || binned.get().into_iter().map(line).views()}</ul>
                {ask}
            </section>
        </When>
    }
}
