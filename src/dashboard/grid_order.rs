//! The order of the rows of a widget's tables by one of their columns.

use super::data::WidgetData;
use super::order::last_if_none;
use super::view_data::{Cell, Column, DataGrid, RowKey};
use crate::session::sorting::sort_by;
use std::cmp::Ordering;

/// Heading of the column of a list of issues that "View data" does not have.
pub const LAST_SEEN: &str = "Last seen";

/// A column to sort by. It goes by its heading: filters move columns about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnSort {
    /// Its heading; `None` for the first column, the one with buckets or groups.
    pub heading: Option<String>,
    /// Largest, latest or last in the alphabet first.
    pub descending: bool,
}

impl ColumnSort {
    /// The order after a click on a heading: descending at first, ascending after another click, and the rows' own order
    /// again after the third.
    pub fn clicked(now: Option<&Self>, heading: Option<String>) -> Option<Self> {
        let descending = match now.filter(|sort| sort.heading == heading) {
            None => true,
            Some(sort) if sort.descending => false,
            Some(_) => return None,
        };
        Some(Self {
            heading,
            descending,
        })
    }

    /// `-Events`: most events first; `+`: the first column from its smallest on.
    pub fn to_text(&self) -> String {
        let sign = if self.descending { '-' } else { '+' };
        let heading = self.heading.as_deref().unwrap_or_default();
        format!("{sign}{heading}")
    }

    /// Reads what [`ColumnSort::to_text`] made.
    pub fn parse(text: &str) -> Option<Self> {
        let (descending, heading) = match text.strip_prefix('-') {
            Some(heading) => (true, heading),
            None => (false, text.strip_prefix('+')?),
        };
        Some(Self {
            heading: Some(heading.to_owned()).filter(|heading| !heading.is_empty()),
            descending,
        })
    }
}

/// The places of the rows of `grid` in the order of `sort`; their own order without one, or where no column has its heading.
/// Equals keep their order and what has no value comes last, whichever way it goes.
pub fn order(grid: &DataGrid, sort: Option<&ColumnSort>) -> Vec<usize> {
    let mut places: Vec<usize> = (0..grid.rows.len()).collect();
    let Some(sort) = sort else { return places };
    let column = match &sort.heading {
        None => None,
        Some(heading) => match grid.columns.iter().position(|c| c.title == *heading) {
            None => return places,
            known => known,
        },
    };
    sort_by(&mut places, |a, b| {
        compare(grid, column, sort.descending, *a, *b)
    });
    places
}

/// The places of the rows of a widget's table on its card in the order of `sort`. That of a list of issues has a column more
/// than its "View data".
pub fn order_on_card(data: &WidgetData, sort: &ColumnSort) -> Vec<usize> {
    let mut grid = DataGrid::of(data);
    if let WidgetData::Issues(issues) = data {
        grid.columns.push(Column {
            title: LAST_SEEN.to_owned(),
            unit: None,
        });
        for (row, issue) in grid.rows.iter_mut().zip(issues) {
            let seen = issue.last_seen.map(|at| at.millis() as f64);
            row.cells.push(Cell::Number(seen));
        }
    }
    order(&grid, Some(sort))
}

/// Compares two rows by a column, or (`None`) by what they are about.
fn compare(
    grid: &DataGrid,
    column: Option<usize>,
    descending: bool,
    a: usize,
    b: usize,
) -> Ordering {
    let (a, b) = (&grid.rows[a], &grid.rows[b]);
    let turned = |order: Ordering| {
        if descending { order.reverse() } else { order }
    };
    let Some(column) = column else {
        return match (&a.key, &b.key) {
            (RowKey::Bucket(a), RowKey::Bucket(b)) => turned(a.start.cmp(&b.start)),
            (RowKey::Group(a), RowKey::Group(b)) => turned(natural(a, b)),
            _ => Ordering::Equal,
        };
    };
    match (a.cells.get(column), b.cells.get(column)) {
        (Some(Cell::Number(a)), Some(Cell::Number(b))) => {
            last_if_none(*a, *b, descending, f64::total_cmp)
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
    use crate::dashboard::view_data::Row;
    use crate::engine::field::Unit;
    use crate::session::issue::Issue;

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

    fn by(heading: Option<&str>, descending: bool) -> ColumnSort {
        ColumnSort {
            heading: heading.map(str::to_owned),
            descending,
        }
    }

    fn names(grid: &DataGrid, sort: Option<ColumnSort>) -> Vec<String> {
        let name = |place: usize| match &grid.rows[place].key {
            RowKey::Group(name) => name.clone(),
            RowKey::Bucket(at) => at.start.to_iso(),
        };
        order(grid, sort.as_ref()).into_iter().map(name).collect()
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
        let by_rate = |descending| names(&grid, Some(by(Some("Rate"), descending))).concat();
        assert_eq!(by_rate(true), "cbdae");
        assert_eq!(by_rate(false), "bdcae");
        assert_eq!(names(&grid, None).concat(), "abcde");
        assert_eq!(names(&grid, Some(by(Some("Gone"), true))).concat(), "abcde");
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
        assert_eq!(
            names(&grid, Some(by(None, false))),
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
        let clicked = |now: Option<ColumnSort>, heading: Option<&str>| {
            ColumnSort::clicked(now.as_ref(), heading.map(str::to_owned))
        };
        let rate = Some("Rate");
        assert_eq!(clicked(None, rate), Some(by(rate, true)));
        assert_eq!(clicked(Some(by(rate, true)), rate), Some(by(rate, false)));
        assert_eq!(clicked(Some(by(rate, false)), rate), None);
        assert_eq!(
            clicked(Some(by(rate, false)), None),
            Some(by(None, true)),
            "another column begins anew"
        );
    }

    #[test]
    fn an_order_is_read_from_its_text() {
        for heading in [None, Some("Rate"), Some("-1.0+2")] {
            for descending in [true, false] {
                let sort = by(heading, descending);
                assert_eq!(ColumnSort::parse(&sort.to_text()), Some(sort));
            }
        }
        assert_eq!(ColumnSort::parse(""), None);
        assert_eq!(ColumnSort::parse("Rate"), None);
    }

    #[test]
    fn cards_of_issues_have_an_order_by_when_they_were_seen_last() {
        let issue = |id: &str, seen: Option<&str>| -> Issue {
            serde_json::from_value(serde_json::json!({
                "id": id, "shortId": id, "title": "", "project": {"slug": "web"}, "lastSeen": seen,
            }))
            .expect("an issue")
        };
        let issues = WidgetData::Issues(vec![
            issue("A-1", Some("2026-11-01T10:00:00Z")),
            issue("A-2", None),
            issue("A-3", Some("2026-11-02T10:00:00Z")),
        ]);
        assert_eq!(
            order_on_card(&issues, &by(Some(LAST_SEEN), true)),
            [2, 0, 1]
        );
        assert_eq!(order_on_card(&issues, &by(None, true)), [2, 1, 0]);
    }
}
