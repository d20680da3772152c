//! The list of dashboards, built-in and own, with the bin and what is known of the storage.

use super::bin::Bin;
use super::card::Card;
use super::notes::StorageFacts;
use super::page_notes::save_all;
use super::toast::ToastNote;
use crate::state::app::use_app;
use crate::state::dashboard_actions::Panel;
use crate::state::dashboard_list::{self, Order};
use crate::ui::{Button, Glyph, Icon, Views, When};
use leptos::prelude::*;

/// The list, to be shown in a dialog.
pub fn list_view() -> AnyView {
    let app = use_app();
    app.sweep();
    view! { <List /> }.into_any()
}

#[component]
fn List() -> impl IntoView {
    let app = use_app();
    let search = RwSignal::new(String::new());
    let order = RwSignal::new(Order::default());
    let listing = Memo::new(move |_| app.dashboards.listing());
    let entries = Memo::new(move |_| {
        listing.with(|all| {
            search.with(|search| dashboard_list::entries(all, &app.starred(), search, order.get()))
        })
    });
    let found = move || match entries.with(Vec::len) {
        0 => "No dashboard has this in its title.".to_owned(),
        1 => "1 dashboard".to_owned(),
        n => format!("{n} dashboards"),
    };
    let back_up = move |()| {
        save_all(app);
        app.show_toast(
            "All your dashboards are in one file, unsaved edits included. Import it to restore them.".to_owned(),
            None,
        );
    };
    let has_own = move || {
        listing.with(|all| {
            !(all.dashboards.is_empty() && all.unreadable.is_empty() && all.filtered.is_empty())
        })
    };
    let orders = Order::ALL.map(|(_, name, label)| view! { <option value=name>{label}</option> });
    view! {
        <div class="boards">
            <div class="boards-tools">
                <div class="boards-search">
                    <Icon glyph=Glyph::Search />
                    <input
                        class="input"
                        type="search"
                        aria-label="Search dashboards"
                        placeholder="Search dashboards"
                        autocomplete="off"
                        on:input:target=move |event| search.set(event.target().value())
                    />
                </div>
                <label class="boards-order">
                    "Sort by"
                    <select class="input" on:change:target=move |event| order.set(Order::from_name(&event.target().value()))>
                        {orders.views()}
                    </select>
                </label>
                <Button glyph=Glyph::Upload on_press=move |()| app.dashboards.panel.set(Some(Panel::Import))>
                    "Import"
                </Button>
                <When is=has_own>
                    <Button glyph=Glyph::Download on_press=back_up>
                        "Back up all"
                    </Button>
                </When>
            </div>
            <p class="boards-count" role="status">{found}</p>
            <ul class="boards-list" aria-label="Dashboards">
                <For
                    each=move || entries.get()
                    key=|entry| (entry.id.clone(), entry.title.clone(), entry.edited, entry.widgets)
                    children=|entry| view! { <Card entry /> }
                />
            </ul>
            <Bin listing />
            <StorageFacts listing />
            <ToastNote in_list=true />
        </div>
    }
}
