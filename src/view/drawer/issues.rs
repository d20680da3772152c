//! The issues of a release: the ones first seen in it, or all seen in it.

use super::ask::{Asked, ask};
use super::at_issues::AtIssues;
use crate::dashboard::disclose::NOT_EVENTS;
use crate::dashboard::planner::{Scope, new_in_release};
use crate::dashboard::release_life::{ReleaseScope, window};
use crate::session::issue::Issue;
use crate::session::release_info::ReleaseInfo;
use crate::session::search::term;
use crate::session::{Timestamp, format};
use crate::source::{IssueSort, IssuesQuery};
use crate::state::app::use_app;
use crate::ui::Views;
use crate::widget::issue_parts::{level, name};
use crate::widget::issues::seen;
use crate::widget::state::FailedBody;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The most issues listed.
const LIMIT: usize = 100;

/// Which issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    New,
    All,
}

const SORTS: [(IssueSort, &str, &str); 3] = [
    (IssueSort::Events, "events", "Events"),
    (IssueSort::Users, "users", "Users"),
    (IssueSort::LastSeen, "seen", "Last seen"),
];

/// Tabs, order, list.
#[component]
pub fn Issues(
    scope: Memo<ReleaseScope>,
    info: Memo<Option<ReleaseInfo>>,
    at_issues: AtIssues,
) -> impl IntoView {
    let app = use_app();
    let tab = RwSignal::new(Tab::New);
    let sort = RwSignal::new(IssueSort::Events);
    let question = Memo::new(move |_| {
        let raw = app.source().is_some_and(|s| s.has_raw_sessions());
        let lived = info.with(|i| i.as_ref().and_then(|i| window(i, app.now.get(), raw)));
        let scope = scope.read();
        IssuesQuery {
            range: lived.map_or_else(|| app.window.get().range(), |(w, _)| w.range()),
            projects: scope.project.into_iter().collect(),
            environments: scope.page.environments.clone(),
            search: search(&scope, tab.get()),
            sort: sort.get(),
            limit: LIMIT,
        }
    });
    let asking = ask(question, |source, query| {
        Box::pin(async move { source.issues(query).await })
    });
    let section = NodeRef::<html::Section>::new();
    Effect::new(move |_| {
        let is_here = asking.answer.with(|a| !matches!(a, Asked::Waiting));
        if is_here && let Some(section) = section.get().filter(|_| at_issues.is_asked()) {
            request_animation_frame(move || go_to(&section));
        }
    });
    let list = move || match asking.answer.get() {
        Asked::Waiting => {
            view! { <div class="issue-list issue-list-waiting" aria-busy="true"></div> }.into_any()
        }
        Asked::Failed(error) => {
            view! { <FailedBody error retry=move || asking.again() /> }.into_any()
        }
        Asked::Here(issues) if issues.is_empty() => {
            view! { <p class="drawer-none">{nothing(tab.get_untracked())}</p> }.into_any()
        }
        Asked::Here(issues) => {
            let now = app.now.get_untracked();
            let cut = issues.len() >= LIMIT;
            view! {
                <ul class="issue-list">{issues.iter().map(|i| item(i, now)).views()}</ul>
                {cut.then(|| view! { <p class="drawer-none">{format!("The first {LIMIT} are listed.")}</p> }).views()}
            }
            .into_any()
        }
    };
    view! {
        <section class="drawer-section" aria-labelledby="drawer-issues" node_ref=section>
            <h3 id="drawer-issues" class="drawer-heading">"Issues"</h3>
            <div class="issue-tools">
                <Tabs tab />
                <label class="issue-sort">
                    "Sort by "
                    <select
                        class="small-select"
                        on:change:target=move |ev| {
                            let chosen = ev.target().value();
                            sort.set(SORTS.iter().find(|s| s.1 == chosen).map_or(IssueSort::Events, |s| s.0));
                        }
                    >
                        {SORTS
                            .map(|(value, key, words)| {
                                view! { <option value=key selected=move || sort.get() == value>{words}</option> }
                            })
                            .views()}
                    </select>
                </label>
            </div>
            <div id="drawer-issue-panel" role="tabpanel" aria-labelledby=move || tab_id(tab.get())>
                {asking.stale()}
                {list}
            </div>
            <p class="drawer-footnote">{NOT_EVENTS}</p>
        </section>
    }
}

