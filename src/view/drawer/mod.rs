//! The release drawer (page contract, item 6; section 8.6 of the model): facts of a release, its health over its life,
//! its issues. Which release is open is in the URL.

mod ask;
mod facts;
mod health;
mod issues;
mod panel;

use crate::browser::chunk::chunk;
use crate::state::app::use_app;
use crate::state::page_query::Drawer;
use crate::state::phase::Phase;
use crate::ui::later;
use futures_util::FutureExt;
use leptos::prelude::*;
use panel::Panel;

/// The drawer of the release that the URL names; nothing while it names none.
#[component]
pub fn ReleaseDrawer() -> impl IntoView {
    let app = use_app();
    let named = Memo::new(move |_| app.page.with(|p| p.drawer.clone()));
    let ready = Memo::new(move |_| app.phase.with(|p| *p == Phase::Ready));
    let is_open = Memo::new(move |_| ready.get() && named.with(Option::is_some));
    move || {
        let first = is_open.get().then(|| named.get_untracked()).flatten()?;
        let target = Memo::new(move |old: Option<&_>| {
            named
                .get()
                .or_else(|| old.cloned())
                .unwrap_or_else(|| first.clone())
        });
        Some(later(move || panel(target).map(Result::ok).boxed_local()))
    }
}

chunk! {
    in panels;
    fn panel(target: Memo<Drawer>) -> ViewFn {
        ViewFn::from(move || view! { <Panel target /> })
    }
}
