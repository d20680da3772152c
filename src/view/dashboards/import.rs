//! Dashboards from a file or a text: checked whole, shown, then added.

use crate::browser::files;
use crate::dashboard::ignored;
use crate::state::app::use_app;
use crate::state::dashboard_list;
use crate::state::words;
use crate::storage::document::Stored;
use crate::storage::exchange::{self, NotImported, Parcel, Taken};
use crate::storage::texts::KeptText;
use crate::ui::{Button, ButtonKind, Field, Glyph, Notice, Tone, Views};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::HtmlInputElement;

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
        match take(&parcel) {
            Ok(words) => {
                app.dashboards.panel.set(None);
                app.show_toast(words, None);
            }
            Err(words) => problem.set(words),
        }
    };
    let ready = move || read.with(|read| matches!(read, Some(Ok(_))));
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
            let titles = use_app()
                .dashboards
                .look(|store| store.titles(&parcel.dashboards));
            let lines = parcel.dashboards.iter().zip(titles);
            let lines = lines.map(|(stored, title)| preview(stored, title)).views();
            let texts = parcel.texts.iter().map(text_line).views();
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

/// A text that would be added as it is.
fn text_line(kept: &KeptText) -> impl IntoView + use<> {
    view! {
        <li class="board">
            <div class="board-text">
                <p class="board-title"><bdi>{kept.what()}</bdi></p>
                <p class="board-facts">"Kept as it is"</p>
            </div>
        </li>
    }
}

/// A dashboard that would be added, and what it would be called; `None`: it is here already.
fn preview(stored: &Stored, free: Option<String>) -> impl IntoView + use<> {
    let title = stored.dashboard.title.clone();
    let renamed = match free {
        None => Some(view! { <p class="board-facts">"It is here already."</p> }.into_any()),
        Some(free) if free == title => None,
        Some(free) => Some(
            view! { <p class="board-facts">"The title is taken: it will be called “"<bdi>{free}</bdi>"”."</p> }
                .into_any(),
        ),
    };
    let unused = ignored::here(&stored.dashboard);
    let binned = stored.deleted.map(|_| " · in the bin");
    view! {
        <li class="board">
            <super::preview::Preview tiles=dashboard_list::tiles(&stored.dashboard) />
            <div class="board-text">
                <p class="board-title"><bdi>{title}</bdi></p>
                <p class="board-facts">{dashboard_list::size(stored.dashboard.widgets.len())}{binned}</p>
                {renamed}
                {(!unused.is_empty())
                    .then(|| {
                        view! {
                            <details class="details">
                                <summary>"Kept, but not used here"</summary>
                                <ul>{unused.into_iter().map(|line| view! { <li>{line}</li> }).views()}</ul>
                            </details>
                        }
                    }).views()}
            </div>
        </li>
    }
}

/// Adds everything; says what became of it.
fn take(parcel: &Parcel) -> Result<String, String> {
    let app = use_app();
    let (now, mut added, mut here) = (app.clock(), Vec::new(), 0);
    for dashboard in &parcel.dashboards {
        match app.dashboards.look(|store| store.take(dashboard, now)) {
            Ok(Taken::Added(saved)) => added.push(saved.stored),
            Ok(Taken::Here) => here += 1,
            Err(why) => return Err(words::not_saved(&why)),
        }
    }
    let mut texts = 0;
    for text in &parcel.texts {
        match app.dashboards.look(|store| store.take_text(text, now)) {
            true => texts += 1,
            false => here += 1,
        }
    }
    for text in &parcel.beside {
        app.dashboards
            .look(|store| store.take_beside(text, &parcel.dashboards));
    }
    app.dashboards.touch();
    if let [one] = added.as_slice()
        && one.deleted.is_none()
    {
        app.go(|page| page.turn_to(&one.id));
    }
    let mut words = match (added.as_slice(), texts) {
        ([], n @ 1..) => format!("{} added.", count(n, "text was", "texts were")),
        ([one], 0) => format!("“{}” was added.", one.dashboard.title),
        (all, n) => {
            let dashboards = count(all.len(), "dashboard was", "dashboards were");
            let and = match n {
                0 => String::new(),
                n => format!(", and {}", count(n, "text", "texts")),
            };
            format!("{dashboards} added{and}.")
        }
    };
    if here > 0 {
        words.push_str(&format!(" {} here already.", count(here, "was", "were")));
    }
    Ok(words)
}

fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
