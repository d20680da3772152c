//! What a big number can say beside its value: the change, and whether it is good.

use super::Bench;
use super::time::{check, labelled, plain};
use crate::dashboard::builder::parts;
use crate::dashboard::model::DisplayType;
use crate::dashboard::thresholds::Thresholds;
use crate::engine::field::{Field, Unit};
use crate::ui::{TextField, When};
use leptos::prelude::*;

/// Comparison and thresholds; nothing for other displays.
pub(super) fn figure(bench: Bench) -> AnyView {
    let shown = Memo::new(move |_| {
        bench
            .widget
            .with(|w| w.display_type == DisplayType::BigNumber)
    });
    view! {
        <When is=move || shown.get()>
            {check(
                "Compare with previous period",
                bench,
                |w| w.extension.compare,
                |w, on| w.extension.compare = on,
            )}
            {untrack(|| thresholds(bench))}
        </When>
    }
    .into_any()
}

fn thresholds(bench: Bench) -> AnyView {
    let now = move || bench.widget.with(|w| w.thresholds());
    let field = Memo::new(move |_| {
        bench
            .widget
            .with(|w| parts(w).0.first().and_then(|name| Field::from_name(name)))
    });
    // Rates are written in percent.
    let scale = move || match field.get().map(Field::unit) {
        Some(Unit::Rate) => 100.0,
        Some(Unit::Duration) => 0.001,
        _ => 1.0,
    };
    let unit = move || match field.get().map(Field::unit) {
        Some(Unit::Rate) => " in %",
        Some(Unit::Duration) => " in seconds",
        _ => "",
    };
    let first = RwSignal::new(now().map(|t| shown(t.first * scale())).unwrap_or_default());
    let second = RwSignal::new(now().map(|t| shown(t.second * scale())).unwrap_or_default());
    let higher = RwSignal::new(now().map_or_else(
        || {
            matches!(
                field.get_untracked(),
                Some(Field::CrashFreeRate(_) | Field::Total(_))
            )
        },
        |t| t.higher_is_better,
    ));
    let problem = move |mine: RwSignal<String>, other: RwSignal<String>| {
        mine.with(|mine| match mine.trim() {
            "" if other.with(|other| other.trim().is_empty()) => None,
            "" => Some("Enter both thresholds, or none.".to_owned()),
            text => number(text).is_none().then(|| "Enter a number.".to_owned()),
        })
    };
    // What is no number is told, and what was there before stays.
    let write = move || {
        let [a, b] = [first, second].map(|text| text.with_untracked(|text| number(text)));
        let problem = untrack(|| problem(first, second).or(problem(second, first)));
        bench.faulty.set(problem.is_some());
        if problem.is_some() {
            return;
        }
        let scale = untrack(scale);
        let thresholds = a.zip(b).map(|(a, b)| Thresholds {
            first: a / scale,
            second: b / scale,
            higher_is_better: higher.get_untracked(),
        });
        bench.widget.update(|w| w.set_thresholds(thresholds));
    };
    // Another field may have another unit: what is written is meant in that one.
    Effect::new(move |before: Option<f64>| {
        let scale = scale();
        if before.is_some_and(|before| before != scale) {
            write();
        }
        scale
    });
    on_cleanup(move || {
        let _ = bench.faulty.try_set(false);
    });
    let input = move |id: &'static str, label: &'static str, text: RwSignal<String>, other| {
        let take = move |typed| {
            text.set(typed);
            write();
        };
        let label = Signal::derive(move || format!("{label}{}", unit()));
        let error = Signal::derive(move || problem(text, other));
        view! { <TextField id label decimal=true placeholder="None" value=text error on_input=take /> }
    };
    let value = move || if higher.get() { "high" } else { "low" }.to_owned();
    let change = move |good: String| {
        higher.set(good == "high");
        write();
    };
    view! {
        <div class="builder-pair">
            {input("builder-first", "First threshold", first, second)}
            {input("builder-second", "Second threshold", second, first)}
            {labelled("builder-good", "Good is", plain(&[("high", "Above the second"), ("low", "Up to the first")]), value, change)}
        </div>
    }
    .into_any()
}

fn number(text: &str) -> Option<f64> {
    let number = text.trim().parse::<f64>().ok();
    number.filter(|number| number.is_finite())
}

/// Without the dust of binary fractions.
fn shown(value: f64) -> String {
    ((value * 1e6).round() / 1e6).to_string()
}
