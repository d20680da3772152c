//! A small picture of a dashboard: a tile a widget, drawn so that its kind can be told. Decoration; the words beside it
//! say what matters.

use crate::state::dashboard_list::{Tile, TileKind};
use crate::ui::Views;
use leptos::prelude::*;

/// Width of a column and height of a row in the picture's own units, and the gap between tiles.
const UNIT: (u32, u32, u32) = (16, 10, 2);
/// Rows that fit; what is further down is cut off, as on a screen.
const ROWS: u32 = 7;

/// The picture.
#[component]
pub fn Preview(tiles: Vec<Tile>) -> impl IntoView {
    let (width, height) = (UNIT.0 * 6, UNIT.1 * ROWS);
    let shown = tiles.into_iter().filter(|tile| tile.y < ROWS);
    view! {
        <svg class="board-preview" viewBox=format!("-2 -2 {} {}", width + 2, height + 2) aria-hidden="true">
            {shown.map(tile).views()}
        </svg>
    }
}

fn tile(tile: Tile) -> impl IntoView {
    let (x, y) = (tile.x * UNIT.0, tile.y * UNIT.1);
    let (w, h) = (tile.w * UNIT.0 - UNIT.2, tile.h * UNIT.1 - UNIT.2);
    let mark = mark(
        tile.kind,
        f64::from(x),
        f64::from(y),
        f64::from(w),
        f64::from(h),
    );
    view! {
        <rect x=x y=y width=w height=h rx="2" />
        <path class=class(tile.kind) d=mark />
    }
}

const fn class(kind: TileKind) -> &'static str {
    match kind {
        TileKind::Area => "is-filled",
        TileKind::Foreign => "is-foreign",
        _ => "",
    }
}

/// A few strokes that stand for what a widget shows.
fn mark(kind: TileKind, x: f64, y: f64, w: f64, h: f64) -> String {
    let at = |fx: f64, fy: f64| {
        format!(
            "{:.1} {:.1}",
            x + 3.0 + (w - 6.0) * fx,
            y + 2.0 + (h - 4.0) * fy
        )
    };
    match kind {
        TileKind::Figure => format!("M{}L{}", at(0.0, 0.5), at(0.45, 0.5)),
        TileKind::Line => format!(
            "M{}L{}L{}L{}L{}",
            at(0.0, 0.7),
            at(0.25, 0.35),
            at(0.5, 0.6),
            at(0.75, 0.15),
            at(1.0, 0.4)
        ),
        TileKind::Area => {
            format!(
                "M{}L{}L{}L{}L{}L{}Z",
                at(0.0, 1.0),
                at(0.0, 0.65),
                at(0.35, 0.3),
                at(0.7, 0.5),
                at(1.0, 0.2),
                at(1.0, 1.0)
            )
        }
        TileKind::Bar => [0.1, 0.35, 0.6, 0.85]
            .into_iter()
            .zip([0.5, 0.15, 0.4, 0.25])
            .map(|(fx, top)| format!("M{}L{}", at(fx, 1.0), at(fx, top)))
            .collect(),
        TileKind::Table => [0.1, 0.5, 0.9]
            .map(|fy| format!("M{}L{}", at(0.0, fy), at(1.0, fy)))
            .concat(),
        TileKind::Foreign => format!("M{}L{}", at(0.35, 0.5), at(0.65, 0.5)),
    }
}
