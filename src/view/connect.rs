//! The connect form, as a page of its own when nothing is configured, and as a dialog later on.

use crate::browser::chunk::chunk;
use crate::source::config::{SourceConfig, Token};
use crate::state::app::use_app;
use crate::state::connect_form::ConnectForm;
use crate::ui::{Dialog, Glyph, Icon, later};
use futures_util::FutureExt;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// The page without a source.
#[component]
pub fn ConnectPage() -> impl IntoView {
    view! {
        <main id="content" class="page connect-page" tabindex="-1">
            <section class="connect-card" aria-labelledby="connect-page-title">
                <h1 id="connect-page-title">"Connect your sessions"</h1>
                <p class="connect-lead">
                    "Raw sessions come straight from your backend into this page, and every number is computed here. Nothing is sent anywhere else."
                </p>
                {fields("connect-page", Callback::new(|()| {}))}
            </section>
        </main>
    }
}

/// The same form over the page.
#[component]
pub fn ConnectDialog(
    /// Unique in the page.
    id: &'static str,
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog id=id title="Data source" open=open>
            {fields(id, Callback::new(move |()| open.set(false)))}
        </Dialog>
    }
}

fn fields(id: &'static str, on_done: Callback<()>) -> AnyView {
    later(move || form(id, on_done).map(Result::ok).boxed_local())
}

chunk! {
    in panels;
    fn form(id: &'static str, on_done: Callback<()>) -> ViewFn {
        ViewFn::from(move || view! { <ConnectFields id on_done /> })
    }
}

/// The form. A field's error shows once its form was sent.
#[component]
fn ConnectFields(id: &'static str, on_done: Callback<()>) -> impl IntoView {
    let app = use_app();
    let demo = RwSignal::new(false);
    let form = RwSignal::new(ConnectForm::default());
    let sent = RwSignal::new(false);
    let error = move |of: fn(&ConnectForm) -> Option<String>| {
        Signal::derive(move || if sent.get() { form.with(of) } else { None })
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        sent.set(true);
        let config = if demo.get_untracked() {
            Some(SourceConfig::Demo)
        } else {
            form.with_untracked(ConnectForm::config)
        };
        if let Some(config) = config {
            app.connect(config);
            on_done.run(());
        }
    };
    view! {
        <form class="connect-form" novalidate on:submit=submit>
            <fieldset class="source-kinds">
                <legend class="field-label">"Where do the sessions come from?"</legend>
                <Kind id demo is_demo=false glyph=Glyph::Server title="REST backend" text="Sentry's API, raw sessions included" />
                <Kind id demo is_demo=true glyph=Glyph::Bars title="Demo data" text="Made up in this page, no network" />
            </fieldset>
            <Show when=move || !demo.get()>
                <Field
                    id=format!("{id}-base")
                    label="Address"
                    hint="Leave empty if this page is served by the backend itself."
                    kind="url"
                    placeholder="https://sentry.example.com"
                    value=Signal::derive(move || form.with(|form| form.base.clone()))
                    error=error(ConnectForm::base_error)
                    on_input=move |text| form.update(|form| form.base = text)
                />
                <Field
                    id=format!("{id}-organization")
                    label="Organization"
                    hint="The short name, as in its links."
                    kind="text"
                    placeholder="demo"
                    value=Signal::derive(move || form.with(|form| form.organization.clone()))
                    error=error(ConnectForm::organization_error)
                    on_input=move |text| form.update(|form| form.organization = text)
                />
                <Field
                    id=format!("{id}-token")
                    label="Token (optional)"
                    hint="Kept in memory only, and forgotten when this page is closed or reloaded."
                    kind="password"
                    value=Signal::derive(move || form.with(|form| form.token.secret().unwrap_or_default().to_owned()))
                    on_input=move |text: String| form.update(|form| form.token = Token::new(&text))
                />
            </Show>
            <button type="submit" class="button button-primary">
                <Icon glyph=Glyph::Plug />
                "Connect"
            </button>
        </form>
    }
}

/// One kind of source, as a card with a radio button.
#[component]
fn Kind(
    id: &'static str,
    demo: RwSignal<bool>,
    is_demo: bool,
    glyph: Glyph,
    title: &'static str,
    text: &'static str,
) -> impl IntoView {
    view! {
        <label class="source-kind">
            <input
                type="radio"
                name=format!("{id}-kind")
                prop:checked=move || demo.get() == is_demo
                on:change=move |_| demo.set(is_demo)
            />
            <Icon glyph />
            <span>
                <strong>{title}</strong>
                <span class="field-hint">{text}</span>
            </span>
        </label>
    }
}

/// A labelled text field with a hint, and an error in its place when there is one.
#[component]
fn Field(
    id: String,
    label: &'static str,
    hint: &'static str,
    kind: &'static str,
    #[prop(optional)] placeholder: &'static str,
    value: Signal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(into)] on_input: Callback<String>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let words = move || error.get().unwrap_or_else(|| hint.to_owned());
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                class="input"
                id=id.clone()
                type=kind
                placeholder=placeholder
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=hint_id.clone()
                aria-invalid=move || error.get().is_some().then_some("true")
                prop:value=move || value.get()
                on:input:target=move |event| on_input.run(event.target().value())
            />
            <p id=hint_id.clone() class=move || if error.get().is_some() { "field-error" } else { "field-hint" }>
                {words}
            </p>
        </div>
    }
}
