//! What is exported: every number at full precision, the counts behind each rate beside it, times in UTC, and what is
//! not complete by name.

use crate::dashboard::data::{BigNumber, ReleaseRow, TableData, WidgetData};
use crate::dashboard::view_data::title_before;
use crate::engine::field::{Ratio, Unit};
use crate::engine::series::{Series, SeriesSet};
use crate::session::completeness::Completeness;
use crate::session::issue::Issue;
use crate::session::{TimeRange, Timestamp};

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// No value, which is not 0.
    None,
    /// A number.
    Number(f64),
    /// Words; may hold anything.
    Text(String),
}

/// A table of cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Header.
    pub columns: Vec<String>,
    /// As many cells a row as there are columns.
    pub rows: Vec<Vec<Entry>>,
}

impl Sheet {
    /// The numbers of `data`, as known at `now`.
    pub fn of(data: &WidgetData, now: Timestamp) -> Self {
        match data {
            WidgetData::BigNumber(figure) => of_figure(figure, now),
            WidgetData::Chart(chart) => of_series(&chart.set, &chart.before, now),
            WidgetData::Table(table) => of_table(table),
            WidgetData::Releases(rows) => of_releases(rows),
            WidgetData::Issues(issues) => of_issues(issues),
        }
    }
}

/// A column, and after a rate those of its counts.
fn titles(title: &str, has_counts: bool, into: &mut Vec<String>) {
    into.push(title.to_owned());
    if has_counts {
        into.push(format!("{title} (numerator)"));
        into.push(format!("{title} (denominator)"));
    }
}

fn values(value: Option<f64>, ratio: Option<Ratio>, has_counts: bool, into: &mut Vec<Entry>) {
    into.push(number(value));
    if has_counts {
        into.push(number(ratio.map(|r| r.numerator as f64)));
        into.push(number(ratio.map(|r| r.denominator as f64)));
    }
}

fn number(value: Option<f64>) -> Entry {
    value
        .filter(|v| v.is_finite())
        .map_or(Entry::None, Entry::Number)
}

fn count(value: Option<u64>) -> Entry {
    number(value.map(|n| n as f64))
}

fn text(text: &str) -> Entry {
    Entry::Text(text.to_owned())
}

fn time(at: Option<Timestamp>) -> Entry {
    at.map_or(Entry::None, |at| Entry::Text(at.to_iso()))
}

/// The series, and those of the previous period in columns of their own: bucket by bucket beside each other.
fn of_series(set: &SeriesSet, before: &[Series], now: Timestamp) -> Sheet {
    let has_counts = |s: &Series| has_counts(set.unit, s);
    let mut columns = ["Start", "End", "Interval"].map(str::to_owned).to_vec();
    for series in &set.series {
        titles(&series.name, has_counts(series), &mut columns);
    }
    for series in before {
        titles(&title_before(series), has_counts(series), &mut columns);
    }
    let row = |i: usize| {
        let bucket = set.window.bucket(i);
        let state = Completeness::of(bucket, now).word().unwrap_or("complete");
        let mut row = span(bucket, state);
        for series in set.series.iter().chain(before) {
            let value = series.values.get(i).copied().flatten();
            let ratio = series.ratios.get(i).copied();
            values(value, ratio, has_counts(series), &mut row);
        }
        row
    };
    Sheet {
        columns,
        rows: (0..set.window.len()).map(row).collect(),
    }
}

fn has_counts(unit: Unit, series: &Series) -> bool {
    unit == Unit::Rate && !series.ratios.is_empty()
}

fn span(range: TimeRange, state: &str) -> Vec<Entry> {
    vec![time(Some(range.start)), time(Some(range.end)), text(state)]
}

