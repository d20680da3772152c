//! A chart by keyboard: every key from every place, told as a table.

#![cfg(not(target_arch = "wasm32"))]

use session_health::chart::walk::{Step, Walk};

/// Follows keys (`+` before a name: with Shift) through a chart of 30 buckets and three series.
fn follow(keys: &[&str]) -> (Walk, Step) {
    let names = ["a", "b", "c"].map(str::to_owned);
    let mut walk = Walk::default();
    let mut step = Step::None;
    for key in keys {
        let (shift, key) = match key.strip_prefix('+') {
            Some(key) => (true, key),
            None => (false, *key),
        };
        step = walk.press(key, shift, 30, &names);
    }
    (walk, step)
}

fn at(keys: &[&str]) -> Option<usize> {
    follow(keys).0.at
}

#[test]
fn arrows_come_in_at_the_latest_bucket_and_stay_inside() {
    for key in [
        "ArrowLeft",
        "ArrowRight",
        "PageUp",
        "PageDown",
        "End",
        "ArrowUp",
        "ArrowDown",
    ] {
        assert_eq!(at(&[key]), Some(29), "{key}");
    }
    assert_eq!(at(&["Home"]), Some(0));
    assert_eq!(at(&["Home", "ArrowLeft"]), Some(0));
    assert_eq!(at(&["End", "ArrowRight"]), Some(29));
    assert_eq!(
        at(&["End", "ArrowLeft", "ArrowLeft", "ArrowRight"]),
        Some(28)
    );
    assert_eq!(
        at(&["Home", "PageDown", "PageDown"]),
        Some(6),
        "a tenth each"
    );
    assert_eq!(at(&["End", "PageUp"]), Some(26));
}

#[test]
fn up_and_down_go_through_the_series_and_all_of_them() {
    let series = |keys: &[&str]| follow(keys).0.series;
    let of = |n: usize| series(&vec!["ArrowDown"; n]);
    let names: Vec<_> = (1..=5).map(|n| of(n).unwrap_or_default()).collect();
    assert_eq!(names, ["a", "b", "c", "", "a"]);
    assert_eq!(series(&["ArrowUp"]).as_deref(), Some("c"));
    assert_eq!(series(&["ArrowDown", "ArrowUp"]), None);
    assert_eq!(
        series(&["ArrowDown", "ArrowLeft"]).as_deref(),
        Some("a"),
        "moving on keeps it"
    );
}

#[test]
fn shift_selects_from_where_one_was_and_enter_chooses() {
    let selected = |keys: &[&str]| follow(keys).0.selected();
    assert_eq!(
        selected(&["End", "+ArrowLeft", "+ArrowLeft"]),
        Some((27, 29))
    );
    assert_eq!(selected(&["Home", "ArrowRight", "+End"]), Some((1, 29)));
    assert_eq!(
        selected(&["End", "+ArrowLeft", "+ArrowRight", "+ArrowRight"]),
        Some((29, 29))
    );
    assert_eq!(
        selected(&["End", "+ArrowLeft", "ArrowLeft"]),
        None,
        "without Shift it is gone"
    );
    assert_eq!(
        follow(&["Home", "+ArrowRight", "Enter"]).1,
        Step::Zoom(0, 1)
    );
    assert_eq!(follow(&["End", "Enter"]).1, Step::Open(29));
    assert_eq!(follow(&["Enter"]).1, Step::None, "nowhere yet");
}

#[test]
fn escape_gives_up_the_selection_first_then_leaves() {
    let (walk, step) = follow(&["End", "+ArrowLeft", "Escape"]);
    assert_eq!(
        (walk.selected(), walk.at, step),
        (None, Some(28), Step::Moved)
    );
    let (walk, step) = follow(&["End", "+ArrowLeft", "Escape", "Escape"]);
    assert_eq!((walk, step), (Walk::default(), Step::Left));
    assert_eq!(follow(&["Escape"]).1, Step::None, "others may want the key");
}

#[test]
fn keys_of_others_are_left_alone() {
    for key in ["Tab", "a", " ", "?", "F5"] {
        assert_eq!(follow(&["End", key]).1, Step::None, "{key}");
    }
}

#[test]
fn a_chart_of_one_bucket_and_no_series_has_nowhere_to_go() {
    let mut walk = Walk::default();
    for key in [
        "ArrowLeft",
        "ArrowRight",
        "PageUp",
        "Home",
        "ArrowDown",
        "ArrowUp",
    ] {
        assert_eq!(walk.press(key, false, 1, &[]), Step::Moved);
        assert_eq!((walk.at, &walk.series), (Some(0), &None), "{key}");
    }
}
