//! The windows before and after, ranges that were used lately, and the present one as a text.

use crate::browser::clipboard;
use crate::state::app::{App, use_app};
use crate::state::page_query::Period;
use crate::state::ranges::{self, Way};
use crate::state::words;
use crate::state::world::preferences;
use crate::ui::{Button, ButtonKind, Glyph, PopoverHandle, Views};
use crate::widget::zone::page_zone;
use leptos::prelude::*;

/// Name of the preference that holds ranges used lately.
const RECENT: &str = "recent-ranges";

/// Shows a range, remembers it and closes the panel.
pub fn apply(app: App, popover: PopoverHandle, period: Period) {
    let mut recent = recent();
    ranges::remember(&mut recent, &period);
    preferences(|kept| kept.write(RECENT, &recent));
    app.go(|page| page.period = period);
    popover.close();
}

fn recent() -> Vec<String> {
    preferences(|kept| kept.read(RECENT)).unwrap_or_default()
}

/// One window back, one window on, and a copy of the present range.
#[component]
pub fn RangeSteps() -> impl IntoView {
    let app = use_app();
    let beside = move |way| {
        app.page
            .with(|page| ranges::beside(&page.period, app.now.get(), way))
    };
    let go = move |way| {
        if let Some(period) = untrack(|| beside(way)) {
            app.go(|page| page.period = period);
        }
    };
    let copied = RwSignal::new(None);
    let copy = move |()| {
        let range = untrack(|| app.range());
        let text = ranges::to_text(&Period::Between(range));
        leptos::task::spawn_local(async move { copied.set(Some(clipboard::write(&text).await)) });
    };
    view! {
        <label class="range-compare">
            <input
                type="checkbox"
                prop:checked=move || app.page.with(|page| page.compare)
                on:change:target=move |event| {
                    let compare = event.target().checked();
                    app.go(|page| page.compare = compare);
                }
            />
            "Compare with previous period"
        </label>
        <div class="range-steps" role="group" aria-label="Other windows">
            <Button kind=ButtonKind::Ghost glyph=Glyph::ChevronLeft on_press=move |()| go(Way::Earlier)>
                "Previous"
            </Button>
            <Button
                kind=ButtonKind::Ghost
                glyph=Glyph::ChevronRight
                disabled=Signal::derive(move || beside(Way::Later).is_none())
                on_press=move |()| go(Way::Later)
            >
                "Next"
            </Button>
            <Button kind=ButtonKind::Ghost glyph=Glyph::Copy on_press=copy>
                {move || match copied.get() {
                    None => "Copy range",
                    Some(true) => "Copied",
                    Some(false) => "Not allowed",
                }}
            </Button>
        </div>
    }
}

/// Up to five ranges, the latest first; nothing before there are any.
#[component]
pub fn RecentRanges() -> impl IntoView {
    let app = use_app();
    let popover = expect_context::<PopoverHandle>();
    let known: Vec<Period> = recent()
        .iter()
        .filter_map(|text| ranges::from_text(text).ok())
        .collect();
    let choice = move |period: Period| {
        let label = words::period(&period, &page_zone());
        view! {
            <li>
                <button type="button" class="menu-item" on:click=move |_| apply(app, popover, period.clone())>
                    {label}
                </button>
            </li>
        }
    };
    (!known.is_empty()).then(|| {
        view! {
            <div class="range-form">
                <p class="field-label" id="recent-ranges">"Recently used"</p>
                <ul class="recent-ranges" aria-labelledby="recent-ranges">{known.into_iter().map(choice).views()}</ul>
            </div>
        }
    }).views()
}
