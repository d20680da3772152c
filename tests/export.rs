//! What leaves the page as a file or through the clipboard: read back by a CSV reader written from RFC 4180, with names
//! from people who mean harm.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

mod chart_support;

use chart_support::{DAY, HOUR, at, chart, crash_free, issues, series, svg, view, window};
use proptest::prelude::*;
use session_health::chart::data::Shape;
use session_health::chart::palette::Theme;
use session_health::chart::picture::picture;
use session_health::chart::scene::Mark;
use session_health::dashboard::data::{BigNumber, TableData, TableRow, WidgetData};
use session_health::dashboard::export::{Entry, Sheet, csv, html, tsv};
use session_health::engine::field::{Ratio, Unit};
use session_health::engine::series::Tone;

/// RFC 4180, section 2, and nothing else: panics at what it does not allow.
fn read(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut rest = text.chars().peekable();
    let mut begun = true;
    while let Some(c) = rest.next() {
        match c {
            '"' if begun => loop {
                match rest.next().expect("a quoted cell ends") {
                    '"' if rest.peek() == Some(&'"') => cell.push(rest.next().unwrap()),
                    '"' => break,
                    c => cell.push(c),
                }
            },
            '"' => panic!("a quote inside a bare cell: {text:?}"),
            ',' => row.push(std::mem::take(&mut cell)),
            '\r' => {
                assert_eq!(rest.next(), Some('\n'), "a bare line end");
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\n' => panic!("a bare line end: {text:?}"),
            c => cell.push(c),
        }
        begun = matches!(c, ',' | '\r');
    }
    assert!(cell.is_empty() && row.is_empty(), "the last line ends too");
    rows
}

fn table(names: &[&str]) -> WidgetData {
    let row = |name: &&str| TableRow {
        key: (*name).to_owned(),
        values: vec![Some(0.995), Some(1200.0)],
        ratios: vec![
            Some(Ratio {
                numerator: 199,
                denominator: 200,
            }),
            None,
        ],
    };
    WidgetData::Table(TableData {
        key_title: "Project".to_owned(),
        columns: vec![
            ("Crash Free Rate".to_owned(), Unit::Rate),
            ("Sessions".to_owned(), Unit::Count),
        ],
        rows: names.iter().map(row).collect(),
    })
}

fn sheet(data: &WidgetData) -> Sheet {
    Sheet::of(data, at("2026-11-23T10:30:00Z"))
}

#[test]
fn raw_counts_stand_beside_rates_and_give_them() {
    let rows = read(&csv(&sheet(&table(&["ios", "android"]))));
    assert_eq!(
        rows[0],
        [
            "Project",
            "Crash Free Rate",
            "Crash Free Rate (numerator)",
            "Crash Free Rate (denominator)",
            "Sessions"
        ]
    );
    assert_eq!(rows[1], ["ios", "0.995", "199", "200", "1200"]);
    let chart = read(&csv(&sheet(&WidgetData::Chart(crash_free()))));
    assert_eq!(chart.len(), 1 + 14 * 24, "a header and a row a bucket");
    assert_eq!(
        chart[0][3..6],
        ["3.4.0", "3.4.0 (numerator)", "3.4.0 (denominator)"]
    );
    assert_eq!(
        chart[1][3], "",
        "no value, which is not 0, before the release is born"
    );
}

#[test]
fn what_is_not_complete_has_a_name() {
    let data = chart(
        Shape::Line,
        window("2026-11-23T08:00:00Z", HOUR, 4),
        Unit::Count,
        vec![series(
            "all",
            Tone::Accent,
            vec![Some(1.0), Some(0.0), Some(2.0), None],
        )],
    );
    let rows = read(&csv(&sheet(&WidgetData::Chart(data))));
    let column = |i: usize| rows[1..].iter().map(|r| r[i].as_str()).collect::<Vec<_>>();
    assert_eq!(rows[0][..3], ["Start", "End", "Interval"]);
    assert_eq!(column(0)[0], "2026-11-23T08:00:00Z");
    assert_eq!(column(1)[0], "2026-11-23T09:00:00Z");
    // At half past ten.
    assert_eq!(
        column(2),
        ["complete", "complete", "still filling", "still filling"]
    );
    assert_eq!(column(3), ["1", "0", "2", ""]);
}

#[test]
fn a_figure_stands_below_its_course() {
    let ratio = Some(Ratio {
        numerator: 97,
        denominator: 100,
    });
    let mut trend = series(
        "crash_free_rate(session)",
        Tone::Accent,
        vec![Some(0.9), Some(1.0)],
    );
    trend.ratios = vec![
        Ratio {
            numerator: 27,
            denominator: 30
        };
        2
    ];
    let course = chart(
        Shape::Line,
        window("2026-11-20T00:00:00Z", DAY, 2),
        Unit::Rate,
        vec![trend],
    );
    let mut figure = BigNumber {
        compared: true,
        value: Some(0.97),
        ratio,
        unit: Unit::Rate,
        previous: Some(0.95),
        previous_ratio: Some(Ratio {
            numerator: 19,
            denominator: 20,
        }),
        before: Vec::new(),
        higher_is_better: true,
        level: None,
        trend: Some(course.set),
    };
    let rows = read(&csv(&sheet(&WidgetData::BigNumber(figure.clone()))));
    assert_eq!(
        rows[3],
        [
            "2026-11-20T00:00:00Z",
            "2026-11-22T00:00:00Z",
            "whole range",
            "0.97",
            "97",
            "100"
        ]
    );
    let before = [
        "2026-11-18T00:00:00Z",
        "2026-11-20T00:00:00Z",
        "previous period",
    ];
    assert_eq!(rows[4][..3], before);
    assert_eq!(rows[4][3..], ["0.95", "19", "20"]);
    figure.trend = None;
    let rows = read(&csv(&sheet(&WidgetData::BigNumber(figure))));
    assert_eq!(rows[1], ["Selected range", "0.97", "97", "100"]);
    assert_eq!(rows[2], ["Previous period", "0.95", "19", "20"]);
}

#[test]
fn the_period_before_stands_beside_the_present_one_with_its_counts() {
    let window = window("2026-11-20T00:00:00Z", DAY, 2);
    let ratio = |numerator, denominator| Ratio {
        numerator,
        denominator,
    };
    let rate = |numerator, denominator| {
        let first = ratio(numerator, denominator);
        let mut all = series("crashed", Tone::Accent, vec![first.value(), None]);
        all.ratios = vec![first, ratio(0, 0)];
        all
    };
    let mut data = chart(Shape::Line, window, Unit::Rate, vec![rate(1, 4)]);
    data.before = vec![rate(1, 8)];
    let rows = read(&csv(&sheet(&WidgetData::Chart(data))));
    assert_eq!(
        rows[0][6..],
        [
            "crashed (previous period)",
            "crashed (previous period) (numerator)",
            "crashed (previous period) (denominator)"
        ]
    );
    assert_eq!(rows[1][3..], ["0.25", "1", "4", "0.125", "1", "8"]);
    assert_eq!(rows[2][3..], ["", "0", "0", "", "0", "0"]);
}

#[test]
fn no_name_becomes_a_formula() {
    let hostile = [
        "=HYPERLINK(\"http://evil\",\"click\")",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1+1",
        "\r\n=1",
        "  =1",
        "\u{feff}=1",
        "＝1+1",
        "\u{0}=1",
    ];
    for row in &read(&csv(&sheet(&table(&hostile))))[1..] {
        let first = row[0].trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        assert!(first.starts_with('\''), "{:?}", row[0]);
    }
    // In headers too, and on the clipboard.
    let data = chart(
        Shape::Line,
        window("2026-11-20T00:00:00Z", DAY, 1),
        Unit::Count,
        vec![series("=1+1", Tone::Accent, vec![Some(-1.5)])],
    );
    let sheet = sheet(&WidgetData::Chart(data));
    assert_eq!(read(&csv(&sheet))[0][3], "'=1+1");
    assert!(tsv(&sheet).lines().next().unwrap().ends_with("\t'=1+1"));
    assert_eq!(
        read(&csv(&sheet))[1][3],
        "-1.5",
        "a negative number stays a number"
    );
}

#[test]
fn names_cannot_break_out_of_their_cell() {
    let names = [
        "a,b",
        "say \"hi\"",
        "two\r\nlines",
        "one\nline",
        "<script>alert(1)</script>",
        "</td></table><img src=x>",
        "\"",
        "\u{202e}gnp.exe",
    ];
    let rows = read(&csv(&sheet(&table(&names))));
    let read_back: Vec<&str> = rows[1..].iter().map(|r| r[0].as_str()).collect();
    assert_eq!(read_back, names);
    let pasted = tsv(&sheet(&table(&names)));
    assert_eq!(pasted.lines().count(), 1 + names.len());
    assert!(pasted.lines().all(|l| l.split('\t').count() == 5));
    let html = html(&sheet(&table(&names)));
    assert_eq!(html.matches("<tr>").count(), 1 + names.len());
    assert!(!html.contains("<script") && !html.contains("<img"));
    assert!(html.contains("<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>"));
}

proptest! {
    #[test]
    fn any_sheet_is_read_back(rows in prop::collection::vec((any::<String>(), any::<f64>()), 0..20)) {
        let sheet = Sheet {
            columns: vec!["name".to_owned(), "value".to_owned()],
            rows: rows.iter().map(|(name, value)| vec![Entry::Text(name.clone()), Entry::Number(*value)]).collect(),
        };
        let back = read(&csv(&sheet));
        prop_assert_eq!(back.len(), rows.len() + 1);
        for ((name, value), row) in rows.iter().zip(&back[1..]) {
            let kept: String = name.chars().filter(|c| !c.is_control() || "\t\r\n".contains(*c)).collect();
            prop_assert_eq!(row[0].strip_prefix('\'').unwrap_or(&row[0]), kept.strip_prefix('\'').unwrap_or(&kept));
            let number: f64 = row[1].parse().unwrap();
            prop_assert!(number == *value || (number.is_nan() && value.is_nan()));
        }
    }
}

#[test]
fn a_picture_is_the_chart_with_its_title_and_legend() {
    let data = crash_free();
    let hidden = ["3.1.9".to_owned()];
    let view = session_health::chart::frame::View {
        hidden: &hidden,
        ..view(&data, 720.0, 400.0)
    };
    let scene = picture(&view, "Crash Free Sessions", "9 Nov – 23 Nov 2026 (UTC)");
    let words: Vec<&str> = scene
        .marks
        .iter()
        .filter_map(|m| match m {
            Mark::Title { text, .. } | Mark::Text { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        words[..2],
        ["Crash Free Sessions", "9 Nov – 23 Nov 2026 (UTC)"]
    );
    for name in ["3.4.0", "3.3.2", "3.3.1", "3.2.0"] {
        assert!(words.contains(&name), "{name} is in the legend");
    }
    assert!(!words.contains(&"3.1.9"), "a hidden series is not");
    for mark in &scene.marks {
        if let Mark::Line { points, .. } = mark {
            let inside = |p: &session_health::chart::geometry::Point| {
                (0.0..=720.0).contains(&p.x) && (0.0..=400.0).contains(&p.y)
            };
            assert!(points.iter().all(inside));
        }
    }
    let bars = issues();
    let scene = picture(
        &chart_support::view(&bars, 480.0, 280.0),
        "Issue Counts",
        "10 – 24 Nov 2026 (UTC)",
    );
    insta::assert_snapshot!(svg(&scene, &Theme::light()));
}

#[test]
fn a_picture_of_hostile_names_is_well_formed() {
    let mut data = issues();
    data.set.series[0].name = "</text><script>alert(1)</script>\u{0}\u{b}&\"'".to_owned();
    data.set.series[1].name = "x".repeat(10_000);
    let scene = picture(
        &view(&data, 360.0, 240.0),
        "<b>\u{1}".repeat(400).as_str(),
        "",
    );
    let text = svg(&scene, &Theme::dark());
    assert!(!text.contains("<script") && !text.contains("<b>"));
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
    assert!(text.len() < 200_000, "long names are cut");
    let opened = text.matches("<text").count();
    assert_eq!(opened, text.matches("</text>").count());
}
