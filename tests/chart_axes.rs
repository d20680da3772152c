//! Axes: round local times through daylight saving, labels that fit at any width, value axes that keep their promises.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

mod chart_support;

use chart_support::*;
use session_health::chart::data::Shape;
use session_health::chart::frame::{Frame, View};
use session_health::chart::geometry::Rect;
use session_health::chart::plot::plot;
use session_health::chart::scene::{Align, FONT_SIZE, Mark, Measure, Scene};
use session_health::chart::time_ticks::Step;
use session_health::chart::value_axis::ValueAxis;
use session_health::dashboard::release_life::life;
use session_health::engine::field::Unit;
use session_health::engine::result::{Group, SessionsResult, Tally};
use session_health::engine::series::Tone;
use session_health::session::SetCounts;
use session_health::session::zone::{Utc, Zone};

fn isos(step: Step, from: &str, to: &str, zone: &dyn Zone) -> Vec<String> {
    let ticks = step.ticks(at(from), at(to), zone);
    ticks.into_iter().map(|t| t.to_iso()).collect()
}

#[test]
fn midnights_are_local_and_a_day_of_25_hours_has_one() {
    assert_eq!(
        isos(
            Step::Days(1),
            "2026-10-24T00:00:00Z",
            "2026-10-27T00:00:00Z",
            &Table::vienna()
        ),
        [
            "2026-10-24T22:00:00Z",
            "2026-10-25T23:00:00Z",
            "2026-10-26T23:00:00Z"
        ]
    );
}

#[test]
fn hours_that_do_not_exist_have_no_tick_and_doubled_ones_two() {
    let vienna = Table::vienna();
    // 02:00 to 03:00 on 29 March is skipped: 00:00, 01:00, 03:00, 04:00.
    assert_eq!(
        isos(
            Step::Clock(HOUR),
            "2026-03-28T23:00:00Z",
            "2026-03-29T02:00:00Z",
            &vienna
        ),
        [
            "2026-03-28T23:00:00Z",
            "2026-03-29T00:00:00Z",
            "2026-03-29T01:00:00Z",
            "2026-03-29T02:00:00Z"
        ]
    );
    // Every two hours: 00:00, 04:00 (02:00 is skipped), 06:00.
    assert_eq!(
        isos(
            Step::Clock(2 * HOUR),
            "2026-03-28T23:00:00Z",
            "2026-03-29T04:00:00Z",
            &vienna
        ),
        [
            "2026-03-28T23:00:00Z",
            "2026-03-29T02:00:00Z",
            "2026-03-29T04:00:00Z"
        ]
    );
    // 02:00 to 03:00 on 25 October comes twice.
    assert_eq!(
        isos(
            Step::Clock(HOUR),
            "2026-10-24T23:00:00Z",
            "2026-10-25T02:00:00Z",
            &vienna
        ),
        [
            "2026-10-24T23:00:00Z",
            "2026-10-25T00:00:00Z",
            "2026-10-25T01:00:00Z",
            "2026-10-25T02:00:00Z"
        ]
    );
    // Every six hours: 00:00, 06:00, 12:00 local; 25 hours later the next midnight.
    assert_eq!(
        isos(
            Step::Clock(6 * HOUR),
            "2026-10-24T22:00:00Z",
            "2026-10-25T12:00:00Z",
            &vienna
        ),
        [
            "2026-10-24T22:00:00Z",
            "2026-10-25T05:00:00Z",
            "2026-10-25T11:00:00Z"
        ]
    );
}

#[test]
fn a_midnight_that_does_not_exist_becomes_the_start_of_its_day() {
    assert_eq!(
        isos(
            Step::Days(1),
            "2018-11-03T00:00:00Z",
            "2018-11-05T12:00:00Z",
            &Table::sao_paulo()
        ),
        [
            "2018-11-03T03:00:00Z",
            "2018-11-04T03:00:00Z",
            "2018-11-05T02:00:00Z"
        ]
    );
}

#[test]
fn weeks_start_on_mondays_and_months_on_the_first() {
    assert_eq!(
        isos(
            Step::Days(7),
            "2026-11-01T00:00:00Z",
            "2026-11-20T00:00:00Z",
            &Utc
        ),
        [
            "2026-11-02T00:00:00Z",
            "2026-11-09T00:00:00Z",
            "2026-11-16T00:00:00Z"
        ]
    );
    assert_eq!(
        isos(
            Step::Months(1),
            "2026-11-02T00:00:00Z",
            "2027-02-01T00:00:00Z",
            &Utc
        ),
        [
            "2026-12-01T00:00:00Z",
            "2027-01-01T00:00:00Z",
            "2027-02-01T00:00:00Z"
        ]
    );
    assert_eq!(
        isos(
            Step::Months(3),
            "2026-11-02T00:00:00Z",
            "2027-08-01T00:00:00Z",
            &Utc
        ),
        [
            "2027-01-01T00:00:00Z",
            "2027-04-01T00:00:00Z",
            "2027-07-01T00:00:00Z"
        ]
    );
}

