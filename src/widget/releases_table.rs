//! The releases table (page contract, item 6): search, order, pages; a row opens the release drawer.

use super::pager::Pager;
use super::release_row::row;
use super::sort_head::{aria_sort, sort_button};
use crate::dashboard::data::ReleaseRow;
use crate::dashboard::releases::{self, ReleaseColumn, ReleaseSort};
use crate::state::app::{App, use_app};
use crate::ui::columns::resizable;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::{Views, When};
use leptos::prelude::*;

/// Rows on a page of a card.
pub const PER_PAGE: usize = 10;

/// The body of the releases table. Search, order and page are in the URL.
#[component]
pub fn ReleasesBody(
    /// Unique in the page.
    id: &'static str,
    /// All rows.
    data: Memo<Vec<ReleaseRow>>,
    /// Of what.
    title: Signal<String>,
    /// Rows on a page.
    size: usize,
) -> impl IntoView {
    let app = use_app();
    let search = Memo::new(move |_| app.page.with(|p| p.search.clone()));
    let sort = Memo::new(move |_| app.page.with(|p| ReleaseSort::parse(p.sort.as_deref())));
    let wanted = Memo::new(move |_| app.page.with(|p| p.page));
    let shown = Memo::new(move |_| {
        data.with(|d| releases::page(d, &search.read(), sort.get(), wanted.get(), size))
    });
    let rows = move || {
        let now = app.now.get();
        shown.with(|s| s.rows.iter().map(|r| row(app, r, now)).views())
    };
    let problem = Memo::new(move |_| shown.with(|s| s.problem.as_ref().map(ToString::to_string)));
    let nothing = Memo::new(move |_| shown.with(|s| s.matching == 0));
    view! {
        <div class="releases">
            <SearchBox id app problem />
            <div class="table-scroll releases-scroll" tabindex="0" role="group" aria-label=title use:resizable>
                <table class="table table-pinned table-rows-open">
                    <caption class="visually-hidden">{title}</caption>
                    <thead>
                        <tr>{ReleaseColumn::ALL.map(|column| view! { <SortHead app column sort /> }).views()}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <When is=move || nothing.get()>
                    <div class="widget-note">
                        <p class="widget-note-what">"No release matches this search"</p>
                        <button
                            type="button"
                            class="button button-secondary"
                            on:click=move |_| app.amend(|p| (p.search, p.page) = (String::new(), 0))
                        >
                            "Clear search"
                        </button>
                    </div>
                </When>
            </div>
            <div class="releases-foot">
                <Pager
                    page=Signal::derive(move || shown.with(|s| s.page))
                    pages=Signal::derive(move || shown.with(|s| s.pages))
                    total=Signal::derive(move || shown.with(|s| s.matching))
                    size=Signal::stored(size)
                    go=move |to| app.go(|p| p.page = to)
                />
            </div>
        </div>
    }
}

/// The search box, and under it what could not be understood.
#[component]
fn SearchBox(id: &'static str, app: App, problem: Memo<Option<String>>) -> impl IntoView {
    let wrong = format!("{id}-search-error");
    view! {
        <div class="releases-search" role="search">
            <label class="search-box" class:search-box-wrong=move || problem.with(Option::is_some)>
                <Icon glyph=Glyph::Search />
                <span class="visually-hidden">"Search releases"</span>
                <input
                    type="search"
                    class="search-box-input"
                    placeholder="3.4, or release.version:>=3.0"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || app.page.with(|p| p.search.clone())
                    aria-invalid=move || problem.with(|p| p.is_some().to_string())
                    aria-describedby=wrong.clone()
                    on:input:target=move |ev| {
                        let text = ev.target().value();
                        app.amend(|p| (p.search, p.page) = (text, 0));
                    }
                />
            </label>
            <p class="releases-wrong" id=wrong role="status">{problem}</p>
        </div>
    }
}

/// A column's header: says how the table is ordered and orders it.
#[component]
fn SortHead(app: App, column: ReleaseColumn, sort: Memo<ReleaseSort>) -> impl IntoView {
    let order = Memo::new(move |_| sort.with(|s| (s.column == column).then_some(s.descending)));
    // A stage is that of one environment.
    let unknown = move || {
        let several = app.page.with(|p| p.environments.len() != 1);
        (column == ReleaseColumn::Stage && several)
            .then_some("Select one environment to see the stages")
    };
    let click = move |()| {
        let next = clicked(sort.get_untracked(), column);
        app.go(|p| (p.sort, p.page) = (Some(next.to_text()), 0));
    };
    view! {
        <th scope="col" title=unknown aria-sort=move || aria_sort(order.get()) class:table-number=is_number(column)>
            {sort_button(column.title().to_owned(), order, Callback::new(click))}
        </th>
    }
}

/// The order after a click on a header: the other way round, or what is most telling first.
fn clicked(sort: ReleaseSort, column: ReleaseColumn) -> ReleaseSort {
    use ReleaseColumn::{Adoption, Created, NewIssues, Release, Sessions};
    let first = matches!(column, Release | Created | Adoption | Sessions | NewIssues);
    let descending = if sort.column == column {
        !sort.descending
    } else {
        first
    };
    ReleaseSort { column, descending }
}

/// Whether the column's cells are numbers, which align right.
const fn is_number(column: ReleaseColumn) -> bool {
    use ReleaseColumn::{Adoption, CrashFreeSessions, CrashFreeUsers, NewIssues, Sessions};
    matches!(
        column,
        Adoption | CrashFreeSessions | CrashFreeUsers | Sessions | NewIssues
    )
}
