//! The REST contract, over HTTP: what readers get, and how they are refused.

#![allow(clippy::unwrap_used)]

mod backend;

use backend::{Backend, Folder, session, sid};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const T: &str = "2030-05-01T10:00:00Z";

/// A few hundred sessions, made without the code under test: what was sent is what is expected back.
fn made_up() -> Vec<(u64, Value)> {
    let mut state = 7u64;
    let mut pick = |n: u64| {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 33) % n
    };
    (0..600)
        .map(|number| {
            let project = 1 + pick(3);
            let (hour, minute) = (pick(30), pick(60));
            let started = format!(
                "2030-05-{:02}T{:02}:{minute:02}:00Z",
                1 + hour / 24,
                hour % 24
            );
            let mut attrs = json!({ "release": format!("shop@1.{}.0", pick(4)) });
            let environment = ["production", "staging", ""][pick(3) as usize];
            if !environment.is_empty() {
                attrs["environment"] = json!(environment);
            }
            let status = [
                "ok",
                "exited",
                "exited",
                "exited",
                "crashed",
                "abnormal",
                "unhandled",
            ][pick(7) as usize];
            let errors = if pick(5) == 0 { 1 } else { 0 };
            let user = pick(40);
            let did = if user == 0 {
                Value::Null
            } else {
                json!(format!("u{user}"))
            };
            let more = json!({ "did": did, "status": status, "errors": errors, "attrs": attrs });
            (project, session(number, &started, "", more))
        })
        .collect()
}

fn send_all(backend: &Backend, sessions: &[(u64, Value)]) {
    for project in 1..=3 {
        let of_project = sessions.iter().filter(|(p, _)| *p == project);
        let items: Vec<_> = of_project
            .map(|(_, session)| ("session", session.clone()))
            .collect();
        backend.send(project, &items);
    }
}

/// The status by the rules in the documentation of `Status::of_session`, written down once more.
fn status_of(session: &Value) -> &'static str {
    match session["status"].as_str().unwrap() {
        "crashed" => "crashed",
        "abnormal" => "abnormal",
        "unhandled" => "unhandled",
        _ if session["errors"] != 0 => "errored",
        _ => "healthy",
    }
}

#[test]
fn raw_sessions_come_back_as_they_were_sent() {
    let backend = Backend::start(&[]);
    let sent = made_up();
    send_all(&backend, &sent);
    let check = |query: &str, expected: &dyn Fn(u64, &Value) -> bool| {
        let found: BTreeSet<String> = backend
            .raw_at(query)
            .iter()
            .map(|row| row["sid"].as_str().unwrap().to_owned())
            .collect();
        let sids = sent
            .iter()
            .filter(|(project, s)| expected(*project, s))
            .map(|(_, s)| s["sid"].as_str().unwrap());
        let sids: BTreeSet<String> = sids.map(str::to_owned).collect();
        assert!(!sids.is_empty() || found.is_empty());
        assert_eq!(found, sids, "{query}");
    };
    let day = "?start=2030-05-01&end=2030-05-03";
    check(day, &|_, _| true);
    check(&format!("{day}&project=2"), &|project, _| project == 2);
    check(
        &format!("{day}&project=2&project=project-3"),
        &|project, _| project != 1,
    );
    check(&format!("{day}&project=-1"), &|_, _| true);
    check(&format!("{day}&environment=staging"), &|_, s| {
        s["attrs"]["environment"] == "staging"
    });
    check(
        &format!("{day}&environment=&environment=staging"),
        &|_, s| s["attrs"]["environment"] != "production",
    );
    check(
        "?start=2030-05-01T05:00:00Z&end=2030-05-01T06:00:00Z",
        &|_, s| s["started"].as_str().unwrap().starts_with("2030-05-01T05"),
    );
    check("?start=2029-05-01&end=2029-05-02", &|_, _| false);

    let row = backend
        .raw()
        .into_iter()
        .find(|row| row["sid"] == sid(17))
        .unwrap();
    let (project, mut expected) = sent[17].clone();
    expected["project"] = json!(project);
    expected["seq"] = json!(0);
    expected
        .as_object_mut()
        .unwrap()
        .retain(|key, value| key != "init" && !value.is_null());
    assert_eq!(row, expected);
}

