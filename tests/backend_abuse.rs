//! Clients that dawdle, flood or send rubbish: each gets the answer it deserves, none of them a server error, nothing of
//! theirs is stored, and everybody else is served.

#![allow(clippy::unwrap_used)]
#![cfg(target_os = "linux")]

mod backend;

use backend::{Backend, Folder, envelope, session, sid};
use flate2::Compression;
use flate2::write::GzEncoder;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

const T: &str = "2030-05-01T10:00:00Z";
const ALL: &str = "/api/0/organizations/demo/sessions/raw/?start=2029-01-01&end=2031-01-01";

/// More connections than the server takes at a time.
const FLOOD: usize = 600;
/// More slow readers than it lets read at a time.
const SLOW_READERS: usize = 80;

/// A connection that has said `text`; what it is still to hear must come within a minute.
fn dial(backend: &Backend, text: impl AsRef<[u8]>) -> TcpStream {
    let mut stream = TcpStream::connect(backend.url.strip_prefix("http://").unwrap()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    // The server may have hung up before all is said.
    let _ = stream.write_all(text.as_ref());
    stream
}

/// Everything up to the end of the connection, and whether it was a proper end.
fn heard(mut stream: TcpStream) -> (Vec<u8>, bool) {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => (bytes, true),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::ConnectionReset | ErrorKind::BrokenPipe
            ) =>
        {
            (bytes, false)
        }
        Err(error) => panic!("the connection stays open: {error}"),
    }
}

/// The status of the answer, and all of it; `None` when the server just hung up.
fn status(answer: &[u8]) -> Option<u16> {
    let line = answer.split(|b| *b == b'\r').next().unwrap();
    let line = std::str::from_utf8(line).unwrap();
    line.strip_prefix("HTTP/1.1 ")
        .map(|rest| rest[..3].parse().unwrap())
}

