//! Envelopes: framing, items, merge rules, issues.

#![allow(clippy::unwrap_used)]

mod backend;

#[path = "../examples/backend/envelope.rs"]
#[allow(dead_code)]
mod parser;

#[path = "../examples/backend/grouping.rs"]
mod grouping;

use backend::{Backend, Folder, envelope, session, sid};
use flate2::Compression;
use flate2::write::GzEncoder;
use parser::EnvelopeError;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::io::Write;

const T: &str = "2030-05-01T10:00:00Z";

#[test]
fn framing_that_holds() {
    let long = "{\"type\":\"a\",\"length\":3}\n\n\n\n\n{\"type\":\"b\",\"length\":0}\n";
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("{}", &[]),
        ("{}\n", &[]),
        (
            "{\"event_id\":\"x\"}\n{\"type\":\"a\"}\none\n",
            &[("a", "one")],
        ),
        ("{}\n{\"type\":\"a\"}\none", &[("a", "one")]),
        ("{}\n{\"type\":\"a\",\"length\":3}\none", &[("a", "one")]),
        (
            "{}\n{\"type\":\"a\",\"length\":7}\none\ntwo\n{\"type\":\"b\"}\nthree\n",
            &[("a", "one\ntwo"), ("b", "three")],
        ),
        (&format!("{{}}\n{long}"), &[("a", "\n\n\n"), ("b", "")]),
        ("{}\n{\"type\":\"a\"}", &[("a", "")]),
        (
            "{}\n{\"type\":\"a\"}\n\n{\"type\":\"b\"}\nx\n\n\n",
            &[("a", ""), ("b", "x")],
        ),
        (
            "{}\r\n{\"type\":\"a\",\"length\":1,\"filename\":\"f\"}\nx",
            &[("a", "x")],
        ),
    ];
    for (text, expected) in cases {
        let parsed = parser::parse(text.as_bytes()).unwrap_or_else(|e| panic!("{text:?}: {e}"));
        let items: Vec<_> = parsed
            .items
            .iter()
            .map(|i| (i.kind.as_str(), std::str::from_utf8(i.payload).unwrap()))
            .collect();
        assert_eq!(items, *expected, "{text:?}");
    }
}

#[test]
fn framing_that_does_not_hold() {
    let kind_of = |text: &str| match parser::parse(text.as_bytes()).unwrap_err() {
        EnvelopeError::BadHeaders(_) => "headers".to_owned(),
        EnvelopeError::BadItemHeaders(n, _) => format!("item {n} headers"),
        other => other.to_string(),
    };
    for (text, expected) in [
        ("", "empty envelope"),
        ("\n", "headers"),
        ("hello", "headers"),
        ("[]\n", "headers"),
        ("{\n}\n", "headers"),
        ("{}{}\n", "headers"),
        ("{}\nx\n", "item 1 headers"),
        ("{}\n{}\nx\n", "item 1 headers"),
        ("{}\n{\"type\":7}\nx\n", "item 1 headers"),
        ("{}\n{\"type\":\"a\",\"length\":-1}\nx\n", "item 1 headers"),
        (
            "{}\n{\"type\":\"a\",\"length\":\"1\"}\nx\n",
            "item 1 headers",
        ),
        ("{}\n{\"type\":\"a\",\"length\":1.5}\nx\n", "item 1 headers"),
        (
            "{}\n{\"type\":\"a\",\"length\":9}\nx\n",
            "item 1 is shorter than its length",
        ),
        (
            "{}\n{\"type\":\"a\",\"length\":18446744073709551615}\nx\n",
            "item 1 is shorter than its length",
        ),
        (
            "{}\n{\"type\":\"a\",\"length\":1}\nxy\n",
            "item 1 is longer than its length",
        ),
        ("{}\n{\"type\":\"a\"}\nx\ny\n", "item 2 headers"),
        ("{}\n\n{\"type\":\"a\"}\nx", "item 1 headers"),
    ] {
        assert_eq!(kind_of(text), expected, "{text:?}");
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = parser::parse(&bytes);
        let _ = parser::gunzip(&bytes, 1000);
    }

    #[test]
    fn mangled_envelopes_never_panic(cut in 0usize..200, insert in prop::collection::vec(any::<u8>(), 0..8)) {
        let mut text = envelope(&[("session", json!({"sid": "x"})), ("event", json!({}))]).into_bytes();
        let at = cut.min(text.len());
        text.splice(at..at, insert);
        let _ = parser::parse(&text);
    }

    #[test]
    fn what_is_framed_comes_back(payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 0..6)) {
        let mut body = b"{}\n".to_vec();
        for payload in &payloads {
            body.extend(format!("{{\"type\":\"t\",\"length\":{}}}\n", payload.len()).bytes());
            body.extend(payload);
            body.push(b'\n');
        }
        let parsed = parser::parse(&body).unwrap();
        let back: Vec<_> = parsed.items.iter().map(|i| i.payload.to_vec()).collect();
        prop_assert_eq!(back, payloads);
    }
}

