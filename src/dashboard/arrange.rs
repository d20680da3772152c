//! Where widgets go when one of them is added, moved or resized. Six columns; everything falls upwards
//! until it lies on something, so there are never holes a person has to close, and never overlaps.

use super::model::{DisplayType, Layout, Widget};
use crate::session::sorting::{sort_by, sort_by_key};
use std::cmp::Ordering;

/// Columns of the grid.
pub const COLUMNS: u32 = 6;
/// The most rows a widget may be high.
pub const MAX_ROWS: u32 = 12;

/// A way to move a widget by one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// One column.
    Left,
    /// One column.
    Right,
    /// Past what is above.
    Up,
    /// Past what is below.
    Down,
}

/// How far down each column is taken.
pub fn depths(places: &[Layout]) -> [u32; COLUMNS as usize] {
    let mut depths = [0; COLUMNS as usize];
    for place in places {
        for depth in columns(&mut depths, *place) {
            *depth = (*depth).max(place.y.saturating_add(place.h));
        }
    }
    depths
}

/// The size of a new widget: two columns; a figure needs one row, everything else two.
pub fn default_size(display: &DisplayType) -> (u32, u32) {
    match display {
        DisplayType::BigNumber => (2, 1),
        _ => (2, 2),
    }
}

/// The first place for a widget `w` wide: the least deep one, leftmost among those; a row of its own where there is none.
pub fn free_place(places: &[Layout], w: u32, h: u32) -> Layout {
    let w = w.clamp(1, COLUMNS);
    let depths = depths(places);
    let starts = 0..=COLUMNS - w;
    let depth_at = |x: u32| {
        let under = depths.iter().skip(x as usize).take(w as usize);
        under.copied().max().unwrap_or_default()
    };
    // The first of equals is the leftmost.
    let x = starts.min_by_key(|x| depth_at(*x)).unwrap_or_default();
    Layout {
        x,
        y: depth_at(x),
        w,
        h,
        min_h: h,
    }
}

/// So many widgets beside each other, as wide as each other; `None`: more than there are columns.
pub fn row_of(n: u32, y: u32, h: u32) -> Option<Vec<Layout>> {
    if n == 0 || n > COLUMNS {
        return None;
    }
    let w = COLUMNS / n;
    let place = |i| Layout {
        x: i * w,
        y,
        w,
        h,
        min_h: h,
    };
    Some((0..n).map(place).collect())
}

/// A place pushed onto the grid; a foreign document may say anything.
pub fn clamped(place: Layout) -> Layout {
    let w = place.w.clamp(1, COLUMNS);
    Layout {
        x: place.x.min(COLUMNS - w),
        y: place.y.min(10_000),
        w,
        h: place.h.clamp(1, MAX_ROWS),
        min_h: place.min_h.clamp(1, MAX_ROWS),
    }
}

/// Lets everything fall upwards.
pub fn compact(widgets: &mut [Widget]) {
    settle(widgets, None);
}

/// The same for those that say where they stand; the others come where there is room. Whether anything moved.
pub fn compact_placed(widgets: &mut [Widget]) -> bool {
    let placed = widgets.iter().filter(|w| w.layout.is_some());
    let mut compacted: Vec<Widget> = placed.cloned().collect();
    compact(&mut compacted);
    let placed = widgets.iter_mut().filter(|w| w.layout.is_some());
    let mut moved = false;
    for (widget, compacted) in placed.zip(compacted) {
        moved |= widget.place() != compacted.place();
        widget.layout = compacted.layout;
    }
    moved
}

/// Puts widget `at` where it is wanted; what is in its way makes room. A neighbour of the same height is changed
/// places with once more than half of it is covered.
pub fn move_to(widgets: &mut [Widget], at: usize, x: u32, y: u32) {
    compact(widgets);
    let Some(from) = widgets.get(at).map(place) else {
        return;
    };
    let wanted = clamped(Layout { x, y, ..from });
    let in_the_way = |(i, w): (usize, &Widget)| (i != at && overlap(wanted, place(w))).then_some(i);
    let others: Vec<usize> = widgets.iter().enumerate().filter_map(in_the_way).collect();
    let beside = |i: &usize| {
        let other = place(&widgets[*i]);
        (other.y, other.h) == (from.y, from.h)
    };
    if wanted.y == from.y && !others.is_empty() && others.iter().all(beside) {
        if let [other] = others[..] {
            exchange(widgets, at, other, wanted);
        }
        return;
    }
    set(&mut widgets[at], wanted);
    settle(
        widgets,
        Some(Pin {
            at,
            goes_down: wanted.y > from.y,
        }),
    );
}

/// Gives widget `at` another size, as far as the grid and its least height allow; what is in its way goes below it.
pub fn resize(widgets: &mut [Widget], at: usize, w: u32, h: u32) {
    compact(widgets);
    let Some(from) = widgets.get(at).map(place) else {
        return;
    };
    let to = Layout {
        w: w.clamp(1, COLUMNS - from.x),
        h: h.clamp(from.min_h.clamp(1, MAX_ROWS), MAX_ROWS),
        ..from
    };
    set(&mut widgets[at], to);
    settle(
        widgets,
        Some(Pin {
            at,
            goes_down: false,
        }),
    );
}

