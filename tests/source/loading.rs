//! Loading: only what is missing, in slices, kept through failure and cancellation.

use crate::scripted::*;
use futures_util::FutureExt;
use session_health::engine::field::{Field, Subject};
use session_health::engine::query::SessionsQuery;
use session_health::session::{Interval, TimeRange, Window};
use session_health::source::rest::RestSource;
use session_health::source::{LoadReport, Progress, Source, SourceError};
use std::cell::RefCell;

/// All sessions and crashed ones in `range`, as the source counts them.
fn count(source: &RestSource<World>, range: TimeRange) -> (u64, u64) {
    let window = Window::new(range, Interval::DAY).unwrap();
    let query = SessionsQuery::new(window, [Field::Total(Subject::Session)]);
    let results = now(source.sessions(&[query])).unwrap();
    let total = results[0].as_ref().unwrap().groups[0].total.sessions;
    (total.all, total.crashed)
}

fn load(source: &RestSource<World>, range: TimeRange) -> Result<LoadReport, SourceError> {
    now(source.load(range, &|_| ()))
}

#[test]
fn a_body_cut_anywhere_gives_the_same_sessions_and_tells_how_far_it_is() {
    let day = days("2026-11-01", "2026-11-02");
    for size in [1, 7, 1000, 1 << 20] {
        let text = lines(0, "2026-11-01", 50);
        let world = World::new([ndjson(&text, size, 50)]);
        let source = world.source();
        assert!(!source.holds(day));
        let told = RefCell::new(Vec::<Progress>::new());
        let report = now(source.load(day, &|p| told.borrow_mut().push(p))).unwrap();
        assert_eq!(
            report,
            LoadReport {
                rows: 50,
                ..LoadReport::default()
            }
        );
        assert_eq!(count(&source, day), (50, 5));
        assert!(source.holds(day));
        let told = told.into_inner();
        assert!(told.iter().all(|p| p.rows_expected == Some(50)));
        assert!(
            told.windows(2)
                .all(|p| p[0].rows <= p[1].rows && p[0].bytes <= p[1].bytes)
        );
        let last = told.last().unwrap();
        assert_eq!((last.rows, last.bytes), (50, text.len() as u64));
    }
}

#[test]
fn the_page_gets_its_turn_between_slices() {
    let text = lines(0, "2026-11-01", 2000);
    let world = World::new([ndjson(&text, 1000, 2000)]);
    load(&world.source(), days("2026-11-01", "2026-11-02")).unwrap();
    // Each look at the clock takes 4 ms here, so that every third ends a slice of 10 ms.
    assert!(world.0.pauses.get() as usize >= text.len() / 1000 / 3);
}

#[test]
fn only_what_is_missing_is_fetched() {
    let world = World::new([ndjson(&lines(0, "2026-11-05", 10), 64, 10)]);
    let source = world.source();
    load(&source, days("2026-11-05", "2026-11-06")).unwrap();
    load(&source, days("2026-11-05", "2026-11-06")).unwrap();
    assert_eq!(
        world.paths(),
        ["sessions/raw/?start=2026-11-05T00%3A00%3A00Z&end=2026-11-06T00%3A00%3A00Z"]
    );

    world.then([
        ndjson(&lines(100, "2026-11-03", 20), 64, 20),
        ndjson(&lines(200, "2026-11-07", 5), 64, 5),
    ]);
    let report = load(&source, days("2026-11-03", "2026-11-08")).unwrap();
    assert_eq!(report.rows, 35, "over all loads");
    assert_eq!(
        world.paths()[1..],
        [
            "sessions/raw/?start=2026-11-03T00%3A00%3A00Z&end=2026-11-05T00%3A00%3A00Z",
            "sessions/raw/?start=2026-11-06T00%3A00%3A00Z&end=2026-11-08T00%3A00%3A00Z",
        ]
    );
    assert_eq!(count(&source, days("2026-11-03", "2026-11-08")), (35, 4));
    assert!(source.holds(days("2026-11-04", "2026-11-07")));
    assert!(!source.holds(days("2026-11-01", "2026-11-07")));
}

#[test]
fn after_a_failure_what_was_there_is_there() {
    let world = World::new([
        ndjson(&lines(0, "2026-11-05", 10), 64, 10),
        answer(400, "application/json", vec![]),
    ]);
    let source = world.source();
    load(&source, days("2026-11-05", "2026-11-06")).unwrap();
    assert!(load(&source, days("2026-11-01", "2026-11-06")).is_err());
    assert!(source.holds(days("2026-11-05", "2026-11-06")));
    assert_eq!(count(&source, days("2026-11-05", "2026-11-06")), (10, 1));
}

#[test]
fn a_body_that_breaks_off_is_kept_and_marked() {
    let day = days("2026-11-01", "2026-11-02");
    let text = lines(0, "2026-11-01", 10);
    let whole_lines = text.lines().take(6).map(|l| l.len() + 1).sum::<usize>();
    let mut broken = ndjson(&text[..whole_lines + 20], 100, 10);
    broken.body.push(Then::Break);
    let world = World::new([broken]);
    let source = world.source();
    let report = load(&source, day).unwrap();
    assert_eq!(report.partial, Some(SourceError::Truncated { rows: 6 }));
    assert_eq!(
        (report.rows, report.skipped),
        (6, 0),
        "the line that broke off is no line"
    );
    assert_eq!(count(&source, day).0, 6);
    assert!(
        source.holds(day),
        "asking again on every change would help nobody"
    );
}

