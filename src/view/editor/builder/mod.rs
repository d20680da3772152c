//! The widget builder: a form, and the widget as it will be. What cannot be chosen says why.

mod figure;
mod parts;
mod pick;
mod time;

use crate::dashboard::builder::{
    self, Choice, DISPLAYS, Refusal, check, check_change, chosen, suggested_title,
};
use crate::dashboard::edit::Edit;
use crate::dashboard::limits::TEXT;
use crate::dashboard::model::{DataSet, DisplayType, Widget};
use crate::state::app::{App, use_app};
use crate::state::editor::Built;
use crate::state::newest::Newest;
use crate::state::preview::PREVIEW;
use crate::ui::{Button, ButtonKind, Glyph, Icon, TextField, Views};
use crate::widget::frame::WidgetFrame;
use leptos::ev::{self, BeforeUnloadEvent, SubmitEvent};
use leptos::prelude::*;
use std::time::Duration;

/// How long a change has to last before the preview follows it.
const PAUSE: Duration = Duration::from_millis(150);

/// The widget that is being built, and what its parts need.
#[derive(Clone, Copy)]
pub(super) struct Bench {
    pub(super) widget: RwSignal<Widget>,
    /// Whether the source knows single sessions.
    pub(super) raw: bool,
    /// Whether a text in the form is no value yet.
    pub(super) faulty: RwSignal<bool>,
}

impl Bench {
    /// Takes a choice, with all that follows from it.
    pub(super) fn choose(self, choice: &Choice) {
        self.widget
            .update(|widget| *widget = chosen(widget, choice));
    }

    /// Why a choice cannot be taken.
    pub(super) fn why_not(self, choice: &Choice) -> Option<String> {
        self.widget
            .with(|widget| builder::why_not(widget, choice, self.raw))
    }
}

