//! Where the widgets of a dashboard stand when there is room for six columns, and when there is less.

use super::arrange;
use super::arrange::clamped;
use super::model::{Layout, Widget};
use crate::session::sorting::sort_by_key;

/// A widget's place at every width of the page. Columns and rows count from 1, as CSS grid lines do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// First column of six.
    pub column: u32,
    /// Columns wide.
    pub columns: u32,
    /// First row.
    pub row: u32,
    /// Rows high.
    pub rows: u32,
    /// Columns wide, of six, where narrow charts would be too narrow: figures keep their width, charts are halves or
    /// the whole row, and a row is always filled.
    pub columns_medium: u32,
}

/// The cells of `widgets`, in reading order (by row, then column): the order in the page, and on a phone.
pub fn cells(widgets: &[Widget]) -> Vec<(Cell, Widget)> {
    let mut placed: Vec<(Layout, &Widget)> = Vec::with_capacity(widgets.len());
    let (with, without): (Vec<_>, Vec<_>) = widgets.iter().partition(|w| w.layout.is_some());
    for widget in with {
        placed.push((clamped(widget.place()), widget));
    }
    // A document need not say where a widget stands: it comes where there is room.
    for widget in without {
        let taken: Vec<Layout> = placed.iter().map(|(place, _)| *place).collect();
        let (w, h) = arrange::default_size(&widget.display_type);
        placed.push((arrange::free_place(&taken, w, h), widget));
    }
    sort_by_key(&mut placed, |(place, _)| (place.y, place.x));
    let medium = medium_widths(&placed.iter().map(|(place, _)| *place).collect::<Vec<_>>());
    let cell = |((place, widget), columns_medium): (&(Layout, &Widget), u32)| {
        let cell = Cell {
            column: place.x + 1,
            columns: place.w,
            row: place.y + 1,
            rows: place.h,
            columns_medium,
        };
        (cell, (*widget).clone())
    };
    placed.iter().zip(medium).map(cell).collect()
}

fn medium_widths(places: &[Layout]) -> Vec<u32> {
    let mut widths: Vec<u32> = places
        .iter()
        .map(|p| if p.h == 1 || p.w > 3 { p.w } else { 3 })
        .collect();
    // Walk along as CSS places them: the last chart of a row that is not full takes what is left of it.
    let mut used = 0;
    for i in 0..widths.len() {
        used += widths[i];
        let next_fits = widths
            .get(i + 1)
            .is_some_and(|next| used + next <= 6 && places[i].h == places[i + 1].h);
        if !next_fits {
            if used < 6 {
                widths[i] += 6 - used;
            }
            used = 0;
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dashboard::builtin;

    fn place(x: u32, y: u32, w: u32, h: u32) -> Layout {
        Layout {
            x,
            y,
            w,
            h,
            min_h: 1,
        }
    }

    #[test]
    fn medium_rows_are_always_full() {
        let mobile = [
            place(0, 0, 2, 1),
            place(2, 0, 2, 1),
            place(4, 0, 2, 1),
            place(0, 1, 3, 2),
            place(3, 1, 3, 2),
            place(0, 3, 2, 2),
            place(2, 3, 2, 2),
            place(4, 3, 2, 2),
            place(0, 5, 6, 2),
        ];
        assert_eq!(medium_widths(&mobile), [2, 2, 2, 3, 3, 3, 3, 6, 6]);
        assert_eq!(medium_widths(&[place(0, 0, 2, 1)]), [6]);
        assert_eq!(medium_widths(&[]), [0; 0]);
        // A figure beside a chart of another height does not share its row.
        assert_eq!(
            medium_widths(&[place(0, 0, 2, 1), place(2, 0, 4, 2)]),
            [6, 6]
        );
    }

    #[test]
    fn cells_come_in_reading_order_on_the_grid() {
        let widget = |id: &str, layout| {
            let mut widget = Widget {
                layout: Some(layout),
                ..Widget::default()
            };
            widget.extension.id = Some(id.to_owned());
            widget
        };
        let cells = cells(&[
            widget("c", place(0, 2, 9, 0)),
            widget("b", place(5, 0, 3, 2)),
            widget("a", place(0, 0, 3, 2)),
        ]);
        let ids: Vec<_> = cells.iter().map(|(_, w)| w.id()).collect();
        assert_eq!(ids, ["a", "b", "c"]);
        let (b, c) = (cells[1].0, cells[2].0);
        assert_eq!((b.column, b.columns, b.row, b.rows), (4, 3, 1, 2));
        assert_eq!((c.column, c.columns, c.rows), (1, 6, 1));
    }

    #[test]
    fn widgets_without_a_place_come_where_there_is_room() {
        let without = Widget::default();
        let with = Widget {
            layout: Some(place(0, 0, 3, 2)),
            ..Widget::default()
        };
        let cells = cells(&[without.clone(), with, without.clone(), without]);
        let at: Vec<_> = cells.iter().map(|(c, _)| (c.column, c.row)).collect();
        assert_eq!(at, [(1, 1), (4, 1), (1, 3), (3, 3)]);
    }

    #[test]
    fn the_built_ins_do_not_overlap() {
        for dashboard in [builtin::mobile(), builtin::frontend()] {
            let mut taken = std::collections::HashSet::new();
            for (cell, widget) in cells(&dashboard.widgets) {
                for column in cell.column..cell.column + cell.columns {
                    for row in cell.row..cell.row + cell.rows {
                        assert!(
                            column <= 6 && taken.insert((column, row)),
                            "{}",
                            widget.id()
                        );
                    }
                }
            }
        }
    }
}
