//! The release drawer: the releases in a stretch of a chart, and
//! the facts, health and issues of one release. What is open is in the URL.

mod ask;
mod at_issues;
mod details;
mod facts;
mod figure;
mod health;
mod issues;
mod list;
mod shell;
mod stretch;

use crate::browser::chunk::chunk;
use crate::state::app::use_app;
use crate::state::page_query::{Drawer, ReleaseList};
use crate::state::phase::Phase;
use crate::ui::later;
use at_issues::AtIssues;
use details::Details;
use futures_util::FutureExt;
use leptos::prelude::*;
use list::List;
use shell::Shell;

/// What the drawer shows.
#[derive(Clone, Debug, PartialEq)]
enum Target {
    Release(Drawer),
    List(ReleaseList),
}

impl Target {
    fn is_release(&self) -> bool {
        matches!(self, Self::Release(_))
    }
}

/// The drawer of the release, or of the list of releases, that the URL names; nothing while it names none.
#[component]
pub fn ReleaseDrawer() -> impl IntoView {
    let app = use_app();
    let named = Memo::new(move |_| {
        app.page.with(|p| {
            let release = p.drawer.clone().map(Target::Release);
            release.or_else(|| p.list.clone().map(Target::List))
        })
    });
    let ready = Memo::new(move |_| app.phase.with(|p| *p == Phase::Ready));
    let is_open = Memo::new(move |_| ready.get() && named.with(Option::is_some));
    move || {
        let first = is_open.get().then(|| named.get_untracked()).flatten()?;
        let target = kept(first, move || named.get());
        Some(later(move || panel(target).map(Result::ok).boxed_local()))
    }
}

chunk! {
    in panels;
    fn panel(target: Memo<Target>) -> ViewFn {
        ViewFn::from(move || {
            AtIssues::provide();
            let label = RwSignal::new(String::new());
            let is_release = Memo::new(move |_| target.with(Target::is_release));
            let content = move || {
                is_release.get();
                content(target, label)
            };
            view! { <Shell target label=label.into() content=content.into() /> }
        })
    }
}

fn content(target: Memo<Target>, label: RwSignal<String>) -> AnyView {
    match target.get_untracked() {
        Target::Release(first) => {
            let of = kept(first, move || match target.get() {
                Target::Release(drawer) => Some(drawer),
                Target::List(_) => None,
            });
            Effect::new(move |_| label.set(of.with(|d| format!("Release {}", d.release))));
            view! { <Details target=of /> }.into_any()
        }
        Target::List(first) => {
            let of = kept(first, move || match target.get() {
                Target::List(list) => Some(list),
                Target::Release(_) => None,
            });
            view! { <List of label /> }.into_any()
        }
    }
}

/// What `now` says, and what it said last while it says nothing: for a view that is about to go.
fn kept<T: Clone + PartialEq + Send + Sync + 'static>(
    first: T,
    now: impl Fn() -> Option<T> + Send + Sync + 'static,
) -> Memo<T> {
    Memo::new(move |old: Option<&T>| {
        now()
            .or_else(|| old.cloned())
            .unwrap_or_else(|| first.clone())
    })
}
