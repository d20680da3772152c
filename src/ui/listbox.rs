//! A list to choose from, with a search field if wanted. Focus stays in one place (the field, else the list) and the
//! active option is named by `aria-activedescendant`, as the ARIA combobox and listbox patterns have it.

use super::icon::{Glyph, Icon};
use super::views::Views;
use leptos::prelude::*;
use leptos::{ev, web_sys};

/// More options than this are not put into the page at once; searching narrows them.
const MOST_SHOWN: usize = 200;
/// Options that Page Up and Page Down pass.
const LEAP: usize = 8;

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
        let texts = [&self.label, &self.hint, &self.value];
        texts
            .iter()
            .any(|text| text.to_lowercase().contains(needle))
    }
}

/// What a key does in a list.
enum Key {
    /// Makes the option at this place active.
    Go(usize),
    /// Chooses the active option.
    Choose,
}

impl Key {
    /// `place` is the active option's among `count` shown ones. `None`: the key is not for the list.
    fn of(name: &str, place: usize, count: usize, typing: bool) -> Option<Self> {
        let last = count.checked_sub(1)?;
        Some(match name {
            "ArrowDown" => Self::Go((place + 1).min(last)),
            "ArrowUp" => Self::Go(place.saturating_sub(1)),
            "PageDown" => Self::Go((place + LEAP).min(last)),
            "PageUp" => Self::Go(place.saturating_sub(LEAP)),
            "Home" => Self::Go(0),
            "End" => Self::Go(last),
            "Enter" => Self::Choose,
            " " if !typing => Self::Choose,
            _ => return None,
        })
    }
}

/// What the parts of a list share. Options are known by their position among all choices.
#[derive(Clone, Copy)]
struct List {
    id: &'static str,
    choices: Signal<Vec<Choice>>,
    selected: Signal<Vec<String>>,
    typed: RwSignal<String>,
    shown: Memo<Vec<usize>>,
    active: RwSignal<usize>,
    searchable: bool,
    on_choose: Callback<String>,
}

impl List {
    fn option_id(self, position: usize) -> String {
        format!("{}-{position}", self.id)
    }

    /// The id of the active option, while it is on screen.
    fn active_id(self) -> Option<String> {
        let active = self.active.get();
        self.shown
            .with(|shown| shown.contains(&active))
            .then(|| self.option_id(active))
    }

    fn choose(self, position: usize) {
        let value = self
            .choices
            .with_untracked(|all| all.get(position).map(|c| c.value.clone()));
        if let Some(value) = value {
            self.on_choose.run(value);
        }
    }

    fn activate(self, position: usize) {
        self.active.set(position);
        if let Some(option) = document().get_element_by_id(&self.option_id(position)) {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    }

    fn press(self, event: &ev::KeyboardEvent) {
        let shown = self.shown.get_untracked();
        let active = self.active.get_untracked();
        let place = shown
            .iter()
            .position(|&position| position == active)
            .unwrap_or_default();
        let key = Key::of(
            &event.key(),
            place,
            shown.len().min(MOST_SHOWN),
            self.searchable,
        );
        match key {
            Some(Key::Go(place)) => self.activate(shown[place]),
            Some(Key::Choose) => self.choose(active),
            None => return,
        }
        event.prevent_default();
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
    #[prop(into)] on_choose: Callback<String>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let shown = Memo::new(move |_| {
        let needle = typed.with(|text| text.trim().to_lowercase());
        choices.with(|all| {
            (0..all.len())
                .filter(|&i| all[i].matches(&needle))
                .collect::<Vec<_>>()
        })
    });
    let first = selected.with_untracked(|selected| {
        choices.with_untracked(|all| {
            all.iter()
                .position(|choice| selected.contains(&choice.value))
        })
    });
    let active = RwSignal::new(first.unwrap_or_default());
    // Whatever is typed, some option on screen is active.
    Effect::new(move |_| {
        shown.with(|shown| {
            if !shown.contains(&active.get_untracked()) {
                active.set(shown.first().copied().unwrap_or_default());
            }
        });
    });
    let searchable = search.is_some();
    let list = List {
        id,
        choices,
        selected,
        typed,
        shown,
        active,
        searchable,
        on_choose,
    };
    let options = move || {
        choices.track();
        let shown = shown.get();
        shown
            .into_iter()
            .take(MOST_SHOWN)
            .map(|position| view! { <ListOption list position /> })
            .views()
    };
    view! {
        {search.map(|placeholder| view! { <SearchField list placeholder /> }).views()}
        <ul
            id=id
            class="listbox"
            role="listbox"
            aria-label=label
            aria-multiselectable=multiple.then_some("true")
            aria-activedescendant=move || if searchable { None } else { list.active_id() }
            tabindex=if searchable { "-1" } else { "0" }
            data-autofocus=!searchable
            on:keydown=move |event| list.press(&event)
        >
            {options}
        </ul>
        {move || rest_in_words(shown.with(Vec::len)).map(|words| view! { <p class="listbox-empty">{words}</p> }).views()}
    }
}

/// What stands below the options when they are not all there is to say.
fn rest_in_words(found: usize) -> Option<String> {
    match found {
        0 => Some("Nothing matches.".to_owned()),
        1..=MOST_SHOWN => None,
        _ => Some(format!(
            "The first {MOST_SHOWN} of {found}. Search to narrow."
        )),
    }
}

#[component]
fn SearchField(list: List, placeholder: &'static str) -> impl IntoView {
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
                aria-controls=list.id
                aria-autocomplete="list"
                aria-activedescendant=move || list.active_id()
                prop:value=move || list.typed.get()
                on:input:target=move |event| list.typed.set(event.target().value())
                on:keydown=move |event| list.press(&event)
            />
        </div>
    }
}

#[component]
fn ListOption(list: List, position: usize) -> impl IntoView {
    let choice = list
        .choices
        .with_untracked(|all| all.get(position).cloned())
        .unwrap_or_default();
    let value = choice.value;
    let is_selected = move || list.selected.with(|selected| selected.contains(&value));
    view! {
        <li
            id=list.option_id(position)
            class="option"
            class:is-active=move || list.active.get() == position
            role="option"
            aria-selected=move || is_selected().to_string()
            on:mousedown=|event| event.prevent_default()
            on:mousemove=move |_| list.active.set(position)
            on:click=move |_| list.choose(position)
        >
            <span class="option-mark">
                <Icon glyph=Glyph::Check />
            </span>
            {choice.badge.map(|badge| view! { <span class="badge-letter" aria-hidden="true">{badge}</span> }).views()}
            <span class="option-label" title=choice.label.clone()>{choice.label.clone()}</span>
            <span class="option-hint">{choice.hint}</span>
        </li>
    }
}
