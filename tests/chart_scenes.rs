//! What is drawn: pictures kept as SVG snapshots, and the promises no picture shows.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

mod chart_support;

use chart_support::*;
use session_health::chart::cursor::cursor;
use session_health::chart::data::{ChartData, Shape};
use session_health::chart::decimate::decimate;
use session_health::chart::describe::describe;
use session_health::chart::frame::View;
use session_health::chart::geometry::{Point, point};
use session_health::chart::palette::{Dash, Theme, Token};
use session_health::chart::plot::plot;
use session_health::chart::readout::{aloud, readout, release_readout};
use session_health::chart::scene::{Mark, Scene};
use session_health::chart::spark::spark;
use session_health::engine::field::{Ratio, Unit};
use session_health::engine::series::Tone;
use session_health::session::Status;
use session_health::session::zone::Utc;

fn picture(data: &ChartData) -> String {
    let (_, scene) = plot(&view(data, 360.0, 180.0));
    svg(&scene, &Theme::light())
}

/// Twelve hours of one series.
fn hours(shape: Shape, unit: Unit, values: [Option<f64>; 12]) -> ChartData {
    let tone = Tone::Status(Status::Errored);
    chart(
        shape,
        window("2026-11-23T00:00:00Z", HOUR, 12),
        unit,
        vec![series("errored", tone, values.to_vec())],
    )
}

#[test]
fn a_line_with_gaps_and_a_point_alone() {
    let some = |v: f64| Some(v);
    let data = hours(
        Shape::Line,
        Unit::Count,
        [
            some(3.0),
            some(5.0),
            None,
            None,
            some(7.0),
            None,
            some(2.0),
            some(2.0),
            some(9.0),
            some(4.0),
            None,
            some(1.0),
        ],
    );
    insta::assert_snapshot!(picture(&data));
}

#[test]
fn stacked_areas_with_a_gap() {
    let mut data = health();
    for s in &mut data.set.series {
        s.values = s.values.iter().copied().step_by(12).collect();
    }
    data.set.window = window("2026-11-16T00:00:00Z", 12 * HOUR, 14);
    insta::assert_snapshot!(picture(&data));
}

#[test]
fn bars_over_release_bubbles() {
    insta::assert_snapshot!(picture(&issues()));
}

#[test]
fn stacked_bars() {
    insta::assert_snapshot!(picture(&issues_by_release()));
}

#[test]
fn a_percent_axis_from_its_data() {
    let values = [
        0.991, 0.992, 0.9895, 0.99, 0.9931, 0.9942, 0.9938, 0.9951, 0.9949, 0.996, 0.9957, 0.9962,
    ];
    let mut data = hours(Shape::Line, Unit::Rate, values.map(Some));
    data.axis_from_data = true;
    insta::assert_snapshot!(picture(&data));
}

#[test]
fn one_bucket() {
    let data = chart(
        Shape::Line,
        window("2026-11-23T00:00:00Z", DAY, 1),
        Unit::Count,
        vec![series("all", Tone::Accent, vec![Some(1204.0)])],
    );
    insta::assert_snapshot!(picture(&data));
}

#[test]
fn no_data() {
    insta::assert_snapshot!(picture(&hours(Shape::Line, Unit::Rate, [None; 12])));
}

#[test]
fn a_small_line() {
    let data = one_line();
    let size = session_health::chart::geometry::Size {
        width: 120.0,
        height: 32.0,
    };
    insta::assert_snapshot!(svg(&spark(&data.set, size, None), &Theme::dark()));
}

fn one_line() -> ChartData {
    let values = [
        4.0, 5.0, 3.0, 6.0, 8.0, 7.0, 7.5, 9.0, 12.0, 10.0, 11.0, 13.0,
    ];
    let mut data = hours(Shape::Line, Unit::Count, values.map(Some));
    data.set.series[0].tone = Tone::Accent;
    data
}

fn lines(scene: &Scene) -> Vec<(&[Point], Dash)> {
    scene
        .marks
        .iter()
        .filter_map(|m| match m {
            Mark::Line { points, dash, .. } => Some((&points[..], *dash)),
            _ => None,
        })
        .collect()
}