#[test]
fn fewer_rows_than_announced_is_a_break_too_and_nothing_at_all_an_error() {
    let day = days("2026-11-01", "2026-11-02");
    let world = World::new([ndjson(&lines(0, "2026-11-01", 3), 100, 10)]);
    assert_eq!(
        load(&world.source(), day).unwrap().partial,
        Some(SourceError::Truncated { rows: 3 })
    );
    let world = World::new([ndjson("", 1, 10)]);
    assert_eq!(
        load(&world.source(), day),
        Err(SourceError::Truncated { rows: 0 })
    );
    let mut broken = ndjson("", 1, 10);
    broken.body.push(Then::Break);
    let world = World::new([broken]);
    assert!(matches!(
        load(&world.source(), day),
        Err(SourceError::Unreachable { .. })
    ));
    let world = World::new([ndjson("", 1, 0)]);
    assert_eq!(
        load(&world.source(), day),
        Ok(LoadReport::default()),
        "no sessions are an answer"
    );
}

#[test]
fn lines_that_cannot_be_read_are_counted_with_their_reasons() {
    let text = format!(
        "{}not json\n{}",
        line(1, "2026-11-01T00:00:00Z", "ok"),
        line(2, "2026-11-01T00:00:00Z", "ok")
    );
    let world = World::new([ndjson(&text, 50, 3)]);
    let report = load(&world.source(), days("2026-11-01", "2026-11-02")).unwrap();
    assert_eq!((report.rows, report.skipped, report.partial), (2, 1, None));
    assert_eq!(report.skipped_reasons[0].0, 2);
}

#[test]
fn dropping_a_load_ends_its_request_and_leaves_nothing_behind() {
    let day = days("2026-11-01", "2026-11-02");
    let mut stalled = ndjson(&lines(0, "2026-11-01", 5), 64, 10);
    stalled.body.push(Then::Stall);
    let world = World::new([stalled]);
    world.0.stuck.set(true);
    let source = world.source();
    {
        let quiet = |_: Progress| ();
        let mut work = source.load(day, &quiet);
        assert!((&mut work).now_or_never().is_none());
        assert_eq!(world.0.dropped.get(), 0);
    }
    assert_eq!(world.0.dropped.get(), 1);
    world.0.stuck.set(false);
    assert_eq!(count(&source, day), (0, 0));
    assert!(!source.holds(day));
    world.then([ndjson(&lines(0, "2026-11-01", 10), 64, 10)]);
    load(&source, day).unwrap();
    assert_eq!(count(&source, day), (10, 1));
}

#[test]
fn a_load_dropped_while_its_rows_are_sorted_in_loses_nothing() {
    let (first, second) = (
        days("2026-11-01", "2026-11-02"),
        days("2026-11-02", "2026-11-03"),
    );
    let world = World::new([
        ndjson(&lines(0, "2026-11-01", 10), 1 << 20, 10),
        ndjson(&lines(50, "2026-11-02", 45_000), 1 << 20, 45_000),
    ]);
    let source = world.source();
    load(&source, first).unwrap();
    {
        // Once all rows have arrived, the next pause never ends.
        let watch = |p: Progress| world.0.stuck.set(p.rows == 45_000);
        assert!(source.load(second, &watch).now_or_never().is_none());
    }
    assert!(
        world.0.stuck.get() && !source.holds(first),
        "dropped in the middle of sorting"
    );
    world.0.stuck.set(false);
    assert_eq!(
        count(&source, TimeRange::new(first.start, second.end)),
        (45_010, 4501)
    );
    assert!(source.holds(second));
    assert_eq!(
        world.0.requests.borrow().len(),
        2,
        "nothing is fetched twice"
    );
}

#[test]
fn of_two_loads_at_once_the_second_waits_and_fetches_only_the_rest() {
    let (first, both) = (
        days("2026-11-02", "2026-11-03"),
        days("2026-11-01", "2026-11-03"),
    );
    let world = World::new([
        ndjson(&lines(50, "2026-11-02", 45_000), 1 << 20, 45_000),
        ndjson(&lines(0, "2026-11-01", 10), 1 << 20, 10),
    ]);
    let source = world.source();
    let watch = |p: Progress| world.0.stuck.set(p.rows == 45_000);
    let mut early = source.load(first, &watch);
    assert!((&mut early).now_or_never().is_none(), "while it sorts");
    world.0.stuck.set(false);
    let mut late = source.load(both, &|_| ());
    assert!((&mut late).now_or_never().is_none());
    assert_eq!(world.paths().len(), 1);
    drop(early);
    now(late).unwrap();
    assert_eq!(count(&source, both), (45_010, 4501));
    assert_eq!(
        world.paths()[1..],
        ["sessions/raw/?start=2026-11-01T00%3A00%3A00Z&end=2026-11-02T00%3A00%3A00Z"]
    );
}
