//! The issues of a dashboard: issue, project, title, and how often.

use super::issue_parts::{level, name};
use super::number;
use super::sort_head::{TableSort, aria_sort, place_of};
use super::zone::page_zone;
use crate::dashboard::grid_order::LAST_SEEN;
use crate::engine::field::Unit;
use crate::session::Timestamp;
use crate::session::format;
use crate::session::issue::Issue;
use crate::state::app::use_app;
use crate::ui::Views;
use crate::ui::columns::resizable;
use leptos::prelude::*;

/// Headings and classes of the columns.
const COLUMNS: [(&str, &str); 5] = [
    ("Issue", ""),
    ("Project", ""),
    ("Title", "table-wide"),
    ("Events", "table-number"),
    (LAST_SEEN, "table-number"),
];

/// The body of an issues widget.
#[component]
pub fn IssuesBody(
    /// Of which widget.
    id: String,
    /// In display order.
    data: Memo<Vec<Issue>>,
    /// Of what.
    title: Signal<String>,
) -> impl IntoView {
    let now = use_app().now;
    let sort = TableSort::of(&id);
    let rows = move || {
        data.with(|d| {
            let (places, now) = (sort.places(), now.get());
            let row = |at| row(&d[place_of(at, &places, d.len())], now);
            (0..d.len()).map(row).views()
        })
    };
    let head = |title: &'static str, class: &'static str| {
        // The first column goes by no heading.
        let heading = (title != COLUMNS[0].0).then(|| title.to_owned());
        let order = sort.order_by(heading.clone());
        view! {
            <th scope="col" class=class aria-sort=move || aria_sort(order.get())>
                {sort.button(title.to_owned(), heading, order)}
            </th>
        }
    };
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=title use:resizable>
            <table class="table">
                <caption class="visually-hidden">{title}</caption>
                <thead>
                    <tr>{COLUMNS.map(|(title, class)| head(title, class)).views()}</tr>
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