#[test]
fn everything_stays_inside_the_plot() {
    for data in [
        crash_free(),
        sessions(),
        adoption(),
        health(),
        issues(),
        issues_by_release(),
    ] {
        for width in [280.0, 375.0, 900.0, 2000.0] {
            let (frame, scene) = plot(&view(&data, width, 180.0));
            let inside = |p: &Point| {
                p.x >= frame.plot.left - 0.01
                    && p.x <= frame.plot.right + 0.01
                    && p.y >= frame.plot.top - 0.01
                    && p.y <= frame.plot.bottom + 0.01
            };
            for mark in &scene.marks {
                match mark {
                    Mark::Line { points, .. } | Mark::Area { points, .. } => {
                        assert!(points.iter().all(inside), "{width} {mark:?}");
                    }
                    Mark::Dot { center, .. } => assert!(inside(center)),
                    _ => {}
                }
            }
        }
    }
}

/// Middle of every name that is written inside the plot.
fn names(data: &ChartData, hidden: &[&str]) -> Vec<(String, Point)> {
    let hidden: Vec<String> = hidden.iter().map(|&n| n.to_owned()).collect();
    let view = View {
        hidden: &hidden,
        ..view(data, 360.0, 180.0)
    };
    let is_name = |text: &str| data.set.series.iter().any(|s| s.name == text);
    let marks = plot(&view).1.marks.into_iter();
    marks
        .filter_map(|mark| match mark {
            Mark::Text { at, text, .. } if is_name(&text) => Some((text, at)),
            _ => None,
        })
        .collect()
}

#[test]
fn layers_are_named_inside_themselves_where_there_is_room() {
    // On an axis to 100: 60 and 38 are bands with room, 2 is not; "wide" is as thick at one point only.
    let flat = |name: &str, n, value: f64| {
        let tone = Tone::Category(n);
        series(name, tone, vec![Some(value); 12])
    };
    let mut spike = vec![Some(0.0); 12];
    spike[6] = Some(30.0);
    let all = vec![
        flat("low", 0, 50.0),
        flat("thin", 1, 2.0),
        flat("high", 2, 18.0),
        series("a spike that is higher than wide", Tone::Category(3), spike),
    ];
    let hours = window("2026-11-23T00:00:00Z", HOUR, 12);
    let area = chart(Shape::StackedArea, hours, Unit::Count, all.clone());
    let frame = plot(&view(&area, 360.0, 180.0)).0;
    let found = names(&area, &[]);
    let told: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(told, ["low", "high"]);
    let near = |at: Point, value: f64| assert!((at.y - frame.y(value)).abs() < 1.0, "{at:?}");
    near(found[0].1, 25.0);
    near(found[1].1, 61.0);
    assert_eq!(names(&area, &["thin", "high", &all[3].name]), [], "alone");

    // Three days as bars: wide enough for short names, each inside its part of one bar.
    let three = |name: &str, n, values: [f64; 3]| {
        series(name, Tone::Category(n), values.map(Some).to_vec())
    };
    let days = window("2026-11-20T00:00:00Z", DAY, 3);
    let parts = vec![
        three("a", 0, [10.0, 40.0, 20.0]),
        three("b", 1, [70.0, 40.0, 1.0]),
        three("a name wider than any bar", 2, [20.0, 20.0, 20.0]),
    ];
    let bars = chart(Shape::StackedBars, days, Unit::Count, parts);
    let frame = plot(&view(&bars, 360.0, 180.0)).0;
    let found = names(&bars, &[]);
    assert_eq!(found.len(), 2);
    let inside = |(_, at): &(String, Point), bar: usize, low: f64, high: f64| {
        assert!((at.x - frame.x(bar)).abs() < 1.0, "{at:?}");
        assert!(frame.y(high) < at.y && at.y < frame.y(low), "{at:?}");
    };
    inside(&found[0], 1, 0.0, 40.0);
    inside(&found[1], 0, 10.0, 80.0);
}

