//! Charts to test with, and a scene as SVG.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod states;

use session_health::chart::data::{ChartData, ReleaseMark, Shape};
use session_health::chart::frame::View;
use session_health::chart::geometry::Size;
use session_health::chart::palette::{Theme, Token};
use session_health::chart::scene::{Measure, Scene};
use session_health::chart::svg;
use session_health::engine::field::{Ratio, Unit};
use session_health::engine::series::{Series, SeriesSet, Tone};
use session_health::session::zone::{Utc, Zone};
use session_health::session::{Interval, Status, TimeRange, Timestamp, Window};

pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;

/// Letters of about Inter's width at 12 px.
pub struct Letters;

impl Measure for Letters {
    fn width(&self, text: &str) -> f64 {
        text.chars()
            .map(|c| match c {
                '.' | ',' | ':' | ' ' | '1' => 4.2,
                '%' | 'M' => 10.5,
                _ => 7.6,
            })
            .sum()
    }
}

pub fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub fn window(start: &str, interval: i64, buckets: i64) -> Window {
    let start = at(start);
    let range = TimeRange::new(start, start.plus(interval * buckets));
    Window::new(range, Interval::from_millis(interval).unwrap()).unwrap()
}

pub fn series(name: &str, tone: Tone, values: Vec<Option<f64>>) -> Series {
    Series {
        name: name.to_owned(),
        tone,
        values,
        ratios: Vec::new(),
        total: None,
    }
}

pub fn chart(shape: Shape, window: Window, unit: Unit, series: Vec<Series>) -> ChartData {
    ChartData {
        shape,
        set: SeriesSet {
            window,
            unit,
            series,
        },
        axis_from_data: false,
        releases: Vec::new(),
        marking: Default::default(),
        before: Vec::new(),
        in_column: false,
    }
}

/// The same numbers on every machine: a linear congruence, 0 to 1.
pub fn noise(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1u64 << 31) as f64
    }
}

/// Crash-free rates of five releases, one of them bad and short-lived.
pub fn crash_free() -> ChartData {
    let window = window("2026-11-09T00:00:00Z", HOUR, 14 * 24);
    let names = ["3.4.0", "3.3.2", "3.3.1", "3.2.0", "3.1.9"];
    let all = names
        .iter()
        .enumerate()
        .map(|(n, name)| {
            let mut next = noise(n as u64 + 3);
            let values = (0..window.len())
                .map(|i| {
                    let born = [200, 120, 60, 0, 0][n];
                    let dies = [336, 336, 170, 336, 250][n];
                    let base = [0.9965, 0.9948, 0.9781, 0.9929, 0.9902][n];
                    let dip = if n == 1 && (250..262).contains(&i) {
                        0.012
                    } else {
                        0.0
                    };
                    (born..dies)
                        .contains(&i)
                        .then(|| base - dip + (next() - 0.5) * 0.003 * (1.0 + n as f64 * 0.3))
                })
                .collect();
            Series {
                ratios: vec![
                    Ratio {
                        numerator: 997,
                        denominator: 1000
                    };
                    window.len()
                ],
                ..series(name, Tone::Category(n), values)
            }
        })
        .collect();
    ChartData {
        axis_from_data: true,
        ..chart(Shape::Line, window, Unit::Rate, all)
    }
}

/// Sessions of five releases, with a daily rhythm.
pub fn sessions() -> ChartData {
    let window = window("2026-11-09T00:00:00Z", HOUR, 14 * 24);
    let names = ["3.4.0", "3.3.2", "3.3.1", "3.2.0", "Other"];
    let all = names
        .iter()
        .enumerate()
        .map(|(n, name)| {
            let mut next = noise(n as u64 + 11);
            let values = (0..window.len())
                .map(|i| {
                    let day = 1.0 + 0.6 * ((i % 24) as f64 / 24.0 * std::f64::consts::TAU).sin();
                    let t = i as f64 / 336.0;
                    let share = [
                        (t - 0.55).max(0.0) * 2.0,
                        ((t - 0.3).max(0.0) * 1.6).min(0.6) * (1.0 - (t - 0.6).max(0.0) * 2.0),
                        0.25 * (1.0 - t),
                        0.8 * (1.0 - t),
                        0.12,
                    ][n];
                    Some((share * day * (18_000.0 + 3000.0 * next())).round())
                })
                .collect();
            let tone = if *name == "Other" {
                Tone::Other
            } else {
                Tone::Category(n)
            };
            series(name, tone, values)
        })
        .collect();
    chart(Shape::Line, window, Unit::Count, all)
}