/// Start, width of a bucket, number of buckets: 1 h to 90 d as the interval ladder lays them, and odd ones.
const SPANS: [(&str, i64, i64); 12] = [
    ("2026-11-23T11:07:00Z", 10_000, 360),
    ("2026-11-23T11:07:00Z", 60_000, 60),
    ("2026-11-22T12:00:00Z", 15 * 60_000, 96),
    ("2026-11-22T12:00:00Z", HOUR, 24),
    ("2026-10-24T00:00:00Z", HOUR, 48),
    ("2026-11-16T12:00:00Z", HOUR, 7 * 24),
    ("2026-11-09T12:00:00Z", HOUR, 14 * 24),
    ("2026-10-24T00:00:00Z", DAY, 30),
    ("2026-08-25T00:00:00Z", DAY, 90),
    ("2025-12-01T00:00:00Z", DAY, 400),
    ("2026-11-23T00:00:00Z", DAY, 1),
    ("2026-12-30T00:00:00Z", DAY, 5),
];

#[test]
fn no_label_overlaps_or_is_cut_off_at_any_width() {
    let zones: [&dyn Zone; 2] = [&Utc, &Table::vienna()];
    for (start, interval, buckets) in SPANS {
        for shape in [Shape::Line, Shape::Bars] {
            for (unit, high) in [
                (Unit::Rate, 1.0),
                (Unit::Count, 1_250_000.0),
                (Unit::Duration, 5e6),
            ] {
                let window = window(start, interval, buckets);
                let values = (0..buckets)
                    .map(|i| Some(high * (i % 7) as f64 / 6.0))
                    .collect();
                let data = chart(shape, window, unit, vec![series("a", Tone::Accent, values)]);
                for zone in zones {
                    for width in (280..=2000).step_by(13) {
                        let view = View {
                            zone,
                            ..view(&data, f64::from(width), 200.0)
                        };
                        let (frame, scene) = plot(&view);
                        check_labels(
                            &scene,
                            &format!("{start} × {buckets}, {shape:?}, {width} px"),
                        );
                        assert!(!frame.times.is_empty(), "{start} {width}");
                    }
                }
            }
        }
    }
}

#[test]
fn small_charts_keep_their_labels_inside_too() {
    let data = issues();
    for height in 90..320 {
        let (_, scene) = plot(&view(&data, 300.0, f64::from(height)));
        check_labels(&scene, &format!("{height} px high"));
    }
}

fn check_labels(scene: &Scene, about: &str) {
    let boxes: Vec<(Rect, &str)> = scene
        .marks
        .iter()
        .filter_map(|m| match m {
            Mark::Text {
                at, text, align, ..
            } => {
                let width = Letters.width(text);
                let left = match align {
                    Align::Left => at.x,
                    Align::Center => at.x - width / 2.0,
                    Align::Right => at.x - width,
                };
                let (top, bottom) = (at.y - FONT_SIZE / 2.0, at.y + FONT_SIZE / 2.0);
                Some((
                    Rect {
                        left,
                        top,
                        right: left + width,
                        bottom,
                    },
                    text.as_str(),
                ))
            }
            _ => None,
        })
        .collect();
    for (n, (a, text)) in boxes.iter().enumerate() {
        let inside = a.left >= -0.01
            && a.top >= -0.01
            && a.right <= scene.size.width + 0.01
            && a.bottom <= scene.size.height + 0.01;
        assert!(inside, "{text} is cut off: {a:?} ({about})");
        for (b, other) in &boxes[n + 1..] {
            assert!(!a.overlaps(*b), "{text} and {other} overlap ({about})");
        }
    }
}

fn labels(start: &str, interval: i64, buckets: i64, width: f64) -> Vec<(String, Option<String>)> {
    let values = vec![Some(1.0); buckets as usize];
    let data = chart(
        Shape::Line,
        window(start, interval, buckets),
        Unit::Count,
        vec![series("a", Tone::Accent, values)],
    );
    let frame = Frame::new(&view(&data, width, 200.0));
    frame
        .times
        .into_iter()
        .map(|t| (t.text, t.rolled))
        .collect()
}

#[test]
fn the_date_is_told_first_and_where_it_changes() {
    let some = |t: &str| Some(t.to_owned());
    assert_eq!(
        labels("2026-11-22T12:00:00Z", HOUR, 24, 420.0),
        [
            ("12:00".to_owned(), some("22 Nov")),
            ("18:00".to_owned(), None),
            ("00:00".to_owned(), some("23 Nov")),
            ("06:00".to_owned(), None)
        ]
    );
    assert_eq!(
        labels("2026-12-30T00:00:00Z", DAY, 5, 500.0),
        [
            ("30 Dec".to_owned(), some("2026")),
            ("31 Dec".to_owned(), None),
            ("1 Jan".to_owned(), some("2027")),
            ("2 Jan".to_owned(), None),
            ("3 Jan".to_owned(), None)
        ]
    );
    assert_eq!(
        labels("2026-11-23T00:00:00Z", DAY, 1, 300.0),
        [("23 Nov".to_owned(), None)]
    );
}

