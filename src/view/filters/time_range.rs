//! The time range: presets, typed lengths, fixed start and end.

use super::range_steps::{RangeSteps, RecentRanges, apply};
use crate::browser::chunk::chunk;
use crate::session::zone::Zone;
use crate::state::app::use_app;
use crate::state::local_time::{from_local, to_local};
use crate::state::page_query::{Period, PeriodError};
use crate::state::{ranges, words};
use crate::ui::{Choice, Glyph, Icon, Listbox, Popover, PopoverHandle, later};
use crate::widget::zone::{PageZone, page_zone, set_utc};
use futures_util::FutureExt;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

const PRESETS: [&str; 6] = ["1h", "24h", "7d", "14d", "30d", "90d"];

/// The range, by whatever way it was given.
#[component]
pub fn TimeRangeFilter() -> impl IntoView {
    let app = use_app();
    let value = move || {
        app.page
            .with(|page| words::period(&page.period, &page_zone()))
    };
    let trigger = move || {
        view! {
            <Icon glyph=Glyph::Calendar />
            <span class="filter-name visually-hidden">"Time range: "</span>
            <span class="filter-value">{value}</span>
            <Icon glyph=Glyph::ChevronDown />
        }
    };
    view! {
        <Popover id="filter-time" class="button button-secondary filter" trigger=trigger label="Time range" width=320.0>
            {move || later(|| panel().map(Result::ok).boxed_local())}
        </Popover>
    }
}

chunk! {
    in panels;
    fn panel() -> ViewFn {
        ViewFn::from(|| view! {
            <RangeSteps />
            <Presets />
            <div class="range-forms">
                <TypedRange />
                <FixedRange />
                <RecentRanges />
                <ZoneSwitch />
            </div>
        })
    }
}

#[component]
fn Presets() -> impl IntoView {
    let app = use_app();
    let popover = expect_context::<PopoverHandle>();
    let choice = |text: &str| {
        let period = Period::last(text).unwrap_or_default();
        Choice {
            value: text.to_owned(),
            label: words::period(&period, &page_zone()),
            hint: text.to_owned(),
            badge: None,
        }
    };
    let choices = PRESETS.map(choice).to_vec();
    let selected = move || {
        app.page.with(|page| match &page.period {
            Period::Last { text, .. } => vec![text.clone()],
            Period::Between(_) => Vec::new(),
        })
    };
    let choose = move |value: String| {
        if let Ok(period) = Period::last(&value) {
            apply(app, popover, period);
        }
    };
    view! {
        <Listbox
            id="filter-time-list"
            label="Relative ranges"
            choices=Signal::derive(move || choices.clone())
            selected=Signal::derive(selected)
            on_choose=choose
        />
    }
}

/// A length typed as text, or a range as it was copied.
#[component]
fn TypedRange() -> impl IntoView {
    let app = use_app();
    let popover = expect_context::<PopoverHandle>();
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match ranges::from_text(&text.get_untracked()) {
            Ok(period) => apply(app, popover, period),
            Err(why) => error.set(Some(why)),
        }
    };
    view! {
        <form class="range-form" novalidate on:submit=submit>
            <label class="field-label" for="range-typed">
                "Another length"
            </label>
            <div class="range-row">
                <input
                    class="input"
                    id="range-typed"
                    type="text"
                    autocomplete="off"
                    placeholder="13h, 10d, 4w"
                    aria-describedby="range-typed-error"
                    aria-invalid=move || error.get().is_some().then_some("true")
                    prop:value=move || text.get()
                    on:input:target=move |event| text.set(event.target().value())
                />
                <button type="submit" class="button button-secondary">
                    "Apply"
                </button>
            </div>
            <RangeProblem id="range-typed-error" error />
        </form>
    }
}

/// A start and an end in the viewer's zone.
#[component]
fn FixedRange() -> impl IntoView {
    let app = use_app();
    let popover = expect_context::<PopoverHandle>();
    let zone = untrack(page_zone);
    let range = untrack(|| app.range());
    let start = RwSignal::new(to_local(range.start, &zone));
    let end = RwSignal::new(to_local(range.end, &zone));
    let error = RwSignal::new(None);
    // The same instants in the other zone; what is no time stays as it was typed.
    Effect::new(move |before: Option<PageZone>| {
        let zone = page_zone();
        for text in [start, end] {
            let typed = text.get_untracked();
            let old = before.filter(|old| *old != zone);
            if let Some(at) = old.and_then(|old| from_local(&typed, &old)) {
                text.set(to_local(at, &zone));
            }
        }
        zone
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match between(&start.get_untracked(), &end.get_untracked()) {
            Ok(period) => apply(app, popover, period),
            Err(why) => error.set(Some(why)),
        }
    };
    let input = move |id: &'static str, label: &'static str, value: RwSignal<String>| {
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <input
                    class="input"
                    id=id
                    type="datetime-local"
                    aria-describedby="range-fixed-error"
                    aria-invalid=move || error.get().is_some().then_some("true")
                    prop:value=move || value.get()
                    on:input:target=move |event| value.set(event.target().value())
                />
            </div>
        }
    };
    view! {
        <form class="range-form" novalidate on:submit=submit>
            {input("range-start", "Start", start)}
            {input("range-end", "End", end)}
            <RangeProblem id="range-fixed-error" error />
            <div class="range-row">
                <span class="field-hint range-zone">{move || format!("Times in {}", page_zone().name())}</span>
                <button type="submit" class="button button-secondary">
                    "Apply"
                </button>
            </div>
        </form>
    }
}

/// Whether the page writes all times in UTC.
#[component]
fn ZoneSwitch() -> impl IntoView {
    let app = use_app();
    view! {
        <label class="zone-switch">
            <input
                type="checkbox"
                role="switch"
                prop:checked=move || page_zone().is_utc()
                on:change:target=move |event| set_utc(app, event.target().checked())
            />
            "All times in UTC"
            <span class="field-hint">{format!("instead of {}", PageZone::own().name())}</span>
        </label>
    }
}

/// A fixed range from local times.
fn between(start: &str, end: &str) -> Result<Period, PeriodError> {
    let instant = |text| from_local(text, &page_zone()).ok_or(PeriodError::NotATime);
    Period::between(&instant(start)?.to_iso(), &instant(end)?.to_iso())
}

/// What is wrong with a form, spoken when it comes up.
#[component]
fn RangeProblem(id: &'static str, error: RwSignal<Option<PeriodError>>) -> impl IntoView {
    view! {
        <p id=id class="field-error" role="alert">
            {move || error.get().map(|error| error.to_string())}
        </p>
    }
}