/// The same as shares of the whole.
pub fn adoption() -> ChartData {
    let mut data = sessions();
    let buckets = data.set.window.len();
    for i in 0..buckets {
        let sum: f64 = data.set.series.iter().filter_map(|s| s.values[i]).sum();
        for s in &mut data.set.series {
            s.values[i] = s.values[i].map(|v| v / sum);
        }
    }
    data.shape = Shape::StackedArea;
    data.set.unit = Unit::Rate;
    data
}

/// Shares of the unhealthy statuses; a night without sessions.
pub fn health() -> ChartData {
    let window = window("2026-11-16T00:00:00Z", HOUR, 7 * 24);
    let statuses = [
        (Status::Crashed, 0.012),
        (Status::Errored, 0.045),
        (Status::Unhandled, 0.008),
        (Status::Abnormal, 0.004),
    ];
    let all = statuses
        .iter()
        .enumerate()
        .map(|(n, (status, share))| {
            let mut next = noise(n as u64 + 29);
            let values = (0..window.len())
                .map(|i| {
                    let bad = if n == 0 && (90..110).contains(&i) {
                        0.03
                    } else {
                        0.0
                    };
                    (!(40..47).contains(&i)).then(|| share * (0.7 + 0.6 * next()) + bad)
                })
                .collect();
            series(status.name(), Tone::Status(*status), values)
        })
        .collect();
    chart(Shape::StackedArea, window, Unit::Rate, all)
}

/// New and resolved issues a day, with releases.
pub fn issues() -> ChartData {
    let window = window("2026-11-10T00:00:00Z", DAY, 14);
    let mut next = noise(41);
    let new = (0..14).map(|_| Some((next() * 9.0).floor())).collect();
    let resolved = (0..14).map(|_| Some((next() * 7.0).floor())).collect();
    let mut data = chart(
        Shape::Bars,
        window,
        Unit::Count,
        vec![
            series("New", Tone::Accent, new),
            series("Resolved", Tone::Positive, resolved),
        ],
    );
    data.releases = [
        (0, 5),
        (2, 3),
        (2, 9),
        (5, 0),
        (8, 12),
        (9, 1),
        (9, 4),
        (13, 2),
    ]
    .into_iter()
    .map(|(day, hour)| ReleaseMark {
        version: format!("shop@3.{day}.{hour}"),
        at: window.bucket_start(day).plus(hour * HOUR),
        first_seen: false,
    })
    .collect();
    data
}

/// New issues by release, stacked.
pub fn issues_by_release() -> ChartData {
    let window = window("2026-11-10T00:00:00Z", DAY, 14);
    let all = ["3.4.0", "3.3.2", "3.3.1", "3.2.0", "3.1.9", "Other"]
        .iter()
        .enumerate()
        .map(|(n, name)| {
            let mut next = noise(n as u64 + 57);
            let values = (0..14).map(|_| Some((next() * 5.0).floor())).collect();
            let tone = if *name == "Other" {
                Tone::Other
            } else {
                Tone::Category(n)
            };
            series(name, tone, values)
        })
        .collect();
    chart(Shape::StackedBars, window, Unit::Count, all)
}

/// `data` as a chart of this size.
pub fn view<'a>(data: &'a ChartData, width: f64, height: f64) -> View<'a> {
    View {
        data,
        hidden: &[],
        size: Size { width, height },
        dpr: 1.0,
        zone: &Utc,
        measure: &Letters,
        now: None,
    }
}

/// A picture of `scene` in CSS pixels, on the theme's surface.
pub fn svg(scene: &Scene, theme: &Theme) -> String {
    let surface = theme.color(Token::Surface);
    let style = format!(
        " style=\"background:rgb({},{},{})\" stroke-linejoin",
        surface.0, surface.1, surface.2
    );
    svg::svg(scene, theme).replacen(" stroke-linejoin", &style, 1)
}

/// A zone that changes its offset at given instants.
pub struct Table(pub &'static str, pub Vec<(Timestamp, i32)>);

impl Table {
    /// Central European time around the switches of 2026.
    pub fn vienna() -> Self {
        Self(
            "Europe/Vienna",
            vec![
                (at("2025-10-26T01:00:00Z"), 60),
                (at("2026-03-29T01:00:00Z"), 120),
                (at("2026-10-25T01:00:00Z"), 60),
            ],
        )
    }

    /// Sao Paulo in 2018, where summer time began at midnight.
    pub fn sao_paulo() -> Self {
        Self(
            "America/Sao_Paulo",
            vec![
                (at("2018-02-18T02:00:00Z"), -180),
                (at("2018-11-04T03:00:00Z"), -120),
            ],
        )
    }
}

impl Zone for Table {
    fn offset_minutes(&self, t: Timestamp) -> i32 {
        let before = self.1.iter().rev().find(|(from, _)| *from <= t);
        before.or(self.1.first()).map_or(0, |(_, offset)| *offset)
    }

    fn name(&self) -> String {
        self.0.to_owned()
    }
}
