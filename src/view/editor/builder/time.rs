//! Which groups are shown and in which order; what a chart over time can say about itself.

use super::Bench;
use super::parts::is_issue_list;
use super::pick::{Offer, pick};
use crate::dashboard::builder::{Choice, LIMIT, label_of, orders, parts};
use crate::dashboard::extension::{ReleaseMarks, Top, TopRule};
use crate::dashboard::model::{AxisRange, DataSet, DisplayType, Widget};
use crate::engine::field::{Field, Subject};
use crate::ui::When;
use leptos::prelude::*;

/// Releases shown, order, limit, share, axis, release marks: whichever make sense for the widget.
pub(super) fn time(bench: Bench) -> AnyView {
    let widget = bench.widget;
    let shows = move |of: fn(&Widget) -> bool| Memo::new(move |_| widget.with(of));
    let by_release = shows(|w| is_chart(w) && parts(w).1 == ["release"]);
    let sortable = shows(|w| {
        w.widget_type == DataSet::Health
            && w.display_type != DisplayType::BigNumber
            && !parts(w).1.is_empty()
            && w.extension.top.is_none()
    });
    let limited =
        shows(|w| (w.extension.top.is_none() && !parts(w).1.is_empty()) || is_issue_list(w));
    let can_share = shows(|w| is_chart(w) && !parts(w).1.is_empty() && is_total(w));
    let is_line = shows(|w| w.display_type == DisplayType::Line);
    let marked = shows(is_chart);
    view! {
        <div class="builder-pair">
            <When is=move || by_release.get()>{releases(bench)}</When>
            <When is=move || sortable.get()>{order(bench)}</When>
            <When is=move || limited.get()>{limit(bench)}</When>
            <When is=move || is_line.get()>{axis(bench)}</When>
            <When is=move || marked.get()>{marks(bench)}</When>
        </div>
        <When is=move || can_share.get()>
            {check("Each as its share of all", bench, |w| w.extension.share, |w, on| w.extension.share = on)}
        </When>
    }
    .into_any()
}

