//! What a half-typed condition may become, offered by the browser below the field.

use crate::dashboard::complete::{Known, completions};
use crate::state::app::use_app;
use crate::ui::Views;
use leptos::prelude::*;

/// The completions of `text`, for the field whose list is `id`.
#[component]
pub fn ConditionOffers(
    /// Unique in the page.
    id: &'static str,
    /// What is typed so far.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let app = use_app();
    let known = Memo::new(move |_| {
        let releases = app
            .releases
            .with(|all| all.iter().map(|r| r.version.clone()).collect());
        app.catalog.with(|catalog| Known {
            releases,
            environments: catalog
                .environments
                .iter()
                .map(|e| e.name.clone())
                .collect(),
            projects: catalog
                .projects
                .iter()
                .map(|p| (p.id.to_string(), p.slug.clone()))
                .collect(),
        })
    });
    let offers = move || {
        let offer =
            |(value, about): (String, String)| view! { <option value=value>{about}</option> };
        let all = text.with(|text| known.with(|known| completions(text, known)));
        all.into_iter().map(offer).views()
    };
    view! { <datalist id=id>{offers}</datalist> }
}