/// Moves widget `at` one step; false when it is at the edge already.
pub fn nudge(widgets: &mut [Widget], at: usize, direction: Direction) -> bool {
    compact(widgets);
    let Some(from) = widgets.get(at).map(place) else {
        return false;
    };
    let floor = depths(&places(widgets)).into_iter().max().unwrap_or(0);
    // The first target that makes a difference.
    let targets: Vec<(u32, u32)> = match direction {
        Direction::Left => (0..from.x).rev().map(|x| (x, from.y)).collect(),
        Direction::Right => (from.x + 1..=COLUMNS - from.w)
            .map(|x| (x, from.y))
            .collect(),
        Direction::Up => (0..from.y).rev().map(|y| (from.x, y)).collect(),
        Direction::Down => (from.y + 1..=floor).map(|y| (from.x, y)).collect(),
    };
    for (x, y) in targets {
        let mut tried = widgets.to_vec();
        move_to(&mut tried, at, x, y);
        let now = place(&tried[at]);
        if (now.x, now.y) != (from.x, from.y) {
            widgets.clone_from_slice(&tried);
            return true;
        }
    }
    false
}

/// Moves widget `at` one place forward or back in reading order, as a phone shows it; false at either end.
pub fn shift(widgets: &mut [Widget], at: usize, earlier: bool) -> bool {
    compact(widgets);
    let rank = |widgets: &[Widget]| reading_order(widgets).iter().position(|i| *i == at);
    let before = rank(widgets);
    let directions = if earlier {
        [Direction::Left, Direction::Up]
    } else {
        [Direction::Right, Direction::Down]
    };
    for direction in directions {
        let mut tried = widgets.to_vec();
        while nudge(&mut tried, at, direction) {
            let moved = rank(&tried);
            if (earlier && moved < before) || (!earlier && moved > before) {
                widgets.clone_from_slice(&tried);
                return true;
            }
        }
    }
    false
}

/// Moves widget `at` to this place in reading order, or as near to it as it can come.
pub fn reach(widgets: &mut [Widget], at: usize, rank: usize) {
    let now = |widgets: &[Widget]| reading_order(widgets).iter().position(|i| *i == at);
    while let Some(here) = now(widgets)
        && here != rank
    {
        let mut tried = widgets.to_vec();
        let moved = shift(&mut tried, at, rank < here);
        let there = now(&tried).unwrap_or(here);
        if !moved || there.abs_diff(rank) >= here.abs_diff(rank) {
            return;
        }
        widgets.clone_from_slice(&tried);
    }
}

/// Indices of widgets by row, then column: the order in the page, and on a phone.
pub fn reading_order(widgets: &[Widget]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..widgets.len()).collect();
    sort_by_key(&mut order, |i| {
        let place = place(&widgets[*i]);
        (place.y, place.x)
    });
    order
}

/// Where all of them stand.
pub fn places(widgets: &[Widget]) -> Vec<Layout> {
    widgets.iter().map(place).collect()
}

/// A widget that keeps the place it was given, if it can.
#[derive(Clone, Copy)]
struct Pin {
    at: usize,
    /// What starts in the same row goes above it, not below.
    goes_down: bool,
}

fn settle(widgets: &mut [Widget], pin: Option<Pin>) {
    let before = places(widgets);
    let mut order: Vec<usize> = (0..before.len()).collect();
    sort_by(&mut order, |a, b| {
        let by_row = before[*a].y.cmp(&before[*b].y);
        let pinned = pin.map_or(Ordering::Equal, |pin| {
            let first = (*b == pin.at).cmp(&(*a == pin.at));
            if pin.goes_down {
                first.reverse()
            } else {
                first
            }
        });
        by_row
            .then(pinned)
            .then(before[*a].x.cmp(&before[*b].x))
            .then(a.cmp(b))
    });
    let mut depths = [0; COLUMNS as usize];
    for i in order {
        let mut place = before[i];
        place.y = columns(&mut depths, place)
            .map(|d| *d)
            .max()
            .unwrap_or_default();
        for depth in columns(&mut depths, place) {
            *depth = place.y + place.h;
        }
        set(&mut widgets[i], place);
    }
}

/// Lets two neighbours change places once the moved one, wanted at `wanted`, covers more than half of the other.
fn exchange(widgets: &mut [Widget], at: usize, other: usize, wanted: Layout) {
    let (mut moved, mut still) = (place(&widgets[at]), place(&widgets[other]));
    let right = |p: Layout| p.x + p.w;
    let covered = right(wanted).min(right(still)) - wanted.x.max(still.x);
    let is_a_step = wanted.x.abs_diff(moved.x) == 1;
    if covered * 2 <= still.w && !is_a_step {
        return;
    }
    if wanted.x < moved.x {
        (moved.x, still.x) = (still.x, right(moved) - still.w);
    } else {
        (moved.x, still.x) = (right(still) - moved.w, moved.x);
    }
    set(&mut widgets[at], moved);
    set(&mut widgets[other], still);
    settle(
        widgets,
        Some(Pin {
            at,
            goes_down: false,
        }),
    );
}

fn overlap(a: Layout, b: Layout) -> bool {
    a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}

fn place(widget: &Widget) -> Layout {
    clamped(widget.place())
}

fn set(widget: &mut Widget, place: Layout) {
    widget.layout = Some(place);
}

fn columns(depths: &mut [u32; COLUMNS as usize], place: Layout) -> impl Iterator<Item = &mut u32> {
    let place = clamped(place);
    depths
        .iter_mut()
        .skip(place.x as usize)
        .take(place.w as usize)
}
