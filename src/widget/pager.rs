//! Previous and next page of a list, with what is on screen and how much there is.

use crate::session::format;
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;

/// The pages of a list. `go` is told the page to show, from 0.
#[component]
pub fn Pager(
    /// The page on screen, from 0.
    #[prop(into)]
    page: Signal<usize>,
    /// How many there are.
    #[prop(into)]
    pages: Signal<usize>,
    /// Rows on all pages.
    #[prop(into)]
    total: Signal<usize>,
    /// Rows on a page.
    #[prop(into)]
    size: Signal<usize>,
    /// Turns to a page.
    #[prop(into)]
    go: Callback<usize>,
) -> impl IntoView {
    let text = move || {
        let (total, from) = (total.get(), page.get() * size.get());
        let to = (from + size.get()).min(total);
        let count = |n: usize| format::count(n as u64);
        if total == 0 {
            "0 of 0".to_owned()
        } else {
            format!("{}–{} of {}", count(from + 1), count(to), count(total))
        }
    };
    view! {
        <div class="pager" role="group" aria-label="Pages">
            <span class="pager-text" role="status">{text}</span>
            <button
                type="button"
                class="icon-button"
                aria-label="Previous page"
                disabled=move || page.get() == 0
                on:click=move |_| go.run(page.get_untracked().saturating_sub(1))
            >
                <Icon glyph=Glyph::ChevronLeft />
            </button>
            <button
                type="button"
                class="icon-button"
                aria-label="Next page"
                disabled=move || { page.get() + 1 >= pages.get() }
                on:click=move |_| go.run(page.get_untracked() + 1)
            >
                <Icon glyph=Glyph::ChevronRight />
            </button>
        </div>
    }
}
