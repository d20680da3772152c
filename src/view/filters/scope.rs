//! Projects and environments.

use crate::session::project::Project;
use crate::state::app::use_app;
use crate::ui::{Choice, Glyph, MultiSelect};
use leptos::prelude::*;

/// Which projects count.
#[component]
pub fn ProjectFilter() -> impl IntoView {
    let app = use_app();
    let choices = move || {
        app.catalog.with(|catalog| {
            catalog
                .projects
                .iter()
                .map(project_choice)
                .collect::<Vec<_>>()
        })
    };
    let selected = move || {
        app.page
            .with(|page| page.projects.iter().map(u64::to_string).collect::<Vec<_>>())
    };
    let change = move |values: Vec<String>| {
        app.go(|page| {
            page.projects = values
                .iter()
                .filter_map(|value| value.parse().ok())
                .collect()
        });
    };
    view! {
        <MultiSelect
            id="filter-projects"
            list_id="filter-projects-list"
            label="Projects"
            glyph=Glyph::Layers
            search="Search projects"
            choices=Signal::derive(choices)
            selected=Signal::derive(selected)
            on_change=change
        />
    }
}

/// Which environments count.
#[component]
pub fn EnvironmentFilter() -> impl IntoView {
    let app = use_app();
    let choice = |name: &String| Choice {
        value: name.clone(),
        label: name.clone(),
        ..Choice::default()
    };
    let choices = move || {
        app.catalog.with(|catalog| {
            catalog
                .environments
                .iter()
                .map(|e| choice(&e.name))
                .collect::<Vec<_>>()
        })
    };
    let selected = move || app.page.with(|page| page.environments.clone());
    view! {
        <MultiSelect
            id="filter-environments"
            list_id="filter-environments-list"
            label="Environments"
            glyph=Glyph::Server
            search="Search environments"
            choices=Signal::derive(choices)
            selected=Signal::derive(selected)
            on_change=move |values| app.go(|page| page.environments = values)
        />
    }
}

fn project_choice(project: &Project) -> Choice {
    let name = if project.name.is_empty() {
        &project.slug
    } else {
        &project.name
    };
    Choice {
        value: project.id.to_string(),
        label: name.clone(),
        hint: if *name == project.slug {
            String::new()
        } else {
            project.slug.clone()
        },
        badge: Some(platform_letters(project)),
    }
}

/// Two letters or fewer that stand for a platform.
fn platform_letters(project: &Project) -> String {
    let platform = project.platform.as_deref().unwrap_or_default();
    let known = [
        ("apple", "iOS"),
        ("cocoa", "iOS"),
        ("android", "A"),
        ("javascript", "JS"),
        ("flutter", "F"),
    ];
    match known.iter().find(|(start, _)| platform.starts_with(start)) {
        Some((_, letters)) => (*letters).to_owned(),
        None => project
            .slug
            .chars()
            .take(1)
            .map(|letter| letter.to_ascii_uppercase())
            .collect(),
    }
}
