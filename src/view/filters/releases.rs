//! Releases, newest first.

use crate::session::release::Version;
use crate::session::release_info::ReleaseInfo;
use crate::state::app::use_app;
use crate::ui::{Choice, Glyph, MultiSelect};
use leptos::prelude::*;

/// Which releases count.
#[component]
pub fn ReleaseFilter() -> impl IntoView {
    let app = use_app();
    let choices = move || {
        app.releases
            .with(|releases| releases.iter().map(choice).collect::<Vec<_>>())
    };
    let selected = move || app.page.with(|page| page.releases.clone());
    view! {
        <MultiSelect
            id="filter-releases"
            list_id="filter-releases-list"
            label="Releases"
            glyph=Glyph::Tag
            search="Search releases"
            choices=Signal::derive(choices)
            selected=Signal::derive(selected)
            on_change=move |values| app.go(|page| page.releases = values)
            width=360.0
        />
    }
}

fn choice(release: &ReleaseInfo) -> Choice {
    let version = Version::parse(&release.version);
    Choice {
        value: release.version.clone(),
        label: version.short().to_owned(),
        hint: version.package().unwrap_or_default().to_owned(),
        badge: None,
    }
}
