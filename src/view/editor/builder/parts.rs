//! What a widget computes: fields, groups, conditions.

use super::Bench;
use super::pick::{Offer, pick};
use crate::dashboard::builder::{Choice, FIELDS, GROUPS, ISSUE_FIELDS, label_of, name_of, parts};
use crate::dashboard::model::{DataSet, DisplayType, Widget};
use crate::engine::field::{Field, Unit};
use crate::ui::button::IconButton;
use crate::ui::{Button, ButtonKind, Glyph, TextField, When};
use crate::view::condition_offers::ConditionOffers;
use leptos::prelude::*;

/// The fields, one below the other.
pub(super) fn fields(bench: Bench) -> AnyView {
    let count = Memo::new(move |_| bench.widget.with(|w| parts(w).0.len()));
    let is_list = Memo::new(move |_| bench.widget.with(is_issue_list));
    let one = move |at: usize| {
        let choices = move || {
            let taken = bench.widget.with(|w| parts(w).0);
            let free = |name: &String| taken.iter().position(|t| t == name).is_none_or(|i| i == at);
            offered(bench)
                .into_iter()
                .filter(|(name, ..)| free(name))
                .map(|(value, label, group)| Offer {
                    refused: bench.why_not(&Choice::Field(at, value.clone())),
                    value,
                    label,
                    group,
                })
                .collect()
        };
        let value = move || {
            bench
                .widget
                .with(|w| parts(w).0.get(at).cloned().unwrap_or_default())
        };
        let select = pick(
            format!("builder-field-{at}"),
            format!("Field {}", at + 1),
            choices,
            value,
            move |name| bench.choose(&Choice::Field(at, name)),
        );
        row(
            select,
            move || count.get() > 1,
            "Remove this field",
            move |()| bench.choose(&Choice::NoField(at)),
        )
    };
    let next = Memo::new(move |_| {
        let full = bench
            .widget
            .with(|w| w.display_type != DisplayType::Table && parts(w).0.len() >= FIELDS);
        if full {
            None
        } else {
            first_free(bench, count.get())
        }
    });
    view! {
        <When is=move || !is_list.get()>
            <fieldset class="builder-list">
                <legend class="field-label">"Fields"</legend>
                <For each=move || 0..count.get() key=|at| *at children=one />
                {more("Add a field", next, move |name| bench.choose(&Choice::Field(count.get_untracked(), name)))}
            </fieldset>
        </When>
    }
    .into_any()
}

/// What it is grouped by.
pub(super) fn groups(bench: Bench) -> AnyView {
    let count = Memo::new(move |_| bench.widget.with(|w| parts(w).1.len()));
    let shown = Memo::new(move |_| {
        bench
            .widget
            .with(|w| w.display_type != DisplayType::BigNumber && !is_issue_list(w))
    });
    let one = move |at: usize| {
        let choices = move || {
            let taken = bench.widget.with(|w| parts(w).1);
            let free = |name: &&str| taken.iter().position(|t| t == name).is_none_or(|i| i == at);
            GROUPS
                .into_iter()
                .filter(free)
                .map(|name| Offer {
                    refused: bench.why_not(&Choice::Group(at, name.to_owned())),
                    value: name.to_owned(),
                    label: label_of(name),
                    group: "",
                })
                .collect()
        };
        let value = move || {
            bench
                .widget
                .with(|w| parts(w).1.get(at).cloned().unwrap_or_default())
        };
        let select = pick(
            format!("builder-group-{at}"),
            format!("Group by {}", at + 1),
            choices,
            value,
            move |name| bench.choose(&Choice::Group(at, name)),
        );
        row(
            select,
            || true,
            "Remove this group",
            move |()| bench.choose(&Choice::NoGroup(at)),
        )
    };
    // The first that can be added; or why none can.
    let next = Memo::new(move |_| {
        let taken = bench.widget.with(|w| parts(w).1);
        let at = count.get();
        let free = GROUPS
            .into_iter()
            .filter(|name| taken.iter().all(|t| t != name));
        free.map(str::to_owned)
            .find(|name| bench.why_not(&Choice::Group(at, name.clone())).is_none())
    });
    let reason = move || {
        let at = count.get();
        let refused = GROUPS.map(|name| bench.why_not(&Choice::Group(at, name.to_owned())));
        refused
            .into_iter()
            .flatten()
            .next()
            .filter(|_| next.with(Option::is_none) && at == 0)
    };
    view! {
        <When is=move || shown.get()>
            <fieldset class="builder-list">
                <legend class="field-label">"Group by"</legend>
                <For each=move || 0..count.get() key=|at| *at children=one />
                {more("Add a group", next, move |name| bench.choose(&Choice::Group(count.get_untracked(), name)))}
                <p class="field-hint">{reason}</p>
            </fieldset>
        </When>
    }
    .into_any()
}

