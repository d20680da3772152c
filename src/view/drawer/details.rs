//! The details of one release: who it is, its figures, its health, its issues.

use super::at_issues::AtIssues;
use super::facts::Facts;
use super::health::Health;
use super::issues::Issues;
use super::shell::close;
use crate::browser::clipboard;
use crate::dashboard::release_life::ReleaseScope;
use crate::session::project::ProjectId;
use crate::session::release;
use crate::session::release_info::ReleaseInfo;
use crate::state::app::{App, use_app};
use crate::state::page_query::{Drawer, PageQuery};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::{Views, When};
use crate::widget::release_row::{prerelease, stage};
use leptos::prelude::*;

/// The details of a release. `target` may change under them.
#[component]
pub fn Details(target: Memo<Drawer>) -> impl IntoView {
    let app = use_app();
    let close = close();
    let release = Memo::new(move |_| target.with(|t| t.release.clone()));
    let info = Memo::new(move |_| {
        release.with(|name| {
            app.releases
                .with(|all| all.iter().find(|r| r.version == *name).cloned())
        })
    });
    // A link may name a project that the release was never seen in.
    let project = Memo::new(move |_| {
        info.with(|info| {
            let listed = |id: &ProjectId| {
                info.as_ref()
                    .is_none_or(|i| i.projects.iter().any(|p| p.id == *id))
            };
            target
                .with(|t| t.project)
                .filter(listed)
                .or_else(|| only_project(info.as_ref()))
        })
    });
    let scope = Memo::new(move |_| ReleaseScope {
        release: release.get(),
        project: project.get(),
        page: app.page.with(PageQuery::scope),
    });
    // A release in several projects, and none of them named: the person chooses.
    let undecided = Memo::new(move |_| {
        project.get().is_none() && info.with(|i| i.as_ref().is_some_and(|i| i.projects.len() > 1))
    });
    let unknown = RwSignal::new(false);
    let at_issues = AtIssues::take();
    view! {
            <div class="drawer-head">
                <When is=move || app.page.with(|p| p.list.is_some())>
                    <button type="button" class="drawer-back" on:click=move |_| app.go(|p| p.drawer = None)>
                        <Icon glyph=Glyph::ChevronLeft />
                        "All releases"
                    </button>
                </When>
                <div class="drawer-title">
                    <h2 class="drawer-version"><bdi>{move || release.with(|r| release::short(r).to_owned())}</bdi></h2>
                    {move || release.with(|r| prerelease(r))}
                    {move || stage_badge(app, info.get().as_ref(), project.get())}
                    {move || info.with(|i| i.as_ref().is_some_and(ReleaseInfo::is_archived)).then(|| {
                        view! { <span class="tag tag-quiet">"Archived"</span> }
                    }).views()}
                    <button type="button" class="icon-button drawer-close" aria-label="Close" title="Close (Esc)" on:click=move |_| close.run(())>
                        <Icon glyph=Glyph::Close />
                    </button>
                </div>
                <FullVersion release />
                {move || projects(app, info.get().as_ref(), project.get())}
            </div>
            <div class="drawer-body">
                <When
                    is=move || !undecided.get()
                    fallback=|| view! { <p class="drawer-choose">"This release was seen in several projects. Choose one above."</p> }
                >
                    <Facts scope info unknown />
                    <When is=move || !unknown.get()>
                        <Health scope info />
                        <Issues scope info at_issues />
                    </When>
                </When>
            </div>
    }
}

/// The whole version, and a button that copies it.
#[component]
fn FullVersion(release: Memo<String>) -> impl IntoView {
    let copied = RwSignal::new(None);
    Effect::new(move |_| {
        release.track();
        copied.set(None);
    });
    let copy = move |_| {
        let text = release.get_untracked();
        leptos::task::spawn_local(async move {
            copied.set(Some(clipboard::write(&text).await));
        });
    };
    view! {
        <div class="drawer-full">
            <code class="drawer-full-text"><bdi>{release}</bdi></code>
            <button type="button" class="drawer-copy" on:click=copy>
                {move || match copied.get() {
                    None => "Copy",
                    Some(true) => "Copied",
                    Some(false) => "Not allowed: select",
                }}
                <span class="visually-hidden">" the full version"</span>
            </button>
        </div>
    }
}

/// One button a project where there are several; else the project's name.
fn projects(app: App, info: Option<&ReleaseInfo>, chosen: Option<ProjectId>) -> AnyView {
    let all = info.map(|i| i.projects.clone()).unwrap_or_default();
    if all.len() > 1 {
        let badges = all.into_iter().map(|p| {
            view! {
                <li>
                    <button
                        type="button"
                        class="project-badge"
                        aria-pressed=(chosen == Some(p.id)).to_string()
                        on:click=move |_| app.go(|page| {
                            if let Some(drawer) = &mut page.drawer {
                                drawer.project = Some(p.id);
                            }
                        })
                    >
                        <bdi>{p.slug}</bdi>
                    </button>
                </li>
            }
        });
        let badges = badges.views();
        return view! { <ul class="project-badges" aria-label="Projects of this release">{badges}</ul> }.into_any();
    }
    let listed = all.into_iter().next().map(|p| p.slug);
    let name = listed.or_else(|| {
        let id = chosen?;
        app.catalog.with(|c| {
            c.projects
                .iter()
                .find(|p| p.id == id)
                .map(|p| p.slug.clone())
        })
    });
    name.map(|name| view! { <p class="drawer-project"><bdi>{name}</bdi></p> })
        .into_any()
}

fn stage_badge(
    app: App,
    info: Option<&ReleaseInfo>,
    project: Option<ProjectId>,
) -> Option<AnyView> {
    let one_environment = app.page.with(|p| p.environments.len() == 1);
    let info = info.filter(|_| one_environment)?;
    let slug = &info.projects.iter().find(|p| Some(p.id) == project)?.slug;
    info.adoption_stages.get(slug).map(|s| stage(Some(s.stage)))
}

fn only_project(info: Option<&ReleaseInfo>) -> Option<ProjectId> {
    match info?.projects.as_slice() {
        [only] => Some(only.id),
        _ => None,
    }
}