/// A check box for one thing about the widget.
pub(super) fn check(
    label: &'static str,
    bench: Bench,
    get: fn(&Widget) -> bool,
    set: fn(&mut Widget, bool),
) -> AnyView {
    view! {
        <label class="builder-check">
            <input
                type="checkbox"
                prop:checked=move || bench.widget.with(get)
                on:change:target=move |event| {
                    let on = event.target().checked();
                    bench.widget.update(|w| set(w, on));
                }
            />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

fn releases(bench: Bench) -> AnyView {
    const RULES: [(&str, &str); 3] = [
        ("order", "By the order below"),
        ("adopted", "5 most adopted"),
        ("recent", "5 most recent"),
    ];
    let value = move || {
        let rule = bench.widget.with(|w| w.extension.top.map(|top| top.rule));
        match rule {
            None => "order",
            Some(TopRule::MostAdopted) => "adopted",
            Some(TopRule::MostRecent) => "recent",
        }
        .to_owned()
    };
    let change = move |rule: String| {
        let rule = match rule.as_str() {
            "adopted" => Some(TopRule::MostAdopted),
            "recent" => Some(TopRule::MostRecent),
            _ => None,
        };
        bench.widget.update(|w| {
            let other = w.extension.top.is_some_and(|top| top.other);
            w.extension.top = rule.map(|rule| Top {
                rule,
                limit: 5,
                other,
            });
            if rule.is_some() {
                w.limit = None;
                if let Some(query) = w.queries.first_mut() {
                    query.orderby.clear();
                }
            }
        });
    };
    labelled(
        "builder-releases",
        "Releases shown",
        plain(&RULES),
        value,
        change,
    )
}

fn order(bench: Bench) -> AnyView {
    let offers = move || {
        let mut all = vec![offer("", "Largest first".to_owned(), None)];
        for name in bench.widget.with(orders) {
            let label = label_of(&name);
            let (high, low) = if name == "release" {
                ("newest first", "oldest first")
            } else {
                ("highest first", "lowest first")
            };
            for (value, how) in [(format!("-{name}"), high), (name.clone(), low)] {
                let refused = bench.why_not(&Choice::Order(value.clone()));
                all.push(offer(&value, format!("{label}, {how}"), refused));
            }
        }
        all
    };
    let value = move || {
        bench.widget.with(|w| {
            w.queries
                .first()
                .map(|q| q.orderby.clone())
                .unwrap_or_default()
        })
    };
    labelled("builder-order", "Sort", offers, value, move |name| {
        bench.choose(&Choice::Order(name))
    })
}

fn limit(bench: Bench) -> AnyView {
    let offers = move || {
        let all = std::iter::once(offer("", "As many as there are".to_owned(), None));
        all.chain((1..=LIMIT).map(|n| offer(&n.to_string(), n.to_string(), None)))
            .collect()
    };
    let value = move || {
        bench
            .widget
            .with(|w| w.limit.map(|n| n.to_string()).unwrap_or_default())
    };
    let change = move |text: String| bench.widget.update(|w| w.limit = text.parse().ok());
    labelled("builder-limit", "At most", offers, value, change)
}

fn axis(bench: Bench) -> AnyView {
    let value = move || {
        let from_data = bench
            .widget
            .with(|w| w.axis_range == Some(AxisRange::DataMin));
        if from_data { "data" } else { "zero" }.to_owned()
    };
    let change = move |start: String| {
        bench
            .widget
            .update(|w| w.axis_range = (start == "data").then_some(AxisRange::DataMin));
    };
    let offers = plain(&[("zero", "0"), ("data", "The smallest value")]);
    labelled("builder-axis", "Axis starts at", offers, value, change)
}

fn marks(bench: Bench) -> AnyView {
    let value = move || {
        match bench.widget.with(|w| w.extension.releases) {
            None => "none",
            Some(ReleaseMarks::Bubbles) => "bubbles",
            Some(ReleaseMarks::Lines) => "lines",
        }
        .to_owned()
    };
    let change = move |name: String| {
        bench.widget.update(|w| {
            w.extension.releases = match name.as_str() {
                "bubbles" => Some(ReleaseMarks::Bubbles),
                "lines" => Some(ReleaseMarks::Lines),
                _ => None,
            };
        });
    };
    let offers = plain(&[
        ("none", "Not shown"),
        ("bubbles", "As bubbles"),
        ("lines", "As lines"),
    ]);
    labelled("builder-marks", "New releases", offers, value, change)
}

/// Options that are never refused.
pub(super) fn plain(
    all: &'static [(&'static str, &'static str)],
) -> impl Fn() -> Vec<Offer> + Copy {
    move || {
        all.iter()
            .map(|(value, label)| offer(value, (*label).to_owned(), None))
            .collect()
    }
}

fn offer(value: &str, label: String, refused: Option<String>) -> Offer {
    Offer {
        value: value.to_owned(),
        label,
        group: "",
        refused,
    }
}

/// A select under its label.
pub(super) fn labelled(
    id: &'static str,
    label: &'static str,
    offers: impl Fn() -> Vec<Offer> + Send + Sync + 'static,
    value: impl Fn() -> String + Copy + Send + Sync + 'static,
    on_change: impl Fn(String) + 'static,
) -> AnyView {
    view! {
        <div class="field">
            <span class="field-label" aria-hidden="true">{label}</span>
            {pick(id.to_owned(), label.to_owned(), offers, value, on_change)}
        </div>
    }
    .into_any()
}

fn is_chart(widget: &Widget) -> bool {
    matches!(
        widget.display_type,
        DisplayType::Line | DisplayType::Area | DisplayType::Bar
    )
}

fn is_total(widget: &Widget) -> bool {
    let (fields, _) = parts(widget);
    let total = |name: &String| {
        matches!(
            Field::from_name(name),
            Some(Field::Total(Subject::Session | Subject::User))
        )
    };
    fields.iter().all(total)
}
