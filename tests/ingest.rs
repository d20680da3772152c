//! Ingest keeps its promises: no input makes it panic, chunk borders do not matter, what cannot be read is counted with
//! its reason and line, and the newest state of a session stays.

use proptest::prelude::*;
use serde_json::{Value, json};
use session_health::engine::execute::answer;
use session_health::engine::field::{DurationStat, Field, Subject};
use session_health::engine::ingest::{Ingest, MAX_LINE, MAX_REASONS};
use session_health::engine::query::{Dimension, SessionsQuery};
use session_health::engine::result::{SessionsResult, Tally};
use session_health::engine::store::{Store, StoreBuild};
use session_health::session::record::{SessionAttrs, SessionRecord};
use session_health::session::{Interval, SetCounts, TimeRange, Timestamp, Window};

fn session(sid: &str) -> Value {
    json!({
        "sid": sid, "did": "u1", "project": 1, "started": "2026-11-09T10:22:43.285Z",
        "timestamp": "2026-11-09T10:23:48.422Z", "duration": 65.137, "status": "exited", "errors": 0,
        "attrs": {"release": "shop@3.4.0+1016", "environment": "production"},
    })
}

fn with(mut line: Value, changes: Value) -> Value {
    for (key, value) in changes.as_object().expect("an object") {
        line[key] = value.clone();
    }
    line
}

fn read(body: &[u8]) -> Ingest {
    let mut ingest = Ingest::new();
    ingest.feed(body);
    ingest.end();
    ingest
}

fn read_lines(lines: &[Value]) -> Ingest {
    read(
        lines
            .iter()
            .map(|line| format!("{line}\n"))
            .collect::<String>()
            .as_bytes(),
    )
}

/// Everything the engine can say about a store.
fn everything(store: &Store) -> Vec<SessionsResult> {
    let range = store.range().unwrap_or(TimeRange::new(
        Timestamp::from_secs(0),
        Timestamp::from_secs(1),
    ));
    let wide = (range.millis() / 200_000 + 1) * 1000;
    let window = Window::new(range, Interval::from_millis(wide).expect("positive")).expect("fits");
    let fields = [
        Field::Total(Subject::Session),
        Field::Total(Subject::User),
        Field::AnrRate,
        Field::Duration(DurationStat::Avg),
        Field::Duration(DurationStat::P90),
    ];
    let by = |dimensions: &[Dimension]| SessionsQuery {
        group_by: dimensions.to_vec(),
        ..SessionsQuery::new(window, fields)
    };
    answer(
        store,
        &[
            by(&[]),
            by(&[
                Dimension::Project,
                Dimension::Release,
                Dimension::Environment,
            ]),
        ],
    )
}

fn total(store: &Store) -> Tally {
    everything(store)[0].groups[0].total
}

fn sessions(all: u64) -> SetCounts {
    SetCounts {
        all,
        ..SetCounts::default()
    }
}

#[test]
fn a_session_is_read() {
    let store = Store::from_ingest(read_lines(&[session("a")]));
    let result = &everything(&store)[1];
    let group = &result.groups[0];
    assert_eq!(
        (group.by.project, group.by.release.as_deref()),
        (Some(1), Some("shop@3.4.0+1016"))
    );
    assert_eq!(group.by.environment.as_deref(), Some("production"));
    assert_eq!(
        group.total,
        Tally {
            sessions: sessions(1),
            users: sessions(1),
            ..Tally::default()
        }
    );
    assert_eq!(
        group.total_of(Field::Duration(DurationStat::Avg)),
        Some(65_137.0)
    );
    let started = Timestamp::parse("2026-11-09T10:22:43Z").expect("a time");
    assert_eq!(
        store.range(),
        Some(TimeRange::new(started, started.plus(1000)))
    );
    assert_eq!(
        store.first_and_last_seen("shop@3.4.0+1016", Some(1)),
        Some((started, started))
    );
    assert_eq!(store.first_and_last_seen("shop@3.4.0+1016", Some(2)), None);
    assert_eq!(store.releases().collect::<Vec<_>>(), ["shop@3.4.0+1016"]);
}

#[test]
fn a_record_counts_as_its_line_does() {
    let attrs = SessionAttrs {
        release: "shop@3.4.0+1016".to_owned(),
        environment: Some("production".to_owned()),
    };
    let record = SessionRecord {
        sid: "a".to_owned(),
        did: Some("u1".to_owned()),
        seq: None,
        project: 1,
        started: Timestamp::parse("2026-11-09T10:22:43.285Z").expect("a time"),
        timestamp: Timestamp::parse("2026-11-09T10:23:48.422Z").expect("a time"),
        duration: Some(65.137),
        status: "exited".to_owned(),
        errors: 0,
        abnormal_mechanism: None,
        attrs,
    };
    let mut pushed = Ingest::new();
    pushed.push(&record);
    assert_eq!(pushed.rows(), 1);
    let line = serde_json::to_string(&record).expect("JSON");
    let (pushed, read) = (
        Store::from_ingest(pushed),
        Store::from_ingest(read(line.as_bytes())),
    );
    assert_eq!(everything(&pushed), everything(&read));
}

