//! Releases on a time axis: lines, boxes, and the switch in the legend.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

mod chart_support;

use chart_support::*;
use session_health::chart::cursor::cursor;
use session_health::chart::data::{ChartData, Marking, RELEASES, ReleaseMark};
use session_health::chart::frame::{Frame, View};
use session_health::chart::palette::Token;
use session_health::chart::plot::plot;
use session_health::chart::readout::{release_readout, releases_aloud};
use session_health::chart::scene::{Mark, Scene};
use session_health::session::Timestamp;
use session_health::session::zone::Utc;

fn lined(releases: &[(&str, Timestamp)]) -> ChartData {
    ChartData {
        releases: releases
            .iter()
            .map(|(version, at)| ReleaseMark {
                version: (*version).to_owned(),
                at: *at,
                first_seen: false,
            })
            .collect(),
        marking: Marking::Lines,
        ..crash_free()
    }
}

/// The x of every release line drawn.
fn drawn(scene: &Scene) -> Vec<f64> {
    let line = |m: &Mark| match m {
        Mark::VerticalHair { x, ink, .. } if ink.token == Token::Text => Some(*x),
        _ => None,
    };
    scene.marks.iter().filter_map(line).collect()
}

#[test]
fn a_line_stands_where_its_release_was_created_and_takes_no_room() {
    let day = at("2026-11-12T06:30:00Z");
    let data = lined(&[("a@1", day)]);
    let (frame, scene) = plot(&view(&data, 700.0, 200.0));
    let share =
        (day.millis() - at("2026-11-09T00:00:00Z").millis()) as f64 / ((14 * 24 - 1) * HOUR) as f64;
    let x = frame.plot.left + share * frame.plot.width();
    assert_eq!(drawn(&scene).len(), 1);
    assert!((drawn(&scene)[0] - x).abs() < 1e-6);
    let without = plot(&view(&crash_free(), 700.0, 200.0)).0;
    assert_eq!(frame.plot, without.plot);
}

#[test]
fn crowded_lines_are_one_and_name_all_their_releases() {
    let day = at("2026-11-12T00:00:00Z");
    let data = lined(&[
        ("a@1", day),
        ("a@2", day.plus(HOUR)),
        ("a@3", day.plus(2 * HOUR)),
        ("a@4", day.plus(3 * DAY)),
    ]);
    let frame = Frame::new(&view(&data, 700.0, 200.0));
    let counts = |frame: &Frame| -> Vec<usize> {
        let marks = frame.releases(&data);
        marks.iter().map(|(_, mark)| mark.releases.len()).collect()
    };
    assert_eq!(counts(&frame), [3, 1], "an hour is two pixels here");
    let wide = Frame::new(&view(&data, 2000.0, 200.0));
    assert_eq!(counts(&wide), [1, 1, 1, 1], "and six here");
    let marks = frame.releases(&data);
    let told = release_readout(&marks[0].1, Some(day), &Utc, false);
    assert_eq!(told.heading, "3 Releases");
    assert_eq!(told.hint, None);
    let rows: Vec<_> = told.rows.iter().map(|r| (&*r.name, &*r.value)).collect();
    assert_eq!(
        rows[0],
        ("3", "created 12 Nov, 02:00"),
        "this year's year is not said"
    );
}

#[test]
fn outside_the_window_there_is_no_line_and_at_its_end_it_stays_inside() {
    let window = crash_free().set.window;
    let data = lined(&[
        ("a@0", window.range().start.plus(-1)),
        ("a@1", window.range().end.plus(-1)),
        ("a@2", window.range().end),
    ]);
    let (frame, scene) = plot(&view(&data, 700.0, 200.0));
    assert_eq!(drawn(&scene), [frame.plot.right]);
}

#[test]
fn what_was_only_seen_is_not_said_to_be_created() {
    let day = at("2025-11-12T00:00:00Z");
    let mut data = issues();
    data.releases[0].first_seen = true;
    let frame = Frame::new(&view(&data, 700.0, 200.0));
    let marks = frame.releases(&data);
    let value = |n: usize| {
        release_readout(&marks[n].1, Some(day), &Utc, true).rows[0]
            .value
            .clone()
    };
    assert_eq!(
        value(0),
        "first seen 10 Nov 2026, 05:00",
        "another year's year is"
    );
    assert!(value(1).starts_with("created "));
}

#[test]
fn the_legend_s_switch_hides_boxes_and_lines_and_gives_their_room_back() {
    let hidden = [RELEASES.to_owned()];
    for marking in [Marking::Bubbles, Marking::Lines] {
        let data = ChartData {
            marking,
            ..issues()
        };
        let off = View {
            hidden: &hidden,
            ..view(&data, 600.0, 200.0)
        };
        let bare = ChartData {
            releases: Vec::new(),
            ..data.clone()
        };
        assert_eq!(plot(&off).1, plot(&view(&bare, 600.0, 200.0)).1);
        assert!(Frame::new(&off).releases(&data).is_empty());
    }
}

#[test]
fn the_cursor_brings_out_the_box_of_its_bucket() {
    let data = issues();
    let view = view(&data, 600.0, 200.0);
    let frame = Frame::new(&view);
    let boxes = |index: usize| {
        let scene = cursor(&view, &frame, index, None);
        let is_box = |m: &&Mark| matches!(m, Mark::Bar { ink, .. } if ink.token == Token::Accent);
        scene.marks.iter().filter(is_box).count()
    };
    // 13 days in ten boxes of 31.2 h; releases on days 0, 2, 5, 8, 9 and 13: days 6 and 7 are in empty boxes.
    assert_eq!([0, 2, 5, 8, 13].map(boxes), [1; 5]);
    assert_eq!([6, 7].map(boxes), [0; 2]);
}

#[test]
fn keys_open_and_speak_the_releases_of_a_bucket() {
    let morning = at("2026-11-12T06:30:00Z");
    let data = lined(&[
        ("a@1", morning),
        ("a@2", morning.plus(HOUR / 4)),
        ("a@3", morning.plus(DAY)),
    ]);
    let frame = Frame::new(&view(&data, 700.0, 200.0));
    let index = data.set.window.index_of(morning).unwrap();
    let bucket = |index| data.set.window.bucket(index);
    assert_eq!(frame.opened_at(&data, bucket(index)), Some(bucket(index)));
    assert_eq!(frame.opened_at(&data, bucket(index + 1)), None);
    let said = |hidden: &[String], index| releases_aloud(&data, hidden, index);
    assert_eq!(said(&[], index).as_deref(), Some("2 releases"));
    assert_eq!(said(&[], index + 24).as_deref(), Some("1 release"));
    assert_eq!(said(&[], index + 1), None);
    assert_eq!(said(&[RELEASES.to_owned()], index), None, "switched off");
    // A click on a line means all that are drawn as one, the last of them too.
    let marks = frame.releases(&data);
    assert!(marks[0].1.whole().contains(morning.plus(HOUR / 4)));
    // Boxes open what they stand for, from each of their buckets.
    let boxed = issues();
    let frame = Frame::new(&view(&boxed, 700.0, 200.0));
    let marks = frame.releases(&boxed);
    let (_, mark) = marks.iter().find(|(_, m)| !m.releases.is_empty()).unwrap();
    let window = boxed.set.window;
    let inside = (0..window.len()).map(|i| window.bucket(i));
    let inside = inside.filter(|b| mark.range.contains(b.start));
    for bucket in inside {
        assert_eq!(frame.opened_at(&boxed, bucket), Some(mark.whole()));
    }
}
