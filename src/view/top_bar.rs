//! The header: product, dashboards, source, theme, and a hairline that runs while data is refreshed.

use super::source_chip::SourceChip;
use super::theme_toggle::ThemeToggle;
use crate::dashboard::builtin;
use crate::state::app::use_app;
use crate::state::dashboard_actions::Panel;
use crate::state::phase::Phase;
use crate::state::words;
use crate::ui::{Glyph, Icon, Progress, Views, When};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The header.
#[component]
pub fn TopBar() -> impl IntoView {
    let app = use_app();
    let refreshing = move || app.refreshing.with(Option::is_some);
    let done = Signal::derive(move || app.refreshing.get().and_then(words::fraction));
    let connected = move || app.phase.with(|phase| *phase != Phase::Connect);
    view! {
        <header class="top-bar">
            <div class="top-bar-row">
                <Brand />
                <When is=connected>
                    <Dashboards />
                </When>
                <div class="top-bar-end">
                    <When is=connected>
                        <SourceChip />
                    </When>
                    <ThemeToggle />
                </div>
            </div>
            <When is=refreshing>
                <Progress label="Refreshing" value=done thin=true />
            </When>
        </header>
    }
}

#[component]
fn Brand() -> impl IntoView {
    view! {
        <span class="brand">
            <svg class="brand-mark" viewBox="0 0 28 28" aria-hidden="true">
                <rect width="28" height="28" rx="8" />
                <path d="M5 15h4.2l2.6-7 4.6 12 2.6-7.4 1 2.4H23" />
            </svg>
            <span class="brand-name">"Session Health"</span>
        </span>
    }
}

#[component]
fn Dashboards() -> impl IntoView {
    let app = use_app();
    let link = move |id: &'static str, name: &'static str| {
        let current = move || app.page.with(|page| page.dashboard == id);
        let href = move || app.link_to(id);
        let follow = move |event: MouseEvent| {
            // With a modifier the browser opens the link elsewhere.
            if event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() {
                return;
            }
            event.prevent_default();
            if !current() {
                app.go(|page| page.turn_to(id));
            }
        };
        view! {
            <a
                class="tab"
                href=href
                aria-current=move || current().then_some("page")
                on:click=follow
            >
                <Icon glyph=if id == builtin::MOBILE { Glyph::Phone } else { Glyph::Globe } />
                <span class="tab-name">{name}<span class="tab-more">" Session Health"</span></span>
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label="Dashboards">
            {link(builtin::MOBILE, "Mobile")}
            {link(builtin::FRONTEND, "Frontend")}
            <OtherDashboard />
            <button
                type="button"
                class="tab"
                aria-haspopup="dialog"
                on:click=move |_| app.dashboards.panel.set(Some(Panel::List))
            >
                <Icon glyph=Glyph::Grid />
                <span class="tab-name tab-all">"All"<span class="tab-more">" dashboards"</span></span>
            </button>
        </nav>
    }
}

/// The dashboard on screen, where it is none of the built-ins.
#[component]
fn OtherDashboard() -> impl IntoView {
    let app = use_app();
    let title = Memo::new(move |_| {
        (!app.is_built_in()).then(|| app.dashboard.with(|dashboard| dashboard.title.clone()))
    });
    move || {
        title.get().map(|title| {
            view! {
                <a class="tab tab-own" href=move || app.page.with(|page| page.to_search()) aria-current="page">
                    <Icon glyph=Glyph::Layers />
                    <span class="tab-name"><bdi>{title}</bdi></span>
                </a>
            }
        }).views()
    }
}