/// The builder: of a new widget, or of the one with this id.
pub fn builder_view(id: Option<String>) -> AnyView {
    let app = use_app();
    let known = id
        .as_ref()
        .and_then(|id| app.dashboard.with_untracked(|d| d.widget(id).cloned()));
    let is_new = known.is_none();
    let before = known.unwrap_or_else(builder::new_widget);
    let on = app.page.with_untracked(|page| page.dashboard.clone());
    let of = Built { on, id };
    let unbuilt = app.take_unbuilt(&of);
    let bench = Bench {
        widget: RwSignal::new(unbuilt.unwrap_or_else(|| before.clone())),
        raw: app.has_raw_sessions(),
        faulty: RwSignal::new(false),
    };
    let widget = bench.widget;
    let submitted = keep_unbuilt(app, of, before.clone(), widget);
    // As it would be saved: with a title.
    let whole = Memo::new(move |_| {
        let mut whole = widget.get();
        if whole.title.trim().is_empty() {
            whole.title = suggested_title(&whole);
        }
        whole
    });
    let refusals = Memo::new(move |_| {
        whole.with(|whole| match is_new {
            true => check(whole, bench.raw),
            false => check_change(whole, &before, bench.raw),
        })
    });
    let stuck = move || bench.faulty.get() || refusals.with(|r| !r.is_empty());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if untrack(stuck) {
            return;
        }
        let made = Box::new(whole.get_untracked());
        let edit = if is_new {
            Edit::Add(made)
        } else {
            Edit::Change(made)
        };
        app.make_edit(&edit);
        submitted.set_value(true);
        app.editor.pane.set(None);
    };
    let is_foreign = widget.with_untracked(|w| matches!(w.widget_type, DataSet::Foreign(_)));
    let only_words = is_foreign || widget.with_untracked(Widget::is_releases_table);
    let kept = is_foreign.then(|| {
        view! {
            <p class="field-hint">
                "Title and description can be changed. All else of it stays as it is, and an export takes it along."
            </p>
        }
    });
    view! {
        <form class="builder" novalidate on:submit=submit>
            <div class="builder-form">
                <Texts bench />
                {kept.views()}
                {(!only_words)
                    .then(|| {
                        view! {
                            <Kinds bench />
                            {parts::fields(bench)}
                            {parts::groups(bench)}
                            {parts::filter(bench)}
                            {time::time(bench)}
                            {figure::figure(bench)}
                        }
                    }).views()}
            </div>
            <div class="builder-side">
                <Preview whole refusals />
            </div>
            <div class="dialog-actions builder-end">
                <Button kind=ButtonKind::Ghost on_press=move |()| app.editor.pane.set(None)>
                    "Cancel"
                </Button>
                <button
                    type="submit"
                    class="button button-primary"
                    disabled=stuck
                >
                    {if is_new { "Add to dashboard" } else { "Apply" }}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// Loses nothing of what was built, however the builder is closed, until the value returned says that it was submitted.
fn keep_unbuilt(
    app: App,
    of: Built,
    before: Widget,
    widget: RwSignal<Widget>,
) -> StoredValue<bool> {
    let submitted = StoredValue::new(false);
    let unbuilt = StoredValue::new(before);
    let left = move || {
        let built = widget.try_get_untracked()?;
        let is_changed = unbuilt.try_with_value(|before| *before != built)?;
        (is_changed && !submitted.try_get_value()?).then_some(built)
    };
    let unload = window_event_listener(ev::beforeunload, move |event: BeforeUnloadEvent| {
        if left().is_some() {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        unload.remove();
        if let Some(built) = left() {
            app.put_unbuilt_aside(of, built);
        }
    });
    submitted
}

/// Title and description.
#[component]
fn Texts(bench: Bench) -> impl IntoView {
    let widget = bench.widget;
    let suggested = move || widget.with(suggested_title);
    view! {
        <TextField
            id="builder-title"
            label="Title"
            max=TEXT
            placeholder=Signal::derive(suggested)
            value=Signal::derive(move || widget.with(|w| w.title.clone()))
            on_input=move |text| widget.update(|w| w.title = text)
        />
        <TextField
            id="builder-about"
            label="Description"
            max=TEXT
            placeholder="Optional: what it is for"
            value=Signal::derive(move || widget.with(|w| w.description.clone().unwrap_or_default()))
            on_input=move |text: String| {
                widget.update(|w| w.description = Some(text).filter(|t| !t.trim().is_empty()));
            }
        />
    }
}

/// Display and data set.
#[component]
fn Kinds(bench: Bench) -> impl IntoView {
    let looks = |display: &DisplayType| match display {
        DisplayType::Line => (Glyph::Line, "Line"),
        DisplayType::Area => (Glyph::Area, "Area"),
        DisplayType::Bar => (Glyph::Bars, "Bar"),
        DisplayType::BigNumber => (Glyph::Number, "Big number"),
        DisplayType::Table | DisplayType::Foreign(_) => (Glyph::Table, "Table"),
    };
    let radio = move |name: &'static str,
                      glyph: Option<Glyph>,
                      label: &'static str,
                      choice: Choice,
                      on: Memo<bool>| {
        let refused = {
            let choice = choice.clone();
            Memo::new(move |_| {
                if on.get() {
                    None
                } else {
                    bench.why_not(&choice)
                }
            })
        };
        view! {
            <label class="builder-kind" title=move || refused.get()>
                <input
                    type="radio"
                    name=name
                    prop:checked=move || on.get()
                    disabled=move || refused.with(Option::is_some)
                    on:change=move |_| bench.choose(&choice)
                />
                {glyph.map(|glyph| view! { <Icon glyph /> }).views()}
                <span>{label}</span>
            </label>
        }
    };
    let displays = DISPLAYS.map(|display| {
        let (glyph, label) = looks(&display);
        let on = {
            let display = display.clone();
            Memo::new(move |_| bench.widget.with(|w| w.display_type == display))
        };
        radio(
            "builder-display",
            Some(glyph),
            label,
            Choice::Display(display),
            on,
        )
    });
    // The reasons, where they can be read without hovering.
    let reasons = move || {
        let refused = |display: &DisplayType| {
            let reason = bench.why_not(&Choice::Display(display.clone()))?;
            Some((looks(display).1, reason))
        };
        let mut lines: Vec<(String, String)> = Vec::new();
        for (label, reason) in DISPLAYS.iter().filter_map(refused) {
            match lines.iter_mut().find(|(_, known)| *known == reason) {
                Some((labels, _)) => labels.push_str(&format!(", {label}")),
                None => lines.push((label.to_owned(), reason)),
            }
        }
        let line = |(labels, reason)| {
            view! { <p class="field-hint">{format!("{labels}: {reason}")}</p> }
        };
        lines.into_iter().map(line).views()
    };
    let data = [
        (DataSet::Health, "Release health"),
        (DataSet::Issue, "Issues"),
    ]
    .map(|(set, label)| {
        let on = {
            let set = set.clone();
            Memo::new(move |_| bench.widget.with(|w| w.widget_type == set))
        };
        radio("builder-data", None, label, Choice::Data(set), on)
    });
    view! {
        <fieldset class="builder-kinds">
            <legend class="field-label">"Data"</legend>
            {data.into_iter().views()}
        </fieldset>
        <fieldset class="builder-kinds">
            <legend class="field-label">"Display"</legend>
            {displays.into_iter().views()}
        </fieldset>
        {reasons}
    }
}

/// The widget with its numbers, and what is wrong with it.
#[component]
fn Preview(whole: Memo<Widget>, refusals: Memo<Vec<Refusal>>) -> impl IntoView {
    let app = use_app();
    let shown = RwSignal::new(whole.get_untracked());
    let newest = Newest::scoped();
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    app.preview(&shown.get_untracked(), newest);
    Effect::new(move |before: Option<()>| {
        let next = whole.get();
        let is_good = refusals.with(Vec::is_empty);
        if before.is_none() || !is_good {
            return;
        }
        let later = set_timeout_with_handle(
            move || {
                if shown.try_get_untracked().is_some_and(|old| old != next) {
                    app.preview(&next, newest);
                    shown.set(next);
                }
            },
            PAUSE,
        );
        let old = waiting
            .try_update_value(|w| std::mem::replace(w, later.ok()))
            .flatten();
        if let Some(old) = old {
            old.clear();
        }
    });
    on_cleanup(move || {
        if let Some(Some(last)) = waiting.try_get_value() {
            last.clear();
        }
    });
    let frame = move || {
        let mut widget = shown.get();
        widget.extension.id = Some(PREVIEW.to_owned());
        view! { <WidgetFrame widget /> }
    };
    let is_figure = move || shown.with(|w| w.display_type == DisplayType::BigNumber);
    view! {
        <h3 class="field-label">"Preview"</h3>
        <div class="builder-preview" class:builder-preview-figure=is_figure class:cell-figure=is_figure inert>
            {frame}
        </div>
        <div role="status">
            <ul class="builder-refusals">
                {move || {
                    refusals
                        .get()
                        .into_iter()
                        .map(|refusal| view! { <li class="field-error">{refusal.reason}</li> })
                        .views()
                }}
            </ul>
        </div>
    }
}
