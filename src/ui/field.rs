//! A labelled field of a form, with what there is to know below it: a hint, or in its place what is wrong.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

/// How many characters are so few that it helps to know.
const FEW: usize = 40;

/// Around any control, which has the id `id` and is described by [`note_id`] where there is a hint or an error.
#[component]
pub(crate) fn Field(
    /// Of the control, unique in the page.
    #[prop(into)]
    id: String,
    /// What is to be filled in.
    #[prop(into)]
    label: Signal<String>,
    /// What helps to do so.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let note = note_id(&id);
    let class = move || match error.with(Option::is_some) {
        true => "field-error",
        false => "field-hint",
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {children()}
            <p id=note class=class aria-live="polite">
                {move || error.get().unwrap_or_else(|| hint.get())}
            </p>
        </div>
    }
}

/// One line of text, or what else browsers have a line for.
#[component]
pub(crate) fn TextField(
    /// Of the control, unique in the page.
    #[prop(into)]
    id: String,
    /// What is to be written.
    #[prop(into)]
    label: Signal<String>,
    /// What is written.
    #[prop(into)]
    value: Signal<String>,
    /// Told every change.
    #[prop(into)]
    on_input: Callback<String>,
    /// The control's type.
    #[prop(default = "text")]
    kind: &'static str,
    /// What stands there while nothing is written.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// What helps to do so.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// How many characters there may be; when few are left, that is told.
    #[prop(optional)]
    max: Option<usize>,
    /// Id of a list of completions.
    #[prop(optional)]
    list: Option<&'static str>,
    /// Whether a number is to be written.
    #[prop(optional)]
    decimal: bool,
    /// Whether what opens with it puts the focus here.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let described = note_id(&id);
    // As browsers count what they let through.
    let left = move || Some(max?.saturating_sub(value.with(|text| text.encode_utf16().count())));
    let hint = Signal::derive(move || match left() {
        Some(left) if left < FEW => format!("{left} characters left."),
        _ => hint.get(),
    });
    view! {
        <Field id=id.clone() label hint error>
            <input
                class="input"
                id=id
                type=kind
                placeholder=placeholder
                maxlength=max
                list=list
                inputmode=decimal.then_some("decimal")
                autofocus=first
                data-autofocus=first.then_some("")
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:value=value
                on:input:target=move |event| on_input.run(event.target().value())
            />
        </Field>
    }
}

/// The id of what is said below the control `id`.
pub(crate) fn note_id(id: &str) -> String {
    format!("{id}-note")
}

/// Whether a key goes into a field, which makes a text or an undo of its own of it.
pub(crate) fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let fields =
        "input:not([type=radio]):not([type=checkbox]), select, textarea, [contenteditable]";
    target.is_some_and(|element| element.matches(fields).unwrap_or(false))
}
