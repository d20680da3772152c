//! A real client: the `sentry` crate with release health sends sessions, a crash and a handled error of two releases, and
//! the API says exactly that.

#![allow(clippy::unwrap_used)]

mod backend;

use backend::Backend;
use sentry::protocol::{Event, Exception, Mechanism, SessionStatus};
use sentry::{Client, ClientOptions, Hub, Level, Scope, User};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// What a user does while the app runs.
enum Outcome {
    Fine,
    HandledError,
    Crash,
    Freeze,
}

/// Runs the app of `release` once for each user, and sends everything before it returns.
fn run(backend: &Backend, release: &'static str, starts: &[(&str, Outcome)]) {
    let dsn = backend.url.replace("http://", "http://public@") + "/1";
    let mut options = ClientOptions::default();
    options.dsn = Some(dsn.parse().unwrap());
    options.release = Some(Cow::Borrowed(release));
    options.environment = Some(Cow::Borrowed("production"));
    let options = sentry::apply_defaults(options);
    let client = Arc::new(Client::with_options(options));
    for (user, outcome) in starts {
        let hub = Arc::new(Hub::new(
            Some(Arc::clone(&client)),
            Arc::new(Scope::default()),
        ));
        let user = User {
            id: Some((*user).to_owned()),
            ..User::default()
        };
        hub.configure_scope(|scope| scope.set_user(Some(user)));
        hub.start_session();
        let end = match outcome {
            Outcome::Fine => SessionStatus::Exited,
            Outcome::HandledError => {
                hub.capture_event(exception(
                    "ParseIntError",
                    "invalid digit found in string",
                    true,
                ));
                SessionStatus::Exited
            }
            Outcome::Crash => {
                hub.capture_event(exception("panic", "index out of bounds", false));
                SessionStatus::Crashed
            }
            Outcome::Freeze => SessionStatus::Abnormal,
        };
        hub.end_session_with_status(end);
    }
    assert!(
        client.close(Some(Duration::from_secs(20))),
        "everything is sent"
    );
}

fn exception(kind: &str, value: &str, handled: bool) -> Event<'static> {
    let mechanism = Mechanism {
        ty: "test".to_owned(),
        handled: Some(handled),
        ..Mechanism::default()
    };
    let exception = Exception {
        ty: kind.to_owned(),
        value: Some(value.to_owned()),
        mechanism: Some(mechanism),
        ..Exception::default()
    };
    let level = if handled { Level::Error } else { Level::Fatal };
    Event {
        level,
        exception: vec![exception].into(),
        ..Event::default()
    }
}

#[test]
fn what_an_sdk_sends_is_what_the_api_says() {
    let backend = Backend::start(&[]);
    use Outcome::{Crash, Fine, Freeze, HandledError};
    run(
        &backend,
        "app@1.0.0",
        &[
            ("u1", Fine),
            ("u2", Fine),
            ("u1", Crash),
            ("u2", HandledError),
            ("u3", Freeze),
        ],
    );
    run(&backend, "app@1.1.0", &[("u1", Fine), ("u3", HandledError)]);

    assert_eq!(
        backend.json("/projects/"),
        json!([{ "id": 1, "slug": "project-1", "name": "Project 1", "platform": null, "hasSessions": true }])
    );
    assert_eq!(
        backend.json("/environments/"),
        json!([{ "id": 1, "name": "production" }])
    );

    let mut outcomes = BTreeMap::new();
    for row in backend.raw_at("?statsPeriod=1h") {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let key = (
            text(&row["attrs"]["release"]),
            text(&row["did"]),
            text(&row["status"]),
            row["errors"].as_u64().unwrap(),
        );
        *outcomes.entry(key).or_insert(0) += 1;
    }
    let expected = [
        ("app@1.0.0", "u1", "crashed", 1),
        ("app@1.0.0", "u1", "exited", 0),
        ("app@1.0.0", "u2", "exited", 0),
        ("app@1.0.0", "u2", "exited", 1),
        ("app@1.0.0", "u3", "abnormal", 0),
        ("app@1.1.0", "u1", "exited", 0),
        ("app@1.1.0", "u3", "exited", 1),
    ];
    let expected = expected.map(|(r, u, s, e)| ((r.to_owned(), u.to_owned(), s.to_owned(), e), 1));
    assert_eq!(outcomes, BTreeMap::from(expected));

    let fields = "field=sum(session)&field=count_unique(user)&field=crash_free_rate(session)&field=crash_free_rate(user)&field=errored_rate(session)&field=abnormal_rate(session)";
    let answer = backend.json(&format!(
        "/sessions/?statsPeriod=1h&interval=1h&groupBy=release&includeSeries=0&{fields}"
    ));
    let totals: BTreeMap<_, _> = answer["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| {
            let of = |field: &str| group["totals"][field].as_f64().unwrap();
            let values = [
                of("sum(session)"),
                of("count_unique(user)"),
                of("crash_free_rate(session)"),
                of("crash_free_rate(user)"),
                of("errored_rate(session)"),
                of("abnormal_rate(session)"),
            ];
            (group["by"]["release"].as_str().unwrap(), values)
        })
        .collect();
    let expected = [
        ("app@1.0.0", [5.0, 3.0, 0.8, 1.0 - 1.0 / 3.0, 0.2, 0.2]),
        ("app@1.1.0", [2.0, 2.0, 1.0, 1.0, 0.5, 0.0]),
    ];
    assert_eq!(totals, BTreeMap::from(expected));

    let mut versions: Vec<_> = backend
        .json("/releases/")
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["version"].clone())
        .collect();
    versions.sort_by_key(Value::to_string);
    assert_eq!(json!(versions), json!(["app@1.0.0", "app@1.1.0"]));

    let issues = backend.json("/issues/?sort=freq");
    let shown: Vec<_> = issues
        .as_array()
        .unwrap()
        .iter()
        .map(|i| {
            json!([
                i["title"],
                i["level"],
                i["count"],
                i["userCount"],
                i["firstRelease"]["version"]
            ])
        })
        .collect();
    assert_eq!(
        shown,
        [
            json!([
                "ParseIntError: invalid digit found in string",
                "error",
                2,
                2,
                "app@1.0.0"
            ]),
            json!(["panic: index out of bounds", "fatal", 1, 1, "app@1.0.0"]),
        ]
    );
    let in_second = backend.json("/issues/?query=release:%22app@1.1.0%22");
    assert_eq!(
        (in_second.as_array().unwrap().len(), &in_second[0]["count"]),
        (1, &json!(1))
    );
}