/// The figure's course where it is known, with the figure itself, which is no sum of it, and that of the previous period at
/// the end; else both periods.
fn of_figure(figure: &BigNumber, now: Timestamp) -> Sheet {
    if let Some(trend) = &figure.trend {
        let mut sheet = of_series(trend, &figure.before, now);
        let has_counts = trend.series.iter().any(|s| has_counts(trend.unit, s));
        let mut whole = |range, name, value, ratio| {
            let mut row = span(range, name);
            values(value, ratio, has_counts, &mut row);
            row.resize(sheet.columns.len(), Entry::None);
            sheet.rows.push(row);
        };
        let (now, before) = (trend.window.range(), trend.window.previous().range());
        whole(now, "whole range", figure.value, figure.ratio);
        if figure.previous.is_some() {
            whole(
                before,
                "previous period",
                figure.previous,
                figure.previous_ratio,
            );
        }
        return sheet;
    }
    let mut columns = vec!["Period".to_owned()];
    let has_counts = figure.ratio.or(figure.previous_ratio).is_some();
    titles("Value", has_counts, &mut columns);
    let row = |name: &str, value, ratio| {
        let mut row = vec![text(name)];
        values(value, ratio, has_counts, &mut row);
        row
    };
    Sheet {
        columns,
        rows: vec![
            row("Selected range", figure.value, figure.ratio),
            row("Previous period", figure.previous, figure.previous_ratio),
        ],
    }
}

fn of_table(table: &TableData) -> Sheet {
    let has_counts: Vec<bool> = (0..table.columns.len())
        .map(|i| {
            let known = |ratios: &Vec<Option<Ratio>>| ratios.get(i).is_some_and(Option::is_some);
            table.rows.iter().any(|row| known(&row.ratios))
        })
        .collect();
    let mut columns = vec![table.key_title.clone()];
    for ((title, _), has_counts) in table.columns.iter().zip(&has_counts) {
        titles(title, *has_counts, &mut columns);
    }
    let rows = table.rows.iter().map(|row| {
        let mut cells = vec![text(&row.key)];
        for (i, has_counts) in has_counts.iter().enumerate() {
            let value = row.values.get(i).copied().flatten();
            let ratio = row.ratios.get(i).copied().flatten();
            values(value, ratio, *has_counts, &mut cells);
        }
        cells
    });
    Sheet {
        columns,
        rows: rows.collect(),
    }
}

fn of_releases(rows: &[ReleaseRow]) -> Sheet {
    let columns = [
        "Release",
        "Project",
        "Date Created",
        "Adoption",
        "Stage",
        "Crash Free Sessions",
        "Crashed Sessions",
        "Total Sessions",
        "Crash Free Users",
        "Crashed Users",
        "Users",
        "New Issues",
        "Status",
    ];
    // Exact: the rate is 1 - crashed / all, of whole numbers far below 2^52.
    let crashed = |rate: Option<f64>, all: Option<u64>| {
        number(
            rate.zip(all)
                .map(|(rate, all)| ((1.0 - rate) * all as f64).round()),
        )
    };
    let row = |r: &ReleaseRow| {
        vec![
            text(&r.version),
            text(&r.project.1),
            time(r.created),
            number(r.adoption),
            r.stage.map_or(Entry::None, |stage| text(stage.name())),
            number(r.crash_free_sessions),
            crashed(r.crash_free_sessions, r.sessions),
            count(r.sessions),
            number(r.crash_free_users),
            crashed(r.crash_free_users, r.users),
            count(r.users),
            count(r.new_issues),
            text(match (r.archived, r.finalized) {
                (true, _) => "archived",
                (false, true) => "finalized",
                (false, false) => "open",
            }),
        ]
    };
    Sheet {
        columns: columns.map(str::to_owned).to_vec(),
        rows: rows.iter().map(row).collect(),
    }
}

fn of_issues(issues: &[Issue]) -> Sheet {
    let columns = [
        "Issue",
        "Project",
        "Title",
        "Level",
        "Status",
        "Events",
        "Users",
        "First Seen",
        "Last Seen",
    ];
    let row = |i: &Issue| {
        vec![
            text(&i.short_id),
            text(&i.project.slug),
            text(&i.title),
            text(&i.level),
            text(&i.status),
            count(Some(i.count)),
            count(Some(i.user_count)),
            time(i.first_seen),
            time(i.last_seen),
        ]
    };
    Sheet {
        columns: columns.map(str::to_owned).to_vec(),
        rows: issues.iter().map(row).collect(),
    }
}