#[test]
fn stores_may_differ_in_how_they_print() {
    let plain = Store::from_ingest(read_lines(&[session("a")]));
    for changes in [
        json!({"project": "1"}),
        json!({"project": 1.0}),
        json!({"errors": null, "seq": null, "abnormal_mechanism": null, "unknown": {"deep": [1, {}]}}),
        json!({"started": "2026-11-09 10:22:43.285"}),
        json!({"started": 1_794_219_763.285}),
        json!({"started": 1_794_219_763u64}),
        json!({"timestamp": "garbage"}),
        json!({"exited": null, "crashed": null}),
    ] {
        let ingest = read_lines(&[with(session("a"), changes.clone())]);
        assert_eq!(ingest.skipped_reasons(), [], "{changes}");
        assert_eq!(
            everything(&Store::from_ingest(ingest)),
            everything(&plain),
            "{changes}"
        );
    }
    let escaped = session("a").to_string().replace("shop@", "shop\\u0040");
    assert_eq!(
        everything(&Store::from_ingest(read(escaped.as_bytes()))),
        everything(&plain)
    );
}

#[test]
fn nobody_is_no_user() {
    for did in [
        json!(null),
        json!(""),
        json!("00000000-0000-0000-0000-000000000000"),
        json!("0".repeat(32)),
    ] {
        let tally = total(&Store::from_ingest(read_lines(&[with(
            session("a"),
            json!({ "did": did }),
        )])));
        assert_eq!(
            tally,
            Tally {
                sessions: sessions(1),
                ..Tally::default()
            },
            "{did}"
        );
    }
}

#[test]
fn statuses_are_exclusive_and_unknown_ones_are_errors() {
    for (status, errors, counts) in [
        ("ok", 0, sessions(1)),
        (
            "ok",
            2,
            SetCounts {
                errored_all: 1,
                ..sessions(1)
            },
        ),
        (
            "exited",
            1,
            SetCounts {
                errored_all: 1,
                ..sessions(1)
            },
        ),
        (
            "errored",
            0,
            SetCounts {
                errored_all: 1,
                ..sessions(1)
            },
        ),
        (
            "degraded",
            0,
            SetCounts {
                errored_all: 1,
                ..sessions(1)
            },
        ),
        (
            "crashed",
            0,
            SetCounts {
                errored_all: 1,
                crashed: 1,
                ..sessions(1)
            },
        ),
        (
            "abnormal",
            0,
            SetCounts {
                errored_all: 1,
                abnormal: 1,
                ..sessions(1)
            },
        ),
        (
            "unhandled",
            3,
            SetCounts {
                errored_all: 1,
                unhandled: 1,
                ..sessions(1)
            },
        ),
    ] {
        let line = with(session("a"), json!({"status": status, "errors": errors}));
        let tally = total(&Store::from_ingest(read_lines(&[line])));
        assert_eq!((tally.sessions, tally.users), (counts, counts), "{status}");
    }
}

#[test]
fn only_exited_sessions_have_durations() {
    for (changes, expected) in [
        (json!({}), Some(65_137.0)),
        (json!({"errors": 1}), Some(65_137.0)),
        (json!({"status": "crashed"}), None),
        (json!({"status": "ok"}), None),
        (json!({"duration": null}), None),
        (json!({"duration": -1}), None),
    ] {
        let store = Store::from_ingest(read_lines(&[with(session("a"), changes.clone())]));
        let average = everything(&store)[0].groups[0].total_of(Field::Duration(DurationStat::Avg));
        assert_eq!(average, expected, "{changes}");
    }
}

#[test]
fn an_aggregate_row_is_five_disjoint_counts_at_its_minute() {
    let line = json!({
        "project": 1, "started": "2026-11-09T10:22:43.285Z", "exited": 120, "errored": 3, "crashed": 1, "abnormal": 2,
        "unhandled": "4", "did": "u1", "attrs": {"release": "shop@1"},
    });
    let nothing = with(
        line.clone(),
        json!({"exited": 0, "errored": 0, "crashed": 0, "abnormal": 0, "unhandled": 0}),
    );
    let ingest = read_lines(&[line.clone(), line, nothing]);
    assert_eq!((ingest.rows(), ingest.skipped()), (3, 0));
    let store = Store::from_ingest(ingest);
    let twice = SetCounts {
        all: 260,
        errored_all: 20,
        crashed: 2,
        abnormal: 4,
        unhandled: 8,
    };
    let once = SetCounts {
        all: 1,
        errored_all: 1,
        crashed: 1,
        abnormal: 1,
        unhandled: 1,
    };
    let tally = total(&store);
    assert_eq!((tally.sessions, tally.users), (twice, once));
    let minute = Timestamp::parse("2026-11-09T10:22:00Z").expect("a time");
    assert_eq!(store.range().map(|range| range.start), Some(minute));
}

