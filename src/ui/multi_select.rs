//! A labelled button that opens a list with check boxes. Nothing selected means no restriction.

use super::icon::{Glyph, Icon};
use super::later::later;
use super::listbox::{Choice, Listbox};
use super::popover::Popover;
use crate::browser::chunk::chunk;
use futures_util::FutureExt;
use leptos::prelude::*;

/// The control. Each change runs `on_change` with the values selected from then on, in the order of `choices`.
#[component]
pub(crate) fn MultiSelect(
    /// Unique in the page.
    id: &'static str,
    /// Unique in the page: of the list in the panel.
    list_id: &'static str,
    label: &'static str,
    glyph: Glyph,
    search: &'static str,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(into)] selected: Signal<Vec<String>>,
    #[prop(into)] on_change: Callback<Vec<String>>,
    #[prop(default = 300.0)] width: f64,
) -> impl IntoView {
    let summary =
        move || choices.with(|choices| selected.with(|selected| summary(choices, selected)));
    let trigger = move || {
        view! {
            <Icon glyph />
            <span class="filter-name">{label}" "</span>
            <span class="filter-value" class:filter-all=move || selected.with(Vec::is_empty)>{summary}</span>
            <Icon glyph=Glyph::ChevronDown />
        }
    };
    let panel = move || {
        later(move || {
            panel(list_id, label, choices, selected, search, on_change)
                .map(Result::ok)
                .boxed_local()
        })
    };
    view! {
        <Popover id=id class="button button-secondary filter" trigger=trigger label=label width=width>
            {panel}
        </Popover>
    }
}

chunk! {
    in panels;
    fn panel(
        list_id: &'static str,
        label: &'static str,
        choices: Signal<Vec<Choice>>,
        selected: Signal<Vec<String>>,
        search: &'static str,
        on_change: Callback<Vec<String>>,
    ) -> ViewFn {
        ViewFn::from(move || view! { <Panel list_id label choices selected search on_change /> })
    }
}

/// The list, and what changes all of it.
#[component]
fn Panel(
    list_id: &'static str,
    label: &'static str,
    choices: Signal<Vec<Choice>>,
    selected: Signal<Vec<String>>,
    search: &'static str,
    on_change: Callback<Vec<String>>,
) -> impl IntoView {
    let toggle = move |value: String| {
        let mut values = selected.get_untracked();
        match values.iter().position(|v| *v == value) {
            Some(at) => drop(values.remove(at)),
            None => values.push(value),
        }
        on_change.run(in_order(&choices.get_untracked(), values));
    };
    let all = move |_| {
        on_change.run(choices.with_untracked(|all| all.iter().map(|c| c.value.clone()).collect()))
    };
    let clear = move |_| on_change.run(Vec::new());
    view! {
        <Listbox
            id=list_id
            label=format!("{label} to show")
            choices=choices
            selected=selected
            multiple=true
            search=search
            on_choose=toggle
        />
        <div class="popover-foot">
            <button type="button" class="button button-ghost" on:click=all>"Select all"</button>
            <button
                type="button"
                class="button button-ghost"
                disabled=move || selected.with(Vec::is_empty)
                on:click=clear
            >
                "Clear"
            </button>
        </div>
    }
}

/// "All", the only one's name, or "2 of 3".
fn summary(choices: &[Choice], selected: &[String]) -> String {
    match selected {
        [] => "All".to_owned(),
        [only] => choices
            .iter()
            .find(|c| c.value == *only)
            .map_or_else(|| only.clone(), |c| c.label.clone()),
        many => format!("{} of {}", many.len(), choices.len().max(many.len())),
    }
}

/// Values in the order of the choices; values that are no choice (a link may hold any) stay, at the end.
fn in_order(choices: &[Choice], mut values: Vec<String>) -> Vec<String> {
    let place = |value: &String| {
        choices
            .iter()
            .position(|c| c.value == *value)
            .unwrap_or(usize::MAX)
    };
    values.sort_by_key(place);
    values
}