/// Its own conditions, with completion.
pub(super) fn filter(bench: Bench) -> AnyView {
    let widget = bench.widget;
    let text = Memo::new(move |_| {
        widget.with(|w| {
            w.queries
                .first()
                .map(|q| q.conditions.clone())
                .unwrap_or_default()
        })
    });
    let shown =
        Memo::new(move |_| widget.with(|w| w.widget_type != DataSet::Issue || is_issue_list(w)));
    view! {
        <When is=move || shown.get()>
            <TextField
                id="builder-filter"
                label="Filter"
                list="builder-filter-offers"
                placeholder="environment:production !release:app@1.0"
                hint="release:, environment:, project:; ! for not. The page’s filters hold as well."
                value=text
                on_input=move |text| {
                    widget.update(|w| {
                        if let Some(query) = w.queries.first_mut() {
                            query.conditions = text;
                        }
                    });
                }
            />
            <ConditionOffers id="builder-filter-offers" text />
        </When>
    }
    .into_any()
}

pub(super) fn is_issue_list(widget: &Widget) -> bool {
    widget.widget_type == DataSet::Issue && widget.display_type == DisplayType::Table
}

/// Name, label and heading of every field of the data set.
fn offered(bench: Bench) -> Vec<(String, String, &'static str)> {
    if bench.widget.with(|w| w.widget_type == DataSet::Issue) {
        return ISSUE_FIELDS
            .map(|name| (name.to_owned(), label_of(name), ""))
            .to_vec();
    }
    let heading = |field: Field| match field.unit() {
        Unit::Rate => "Rates",
        Unit::Count => "Counts",
        Unit::Duration => "Durations",
    };
    Field::all()
        .map(|field| (field.to_string(), name_of(field), heading(field)))
        .collect()
}

/// The first field that can stand in place `at`.
fn first_free(bench: Bench, at: usize) -> Option<String> {
    let taken = bench.widget.with(|w| parts(w).0);
    let free = offered(bench)
        .into_iter()
        .map(|(name, ..)| name)
        .filter(|name| !taken.contains(name));
    let mut free = free;
    free.find(|name| bench.why_not(&Choice::Field(at, name.clone())).is_none())
}

fn row(
    select: AnyView,
    removable: impl Fn() -> bool + Send + Sync + 'static,
    label: &'static str,
    remove: impl Fn(()) + Clone + Send + Sync + 'static,
) -> AnyView {
    view! {
        <div class="builder-row">
            {select}
            <When is=removable>
                <IconButton glyph=Glyph::Close label=label on_press=remove.clone() />
            </When>
        </div>
    }
    .into_any()
}

/// A button that adds what comes next, while there is something.
fn more(
    label: &'static str,
    next: Memo<Option<String>>,
    add: impl Fn(String) + Copy + Send + Sync + 'static,
) -> AnyView {
    let press = move |()| {
        if let Some(name) = next.get_untracked() {
            add(name);
        }
    };
    view! {
        <When is=move || next.with(Option::is_some)>
            <div>
                <Button kind=ButtonKind::Ghost glyph=Glyph::Plus on_press=press>
                    {label}
                </Button>
            </div>
        </When>
    }
    .into_any()
}