#[test]
fn hiding_a_series_keeps_the_others_colours_and_lets_the_axis_follow() {
    let data = sessions();
    let hidden = ["3.2.0".to_owned(), "3.4.0".to_owned(), "3.3.2".to_owned()];
    let all = view(&data, 600.0, 200.0);
    let some = View {
        hidden: &hidden,
        ..all
    };
    let tokens = |view: &View<'_>| {
        let (frame, scene) = plot(view);
        let mut tokens: Vec<Token> = scene
            .marks
            .iter()
            .filter_map(|m| match m {
                Mark::Line { ink, .. } => Some(ink.token),
                _ => None,
            })
            .collect();
        tokens.dedup();
        (frame.values.high, tokens)
    };
    let ((high, _), (lower, left)) = (tokens(&all), tokens(&some));
    assert_eq!(left, [Token::Other, Token::Series(2)]);
    assert!(lower < high, "{lower} {high}");
    let names: Vec<String> = data.set.series.iter().map(|s| s.name.clone()).collect();
    let none = View {
        hidden: &names,
        ..all
    };
    assert_eq!(
        tokens(&none),
        tokens(&all),
        "hiding everything shows everything"
    );
}

#[test]
fn a_running_bucket_is_drawn_apart() {
    let data = one_line();
    let now = data.set.window.range().end.plus(-HOUR / 3);
    let (_, scene) = plot(&View {
        now: Some(now),
        ..view(&data, 360.0, 180.0)
    });
    let drawn = lines(&scene);
    assert_eq!(drawn.len(), 2);
    assert_eq!((drawn[0].0.len(), drawn[0].1), (11, Dash::Solid));
    assert_eq!((drawn[1].0.len(), drawn[1].1), (2, Dash::Dots));
    assert_eq!(drawn[0].0.last(), drawn[1].0.first(), "both meet");
    let after = |minutes: i64| View {
        now: Some(data.set.window.range().end.plus(minutes * HOUR / 60)),
        ..view(&data, 360.0, 180.0)
    };
    assert_eq!(lines(&plot(&after(14)).1).len(), 2, "late reports may come");
    assert_eq!(lines(&plot(&after(15)).1).len(), 1);
}

/// Rings are two dots in one place, the inner one in the colour of the surface.
fn rings(scene: &Scene) -> usize {
    let dots: Vec<_> = (scene.marks.iter())
        .filter_map(|mark| match mark {
            Mark::Dot { center, ink, .. } => Some((*center, ink.token)),
            _ => None,
        })
        .collect();
    (dots.windows(2))
        .filter(|two| two[0].0 == two[1].0 && two[1].1 == Token::Surface)
        .count()
}

#[test]
fn a_running_bucket_is_drawn_apart_whatever_the_dash_of_its_line() {
    let tones = Status::ALL.map(Tone::Status).into_iter();
    for tone in tones
        .chain((0..10).map(Tone::Category))
        .chain([Tone::Other])
    {
        let mut data = one_line();
        data.set.series[0].tone = tone;
        let end = data.set.window.range().end;
        let (_, whole) = plot(&view(&data, 360.0, 180.0));
        let (_, filling) = plot(&View {
            now: Some(end.plus(-HOUR / 3)),
            ..view(&data, 360.0, 180.0)
        });
        assert_eq!((rings(&whole), rings(&filling)), (0, 1), "{tone:?}");
        let own = lines(&whole)[0].1;
        let drawn: Vec<Dash> = lines(&filling).iter().map(|line| line.1).collect();
        assert_eq!(drawn, [own, Dash::Dots], "{tone:?}");
    }
}

#[test]
fn a_running_bucket_ends_a_small_line_hollow_and_does_not_stretch_it() {
    let mut data = one_line();
    let end = data.set.window.range().end;
    let size = session_health::chart::geometry::Size {
        width: 120.0,
        height: 32.0,
    };
    let last = data.set.series[0].values.len() - 1;
    let before = spark(&data.set, size, Some(end.plus(DAY)));
    assert_eq!(rings(&before), 0);
    data.set.series[0].values[last] = Some(0.0);
    let filling = spark(&data.set, size, Some(end.plus(-1)));
    assert_eq!(rings(&filling), 1);
    let (whole, cut) = (lines(&before), lines(&filling));
    let dashes: Vec<Dash> = cut.iter().map(|line| line.1).collect();
    assert_eq!(dashes, [Dash::Solid, Dash::Dots]);
    let spread = |points: &[Point]| {
        let (low, high) = points.iter().fold((f64::MAX, f64::MIN), |(low, high), p| {
            (low.min(p.y), high.max(p.y))
        });
        high - low
    };
    let known = &whole[0].0[..last];
    assert!(spread(cut[0].0) >= spread(known) - 1e-9, "{cut:?}");
    assert!(cut[1].0.iter().all(|p| p.y <= size.height), "{cut:?}");
}

