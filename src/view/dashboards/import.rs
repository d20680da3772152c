//! Dashboards from a file or a text: checked whole, shown, then added.

use crate::browser::files;
use crate::dashboard::ignored;
use crate::state::app::{App, use_app};
use crate::state::dashboard_list;
use crate::state::words;
use crate::storage::document::Stored;
use crate::storage::exchange::{self, NotImported, Parcel, Prospect};
use crate::storage::import::Imported;
use crate::storage::texts::KeptText;
use crate::ui::{Button, ButtonKind, Field, Glyph, Notice, Tone, Views};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::HtmlInputElement;

/// What is said of what would not be added.
const HERE: &str = "It is here already.";

/// A text to read, what is in it, and a button that adds it.
pub fn import_view() -> AnyView {
    let app = use_app();
    let text = RwSignal::new(String::new());
    let read = Memo::new(move |_| {
        text.with(|text| (!text.trim().is_empty()).then(|| exchange::read(text)))
    });
    let problem = RwSignal::new(String::new());
    let take_up = move |content: Option<String>| match content {
        Some(content) => text.set(content),
        None => problem.set("The file could not be read.".to_owned()),
    };
    let choose = move |input: HtmlInputElement| {
        spawn_local(async move { take_up(files::read(&input).await) });
    };
    let dropped = window_event_listener(ev::drop, move |event| {
        let list = event.data_transfer().and_then(|data| data.files());
        if list.as_ref().is_some_and(|list| list.length() > 0) {
            spawn_local(async move { take_up(files::first(list).await) });
        }
    });
    on_cleanup(move || dropped.remove());
    let add = move |()| {
        let Some(Ok(parcel)) = read.get_untracked() else {
            return;
        };
        let now = app.clock();
        match app.dashboards.import(&parcel, now) {
            Ok(imported) => {
                app.dashboards.panel.set(None);
                show(app, imported);
            }
            Err(why) => problem.set(words::not_saved(&why)),
        }
    };
    let ready = move || {
        read.with(|read| {
            let parcel = read.as_ref().and_then(|read| read.as_ref().ok());
            parcel.is_some_and(|parcel| !app.dashboards.with_store(|store| store.has_all(parcel)))
        })
    };
    let outcome = move || read.get().map(outcome);
    view! {
        <div class="stack">
            <p>"A dashboard from Sentry or Session Health, or a backup. It is added to yours; nothing is replaced."</p>
            <Field id="import-file" label="File" hint="Or drop it anywhere on this dialog.">
                <input
                    class="input"
                    id="import-file"
                    type="file"
                    accept=".json,application/json"
                    on:change:target=move |event| choose(event.target())
                />
            </Field>
            <Field id="import-text" label="Or paste its text">
                <textarea
                    class="input document"
                    id="import-text"
                    spellcheck="false"
                    prop:value=move || text.get()
                    on:input:target=move |event| text.set(event.target().value())
                ></textarea>
            </Field>
            <div role="status">{outcome}</div>
            <p class="field-error" role="alert">{move || problem.get()}</p>
            <div class="dialog-actions">
                <Button kind=ButtonKind::Primary glyph=Glyph::Upload disabled=Signal::derive(move || !ready()) on_press=add>
                    "Add"
                </Button>
            </div>
        </div>
    }
    .into_any()
}

fn outcome(read: Result<Parcel, NotImported>) -> AnyView {
    match read {
        Ok(parcel) => {
            let dashboards = use_app().dashboards;
            let prospects = dashboards.with_store(|store| store.prospects(&parcel.dashboards));
            let lines = parcel.dashboards.iter().zip(prospects).zip(parcel.changes);
            let lines =
                lines.map(|((stored, prospect), changes)| preview(stored, prospect, changes));
            let lines = lines.views();
            let is_here = |text| dashboards.with_store(|store| store.has_text(text));
            let texts = parcel
                .texts
                .iter()
                .map(|text| text_line(text, is_here(text)));
            let texts = texts.views();
            let beside = (!parcel.beside.is_empty()).then(|| {
                view! { <p class="field-hint">"With unsaved edits and the undo history."</p> }
            });
            view! { <ul class="import-list" aria-label="To be added">{lines}{texts}</ul>{beside} }
                .into_any()
        }
        Err(why) => view! {
            <Notice tone=Tone::Bad title="This cannot be imported">
                <p>{why.to_string()}</p>
            </Notice>
        }
        .into_any(),
    }
}

