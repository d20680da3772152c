//! The connect form, as a page of its own when nothing is configured, and as a dialog later on. The form itself is fetched
//! when it is first wanted.

use super::connect_form::ConnectFields;
use super::freshness::Freshness;
use crate::browser::chunk::chunk;
use crate::ui::{Dialog, later};
use futures_util::FutureExt;
use leptos::prelude::*;

/// The page without a source.
#[component]
pub fn ConnectPage() -> impl IntoView {
    view! {
        <main id="content" class="page connect-page" tabindex="-1">
            <section class="connect-card" aria-labelledby="connect-page-title">
                <h1 id="connect-page-title">"Connect your sessions"</h1>
                <p class="connect-lead">
                    "Raw sessions come straight from your backend or your files into this page, and every number is computed here. Nothing is sent anywhere else."
                </p>
                {fields("connect-page", false, Callback::new(|()| {}))}
            </section>
        </main>
    }
}

/// The same form over the page, below what is known of the present source.
#[component]
pub fn ConnectDialog(
    /// Unique in the page.
    id: &'static str,
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog id=id title="Data source" open=open>
            {fields(id, true, Callback::new(move |()| open.set(false)))}
        </Dialog>
    }
}

fn fields(id: &'static str, over_page: bool, on_done: Callback<()>) -> AnyView {
    later(move || form(id, over_page, on_done).map(Result::ok).boxed_local())
}

chunk! {
    in panels;
    fn form(id: &'static str, over_page: bool, on_done: Callback<()>) -> ViewFn {
        ViewFn::from(move || {
            let fresh = over_page.then(|| view! { <Freshness id /> });
            view! {
                {fresh}
                <ConnectFields id on_done />
            }
        })
    }
}
