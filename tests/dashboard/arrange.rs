//! The grid: cases L01 and L03, moves by hand-made pictures, and laws that hold for any arrangement.

use proptest::prelude::*;
use serde_json::Value;
use session_health::dashboard::arrange::{
    self, Direction, compact, depths, free_place, nudge, reading_order, resize, row_of, shift,
};
use session_health::dashboard::builtin;
use session_health::dashboard::model::{Layout, Widget};

fn place([x, y, w, h]: [u32; 4]) -> Layout {
    Layout {
        x,
        y,
        w,
        h,
        min_h: 1,
    }
}

/// Letters on a picture of six columns: each is a widget, a dot is nothing.
fn widgets(picture: &[&str]) -> Vec<Widget> {
    let mut letters: Vec<char> = picture.concat().chars().filter(|c| *c != '.').collect();
    letters.sort_unstable();
    letters.dedup();
    let at = |letter: char| {
        let cells: Vec<(u32, u32)> = picture
            .iter()
            .zip(0..)
            .flat_map(|(row, y)| row.chars().zip(0..).map(move |(c, x)| (c, x, y)))
            .filter(|(c, ..)| *c == letter)
            .map(|(_, x, y)| (x, y))
            .collect();
        let least = |of: fn(&(u32, u32)) -> u32| cells.iter().map(of).min().unwrap();
        let most = |of: fn(&(u32, u32)) -> u32| cells.iter().map(of).max().unwrap();
        let (x, y) = (least(|c| c.0), least(|c| c.1));
        place([x, y, most(|c| c.0) - x + 1, most(|c| c.1) - y + 1])
    };
    letters
        .into_iter()
        .map(|letter| Widget {
            title: letter.to_string(),
            layout: Some(at(letter)),
            ..Widget::default()
        })
        .collect()
}

fn picture(widgets: &[Widget]) -> Vec<String> {
    let floor = depths(&arrange::places(widgets)).into_iter().max().unwrap();
    let cell = |x: u32, y: u32| {
        let here = |w: &&Widget| {
            let p = w.place();
            (p.x..p.x + p.w).contains(&x) && (p.y..p.y + p.h).contains(&y)
        };
        let titles: Vec<&str> = widgets.iter().filter(here).map(|w| &*w.title).collect();
        match titles[..] {
            [] => ".".to_owned(),
            [one] => one.to_owned(),
            _ => panic!("{titles:?} overlap at {x}, {y}"),
        }
    };
    (0..floor)
        .map(|y| (0..6).map(|x| cell(x, y)).collect())
        .collect()
}

fn index(widgets: &[Widget], title: &str) -> usize {
    widgets.iter().position(|w| w.title == title).unwrap()
}

fn case(id: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../fixtures/cases.json")).unwrap();
    let mut cases = all["cases"].as_array().unwrap().iter();
    cases.find(|c| c["id"] == id).unwrap().clone()
}

#[test]
fn l01_column_depths() {
    let case = case("L01");
    let layouts = case["input"]["layouts"].as_array().unwrap();
    let expected = case["expected"]["depths"].as_array().unwrap();
    assert_eq!(layouts.len(), expected.len());
    for (layout, expected) in layouts.iter().zip(expected) {
        let places: Vec<Layout> = serde_json::from_value(layout.clone()).unwrap();
        assert_eq!(&serde_json::json!(depths(&places)), expected);
    }
}

#[test]
fn l02_a_new_widget_takes_the_first_place_that_is_wide_enough() {
    let spot = |places: &[[u32; 4]]| {
        let places: Vec<Layout> = places.iter().copied().map(place).collect();
        let new = free_place(&places, 2, 2);
        (new.x, new.y)
    };
    assert_eq!(spot(&[]), (0, 0));
    assert_eq!(spot(&[[0, 0, 2, 2]]), (2, 0));
    // One free column is too narrow.
    assert_eq!(spot(&[[0, 0, 1, 3], [1, 0, 2, 2], [4, 0, 2, 4]]), (1, 2));
    assert_eq!(spot(&[[0, 0, 6, 3]]), (0, 3));
    assert_eq!(spot(&[[0, 0, 3, 2], [3, 0, 3, 1]]), (3, 1));
}

#[test]
fn l03_equal_widths_in_a_row() {
    let case = case("L03");
    let numbers = case["input"]["n"].as_array().unwrap();
    for (n, expected) in numbers
        .iter()
        .zip(case["expected"]["layouts"].as_array().unwrap())
    {
        let n = u32::try_from(n.as_u64().unwrap()).unwrap();
        let row = row_of(n, 0, 2).map(|row| serde_json::to_value(row).unwrap());
        let Some(expected) = expected.as_array() else {
            assert_eq!(row, None, "{expected}");
            continue;
        };
        let row = row.unwrap();
        assert_eq!(row.as_array().unwrap().len(), expected.len());
        for (place, expected) in row.as_array().unwrap().iter().zip(expected) {
            for (key, value) in expected.as_object().unwrap() {
                assert_eq!(&place[key], value, "{key} of {n}");
            }
        }
    }
}

#[test]
fn holes_are_closed_and_order_is_kept() {
    let mut all = widgets(&[
        "......", "aa..bb", "aa....", "......", "..ccc.", "......", "dddddd",
    ]);
    compact(&mut all);
    assert_eq!(picture(&all), ["aa..bb", "aaccc.", "dddddd"]);
}

