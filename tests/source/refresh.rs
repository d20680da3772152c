//! Refreshing: only what changed is fetched, merged by id; aggregate rows are fetched anew; a failure leaves everything.

use crate::scripted::{Then, World, answer, at, days, json, line, lines, lost, ndjson, now};
use session_health::engine::field::{Field, Subject};
use session_health::engine::query::SessionsQuery;
use session_health::session::{Interval, TimeRange, Window};
use session_health::source::rest::RestSource;
use session_health::source::{Source, SourceError};

/// Sessions and crashes of two days.
fn counts(source: &RestSource<World>) -> (u64, u64) {
    let window = Window::new(days("2026-11-01", "2026-11-03"), Interval::DAY).unwrap();
    let query = SessionsQuery::new(window, [Field::Total(Subject::Session)]);
    let result = now(source.sessions(&[query])).unwrap().remove(0).unwrap();
    let sessions = result.groups[0].total.sessions;
    (sessions.all, sessions.crashed)
}

#[test]
fn only_what_changed_is_asked_for_and_merged_by_id() {
    let world = World::new([ndjson(&lines(0, "2026-11-01", 20), 64, 20)]);
    let source = world.source();
    now(source.load(days("2026-11-01", "2026-11-02"), &|_| ())).unwrap();
    assert_eq!(counts(&source), (20, 2));
    // One that was known crashed since, and one is new.
    let crashed = line(5, "2026-11-01T05:00:00Z", "crashed").replace(
        "\"timestamp\":\"2026-11-01T05:00",
        "\"timestamp\":\"2026-11-02T00:10",
    );
    let new = line(77, "2026-11-02T00:20:00Z", "exited");
    world.then([ndjson(&format!("{crashed}{new}"), 64, 2)]);
    let report = now(source.refresh(at("2026-11-02T00:30:00Z"), &|_| ())).unwrap();
    assert_eq!(counts(&source), (21, 3));
    assert_eq!(report.rows, 21, "each session once");
    let asked = &world.paths()[1];
    assert!(
        asked.contains("start=2026-11-01T00%3A00%3A00Z&end=2026-11-02T00%3A30%3A00Z"),
        "{asked}"
    );
    assert!(
        asked.contains("updatedSince=2026-11-01T18%3A55%3A01Z"),
        "five minutes before the newest session in hand, whatever our clock says: {asked}"
    );
    assert!(source.holds(TimeRange::new(at("2026-11-01"), at("2026-11-02T00:30:00Z"))));
}

#[test]
fn aggregate_rows_are_never_added_twice() {
    let row = |n: u32| {
        format!(
            "{{\"project\":1,\"started\":\"2026-11-01T03:00:00Z\",\"exited\":{n},\"attrs\":{{\"release\":\"app@1\"}}}}\n"
        )
    };
    let world = World::new([ndjson(&row(10), 64, 1)]);
    let source = world.source();
    now(source.load(days("2026-11-01", "2026-11-02"), &|_| ())).unwrap();
    world.then([ndjson(&row(12), 64, 1)]);
    now(source.refresh(at("2026-11-02T00:30:00Z"), &|_| ())).unwrap();
    assert_eq!(counts(&source), (12, 0));
    assert!(!world.paths()[1].contains("updatedSince"));
    // A row that turns up only in the news makes all be fetched again, too.
    let world = World::new([ndjson(&lines(0, "2026-11-01", 20), 64, 20)]);
    let source = world.source();
    now(source.load(days("2026-11-01", "2026-11-02"), &|_| ())).unwrap();
    let all = lines(0, "2026-11-01", 20) + &row(4);
    world.then([ndjson(&row(4), 64, 1), ndjson(&all, 64, 21)]);
    now(source.refresh(at("2026-11-02T00:30:00Z"), &|_| ())).unwrap();
    assert_eq!(counts(&source), (24, 2));
}

#[test]
fn a_refresh_that_fails_leaves_everything_as_it_was() {
    let faults = [
        vec![lost(), lost(), lost()],
        vec![json("{\"detail\":\"no\"}")]
            .into_iter()
            .map(|s| crate::scripted::Scripted { status: 401, ..s })
            .collect(),
        vec![answer(
            200,
            "application/x-ndjson",
            vec![
                Then::Bytes(line(9, "2026-11-01T09:00:00Z", "crashed").into_bytes()),
                Then::Break,
            ],
        )],
    ];
    for script in faults {
        let world = World::new([ndjson(&lines(0, "2026-11-01", 20), 64, 20)]);
        let source = world.source();
        now(source.load(days("2026-11-01", "2026-11-02"), &|_| ())).unwrap();
        world.then(script);
        let error = now(source.refresh(at("2026-11-02T00:30:00Z"), &|_| ())).unwrap_err();
        assert!(!matches!(error, SourceError::Cancelled));
        assert_eq!(counts(&source), (20, 2), "{error}");
        // And the next one makes up for it.
        world.then([ndjson(
            &line(9, "2026-11-01T09:00:00Z", "crashed").replace(
                "\"timestamp\":\"2026-11-01T09",
                "\"timestamp\":\"2026-11-01T10",
            ),
            64,
            1,
        )]);
        now(source.refresh(at("2026-11-02T00:30:00Z"), &|_| ())).unwrap();
        assert_eq!(counts(&source), (20, 3));
    }
}

#[test]
fn what_an_answer_left_out_comes_with_a_later_one_and_nothing_is_lost_before() {
    let day = lines(0, "2026-11-01", 20);
    let torn = || {
        let half = day.as_bytes()[..day.len() / 2].to_vec();
        answer(
            200,
            "application/x-ndjson",
            vec![Then::Bytes(half), Then::Break],
        )
    };
    let world = World::new([torn()]);
    let source = world.source();
    let report = now(source.load(days("2026-11-01", "2026-11-02"), &|_| ())).unwrap();
    let (arrived, crashed) = counts(&source);
    assert!(report.partial.is_some() && arrived > 0 && arrived < 20);
    for script in [vec![torn()], vec![lost(), lost(), lost()]] {
        world.then(script);
        now(source.refresh(at("2026-11-02T00:30:00Z"), &|_| ())).unwrap_err();
        assert_eq!(counts(&source), (arrived, crashed), "what arrived is kept");
    }
    world.then([ndjson(&day, 64, 20)]);
    let report = now(source.refresh(at("2026-11-02T00:30:00Z"), &|_| ())).unwrap();
    assert_eq!((report.partial, counts(&source)), (None, (20, 2)));
    let asked = world.paths().pop().unwrap();
    assert!(!asked.contains("updatedSince"), "{asked}");
}
