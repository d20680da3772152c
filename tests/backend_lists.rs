//! Releases and issues: search, order, pages, health and time series, against numbers worked out by hand.

#![allow(clippy::unwrap_used)]

mod backend;

use backend::{Backend, session};
use serde_json::{Value, json};

/// A backend at noon on 1 May 2030 with three releases in two projects and three issues.
///
/// Project 1: `shop@1.0.0+7` (created 28 April, one session), `shop@1.1.0+8` (created 1 May 01:00; 4 sessions of 3 users,
/// one crashed, hourly from 01:00, all in production). Project 2: `web-words` (1 May 03:00, 2 sessions, in staging).
fn backend() -> Backend {
    let backend = Backend::start(&["--now", "2030-05-01T12:00:00Z"]);
    let at =
        |number: u64, started: &str, did: &str, release: &str, environment: &str, more: Value| {
            let mut session = session(number, started, did, more);
            session["attrs"] = json!({ "release": release, "environment": environment });
            ("session", session)
        };
    backend.send(
        1,
        &[at(
            1,
            "2030-04-28T10:00:00Z",
            "u1",
            "shop@1.0.0+7",
            "production",
            json!({}),
        )],
    );
    backend.send(
        1,
        &[
            at(
                2,
                "2030-05-01T01:00:00Z",
                "u1",
                "shop@1.1.0+8",
                "production",
                json!({ "duration": 10.0 }),
            ),
            at(
                3,
                "2030-05-01T02:00:00Z",
                "u2",
                "shop@1.1.0+8",
                "production",
                json!({ "duration": 30.0 }),
            ),
            at(
                4,
                "2030-05-01T03:00:00Z",
                "u2",
                "shop@1.1.0+8",
                "production",
                json!({ "status": "crashed", "errors": 1 }),
            ),
            at(
                5,
                "2030-05-01T04:00:00Z",
                "u3",
                "shop@1.1.0+8",
                "production",
                json!({ "errors": 2 }),
            ),
        ],
    );
    backend.send(
        2,
        &[
            at(
                6,
                "2030-05-01T03:00:00Z",
                "u1",
                "web-words",
                "staging",
                json!({}),
            ),
            at(
                7,
                "2030-05-01T03:30:00Z",
                "u1",
                "web-words",
                "staging",
                json!({}),
            ),
        ],
    );
    let event = |id: u64, kind: &str, at: &str, release: &str, environment: &str, user: &str| {
        let frames = json!([{ "function": "main", "in_app": true }, { "function": "pay", "module": "shop.cart", "in_app": true }, { "function": "unwrap", "in_app": false }]);
        let exception = json!({ "values": [{ "type": "Cause" }, { "type": kind, "value": format!("no {id}\nmore"), "stacktrace": { "frames": frames } }] });
        let event = json!({
            "event_id": format!("{id:032x}"), "timestamp": at, "release": release, "environment": environment,
            "user": { "id": user }, "level": "fatal", "exception": exception,
        });
        ("event", event)
    };
    backend.send(
        1,
        &[event(
            1,
            "Boom",
            "2030-04-28T10:30:00Z",
            "shop@1.0.0+7",
            "production",
            "u1",
        )],
    );
    backend.send(
        1,
        &[event(
            2,
            "Boom",
            "2030-05-01T03:10:00Z",
            "shop@1.1.0+8",
            "production",
            "u2",
        )],
    );
    backend.send(
        1,
        &[event(
            3,
            "Boom",
            "2030-05-01T03:20:00Z",
            "shop@1.1.0+8",
            "production",
            "u2",
        )],
    );
    backend.send(
        1,
        &[event(
            3,
            "Boom",
            "2030-05-01T03:20:00Z",
            "shop@1.1.0+8",
            "production",
            "u2",
        )],
    ); // Sent twice.
    backend.send(
        1,
        &[event(
            4,
            "Bang",
            "2030-05-01T04:10:00Z",
            "shop@1.1.0+8",
            "production",
            "u3",
        )],
    );
    let message = json!({ "event_id": format!("{:032x}", 5), "timestamp": "2030-05-01T05:00:00Z", "message": "Slow answer", "level": "warning", "environment": "staging", "transaction": "/cart" });
    backend.send(2, &[("event", message)]);
    backend
}

