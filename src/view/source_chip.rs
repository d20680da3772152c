//! Where the numbers come from and how fresh they are; opens the connect dialog.

use super::connect::ConnectDialog;
use super::freshness::words_of;
use crate::state::app::use_app;
use crate::state::phase::Phase;
use crate::ui::{Glyph, Icon};
use leptos::prelude::*;

/// The source's name and the time its data was read, as a button.
#[component]
pub fn SourceChip() -> impl IntoView {
    let app = use_app();
    let connecting = RwSignal::new(false);
    let name = move || {
        // The source itself is no signal; it changes only together with the phase.
        let none = match app.phase.get() {
            Phase::Starting | Phase::Loading(_) => "Loading…",
            _ => "No source",
        };
        app.source()
            .map_or_else(|| none.to_owned(), |source| source.name())
    };
    let ready = move || app.phase.with(|phase| *phase == Phase::Ready);
    let updated = move || {
        let every = match app.every.get() {
            0 => "",
            _ if app.stale.with(Option::is_some) => ", out of date",
            _ => ", live",
        };
        ready().then(|| format!("{}{every}", words_of(app)))
    };
    view! {
        <button
            type="button"
            class="source-chip"
            title="Change the data source"
            class:is-live=move || ready() && app.stale.with(Option::is_none)
            on:click=move |_| connecting.set(true)
        >
            <span class="source-dot"></span>
            <span class="source-name">{name}</span>
            <span class="source-age">{updated}</span>
            <Icon glyph=Glyph::ChevronDown />
        </button>
        <ConnectDialog id="connect" open=connecting />
    }
}
