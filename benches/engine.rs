//! Time a session costs: `cargo bench --bench engine [ROWS …]`. Plain figures, no statistics: the least of a few runs.
//!
//! The workload is that of a release-health page: 14 days, 40 releases with rolling adoption, 3 projects, 3
//! environments, users with a long tail, about 262 bytes a line.

// A benchmark reads the clock.
#![allow(clippy::disallowed_methods)]

use session_health::engine::execute::answer;
use session_health::engine::field::{Field, Subject};
use session_health::engine::ingest::Ingest;
use session_health::engine::query::{Dimension, Filter, OneOf, SessionsQuery};
use session_health::engine::store::{Store, StoreBuild};
use session_health::session::{Interval, Status, TimeRange, Timestamp, Window};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

const DAY: i64 = 86_400_000;
const SPAN: i64 = 14 * DAY;
/// 2026-11-20T00:00:00Z
const END: i64 = 1_795_132_800_000;

struct Random(u32);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x6D2B_79F5);
        let s = self.0;
        let mut t = (s ^ s >> 15).wrapping_mul(1 | s);
        t = t.wrapping_add((t ^ t >> 7).wrapping_mul(61 | t)) ^ t;
        f64::from(t ^ t >> 14) / 4_294_967_296.0
    }

    fn below(&mut self, n: u64) -> u64 {
        (self.next() * n as f64) as u64
    }

    fn hex(&mut self) -> u64 {
        (u64::from((self.next() * 4_294_967_296.0) as u32) << 32)
            | u64::from((self.next() * 4_294_967_296.0) as u32)
    }
}

fn workload(rows: usize) -> Vec<u8> {
    let mut random = Random(42);
    let users = (rows / 5).max(100) as f64;
    let width = (SPAN + 6 * DAY) / 40;
    let crash: Vec<f64> = (0..40).map(|_| 0.002 + 0.01 * random.next()).collect();
    let mut out = String::with_capacity(rows * 264);
    for _ in 0..rows {
        let started = END - SPAN + (SPAN as f64 * random.next()) as i64;
        let newest = (started - (END - SPAN - 6 * DAY)) / width;
        let lag = (-(1.0 - random.next()).ln() * 2.0) as i64;
        let release = (newest - lag).clamp(0, 39) as usize;
        let seconds = (-(1.0 - random.next()).ln() * 180_000.0).round() / 1000.0;
        let fate = random.next();
        let (status, errors) = match fate - crash[release] {
            f if f < 0.0 => ("crashed", 1),
            f if f < 0.003 => ("abnormal", 0),
            f if f < 0.02 => ("exited", 1 + random.below(3)),
            _ => ("exited", 0),
        };
        let project = [1, 1, 1, 1, 1, 1, 2, 2, 2, 3][random.below(10) as usize];
        let environment = match random.next() {
            e if e < 0.8 => "production",
            e if e < 0.95 => "staging",
            _ => "beta",
        };
        let (a, b) = (random.hex(), random.hex());
        let user = (users * random.next().powf(1.6)) as u64;
        let timestamp = Timestamp::from_millis(started + (seconds * 1000.0) as i64);
        let started = Timestamp::from_millis(started)
            .to_chrono()
            .format("%Y-%m-%dT%H:%M:%S%.3fZ");
        let timestamp = timestamp.to_chrono().format("%Y-%m-%dT%H:%M:%S%.3fZ");
        let _ = writeln!(
            out,
            r#"{{"sid":"{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}","did":"u{user}","project":{project},"started":"{started}","timestamp":"{timestamp}","duration":{seconds},"status":"{status}","errors":{errors},"attrs":{{"release":"shop@3.{}.{}+{}","environment":"{environment}"}}}}"#,
            a >> 32,
            a >> 16 & 0xffff,
            a & 0xfff,
            b & 0xfff,
            b >> 16,
            release >> 2,
            release & 3,
            1000 + release,
        );
    }
    out.into_bytes()
}

/// The questions of the mobile dashboard: this period and the one before it.
fn dashboard(projects: &[u64]) -> Vec<SessionsQuery> {
    let end = Timestamp::from_millis(END);
    let window = Window::new(TimeRange::last(SPAN, end), Interval::HOUR).expect("fits");
    let fields = |extra: &[Field]| {
        let mut fields = vec![
            Field::Total(Subject::Session),
            Field::CrashFreeRate(Subject::Session),
            Field::Rate(Status::Abnormal, Subject::Session),
        ];
        fields.extend_from_slice(extra);
        fields
    };
    let users = [
        Field::Total(Subject::User),
        Field::CrashFreeRate(Subject::User),
        Field::AnrRate,
    ];
    let whole = SessionsQuery::new(window, fields(&users));
    let before = SessionsQuery {
        series: false,
        ..SessionsQuery::new(window.previous(), fields(&users))
    };
    let by = |dimensions: &[Dimension], series, extra: &[Field]| SessionsQuery {
        group_by: dimensions.to_vec(),
        series,
        ..SessionsQuery::new(window, fields(extra))
    };
    let mut queries = vec![
        whole,
        before,
        by(&[Dimension::Release], true, &[]),
        by(&[Dimension::Project], false, &[]),
        by(&[Dimension::Project, Dimension::Release], false, &users),
    ];
    for query in &mut queries {
        query.filter = Filter {
            projects: vec![OneOf::In(projects.to_vec())],
            ..Filter::default()
        };
    }
    queries
}

fn least(runs: usize, mut work: impl FnMut()) -> Duration {
    let timed = (0..runs).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    timed.min().unwrap_or_default()
}

fn main() {
    let asked: Vec<usize> = std::env::args()
        .filter_map(|arg| arg.parse().ok())
        .collect();
    for rows in if asked.is_empty() {
        vec![100_000, 1_000_000, 3_000_000]
    } else {
        asked
    } {
        let bytes = workload(rows);
        let each = |time: Duration| time.as_nanos() as f64 / rows as f64;
        let mut store = Store::empty();
        let (mut read, mut longest) = (Duration::MAX, Duration::ZERO);
        let load = least(2, || {
            let start = Instant::now();
            let mut ingest = Ingest::new();
            ingest.expect_rows(rows as u64);
            for chunk in bytes.chunks(1 << 16) {
                ingest.feed(chunk);
            }
            ingest.end();
            read = read.min(start.elapsed());
            assert_eq!((ingest.rows(), ingest.skipped()), (rows as u64, 0));
            let mut build = StoreBuild::new(Store::empty(), ingest);
            loop {
                let start = Instant::now();
                let done = build.step(50_000);
                longest = longest.max(start.elapsed());
                if done {
                    break;
                }
            }
            store = build.finish();
        });
        let queries = [dashboard(&[1, 2]), dashboard(&[2, 3])];
        let mut turn = 0;
        let query = least(9, || {
            turn += 1;
            std::hint::black_box(answer(&store, &queries[turn % 2]));
        });
        println!(
            "{rows:>9} sessions, {:>4} MB: load {:>6.1} ns each ({:?}; reading {:.1}, longest build step {:?}), \
             dashboard {:.2} ns each ({:?})",
            bytes.len() / 1_000_000,
            each(load),
            load,
            each(read),
            longest,
            each(query),
            query,
        );
    }
}
