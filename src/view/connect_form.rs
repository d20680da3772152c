//! The fields of the connect form: which kind of source, where it is, and whether it answers.

use super::connect_files::FileField;
use crate::browser::{fetch, location};
use crate::source::config::{SourceConfig, Token};
use crate::source::diagnose::{Diagnosis, diagnose};
use crate::state::app::use_app;
use crate::state::connect_form::{ConnectForm, Kind};
use crate::state::newest::Newest;
use crate::ui::{Glyph, Icon, Notice, TextField, Tone, Views, When};
use futures_util::FutureExt;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// What came of a test.
#[derive(Clone, PartialEq)]
enum Test {
    None,
    Running,
    Done(Diagnosis),
}

/// The form. A field's error shows once its form was sent.
#[component]
pub fn ConnectFields(id: &'static str, on_done: Callback<()>) -> impl IntoView {
    let app = use_app();
    let kind = RwSignal::new(Kind::Backend);
    let mut of_source = ConnectForm::default();
    let source = app.config();
    if let Some(source) = &source {
        of_source.take(source);
    }
    let form = RwSignal::new(of_source);
    let sent = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        sent.set(true);
        let config = match kind.get_untracked() {
            Kind::Demo => Some(SourceConfig::Demo),
            Kind::Backend => form.with_untracked(ConnectForm::config),
            Kind::Files => None,
        };
        if let Some(config) = config {
            app.connect(config, form.with_untracked(|f| f.keep_token));
            on_done.run(());
        }
    };
    let is = move |wanted| move || kind.get() == wanted;
    view! {
        <form class="connect-form" novalidate on:submit=submit>
            <fieldset class="source-kinds">
                <legend class="field-label">"Where do the sessions come from?"</legend>
                {kind_choice(id, &source, kind, Kind::Backend, Glyph::Server, "Backend", "Sentry, or any REST backend")}
                {kind_choice(id, &source, kind, Kind::Files, Glyph::Layers, "Files", "From this device, read here")}
                {kind_choice(id, &source, kind, Kind::Demo, Glyph::Bars, "Demo data", "Generated in this page")}
            </fieldset>
            <When is=is(Kind::Backend)>
                <Backend id form sent />
            </When>
            <When is=is(Kind::Files)>
                <FileField id on_done />
            </When>
            <When is=move || kind.get() != Kind::Files>
                <button type="submit" class="button button-primary">
                    <Icon glyph=Glyph::Plug />
                    "Connect"
                </button>
            </When>
        </form>
    }
}

/// Address, organization, token; sources used before; and a test of it all.
#[component]
fn Backend(id: &'static str, form: RwSignal<ConnectForm>, sent: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let recent = app.recent_sources();
    let error = move |of: fn(&ConnectForm) -> Option<String>| {
        Signal::derive(move || if sent.get() { form.with(of) } else { None })
    };
    let again = move |config: SourceConfig| {
        let label = config.label();
        let take = move |_| form.update(|form| form.take(&config));
        view! { <button type="button" class="button button-secondary recent-source" on:click=take>{label}</button> }
    };
    let recent = recent
        .into_iter()
        .filter(|c| matches!(c, SourceConfig::Rest { .. }));
    let recent: Vec<_> = recent.map(again).collect();
    view! {
        {(!recent.is_empty())
            .then(|| {
                view! {
                    <div class="field" role="group" aria-label="Recent sources">
                        <span class="field-label">"Recent sources"</span>
                        <div class="recent-sources">{recent}</div>
                    </div>
                }
            }).views()}
        <TextField
            id=format!("{id}-base")
            label="Address"
            kind="url"
            placeholder="https://sentry.io"
            hint="Leave empty if this page is served by the backend itself."
            error=error(ConnectForm::base_error)
            value=Signal::derive(move || form.with(|form| form.base.clone()))
            on_input=move |text| form.update(|form| form.base = text)
        />
        <TextField
            id=format!("{id}-organization")
            label="Organization"
            placeholder="demo"
            hint="The short name, as in its links."
            error=error(ConnectForm::organization_error)
            value=Signal::derive(move || form.with(|form| form.organization.clone()))
            on_input=move |text| form.update(|form| form.organization = text)
        />
        <TextField
            id=format!("{id}-token")
            label="Token (optional)"
            kind="password"
            hint="With the scopes org:read, project:read and event:read. It is sent to this address only."
            value=Signal::derive(move || form.with(|form| form.token.secret().unwrap_or_default().to_owned()))
            on_input=move |text: String| form.update(|form| form.token = Token::new(&text))
        />
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || form.with(|form| form.keep_token)
                on:change:target=move |event| form.update(|form| form.keep_token = event.target().checked())
            />
            <span>
                "Keep the token until this tab is closed"
                <span class="field-hint">"Otherwise it is forgotten when the page is reloaded."</span>
            </span>
        </label>
        <Tester form sent />
    }
}

/// "Test connection" and what came of it.
#[component]
fn Tester(form: RwSignal<ConnectForm>, sent: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let test = RwSignal::new(Test::None);
    let newest = Newest::scoped();
    // What was found is about what was typed then.
    Effect::new(move |_| {
        form.track();
        newest.cancel();
        test.set(Test::None);
    });
    let run = move |_| {
        sent.set(true);
        let Some(config) = form.with_untracked(ConnectForm::config) else {
            return;
        };
        test.set(Test::Running);
        newest.run(async move {
            let reach = |url: String| async move { fetch::answers(&url).await }.boxed_local();
            let origin = location::origin();
            let now = app.now.get_untracked();
            let found = diagnose(app.transport(), &config, now, &origin, &reach).await;
            test.set(Test::Done(found));
        });
    };
    let outcome = move || match test.get() {
        Test::None => ().into_any(),
        Test::Running => view! { <p class="field-hint">"Asking…"</p> }.into_any(),
        Test::Done(found) => {
            let tone = if found.works { Tone::Info } else { Tone::Bad };
            view! { <Notice tone title=found.headline><p>{found.advice}</p></Notice> }.into_any()
        }
    };
    view! {
        <div class="connect-test">
            <button
                type="button"
                class="button button-secondary"
                disabled=move || test.get() == Test::Running
                on:click=run
            >
                <Icon glyph=Glyph::Pulse />
                "Test connection"
            </button>
            <div role="status">{outcome}</div>
        </div>
    }
}

/// One kind of source, as a card with a radio button; told if it is that of the present `source`.
fn kind_choice(
    id: &'static str,
    source: &Option<SourceConfig>,
    kind: RwSignal<Kind>,
    own: Kind,
    glyph: Glyph,
    title: &'static str,
    text: &'static str,
) -> AnyView {
    let is_present = source.as_ref().map(Kind::of) == Some(own);
    view! {
        <label class="source-kind">
            <input
                type="radio"
                name=format!("{id}-kind")
                prop:checked=move || kind.get() == own
                on:change=move |_| kind.set(own)
            />
            <Icon glyph />
            <span>
                <strong>{title}</strong>
                <span class="field-hint">{text}{is_present.then_some(" · in use")}</span>
            </span>
        </label>
    }
    .into_any()
}
