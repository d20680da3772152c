//! Killed in the middle of ingestion, the backend comes back with every session it acknowledged and no envelope in half.

#![allow(clippy::unwrap_used)]

mod backend;

use backend::{Backend, Folder, envelope, session};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

const ROUNDS: u64 = 4;
const WRITERS: usize = 4;
/// Items in each envelope: all of them are stored, or none.
const TOGETHER: u64 = 5;
/// The process is killed after about so many envelopes of a round, while the writers go on.
const ENVELOPES: u64 = 60;

#[test]
fn acknowledged_means_stored() {
    let folder = Folder::new();
    let db = folder.file("health.db");
    let next = AtomicU64::new(0);
    let mut acknowledged = BTreeSet::new();
    for round in 0..ROUNDS {
        let backend = Backend::on(&db, &[]);
        let stop_at = (round + 1) * ENVELOPES;
        let (url, client) = (backend.url.clone(), backend.client.clone());
        let acknowledged_now = thread::scope(|scope| {
            let writer = || {
                let mut acknowledged = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let request = client
                        .post(format!("{url}/api/1/envelope/"))
                        .body(body(number));
                    match request.send() {
                        Ok(response) if response.status() == 200 => acknowledged.push(number),
                        Ok(response) => panic!("envelope {number}: {}", response.status()),
                        Err(_) => return acknowledged,
                    }
                }
            };
            let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(writer)).collect();
            while next.load(Ordering::Relaxed) < stop_at {
                thread::yield_now();
            }
            backend.kill();
            writers
                .into_iter()
                .flat_map(|w| w.join().unwrap())
                .collect::<Vec<_>>()
        });
        assert!(!acknowledged_now.is_empty(), "round {round} stored nothing");
        acknowledged.extend(acknowledged_now);

        let stored = stored(&Backend::on(&db, &[]));
        for (envelope, items) in &stored {
            assert_eq!(
                *items, TOGETHER,
                "envelope {envelope} is stored in half after round {round}"
            );
        }
        let lost: Vec<_> = acknowledged
            .iter()
            .filter(|number| !stored.contains_key(number))
            .collect();
        assert!(
            lost.is_empty(),
            "acknowledged but lost after round {round}: {lost:?}"
        );
        assert_eq!(integrity(&db), "ok");
    }
}

/// Envelope `number`: four sessions and an error, all of user `u<number>`.
fn body(number: u64) -> String {
    let user = format!("u{number}");
    let mut items: Vec<(&str, Value)> = (0..TOGETHER - 1)
        .map(|i| {
            (
                "session",
                session(
                    number * TOGETHER + i,
                    "2030-05-01T10:00:00Z",
                    &user,
                    json!({}),
                ),
            )
        })
        .collect();
    let event =
        json!({ "event_id": format!("{number:032x}"), "message": user, "release": "shop@1.0.0" });
    items.push(("event", event));
    envelope(&items)
}

/// How many items of each envelope are there: sessions by their user, errors by their issue's title.
fn stored(backend: &Backend) -> BTreeMap<u64, u64> {
    let sessions = backend.raw();
    let issues = backend.all_pages("/issues/?limit=100");
    let users = sessions
        .iter()
        .map(|s| &s["did"])
        .chain(issues.iter().map(|i| &i["title"]));
    let mut items = BTreeMap::new();
    for user in users {
        *items
            .entry(user.as_str().unwrap()[1..].parse().unwrap())
            .or_insert(0) += 1;
    }
    items
}

fn integrity(db: &std::path::Path) -> String {
    let connection = Connection::open(db).unwrap();
    connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap()
}
