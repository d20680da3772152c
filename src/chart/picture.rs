//! A chart to be kept outside the page: title, what it is about, the chart, its legend. One scene, for PNG and SVG.

use super::data::{ChartData, Shape};
use super::frame::{View, visible};
use super::geometry::{Point, Rect, Size, point};
use super::palette::{Token, dash_of, token_of};
use super::plot::plot;
use super::scene::{Align, FONT_SIZE, Mark, Measure, Scene, TITLE_SIZE, ink};
use crate::engine::series::Series;

const MARGIN: f64 = 20.0;
const TITLE_ROW: f64 = 22.0;
const SUBTITLE_ROW: f64 = 26.0;
const LEGEND_ROW: f64 = 20.0;
const SWATCH: f64 = 16.0;
const SWATCH_GAP: f64 = 7.0;
const ENTRY_GAP: f64 = 20.0;
/// Between chart and legend.
const LEGEND_GAP: f64 = 10.0;
/// Longer names are cut.
const NAME_ROOM: f64 = 240.0;
/// Bold letters are so much wider than those that are measured.
const BOLD: f64 = 1.08;

/// The picture of `view`, which is as large as the picture is to be. Hidden series are not in it.
pub fn picture(view: &View<'_>, title: &str, subtitle: &str) -> Scene {
    let Size { width, height } = view.size;
    let room = (width - 2.0 * MARGIN).max(1.0);
    let legend = Legend::new(view, room);
    let top = MARGIN + TITLE_ROW + SUBTITLE_ROW;
    let below = legend.rows * LEGEND_ROW + LEGEND_GAP + MARGIN;
    let inner = Size {
        width: room,
        height: (height - top - below).max(1.0),
    };
    let (_, chart) = plot(&View {
        size: inner,
        ..*view
    });

    let mut scene = Scene::new(view.size);
    scene.push(Mark::Bar {
        rect: Rect {
            left: 0.0,
            top: 0.0,
            right: width,
            bottom: height,
        },
        ink: ink(Token::Surface),
    });
    scene.push(Mark::Title {
        at: point(MARGIN, MARGIN + TITLE_ROW / 2.0),
        text: fit(title, room / (TITLE_SIZE / FONT_SIZE * BOLD), view.measure),
        ink: ink(Token::Text),
    });
    scene.push(text(
        point(MARGIN, MARGIN + TITLE_ROW + SUBTITLE_ROW / 2.0 - 5.0),
        fit(subtitle, room, view.measure),
        Token::TextMuted,
    ));
    let by = point(MARGIN, top);
    scene
        .marks
        .extend(chart.marks.into_iter().map(|mark| mark.moved(by)));
    legend.draw(
        point(MARGIN, height - below + LEGEND_GAP),
        view.data,
        &mut scene,
    );
    scene
}

struct Legend<'a> {
    /// Place of each entry from the legend's corner, its series and its name as it is written.
    entries: Vec<(Point, &'a Series, String)>,
    rows: f64,
}

impl<'a> Legend<'a> {
    fn new(view: &View<'a>, room: f64) -> Self {
        let (mut entries, mut x, mut row) = (Vec::new(), 0.0, 0.0);
        for series in visible(view.data, view.hidden) {
            let name_room = NAME_ROOM.min(room - SWATCH - SWATCH_GAP);
            let name = fit(&series.name, name_room, view.measure);
            let width = SWATCH + SWATCH_GAP + view.measure.width(&name);
            if x > 0.0 && x + width > room {
                (x, row) = (0.0, row + 1.0);
            }
            entries.push((point(x, row * LEGEND_ROW), series, name));
            x += width + ENTRY_GAP;
        }
        Self {
            entries,
            rows: row + 1.0,
        }
    }

    fn draw(self, corner: Point, data: &ChartData, scene: &mut Scene) {
        for (at, series, name) in self.entries {
            let (left, middle) = (corner.x + at.x, corner.y + at.y + LEGEND_ROW / 2.0);
            let token = ink(token_of(series.tone));
            if data.shape == Shape::Line {
                let ends = vec![point(left, middle), point(left + SWATCH, middle)];
                scene.line(ends, 2.5, dash_of(series.tone), token);
            } else {
                scene.push(Mark::Bar {
                    rect: Rect {
                        left: left + 3.0,
                        top: middle - 5.0,
                        right: left + 13.0,
                        bottom: middle + 5.0,
                    },
                    ink: token,
                });
            }
            let at = point(left + SWATCH + SWATCH_GAP, middle);
            scene.push(text(at, name, Token::Text));
        }
    }
}

fn text(at: Point, text: String, token: Token) -> Mark {
    Mark::Text {
        at,
        text,
        align: Align::Left,
        ink: ink(token),
    }
}

/// `text`, or as much of it as fits, with an ellipsis.
fn fit(text: &str, room: f64, measure: &dyn Measure) -> String {
    // No name is so long that a million letters need be measured.
    let mut kept: String = text.chars().take(400).collect();
    if kept.len() == text.len() && measure.width(&kept) <= room {
        return kept;
    }
    loop {
        let cut = format!("{}…", kept.trim_end());
        if kept.is_empty() || measure.width(&cut) <= room {
            return cut;
        }
        kept.pop();
    }
}
