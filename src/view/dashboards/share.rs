//! A link that carries the dashboard itself.

use crate::browser::clipboard;
use crate::state::app::use_app;
use crate::ui::field::note_id;
use crate::ui::{Button, ButtonKind, Field, Glyph};
use leptos::prelude::*;

/// The link, and a button that copies it.
pub fn share_view() -> AnyView {
    let app = use_app();
    let link = StoredValue::new(app.share_link());
    let copied = RwSignal::new(None);
    let text = link.get_value().unwrap_or_default();
    let none = text.is_empty();
    let copy = move |()| {
        leptos::task::spawn_local(async move {
            let link = link.get_value().unwrap_or_default();
            copied.set(Some(clipboard::write(&link).await));
        });
    };
    let outcome = move || match (link.get_value(), copied.get()) {
        (None, _) => "This dashboard is too large for a link: export it instead.".to_owned(),
        (_, Some(true)) => "Copied.".to_owned(),
        (_, Some(false)) => {
            "The browser did not allow that: select the link and copy it.".to_owned()
        }
        (Some(link), None) => format!("{} characters.", link.len()),
    };
    view! {
        <div class="stack">
            <p>"Whoever opens this link sees the dashboard with their own data, and can keep a copy. The dashboard is in the part of the link that browsers never send to a server; it contains no backend address and no token."</p>
            <Field id="share-link" label="Link" hint=Signal::derive(outcome)>
                <textarea class="input document document-short" id="share-link" aria-describedby=note_id("share-link") readonly spellcheck="false" prop:value=text></textarea>
            </Field>
            <div class="dialog-actions">
                <Button
                    kind=ButtonKind::Primary
                    glyph=Glyph::Copy
                    disabled=none
                    on_press=copy
                >
                    "Copy link"
                </Button>
            </div>
        </div>
    }
    .into_any()
}
