//! Every fault at every endpoint: what it is called, how often is asked, what is kept, and that the next question is
//! answered as if nothing had been.

use crate::scripted::*;
use session_health::engine::field::{Field, Subject};
use session_health::engine::query::SessionsQuery;
use session_health::session::{Interval, Window, issue_series};
use session_health::source::config::Token;
use session_health::source::sentry::SentrySource;
use session_health::source::{
    IssueCount, IssueSeriesQuery, IssueSort, IssuesQuery, ReleasesQuery, Source, SourceError,
};
use std::cell::Cell;
use std::rc::Rc;

/// Path, its name in words, and a healthy answer.
const ENDPOINTS: [(&str, &str, &str); 6] = [
    (
        "projects/",
        "the list of projects",
        r#"[{"id":"1","slug":"ios","hasSessions":true}]"#,
    ),
    (
        "environments/",
        "the list of environments",
        r#"[{"id":"1","name":"prod"}]"#,
    ),
    (
        "releases/",
        "the list of releases",
        r#"[{"version":"app@1","dateCreated":"2026-11-01T00:00:00Z"}]"#,
    ),
    (
        "issues/",
        "the list of issues",
        r#"[{"id":"9","shortId":"A-9","title":"t","project":{"id":"1","slug":"a"},"count":"1","userCount":1,"firstSeen":"2026-11-01T00:00:00Z","lastSeen":"2026-11-01T00:00:00Z"}]"#,
    ),
    (
        "issues-timeseries/",
        "issue counts",
        r#"{"timeSeries":[{"yAxis":"count(new_issues)","values":[{"timestamp":1793491200000,"value":3}]}]}"#,
    ),
    (
        "sessions/",
        "session data",
        r#"{"groups":[{"by":{},"totals":{"sum(session)":4},"series":{"sum(session)":[4]}}],"intervals":["2026-11-01T00:00:00Z"]}"#,
    ),
];

fn healthy(path: &str) -> Scripted {
    if path.starts_with("sessions/raw/") {
        return ndjson(&lines(0, "2026-11-01", 20), 64, 20);
    }
    let of = |(start, ..): &&(&str, &str, &str)| path.starts_with(start);
    json(ENDPOINTS.iter().find(of).unwrap().2)
}

fn count_query() -> SessionsQuery {
    let window = Window::new(days("2026-11-01", "2026-11-02"), Interval::DAY).unwrap();
    SessionsQuery::new(window, [Field::Total(Subject::Session)])
}

/// Asks a source what this endpoint answers, and says how much it was told.
fn ask(source: &dyn Source, path: &str) -> Result<u64, SourceError> {
    let range = days("2026-11-01", "2026-11-02");
    match path {
        "projects/" | "environments/" => now(source.catalog()).and_then(|c| {
            let environments = c.without_environments.map_or(Ok(1), Err);
            assert_eq!(
                c.environments.len(),
                environments.iter().len(),
                "all or nothing"
            );
            environments.map(|_| c.projects.len() as u64)
        }),
        "releases/" => now(source.releases(ReleasesQuery::default())).map(|r| r.len() as u64),
        "issues/" => now(source.issues(IssuesQuery {
            range,
            projects: vec![],
            environments: vec![],
            search: String::new(),
            sort: IssueSort::LastSeen,
            limit: 5,
        }))
        .map(|i| i.len() as u64),
        "issues-timeseries/" => now(source.issue_series(IssueSeriesQuery {
            window: issue_series::window(range, Interval::DAY).unwrap(),
            projects: vec![],
            environments: vec![],
            counts: vec![IssueCount::New],
            by_release: false,
        }))
        .map(|s| s[0].values[0].1),
        _ => now(source.sessions(&[count_query()]))
            .map(|r| r[0].as_ref().unwrap().groups[0].total.sessions.all),
    }
}

/// What a healthy backend tells.
fn settled(path: &str) -> u64 {
    match path {
        "issues-timeseries/" => 3,
        "sessions/" => 4,
        _ => 1,
    }
}

fn plain(status: u16, body: &str) -> Scripted {
    answer(status, "application/json", vec![Then::Bytes(body.into())])
}

fn cut(path: &str, at: usize) -> Scripted {
    let mut whole = healthy(path);
    let Some(Then::Bytes(bytes)) = whole.body.first_mut() else {
        panic!("a body")
    };
    bytes.truncate(at);
    whole.body.push(Then::Break);
    whole
}

