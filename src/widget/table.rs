//! A plain table: groups and their totals.

use super::bar::Bar;
use super::number;
use super::sort_head::{TableSort, aria_sort, place_of};
use crate::dashboard::data::{TableData, TableRow};
use crate::engine::field::Unit;
use crate::session::format;
use crate::ui::Views;
use crate::ui::columns::resizable;
use leptos::prelude::*;

/// What the bars of a rate say.
const BARS: &str = "How far below 100% each rate is; the bar of the lowest rate is full";

/// The body of a table widget.
#[component]
pub fn TableBody(
    /// Of which widget.
    id: String,
    /// The numbers.
    data: Memo<TableData>,
    /// Of what.
    title: Signal<String>,
) -> impl IntoView {
    let sort = TableSort::of(&id);
    // Columns are those of the widget, whatever its numbers; a heading keeps its element, and with it the focus.
    let (key_title, columns) = data.with_untracked(|d| (d.key_title.clone(), d.columns.clone()));
    let columns = columns.into_iter().enumerate().map(|(at, (title, unit))| {
        let has_none = move || {
            let worst = data.with(worst_shortfalls);
            !worst.get(at).is_some_and(|worst| has_bars(unit, *worst))
        };
        let order = sort.order_by(Some(title.clone()));
        view! {
            <th scope="col" class="table-number" aria-sort=move || aria_sort(order.get())>
                <span class="table-with-bar">
                    <span class="bar-wide bar-title" title=BARS hidden=has_none>"Below 100%"</span>
                    " "
                    <span class="table-figure">{sort.button(title.clone(), Some(title), order)}</span>
                </span>
            </th>
        }
    });
    let order = sort.order_by(None);
    let head = view! {
        <tr>
            <th scope="col" aria-sort=move || aria_sort(order.get())>{sort.button(key_title, None, order)}</th>
            {columns.views()}
        </tr>
    };
    let body = move || {
        data.with(|d| {
            let (places, worst, rows) = (sort.places(), worst_shortfalls(d), &d.rows);
            let row = |at| body_row(&rows[place_of(at, &places, rows.len())], &d.columns, &worst);
            (0..rows.len()).map(row).views()
        })
    };
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=title use:resizable>
            <table class="table table-fill">
                <caption class="visually-hidden">{title}</caption>
                <thead>{head}</thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
}

/// For each rate column the largest distance from 100 %, which is the length of a full bar.
fn worst_shortfalls(data: &TableData) -> Vec<f64> {
    let shortfall = |i: usize| {
        data.rows
            .iter()
            .filter_map(move |r| Some(1.0 - r.values.get(i).copied().flatten()?))
    };
    (0..data.columns.len())
        .map(|i| shortfall(i).fold(0.0, f64::max))
        .collect()
}

/// Whether a column has bars: a rate with anything below 100 %.
fn has_bars(unit: Unit, worst: f64) -> bool {
    unit == Unit::Rate && worst > 0.0
}

fn body_row(row: &TableRow, columns: &[(String, Unit)], worst: &[f64]) -> impl IntoView + use<> {
    let cells = columns
        .iter()
        .zip(&row.values)
        .zip(worst)
        .map(|(((_, unit), value), worst)| {
            let bar = has_bars(*unit, *worst)
                .then_some(value.map(|v| (1.0 - v) / worst))
                .flatten();
            view! {
                <td class="table-number" data-value=number::exact(*value)>
                    <span class="table-with-bar">
                        {bar.map(|share| view! { <Bar share class="bar-wide bar-plain" /> }).views()}
                        <span class="table-figure">{column_text(*unit, *value)}</span>
                    </span>
                </td>
            }
        });
    let cells = cells.views();
    view! { <tr><th scope="row"><bdi class="clip" title=row.key.clone()>{row.key.clone()}</bdi></th>{cells}</tr> }
}

/// Rates line up under each other.
fn column_text(unit: Unit, value: Option<f64>) -> String {
    match unit {
        Unit::Rate => format::percent_column(value),
        _ => number::text(unit, value),
    }
}