#[test]
fn value_axes_hold_the_data_between_round_ticks() {
    let axis = |low, high, unit, from_data| {
        let axis = ValueAxis::new(Some((low, high)), unit, from_data, 5);
        axis.ticks
            .into_iter()
            .map(|(_, text)| text)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        axis(3.0, 17_111.0, Unit::Count, false),
        ["0", "5K", "10K", "15K", "20K"]
    );
    assert_eq!(axis(0.0, 3.0, Unit::Count, false), ["0", "1", "2", "3"]);
    assert_eq!(axis(0.0, 0.0, Unit::Count, false), ["0", "1"]);
    assert_eq!(
        axis(0.0, 0.0, Unit::Rate, false)
            .first()
            .map(String::as_str),
        Some("0")
    );
    assert_eq!(
        axis(0.0, 1.0, Unit::Rate, false),
        ["0", "20%", "40%", "60%", "80%", "100%"]
    );
    assert_eq!(
        axis(0.981, 1.0, Unit::Rate, true),
        ["97.5%", "98%", "98.5%", "99%", "99.5%", "100%"]
    );
    assert_eq!(
        axis(1.0, 1.0, Unit::Rate, true),
        ["99.8%", "99.85%", "99.9%", "99.95%", "100%"]
    );
    assert_eq!(
        axis(0.0, 200_000.0, Unit::Duration, false),
        ["0 s", "1 min", "2 min", "3 min", "4 min"]
    );
}

#[test]
fn value_axes_keep_their_contract_for_any_extent() {
    let mut next = noise(5);
    for _ in 0..20_000 {
        let size = 10f64.powf(next() * 12.0 - 6.0);
        let (a, b) = (next() * size, next() * size);
        let (low, high) = (f64::min(a, b), f64::max(a, b));
        for unit in [Unit::Count, Unit::Rate, Unit::Duration] {
            for from_data in [false, true] {
                let most = 1 + (next() * 6.0) as usize;
                let axis = ValueAxis::new(Some((low, high)), unit, from_data, most);
                let about = format!("{low}..{high} {unit:?} {from_data} {most}: {axis:?}");
                assert!(axis.low < axis.high && axis.low >= 0.0, "{about}");
                assert!(
                    axis.ticks.len() >= 2 && axis.ticks.len() <= most + 1,
                    "{about}"
                );
                let (low, high) = match unit {
                    Unit::Rate => (low.min(1.0), high.min(1.0)),
                    Unit::Count | Unit::Duration => (low, high),
                };
                assert!(
                    axis.low <= low + 1e-12 && axis.high >= high - 1e-9,
                    "{about}"
                );
                assert!(unit != Unit::Rate || axis.high <= 1.0 + 1e-12, "{about}");
                let mut texts: Vec<_> = axis.ticks.iter().map(|(_, t)| t).collect();
                texts.dedup();
                assert_eq!(texts.len(), axis.ticks.len(), "{about}");
            }
        }
    }
}

#[test]
fn the_nearest_bucket_is_found_by_its_middle() {
    let data = sessions();
    let frame = Frame::new(&view(&data, 700.0, 200.0));
    let last = data.set.window.len() - 1;
    for index in [0, 1, 100, last] {
        assert_eq!(frame.nearest(frame.x(index)), index);
        assert_eq!(frame.nearest(frame.x(index) + frame.band * 0.49), index);
    }
    assert_eq!(frame.nearest(-50.0), 0);
    assert_eq!(frame.nearest(5000.0), last);
    // Exhaustively: index arithmetic agrees with looking at every bucket.
    for pixel in 0..700 {
        let x = f64::from(pixel);
        let near = (0..=last)
            .map(|i| (frame.x(i) - x).abs())
            .fold(f64::MAX, f64::min);
        assert!(((frame.x(frame.nearest(x)) - x).abs() - near).abs() < 1e-6);
    }
}

#[test]
fn the_charts_of_a_release_agree_on_where_a_time_is() {
    // A day of hours: half a bar is wide, and "97.5%" is wider than "500".
    let tally = |hour: u64| Tally {
        sessions: SetCounts {
            all: 100 + 16 * hour,
            errored_all: 5,
            crashed: 5,
            ..SetCounts::default()
        },
        ..Tally::default()
    };
    let group = Group {
        total: tally(24),
        series: (0..24).map(tally).collect(),
        ..Group::default()
    };
    let answer = SessionsResult {
        window: window("2026-11-23T00:00:00Z", HOUR, 24),
        groups: vec![group],
        groups_available: 1,
        caveats: Vec::new(),
    };
    let life = life(&answer).unwrap();
    let rates = Frame::new(&view(&life.crash_free, 640.0, 140.0));
    let counts = Frame::new(&view(&life.sessions, 640.0, 92.0));
    for bucket in 0..24 {
        assert!(
            (rates.x(bucket) - counts.x(bucket)).abs() < 0.01,
            "{bucket}"
        );
    }
    assert_eq!(rates.nearest(rates.x(7)), 7);
}
