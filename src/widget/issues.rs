//! The issues of a dashboard: issue, project, title, and how often.

use super::issue_parts::{level, name};
use super::number;
use super::zone::page_zone;
use crate::engine::field::Unit;
use crate::session::Timestamp;
use crate::session::format;
use crate::session::issue::Issue;
use crate::state::app::use_app;
use crate::ui::Views;
use crate::ui::columns::resizable;
use leptos::prelude::*;

/// The body of an issues widget.
#[component]
pub fn IssuesBody(
    /// In display order.
    data: Memo<Vec<Issue>>,
    /// Of what.
    title: Signal<String>,
) -> impl IntoView {
    let now = use_app().now;
    let rows = move || data.with(|d| d.iter().map(|issue| row(issue, now.get())).views());
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=title use:resizable>
            <table class="table">
                <caption class="visually-hidden">{title}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Issue"</th>
                        <th scope="col">"Project"</th>
                        <th scope="col" class="table-wide">"Title"</th>
                        <th scope="col" class="table-number">"Events"</th>
                        <th scope="col" class="table-number">"Last seen"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(issue: &Issue, now: Timestamp) -> impl IntoView + use<> {
    let number = |n: u64| {
        let value = Some(n as f64);
        view! { <td class="table-number" data-value=number::exact(value)>{number::text(Unit::Count, value)}</td> }
    };
    view! {
        <tr data-issue=issue.short_id.clone()>
            <th scope="row"><span class="table-tagged">{level(&issue.level)} {name(issue)}</span></th>
            <td><bdi>{issue.project.slug.clone()}</bdi></td>
            <td class="table-wide"><bdi class="clip" title=issue.title.clone()>{issue.title.clone()}</bdi></td>
            {number(issue.count)}
            <td class="table-number">{seen(issue.last_seen, now)}</td>
        </tr>
    }
}

/// How long ago, with the exact time for who wants it.
pub fn seen(at: Option<Timestamp>, now: Timestamp) -> AnyView {
    match at {
        Some(at) => view! {
            <time datetime=at.to_iso() title=format::date_time(at, &page_zone())>{format::ago(at, now)}</time>
        }
        .into_any(),
        None => format::NONE.into_any(),
    }
}
