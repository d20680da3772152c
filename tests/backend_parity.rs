//! The example backend answers a dashboard twice, from raw sessions and from sums: every "View data" table and every big number
//! is the same, whatever the filters.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

mod backend;
#[allow(dead_code)]
#[path = "sentry/page.rs"]
mod page;

use backend::Backend;
use futures_util::future::{LocalBoxFuture, pending, ready};
use futures_util::stream::{self, StreamExt};
use page::open;
use serde_json::Value;
use session_health::dashboard::builtin;
use session_health::source::config::Token;
use session_health::source::rest::RestSource;
use session_health::source::sentry::SentrySource;
use session_health::source::transport::{Broken, Request, Response, Transport};

/// What `page` plays at.
mod server {
    pub const NOW: &str = "2026-11-18T12:34:56Z";

    pub fn at(text: &str) -> session_health::session::Timestamp {
        session_health::session::Timestamp::parse(text).unwrap()
    }
}

/// Real requests, waited for on the spot.
#[derive(Clone)]
struct Blocking(reqwest::blocking::Client);

impl Transport for Blocking {
    fn get(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Broken>> {
        let answer = self.0.get(&request.url).send().map_err(|_| Broken);
        let read = |answer: reqwest::blocking::Response| {
            let status = answer.status().as_u16();
            let headers = answer.headers().iter();
            let headers = headers
                .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
                .collect();
            let body = stream::iter([Ok(answer.bytes().unwrap().to_vec())]).boxed_local();
            Response {
                status,
                headers,
                body,
            }
        };
        Box::pin(ready(answer.map(read)))
    }

    fn pause(&self) -> LocalBoxFuture<'_, ()> {
        Box::pin(ready(()))
    }

    fn sleep(&self, _: u64) -> LocalBoxFuture<'_, ()> {
        Box::pin(pending())
    }

    fn clock(&self) -> f64 {
        0.0
    }

    fn random(&self) -> f64 {
        0.5
    }
}

/// A source of numbers that only have to look random.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    /// Some of `values` as parameters of a link, often none.
    fn some(&mut self, name: &str, values: &[String]) -> String {
        let many = self.below(3).min(values.len());
        let mut link = String::new();
        for _ in 0..many {
            let value = &values[self.below(values.len())];
            let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
            let part = format!("&{name}={value}");
            if !link.contains(&part) {
                link += &part;
            }
        }
        link
    }
}

#[test]
fn raw_sessions_and_sums_give_the_same_tables_whatever_the_filters() {
    let backend = Backend::start(&["--demo", "7", "--now", server::NOW]);
    let texts = |rows: &[Value], key: &str| -> Vec<String> {
        let text = |row: &Value| match &row[key] {
            Value::String(text) => text.clone(),
            number => number.to_string(),
        };
        rows.iter().map(text).collect()
    };
    let all = |path: &str| backend.json(path).as_array().unwrap().clone();
    let projects = texts(&all("/projects/"), "id");
    let environments = texts(&all("/environments/"), "name");
    let releases = texts(&backend.all_pages("/releases/?status="), "version");
    let client = Blocking(backend.client.clone());
    let mut shown = 0;
    for seed in 0..8 {
        let mut dice = Dice(seed * 7919 + 3);
        let period = ["24h", "3d", "7d", "14d", "30d"][dice.below(5)];
        let mut link = format!("?statsPeriod={period}");
        if seed > 0 {
            link += &dice.some("project", &projects);
            link += &dice.some("environment", &environments);
            link += &dice.some("release", &releases);
            link += ["", "&compare=1"][dice.below(2)];
        }
        for dashboard in builtin::all() {
            let token = Token::default;
            let raw = RestSource::new(client.clone(), &backend.url, "demo", token());
            let sums = SentrySource::new(client.clone(), &backend.url, "demo", token());
            let (raw, sums) = (
                open(&raw, &dashboard, &link),
                open(&sums, &dashboard, &link),
            );
            for (a, b) in raw.tables().iter().zip(&sums.tables()) {
                assert_eq!(a, b, "seed {seed}, {} {link}", dashboard.id);
                shown += usize::from(a.1.contains("rows: ["));
            }
            assert_eq!(raw.widgets.len(), sums.widgets.len());
            // Nothing is excused.
            for (id, _) in &sums.widgets {
                let mut notes = sums.notes(id);
                notes.retain(|note| !raw.notes(id).contains(note));
                assert!(notes.iter().all(|n| n.starts_with("Resolved")), "{notes:?}");
            }
        }
    }
    assert!(shown > 80, "{shown} tables with numbers");
}
