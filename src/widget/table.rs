//! A plain table: groups and their totals.

use super::bar::Bar;
use super::number;
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
    /// The numbers.
    data: Memo<TableData>,
    /// Of what.
    title: Signal<String>,
) -> impl IntoView {
    let head = move || {
        data.with(|d| {
            let worst = worst_shortfalls(d);
            let columns = d.columns.iter().zip(worst).map(|((title, unit), worst)| {
                let bars = has_bars(*unit, worst)
                    .then(|| view! { <span class="bar-wide bar-title" title=BARS>"Below 100%"</span> });
                view! {
                    <th scope="col" class="table-number">
                        <span class="table-with-bar">{bars} <span class="table-figure">{title.clone()}</span></span>
                    </th>
                }
            });
            view! { <tr><th scope="col">{d.key_title.clone()}</th>{columns.views()}</tr> }
        })
    };
    let body = move || {
        data.with(|d| {
            let worst = worst_shortfalls(d);
            d.rows
                .iter()
                .map(|row| body_row(row, &d.columns, &worst))
                .views()
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