/// Scrolls to the section, and puts the focus on its chosen tab.
fn go_to(section: &web_sys::HtmlElement) {
    let tab = section.query_selector("[aria-selected='true']");
    let tab = tab.ok().flatten();
    if let Some(tab) = tab.and_then(|t| t.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = tab.focus();
    }
    section.scroll_into_view();
}

/// The release's issues that the page's conditions for issues let pass.
fn search(scope: &ReleaseScope, tab: Tab) -> String {
    let own = match tab {
        Tab::New => new_in_release(&scope.release),
        Tab::All => term("release", &scope.release),
    };
    let conditions = Scope {
        global: scope.page.global.clone(),
        ..Scope::default()
    };
    conditions.issue_search(&own)
}

/// The two tabs; arrow keys move between them.
#[component]
fn Tabs(tab: RwSignal<Tab>) -> impl IntoView {
    let row = NodeRef::<html::Div>::new();
    let on_key = move |ev: KeyboardEvent| {
        if matches!(
            ev.key().as_str(),
            "ArrowLeft" | "ArrowRight" | "Home" | "End"
        ) {
            ev.prevent_default();
            let next = match ev.key().as_str() {
                "Home" => Tab::New,
                "End" => Tab::All,
                _ if tab.get_untracked() == Tab::New => Tab::All,
                _ => Tab::New,
            };
            tab.set(next);
            let id = format!("#{}", tab_id(next));
            let button = row
                .get_untracked()
                .and_then(|row| row.query_selector(&id).ok().flatten());
            if let Some(button) = button.and_then(|b| b.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = button.focus();
            }
        }
    };
    let button = move |which: Tab, words: &'static str| {
        view! {
            <button
                type="button"
                role="tab"
                class="drawer-tab"
                id=tab_id(which)
                aria-selected=move || (tab.get() == which).to_string()
                aria-controls="drawer-issue-panel"
                tabindex=move || if tab.get() == which { "0" } else { "-1" }
                on:click=move |_| tab.set(which)
            >
                {words}
            </button>
        }
    };
    view! {
        <div class="drawer-tabs" role="tablist" aria-label="Issues" node_ref=row on:keydown=on_key>
            {button(Tab::New, "New in this release")}
            {button(Tab::All, "All seen in it")}
        </div>
    }
}

const fn tab_id(tab: Tab) -> &'static str {
    match tab {
        Tab::New => "drawer-tab-new",
        Tab::All => "drawer-tab-all",
    }
}

const fn nothing(tab: Tab) -> &'static str {
    match tab {
        Tab::New => "No issue was first seen in this release.",
        Tab::All => "No issue was seen in this release.",
    }
}

fn item(issue: &Issue, now: Timestamp) -> impl IntoView + use<> {
    let count = |n: u64, one: &str, many: &str| {
        let word = if n == 1 { one } else { many };
        view! { <span class="issue-count"><strong>{format::count(n)}</strong>" "{word.to_owned()}</span> }
    };
    let culprit = issue.culprit.clone();
    view! {
        <li class="issue" data-issue=issue.short_id.clone()>
            <div class="issue-line">
                {level(&issue.level)}
                <bdi class="issue-title">{issue.title.clone()}</bdi>
            </div>
            {(!culprit.is_empty()).then(|| view! { <p class="issue-culprit"><bdi>{culprit}</bdi></p> }).views()}
            <div class="issue-meta">
                {name(issue)}
                <span class="tag tag-quiet">{status_word(&issue.status)}</span>
                {count(issue.count, "event", "events")}
                {count(issue.user_count, "user", "users")}
                <span class="issue-when">"first " {seen(issue.first_seen, now)}</span>
                <span class="issue-when">"last " {seen(issue.last_seen, now)}</span>
            </div>
        </li>
    }
}

fn status_word(status: &str) -> &'static str {
    match status {
        "resolved" => "Resolved",
        "ignored" => "Ignored",
        _ => "Unresolved",
    }
}