#[test]
fn an_incomplete_bar_is_pale_and_hatched_inside_its_edges() {
    let mut data = issues();
    data.releases.clear();
    let now = data.set.window.range().end.plus(-HOUR);
    let (_, whole) = plot(&view(&data, 360.0, 180.0));
    let (_, filling) = plot(&View {
        now: Some(now),
        ..view(&data, 360.0, 180.0)
    });
    let bars = |scene: &Scene| {
        let bar = |m: &Mark| match m {
            Mark::Bar { rect, ink } => Some((*rect, ink.alpha)),
            _ => None,
        };
        scene.marks.iter().filter_map(bar).collect::<Vec<_>>()
    };
    assert!(lines(&whole).is_empty());
    let pale: Vec<_> = bars(&filling).into_iter().filter(|b| b.1 < 1.0).collect();
    assert_eq!(pale.len(), 2, "new and resolved of the last day");
    assert_eq!(bars(&whole).len(), bars(&filling).len());
    let strokes = lines(&filling);
    assert!(strokes.len() >= 2, "hatched");
    for (stroke, _) in strokes {
        assert!(
            pale.iter().any(|(rect, _)| stroke.iter().all(|p| {
                p.x >= rect.left - 1e-6
                    && p.x <= rect.right + 1e-6
                    && p.y >= rect.top - 1e-6
                    && p.y <= rect.bottom + 1e-6
            })),
            "{stroke:?}"
        );
    }
}

#[test]
fn a_first_bucket_that_is_only_partly_kept_is_drawn_apart() {
    let data = one_line();
    let now = data.set.window.range().start.plus(90 * DAY + HOUR / 2);
    let (_, scene) = plot(&View {
        now: Some(now),
        ..view(&data, 360.0, 180.0)
    });
    let drawn: Vec<_> = lines(&scene).iter().map(|(p, d)| (p.len(), *d)).collect();
    assert_eq!(drawn, [(2, Dash::Dots), (11, Dash::Solid)]);
}

#[test]
fn the_one_series_that_is_read_stands_out() {
    let data = crash_free();
    let view = view(&data, 600.0, 200.0);
    let (frame, _) = plot(&view);
    let scene = cursor(&view, &frame, 220, Some("3.3.2"));
    let tokens: Vec<Token> = scene
        .marks
        .iter()
        .filter_map(|m| match m {
            Mark::Line { ink, .. } | Mark::Dot { ink, .. } => Some(ink.token),
            _ => None,
        })
        .collect();
    let own = Token::Series(1);
    assert!(tokens.contains(&own));
    assert!(tokens.iter().all(|t| *t == own || *t == Token::Surface));
}

#[test]
fn a_chart_is_told_without_what_still_fills() {
    let data = one_line();
    let now = data.set.window.range().end.plus(-HOUR / 3);
    assert_eq!(
        describe(&data, &[], Some(now)),
        "errored, one line: latest 11, +7 over the range, lowest 3, highest 12."
    );
}

