//! Over the page: what a person has to know about the dashboard on screen, or about where their dashboards are kept.

use super::trouble::StorageNotices;
use crate::browser::chunk::chunk;
use crate::browser::files;
use crate::state::app::{App, use_app};
use crate::state::conflict::settle_conflict;
use crate::state::dashboard_actions::DashboardAction;
use crate::state::dashboard_list;
use crate::state::page_query::SHARED;
use crate::state::phase::Phase;
use crate::ui::{Button, Glyph, Notice, Tone, When, later};
use futures_util::FutureExt;
use leptos::ev::{self, BeforeUnloadEvent};
use leptos::prelude::*;
use std::time::Duration;

/// All of them, fetched once there is one.
#[component]
pub fn DashboardNotes() -> impl IntoView {
    let app = use_app();
    let wanted = Memo::new(move |_| {
        app.dashboards.in_memory.get()
            || (app.phase.with(|phase| *phase == Phase::Ready) && app.dashboards.keeps_any())
            || app.dashboards.theirs.with(Option::is_some)
            || app.page.with(|page| page.dashboard == SHARED)
    });
    move || {
        wanted
            .get()
            .then(|| later(|| notes().map(Result::ok).boxed_local()))
    }
}

chunk! {
    in own;
    fn notes() -> ViewFn {
        ViewFn::from(|| view! {
            <Sweep />
            <InMemoryNotice />
            <StorageNotices />
            <ConflictNotice />
            <BinnedNotice />
            <SharedNotice />
        })
    }
}

/// Does what is overdue in the storage, once the page has come to rest.
#[component]
fn Sweep() -> impl IntoView {
    let app = use_app();
    let is_at_rest = move || {
        let is_ready = app.phase.with(|phase| *phase == Phase::Ready);
        is_ready && app.refreshing.with(Option::is_none)
    };
    Effect::new(move |was_done: Option<bool>| {
        let was_done = was_done.unwrap_or_default();
        let is_done = was_done || is_at_rest();
        if is_done && !was_done {
            // After the next frame: what is on screen comes first.
            request_animation_frame(move || set_timeout(move || app.sweep(), Duration::ZERO));
        }
        is_done
    });
}

/// Everything in one file.
pub(super) fn save_all(app: App) {
    let now = app.clock();
    let text = app.dashboards.with_store(|store| store.back_up(now));
    let day: String = now.to_iso().chars().take(10).collect();
    files::save(&format!("session-health-dashboards-{day}.json"), &text);
}

/// Over the page, while the browser refuses to keep what was changed.
#[component]
fn InMemoryNotice() -> impl IntoView {
    let app = use_app();
    let unload = window_event_listener(ev::beforeunload, move |event: BeforeUnloadEvent| {
        if app.dashboards.in_memory.get_untracked() {
            event.prevent_default();
        }
    });
    on_cleanup(move || unload.remove());
    let dismissed = RwSignal::new(false);
    let dismiss = Callback::new(move |()| dismissed.set(true));
    // Once it was over, it is news again.
    Effect::new(move |_| {
        if !app.dashboards.in_memory.get() {
            dismissed.set(false);
        }
    });
    view! {
        <When is=move || app.dashboards.in_memory.get() && !dismissed.get()>
            <Notice tone=Tone::Warn title="Your changes last only until this page is closed" on_dismiss=dismiss>
                <p>"The browser refuses to keep them: its storage is full or blocked. Make room and try again, or save them to a file."</p>
                <div class="notice-actions">
                    <Button glyph=Glyph::Retry on_press=move |()| app.keep_again()>
                        "Try again"
                    </Button>
                    <Button glyph=Glyph::Download on_press=move |()| save_all(app)>
                        "Save to a file"
                    </Button>
                </div>
            </Notice>
        </When>
    }
}

/// Another tab changed or deleted the dashboard that is being edited here: what becomes of the edits?
#[component]
fn ConflictNotice() -> impl IntoView {
    let app = use_app();
    let theirs = app.dashboards.theirs;
    let choose = move |keep_mine: bool| app.run_part(settle_conflict(app, keep_mine).boxed_local());
    // None: there is nothing to choose.
    let deleted = Memo::new(move |_| theirs.with(|t| t.as_ref().map(|t| t.deleted.is_some())));
    let notice =
        move |title: &'static str, text: &'static str, drop: &'static str, keep: &'static str| {
            view! {
                <Notice tone=Tone::Warn title=title>
                    <p>{text}</p>
                    <div class="notice-actions">
                        <Button on_press=move |()| choose(false)>{drop}</Button>
                        <Button on_press=move |()| choose(true)>{keep}</Button>
                    </div>
                </Notice>
            }
        };
    move || {
        Some(match deleted.get()? {
            false => notice(
                "Another tab changed this dashboard",
                "You have unsaved edits here. Take the other tab’s version, or keep yours: saving it replaces the other one.",
                "Take the other version",
                "Keep my edits",
            ),
            true => notice(
                "Another tab deleted this dashboard",
                "You have unsaved edits here. Save what you see as a new dashboard, or discard it.",
                "Discard my edits",
                "Save as a new dashboard",
            ),
        })
    }
}

/// The dashboard is in the bin: it can be looked at until it is gone.
#[component]
fn BinnedNotice() -> impl IntoView {
    let app = use_app();
    let opened = app.dashboards.opened;
    let days = Memo::new(move |_| {
        let deleted = opened.with(|opened| opened.as_ref()?.deleted)?;
        Some(dashboard_list::days_left(deleted, app.clock()))
    });
    let restore = move |()| {
        if let Some(binned) = opened.get_untracked() {
            app.perform(DashboardAction::BringBack(binned.id));
        }
    };
    view! {
        <When is=move || days.with(Option::is_some)>
            <Notice tone=Tone::Warn title="This dashboard is in the bin">
                <p>
                    "It can be edited again once it is restored ("
                    {move || days.get().map(dashboard_list::days_in_words)} ")."
                </p>
                <div class="notice-actions">
                    <Button glyph=Glyph::Undo on_press=restore>"Restore"</Button>
                </div>
            </Notice>
        </When>
    }
}

/// The dashboard came with the link: whoever likes it can keep it.
#[component]
fn SharedNotice() -> impl IntoView {
    let app = use_app();
    let shared = Memo::new(move |_| app.page.with(|page| page.dashboard == SHARED));
    view! {
        <When is=move || shared.get()>
            <Notice title="This dashboard came with a link">
                <p>"You see it with your own data. It is not kept in this browser unless you keep a copy."</p>
                <div class="notice-actions">
                    <Button glyph=Glyph::Check on_press=move |()| app.perform(DashboardAction::KeepShared)>
                        "Keep a copy"
                    </Button>
                </div>
            </Notice>
        </When>
    }
}
