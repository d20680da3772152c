//! The page: app shell, dashboard, filter bar, drawer.

pub mod drawer;

use leptos::prelude::*;

/// Mounts the app into the page's body.
pub fn mount() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| view! { <main>"Session Health"</main> });
}
