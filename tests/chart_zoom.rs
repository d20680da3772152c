//! What a drag over a plot zooms to.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

mod chart_support;

use chart_support::*;
use session_health::chart::data::{ChartData, Shape};
use session_health::chart::frame::Frame;
use session_health::chart::scene::Mark;
use session_health::chart::zoom::{Drag, band};
use session_health::engine::field::Unit;
use session_health::engine::series::Tone;

fn hours(shape: Shape) -> ChartData {
    let values = (0..12).map(|i| Some(f64::from(i))).collect();
    let window = window("2026-11-23T00:00:00Z", HOUR, 12);
    chart(
        shape,
        window,
        Unit::Count,
        vec![series("a", Tone::Accent, values)],
    )
}

/// First and last bucket under a drag.
fn buckets(data: &ChartData, frame: &Frame, from: f64, to: f64) -> (usize, usize) {
    let range = Drag { from, to }.range(frame);
    let index = |t| data.set.window.index_of(t).unwrap();
    (index(range.start), index(range.end.plus(-1)))
}

#[test]
fn a_drag_takes_every_bucket_it_touches_whole_in_either_direction() {
    let data = hours(Shape::Line);
    let frame = Frame::new(&view(&data, 400.0, 200.0));
    let between = |i: usize| (frame.x(i) + frame.x(i + 1)) / 2.0;
    assert_eq!(buckets(&data, &frame, between(2), between(5)), (2, 5));
    assert_eq!(buckets(&data, &frame, between(5), between(2)), (2, 5));
    assert_eq!(
        buckets(&data, &frame, between(3), between(3)),
        (3, 3),
        "at least one"
    );
    assert_eq!(
        buckets(&data, &frame, -50.0, 900.0),
        (0, 11),
        "beyond the plot"
    );
}

#[test]
fn a_bar_is_taken_where_it_stands() {
    let data = hours(Shape::Bars);
    let frame = Frame::new(&view(&data, 400.0, 200.0));
    let near = frame.band * 0.4;
    let drag = buckets(&data, &frame, frame.x(2) - near, frame.x(5) + near);
    assert_eq!(drag, (2, 5));
}

#[test]
fn the_band_covers_the_buckets_and_stays_in_the_plot() {
    for shape in [Shape::Line, Shape::Bars] {
        let data = hours(shape);
        let view = view(&data, 400.0, 200.0);
        let frame = Frame::new(&view);
        let drag = Drag {
            from: frame.x(8) + 1.0,
            to: 900.0,
        };
        let scene = band(&view, &frame, drag.range(&frame));
        let Some(Mark::Bar { rect, .. }) = scene.marks.first() else {
            panic!("a band");
        };
        assert!((rect.right - frame.plot.right).abs() < 1e-6);
        assert!((rect.left - frame.edge(data.set.window.bucket_start(8))).abs() < 1e-6);
    }
}

#[test]
fn an_unsteady_click_is_no_drag() {
    let drag = |to| Drag { from: 100.0, to };
    assert!(!drag(103.0).is_meant() && !drag(96.0).is_meant());
    assert!(drag(110.0).is_meant() && drag(90.0).is_meant());
}