#[test]
fn raw_sessions_since_an_update() {
    let folder = Folder::new();
    let db = folder.file("test.db");
    let first = Backend::on(&db, &["--now", "2030-05-01T12:00:00Z"]);
    first.send(
        1,
        &[
            ("session", session(1, T, "u1", json!({ "status": "ok" }))),
            ("session", session(2, T, "u2", json!({}))),
        ],
    );
    drop(first);
    let second = Backend::on(&db, &["--now", "2030-05-01T12:05:00Z"]);
    second.send(
        1,
        &[
            (
                "session",
                session(1, T, "u1", json!({ "init": false, "seq": 1 })),
            ),
            ("session", session(3, T, "u3", json!({}))),
        ],
    );
    let changed: BTreeSet<_> = second
        .raw_at("?statsPeriod=24h&updatedSince=2030-05-01T12:05:00Z")
        .iter()
        .map(|row| row["sid"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(changed, BTreeSet::from([sid(1), sid(3)]));
    assert_eq!(second.raw_at("?statsPeriod=24h").len(), 3);
    assert_eq!(second.raw_at("?statsPeriod=1h").len(), 0);
    assert_eq!(second.raw_at("").len(), 3, "the last 90 days by default");
}

#[test]
fn sessions_agree_with_a_count_of_what_was_sent() {
    let backend = Backend::start(&["--now", "2030-05-02T06:00:00Z"]);
    let sent = made_up();
    send_all(&backend, &sent);
    let range = "start=2030-05-01T00:00:00Z&end=2030-05-02T06:00:00Z&interval=1h";
    let answer = backend.json(&format!("/sessions/?{range}&field=sum(session)&field=count_unique(user)&field=crash_free_rate(session)&groupBy=release&groupBy=project"));
    let intervals: Vec<_> = answer["intervals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t.as_str().unwrap())
        .collect();
    assert_eq!(
        (intervals.len(), intervals[0]),
        (30, "2030-05-01T00:00:00Z")
    );
    let mut groups = BTreeMap::new();
    for (project, session) in &sent {
        let key = (session["attrs"]["release"].as_str().unwrap(), *project);
        groups.entry(key).or_insert_with(Vec::new).push(session);
    }
    assert_eq!(answer["groups"].as_array().unwrap().len(), groups.len());
    for group in answer["groups"].as_array().unwrap() {
        let (release, project) = (&group["by"]["release"], &group["by"]["project"]);
        let sessions = &groups[&(release.as_str().unwrap(), project.as_u64().unwrap())];
        let check = |values: &dyn Fn(&str) -> Value, sessions: &[&Value], place: &str| {
            let users: BTreeSet<_> = sessions.iter().filter_map(|s| s["did"].as_str()).collect();
            let crashed = sessions
                .iter()
                .filter(|s| status_of(s) == "crashed")
                .count();
            assert_eq!(values("sum(session)"), json!(sessions.len()), "{place}");
            assert_eq!(values("count_unique(user)"), json!(users.len()), "{place}");
            match values("crash_free_rate(session)").as_f64() {
                None => assert!(sessions.is_empty(), "{place}"),
                Some(rate) => assert!(
                    (rate - (1.0 - crashed as f64 / sessions.len() as f64)).abs() < 1e-12,
                    "{place}"
                ),
            }
        };
        check(
            &|field| group["totals"][field].clone(),
            sessions,
            &format!("{release} in {project}"),
        );
        for (bucket, start) in intervals.iter().enumerate() {
            let hour = &start[..13];
            let inside: Vec<_> = sessions
                .iter()
                .copied()
                .filter(|s| s["started"].as_str().unwrap().starts_with(hour))
                .collect();
            check(
                &|field| group["series"][field][bucket].clone(),
                &inside,
                &format!("{release} in {project} at {start}"),
            );
        }
    }

    let answer = backend.json(&format!("/sessions/?{range}&field=sum(session)&groupBy=session.status&environment=production&query=release:shop@1.2.0&includeSeries=0"));
    let found: BTreeMap<_, _> = answer["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|g| {
            (
                g["by"]["session.status"].as_str().unwrap(),
                g["totals"]["sum(session)"].as_u64().unwrap(),
            )
        })
        .collect();
    let mut expected =
        BTreeMap::from(["healthy", "errored", "unhandled", "crashed", "abnormal"].map(|s| (s, 0)));
    for (_, session) in &sent {
        if session["attrs"] == json!({ "environment": "production", "release": "shop@1.2.0" }) {
            *expected.get_mut(status_of(session)).unwrap() += 1;
        }
    }
    assert_eq!(found, expected);

    // What was counted before does not hide what comes later.
    backend.send(
        1,
        &[(
            "session",
            session(9000, "2030-05-01T00:30:00Z", "u1", json!({})),
        )],
    );
    let answer = backend.json(&format!("/sessions/?{range}&field=sum(session)"));
    assert_eq!(answer["groups"][0]["totals"]["sum(session)"], 601);
}

#[test]
fn refusals_are_in_sentrys_words() {
    let backend = Backend::start(&["--now", "2030-05-02T06:00:00Z"]);
    backend.send(1, &[("session", session(1, T, "u1", json!({})))]);
    let sessions = |query: &str| backend.refusal(&format!("/sessions/?{query}"));
    let too_many = "Your interval and date range would create too many results. Use a larger interval, or a smaller date range.";
    let permission = "You do not have permission to perform this action.";
    let sum = "field=sum(session)&statsPeriod=1d";
    for (query, status, detail) in [
        (
            "statsPeriod=1d".to_owned(),
            400,
            "Request is missing a \"field\"",
        ),
        (
            format!("{sum}&query=foo:bar"),
            400,
            "Invalid search filter: foo",
        ),
        ("field=sum(session)&interval=1h".to_owned(), 400, too_many),
        (
            format!("{sum}&orderBy=sum(session)&groupBy=session.status"),
            400,
            "Cannot use 'orderBy' when grouping by sessions.status",
        ),
        (
            format!("{sum}&orderBy=count_unique(user)"),
            400,
            "'orderBy' must be one of the provided 'fields'",
        ),
        (
            format!("{sum}&query=session.status:healthy OR release:foo@1.1.0"),
            400,
            "Unable to parse condition with session.status",
        ),
        (
            "field=count_unique(user)&statsPeriod=1d&query=session.status:[healthy, errored]"
                .to_owned(),
            400,
            "Cannot filter count_unique by multiple session.status unless it is in groupBy",
        ),
        (format!("{sum}&project=4"), 403, permission),
    ] {
        assert_eq!(sessions(&query), (status, detail.to_owned()), "{query}");
    }
    for (path, status, detail) in [
        (
            "/issues-timeseries/?interval=0",
            400,
            "Interval cannot result in a zero duration.",
        ),
        (
            "/issues-timeseries/?statsPeriod=14d&interval=1001",
            400,
            "Invalid Interval",
        ),
        (
            "/issues-timeseries/?category=foo",
            400,
            "Invalid issue category. Valid options are 'issue' and 'feedback'.",
        ),
        (
            "/issues-timeseries/?groupBy=foo",
            400,
            "The only supported groupBy is currently release.",
        ),
        ("/sessions/raw/?project=4", 403, permission),
        (
            "/sessions/raw/?statsPeriod=soon",
            400,
            "Invalid statsPeriod: 'soon'",
        ),
        (
            "/sessions/raw/?start=2030-05-01",
            400,
            "start and end are both required",
        ),
        (
            "/sessions/raw/?start=2030-05-02&end=2030-05-01",
            400,
            "start must be before end",
        ),
        (
            "/sessions/raw/?start=x&end=y",
            400,
            "x is not a valid ISO8601 date query",
        ),
        ("/releases/?sort=beauty", 400, "invalid sort"),
        (
            "/releases/?sort=sessions",
            400,
            "sorting by crash statistics requires flattening (flatten=1)",
        ),
        (
            "/releases/?query=release.stage:adopted",
            400,
            "Choose a single environment to filter by release stage.",
        ),
        ("/releases/?cursor=7", 400, "Invalid cursor parameter."),
        ("/releases/?project=4", 403, permission),
        (
            "/releases/shop@9/",
            404,
            "The requested resource does not exist",
        ),
        ("/issues/?project=4", 403, permission),
        (
            "/metrics/data/",
            404,
            "The requested resource does not exist",
        ),
    ] {
        assert_eq!(backend.refusal(path), (status, detail.to_owned()), "{path}");
    }
    let elsewhere = backend.get("/api/0/organizations/acme/projects/");
    assert_eq!(elsewhere.status(), 404);
    assert_eq!(
        elsewhere.json::<Value>().unwrap(),
        json!({ "detail": "The requested resource does not exist" })
    );
}

#[test]
fn a_token_is_asked_of_readers_only() {
    let backend = Backend::start(&["--token", "secret"]);
    backend.send(1, &[("session", session(1, T, "u1", json!({})))]);
    let with = |token: Option<&str>| {
        let mut request = backend.client.get(format!(
            "{}/api/0/organizations/demo/projects/",
            backend.url
        ));
        if let Some(token) = token {
            request = request.header("authorization", token);
        }
        let response = request.send().unwrap();
        (
            response.status().as_u16(),
            response.json::<Value>().unwrap(),
        )
    };
    assert_eq!(
        with(None),
        (
            401,
            json!({ "detail": "Authentication credentials were not provided." })
        )
    );
    assert_eq!(
        with(Some("Bearer wrong")),
        (401, json!({ "detail": "Invalid token" }))
    );
    assert_eq!(with(Some("Bearer secret")).0, 200);
}

#[test]
fn cross_origin_readers_and_senders() {
    let origin = "https://health.example";
    let backend = Backend::start(&[
        "--allow-origin",
        origin,
        "--allow-origin",
        "http://localhost:8080",
        "--token",
        "x",
    ]);
    let ask = |method: Method, path: &str, origin: &str, headers: &[(&str, &str)]| {
        let mut request = backend
            .client
            .request(method, format!("{}{path}", backend.url))
            .header("origin", origin);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().unwrap()
    };
    let header = |response: &reqwest::blocking::Response, name: &str| {
        response
            .headers()
            .get(name)
            .map(|v| v.to_str().unwrap().to_lowercase())
    };
    let raw = "/api/0/organizations/demo/sessions/raw/";
    let preflight = [
        ("access-control-request-method", "GET"),
        ("access-control-request-headers", "authorization"),
    ];
    let allowed = ask(Method::OPTIONS, raw, origin, &preflight);
    assert_eq!(allowed.status(), 200);
    assert_eq!(
        header(&allowed, "access-control-allow-origin").as_deref(),
        Some(origin)
    );
    assert_eq!(
        header(&allowed, "access-control-allow-headers").as_deref(),
        Some("authorization")
    );
    assert_eq!(
        header(
            &ask(Method::OPTIONS, raw, "https://evil.example", &preflight),
            "access-control-allow-origin"
        ),
        None
    );
    let answer = ask(Method::GET, raw, origin, &[("authorization", "Bearer x")]);
    let exposed = header(&answer, "access-control-expose-headers").unwrap();
    assert!(
        exposed.contains("x-session-count") && exposed.contains("link"),
        "{exposed}"
    );
    // A refusal can be read too, or the page could not tell it from an unreachable host.
    let refused = ask(Method::GET, raw, origin, &[]);
    assert_eq!(
        (
            refused.status().as_u16(),
            header(&refused, "access-control-allow-origin").as_deref()
        ),
        (401, Some(origin))
    );

    let preflight = [
        ("access-control-request-method", "POST"),
        (
            "access-control-request-headers",
            "x-sentry-auth,content-type",
        ),
    ];
    let sender = ask(
        Method::OPTIONS,
        "/api/1/envelope/?sentry_key=public&sentry_version=7",
        "https://any.example",
        &preflight,
    );
    assert_eq!(
        header(&sender, "access-control-allow-origin").as_deref(),
        Some("*")
    );
    assert!(
        header(&sender, "access-control-allow-headers")
            .unwrap()
            .contains("x-sentry-auth")
    );
}

#[test]
fn the_app_is_served_as_a_static_host_should() {
    let folder = Folder::new();
    let hashed = "session-health-9f86d081884c7d65";
    for (name, text) in [
        ("index.html".to_owned(), "<!doctype html>"),
        ("config.json".to_owned(), r#"{"source":{"kind":"demo"}}"#),
        (format!("{hashed}.js"), "plain"),
        (format!("{hashed}.js.br"), "brotli"),
        (format!("{hashed}.js.gz"), "gzip"),
        (format!("{hashed}_bg.wasm"), "wasm"),
    ] {
        fs::write(folder.file(&name), text).unwrap();
    }
    let dist = folder.path().to_str().unwrap();
    let backend = Backend::start(&["--dist", dist, "--connect", "https://sentry.example"]);
    let get = |path: &str, encodings: &str| {
        let response = backend
            .client
            .get(format!("{}{path}", backend.url))
            .header("accept-encoding", encodings)
            .send();
        let response = response.unwrap();
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .map(|v| v.to_str().unwrap().to_owned())
                .unwrap_or_default()
        };
        let found = (
            response.status().as_u16(),
            header("content-type"),
            header("cache-control"),
            header("content-encoding"),
        );
        let policy = header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'")
                && policy.contains("script-src 'self' 'wasm-unsafe-eval';"),
            "{policy}"
        );
        assert!(
            policy.contains("connect-src 'self' https://sentry.example;"),
            "{policy}"
        );
        assert_eq!(
            (header("x-content-type-options"), header("referrer-policy")),
            ("nosniff".into(), "no-referrer".into())
        );
        (found, response.text().unwrap())
    };
    let forever = "public, max-age=31536000, immutable";
    let expect = |status: u16, kind: &str, cache: &str, encoding: &str| {
        (
            status,
            kind.to_owned(),
            cache.to_owned(),
            encoding.to_owned(),
        )
    };
    let script = format!("/{hashed}.js");
    assert_eq!(
        get("/", "br, gzip").0,
        expect(200, "text/html; charset=utf-8", "no-cache", "")
    );
    assert_eq!(
        get(&script, "br, gzip"),
        (
            expect(200, "text/javascript; charset=utf-8", forever, "br"),
            "brotli".to_owned()
        )
    );
    assert_eq!(
        get(&script, "gzip"),
        (
            expect(200, "text/javascript; charset=utf-8", forever, "gzip"),
            "gzip".to_owned()
        )
    );
    assert_eq!(
        get(&script, "identity"),
        (
            expect(200, "text/javascript; charset=utf-8", forever, ""),
            "plain".to_owned()
        )
    );
    assert_eq!(
        get(&format!("/{hashed}_bg.wasm"), "br").0,
        expect(200, "application/wasm", forever, "")
    );
    assert_eq!(
        get("/config.json", "br"),
        (
            expect(200, "application/json", "no-cache", ""),
            r#"{"source":{"kind":"demo"}}"#.to_owned()
        )
    );
    assert_eq!(get("/nothing-0123456789abcdef.js", "br").0.0, 404);
    assert_eq!(get("/../Cargo.toml", "br").0.0, 404);

    let rest = Backend::start(&["--dist", dist, "--config-source", "rest"]);
    let config: Value = rest.get("/config.json").json().unwrap();
    assert_eq!(
        config,
        json!({ "source": { "kind": "rest", "base": "", "organization": "demo" } })
    );
    assert_eq!(rest.get("/index.html").status(), 200);
}
