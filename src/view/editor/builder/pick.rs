//! A list to choose one from, in which what cannot be chosen is told apart by the reason.

use crate::ui::Views;
use leptos::prelude::*;

/// One option.
pub(super) struct Offer {
    pub(super) value: String,
    pub(super) label: String,
    /// Heading it stands under; empty: none.
    pub(super) group: &'static str,
    /// Why it cannot be chosen.
    pub(super) refused: Option<String>,
}

/// The select. `options` is read anew whenever what it tracks changes.
pub(super) fn pick(
    id: String,
    label: String,
    options: impl Fn() -> Vec<Offer> + Send + Sync + 'static,
    value: impl Fn() -> String + Copy + Send + Sync + 'static,
    on_change: impl Fn(String) + 'static,
) -> AnyView {
    let content = move || {
        let now = value();
        let mut groups: Vec<(String, bool, Vec<AnyView>)> = Vec::new();
        for option in options() {
            let is_chosen = option.value == now;
            let refused = option.refused.filter(|_| !is_chosen);
            let (heading, off) = match refused {
                Some(reason) => (format!("Not available: {reason}"), true),
                None => (option.group.to_owned(), false),
            };
            let item = view! {
                <option value=option.value selected=is_chosen disabled=off>{option.label}</option>
            }
            .into_any();
            match groups.iter_mut().find(|(known, ..)| *known == heading) {
                Some((.., items)) => items.push(item),
                None => groups.push((heading, off, vec![item])),
            }
        }
        // What can be chosen comes first.
        let (off, on): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(_, off, _)| *off);
        let group = |(heading, _, items): (String, bool, Vec<AnyView>)| {
            if heading.is_empty() {
                items.into_any()
            } else {
                view! { <optgroup label=heading>{items}</optgroup> }.into_any()
            }
        };
        on.into_iter().chain(off).map(group).views()
    };
    view! {
        <select
            class="input"
            id=id
            aria-label=label
            prop:value=value
            on:change:target=move |event| on_change(event.target().value())
        >
            {content}
        </select>
    }
    .into_any()
}
