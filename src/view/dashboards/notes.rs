//! What a person has to know about where their dashboards are kept.

use crate::browser::files;
use crate::state::app::use_app;
use crate::state::dashboard_list;
use crate::state::page_query::SHARED;
use crate::storage::dashboards::{Leftover, Listing};
use crate::storage::document::Unreadable;
use crate::storage::exchange;
use crate::ui::{Button, ButtonKind, Glyph, Notice, Tone};
use leptos::prelude::*;

/// Over the page, while the browser refuses to keep what was changed.
#[component]
pub fn InMemoryNotice() -> impl IntoView {
    let app = use_app();
    let save_all = move |()| {
        let all = app.shelf.look(|store| store.list());
        let text = exchange::back_up(&all.dashboards, app.clock());
        files::save("session-health-dashboards.json", &text);
    };
    view! {
        <Show when=move || app.shelf.in_memory.get()>
            <Notice tone=Tone::Warn title="Your changes last only until this page is closed">
                <p>"The browser refuses to keep them: its storage is full or blocked. Make room and try again, or take them along in a file."</p>
                <div class="notice-actions">
                    <Button glyph=Glyph::Retry on_press=move |()| app.shelf.retry()>
                        "Try again"
                    </Button>
                    <Button glyph=Glyph::Download on_press=save_all>
                        "Save to a file"
                    </Button>
                </div>
            </Notice>
        </Show>
    }
}

/// Another tab changed the dashboard that is being edited here: whose version counts?
#[component]
pub fn ConflictNotice() -> impl IntoView {
    let app = use_app();
    let theirs = app.shelf.theirs;
    let take_theirs = move |()| {
        app.shelf.draft.set(None);
        app.shelf.opened.set(theirs.get_untracked());
        theirs.set(None);
    };
    // The edits stay; saving them replaces what the other tab saved, because that has been seen now.
    let keep_mine = move |()| {
        app.shelf.opened.set(theirs.get_untracked());
        theirs.set(None);
    };
    view! {
        <Show when=move || theirs.with(Option::is_some)>
            <Notice tone=Tone::Warn title="Another tab changed this dashboard">
                <p>"You have edits here that are not saved. Take the other tab’s version, or go on with yours: saving it replaces the other one."</p>
                <div class="notice-actions">
                    <Button on_press=take_theirs>"Take the other version"</Button>
                    <Button on_press=keep_mine>"Keep my edits"</Button>
                </div>
            </Notice>
        </Show>
    }
}

/// The dashboard came with the link: whoever likes it can keep it.
#[component]
pub fn SharedNotice() -> impl IntoView {
    let app = use_app();
    let shared = Memo::new(move |_| app.page.with(|page| page.dashboard == SHARED));
    view! {
        <Show when=move || shared.get()>
            <Notice title="This dashboard came with the link">
                <p>"You see it with your own data. It is not kept in this browser unless you say so."</p>
                <div class="notice-actions">
                    <Button glyph=Glyph::Check on_press=move |()| app.keep_shared()>
                        "Keep a copy"
                    </Button>
                </div>
            </Notice>
        </Show>
    }
}

/// How full the storage is, and texts that cannot be read.
#[component]
pub fn StorageFacts(listing: Memo<Listing>) -> impl IntoView {
    let full = move || listing.with(Listing::is_nearly_full);
    view! {
        <Show when=full>
            <Notice tone=Tone::Warn title="The browser’s storage is nearly full">
                <p>"Back up your dashboards, and empty the bin."</p>
            </Notice>
        </Show>
        {move || listing.with(|all| all.unreadable.iter().cloned().map(unreadable).collect_view())}
        <p class="boards-usage">
            "Dashboards are kept in this browser only. "{move || listing.with(dashboard_list::usage)}"."
        </p>
    }
}

fn unreadable(leftover: Leftover) -> impl IntoView {
    let app = use_app();
    let title = match leftover.why {
        Unreadable::Damaged => "A dashboard is damaged and was put aside".to_owned(),
        Unreadable::Newer { schema } => {
            format!("A dashboard was written by a newer version (format {schema})")
        }
    };
    let text = leftover.text.clone();
    let save = move |()| files::save("damaged-dashboard.txt", &text);
    let damaged = leftover.why == Unreadable::Damaged;
    let erase = move |()| {
        app.shelf.look(|store| store.erase_leftover(&leftover));
        app.shelf.touch();
    };
    view! {
        <Notice tone=Tone::Warn title=title>
            <p>"It is kept as it is."</p>
            <div class="notice-actions">
                <Button glyph=Glyph::Download on_press=save>"Save its text"</Button>
                {damaged
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Ghost glyph=Glyph::Trash on_press=erase>
                                "Delete it"
                            </Button>
                        }
                    })}
            </div>
        </Notice>
    }
}
