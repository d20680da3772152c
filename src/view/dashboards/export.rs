//! The dashboard on screen as Sentry's dashboard JSON: into a file or the clipboard.

use crate::browser::{clipboard, files};
use crate::dashboard::ignored;
use crate::state::app::use_app;
use crate::state::page_query::PageQuery;
use crate::state::saved_filters;
use crate::storage::exchange;
use crate::ui::{Button, ButtonKind, Glyph, Views};
use leptos::prelude::*;

/// What is exported, what of it Sentry leaves out, and where to.
pub fn export_view() -> AnyView {
    let app = use_app();
    let mut dashboard = app.dashboard.get_untracked();
    let saved = app
        .dashboards
        .with_store(|store| store.filters(&dashboard.id));
    if let Some(saved) = saved {
        saved_filters::put(&PageQuery::from_search(&saved).0, &mut dashboard);
    }
    let text = StoredValue::new(exchange::export(&dashboard));
    let ignored = ignored::by_sentry(&dashboard);
    let name = file_name(&dashboard.title);
    let copied = RwSignal::new(None);
    let copy = move |()| {
        leptos::task::spawn_local(async move {
            copied.set(Some(clipboard::write(&text.get_value()).await));
        });
    };
    let outcome = move || match copied.get() {
        Some(true) => "Copied.",
        Some(false) => "The browser did not allow that: save the file, or select the text below.",
        None => "",
    };
    view! {
        <div class="stack">
            <p>"In Sentry’s dashboard format: import it there, or into Session Health in another browser. It contains no address, no token and no session data."</p>
            {(!ignored.is_empty())
                .then(|| {
                    view! {
                        <details class="details">
                            <summary>{format!("Sentry will ignore these settings ({} widgets)", ignored.len())}</summary>
                            <ul tabindex="0" aria-label="What Sentry ignores">
                                {ignored.into_iter().map(|line| view! { <li>{line}</li> }).views()}
                            </ul>
                        </details>
                    }
                }).views()}
            <label class="field-label" for="export-text">"The document"</label>
            <textarea class="input document" id="export-text" readonly spellcheck="false" prop:value=text.get_value()></textarea>
            <p class="field-hint" role="status">{outcome}</p>
            <div class="dialog-actions">
                <Button glyph=Glyph::Copy on_press=copy>"Copy"</Button>
                <Button kind=ButtonKind::Primary glyph=Glyph::Download on_press=move |()| files::save(&name, &text.get_value())>
                    "Save file"
                </Button>
            </div>
        </div>
    }
    .into_any()
}

/// A name that every file system takes.
fn file_name(title: &str) -> String {
    let plain: String = title
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .take(60)
        .collect();
    format!("{}.json", plain.trim_matches('-').to_lowercase())
}