#[test]
fn fifty_thousand_points_lose_no_spike() {
    let mut next = noise(77);
    let mut points: Vec<Point> = (0..50_000)
        .map(|i| point(f64::from(i) * 800.0 / 50_000.0, 100.0 + next()))
        .collect();
    for (n, i) in [1234, 20_001, 49_999].into_iter().enumerate() {
        points[i].y = n as f64;
    }
    points[31_415].y = 180.0;
    let kept = decimate(&points, 1.0);
    assert!(kept.len() <= 4 * 801, "{}", kept.len());
    assert!(kept.windows(2).all(|p| p[0].x <= p[1].x));
    assert_eq!((kept.first(), kept.last()), (points.first(), points.last()));
    // Of every column the extremes, by looking at all points again.
    for column in 0..800 {
        let of = |set: &[Point]| {
            let ys = set
                .iter()
                .filter(|p| p.x.floor() as i32 == column)
                .map(|p| p.y);
            ys.fold((f64::MAX, f64::MIN), |(low, high), y| {
                (low.min(y), high.max(y))
            })
        };
        assert_eq!(of(&points), of(&kept), "column {column}");
    }
    let few = [point(0.0, 1.0), point(400.0, 2.0)];
    assert_eq!(decimate(&few, 1.0), few);
}

/// As a chart is drawn, not as the function alone does it: few points a pixel, and in each pixel the extremes.
#[test]
fn a_plot_narrower_than_its_data_draws_few_points_and_keeps_every_extreme() {
    for shape in [Shape::Line, Shape::StackedArea] {
        let mut next = noise(5);
        let mut values: Vec<f64> = (0..1000).map(|_| 40.0 + 20.0 * next()).collect();
        (values[123], values[777]) = (100.0, 1.0);
        let window = window("2026-11-01T00:00:00Z", HOUR, 1000);
        let line = series(
            "all",
            Tone::Accent,
            values.iter().copied().map(Some).collect(),
        );
        let data = chart(shape, window, Unit::Count, vec![line]);
        let (frame, scene) = plot(&view(&data, 200.0, 180.0));
        let width = frame.plot.right - frame.plot.left;
        assert!(width < 200.0, "five values a pixel and more");
        let mut drawn: Vec<Point> = Vec::new();
        for mark in &scene.marks {
            match mark {
                Mark::Line { points, .. } => {
                    assert!(
                        points.len() as f64 <= 4.0 * (width + 1.0),
                        "{shape:?}: {}",
                        points.len()
                    );
                    drawn.extend(points);
                }
                // Down to the axis and back.
                Mark::Area { points, .. } => {
                    assert!(
                        points.len() as f64 <= 8.0 * (width + 1.0),
                        "{shape:?}: {}",
                        points.len()
                    );
                }
                _ => {}
            }
        }
        let place = |i: usize| point(frame.x(i), frame.y(values[i]));
        for column in frame.plot.left as i32 + 1..frame.plot.right as i32 - 1 {
            let extremes = |ys: &mut dyn Iterator<Item = Point>| {
                ys.filter(|p| p.x.floor() as i32 == column)
                    .fold((f64::MAX, f64::MIN), |(low, high), p| {
                        (low.min(p.y), high.max(p.y))
                    })
            };
            let all = extremes(&mut (0..values.len()).map(place));
            let shown = extremes(&mut drawn.iter().copied());
            assert!(
                (all.0 - shown.0).abs() < 1e-9 && (all.1 - shown.1).abs() < 1e-9,
                "{shape:?}, column {column}: {all:?} and {shown:?}"
            );
        }
    }
}

#[test]
fn the_cursor_marks_every_value_of_its_bucket() {
    let data = crash_free();
    let view = view(&data, 600.0, 200.0);
    let (frame, _) = plot(&view);
    let dots = |index: usize| {
        let scene = cursor(&view, &frame, index, None);
        let dot = |m: &&Mark| matches!(m, Mark::Dot { ink, .. } if ink.token != Token::Surface);
        scene.marks.iter().filter(dot).count()
    };
    // 3.3.1 lives from bucket 60 to 170, 3.3.2 from 120, 3.4.0 from 200, 3.1.9 until 250.
    assert_eq!(
        (dots(0), dots(150), dots(180), dots(220), dots(300)),
        (2, 4, 3, 4, 3)
    );
}

