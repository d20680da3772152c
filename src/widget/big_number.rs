//! One figure: value, change against the previous period, the counts behind it, and its course as a small line.

use super::number;
use super::spark::Spark;
use crate::dashboard::data::BigNumber;
use crate::dashboard::explain;
use crate::dashboard::thresholds::Level;
use crate::engine::field::{Field, Unit};
use crate::engine::stats::too_small;
use crate::session::format;
use crate::state::app::use_app;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::{Views, When};
use leptos::prelude::*;

/// How a change is meant to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Better,
    Worse,
    Same,
}

/// The body of a big number.
#[component]
pub fn BigNumberBody(
    /// The numbers.
    data: Memo<BigNumber>,
    /// What is measured; names the counts.
    field: Option<Field>,
) -> impl IntoView {
    let app = use_app();
    let value = Memo::new(move |_| data.with(|d| d.value));
    let trend = Memo::new(move |_| data.with(|d| d.trend.clone()));
    let base = move || {
        data.with(|d| {
            field
                .zip(d.ratio)
                .map(|(field, ratio)| explain::ratio(field, ratio))
        })
    };
    let has_trend = Memo::new(move |_| trend.with(|t| t.as_ref().is_some_and(|t| !t.is_empty())));
    view! {
        <div class="big-number">
            <output class="big-number-value" data-value=move || number::exact(value.get())>
                {move || data.with(value_text)}
            </output>
            <Change data />
            <p class="big-number-base">
                {base}
                {move || data.with(|d| d.level).map(level).views()}
                <When is=move || data.with(is_small)>
                    <span class="tag tag-quiet" title="The fewer sessions, the less certain the rate">
                        "few sessions"
                    </span>
                </When>
            </p>
            <When is=move || has_trend.get()>
                {move || {
                    let first = trend.get_untracked()?;
                    let set = Memo::new(move |_| trend.get().unwrap_or_else(|| first.clone()));
                    Some(view! { <div class="big-number-spark" aria-hidden="true"><Spark set=set now=app.now /></div> })
                }}
            </When>
        </div>
    }
}

/// The change against the period of equal length before, in words, never by colour alone.
#[component]
fn Change(data: Memo<BigNumber>) -> impl IntoView {
    let app = use_app();
    let change = Memo::new(move |_| data.with(BigNumber::change));
    let direction = Memo::new(move |_| {
        let higher = data.with(|d| d.higher_is_better);
        match change.get() {
            Some(c) if c.abs() < 1e-9 => Direction::Same,
            Some(c) if (c > 0.0) == higher => Direction::Better,
            Some(_) => Direction::Worse,
            None => Direction::Same,
        }
    });
    let icon = move || match change.get() {
        Some(c) if c.abs() < 1e-9 => Glyph::Minus,
        Some(c) if c > 0.0 => Glyph::ArrowUp,
        Some(_) => Glyph::ArrowDown,
        None => Glyph::Minus,
    };
    let word = move || match direction.get() {
        Direction::Better => " better",
        Direction::Worse => " worse",
        Direction::Same => "",
    };
    let against = move || match change.get() {
        Some(_) => format!("vs previous {}", number::span(app.range().millis())),
        None if data.with(|d| d.compared) => "No earlier data to compare with".to_owned(),
        None => String::new(),
    };
    view! {
        <p class="big-number-change">
            <output
                class="change"
                class:change-better=move || direction.get() == Direction::Better
                class:change-worse=move || direction.get() == Direction::Worse
                data-change=move || number::exact(change.get())
                hidden=move || change.get().is_none()
            >
                {move || view! { <Icon glyph=icon() /> }}
                {move || data.with(|d| number::change(d.unit, d.change()))}
                {word}
            </output>
            " "
            <span class="big-number-against">{against}</span>
        </p>
    }
}

/// Where the value lies between its thresholds: a word, and a colour.
fn level(level: Level) -> impl IntoView {
    let class = match level {
        Level::Good => "tag tag-good",
        Level::Fair => "tag tag-warn",
        Level::Poor => "tag tag-bad",
    };
    view! { <span class=class>{level.name()}</span> }
}

/// A crash-free rate reads to three decimals only where it is high; a rate of mishaps is small and keeps them.
fn value_text(data: &BigNumber) -> String {
    match data.unit {
        Unit::Rate if data.higher_is_better => format::percent(data.value),
        unit => number::text(unit, data.value),
    }
}

fn is_small(data: &BigNumber) -> bool {
    data.ratio.is_some_and(|r| too_small(r.denominator))
}