fn names<'a>(rows: &'a Value, key: &str) -> Vec<&'a str> {
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| row[key].as_str().unwrap())
        .collect()
}

#[test]
fn releases_are_searched_and_sorted() {
    let backend = backend();
    let all = ["web-words", "shop@1.1.0+8", "shop@1.0.0+7"];
    for (query, expected) in [
        ("", &all[..]),
        (
            "?sort=semver",
            &["shop@1.1.0+8", "shop@1.0.0+7", "web-words"],
        ),
        ("?sort=build", &["shop@1.1.0+8", "shop@1.0.0+7"]),
        (
            "?sort=sessions&flatten=1",
            &["shop@1.1.0+8", "web-words", "shop@1.0.0+7"],
        ),
        (
            "?sort=crash_free_sessions&flatten=1",
            &["shop@1.1.0+8", "web-words", "shop@1.0.0+7"],
        ),
        (
            "?sort=users_24h&flatten=1&statsPeriod=24h",
            &["shop@1.1.0+8", "web-words"],
        ),
        ("?query=1.1", &["shop@1.1.0+8"]),
        ("?query=release.version:%3C1.1", &["shop@1.0.0+7"]),
        ("?query=!release.package:shop", &["web-words"]),
        ("?query=release:latest", &["web-words", "shop@1.1.0+8"]),
        ("?project=1", &all[1..]),
        ("?environment=staging", &all[..1]),
        ("?statsPeriod=24h", &all[..2]),
        ("?status=archived", &[]),
        ("?status=", &all[..]),
        (
            "?environment=production&query=release.stage:replaced",
            &all[1..],
        ),
        ("?environment=production&query=release.stage:adopted", &[]),
        (
            "?environment=production&sort=adoption",
            &["shop@1.1.0+8", "shop@1.0.0+7"],
        ),
    ] {
        assert_eq!(
            names(&backend.json(&format!("/releases/{query}")), "version"),
            expected,
            "{query}"
        );
    }
    assert_eq!(
        backend.json("/releases/stats/?statsPeriod=24h"),
        json!([{ "version": "web-words", "date": "2030-05-01T03:00:00Z" }, { "version": "shop@1.1.0+8", "date": "2030-05-01T01:00:00Z" }])
    );
}

#[test]
fn sessions_are_searched_by_properties_of_their_release() {
    let backend = backend();
    for (query, sessions) in [
        ("release.version:>=1.1", 4),
        ("!release.version:>=1.1", 3),
        ("release.package:shop", 5),
        ("release.build:7", 1),
        ("release.stage:replaced&environment=production", 5),
    ] {
        let path =
            format!("/sessions/?field=sum(session)&statsPeriod=7d&interval=1d&query={query}");
        let found = backend.json(&path)["groups"][0]["totals"]["sum(session)"].clone();
        assert_eq!(found, sessions, "{query}");
    }
    let stage = "/sessions/?field=sum(session)&statsPeriod=7d&query=release.stage:replaced";
    assert_eq!(
        backend.refusal(stage),
        (
            400,
            "Choose a single environment to filter by release stage.".to_owned()
        )
    );
}