fn post(headers: &str) -> String {
    format!("POST /api/1/envelope/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Still answers, with the one session that it had.
fn is_well(backend: &Backend) {
    assert_eq!(backend.raw().len(), 1);
    let sessions = backend.json("/sessions/?field=sum(session)&statsPeriod=24h&interval=1h");
    assert!(sessions["groups"].is_array());
}

#[test]
fn slow_clients_are_hung_up_on_and_hold_nobody_up() {
    let backend = Backend::start(&["--patience", "1"]);
    backend.send(1, &[("session", session(1, T, "u1", json!({})))]);

    // Heads that never end, more than there are places: whoever comes after them gets in all the same.
    let flood: Vec<_> = (0..FLOOD)
        .map(|_| dial(&backend, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow"))
        .collect();
    is_well(&backend);
    for (n, stream) in flood.into_iter().enumerate() {
        let (answer, _) = heard(stream);
        assert!(matches!(status(&answer), None | Some(408)), "{n}");
    }

    // A head that comes letter by letter is no better.
    let mut dribbling = dial(&backend, "GET / HTTP/1.1\r\nHost: x\r\n");
    let mut letters = 0;
    while dribbling.write_all(b"X").is_ok() && letters < 300 {
        letters += 1;
        thread::sleep(Duration::from_millis(100));
    }
    assert!(letters < 300, "the head went on for ever");

    // Bodies that do not come.
    let length = "Content-Length: 1000\r\n";
    let slow: Vec<_> = (0..50)
        .map(|_| dial(&backend, post(length) + "{}\n"))
        .collect();
    is_well(&backend);
    for stream in slow {
        assert_eq!(status(&heard(stream).0), Some(408));
    }
    is_well(&backend);
}

#[test]
fn readers_that_do_not_read_are_cut_off_and_never_told_that_it_was_all() {
    let folder = Folder::new();
    let db = folder.file("many.db");
    drop(Backend::on(&db, &[]));
    let rows = 60_000;
    fill(&db, rows);
    let backend = Backend::on(&db, &["--patience", "1"]);
    let before = peak_memory(&backend);
    let get = format!("GET {ALL} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    let slow: Vec<_> = (0..SLOW_READERS).map(|_| dial(&backend, &get)).collect();

    // Writing goes on meanwhile.
    for n in 0..20 {
        backend.send(
            1,
            &[(
                "session",
                session(n, "2035-01-01T00:00:00Z", "u1", json!({})),
            )],
        );
    }
    // Somebody who reads gets everything, now or when told to come back.
    let whole = loop {
        let response = backend.get(ALL);
        if response.status() == 200 {
            break response.text().unwrap();
        }
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()["retry-after"], "1");
    };
    assert_eq!(whole.lines().count() as u64, rows);

    let (mut cut, mut refused) = (0, 0);
    for stream in slow {
        let (answer, _) = heard(stream);
        match status(&answer) {
            Some(503) => refused += 1,
            Some(200) if answer.len() < whole.len() => {
                assert!(!answer.ends_with(b"0\r\n\r\n"), "an end that is none");
                cut += 1;
            }
            Some(200) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(cut > 0, "{refused} refused");
    let room = 128 << 20;
    let after = peak_memory(&backend);
    println!(
        "{cut} cut off, {refused} refused; {} MB, at most {} MB",
        before >> 20,
        after >> 20
    );
    assert!(after < before + room, "from {before} to {after} bytes");
}

#[test]
fn a_reader_that_takes_for_ever_does_not_let_the_log_grow_for_ever() {
    let folder = Folder::new();
    let db = folder.file("many.db");
    drop(Backend::on(&db, &[]));
    let rows = 60_000;
    fill(&db, rows);
    let backend = Backend::on(&db, &["--log-limit", "4"]);
    let log = || std::fs::metadata(folder.file("many.db-wal")).map_or(0, |log| log.len());
    // Never silent for long, so patience does not end it.
    let mut slow = dial(
        &backend,
        format!("GET {ALL} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
    );
    let dripping = thread::spawn(move || {
        let (mut bytes, mut sip) = (Vec::new(), vec![0; 16 << 10]);
        loop {
            match slow.read(&mut sip) {
                Ok(0) | Err(_) => return bytes,
                Ok(n) => bytes.extend_from_slice(&sip[..n]),
            }
            thread::sleep(Duration::from_millis(5));
        }
    });
    // Changes all over the file: more than a megabyte each.
    let mut most = 0;
    for n in 0..40_u64 {
        let changes: Vec<_> = (0..300)
            .map(|k| {
                let value = k * 200 + n;
                let sid = format!("{value:08x}-0000-4000-8000-{value:012x}");
                let change = json!({"sid": sid, "status": "exited", "errors": 1, "seq": 9});
                ("session", session(n, "2030-01-01T00:00:00Z", "u1", change))
            })
            .collect();
        backend.send(1, &changes);
        most = most.max(log());
    }
    println!("log: {} kB, at most {} kB", log() >> 10, most >> 10);
    assert!(most > 1 << 20, "enough was written to show");
    assert!(most <= 4 << 20, "{most} bytes of log");
    let answer = dripping.join().unwrap();
    assert_eq!(status(&answer), Some(200));
    assert!(!answer.ends_with(b"0\r\n\r\n"), "cut off, and told so");
    // Whoever comes now gets everything, as it is now.
    let text = backend.get(ALL).text().unwrap();
    assert_eq!(text.lines().count() as u64, rows);
}

#[test]
fn rubbish_is_refused_with_a_reason_and_stores_nothing() {
    let backend = Backend::start(&["--patience", "1"]);
    backend.send(1, &[("session", session(1, T, "u1", json!({})))]);
    let before = peak_memory(&backend);

    // What is no HTTP, or too much of it.
    let huge = format!(
        "GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n",
        "x".repeat(1 << 20)
    );
    let heads: [(&[u8], &[u16]); 6] = [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", &[400]),
        (b"GET / HTTP/9.9\r\n\r\n", &[400, 505]),
        (huge.as_bytes(), &[431]),
        (b"POST /api/1/envelope/ HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", &[400]),
        (b"DELETE /api/0/organizations/demo/sessions/raw/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", &[405]),
        (b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", &[404]),
    ];
    for (head, expected) in heads {
        let (answer, _) = heard(dial(&backend, head));
        let shown = String::from_utf8_lossy(&head[..head.len().min(60)]).into_owned();
        let got = status(&answer);
        assert!(
            got.is_none_or(|got| expected.contains(&got)),
            "{shown}: {got:?}"
        );
    }

    // Bodies longer than may be, announced and not.
    let long = format!("Content-Length: {}\r\n", 10u64 << 30);
    assert_eq!(status(&heard(dial(&backend, post(&long))).0), Some(413));
    let mut endless = dial(&backend, post("Transfer-Encoding: chunked\r\n"));
    let chunk = [b"10000\r\n".as_slice(), &[b' '; 1 << 16], b"\r\n"].concat();
    while endless.write_all(&chunk).is_ok() {}
    assert!(matches!(status(&heard(endless).0), None | Some(413)));

    // Bodies that are no envelope, or one that nobody means.
    let item = |kind: &str, payload: String| {
        format!("{{}}\n{{\"type\":\"{kind}\"}}\n{payload}\n").into_bytes()
    };
    let good = session(2, T, "u2", json!({}));
    let with_good = |bad: Vec<u8>| {
        [
            envelope(&[("session", good.clone())]).into_bytes(),
            bad[3..].to_vec(),
        ]
        .concat()
    };
    let bodies: Vec<(&str, &str, Vec<u8>, u16)> = vec![
        ("nothing", "", vec![], 400),
        ("no JSON", "", b"hello\n".to_vec(), 400),
        ("bytes that are no text", "", vec![0xff; 4096], 400),
        ("an array for headers", "", b"[]\n".to_vec(), 400),
        ("an item of no type", "", b"{}\n{}\nx\n".to_vec(), 400),
        (
            "nesting without end",
            "",
            with_good(item("event", "[".repeat(200_000))),
            400,
        ),
        ("nesting in the head", "", b"{\"a\":".repeat(200_000), 400),
        (
            "a number too large",
            "",
            with_good(item(
                "session",
                good.to_string().replace("\"errors\":0", "\"errors\":1e999"),
            )),
            400,
        ),
        (
            "a huge event",
            "",
            with_good(item(
                "event",
                json!({"message": "x".repeat(2 << 20)}).to_string(),
            )),
            400,
        ),
        (
            "very many items",
            "",
            [b"{}\n".to_vec(), b"{\"type\":\"x\"}\n\n".repeat(20_000)].concat(),
            400,
        ),
        ("no gzip", "gzip", b"{}\n".to_vec(), 400),
        (
            "gzip cut off",
            "gzip",
            gzip(&vec![b'x'; 100_000])[..40].to_vec(),
            400,
        ),
        ("a gzip bomb", "gzip", gzip(&vec![b'\n'; 60 << 20]), 413),
        ("another compression", "br", b"{}\n".to_vec(), 415),
    ];
    for (name, encoding, body, expected) in bodies {
        let request = backend
            .client
            .post(format!("{}/api/1/envelope/", backend.url));
        let response = request
            .header("content-encoding", encoding)
            .body(body)
            .send()
            .unwrap();
        assert_eq!(response.status(), expected, "{name}");
        let told: Value = response.json().unwrap();
        assert!(!told["detail"].as_str().unwrap().is_empty(), "{name}");
    }
    for project in ["x", "-1", "4294967296", "%00", "1%2F2"] {
        let url = format!("{}/api/{project}/envelope/", backend.url);
        let response = backend.client.post(url).body("{}\n").send().unwrap();
        assert!(
            response.status().is_client_error(),
            "{project}: {}",
            response.status()
        );
    }

    // Questions at the edges of what can be said.
    let edges = [
        "%00",
        "-1",
        "18446744073709551616",
        "0000-01-01",
        "-271821-04-20",
        "99999999999999999999w",
        "1s",
        "%E2%80%AE",
        "p99(session.duration)",
        "9:9999999999999:0",
    ];
    let keys = [
        "statsPeriod",
        "start",
        "interval",
        "project",
        "environment",
        "field",
        "groupBy",
        "query",
        "orderBy",
        "per_page",
        "cursor",
        "updatedSince",
        "sort",
        "summaryStatsPeriod",
        "yAxis",
    ];
    let paths = [
        "/sessions/raw/",
        "/sessions/",
        "/releases/",
        "/releases/stats/",
        "/issues/",
        "/issues-timeseries/",
    ];
    let ask = |path: &str, query: &str| {
        let response = backend.api(&format!("{path}?{query}"));
        let code = response.status().as_u16();
        // Good or bad, the answer ends.
        let _ = response.bytes().unwrap();
        assert!(code < 500, "{path}?{query}: {code}");
    };
    thread::scope(|scope| {
        let ask = &ask;
        for path in paths {
            scope.spawn(move || {
                for (key, value) in keys.iter().flat_map(|k| edges.iter().map(move |e| (k, e))) {
                    ask(path, &format!("{key}={value}&field=sum(session)"));
                }
                let ever = "start=0001-01-01&end=9999-12-31&interval=1m&field=sum(session)";
                ask(path, ever);
            });
        }
    });

    is_well(&backend);
    assert_eq!(
        backend.raw()[0]["sid"],
        sid(1),
        "nothing of a refused envelope is stored"
    );
    let after = peak_memory(&backend);
    println!("rubbish: {} MB, at most {} MB", before >> 20, after >> 20);
    assert!(
        after < before + (160 << 20),
        "from {before} to {after} bytes"
    );
}

#[test]
fn fifty_readers_and_a_writer_get_along() {
    let backend = Backend::start(&["--now", "2030-05-02T00:00:00Z"]);
    let first: Vec<_> = (0..500)
        .map(|n| ("session", session(n, T, &format!("u{}", n % 40), json!({}))))
        .collect();
    backend.send(1, &first);
    let sums = "/api/0/organizations/demo/sessions/?field=sum(session)&start=2030-05-01&end=2030-05-02&interval=1h&groupBy=release";
    thread::scope(|scope| {
        for reader in 0..50 {
            let backend = &backend;
            scope.spawn(move || {
                let mut last = 0;
                for _ in 0..4 {
                    let response = backend.get(if reader % 2 == 0 { ALL } else { sums });
                    assert_eq!(response.status(), 200, "reader {reader}");
                    let text = response.text().unwrap();
                    let count = match reader % 2 {
                        0 => text.lines().count() as u64,
                        _ => {
                            let answer: Value = serde_json::from_str(&text).unwrap();
                            answer["groups"][0]["totals"]["sum(session)"]
                                .as_u64()
                                .unwrap()
                        }
                    };
                    assert!(
                        count >= 500 && count >= last,
                        "reader {reader}: {last}, then {count}"
                    );
                    last = count;
                }
            });
        }
        let backend = &backend;
        scope.spawn(move || {
            for n in 500..560 {
                backend.send(1, &[("session", session(n, T, "u1", json!({})))]);
            }
        });
    });
    assert_eq!(backend.raw().len(), 560);
    let sums: Value = backend.get(sums).json().unwrap();
    assert_eq!(sums["groups"][0]["totals"]["sum(session)"], 560);
}

/// Writes rows past the backend, which would take longer: how they got there does not matter here.
fn fill(db: &std::path::Path, rows: u64) {
    let connection = Connection::open(db).unwrap();
    connection
        .execute_batch(&format!(
            "BEGIN;
             INSERT INTO projects VALUES (1, 'shop', 'Shop', NULL, 1);
             INSERT INTO sessions
             SELECT printf('%08x-0000-4000-8000-%012x', value, value), 'u' || (value % 5000), 0, 1,
                    1893456000000 + value * 60, 1893456065000 + value * 60, 65.137, 'exited', 0, NULL,
                    'shop@3.4.0+1016', 'production', 0
             FROM (WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value + 1 < {rows})
                   SELECT value FROM n);
             COMMIT;"
        ))
        .unwrap();
}

/// The most memory the process ever had resident, in bytes.
fn peak_memory(backend: &Backend) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", backend.pid())).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}