#[test]
fn a_tooltip_says_value_counts_interval_and_zone() {
    let mut data = one_line();
    data.set.unit = Unit::Rate;
    data.set.series[0].values[3] = Some(0.9953);
    data.set.series[0].ratios = vec![
        Ratio {
            numerator: 12_940,
            denominator: 13_001
        };
        12
    ];
    let told = readout(&data, &[], 3, None, &Utc);
    assert_eq!(told.heading, "23 Nov 2026, 03:00 – 04:00 UTC");
    assert_eq!(told.note, None);
    assert_eq!(told.rows[0].value, "99.53%");
    assert_eq!(told.rows[0].counts.as_deref(), Some("12,940 / 13,001"));
    data.set.series[0].values[3] = None;
    let now = Some(at("2026-11-23T03:30:00Z"));
    let told = readout(&data, &[], 3, now, &Utc);
    assert_eq!(told.rows[0].value, "–");
    assert!(told.note.is_some(), "the interval is not over");
}

#[test]
fn a_tooltip_says_what_was_in_the_period_before() {
    let mut data = one_line();
    assert_eq!(readout(&data, &[], 3, None, &Utc).rows[0].before, None);
    let mut ghost = data.set.series[0].clone();
    ghost.values = vec![None; 12];
    ghost.values[3] = Some(1234.0);
    data.before = vec![ghost];
    let told = readout(&data, &[], 3, None, &Utc);
    assert_eq!(told.rows[0].before.as_deref(), Some("before 1,234"));
    assert!(aloud(&told, None).ends_with(", before 1,234"));
    let told = readout(&data, &[], 4, None, &Utc);
    assert_eq!(told.rows[0].before.as_deref(), Some("before –"), "a gap");
}

#[test]
fn stacks_are_read_from_top_to_bottom() {
    let data = health();
    let names = |hidden: &[String]| {
        let rows = readout(&data, hidden, 0, None, &Utc).rows;
        rows.into_iter().map(|r| r.name).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), ["abnormal", "unhandled", "errored", "crashed"]);
    assert_eq!(
        names(&["errored".to_owned()]),
        ["abnormal", "unhandled", "crashed"]
    );
}

#[test]
fn a_bubble_names_its_releases() {
    let data = issues();
    let (frame, _) = plot(&view(&data, 600.0, 200.0));
    let bubbles = frame.bubbles(&data);
    // 13 days in ten boxes of 31.2 h: 3.0.5 in the first, 3.2.3 and 3.2.9 in the second.
    let told = |n: usize| release_readout(&bubbles[n].1, None, &Utc, true);
    assert_eq!(told(0).heading, "1 Release");
    assert_eq!(told(1).heading, "2 Releases");
    let names: Vec<_> = told(1).rows.into_iter().map(|r| r.name).collect();
    assert_eq!(names, ["3.2.9", "3.2.3"]);
    assert_eq!(
        told(0).note.as_deref(),
        Some("10 Nov 2026, 00:00 – 11 Nov 2026, 07:12 UTC")
    );
}

#[test]
fn bubbles_take_their_room_only_where_there_are_releases() {
    let (with, mut data) = (issues(), issues());
    data.releases.clear();
    let plot_of = |data: &ChartData| plot(&view(data, 600.0, 200.0)).0;
    let (with, without) = (plot_of(&with), plot_of(&data));
    assert_eq!(without.plot.bottom - with.plot.bottom, 8.0);
    assert_eq!(without.axis_line, with.axis_line);
}

#[test]
fn a_chart_is_told_in_one_sentence() {
    let mut data = one_line();
    assert_eq!(
        describe(&data, &[], None),
        "errored, one line: latest 13, +9 over the range, lowest 3, highest 13."
    );
    data.set.series.push(series(
        "crashed",
        Tone::Status(Status::Crashed),
        vec![Some(2.0), None, Some(1.0)],
    ));
    assert_eq!(
        describe(&data, &[], None),
        "2 lines, latest value and change over the range: errored 13 (+9), crashed 1 (−1); lowest of all 1 in crashed."
    );
    assert_eq!(
        describe(&data, &["errored".to_owned()], None),
        "crashed, one line: latest 1, −1 over the range, lowest 1, highest 2."
    );
    assert_eq!(
        describe(&hours(Shape::Line, Unit::Rate, [None; 12]), &[], None),
        "No data in this range."
    );
}

