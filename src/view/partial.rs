//! Says when the page shows less than was asked for: lines that could not be read, an answer that broke off, a link
//! with parts that make no sense.

use crate::session::format;
use crate::source::LoadReport;
use crate::state::app::use_app;
use crate::state::search_params::Ignored;
use crate::ui::{Button, Glyph, Notice, Tone, Views};
use leptos::prelude::*;

/// A dismissible notice; it comes back with the next load that is not whole.
#[component]
pub fn PartialNotice() -> impl IntoView {
    let app = use_app();
    let dismissed = RwSignal::new(LoadReport::default());
    let shown = Memo::new(move |_| {
        let report = app.report.get();
        let whole = report.skipped == 0 && report.partial.is_none();
        (!whole && report != dismissed.get()).then_some(report)
    });
    let notice = move |report: LoadReport| {
        let title = title(&report);
        let known = report.skipped_reasons.len() as u64;
        let more = report.skipped.saturating_sub(known);
        let rows = report.rows;
        let partial = report.partial.clone();
        let reasons = report.skipped_reasons.clone();
        let dismiss = Callback::new(move |()| dismissed.set(report.clone()));
        view! {
            <Notice tone=Tone::Warn title=title on_dismiss=dismiss>
                {(partial.is_none())
                    .then(|| format!("The numbers below are based on the {} sessions that could be read.", format::count(rows)))
                    .map(|words| view! { <p>{words}</p> }).views()}
                {partial
                    .map(|error| {
                        view! {
                            <p>{error.advice()}</p>
                            <Button glyph=Glyph::Retry on_press=move |()| app.retry(None)>
                                "Retry"
                            </Button>
                        }
                    }).views()}
                {(!reasons.is_empty())
                    .then(|| {
                        view! {
                            <details class="details">
                                <summary>"Which lines"</summary>
                                <ul tabindex="0" aria-label="Lines that could not be read">
                                    {reasons
                                        .into_iter()
                                        .map(|(line, reason)| view! { <li>{format!("Line {line}: {reason}")}</li> })
                                        .views()}
                                    {(more > 0).then(|| view! { <li>{format!("and {} more", format::count(more))}</li> }).views()}
                                </ul>
                            </details>
                        }
                    }).views()}
            </Notice>
        }
    };
    move || shown.get().map(notice).views()
}

/// Says that the device's clock and the backend's differ, and what that does to the page.
#[component]
pub fn ClockNotice() -> impl IntoView {
    let trouble = use_app().clock_trouble;
    let dismiss = Callback::new(move |()| trouble.set(None));
    move || trouble.get().map(|words| warning(words, dismiss))
}

/// Says that environments cannot be chosen, and why.
#[component]
pub fn CatalogNotice() -> impl IntoView {
    let catalog = use_app().catalog;
    let dismiss = Callback::new(move |()| catalog.update(|c| c.without_environments = None));
    move || {
        let error = catalog.with(|c| c.without_environments.clone())?;
        let title = "The list of environments could not be loaded".to_owned();
        let effect = format!("{error} Until the page is reloaded, none can be chosen.");
        Some(warning((title, effect), dismiss))
    }
}

fn warning((title, effect): (String, String), dismiss: Callback<()>) -> impl IntoView {
    view! {
        <Notice tone=Tone::Warn title=title on_dismiss=dismiss>
            <p>{effect}</p>
        </Notice>
    }
}

/// Says which parts of the link made no sense and were left out.
#[component]
pub fn IgnoredNotice() -> impl IntoView {
    let app = use_app();
    let dismiss = Callback::new(move |()| app.ignored.set(Vec::new()));
    let notice = move |ignored: Vec<Ignored>| {
        let line = |part: Ignored| {
            let given = format!("{}={}", part.key, part.value);
            view! { <li><code>{given}</code>" "{part.reason}</li> }
        };
        view! {
            <Notice tone=Tone::Warn title="A part of this link could not be used" on_dismiss=dismiss>
                <ul class="details">{ignored.into_iter().map(line).views()}</ul>
            </Notice>
        }
    };
    move || {
        Some(app.ignored.get())
            .filter(|ignored| !ignored.is_empty())
            .map(notice)
            .views()
    }
}

fn title(report: &LoadReport) -> String {
    let lines = match report.skipped {
        0 => None,
        1 => Some("1 line could not be read".to_owned()),
        n => Some(format!("{} lines could not be read", format::count(n))),
    };
    let broke_off = report
        .partial
        .as_ref()
        .map(|error| error.to_string().trim_end_matches('.').to_owned());
    let parts: Vec<_> = broke_off.into_iter().chain(lines).collect();
    parts.join(". ")
}
