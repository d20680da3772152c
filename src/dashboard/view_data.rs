//! What "View data" lists: every number of a widget at full precision, hidden series included (page contract, item 3).

use super::data::{BigNumber, ReleaseRow, TableData, WidgetData};
use crate::engine::field::Unit;
use crate::engine::series::{Series, SeriesSet};
use crate::session::TimeRange;
use crate::session::issue::Issue;

/// A table of plain numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct DataGrid {
    /// Header of the first column.
    pub key_title: String,
    /// The other columns.
    pub columns: Vec<Column>,
    /// In time order, or in the widget's own order of groups.
    pub rows: Vec<Row>,
}

/// One column after the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The legend's name of the series, or the field's.
    pub title: String,
    /// Kind of number; `None` for text.
    pub unit: Option<Unit>,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What the row is about.
    pub key: RowKey,
    /// A cell a column.
    pub cells: Vec<Cell>,
}

/// The first cell of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKey {
    /// A bucket, told by its start.
    Bucket(TimeRange),
    /// A group's name.
    Group(String),
}

/// Any other cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// `None`: there is no value, which is not 0.
    Number(Option<f64>),
    /// Words.
    Text(String),
}

impl DataGrid {
    /// The numbers of `data`.
    pub fn of(data: &WidgetData) -> Self {
        match data {
            WidgetData::BigNumber(figure) => of_figure(figure),
            WidgetData::Chart(chart) => of_periods(&chart.set, &chart.before),
            WidgetData::Table(table) => of_table(table),
            WidgetData::Releases(rows) => of_releases(rows),
            WidgetData::Issues(issues) => of_issues(issues),
        }
    }
}

fn numbers(title: &str, unit: Unit) -> Column {
    Column {
        title: title.to_owned(),
        unit: Some(unit),
    }
}

fn text(title: &str) -> Column {
    Column {
        title: title.to_owned(),
        unit: None,
    }
}

fn count(n: u64) -> Cell {
    Cell::Number(Some(n as f64))
}

fn of_series(set: &SeriesSet) -> DataGrid {
    DataGrid {
        key_title: "Start".to_owned(),
        columns: set
            .series
            .iter()
            .map(|s| numbers(&s.name, set.unit))
            .collect(),
        rows: (0..set.window.len())
            .map(|i| Row {
                key: RowKey::Bucket(set.window.bucket(i)),
                cells: set
                    .series
                    .iter()
                    .map(|s| Cell::Number(s.values.get(i).copied().flatten()))
                    .collect(),
            })
            .collect(),
    }
}

/// The series, and those of the previous period in columns of their own: bucket by bucket beside each other.
fn of_periods(set: &SeriesSet, before: &[Series]) -> DataGrid {
    let mut grid = of_series(set);
    for before in before {
        grid.columns.push(numbers(&title_before(before), set.unit));
        for (i, row) in grid.rows.iter_mut().enumerate() {
            let value = before.values.get(i).copied().flatten();
            row.cells.push(Cell::Number(value));
        }
    }
    grid
}

/// What the column of a series of the previous period is called.
pub(super) fn title_before(series: &Series) -> String {
    format!("{} (previous period)", series.name)
}

/// The figure's course where it is known, else the two periods.
fn of_figure(figure: &BigNumber) -> DataGrid {
    if let Some(trend) = &figure.trend {
        return of_periods(trend, &figure.before);
    }
    let row = |name: &str, value| Row {
        key: RowKey::Group(name.to_owned()),
        cells: vec![Cell::Number(value)],
    };
    DataGrid {
        key_title: "Period".to_owned(),
        columns: vec![numbers("Value", figure.unit)],
        rows: vec![
            row("Selected range", figure.value),
            row("Previous period", figure.previous),
        ],
    }
}

fn of_table(table: &TableData) -> DataGrid {
    DataGrid {
        key_title: table.key_title.clone(),
        columns: table
            .columns
            .iter()
            .map(|(title, unit)| numbers(title, *unit))
            .collect(),
        rows: table
            .rows
            .iter()
            .map(|row| Row {
                key: RowKey::Group(row.key.clone()),
                cells: row.values.iter().copied().map(Cell::Number).collect(),
            })
            .collect(),
    }
}

fn of_releases(rows: &[ReleaseRow]) -> DataGrid {
    let number = |n: Option<u64>| Cell::Number(n.map(|n| n as f64));
    DataGrid {
        key_title: "Release".to_owned(),
        columns: vec![
            text("Project"),
            numbers("Adoption", Unit::Rate),
            numbers("Crash Free Sessions", Unit::Rate),
            numbers("Crash Free Users", Unit::Rate),
            numbers("Total Sessions", Unit::Count),
            numbers("Users", Unit::Count),
            numbers("New Issues", Unit::Count),
        ],
        rows: rows
            .iter()
            .map(|r| Row {
                key: RowKey::Group(r.version.clone()),
                cells: vec![
                    Cell::Text(r.project.1.clone()),
                    Cell::Number(r.adoption),
                    Cell::Number(r.crash_free_sessions),
                    Cell::Number(r.crash_free_users),
                    number(r.sessions),
                    number(r.users),
                    number(r.new_issues),
                ],
            })
            .collect(),
    }
}