#[test]
fn what_is_in_the_way_makes_room() {
    let start = ["aaabbb", "aaabbb", "cccccc"];
    let moved = |title: &str, x, y| {
        let mut all = widgets(&start);
        let at = index(&all, title);
        arrange::move_to(&mut all, at, x, y);
        picture(&all)
    };
    // A whole row dropped on the top goes above everything.
    assert_eq!(moved("c", 0, 0), ["cccccc", "aaabbb", "aaabbb"]);
    // A chart dropped below the row changes places with it.
    assert_eq!(
        moved("a", 0, 2),
        ["...bbb", "...bbb", "cccccc", "aaa...", "aaa..."]
    );
    // A neighbour of the same height changes places once it is mostly covered, not before.
    assert_eq!(moved("b", 1, 0), ["bbbaaa", "bbbaaa", "cccccc"]);
    assert_eq!(moved("a", 3, 0), ["bbbaaa", "bbbaaa", "cccccc"]);
    // Far out of the grid is its edge; nothing floats.
    assert_eq!(
        moved("a", 99, 99),
        ["...bbb", "...bbb", "cccccc", "...aaa", "...aaa"]
    );
}

#[test]
fn steps_by_the_keyboard() {
    let start = ["aabbcc", "dddeee", "dddeee"];
    let nudged = |title: &str, direction| {
        let mut all = widgets(&start);
        let at = index(&all, title);
        nudge(&mut all, at, direction).then(|| picture(&all))
    };
    let rows = |rows: [&str; 3]| Some(rows.map(str::to_owned).to_vec());
    assert_eq!(nudged("a", Direction::Left), None);
    assert_eq!(nudged("a", Direction::Up), None);
    assert_eq!(nudged("c", Direction::Right), None);
    assert_eq!(
        nudged("a", Direction::Right),
        rows(["bbaacc", "dddeee", "dddeee"])
    );
    assert_eq!(
        nudged("e", Direction::Left),
        rows(["aabbcc", "eeeddd", "eeeddd"])
    );
    assert_eq!(nudged("d", Direction::Down), None);
    assert_eq!(
        nudged("d", Direction::Up),
        Some(
            [
                // a and b are under d now, so e has to go below b.
                "ddd.cc", "ddd...", "aabb..", "...eee", "...eee"
            ]
            .map(str::to_owned)
            .to_vec()
        )
    );
}

#[test]
fn a_resized_widget_pushes_others_down_and_keeps_to_its_limits() {
    let sized = |w, h| {
        let mut all = widgets(&["aabbcc", "aabbcc"]);
        resize(&mut all, 0, w, h);
        picture(&all)
    };
    assert_eq!(sized(3, 2), ["aaa.cc", "aaa.cc", "..bb..", "..bb.."]);
    assert_eq!(sized(1, 1), ["a.bbcc", "..bbcc"]);
    assert_eq!(sized(9, 1), ["aaaaaa", "..bbcc", "..bbcc"]);
    let mut all = widgets(&["aabbcc", "aabbcc"]);
    all[2].layout.as_mut().unwrap().min_h = 2;
    resize(&mut all, 2, 0, 0);
    assert_eq!(picture(&all), ["aabbc.", "aabbc."]);
}

#[test]
fn on_a_phone_a_widget_moves_along_the_reading_order() {
    let mut all = builtin::mobile().widgets;
    let titles = |all: &[Widget]| -> Vec<String> {
        reading_order(all)
            .into_iter()
            .map(|i| all[i].id().to_owned())
            .collect()
    };
    let at = all.iter().position(|w| w.id() == "releases").unwrap();
    let first = titles(&all);
    for _ in 0..all.len() * 2 {
        if !shift(&mut all, at, true) {
            break;
        }
    }
    assert_eq!(titles(&all)[0], "releases");
    assert_ne!(titles(&all), first);
    while shift(&mut all, at, false) {}
    assert_eq!(titles(&all).last().unwrap(), "releases");
}

fn any_arrangement() -> impl Strategy<Value = Vec<Widget>> {
    let one = (0..9u32, 0..20u32, 0..9u32, 0..15u32);
    prop::collection::vec(one, 1..12).prop_map(|all| {
        all.into_iter()
            .map(|(x, y, w, h)| Widget {
                layout: Some(place([x, y, w, h])),
                ..Widget::default()
            })
            .collect()
    })
}

fn check(widgets: &[Widget]) {
    let places = arrange::places(widgets);
    for (i, a) in places.iter().enumerate() {
        assert!(
            a.w >= 1 && a.x + a.w <= 6 && a.h >= 1,
            "{a:?} is off the grid"
        );
        for b in &places[i + 1..] {
            let apart =
                a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
            assert!(apart, "{a:?} and {b:?} overlap");
        }
        let lies = a.y == 0
            || places
                .iter()
                .any(|b| b.y + b.h == a.y && b.x < a.x + a.w && a.x < b.x + b.w);
        assert!(lies, "{a:?} floats");
    }
}

proptest! {
    #[test]
    fn nothing_overlaps_floats_or_leaves_the_grid(
        mut all in any_arrangement(), at in 0..12usize, x in 0..9u32, y in 0..40u32, w in 0..9u32, h in 0..20u32,
    ) {
        compact(&mut all);
        check(&all);
        let settled = all.clone();
        compact(&mut all);
        prop_assert_eq!(&all, &settled, "settled stays settled");
        let at = at % all.len();
        arrange::move_to(&mut all, at, x, y);
        check(&all);
        resize(&mut all, at, w, h);
        check(&all);
        for direction in [Direction::Left, Direction::Right, Direction::Up, Direction::Down] {
            let before = all.clone();
            let moved = nudge(&mut all, at, direction);
            check(&all);
            prop_assert_eq!(moved, all != before);
        }
    }
}