#[test]
fn the_newest_state_of_a_session_stays() {
    let ok = json!({"status": "ok", "seq": 1, "timestamp": "2026-11-09T10:30:00Z"});
    let crashed = json!({"status": "crashed", "seq": 2, "timestamp": "2026-11-09T10:29:00Z"});
    let later = json!({"status": "abnormal", "seq": 2, "timestamp": "2026-11-09T10:31:00Z"});
    let states = [ok, crashed, later]
        .map(|changes| with(session("39887d89-13b2-4c84-8c23-5d13d2102664"), changes));
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        let store = Store::from_ingest(read_lines(&order.map(|n| states[n].clone())));
        let tally = total(&store);
        assert_eq!(
            (store.rows(), tally.sessions.all, tally.sessions.abnormal),
            (1, 1, 1),
            "{order:?}"
        );
    }
}

#[test]
fn a_later_state_may_bring_a_user_and_another_start() {
    let first = with(
        session("a"),
        json!({"did": null, "timestamp": "2026-11-09T10:00:00Z"}),
    );
    let second = with(
        session("a"),
        json!({"started": "2026-11-09T10:22:50Z", "timestamp": "2026-11-09T10:01:00Z"}),
    );
    let tally = total(&Store::from_ingest(read_lines(&[
        first.clone(),
        second.clone(),
    ])));
    assert_eq!((tally.sessions.all, tally.users.all), (1, 1));
    // Also when it arrives in a later load.
    let mut build = StoreBuild::new(
        Store::from_ingest(read_lines(&[first])),
        read_lines(&[second]),
    );
    while !build.step(1) {}
    let tally = total(&build.finish());
    assert_eq!((tally.sessions.all, tally.users.all), (1, 1));
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_counts() {
    let good = session("a").to_string();
    let without = |key: &str| {
        let mut line = session("b");
        line.as_object_mut().expect("an object").remove(key);
        line.to_string()
    };
    let bad = [
        ("{\"sid\":", "EOF while parsing a value (column 7)"),
        ("[1,2]", "not a JSON object"),
        (&without("project"), "no \"project\", a number"),
        (&without("started"), "no \"started\", a time"),
        (&without("attrs"), "no release"),
        (&with(session("b"), json!({"attrs": {"release": ""}})).to_string(), "no release"),
        (&with(session("b"), json!({"started": "soon"})).to_string(), "the start is not a time"),
        (
            &with(session("b"), json!({"started": "1969-12-31T23:59:59Z"})).to_string(),
            "starts at 1969-12-31T23:59:59Z, outside of 1970 to 2106",
        ),
        (
            &json!({"project": 1, "started": "2026-11-09", "exited": 5_000_000_000u64, "attrs": {"release": "r"}}).to_string(),
            "5000000000 sessions in one row are too many",
        ),
    ];
    let mut body = String::from("\u{feff}");
    let mut expected = Vec::new();
    for (n, (line, reason)) in bad.iter().enumerate() {
        body += &format!("{good}\r\n\n{line}\n");
        expected.push((n as u64 * 3 + 3, (*reason).to_owned()));
    }
    let ingest = read(body.as_bytes());
    assert_eq!(ingest.skipped_reasons(), expected);
    assert_eq!(
        (ingest.skipped(), ingest.rows()),
        (bad.len() as u64, bad.len() as u64)
    );
    assert_eq!(total(&Store::from_ingest(ingest)).sessions.all, 1);
}

#[test]
fn bytes_that_are_no_text_are_one_skipped_line() {
    let mut body = format!("{}\n", session("a")).into_bytes();
    body.extend(b"{\"sid\":\"\xff\"}\n{\"ignored\":\"\xc3\x28\"}\n");
    body.extend(session("b").to_string().into_bytes());
    let ingest = read(&body);
    let not_text = |line| (line, "not UTF-8".to_owned());
    assert_eq!(ingest.skipped_reasons(), [not_text(2), not_text(3)]);
    assert_eq!(ingest.rows(), 2);
}

#[test]
fn only_the_first_reasons_are_kept() {
    let ingest = read("nonsense\n".repeat(MAX_REASONS + 5).as_bytes());
    assert_eq!(
        (ingest.skipped(), ingest.skipped_reasons().len()),
        (MAX_REASONS as u64 + 5, MAX_REASONS)
    );
}

#[test]
fn a_gigantic_line_is_skipped_however_it_comes() {
    let giant = with(session("a"), json!({"padding": "x".repeat(MAX_LINE)})).to_string();
    let body = format!("{}\n{giant}\n{}\n{giant}", session("b"), session("c"));
    for chunk in [body.len(), MAX_LINE / 3, 1000] {
        let mut ingest = Ingest::new();
        for part in body.as_bytes().chunks(chunk) {
            ingest.feed(part);
        }
        ingest.end();
        let too_long = |line| (line, "longer than 1024 kB".to_owned());
        assert_eq!(
            ingest.skipped_reasons(),
            [too_long(2), too_long(4)],
            "chunks of {chunk}"
        );
        assert_eq!(ingest.rows(), 2);
    }
}

#[test]
fn a_wrong_expectation_does_no_harm() {
    let mut ingest = Ingest::new();
    ingest.expect_rows(3);
    ingest.expect_rows(u64::from(u32::MAX));
    ingest.feed(session("a").to_string().as_bytes());
    ingest.end();
    assert_eq!(Store::from_ingest(ingest).rows(), 1);
}

/// Lines of every kind, good and bad.
fn any_line() -> impl Strategy<Value = String> {
    let status = prop::sample::select(vec![
        "ok",
        "exited",
        "crashed",
        "abnormal",
        "errored",
        "unhandled",
        "odd",
    ]);
    let sessions = (0..30u8, 0..6u8, status, 0..4u64, 0..5000u64, 1..3u64).prop_map(
        |(sid, user, status, errors, minute, project)| {
            let started = Timestamp::from_secs(1_794_000_000 + minute as i64 * 60).to_iso();
            let did = (user > 0).then(|| format!("u{user}"));
            let changes = json!({
                "did": did, "status": status, "errors": errors, "started": started, "project": project,
                "seq": minute % 7, "attrs": {"release": format!("r{}", minute % 4), "environment": "e"},
            });
            with(session(&format!("s{sid}")), changes).to_string()
        },
    );
    let aggregates = (0..6u8, 0..100u64, 0..4u64).prop_map(|(user, exited, crashed)| {
        let did = (user > 0).then(|| format!("u{user}"));
        let line = json!({"project": 1, "started": "2026-11-09T10:22:43Z", "exited": exited, "crashed": crashed, "did": did});
        with(line, json!({"attrs": {"release": "r1"}})).to_string()
    });
    prop_oneof![
        6 => sessions,
        2 => aggregates,
        1 => Just(String::new()),
        1 => "\\PC{0,40}",
    ]
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let end = prop::sample::select(vec!["\n", "\r\n"]);
    (prop::collection::vec((any_line(), end), 0..40), any_line())
        .prop_map(|(lines, last)| {
            lines
                .into_iter()
                .map(|(line, end)| line + end)
                .collect::<String>()
                + &last
        })
        .prop_map(String::into_bytes)
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..20)) {
        let mut ingest = Ingest::new();
        for chunk in &chunks {
            ingest.feed(chunk);
        }
        ingest.end();
        everything(&Store::from_ingest(ingest));
    }

    #[test]
    fn damaged_lines_never_panic(mut body in body(), damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        for (at, byte) in damage {
            if !body.is_empty() {
                let at = at.index(body.len());
                body[at] = byte;
            }
        }
        everything(&Store::from_ingest(read(&body)));
    }

    #[test]
    fn chunk_borders_do_not_matter(body in body(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..30)) {
        let whole = read(&body);
        let mut borders: Vec<usize> = cuts.iter().map(|cut| cut.index(body.len() + 1)).collect();
        borders.extend([0, body.len()]);
        borders.sort_unstable();
        let mut parts = Ingest::new();
        for border in borders.windows(2) {
            parts.feed(&body[border[0]..border[1]]);
        }
        parts.end();
        prop_assert_eq!(parts.rows(), whole.rows());
        prop_assert_eq!(parts.skipped(), whole.skipped());
        prop_assert_eq!(parts.skipped_reasons(), whole.skipped_reasons());
        prop_assert_eq!(everything(&Store::from_ingest(parts)), everything(&Store::from_ingest(whole)));
    }

    #[test]
    fn small_steps_build_the_same_store(body in body(), step in 1..50usize) {
        let mut build = StoreBuild::new(Store::empty(), read(&body));
        while !build.step(step) {}
        prop_assert_eq!(everything(&build.finish()), everything(&Store::from_ingest(read(&body))));
    }
}
