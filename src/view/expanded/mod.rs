//! The expanded view: one widget over the whole page, with its numbers below. Which one, and what it was
//! zoomed to, is in the URL, so that it can be linked to and Back undoes it.

mod own_range;
mod panel;

use crate::browser::chunk::chunk;
use crate::dashboard::model::Widget;
use crate::state::app::use_app;
use crate::state::phase::Phase;
use crate::ui::later;
use futures_util::FutureExt;
use leptos::prelude::*;
use panel::Panel;

/// The widget that the URL names, over the page; nothing while it names none, or a drawer is open.
#[component]
pub fn ExpandedWidget() -> impl IntoView {
    let app = use_app();
    let named = Memo::new(move |_| {
        let of = app.page.with(|p| {
            let expanded = p.expanded.as_ref().map(|e| e.widget.clone());
            expanded.filter(|_| p.drawer.is_none() && p.list.is_none())
        })?;
        if app.phase.with(|p| *p != Phase::Ready) {
            return None;
        }
        app.dashboard
            .with(|d| d.widgets.iter().find(|w| w.id() == of).cloned())
    });
    move || {
        let widget = named.get()?;
        let load = move || expanded(widget.clone()).map(Result::ok).boxed_local();
        Some(later(load))
    }
}

chunk! {
    in tools;
    fn expanded(widget: Widget) -> ViewFn {
        ViewFn::from(move || view! { <Panel widget=widget.clone() /> })
    }
}
