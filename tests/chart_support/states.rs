//! Every chart in every state, each with a name: for the gallery page, its kept pictures and the repaint bench.

use super::{
    DAY, HOUR, Letters, adoption, chart, health, issues, issues_by_release, noise, series, window,
};
use session_health::chart::cursor::{cursor, shade};
use session_health::chart::data::{ChartData, Marking, RELEASES, Shape};
use session_health::chart::frame::View;
use session_health::chart::geometry::Size;
use session_health::chart::picture::picture;
use session_health::chart::plot::plot;
use session_health::chart::scene::Scene;
use session_health::chart::spark::spark;
use session_health::chart::zoom::band;
use session_health::engine::field::Unit;
use session_health::engine::series::Tone;
use session_health::session::zone::Utc;
use session_health::session::{Status, Timestamp};

/// A chart and how it is looked at.
pub struct State {
    /// Unique; the name of its picture.
    pub name: &'static str,
    /// The numbers.
    pub data: ChartData,
    /// Hidden series.
    pub hidden: Vec<String>,
    /// The time, where not every bucket is complete.
    pub now: Option<Timestamp>,
    /// In CSS pixels.
    pub size: (f64, f64),
    /// What lies over it.
    pub over: Over,
}

/// What lies over a chart.
pub enum Over {
    Nothing,
    /// The cursor, on this bucket.
    Cursor(usize),
    /// The pointer, on this mark of releases.
    Releases(usize),
    /// A selection from one bucket to another.
    Selection(usize, usize),
    /// Title and legend: the picture that is exported.
    Picture,
    /// Instead of it: the small line of a big number.
    Spark,
}

impl State {
    fn new(name: &'static str, data: ChartData) -> Self {
        Self {
            name,
            data,
            hidden: Vec::new(),
            now: None,
            size: (360.0, 180.0),
            over: Over::Nothing,
        }
    }

    /// As it is drawn.
    pub fn scene(&self) -> Scene {
        let size = Size {
            width: self.size.0,
            height: self.size.1,
        };
        let view = View {
            data: &self.data,
            hidden: &self.hidden,
            size,
            dpr: 1.0,
            zone: &Utc,
            measure: &Letters,
            now: self.now,
        };
        let (frame, mut scene) = plot(&view);
        let window = self.data.set.window;
        match self.over {
            Over::Nothing => {}
            Over::Cursor(bucket) => scene.marks.extend(cursor_marks(&view, bucket)),
            Over::Releases(mark) => {
                let (rect, _) = frame.releases(&self.data)[mark];
                scene.marks.extend(shade(&view, &frame, rect).marks);
            }
            Over::Selection(from, to) => {
                let range = session_health::session::TimeRange::new(
                    window.bucket(from).start,
                    window.bucket(to).end,
                );
                scene.marks.extend(band(&view, &frame, range).marks);
            }
            Over::Picture => scene = picture(&view, "Crash Free Sessions", "Two days, UTC"),
            Over::Spark => scene = spark(&self.data.set, size, self.now),
        }
        scene
    }
}

fn cursor_marks(view: &View<'_>, bucket: usize) -> Vec<session_health::chart::scene::Mark> {
    let (frame, _) = plot(view);
    cursor(view, &frame, bucket, None).marks
}

/// Two days of crash-free rates by the hour, one release born in them and one gone.
fn rates(releases: usize) -> ChartData {
    let window = window("2026-11-21T00:00:00Z", HOUR, 48);
    let all = (0..releases).map(|n| {
        let mut next = noise(n as u64 + 71);
        let alive = [0..48, 14..48, 0..30][n % 3].clone();
        let value = |i: usize| {
            let dip = if n == 1 && i == 33 { 0.02 } else { 0.0 };
            let rate = 0.998 - 0.002 * n as f64 - dip + (next() - 0.5) * 0.003;
            alive.contains(&i).then_some(rate.min(1.0))
        };
        let values = (0..48).map(value).collect();
        let name = format!("3.{}.0", 12 - n);
        series(&name, Tone::Category(n), values)
    });
    ChartData {
        axis_from_data: true,
        ..chart(Shape::Line, window, Unit::Rate, all.collect())
    }
}

/// One line of these values, a bucket an hour.
fn line(unit: Unit, values: &[Option<f64>]) -> ChartData {
    let window = window("2026-11-23T00:00:00Z", HOUR, values.len() as i64);
    let own = series("all", Tone::Accent, values.to_vec());
    chart(Shape::Line, window, unit, vec![own])
}

fn few_health() -> ChartData {
    let mut data = health();
    for s in &mut data.set.series {
        s.values = s.values.iter().copied().step_by(6).collect();
    }
    data.set.window = window("2026-11-16T00:00:00Z", 6 * HOUR, 28);
    data
}