#[test]
fn an_envelope_is_taken_whole_or_not_at_all() {
    let backend = Backend::start(&[]);
    let good = session(1, T, "u1", json!({}));
    let refused = [
        (
            "session",
            json!({ "sid": "no-uuid", "started": T, "attrs": { "release": "r" } }),
            "sid is no UUID",
        ),
        (
            "session",
            json!({ "sid": sid(2), "attrs": { "release": "r" } }),
            "missing field `started`",
        ),
        (
            "session",
            json!({ "sid": sid(2), "started": "yesterday", "attrs": { "release": "r" } }),
            "not a time",
        ),
        (
            "session",
            json!({ "sid": sid(2), "started": T, "attrs": {} }),
            "missing field `release`",
        ),
        (
            "session",
            json!({ "sid": sid(2), "started": T, "attrs": { "release": " " } }),
            "release is empty",
        ),
        (
            "session",
            json!({ "sid": sid(2), "started": T, "errors": -1, "attrs": { "release": "r" } }),
            "-1",
        ),
        (
            "sessions",
            json!({ "aggregates": [{ "exited": 1 }], "attrs": { "release": "r" } }),
            "missing field `started`",
        ),
        ("event", json!([]), "JSON object"),
        ("event", json!({ "message": "no id" }), "event_id"),
    ];
    for (kind, payload, reason) in refused {
        let response = backend.post(
            1,
            envelope(&[("session", good.clone()), (kind, payload.clone())]),
        );
        assert_eq!(response.status(), 400, "{payload}");
        let detail = response.json::<Value>().unwrap()["detail"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(
            detail.contains(reason) && detail.contains("item 2"),
            "{payload}: {detail}"
        );
    }
    assert_eq!(backend.post(1, "junk").status(), 400);
    assert_eq!(
        backend
            .client
            .post(format!("{}/api/x/envelope/", backend.url))
            .send()
            .unwrap()
            .status(),
        400
    );
    assert_eq!(backend.raw(), Vec::<Value>::new());
    assert_eq!(backend.json("/projects/"), json!([]));
}

#[test]
fn bodies_that_are_compressed_or_too_large() {
    let backend = Backend::start(&[]);
    let gzip = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let post = |encoding: &str, body: Vec<u8>| {
        let request = backend
            .client
            .post(format!("{}/api/1/envelope/", backend.url));
        request
            .header("content-encoding", encoding)
            .body(body)
            .send()
            .unwrap()
            .status()
            .as_u16()
    };
    let body = gzip(envelope(&[("session", session(1, T, "u1", json!({})))]).as_bytes());
    assert_eq!(post("gzip", body.clone()), 200);
    assert_eq!(backend.raw().len(), 1);
    assert_eq!(post("gzip", body[..body.len() / 2].to_vec()), 400);
    assert_eq!(post("gzip", b"{}\n".to_vec()), 400);
    assert_eq!(post("br", body), 415);
    // A bomb: small on the wire, large in memory.
    assert_eq!(
        post("gzip", gzip(&vec![b'\n'; parser::MAX_DECOMPRESSED + 1])),
        413
    );
    assert_eq!(backend.post(1, vec![b' '; (20 << 20) + 1]).status(), 413);
}

#[test]
fn updates_of_a_session_merge() {
    /// What must be the same in every row, and what each update brings.
    fn update(seq: Value, status: &str, errors: u32, timestamp: &str) -> Value {
        json!({
            "sid": sid(1), "seq": seq, "started": T, "timestamp": format!("2030-05-01T10:{timestamp}Z"),
            "status": status, "errors": errors, "attrs": { "release": "shop@1.0.0" },
        })
    }
    let cases = [
        (
            "the highest seq counts",
            vec![
                update(json!(1), "ok", 0, "01:00"),
                update(json!(2), "ok", 3, "02:00"),
            ],
            ("ok", 3, 2),
        ),
        (
            "whatever the order",
            vec![
                update(json!(2), "ok", 3, "02:00"),
                update(json!(1), "ok", 0, "01:00"),
            ],
            ("ok", 3, 2),
        ),
        (
            "of equal seq the later",
            vec![
                update(json!(1), "ok", 2, "02:00"),
                update(json!(1), "ok", 1, "01:00"),
            ],
            ("ok", 2, 1),
        ),
        (
            "terminal stays",
            vec![
                update(json!(1), "crashed", 1, "01:00"),
                update(json!(2), "ok", 2, "02:00"),
            ],
            ("crashed", 2, 2),
        ),
        (
            "the first terminal stays",
            vec![
                update(json!(1), "crashed", 1, "01:00"),
                update(json!(2), "exited", 1, "02:00"),
            ],
            ("crashed", 1, 2),
        ),
        (
            "a late one still ends it",
            vec![
                update(json!(5), "ok", 1, "05:00"),
                update(json!(4), "exited", 0, "04:00"),
            ],
            ("exited", 1, 5),
        ),
        (
            "unknown words are terminal",
            vec![
                update(json!(1), "exploded", 0, "01:00"),
                update(json!(2), "exited", 0, "02:00"),
            ],
            ("exploded", 0, 2),
        ),
        (
            "init is seq 0",
            vec![update(json!(1), "ok", 1, "01:00"), {
                let mut u = update(json!(9), "ok", 5, "09:00");
                u["init"] = json!(true);
                u
            }],
            ("ok", 1, 1),
        ),
    ];
    for (name, updates, (status, errors, seq)) in cases {
        let backend = Backend::start(&[]);
        for update in updates {
            backend.send(1, &[("session", update)]);
        }
        let rows = backend.raw();
        assert_eq!(rows.len(), 1, "{name}");
        let row = &rows[0];
        assert_eq!(
            (&row["status"], &row["errors"], &row["seq"]),
            (&json!(status), &json!(errors), &json!(seq)),
            "{name}"
        );
    }
}

#[test]
fn what_a_session_started_with_stays() {
    let backend = Backend::start(&[]);
    let first = json!({ "sid": sid(1), "init": true, "started": T, "timestamp": T, "attrs": { "release": "a@1", "environment": "production" } });
    let second = json!({
        "sid": sid(1).replace('-', "").to_uppercase(), "did": "u1", "seq": 7, "started": "2030-05-02T10:00:00Z", "timestamp": "2030-05-01T10:00:09Z",
        "status": "abnormal", "abnormal_mechanism": "anr_foreground", "duration": 9.5, "errors": 1, "attrs": { "release": "b@2", "environment": "staging" },
    });
    let third = json!({ "sid": sid(1), "did": "u2", "seq": 8, "started": T, "timestamp": "2030-05-01T10:00:10Z", "status": "abnormal", "abnormal_mechanism": "gremlins", "attrs": { "release": "a@1" } });
    backend.send(1, &[("session", first), ("session", second.clone())]);
    let expected = json!({
        "sid": sid(1), "did": "u1", "seq": 7, "project": 1, "started": T, "timestamp": "2030-05-01T10:00:09Z",
        "duration": 9.5, "status": "abnormal", "errors": 1, "abnormal_mechanism": "anr_foreground",
        "attrs": { "release": "a@1", "environment": "production" },
    });
    assert_eq!(backend.raw(), [expected]);
    backend.send(1, &[("session", third)]);
    let row = &backend.raw()[0];
    assert_eq!(
        (&row["did"], &row["seq"], row.get("abnormal_mechanism")),
        (&json!("u1"), &json!(8), None)
    );
    // The id belongs to project 1: another project cannot change it.
    backend.send(2, &[("session", second)]);
    assert_eq!(backend.raw()[0]["seq"], 8);
}

#[test]
fn defaults_are_sentrys() {
    let backend = Backend::start(&["--now", "2030-05-01T12:00:00Z"]);
    backend.send(1, &[("session", json!({ "sid": sid(1), "started": 1903860000.25, "duration": -1, "did": "", "attrs": { "release": " r@1 ", "environment": "" } }))]);
    let expected = json!({
        "sid": sid(1), "seq": 1903867200000u64, "project": 1, "started": "2030-05-01T10:00:00.250Z",
        "timestamp": "2030-05-01T12:00:00Z", "status": "ok", "errors": 0, "attrs": { "release": "r@1" },
    });
    assert_eq!(backend.raw(), [expected]);
}

#[test]
fn aggregates_are_kept_by_the_minute() {
    let backend = Backend::start(&[]);
    let item = json!({
        "aggregates": [
            { "started": "2030-05-01T10:00:59.9Z", "exited": 120, "errored": 3, "crashed": 1 },
            { "started": "2030-05-01T10:01:00Z", "did": "u1", "abnormal": 2, "unhandled": 4 },
        ],
        "attrs": { "release": "shop@1.0.0", "environment": "production" },
    });
    backend.send(3, &[("sessions", item)]);
    let attrs = json!({ "release": "shop@1.0.0", "environment": "production" });
    assert_eq!(
        backend.raw(),
        [
            json!({ "project": 3, "started": T, "exited": 120, "errored": 3, "crashed": 1, "abnormal": 0, "unhandled": 0, "attrs": attrs }),
            json!({ "did": "u1", "project": 3, "started": "2030-05-01T10:01:00Z", "exited": 0, "errored": 0, "crashed": 0, "abnormal": 2, "unhandled": 4, "attrs": attrs }),
        ]
    );
    assert_eq!(backend.json("/projects/")[0]["hasSessions"], true);
}

#[test]
fn other_items_are_accepted_and_dropped() {
    let backend = Backend::start(&[]);
    let id = "9ec79c33ec9942ab8353589fcb2e04dc";
    let body = format!(
        "{{\"event_id\":\"{id}\",\"dsn\":\"http://public@127.0.0.1/1\",\"sdk\":{{\"name\":\"sentry.javascript.browser\"}}}}\n{{\"type\":\"attachment\",\"length\":3}}\n\x00\n\x02\n{{\"type\":\"client_report\"}}\n{{}}"
    );
    let response = backend.post(1, body);
    assert_eq!(response.status(), 200);
    assert_eq!(response.json::<Value>().unwrap(), json!({ "id": id }));
    assert_eq!(
        backend.json("/projects/"),
        json!([{ "id": 1, "slug": "project-1", "name": "Project 1", "platform": "javascript", "hasSessions": false }])
    );
}

#[test]
fn events_are_grouped_by_type_and_frame_or_message() {
    let frames = |own: bool| json!({ "frames": [{ "function": "main", "filename": "app.js", "in_app": own }, { "function": "read", "module": "std::io", "in_app": false }] });
    let exception =
        |own| json!({ "type": "Boom", "value": "first line\nsecond", "stacktrace": frames(own) });
    let cases = [
        (
            json!({ "exception": { "values": [{ "type": "Cause" }, exception(true)] } }),
            "exception\nBoom\nmain in app.js",
            "Boom: first line",
            "main in app.js",
        ),
        (
            json!({ "exception": [exception(false)] }),
            "exception\nBoom\nread in std::io",
            "Boom: first line",
            "read in std::io",
        ),
        (
            json!({ "exception": exception(true), "transaction": "/cart" }),
            "exception\nBoom\nmain in app.js",
            "Boom: first line",
            "/cart",
        ),
        (
            json!({ "exception": { "values": [{ "value": "of no type" }] } }),
            "exception\nError\n",
            "Error: of no type",
            "",
        ),
        (
            json!({ "exception": { "values": [{ "type": "Bare", "value": "" }] } }),
            "exception\nBare\n",
            "Bare",
            "",
        ),
        (
            json!({ "message": "hello\nworld" }),
            "message\nhello\nworld",
            "hello",
            "",
        ),
        (
            json!({ "message": { "formatted": "hello 7" } }),
            "message\nhello 7",
            "hello 7",
            "",
        ),
        (
            json!({ "logentry": { "message": "hello %s", "formatted": "hello 7" } }),
            "message\nhello %s",
            "hello %s",
            "",
        ),
        (
            json!({ "exception": { "values": [] }, "message": "m" }),
            "message\nm",
            "m",
            "",
        ),
        (
            json!({ "exception": "?", "message": 7 }),
            "message\n<unlabeled event>",
            "<unlabeled event>",
            "",
        ),
    ];
    for (event, key, title, culprit) in cases {
        let found = grouping::of(&event);
        assert_eq!(
            (
                found.key.as_str(),
                found.title.as_str(),
                found.culprit.as_str()
            ),
            (key, title, culprit),
            "{event}"
        );
    }
}

#[test]
fn a_resolved_issue_that_happens_again_is_open_again() {
    let folder = Folder::new();
    let db = folder.file("test.db");
    let backend = Backend::on(&db, &[]);
    let send = |id: u64, at: &str, release: &str| {
        let event = json!({ "event_id": format!("{id:032x}"), "timestamp": at, "message": "hello", "release": release });
        backend.send(1, &[("event", event)]);
    };
    let state = || {
        let issue = &backend.json("/issues/")[0];
        json!([
            issue["status"],
            issue["count"],
            issue["firstRelease"]["version"],
            issue["firstSeen"],
            issue["lastSeen"]
        ])
    };
    send(1, "2030-05-01T10:00:00Z", "a@2");
    rusqlite::Connection::open(&db)
        .unwrap()
        .execute(
            "UPDATE issues SET status = 'resolved', resolved_at = unixepoch('2030-05-01T10:01:00Z') * 1000",
            [],
        )
        .unwrap();
    // Late news of the time before changes nothing but what was first.
    send(2, "2030-05-01T09:00:00Z", "a@1");
    assert_eq!(
        state(),
        json!([
            "resolved",
            2,
            "a@1",
            "2030-05-01T09:00:00Z",
            "2030-05-01T10:00:00Z"
        ])
    );
    send(3, "2030-05-01T10:05:00Z", "a@3");
    assert_eq!(
        state(),
        json!([
            "unresolved",
            3,
            "a@1",
            "2030-05-01T09:00:00Z",
            "2030-05-01T10:05:00Z"
        ])
    );
}