/// A name, the answer, what is said, and after how many tries.
type Fault = (&'static str, Scripted, SourceError, usize);

fn faults(path: &str, what: &str) -> Vec<Fault> {
    let host = || "backend.test".to_owned();
    let gone = || SourceError::Unreachable { host: host() };
    let refused = |status, detail: &str| SourceError::Refused {
        status,
        detail: detail.to_owned(),
    };
    let failed = |status, retry_after_secs| SourceError::ServerFailed {
        status,
        retry_after_secs,
    };
    let limited = |retry_after_secs| SourceError::RateLimited { retry_after_secs };
    let malformed = |reason: String| SourceError::Malformed { reason };
    let sent = |kind: &str| malformed(format!("it sent {kind} where {what} was expected."));
    let words = |text: &str| vec![Then::Bytes(text.into())];
    let mut capital = what.to_owned();
    capital[..1].make_ascii_uppercase();
    let length = usize::MAX;
    vec![
        ("reset", lost(), gone(), 3),
        ("cut before the first byte", cut(path, 0), gone(), 3),
        ("cut in the middle", cut(path, 9), gone(), 3),
        ("shorter than announced", cut(path, length), gone(), 3),
        (
            "silence",
            answer(200, "application/json", vec![Then::Stall]),
            SourceError::TimedOut { host: host() },
            3,
        ),
        (
            "silence in the middle",
            answer(
                200,
                "application/json",
                vec![Then::Bytes(b"[".to_vec()), Then::Stall],
            ),
            SourceError::TimedOut { host: host() },
            3,
        ),
        ("401", plain(401, ""), SourceError::Unauthorized, 1),
        ("403", plain(403, ""), SourceError::Forbidden, 1),
        (
            "404",
            plain(404, ""),
            SourceError::NotFound { what: capital },
            1,
        ),
        (
            "409",
            plain(409, r#"{"detail":"Not now"}"#),
            refused(409, "Not now"),
            1,
        ),
        ("429", plain(429, ""), limited(None), 3),
        (
            "429, a short pause",
            plain(429, "").header("retry-after", "2"),
            limited(Some(2)),
            3,
        ),
        (
            "429, a long pause",
            plain(429, "").header("retry-after", "3600"),
            limited(Some(3600)),
            1,
        ),
        (
            "429, until a date",
            plain(429, "")
                .header("date", "Wed, 18 Nov 2026 12:34:56 GMT")
                .header("retry-after", "Wed, 18 Nov 2026 12:36:56 GMT"),
            limited(Some(120)),
            1,
        ),
        ("500", plain(500, "<html>"), failed(500, None), 3),
        ("502", plain(502, ""), failed(502, None), 3),
        (
            "503",
            plain(503, "").header("retry-after", "1"),
            failed(503, Some(1)),
            3,
        ),
        (
            "a web page",
            answer(200, "text/html", words("<p>Sign in")),
            sent("a web page"),
            1,
        ),
        (
            "another type",
            answer(200, "image/png", words("PNG")),
            sent("“image/png”"),
            1,
        ),
        (
            "invalid UTF-8",
            answer(
                200,
                "application/json",
                vec![Then::Bytes(b"[\"\xff\xfe\"]".to_vec())],
            ),
            malformed(String::new()),
            1,
        ),
        (
            "half a document",
            json(r#"[{"id":"#),
            malformed(String::new()),
            1,
        ),
        (
            "another document",
            json(r#"{"detail":1}"#),
            malformed(String::new()),
            1,
        ),
    ]
}

#[test]
fn every_fault_of_every_endpoint_has_its_words_ends_and_leaves_no_trace() {
    for (path, what, _) in ENDPOINTS {
        for (name, fault, expected, tries) in faults(path, what) {
            let world = World::default();
            let is_faulty = Rc::new(Cell::new(false));
            let faulty = is_faulty.clone();
            world.by_path(move |asked| {
                let is_here = asked.starts_with(path) && !asked.starts_with("sessions/raw/");
                if is_here && faulty.get() {
                    fault.clone()
                } else {
                    healthy(asked)
                }
            });
            let (raw, sums) = (world.source(), sums(&world));
            now(raw.load(days("2026-11-01", "2026-11-02"), &|_| ())).unwrap();
            let kept = || {
                let answer = now(raw.sessions(&[count_query()])).unwrap().remove(0);
                answer.unwrap().groups[0].total.sessions.all
            };
            assert_eq!(kept(), 20);
            let sources: &[&dyn Source] = match path {
                "sessions/" => &[&sums],
                _ => &[&raw, &sums],
            };
            for source in sources {
                is_faulty.set(true);
                world.0.requests.borrow_mut().clear();
                world.0.waits.borrow_mut().clear();
                let error = ask(*source, path).unwrap_err();
                match (&error, &expected) {
                    (
                        SourceError::Malformed { reason },
                        SourceError::Malformed { reason: said },
                    ) if said.is_empty() => {
                        assert!(reason.starts_with(what), "{path} {name}: {reason}");
                    }
                    _ => assert_eq!(error, expected, "{path} {name}"),
                }
                let asked = world.paths();
                let times = asked.iter().filter(|asked| asked.starts_with(path)).count();
                assert_eq!(times, tries, "{path} {name}");
                let waits = world.0.waits.borrow().clone();
                assert_eq!(waits.len(), tries - 1, "{path} {name}: {waits:?}");
                assert!(waits.iter().all(|wait| (1..=30_000).contains(wait)));
                assert_eq!(kept(), 20, "{path} {name}: what was there is there");
                // The backend is well again.
                is_faulty.set(false);
                assert_eq!(ask(*source, path), Ok(settled(path)), "{path} {name}");
            }
        }
    }
}

#[test]
fn passing_faults_are_got_over_without_a_word() {
    for (path, what, _) in ENDPOINTS {
        for (name, fault, _, tries) in faults(path, what) {
            if tries < 3 {
                continue;
            }
            let world = World::default();
            let left = Rc::new(Cell::new(2));
            world.by_path(move |asked| {
                if asked.starts_with(path) && left.get() > 0 {
                    left.set(left.get() - 1);
                    return fault.clone();
                }
                healthy(asked)
            });
            let told = match path {
                "sessions/" => ask(&sums(&world), path),
                _ => ask(&world.source(), path),
            };
            assert_eq!(told, Ok(settled(path)), "{path} {name}");
        }
    }
}

#[test]
fn answers_that_come_slowly_are_read_whole() {
    for (path, ..) in ENDPOINTS {
        let world = World::default();
        world.by_path(|asked| {
            let mut drip = healthy(asked);
            let Some(Then::Bytes(bytes)) = drip.body.pop() else {
                panic!("a body")
            };
            drip.body = bytes.into_iter().map(|b| Then::Bytes(vec![b])).collect();
            drip
        });
        assert_eq!(ask(&sums(&world), path), Ok(settled(path)), "{path}");
    }
}

#[test]
fn an_answer_without_end_is_left() {
    let world = World::default();
    world.by_path(|_| {
        answer(
            200,
            "application/json",
            vec![Then::Bytes(vec![b' '; 1 << 20]); 80],
        )
    });
    let error = ask(&world.source(), "releases/").unwrap_err();
    assert_eq!(
        error,
        SourceError::Malformed {
            reason: "it is too long.".to_owned()
        }
    );
    assert_eq!((world.paths().len(), world.0.dropped.get()), (1, 1));
}

#[test]
fn a_pause_until_a_date_is_kept_by_the_backends_clock() {
    let limited = |until: &str| plain(503, "").header("retry-after", until);
    let at_noon = |until: &str| limited(until).header("date", "Wed, 18 Nov 2026 12:00:00 GMT");
    for (fault, wait) in [
        (at_noon("Wed, 18 Nov 2026 12:00:07 GMT"), 7000),
        // It is over: as soon as we would have asked anyway.
        (at_noon("Wed, 18 Nov 2026 11:00:00 GMT"), 300),
        (at_noon("soon"), 300),
        (limited("Wed, 18 Nov 2026 12:00:07 GMT"), 300),
    ] {
        let world = World::new([fault, json("[]")]);
        now(world.source().releases(ReleasesQuery::default())).unwrap();
        assert_eq!(*world.0.waits.borrow(), [wait]);
    }
    // Where this answer does not say what time it is, an earlier one did.
    let world = World::new([
        json("[]").header("date", "Wed, 18 Nov 2026 12:00:00 GMT"),
        limited("Wed, 18 Nov 2026 12:00:07 GMT"),
        json("[]"),
    ]);
    let source = world.source();
    for _ in 0..2 {
        now(source.releases(ReleasesQuery::default())).unwrap();
    }
    assert_eq!(*world.0.waits.borrow(), [7000]);
}

fn sums(world: &World) -> SentrySource<World> {
    SentrySource::new(
        world.clone(),
        "https://backend.test",
        "demo",
        Token::default(),
    )
}
