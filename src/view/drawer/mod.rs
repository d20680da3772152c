//! The release drawer: facts of a release, its health over its life, its issues.

use leptos::prelude::*;

/// The drawer of the release that the URL names; nothing while it names none.
#[component]
pub fn ReleaseDrawer() -> impl IntoView {}
