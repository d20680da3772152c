//! "View data": the numbers of a widget as a table (page contract, item 3), to be sorted by any column.
//!
//! It is in the page only while it is open. Up to [`PAGE_SIZES`]' largest number of rows stand on one page, so a whole
//! fortnight by the hour does; longer lists have pages, and all buckets (at most 1000) are reachable.

use super::number;
use super::pager::Pager;
use super::sort_head::{TableSort, aria_sort};
use super::zone::page_zone;
use crate::browser::chunk::chunk;
use crate::dashboard::data::WidgetState;
use crate::dashboard::grid_order::order;
use crate::dashboard::view_data::{Cell, Column, DataGrid, Row, RowKey};
use crate::session::completeness::Completeness;
use crate::session::zone::Zone;
use crate::session::{Timestamp, format};
use crate::state::app::use_app;
use crate::ui::columns::resizable;
use crate::ui::{Views, When};
use leptos::prelude::*;

/// Rows on a page, for the person to choose from.
const PAGE_SIZES: [usize; 3] = [25, 100, 500];

chunk! {
    in panels;
    /// The table of what a widget shows, while it has numbers; `title` says of what.
    pub fn data_table(id: String, state: ReadSignal<WidgetState>, title: Signal<String>) -> ViewFn {
        ViewFn::from(move || view! { <DataTable id=id.clone() state title size=PAGE_SIZES[2] /> })
    }
}

/// The table and, when it is long, its pages.
#[component]
pub fn DataTable(
    /// Of which widget.
    id: String,
    /// What the widget shows.
    #[prop(into)]
    state: Signal<WidgetState>,
    /// What it is called.
    title: Signal<String>,
    /// Rows on a page until a person chooses.
    size: usize,
) -> impl IntoView {
    let app = use_app();
    let now = app.now;
    let sort = TableSort::of(&id);
    let grid = Memo::new(move |_| match &*state.read() {
        WidgetState::Ready(data) => Some(DataGrid::of(data)),
        _ => None,
    });
    let size = Memo::new(move |_| sort.choice().size.unwrap_or(size));
    let wanted = RwSignal::new(0_usize);
    let places = Memo::new(move |_| {
        let chosen = sort.choice().sort;
        let places = |grid: &DataGrid| order(grid, chosen.as_ref());
        grid.with(|grid| grid.as_ref().map(places).unwrap_or_default())
    });
    let total = Memo::new(move |_| places.with(Vec::len));
    let pages = Memo::new(move |_| total.get().div_ceil(size.get()).max(1));
    let page = Memo::new(move |_| wanted.get().min(pages.get() - 1));
    let columns = Memo::new(move |_| {
        grid.with(|g| g.as_ref().map(|g| g.columns.clone()).unwrap_or_default())
    });
    // Another order begins with its first page.
    Effect::new(move |before: Option<()>| {
        sort.choice();
        if before.is_some() {
            wanted.set(0);
        }
    });
    let id = StoredValue::new(id);
    let head = move || {
        let key = grid.with(|g| g.as_ref().map(key_title).unwrap_or_default());
        let others = columns.get().into_iter();
        let others =
            others.map(|c| head_cell(c.title.clone(), Some(c.title), c.unit.is_some(), sort));
        view! { <tr>{head_cell(key, None, false, sort)} {others.views()}</tr> }
    };
    let body = move || {
        // Before `page`, which depends on them too: what a check of `page` makes anew would not be noticed here.
        let (places, size) = (places.get(), size.get());
        let (columns, from, now) = (columns.get(), page.get() * size, now.get());
        grid.with(|g| {
            let rows = g.as_ref().map(|g| g.rows.as_slice()).unwrap_or_default();
            let shown = places.into_iter().skip(from).take(size);
            let row = |place: usize| Some(body_row(rows.get(place)?, &columns, now));
            shown.filter_map(row).views()
        })
    };
    view! {
        <div class="data-table">
            <div class="data-table-scroll" tabindex="0" role="group" aria-label=move || format!("Data of {}", title.get()) use:resizable>
                <table class="table table-dense">
                    <caption class="visually-hidden">{move || format!("Data of {}", title.get())}</caption>
                    <thead>{head}</thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
            <When is=move || { total.get() > PAGE_SIZES[0] }>
                <div class="data-table-foot">
                    <label class="data-table-size">
                        "Rows per page "
                        <select
                            class="small-select"
                            on:change:target=move |ev| {
                                let rows = ev.target().value().parse().unwrap_or(PAGE_SIZES[0]);
                                id.with_value(|id| app.resize_table(id, rows));
                            }
                        >
                            {PAGE_SIZES
                                .map(|n| view! { <option value=n.to_string() selected=move || size.get() == n>{n}</option> })
                                .views()}
                        </select>
                    </label>
                    <Pager page pages total=total size=size go=move |to| wanted.set(to) />
                </div>
            </When>
        </div>
    }
}

fn key_title(grid: &DataGrid) -> String {
    match grid.rows.first().map(|r| &r.key) {
        Some(RowKey::Bucket(_)) => format!("{} ({})", grid.key_title, page_zone().name()),
        _ => grid.key_title.clone(),
    }
}

fn head_cell(
    title: String,
    heading: Option<String>,
    is_number: bool,
    sort: TableSort,
) -> impl IntoView {
    let order = sort.order_by(heading.clone());
    view! {
        <th scope="col" aria-sort=move || aria_sort(order.get()) class:table-number=is_number>
            {sort.button(title, heading, order)}
        </th>
    }
}

fn body_row(row: &Row, columns: &[Column], now: Timestamp) -> impl IntoView + use<> {
    let key = match &row.key {
        RowKey::Bucket(bucket) => {
            let (zone, start) = (page_zone(), bucket.start);
            let text = format::bucket_start(*bucket, &zone);
            let state = Completeness::of(*bucket, now);
            let word = state.word().map(
                |word| view! { " " <span class="tag tag-quiet" title=state.note()>{word}</span> },
            );
            view! { <time datetime=start.to_iso()>{text}</time> {word} }.into_any()
        }
        RowKey::Group(name) => view! { <bdi>{name.clone()}</bdi> }.into_any(),
    };
    let cells = row
        .cells
        .iter()
        .zip(columns)
        .map(|(cell, column)| body_cell(cell, column))
        .views();
    view! { <tr><th scope="row">{key}</th>{cells}</tr> }
}

fn body_cell(cell: &Cell, column: &Column) -> AnyView {
    match (cell, column.unit) {
        (Cell::Number(value), Some(unit)) => view! {
            <td class="table-number" data-value=number::exact(*value)>{number::text(unit, *value)}</td>
        }
        .into_any(),
        (Cell::Number(value), None) => view! { <td data-value=number::exact(*value)>{number::exact(*value)}</td> }.into_any(),
        (Cell::Text(text), _) => view! { <td><bdi>{text.clone()}</bdi></td> }.into_any(),
    }
}