#[test]
fn a_bucket_that_is_only_partly_kept_is_neither_the_start_nor_the_lowest() {
    let data = hours(
        Shape::Line,
        Unit::Count,
        [1.0, 9.0, 7.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 2.0].map(Some),
    );
    let range = data.set.window.range();
    // Half of the first hour is older than what is kept.
    let kept = range.start.plus(90 * 24 * HOUR + HOUR / 2);
    assert_eq!(
        describe(&data, &[], Some(kept)),
        "errored, one line: latest 2, −7 over the range, lowest 2, highest 9."
    );
    let filling = range.end.plus(-HOUR / 2);
    assert_eq!(
        describe(&data, &[], Some(filling)),
        "errored, one line: latest 8, +7 over the range, lowest 1, highest 9."
    );
}

/// The dashed lines of a picture: the y of their points.
fn dashed(data: &ChartData, hidden: &[String]) -> Vec<Vec<f64>> {
    let mut shown = view(data, 360.0, 180.0);
    shown.hidden = hidden;
    let (frame, scene) = plot(&shown);
    let lines = scene.marks.iter().filter_map(|mark| match mark {
        Mark::Line {
            points,
            dash: Dash::Before,
            ink,
            ..
        } if ink.token != Token::Surface => {
            assert_eq!(ink.alpha, 1.0, "as plain as the palette test wants it");
            Some(points.clone())
        }
        _ => None,
    });
    let value = |p: &Point| {
        let share = (frame.plot.bottom - p.y) / frame.plot.height();
        (frame.values.low + share * (frame.values.high - frame.values.low)).round()
    };
    lines
        .map(|points| points.iter().map(value).collect())
        .collect()
}

#[test]
fn the_period_before_is_a_dashed_line_of_each_series_shown_and_the_top_of_a_stack() {
    let window = window("2026-11-23T00:00:00Z", HOUR, 3);
    let two = |a: [f64; 3], b: [f64; 3]| {
        let values = |v: [f64; 3]| v.map(Some).to_vec();
        vec![
            series("a", Tone::Category(0), values(a)),
            series("b", Tone::Category(2), values(b)),
        ]
    };
    let now = two([10.0, 20.0, 15.0], [40.0, 30.0, 35.0]);
    let before = two([1.0, 50.0, 3.0], [80.0, 5.0, 6.0]);
    let data = |shape| ChartData {
        before: before.clone(),
        ..chart(shape, window, Unit::Count, now.clone())
    };
    let b = ["b".to_owned()];
    for shape in [Shape::Line, Shape::Bars] {
        let apart = data(shape);
        // The axis has room for them: 80 is above everything of now.
        assert_eq!(dashed(&apart, &[]), [[1.0, 50.0, 3.0], [80.0, 5.0, 6.0]]);
        assert_eq!(dashed(&apart, &b), [[1.0, 50.0, 3.0]]);
    }
    for shape in [Shape::StackedArea, Shape::StackedBars] {
        let stack = data(shape);
        assert_eq!(dashed(&stack, &[]), [[81.0, 55.0, 9.0]]);
        assert_eq!(dashed(&stack, &b), [[1.0, 50.0, 3.0]]);
    }
    assert_eq!(
        dashed(&chart(Shape::Line, window, Unit::Count, now.clone()), &[]),
        [[0.0; 0]; 0]
    );
}

#[test]
fn lines_through_crowded_buckets_are_hairlines() {
    let width = |hours: i64| {
        let values = (0..hours).map(|i| Some((i % 9) as f64)).collect();
        let data = chart(
            Shape::Line,
            window("2026-11-01T00:00:00Z", HOUR, hours),
            Unit::Count,
            vec![series("errored", Tone::Status(Status::Errored), values)],
        );
        let (_, scene) = plot(&view(&data, 460.0, 220.0));
        let widest = scene.marks.iter().filter_map(|mark| match mark {
            Mark::Line { points, width, .. } if points.len() > 2 => Some(*width),
            _ => None,
        });
        widest.fold(0.0, f64::max)
    };
    assert!((width(336) - 1.0).abs() < f64::EPSILON);
    assert!(width(48) > 1.5);
}

