//! The order of the rows of "View data" by one of its columns.

use super::order::last_if_none;
use super::view_data::{Cell, DataGrid, RowKey};
use crate::session::sorting::sort_by;
use std::cmp::Ordering;

/// A column to sort by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridSort {
    /// 0 is the first column, the one with buckets or groups.
    pub column: usize,
    /// Largest, latest or last in the alphabet first.
    pub descending: bool,
}

impl GridSort {
    /// The order after a click on the header of `column`: descending at first, ascending after another click, and the
    /// rows' own order again after the third.
    pub fn clicked(now: Option<Self>, column: usize) -> Option<Self> {
        let descending = match now.filter(|sort| sort.column == column) {
            None => true,
            Some(sort) if sort.descending => false,
            Some(_) => return None,
        };
        Some(Self { column, descending })
    }
}

/// The places of the rows of `grid` in the order of `sort`; their own order without one. Equals keep their order and
/// what has no value comes last, whichever way it goes.
pub fn order(grid: &DataGrid, sort: Option<GridSort>) -> Vec<usize> {
    let mut places: Vec<usize> = (0..grid.rows.len()).collect();
    if let Some(sort) = sort {
        sort_by(&mut places, |a, b| compare(grid, sort, *a, *b));
    }
    places
}

fn compare(grid: &DataGrid, sort: GridSort, a: usize, b: usize) -> Ordering {
    let (a, b) = (&grid.rows[a], &grid.rows[b]);
    let turned = |order: Ordering| {
        if sort.descending {
            order.reverse()
        } else {
            order
        }
    };
    let Some(column) = sort.column.checked_sub(1) else {
        return match (&a.key, &b.key) {
            (RowKey::Bucket(a), RowKey::Bucket(b)) => turned(a.start.cmp(&b.start)),
            (RowKey::Group(a), RowKey::Group(b)) => turned(natural(a, b)),
            _ => Ordering::Equal,
        };
    };
    match (a.cells.get(column), b.cells.get(column)) {
        (Some(Cell::Number(a)), Some(Cell::Number(b))) => {
            last_if_none(*a, *b, sort.descending, f64::total_cmp)
        }
        (Some(Cell::Text(a)), Some(Cell::Text(b))) => turned(natural(a, b)),
        _ => Ordering::Equal,
    }
}

/// As people sort names: letters whatever their case, numbers by their size.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    while let (Some(x), Some(y)) = (left.chars().next(), right.chars().next()) {
        let order = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (number, rest) = digits(left);
            let (other, other_rest) = digits(right);
            (left, right) = (rest, other_rest);
            number.len().cmp(&other.len()).then(number.cmp(other))
        } else {
            left = &left[x.len_utf8()..];
            right = &right[y.len_utf8()..];
            x.to_ascii_lowercase().cmp(&y.to_ascii_lowercase())
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    left.len().cmp(&right.len()).then_with(|| a.cmp(b))
}

/// The number that `text` begins with, without leading zeros, and the rest.
fn digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    (number.trim_start_matches('0'), rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dashboard::view_data::{Column, Row};
    use crate::engine::field::Unit;

    fn grid(rows: &[(&str, Option<f64>)]) -> DataGrid {
        let row = |(key, value): &(&str, Option<f64>)| Row {
            key: RowKey::Group((*key).to_owned()),
            cells: vec![Cell::Number(*value)],
        };
        DataGrid {
            key_title: "Release".to_owned(),
            columns: vec![Column {
                title: "Rate".to_owned(),
                unit: Some(Unit::Rate),
            }],
            rows: rows.iter().map(row).collect(),
        }
    }

    fn names(grid: &DataGrid, sort: Option<GridSort>) -> Vec<String> {
        let name = |place: usize| match &grid.rows[place].key {
            RowKey::Group(name) => name.clone(),
            RowKey::Bucket(at) => at.start.to_iso(),
        };
        order(grid, sort).into_iter().map(name).collect()
    }

    #[test]
    fn what_has_no_value_is_last_both_ways_and_equals_keep_their_order() {
        let grid = grid(&[
            ("a", None),
            ("b", Some(0.5)),
            ("c", Some(0.9)),
            ("d", Some(0.5)),
            ("e", None),
        ]);
        let by = |descending| {
            let sort = GridSort {
                column: 1,
                descending,
            };
            names(&grid, Some(sort)).concat()
        };
        assert_eq!(by(true), "cbdae");
        assert_eq!(by(false), "bdcae");
        assert_eq!(names(&grid, None).concat(), "abcde");
    }

    #[test]
    fn names_sort_as_people_sort_them() {
        let grid = grid(&[
            ("3.10.0", None),
            ("3.9.0", None),
            ("Web", None),
            ("3.9.0-rc.2", None),
            ("android", None),
            ("3.09.0", None),
            ("", None),
        ]);
        let sort = GridSort {
            column: 0,
            descending: false,
        };
        assert_eq!(
            names(&grid, Some(sort)),
            [
                "",
                "3.09.0",
                "3.9.0",
                "3.9.0-rc.2",
                "3.10.0",
                "android",
                "Web"
            ]
        );
    }

    #[test]
    fn clicks_turn_the_order_and_give_the_own_one_back() {
        let sort = |column, descending| Some(GridSort { column, descending });
        assert_eq!(GridSort::clicked(None, 2), sort(2, true));
        assert_eq!(GridSort::clicked(sort(2, true), 2), sort(2, false));
        assert_eq!(GridSort::clicked(sort(2, false), 2), None);
        assert_eq!(
            GridSort::clicked(sort(2, false), 1),
            sort(1, true),
            "another column begins anew"
        );
    }
}
