//! What can go wrong with an answer, what it is called, and whether it is asked for again.

use crate::scripted::*;
use session_health::source::{IssueSort, IssuesQuery, ReleasesQuery, Source, SourceError};

fn catalog(world: &World) -> SourceError {
    now(world.source().catalog()).unwrap_err()
}

fn load(script: Vec<Scripted>) -> (SourceError, usize) {
    let world = World::new(script);
    let error = now(world
        .source()
        .load(days("2026-11-01", "2026-11-02"), &|_| ()))
    .unwrap_err();
    (error, world.0.requests.borrow().len())
}

fn releases(script: Vec<Scripted>) -> (Result<usize, SourceError>, usize, Vec<u64>) {
    let world = World::new(script);
    let answer = now(world.source().releases(ReleasesQuery::default())).map(|r| r.len());
    let waits = world.0.waits.borrow().clone();
    let requests = world.0.requests.borrow().len();
    (answer, requests, waits)
}

fn plain(status: u16, body: &str) -> Scripted {
    answer(status, "application/json", vec![Then::Bytes(body.into())])
}

#[test]
fn each_status_has_its_own_words_and_refusals_are_final() {
    for (status, body, expected) in [
        (401, "", SourceError::Unauthorized),
        (403, "", SourceError::Forbidden),
        (404, "<html>", SourceError::NoRawSessions),
        (
            400,
            r#"{"detail":"Invalid statsPeriod"}"#,
            SourceError::Refused {
                status: 400,
                detail: "Invalid statsPeriod".into(),
            },
        ),
        (
            400,
            r#"{"field":["bad"]}"#,
            SourceError::Refused {
                status: 400,
                detail: r#"{"field":["bad"]}"#.into(),
            },
        ),
        (
            418,
            "<html>teapot",
            SourceError::Refused {
                status: 418,
                detail: "it gave no reason.".into(),
            },
        ),
    ] {
        assert_eq!(load(vec![plain(status, body)]), (expected, 1), "{status}");
    }
}

#[test]
fn passing_trouble_is_asked_again_and_given_up_after_three_tries() {
    let ok = || json("[]");
    assert_eq!(releases(vec![plain(503, ""), ok()]), (Ok(0), 2, vec![300]));
    assert_eq!(
        releases(vec![lost(), plain(500, ""), ok()]),
        (Ok(0), 3, vec![300, 600])
    );
    let (answer, requests, _) = releases(vec![plain(502, ""), plain(502, ""), plain(502, "")]);
    assert_eq!(
        (answer, requests),
        (
            Err(SourceError::ServerFailed {
                status: 502,
                retry_after_secs: None
            }),
            3
        )
    );
    let (answer, requests, _) = releases(vec![lost(), lost(), lost()]);
    assert_eq!(
        (answer, requests),
        (
            Err(SourceError::Unreachable {
                host: "backend.test".into()
            }),
            3
        )
    );
}

#[test]
fn a_pause_that_is_asked_for_is_kept_unless_it_is_too_long_to_wait() {
    let limited = |secs: &str| plain(429, "").header("retry-after", secs);
    assert_eq!(
        releases(vec![limited("7"), json("[]")]),
        (Ok(0), 2, vec![7000])
    );
    assert_eq!(
        releases(vec![plain(429, ""), json("[]")]),
        (Ok(0), 2, vec![300])
    );
    let (answer, requests, waits) = releases(vec![limited("3600")]);
    assert_eq!(
        answer,
        Err(SourceError::RateLimited {
            retry_after_secs: Some(3600)
        })
    );
    assert_eq!((requests, waits.len()), (1, 0));
}

#[test]
fn what_is_no_json_is_not_taken_for_it() {
    let page = || {
        answer(
            200,
            "text/html; charset=utf-8",
            vec![Then::Bytes("<!doctype html>".into())],
        )
    };
    for script in [
        page(),
        answer(200, "image/png", vec![Then::Bytes(vec![0x89])]),
        json("<!doctype html>"),
        json("{\"detail\": 1}"),
        json("[{\"slug\": \"no id\"}]"),
        json("[{\"id\": 1, "),
    ] {
        assert!(matches!(
            catalog(&World::new([script, json("[]")])),
            SourceError::Malformed { .. }
        ));
    }
    let (error, _) = load(vec![page()]);
    assert_eq!(
        error,
        SourceError::Malformed {
            reason: "it sent a web page where raw session data was expected.".into()
        }
    );
    let world = World::new([answer(
        200,
        "text/plain",
        vec![Then::Bytes(lines(0, "2026-11-01", 2).into())],
    )]);
    let report = now(world
        .source()
        .load(days("2026-11-01", "2026-11-02"), &|_| ()))
    .unwrap();
    assert_eq!(report.rows, 2, "JSON lines have gone by many names");
}

#[test]
fn silence_is_not_waited_out() {
    // The guard against silence fires at once here.
    let stalled = || answer(200, "application/json", vec![Then::Stall]);
    let world = World::new([
        stalled(),
        stalled(),
        stalled(),
        stalled(),
        stalled(),
        stalled(),
    ]);
    assert_eq!(
        catalog(&world),
        SourceError::TimedOut {
            host: "backend.test".into()
        }
    );
}

#[test]
fn the_token_travels_in_the_header_and_nowhere_else() {
    let world = World::new([json("[]"), json("[]"), plain(400, "{}")]);
    let source = world.source();
    now(source.catalog()).unwrap();
    let query = IssuesQuery {
        range: days("2026-11-01", "2026-11-02"),
        projects: vec![],
        environments: vec![],
        search: String::new(),
        sort: IssueSort::LastSeen,
        limit: 1,
    };
    let error = now(source.issues(query)).unwrap_err();
    assert!(!format!("{error} {error:?} {}", source.name()).contains("s3cret"));
    for request in world.0.requests.borrow().iter() {
        assert_eq!(request.authorization.as_deref(), Some("Bearer s3cret"));
        assert!(!request.url.contains("s3cret"));
    }
}