/// The same beside a previous period that was a third higher, and fell where this one rises.
fn compared(mut data: ChartData) -> ChartData {
    data.before = data.set.series.clone();
    for ghost in &mut data.before {
        ghost.values.reverse();
        let rate = |v: f64| 1.0 - (1.0 - v) * 1.3;
        let higher = |v: f64| match data.set.unit {
            Unit::Rate if data.shape == Shape::Line => rate(v),
            _ => v * 1.3,
        };
        ghost
            .values
            .iter_mut()
            .flatten()
            .for_each(|v| *v = higher(*v));
    }
    data
}

/// All of them.
pub fn states() -> Vec<State> {
    let filling = |data: &ChartData| Some(data.set.window.range().end.plus(-HOUR / 2));
    let with = |name, data: ChartData, change: &dyn Fn(&mut State)| {
        let mut state = State::new(name, data);
        change(&mut state);
        state
    };
    let thirteen = [
        0.0, 1.0, 4.0, 2.0, 6.0, 3.0, 3.0, 5.0, 8.0, 7.0, 4.0, 6.0, 9.0,
    ];
    let some: Vec<Option<f64>> = thirteen.map(Some).to_vec();
    let scaled = |by: f64| some.iter().map(|v| v.map(|v| v * by)).collect::<Vec<_>>();
    let day = |mut data: ChartData| {
        data.set.window = window("2026-11-11T00:00:00Z", DAY, 14);
        data
    };
    vec![
        State::new("lines of releases", rates(5)),
        State::new("twelve lines, colours taken again with dashes", rates(12)),
        with("lines, one hidden", rates(3), &|s| {
            s.hidden = vec!["3.12.0".to_owned()];
        }),
        with("lines, the last hour filling", rates(3), &|s| {
            s.now = filling(&s.data)
        }),
        with("lines, the first hour partly kept", rates(3), &|s| {
            s.now = Some(s.data.set.window.range().start.plus(90 * DAY + HOUR / 2));
        }),
        with("lines under the cursor", rates(3), &|s| {
            s.over = Over::Cursor(33)
        }),
        with("lines with a selection", rates(3), &|s| {
            s.over = Over::Selection(12, 20)
        }),
        with("lines with release lines", day(issues()), &|s| {
            s.data.shape = Shape::Line;
            s.data.marking = Marking::Lines;
        }),
        with("release line under the pointer", day(issues()), &|s| {
            s.data.shape = Shape::Line;
            s.data.marking = Marking::Lines;
            s.over = Over::Releases(2);
        }),
        State::new("stacked areas with a gap", few_health()),
        with(
            "stacked areas, the last hours filling",
            few_health(),
            &|s| {
                s.now = filling(&s.data);
            },
        ),
        with("stacked areas under the cursor", few_health(), &|s| {
            s.over = Over::Cursor(20)
        }),
        State::new("bars over release bubbles", issues()),
        with("bars, a bubble under the pointer", issues(), &|s| {
            s.over = Over::Releases(2)
        }),
        with("bars, bubbles switched off", issues(), &|s| {
            s.hidden = vec![RELEASES.to_owned()]
        }),
        with("bars, the last day filling", issues(), &|s| {
            s.now = filling(&s.data)
        }),
        State::new("stacked bars", issues_by_release()),
        with(
            "stacked bars, the last day filling",
            issues_by_release(),
            &|s| s.now = filling(&s.data),
        ),
        State::new("lines beside the previous period", compared(rates(3))),
        State::new(
            "stacked areas beside the previous period",
            compared(few_health()),
        ),
        State::new("stacked areas of a fortnight by the hour", adoption()),
        State::new(
            "stacked areas of a week by the hour beside the previous period",
            compared(health()),
        ),
        State::new("bars beside the previous period", compared(issues())),
        State::new(
            "stacked bars beside the previous period",
            compared(issues_by_release()),
        ),
        State::new("thousands", line(Unit::Count, &scaled(1_300.0))),
        State::new("millions", line(Unit::Count, &scaled(2_450_000.0))),
        State::new("durations", line(Unit::Duration, &scaled(47_000.0))),
        State::new("nothing but zeros", line(Unit::Count, &[Some(0.0); 13])),
        State::new("nothing but 100%", line(Unit::Rate, &[Some(1.0); 13])),
        State::new("single points between gaps", {
            let alone = |i: usize| (i % 3 == 1).then_some(thirteen[i]);
            line(Unit::Count, &(0..13).map(alone).collect::<Vec<_>>())
        }),
        State::new("one bucket", line(Unit::Count, &[Some(1204.0)])),
        State::new("no data", line(Unit::Rate, &[None; 13])),
        with("as narrow as it gets", rates(3), &|s| {
            s.size = (240.0, 120.0)
        }),
        with(
            "small line of a big number",
            line(Unit::Count, &some),
            &|s| {
                s.size = (120.0, 32.0);
                s.over = Over::Spark;
            },
        ),
        with("picture with title and legend", few_health(), &|s| {
            s.size = (480.0, 280.0);
            s.hidden = vec![Status::Errored.name().to_owned()];
            s.over = Over::Picture;
        }),
    ]
}