fn of_issues(issues: &[Issue]) -> DataGrid {
    DataGrid {
        key_title: "Issue".to_owned(),
        columns: vec![
            text("Project"),
            text("Title"),
            numbers("Events", Unit::Count),
            numbers("Users", Unit::Count),
        ],
        rows: issues
            .iter()
            .map(|i| Row {
                key: RowKey::Group(i.short_id.clone()),
                cells: vec![
                    Cell::Text(i.project.slug.clone()),
                    Cell::Text(i.title.clone()),
                    count(i.count),
                    count(i.user_count),
                ],
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dashboard::data::{ChartData, Shape, TableRow};
    use crate::engine::series::Tone;
    use crate::session::{Interval, Timestamp, Window};

    const HOUR: i64 = 3_600_000;

    fn set(values: &[(&str, &[Option<f64>])]) -> SeriesSet {
        let buckets = values[0].1.len() as i64;
        let range = TimeRange::new(
            Timestamp::from_millis(0),
            Timestamp::from_millis(buckets * HOUR),
        );
        SeriesSet {
            window: Window::new(range, Interval::from_millis(HOUR).expect("an hour"))
                .expect("few buckets"),
            unit: Unit::Rate,
            series: values
                .iter()
                .map(|(name, values)| Series {
                    name: (*name).to_owned(),
                    tone: Tone::Accent,
                    values: values.to_vec(),
                    ratios: Vec::new(),
                    total: None,
                })
                .collect(),
        }
    }

    fn hour(n: i64) -> RowKey {
        let at = |n: i64| Timestamp::from_millis(n * HOUR);
        RowKey::Bucket(TimeRange::new(at(n), at(n + 1)))
    }

    #[test]
    fn a_chart_lists_every_bucket_hidden_series_and_gaps() {
        let grid = DataGrid::of(&WidgetData::Chart(ChartData {
            shape: Shape::Line,
            set: set(&[
                ("Crashed", &[Some(0.1), None]),
                ("Healthy", &[Some(0.0), Some(1.0)]),
            ]),
            axis_from_data: false,
            releases: Vec::new(),
            marking: Default::default(),
            before: Vec::new(),
            in_column: false,
        }));
        assert_eq!(
            grid.columns
                .iter()
                .map(|c| c.title.as_str())
                .collect::<Vec<_>>(),
            ["Crashed", "Healthy"]
        );
        assert_eq!(grid.rows.len(), 2);
        assert_eq!(grid.rows[1].key, hour(1));
        assert_eq!(
            grid.rows[1].cells,
            [Cell::Number(None), Cell::Number(Some(1.0))]
        );
        assert_eq!(
            grid.rows[0].cells[1],
            Cell::Number(Some(0.0)),
            "a zero is a number"
        );
    }

    #[test]
    fn a_series_shorter_than_its_window_ends_in_gaps() {
        let mut short = set(&[("a", &[Some(1.0), Some(2.0)])]);
        short.series[0].values.truncate(1);
        let grid = of_series(&short);
        assert_eq!(grid.rows[1].cells, [Cell::Number(None)]);
    }

    #[test]
    fn a_figure_without_a_course_lists_both_periods() {
        let mut figure = BigNumber {
            compared: true,
            level: None,
            value: Some(0.995),
            ratio: None,
            unit: Unit::Rate,
            previous: None,
            previous_ratio: None,
            before: Vec::new(),
            higher_is_better: true,
            trend: None,
        };
        let grid = DataGrid::of(&WidgetData::BigNumber(figure.clone()));
        assert_eq!(grid.rows[0].cells, [Cell::Number(Some(0.995))]);
        assert_eq!(grid.rows[1].cells, [Cell::Number(None)]);
        figure.trend = Some(set(&[("Crash free", &[Some(0.9)])]));
        let grid = DataGrid::of(&WidgetData::BigNumber(figure));
        assert_eq!(grid.rows[0].key, hour(0));
    }

    #[test]
    fn a_table_keeps_its_order() {
        let row = |key: &str, value| TableRow {
            key: key.to_owned(),
            values: vec![value],
            ratios: vec![None],
        };
        let grid = DataGrid::of(&WidgetData::Table(TableData {
            key_title: "Project".to_owned(),
            columns: vec![("Crash Free Rate".to_owned(), Unit::Rate)],
            rows: vec![row("web", Some(0.9)), row("android", None)],
        }));
        assert_eq!(grid.key_title, "Project");
        assert_eq!(grid.rows[0].key, RowKey::Group("web".to_owned()));
        assert_eq!(grid.rows[1].cells, [Cell::Number(None)]);
    }
}