/// A text that would be added as it is, unless it is here already.
fn text_line(kept: &KeptText, is_here: bool) -> impl IntoView + use<> {
    let fate = if is_here { HERE } else { "Kept as it is" };
    view! {
        <li class="board">
            <div class="board-text">
                <p class="board-title"><bdi>{kept.what()}</bdi></p>
                <p class="board-facts">{fate}</p>
            </div>
        </li>
    }
}

/// A dashboard of the file, what would become of it, and what was changed so that it fits.
fn preview(stored: &Stored, prospect: Prospect, changes: Vec<String>) -> impl IntoView + use<> {
    let title = stored.dashboard.title.clone();
    let (fate, free) = match prospect {
        Prospect::Here => (Some(HERE), None),
        Prospect::Back(free) => (Some("It is in the bin, and comes back."), Some(free)),
        Prospect::Added(free) => (None, Some(free)),
    };
    let fate = fate.map(|fate| view! { <p class="board-facts">{fate}</p> });
    let renamed = free.filter(|free| *free != title).map(|free| {
        view! { <p class="board-facts">"The title is taken: it will be called “"<bdi>{free}</bdi>"”."</p> }
    });
    let unused = ignored::here(&stored.dashboard);
    let binned = stored.deleted.map(|_| " · in the bin");
    view! {
        <li class="board">
            <super::preview::Preview tiles=dashboard_list::tiles(&stored.dashboard) />
            <div class="board-text">
                <p class="board-title"><bdi>{title}</bdi></p>
                <p class="board-facts">{dashboard_list::size(stored.dashboard.widgets.len())}{binned}</p>
                {fate.views()}
                {renamed.views()}
                {details("Changed, so that it fits", changes)}
                {details("Kept, but not used here", unused)}
            </div>
        </li>
    }
}

fn details(summary: &'static str, lines: Vec<String>) -> impl IntoView {
    let details = (!lines.is_empty()).then(|| {
        view! {
            <details class="details">
                <summary>{summary}</summary>
                <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).views()}</ul>
            </details>
        }
    });
    details.views()
}

/// Opens what was imported where it is one dashboard, and tells what became of all, with a way back.
fn show(app: App, imported: Imported) {
    let from = app.page.with_untracked(|page| page.dashboard.clone());
    let returned = imported.returned.iter().map(|returned| &returned.now);
    let all: Vec<&Stored> = imported.dashboards.iter().chain(returned).collect();
    if let [one] = all.as_slice()
        && one.deleted.is_none()
    {
        app.go(|page| page.turn_to(&one.id));
    }
    let words = in_words(&imported);
    if all.is_empty() && imported.texts.is_empty() {
        return app.show_toast(words, None);
    }
    app.tell_with_undo(words, move || {
        let stay = app.dashboards.take_back(&imported);
        let is_gone = |id: &str| {
            let mut added = imported.dashboards.iter();
            let mut returned = imported.returned.iter();
            let gone = |now: Option<Stored>| now.is_none_or(|now| now.deleted.is_some());
            (added.any(|added| added.id == id) || returned.any(|back| back.now.id == id))
                && gone(
                    app.dashboards
                        .with_store(|s| s.read(id).and_then(Result::ok)),
                )
        };
        if app.page.with_untracked(|page| is_gone(&page.dashboard)) {
            app.go(|page| page.turn_to(&from));
        }
        match stay.as_slice() {
            [] => app.dashboards.toast.set(None),
            [one] => app.show_toast(format!("“{one}” was changed since, and stays."), None),
            all => {
                let titles = all.join("”, “");
                app.show_toast(format!("“{titles}” were changed since, and stay."), None);
            }
        }
    });
}

/// What became of an import.
fn in_words(imported: &Imported) -> String {
    let mut words = Vec::new();
    words.extend(
        match (imported.dashboards.as_slice(), imported.texts.len()) {
            ([], 0) => None,
            ([], n) => Some(format!("{} added.", count(n, "text was", "texts were"))),
            ([one], 0) => Some(format!("“{}” was added.", one.dashboard.title)),
            (all, n) => {
                let dashboards = count(all.len(), "dashboard was", "dashboards were");
                let and = match n {
                    0 => String::new(),
                    n => format!(", and {}", count(n, "text", "texts")),
                };
                Some(format!("{dashboards} added{and}."))
            }
        },
    );
    words.extend(match imported.returned.as_slice() {
        [] => None,
        [one] => Some(format!(
            "“{}” is back from the bin.",
            one.now.dashboard.title
        )),
        all => Some(format!("{} dashboards are back from the bin.", all.len())),
    });
    if imported.here > 0 {
        words.push(format!(
            "{} here already.",
            count(imported.here, "was", "were")
        ));
    }
    words.join(" ")
}

fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
