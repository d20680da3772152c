//! The panel itself: opens over the page, holds the focus, gives it back.

use super::facts::Facts;
use super::health::Health;
use super::issues::Issues;
use crate::dashboard::release_life::ReleaseScope;
use crate::session::project::ProjectId;
use crate::session::release;
use crate::session::release_info::ReleaseInfo;
use crate::state::app::{App, use_app};
use crate::state::page_query::{Drawer, PageQuery};
use crate::ui::icon::{Glyph, Icon};
use crate::widget::release_row::{prerelease, stage};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

const FOCUSABLE: &str = "button:not([disabled]),a[href],select,input,[tabindex='0']";

/// The drawer while it is open. `target` may change under it.
#[component]
pub fn Panel(target: Memo<Drawer>) -> impl IntoView {
    let app = use_app();
    let node = NodeRef::<html::Aside>::new();
    keep_focus(node, target);
    let close = move || app.go(|p| p.drawer = None);
    let on_key = move |ev: KeyboardEvent| match ev.key().as_str() {
        "Escape" => {
            ev.stop_propagation();
            close();
        }
        "Tab" => cycle_focus(node, &ev),
        _ => {}
    };
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
    view! {
        <div class="drawer-scrim" on:click=move |_| close()></div>
        <aside
            class="drawer"
            role="dialog"
            aria-modal="true"
            aria-label=move || format!("Release {}", release.get())
            tabindex="-1"
            node_ref=node
            on:keydown=on_key
        >
            <div class="drawer-head">
                <div class="drawer-title">
                    <h2 class="drawer-version"><bdi>{move || release.with(|r| release::short(r).to_owned())}</bdi></h2>
                    {move || release.with(|r| prerelease(r))}
                    {move || stage_badge(app, info.get().as_ref(), project.get())}
                    {move || info.with(|i| i.as_ref().is_some_and(ReleaseInfo::is_archived)).then(|| {
                        view! { <span class="tag tag-quiet">"Archived"</span> }
                    })}
                    <button type="button" class="icon-button drawer-close" aria-label="Close" title="Close (Esc)" on:click=move |_| close()>
                        <Icon glyph=Glyph::Close />
                    </button>
                </div>
                <FullVersion release />
                {move || projects(app, info.get().as_ref(), project.get())}
            </div>
            <div class="drawer-body">
                <Show
                    when=move || !undecided.get()
                    fallback=|| view! { <p class="drawer-choose">"This release was seen in several projects. Choose one above."</p> }
                >
                    <Facts scope info unknown />
                    <Show when=move || !unknown.get()>
                        <Health scope info />
                        <Issues scope info />
                    </Show>
                </Show>
            </div>
        </aside>
    }
}

/// The whole version, and a button that copies it.
#[component]
fn FullVersion(release: Memo<String>) -> impl IntoView {
    let copied = RwSignal::new(false);
    Effect::new(move |_| {
        release.track();
        copied.set(false);
    });
    let copy = move |_| {
        let text = release.get_untracked();
        leptos::task::spawn_local(async move {
            let clipboard = window().navigator().clipboard();
            let done = wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&text)).await;
            copied.set(done.is_ok());
        });
    };
    view! {
        <div class="drawer-full">
            <code class="drawer-full-text"><bdi>{release}</bdi></code>
            <button type="button" class="drawer-copy" on:click=copy>
                {move || if copied.get() { "Copied" } else { "Copy" }}
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
        let badges = badges.collect_view();
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

/// Takes the focus when the panel appears and gives it back to whatever had it when the panel goes; where that is gone
/// (a row on another page), to the release's row or to the page.
fn keep_focus(node: NodeRef<html::Aside>, target: Memo<Drawer>) {
    let opener = document()
        .active_element()
        .and_then(|e| e.dyn_into::<HtmlElement>().ok());
    let opener = SendWrapper::new(opener.filter(|e| e.tag_name() != "BODY"));
    Effect::new(move |_| {
        if let Some(panel) = node.get() {
            let _ = panel.focus();
        }
    });
    let release = StoredValue::new(String::new());
    Effect::new(move |_| release.set_value(target.with(|t| t.release.clone())));
    on_cleanup(move || {
        let kept = opener.take().filter(|e| e.is_connected());
        let row = || release.try_get_value().and_then(|name| row_button(&name));
        if let Some(element) = kept.or_else(row) {
            let _ = element.focus();
        }
    });
}

fn row_button(release: &str) -> Option<HtmlElement> {
    let rows = document().query_selector_all("tr[data-release]").ok()?;
    let row = (0..rows.length())
        .filter_map(|i| rows.item(i)?.dyn_into::<web_sys::Element>().ok())
        .find(|row| row.get_attribute("data-release").as_deref() == Some(release))?;
    row.query_selector("button").ok()??.dyn_into().ok()
}

/// Keeps Tab inside the panel.
fn cycle_focus(node: NodeRef<html::Aside>, ev: &KeyboardEvent) {
    let Some(panel) = node.get_untracked() else {
        return;
    };
    let Ok(list) = panel.query_selector_all(FOCUSABLE) else {
        return;
    };
    let stops: Vec<HtmlElement> = (0..list.length())
        .filter_map(|i| list.item(i)?.dyn_into::<HtmlElement>().ok())
        .filter(|e| e.offset_parent().is_some() && e.tab_index() >= 0)
        .collect();
    let (Some(first), Some(last)) = (stops.first(), stops.last()) else {
        return;
    };
    let active = document().active_element();
    let at = |e: &HtmlElement| active.as_ref().is_some_and(|a| a.is_same_node(Some(e)));
    let (leaving, to) = if ev.shift_key() {
        (at(first) || at(&panel), last)
    } else {
        (at(last), first)
    };
    if leaving {
        ev.prevent_default();
        let _ = to.focus();
    }
}