/// A fortnight by the hour in a narrow card, stacked: thick, thick, thin, and thick for an afternoon only.
fn dense_stack() -> ChartData {
    let hours = 14 * 24;
    let flat = |name: &str, n, value: f64| {
        series(name, Tone::Category(n), vec![Some(value); hours as usize])
    };
    let mut brief = flat("brief", 3, 0.5);
    brief.values[100..106].fill(Some(20.0));
    let all = vec![
        flat("thick", 0, 40.0),
        flat("wide", 1, 20.0),
        flat("thin", 2, 1.0),
        brief,
        flat("high", 4, 15.0),
    ];
    let window = window("2026-11-09T00:00:00Z", HOUR, hours);
    chart(Shape::StackedArea, window, Unit::Count, all)
}

#[test]
fn thick_layers_of_dense_areas_part_by_a_pixel_and_thin_ones_touch() {
    let data = dense_stack();
    let (frame, scene) = plot(&view(&data, 360.0, 180.0));
    let areas: Vec<&Vec<Point>> = scene
        .marks
        .iter()
        .filter_map(|m| match m {
            Mark::Area { points, .. } => Some(points),
            _ => None,
        })
        .collect();
    assert_eq!(areas.len(), 5);
    let at = |area: usize, hour: usize| {
        let (x, points) = (frame.x(hour), areas[area].iter());
        let ys = points.filter(|p| (p.x - x).abs() < 1e-9).map(|p| p.y);
        ys.fold((f64::MAX, f64::MIN), |(top, bottom), y| {
            (top.min(y), bottom.max(y))
        })
    };
    for hour in 0..data.set.window.len() {
        let between = |low: usize| at(low, hour).0 - at(low + 1, hour).1;
        assert!((between(0) - 1.0).abs() < 1e-9, "thick and wide, {hour}");
        for low in 1..4 {
            assert!(between(low).abs() < 1e-9, "{low} and the next, {hour}");
        }
    }
    // Far enough from each other for lines they have those, and no gap.
    let lines = |width: f64| {
        let (_, scene) = plot(&view(&data, width, 180.0));
        let is_thread =
            |m: &&Mark| matches!(m, Mark::Line { ink, .. } if ink.token == Token::Surface);
        scene.marks.iter().filter(is_thread).count()
    };
    assert_eq!((lines(360.0), lines(1200.0)), (0, 5));
}

#[test]
fn dashes_of_the_previous_period_go_along_the_time_over_dense_areas() {
    let ghosts = |mut data: ChartData, width: f64| {
        data.before = data.set.series.clone();
        let (frame, scene) = plot(&view(&data, width, 180.0));
        let marks = scene.marks.into_iter().filter_map(|m| match m {
            Mark::Line {
                dash, ink, points, ..
            } if ink.token == Token::TextMuted || dash == Dash::Before => Some((dash, points)),
            _ => None,
        });
        (frame.band, marks.collect::<Vec<_>>())
    };
    let (band, drawn) = ghosts(dense_stack(), 360.0);
    assert!(band < 2.0);
    // Each dash has several ups and downs: along their path it would be a bead.
    assert!(drawn.len() > 10, "{}", drawn.len());
    assert!(
        drawn
            .iter()
            .all(|(dash, points)| *dash == Dash::Solid && points.len() > 1)
    );
    let ends = drawn
        .iter()
        .map(|(_, points)| (points[0].x, points[points.len() - 1].x));
    let ends: Vec<(f64, f64)> = ends.collect();
    for two in ends.windows(2) {
        let (width, gap) = (two[0].1 - two[0].0, two[1].0 - two[0].1);
        assert!(
            (8.0..=14.0).contains(&width) && (3.0..=8.0).contains(&gap),
            "{two:?}"
        );
    }
    let (band, drawn) = ghosts(dense_stack(), 1200.0);
    assert!(band > 2.0);
    assert_eq!(drawn.len(), 2, "line and outline");
    assert!(drawn.iter().all(|(dash, _)| *dash == Dash::Before));
    // Among lines only its dash tells it from the series.
    let mut lines = dense_stack();
    lines.shape = Shape::Line;
    let (_, drawn) = ghosts(lines, 360.0);
    assert_eq!(drawn.len(), 5);
    assert!(drawn.iter().all(|(dash, _)| *dash == Dash::Before));
}