#[test]
fn a_release_with_its_health() {
    let backend = backend();
    let row = &backend.json("/releases/?project=1&environment=production&health=1&adoptionStages=1&summaryStatsPeriod=7d")[0];
    // Six hours later nothing of it is left, and of nothing there is no adoption: 04:00 to 10:00 hold its last session.
    assert_eq!(
        row["adoptionStages"],
        json!({ "project-1": { "stage": "replaced", "adopted": "2030-05-01T02:00:00Z", "unadopted": "2030-05-01T11:00:00Z" } })
    );
    let mut project = row["projects"][0].clone();
    let mut health = project["healthData"].take();
    let stats = health["stats"]["24h"].take();
    assert_eq!(
        project,
        json!({ "id": 1, "slug": "project-1", "name": "Project 1", "platform": null, "newGroups": 1, "hasHealthData": true, "healthData": null })
    );
    health.as_object_mut().unwrap().remove("stats");
    let crash_free_users = health["crashFreeUsers"].take().as_f64().unwrap();
    assert!(
        (crash_free_users - 200.0 / 3.0).abs() < 1e-9,
        "two of three users"
    );
    assert_eq!(
        health,
        json!({
            "adoption": 100.0, "sessionsAdoption": 100.0, "totalSessions": 4, "totalSessions24h": 4, "totalUsers": 3,
            "totalUsers24h": 3, "crashFreeSessions": 75.0, "crashFreeUsers": null, "sessionsCrashed": 1,
            "sessionsErrored": 1, "durationP50": 10.0, "durationP90": 26.0, "hasHealthData": true,
        })
    );
    let seen: Vec<_> = stats
        .as_array()
        .unwrap()
        .iter()
        .filter(|bucket| bucket[1] != 0)
        .cloned()
        .collect();
    let hour = |n: i64| json!([1903824000 + n * 3600, 1]);
    assert_eq!(seen, [hour(1), hour(2), hour(3), hour(4)]);

    let one = backend.json("/releases/shop@1.1.0+8/");
    assert_eq!(
        one,
        json!({
            "version": "shop@1.1.0+8", "shortVersion": "1.1.0+8", "status": "open", "dateCreated": "2030-05-01T01:00:00Z",
            "dateReleased": null, "newGroups": 1, "commitCount": 0, "deployCount": 0, "authors": [], "adoptionStages": {},
            "firstEvent": "2030-05-01T01:00:00Z", "lastEvent": "2030-05-01T04:10:00Z",
            "versionInfo": { "package": "shop", "description": "1.1.0+8", "buildHash": null, "version": {
                "raw": "1.1.0+8", "major": 1, "minor": 1, "patch": 0, "pre": null, "buildCode": "8", "components": 3 } },
            "projects": [{ "id": 1, "slug": "project-1", "name": "Project 1", "platform": null, "newGroups": 1, "hasHealthData": true }],
        })
    );
}

#[test]
fn issues_are_grouped_counted_searched_and_sorted() {
    let backend = backend();
    let rows = backend.json("/issues/?sort=freq");
    assert_eq!(
        rows[0],
        json!({
            "id": "1", "shortId": "PROJECT-1-1", "title": "Boom: no 3", "culprit": "pay in shop.cart", "level": "fatal",
            "status": "unresolved", "project": { "id": 1, "slug": "project-1" }, "count": 3, "userCount": 2,
            "firstSeen": "2030-04-28T10:30:00Z", "lastSeen": "2030-05-01T03:20:00Z", "permalink": null,
            "firstRelease": { "version": "shop@1.0.0+7" },
        })
    );
    let [boom, bang, slow] = ["PROJECT-1-1", "PROJECT-1-2", "PROJECT-2-1"];
    for (query, expected) in [
        ("", vec![slow, bang, boom]),
        ("?sort=new", vec![slow, bang, boom]),
        ("?sort=user", vec![boom, bang, slow]),
        ("?sort=freq&limit=1", vec![boom]),
        ("?project=1", vec![bang, boom]),
        ("?environment=staging", vec![slow]),
        ("?start=2030-04-28&end=2030-04-29", vec![boom]),
        ("?query=firstRelease:%22shop@1.1.0%2B8%22", vec![bang]),
        ("?query=first-release:%22shop@1.0.0%2B7%22", vec![boom]),
        ("?query=release:%22shop@1.1.0%2B8%22", vec![bang, boom]),
        ("?query=is:unresolved%20slow", vec![slow]),
        ("?query=is:resolved", vec![]),
        ("?query=cart", vec![slow, bang, boom]),
    ] {
        assert_eq!(
            names(&backend.json(&format!("/issues/{query}")), "shortId"),
            expected,
            "{query}"
        );
    }
    // Counts are those of the release and range asked for.
    let rows = backend.json("/issues/?query=release:%22shop@1.1.0%2B8%22%20boom&statsPeriod=24h");
    assert_eq!(
        (&rows[0]["count"], &rows[0]["userCount"]),
        (&json!(2), &json!(1))
    );
}

