//! The width of a bucket.

use crate::browser::chunk::chunk;
use crate::session::Interval;
use crate::state::app::{App, use_app};
use crate::state::page_query::PageQuery;
use crate::state::words;
use crate::ui::{Choice, Glyph, Icon, Listbox, Popover, PopoverHandle, later};
use futures_util::FutureExt;
use leptos::prelude::*;

/// Value of the choice that leaves the width to the range.
const AUTO: &str = "auto";

/// The width, or "Auto" with what it comes to.
#[component]
pub fn IntervalFilter() -> impl IntoView {
    let app = use_app();
    let value = move || match app.page.with(|page| page.interval) {
        None => auto(app),
        // What the page really uses: a width that is too fine for the range is not.
        Some(_) => words::interval(app.window.get().interval()),
    };
    let trigger = move || {
        view! {
            <Icon glyph=Glyph::Steps />
            <span class="filter-name">"Interval "</span>
            <span class="filter-value">{value}</span>
            <Icon glyph=Glyph::ChevronDown />
        }
    };
    view! {
        <Popover id="filter-interval" class="button button-secondary filter" trigger=trigger label="Interval" width=208.0>
            {move || later(|| panel().map(Result::ok).boxed_local())}
        </Popover>
    }
}

chunk! {
    in panels;
    fn panel() -> ViewFn {
        ViewFn::from(|| view! { <Intervals /> })
    }
}

#[component]
fn Intervals() -> impl IntoView {
    let app = use_app();
    let popover = expect_context::<PopoverHandle>();
    let choice = |value: String, label: String| Choice {
        value,
        label,
        ..Choice::default()
    };
    let choices = move || {
        let widths = app
            .intervals()
            .into_iter()
            .map(|width| choice(width.to_string(), words::interval(width)));
        std::iter::once(choice(AUTO.to_owned(), auto(app)))
            .chain(widths)
            .collect::<Vec<_>>()
    };
    let selected = move || {
        vec![app.page.with(|page| {
            page.interval
                .map_or_else(|| AUTO.to_owned(), |width| width.to_string())
        })]
    };
    let choose = move |value: String| {
        app.go(|page| page.interval = Interval::parse(&value).ok());
        popover.close();
    };
    view! {
        <Listbox
            id="filter-interval-list"
            label="Width of a bucket"
            choices=Signal::derive(choices)
            selected=Signal::derive(selected)
            on_choose=choose
        />
    }
}

/// `Auto (1 hour)`.
fn auto(app: App) -> String {
    let raw = app.source().is_none_or(|source| source.has_raw_sessions());
    let page = app.page.with(|page| PageQuery {
        interval: None,
        ..page.clone()
    });
    format!(
        "Auto ({})",
        words::interval(page.times(app.now.get(), raw).window.interval())
    )
}
