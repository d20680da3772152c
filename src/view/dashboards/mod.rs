//! A person's dashboards: the list, what can be done with one, and the dialogs for that. Everything but the buttons that
//! open them is made when it is asked for.

pub mod actions;
mod bin;
mod card;
mod copy_to_edit;
mod export;
mod focus;
mod import;
mod list;
mod menu;
mod notes;
pub mod page_notes;
mod preview;
mod rename;
mod share;
pub mod toast;
mod trouble;

use crate::browser::chunk::chunk;
use crate::state::app::use_app;
use crate::state::dashboard_actions::Panel;
use crate::ui::{Dialog, Views, later};
use crate::view::settings::settings_view;
use futures_util::FutureExt;
use leptos::prelude::*;

/// The dialog that is open, if any.
#[component]
pub fn DashboardDialogs() -> impl IntoView {
    let panel = use_app().dashboards.panel;
    move || panel.get().map(dialog).views()
}

fn dialog(panel: Panel) -> impl IntoView {
    let shown = use_app().dashboards.panel;
    let open = RwSignal::new(true);
    Effect::new(move |_| {
        if !open.get() {
            shown.set(None);
        }
    });
    let (id, title, wide) = match &panel {
        Panel::List => ("dashboards", "Dashboards", true),
        Panel::CopyToEdit(_) => ("copy-to-edit", "Make it yours", false),
        Panel::Rename(_) => ("rename-dashboard", "Rename dashboard", false),
        Panel::Export => ("export-dashboard", "Export dashboard", false),
        Panel::Import => ("import-dashboards", "Import dashboards", false),
        Panel::Share => ("share-dashboard", "Share dashboard", false),
        Panel::Settings => ("settings", "Settings and keys", false),
    };
    let content = StoredValue::new(panel);
    view! {
        <Dialog id=id title=title wide=wide open=open>
            {move || later(move || content_of(content.get_value()).map(Result::ok).boxed_local())}
        </Dialog>
    }
}

chunk! {
    in own;
    fn content_of(panel: Panel) -> ViewFn {
        ViewFn::from(move || match &panel {
            Panel::List => list::list_view(),
            Panel::CopyToEdit(widget) => copy_to_edit::copy_view(*widget),
            Panel::Rename(id) => rename::rename_view(id.clone()),
            Panel::Export => export::export_view(),
            Panel::Import => import::import_view(),
            Panel::Share => share::share_view(),
            Panel::Settings => settings_view(),
        })
    }
}
