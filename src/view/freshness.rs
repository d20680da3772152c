//! How old the numbers are and how often they are renewed; and a notice when that failed.

use crate::session::format;
use crate::source::config::SourceConfig;
use crate::state::app::{App, use_app};
use crate::state::live::CHOICES;
use crate::state::words;
use crate::ui::{Button, Glyph, Notice, Tone, Views};
use crate::widget::zone::page_zone;
use leptos::prelude::*;

/// When the data was read, and how often to read it again; nothing where nothing can be new.
#[component]
pub fn Freshness(id: &'static str) -> impl IntoView {
    let app = use_app();
    let Some(SourceConfig::Rest { .. }) = app.config() else {
        return ().into_any();
    };
    let choices = CHOICES.map(|(seconds, label)| {
        view! {
            <label class="pill">
                <input
                    type="radio"
                    name=format!("{id}-every")
                    prop:checked=move || app.every.get() == seconds
                    on:change=move |_| app.refresh_every(seconds)
                />
                <span>{label}</span>
            </label>
        }
    });
    view! {
        <section class="freshness" aria-label="Freshness">
            <p class="freshness-age">{move || words_of(app)}</p>
            <Button glyph=Glyph::Retry on_press=move |()| app.refresh()>
                "Refresh now"
            </Button>
            <fieldset class="pills">
                <legend class="field-label">"Auto-refresh"</legend>
                {choices.views()}
            </fieldset>
        </section>
    }
    .into_any()
}

/// `Updated 13:20`, or for files `Up to 18 Nov 2026, 13:20`.
pub fn words_of(app: App) -> String {
    let (now, zone) = (app.now.get(), page_zone());
    let time = format::time(now, &zone);
    match app.config() {
        Some(SourceConfig::Files { .. }) => {
            format!("Up to {}, {time}", format::date(now, &zone))
        }
        _ => format!("Updated {time}"),
    }
}

/// Says that the numbers on screen could not be renewed, how old they are and why.
#[component]
pub fn StaleNotice() -> impl IntoView {
    let app = use_app();
    let notice = move || {
        let (error, tried) = app.stale.get()?;
        let age = words::age(app.now.get(), tried);
        let title = format!(
            "These numbers are from {}, {age}",
            format::time(app.now.get(), &page_zone())
        );
        let dismiss = Callback::new(move |()| app.stale.set(None));
        Some(view! {
            <Notice tone=Tone::Warn title on_dismiss=dismiss>
                <p>{format!("{error} {}", error.advice())}</p>
                <Button glyph=Glyph::Retry on_press=move |()| app.refresh()>
                    "Retry"
                </Button>
            </Notice>
        })
    };
    view! { <div role="status">{notice}</div> }
}
