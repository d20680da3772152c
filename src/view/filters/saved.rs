//! A person's own dashboard has filters that are saved with it, and what its legends hide; a built-in one may have filters.
//! Changed ones are a draft until they are saved too.

use crate::state::app::use_app;
use crate::state::dashboard_actions::DashboardAction;
use crate::state::page_query::PageQuery;
use crate::ui::{Button, ButtonKind, Glyph, When};
use leptos::prelude::*;

/// Save and Cancel, while filters or legends are not as they are saved.
#[component]
pub fn SavedFilters() -> impl IntoView {
    let app = use_app();
    let unsaved = Memo::new(move |_| {
        let can_save = app.dashboards.opened.with(|opened| match opened {
            Some(stored) => stored.can_change(),
            None => app.is_built_in(),
        });
        app.page.with(PageQuery::draft).filter(|_| can_save)
    });
    let words = move || unsaved.get().map(|what| format!("Unsaved {what}"));
    view! {
        <When is=move || unsaved.get().is_some()>
            <div class="filter-draft" role="group" aria-label=words>
                <span class="filter-draft-text">{words}</span>
                <Button kind=ButtonKind::Primary glyph=Glyph::Check on_press=move |()| app.perform(DashboardAction::SaveFilters)>
                    "Save"
                </Button>
                <Button kind=ButtonKind::Ghost on_press=move |()| app.cancel_filters()>
                    "Cancel"
                </Button>
            </div>
        </When>
    }
}
