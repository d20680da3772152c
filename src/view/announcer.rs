//! Tells assistive technology what happened to the page: loaded, failed, filtered.

use crate::session::format;
use crate::state::app::{App, use_app};
use crate::state::phase::Phase;
use crate::state::words;
use crate::widget::zone::page_zone;
use leptos::prelude::*;

/// A polite live region. It is in the page from the start: one that comes with its text is not spoken.
#[component]
pub fn Announcer() -> impl IntoView {
    let app = use_app();
    let news = RwSignal::new(String::new());
    // What the filters are, without the parts of the link that only say where one looks.
    let filters = Memo::new(move |_| {
        app.page.with(|page| {
            app.catalog
                .with_untracked(|catalog| words::filters(page, catalog, &page_zone()))
        })
    });
    Effect::new(move |_| news.set(phase_in_words(app)));
    Effect::new(move |before: Option<String>| {
        let now = filters.get();
        let changed = before.is_some_and(|before| before != now);
        if changed && app.phase.with_untracked(|phase| *phase == Phase::Ready) {
            news.set(format!("Showing {now}"));
        }
        now
    });
    view! {
        <p class="visually-hidden" role="status" aria-live="polite">
            {move || news.get()}
        </p>
    }
}

fn phase_in_words(app: App) -> String {
    match app.phase.get() {
        Phase::Starting | Phase::Loading(_) => "Loading sessions.".to_owned(),
        Phase::Connect => String::new(),
        Phase::Ready => {
            let rows = app.report.with_untracked(|report| report.rows);
            format!("Loaded {} sessions.", format::count(rows))
        }
        Phase::Failed(error) => format!("Loading failed. {error}"),
    }
}
