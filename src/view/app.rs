//! The page as a whole: header, filter bar, and the dashboard or what stands in for it.

use super::announcer::Announcer;
use super::connect::ConnectPage;
use super::connect_files::take_dropped_files;
use super::dashboard_page::DashboardPage;
use super::dashboards::DashboardDialogs;
use super::dashboards::actions::DashboardActions;
use super::dashboards::page_notes::DashboardNotes;
use super::dashboards::toast::ToastNote;
use super::drawer::ReleaseDrawer;
use super::editor::{EditBar, EditorDialogs};
use super::expanded::ExpandedWidget;
use super::failed::FailedPage;
use super::filters::FilterBar;
use super::freshness::StaleNotice;
use super::loading::LoadingPanel;
use super::onboarding::Onboarding;
use super::partial::{CatalogNotice, ClockNotice, IgnoredNotice, PartialNotice};
use super::question_mark::listen_to_question_mark;
use super::top_bar::TopBar;
use crate::state::app::{App, use_app};
use crate::state::phase::Phase;
use crate::state::words;
use crate::ui::When;
use crate::widget::zone::{follow_page, page_zone};
use leptos::prelude::*;

/// Which view fills the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Connect,
    Dashboard,
    Failed,
    Onboarding,
}

/// Everything in the body.
#[component]
pub fn Page() -> impl IntoView {
    let app = App::start();
    take_dropped_files(app);
    listen_to_question_mark();
    follow_page(app);
    let view = Memo::new(move |_| view_of(app));
    Effect::new(move |_| document().set_title(&title(app)));
    let connect = Memo::new(move |_| view.get() == View::Connect);
    let content = move || {
        if connect.get() {
            view! { <ConnectPage /> }.into_any()
        } else {
            view! { <Health view /> }.into_any()
        }
    };
    view! {
        <a class="skip-link" href="#content">
            "Skip to content"
        </a>
        <TopBar />
        {content}
        <DashboardDialogs />
        <ToastNote />
        <Announcer />
    }
}

/// A dashboard with its filters, or the reason why there is none.
#[component]
fn Health(view: Memo<View>) -> impl IntoView {
    let app = use_app();
    let body = move || match view.get() {
        View::Failed => view! { <FailedPage /> }.into_any(),
        View::Onboarding => view! { <Onboarding /> }.into_any(),
        View::Dashboard | View::Connect => view! { <DashboardPage /> }.into_any(),
    };
    let compared = move || {
        app.page
            .with(|page| page.compare)
            .then_some(" · short dashes: the previous period")
    };
    view! {
        <When is=move || app.editor.active.get() fallback=FilterBar>
            <EditBar />
        </When>
        <main id="content" class="page" tabindex="-1">
            <div class="page-head">
                <h1><bdi>{move || app.dashboard.with(|d| d.title.clone())}</bdi></h1>
                <DashboardActions />
                <p class="page-range">{move || words::window(app.window.get(), app.now.get(), &page_zone())}{compared}</p>
            </div>
            <DashboardNotes />
            <IgnoredNotice />
            <StaleNotice />
            <PartialNotice />
            <ClockNotice />
            <CatalogNotice />
            <div class="page-body">
                {body}
                <LoadingPanel />
            </div>
        </main>
        <ExpandedWidget />
        <ReleaseDrawer />
        <EditorDialogs />
    }
}

fn view_of(app: App) -> View {
    match app.phase.get() {
        Phase::Connect => View::Connect,
        Phase::Failed(_) => View::Failed,
        Phase::Ready if no_project_has_sessions(app) => View::Onboarding,
        Phase::Ready | Phase::Starting | Phase::Loading(_) => View::Dashboard,
    }
}

/// Whether none of the chosen projects (all, where none is chosen) ever sent a session. A backend that lists no
/// projects but has sessions has a dashboard too, and where only projects are chosen that nobody knows, its widgets tell
/// that the filters are too narrow.
fn no_project_has_sessions(app: App) -> bool {
    if app.catalog.with(|c| c.projects.is_empty()) && app.report.with(|r| r.rows > 0) {
        return false;
    }
    app.page.with(|page| {
        app.catalog.with(|catalog| {
            let all = page.projects.is_empty();
            let known = catalog.projects.iter();
            let mut chosen = known
                .filter(|p| all || page.projects.contains(&p.id))
                .peekable();
            (all || chosen.peek().is_some()) && chosen.all(|p| !p.has_sessions)
        })
    })
}

fn title(app: App) -> String {
    match app.phase.get() {
        Phase::Connect => "Connect · Session Health".to_owned(),
        _ => format!(
            "{} · Session Health",
            app.dashboard.with(|d| d.title.clone())
        ),
    }
}