#[test]
fn issue_series_count_new_issues() {
    let backend = backend();
    let path =
        "/issues-timeseries/?start=2030-05-01T00:00:00Z&end=2030-05-01T12:00:00Z&interval=6h";
    let answer = backend.json(&format!(
        "{path}&yAxis=count(new_issues)&yAxis=count(resolved_issues)"
    ));
    let at = |hour: i64| 1903824000000 + hour * 3600000;
    let values = |counts: [u64; 3]| {
        json!([
            { "timestamp": at(0), "value": counts[0], "incomplete": false },
            { "timestamp": at(6), "value": counts[1], "incomplete": false },
            { "timestamp": at(12), "value": counts[2], "incomplete": true },
        ])
    };
    let meta = json!({ "interval": 21600000, "valueType": "integer", "valueUnit": null });
    assert_eq!(
        answer,
        json!({
            "timeSeries": [
                { "yAxis": "count(new_issues)", "groupBy": [], "values": values([2, 0, 0]), "meta": meta },
                { "yAxis": "count(resolved_issues)", "groupBy": [], "values": values([0, 0, 0]), "meta": meta },
            ],
            "meta": { "dataset": "issue", "start": at(0), "end": at(12) },
        })
    );
    let grouped = backend.json(&format!("{path}&groupBy=release"));
    let meta = json!({ "interval": 21600000, "valueType": "integer", "valueUnit": null, "order": 0, "isOther": false });
    assert_eq!(
        grouped["timeSeries"],
        json!([{ "yAxis": "count(new_issues)", "groupBy": [{ "key": "release", "value": "shop@1.1.0+8" }], "values": values([1, 0, 0]), "meta": meta }])
    );
    assert_eq!(
        backend.json(&format!("{path}&environment=staging"))["timeSeries"][0]["values"],
        values([1, 0, 0])
    );
}

#[test]
fn pages_lead_to_each_other() {
    let backend = backend();
    for path in [
        "/releases/?sort=semver",
        "/issues/?sort=freq",
        "/releases/stats/?statsPeriod=90d",
    ] {
        let whole = backend.json(path);
        let key = if path.starts_with("/issues") {
            "limit"
        } else {
            "per_page"
        };
        for size in [1, 2, 5] {
            let pages = backend.all_pages(&format!("{path}&{key}={size}"));
            assert_eq!(json!(pages), whole, "{path} by {size}");
        }
    }
    let link = |path: &str| {
        backend.api(path).headers()["link"]
            .to_str()
            .unwrap()
            .to_owned()
    };
    let base = "/api/0/organizations/demo/issues/";
    assert_eq!(
        link("/issues/?limit=1&query=is%3Aunresolved"),
        format!(
            "<{base}?limit=1&query=is%3Aunresolved&cursor=0%3A0%3A1>; rel=\"previous\"; results=\"false\"; cursor=\"0:0:1\", \
             <{base}?limit=1&query=is%3Aunresolved&cursor=0%3A1%3A0>; rel=\"next\"; results=\"true\"; cursor=\"0:1:0\""
        )
    );
    assert!(link("/issues/?limit=1&cursor=0:2:0").contains("cursor=\"0:1:1\""));
    assert!(link("/issues/?limit=1&cursor=0:2:0").ends_with("results=\"false\"; cursor=\"0:3:0\""));
}
