//! A person's own dashboard has filters that are saved with it, and a built-in one may have some. Changed ones are a draft
//! until they are saved too.

use crate::state::app::use_app;
use crate::state::deeds::Deed;
use crate::ui::{Button, ButtonKind, Glyph, When};
use leptos::prelude::*;

/// Save and Cancel, while the filters are not those that are saved.
#[component]
pub fn SavedFilters() -> impl IntoView {
    let app = use_app();
    let unsaved = Memo::new(move |_| {
        let can_save = app.shelf.opened.with(|opened| match opened {
            Some(stored) => stored.can_change(),
            None => app.is_built_in(),
        });
        can_save && app.page.with(|page| page.has_saved && !page.as_saved)
    });
    view! {
        <When is=move || unsaved.get()>
            <div class="filter-draft" role="group" aria-label="Unsaved filters">
                <span class="filter-draft-text">"Unsaved filters"</span>
                <Button kind=ButtonKind::Primary glyph=Glyph::Check on_press=move |()| app.perform(Deed::SaveFilters)>
                    "Save"
                </Button>
                <Button kind=ButtonKind::Ghost on_press=move |()| app.cancel_filters()>
                    "Cancel"
                </Button>
            </div>
        </When>
    }
}
