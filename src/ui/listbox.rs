//! A list to choose from, with a search field if wanted. Focus stays in one place (the field, else the list) and the
//! active option is named by `aria-activedescendant`, as the ARIA combobox and listbox patterns have it.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;
use leptos::{ev, web_sys};

/// More options than this are not put into the page at once; searching narrows them.
const MOST_SHOWN: usize = 200;

/// One option.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What it stands for in code; unique in the list.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Something muted at the right; searched too.
    pub hint: String,
    /// A letter or two in a small square before the label.
    pub badge: Option<String>,
}

impl Choice {
    fn matches(&self, needle: &str) -> bool {
        [&self.label, &self.hint, &self.value]
            .iter()
            .any(|text| text.to_lowercase().contains(needle))
    }
}

/// The list. Choosing an option runs `on_choose` with its value; what is selected is the caller's to say.
#[component]
pub(crate) fn Listbox(
    /// Unique in the page; the options' ids start with it.
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(into)] selected: Signal<Vec<String>>,
    /// Several may be selected at once.
    #[prop(optional)]
    multiple: bool,
    /// Gives a search field, with this placeholder.
    #[prop(optional)]
    search: Option<&'static str>,
    /// What is typed into the search field.
    #[prop(optional)]
    typed: RwSignal<String>,
    #[prop(into)] on_choose: Callback<String>,
) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let needle = typed.with(|text| text.trim().to_lowercase());
        choices.with(|all| {
            let found = all
                .iter()
                .enumerate()
                .filter(|(_, choice)| choice.matches(&needle));
            found.map(|(position, _)| position).collect::<Vec<_>>()
        })
    });
    let first = selected.with_untracked(|selected| {
        choices.with_untracked(|all| {
            all.iter()
                .position(|choice| selected.contains(&choice.value))
        })
    });
    let active = RwSignal::new(first.unwrap_or_default());
    Effect::new(move |_| {
        // Whatever is typed, some option on screen is active.
        shown.with(|shown| {
            if !shown.contains(&active.get_untracked()) {
                active.set(shown.first().copied().unwrap_or_default());
            }
        });
    });
    let option_id = move |position: usize| format!("{id}-{position}");
    let activate = move |position: usize| {
        active.set(position);
        if let Some(option) = document().get_element_by_id(&option_id(position)) {
            option.scroll_into_view_with_scroll_into_view_options(&nearest());
        }
    };
    let choose = move |position: usize| {
        let value =
            choices.with_untracked(|all| all.get(position).map(|choice| choice.value.clone()));
        if let Some(value) = value {
            on_choose.run(value);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let place =
            shown.with_untracked(|shown| shown.iter().position(|&p| p == active.get_untracked()));
        let last = shown.with_untracked(Vec::len).saturating_sub(1);
        let next = match (event.key().as_str(), place) {
            ("ArrowDown", Some(place)) => Some((place + 1).min(last)),
            ("ArrowUp", Some(place)) => Some(place.saturating_sub(1)),
            ("PageDown", Some(place)) => Some((place + 8).min(last)),
            ("PageUp", Some(place)) => Some(place.saturating_sub(8)),
            ("Home", _) => Some(0),
            ("End", _) => Some(last),
            ("Enter", Some(_)) => None,
            (" ", Some(_)) if search.is_none() => None,
            _ => return,
        };
        event.prevent_default();
        match next {
            Some(place) => {
                if let Some(position) =
                    shown.with_untracked(|shown| shown.get(place.min(MOST_SHOWN - 1)).copied())
                {
                    activate(position);
                }
            }
            None => choose(active.get_untracked()),
        }
    };
    let option = move |position: usize| {
        let choice = choices
            .with_untracked(|all| all.get(position).cloned())
            .unwrap_or_default();
        let value = choice.value.clone();
        view! {
            <li
                id=option_id(position)
                class="option"
                class:is-active=move || active.get() == position
                role="option"
                aria-selected=move || selected.with(|selected| selected.contains(&value)).to_string()
                on:mousedown=|event| event.prevent_default()
                on:mousemove=move |_| active.set(position)
                on:click=move |_| choose(position)
            >
                <span class="option-mark">
                    <Icon glyph=Glyph::Check />
                </span>
                {choice.badge.map(|badge| view! { <span class="badge-letter" aria-hidden="true">{badge}</span> })}
                <span class="option-label" title=choice.label.clone()>{choice.label.clone()}</span>
                <span class="option-hint">{choice.hint}</span>
            </li>
        }
    };
    let options = move || {
        choices.track();
        let shown = shown.get();
        shown
            .into_iter()
            .take(MOST_SHOWN)
            .map(option)
            .collect_view()
    };
    let active_id = move || {
        shown
            .with(|shown| shown.contains(&active.get()))
            .then(|| option_id(active.get()))
    };
    let rest = move || {
        let found = shown.with(Vec::len);
        match found {
            0 => view! { <p class="listbox-empty">"Nothing matches."</p> }.into_any(),
            n if n > MOST_SHOWN => {
                view! { <p class="listbox-empty">{format!("The first {MOST_SHOWN} of {n}. Search to narrow.")}</p> }
                    .into_any()
            }
            _ => ().into_any(),
        }
    };
    let field = search.map(|placeholder| {
        view! {
            <div class="listbox-search">
                <Icon glyph=Glyph::Search />
                <input
                    class="input"
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    data-autofocus
                    placeholder=placeholder
                    aria-label=placeholder
                    aria-expanded="true"
                    aria-controls=id
                    aria-autocomplete="list"
                    aria-activedescendant=active_id
                    prop:value=move || typed.get()
                    on:input:target=move |event| typed.set(event.target().value())
                    on:keydown=on_key
                />
            </div>
        }
    });
    let list_key = move |event: ev::KeyboardEvent| {
        if search.is_none() {
            on_key(event);
        }
    };
    view! {
        {field}
        <ul
            id=id
            class="listbox"
            role="listbox"
            aria-label=label
            aria-multiselectable=multiple.then_some("true")
            aria-activedescendant=move || if search.is_none() { active_id() } else { None }
            tabindex=if search.is_none() { "0" } else { "-1" }
            data-autofocus=search.is_none()
            on:keydown=list_key
        >
            {options}
        </ul>
        {rest}
    }
}

fn nearest() -> web_sys::ScrollIntoViewOptions {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options
}
