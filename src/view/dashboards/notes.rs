//! What a person has to know about where their dashboards are kept.

use crate::browser::files;
use crate::state::app::use_app;
use crate::state::dashboard_list;
use crate::state::trouble;
use crate::storage::dashboards::{Leftover, Listing};
use crate::storage::document::Unreadable;
use crate::ui::{Button, ButtonKind, Glyph, Notice, Tone, Views, When};
use leptos::prelude::*;

/// How full the storage is, and texts that cannot be read.
#[component]
pub fn StorageFacts(listing: Memo<Listing>) -> impl IntoView {
    let full = move || listing.with(Listing::is_nearly_full);
    view! {
        <When is=full>
            <Notice tone=Tone::Warn title="The browser’s storage is nearly full">
                <p>"Back up your dashboards, and empty the bin."</p>
            </Notice>
        </When>
        {move || listing.with(|all| all.unreadable.iter().map(|left| unreadable(all, left)).views())}
        <p class="boards-usage">
            "Dashboards are kept in this browser only. "{move || listing.with(dashboard_list::usage)}"."
        </p>
    }
}

fn unreadable(listing: &Listing, leftover: &Leftover) -> impl IntoView + use<> {
    let app = use_app();
    let leftover = leftover.clone();
    let title = match leftover.why {
        Unreadable::Damaged => trouble::what(listing, &leftover, true),
        Unreadable::Newer { schema } => {
            format!("A dashboard was written by a newer version (format {schema})")
        }
    };
    let text = leftover.text.clone();
    let save = move |()| files::save("damaged-dashboard.txt", &text);
    let damaged = leftover.why == Unreadable::Damaged;
    let erase = move |()| {
        app.dashboards
            .with_store(|store| store.erase_leftover(&leftover));
        app.dashboards.touch();
        let erased = leftover.clone();
        app.tell_with_undo("The text is deleted.".to_owned(), move || {
            app.dashboards
                .with_store(|store| store.put_leftover_back(&erased));
            app.dashboards.touch();
            app.dashboards.toast.set(None);
        });
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
                    }).views()}
            </div>
        </Notice>
    }
}
