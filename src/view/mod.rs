//! The page: app shell, dashboard, filter bar, connect form, what stands in for a dashboard when there is none.

mod announcer;
mod app;
mod condition_offers;
mod connect;
mod connect_files;
mod connect_form;
mod dashboard_page;
mod dashboards;
pub mod drawer;
pub mod editor;
mod expanded;
mod failed;
mod filters;
mod freshness;
mod loading;
mod onboarding;
mod partial;
mod question_mark;
mod settings;
mod source_chip;
mod theme_toggle;
mod top_bar;

use crate::browser::theme::Theme;
use app::Page;
use leptos::prelude::*;

/// Mounts the app into the page's body, in place of what stood there while it was on its way.
pub fn mount() {
    console_error_panic_hook::set_once();
    Theme::saved().apply();
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
    leptos::mount::mount_to_body(Page);
}
