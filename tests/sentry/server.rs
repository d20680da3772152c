//! A server of both kinds over the same made-up sessions: raw lines for one, Sentry's sums for the other, and the habits
//! that real servers have. What it is asked is kept.

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, pending, ready};
use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};
use session_health::engine::api::{ApiContext, POINT_BUDGET, parse_query, respond};
use session_health::engine::execute::answer;
use session_health::engine::ingest::Ingest;
use session_health::engine::store::{Store, StoreBuild};
use session_health::session::{TimeRange, Timestamp};
use session_health::source::config::Token;
use session_health::source::rest::RestSource;
use session_health::source::sentry::SentrySource;
use session_health::source::transport::{Broken, Request, Response, Transport};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

pub const NOW: &str = "2026-11-18T12:34:56Z";
const HOUR: i64 = 3_600_000;
/// What many servers take of an address.
const MOST_ADDRESS: usize = 8_000;

/// How a server differs from the one that the specification describes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Habits {
    /// Errored ones include the unhandled ones, which have neither a status nor a rate of their own.
    pub four_statuses: bool,
    /// Errored ones include the unhandled ones, which have one all the same.
    pub unhandled_twice: bool,
    /// Only `sum(session)` and `count_unique(user)` are known.
    pub no_rates: bool,
    /// `per_page` never lifts the limit of 10,000 points, and numbers of projects are texts.
    pub silent_cut: bool,
    /// Names of releases are as long as those of real apps.
    pub long_names: bool,
}

pub struct Server {
    lines: String,
    store: Store,
    releases: Vec<(String, Timestamp, u64)>,
    habits: Habits,
    /// Requests for sums that begin like this are refused.
    pub refuses: RefCell<Option<String>>,
    pub asked: RefCell<Vec<String>>,
}

/// A source of numbers that only have to look random.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

pub fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub fn version(n: u64) -> String {
    if n % 11 == 5 {
        format!("{:040x}", n * 7919)
    } else {
        format!("shop@1.{}.{}", n / 4, n % 4)
    }
}

impl Server {
    /// `rows` sessions of the last 30 days, of so many `releases` and three projects.
    pub fn new(seed: u64, rows: u64, releases: u64, habits: Habits) -> Rc<Self> {
        let (mut dice, now) = (Dice(seed), at(NOW));
        let named = |n| match habits.long_names {
            true => format!("com.example.shop.android.{}", version(n)),
            false => version(n),
        };
        let mut lines = String::new();
        for sid in 0..rows {
            let started =
                now.plus(-(dice.below(30 * 24) as i64) * HOUR - dice.below(3_600_000) as i64);
            let (status, errors, mechanism) = match dice.below(20) {
                0 => ("crashed", 1, None),
                1 => ("abnormal", 0, Some("anr_foreground")),
                2 => ("abnormal", 0, Some("anr_background")),
                3 => ("unhandled", 1, None),
                4 | 5 => ("exited", 2, None),
                6 => ("ok", 0, None),
                _ => ("exited", 0, None),
            };
            let user = dice.below(60);
            // The newest releases have few sessions, the oldest many.
            let release = dice.below(releases).min(dice.below(releases));
            let environment = ["production", "staging", ""][dice.below(3) as usize];
            let row = json!({
                "sid": format!("00000000-0000-4000-8000-{sid:012}"), "did": (user > 3).then(|| format!("u{user}")),
                "project": 1 + release % 3, "started": started.to_iso(), "timestamp": started.plus(1000).to_iso(),
                "duration": 1.5, "status": status, "errors": errors, "abnormal_mechanism": mechanism,
                "attrs": {"release": named(release), "environment": environment},
            });
            lines.push_str(&format!("{row}\n"));
        }
        let mut ingest = Ingest::new();
        ingest.feed(lines.as_bytes());
        ingest.end();
        let mut build = StoreBuild::new(Store::empty(), ingest);
        while !build.step(100_000) {}
        let listed = (0..releases).map(|n| {
            (
                named(n),
                now.plus((n as i64 - releases as i64) * 7 * HOUR),
                1 + n % 3,
            )
        });
        Rc::new(Self {
            lines,
            store: build.finish(),
            releases: listed.collect(),
            habits,
            refuses: RefCell::default(),
            asked: RefCell::default(),
        })
    }

    pub fn raw(self: &Rc<Self>) -> RestSource<Link> {
        RestSource::new(
            Link(self.clone()),
            "https://sentry.test",
            "demo",
            Token::default(),
        )
    }

    pub fn sums(self: &Rc<Self>) -> SentrySource<Link> {
        SentrySource::new(
            Link(self.clone()),
            "https://sentry.test",
            "demo",
            Token::new("t"),
        )
    }

    /// Addresses asked below `path`, without what all have in common.
    pub fn asked(&self, path: &str) -> Vec<String> {
        self.asked
            .borrow()
            .iter()
            .filter(|p| p.starts_with(path))
            .cloned()
            .collect()
    }

    fn answer(&self, path: &str, params: &[(String, String)]) -> (u16, String) {
        match path {
            "sessions/" => self.sessions(params),
            "sessions/raw/" => (200, self.lines_of(params)),
            "releases/" => (200, self.releases(params).to_string()),
            "projects/" => (200, json!([{"id": "1", "slug": "ios", "hasSessions": true}, {"id": "2", "slug": "android",
                "hasSessions": true}, {"id": "3", "slug": "web", "hasSessions": true}]).to_string()),
            "environments/" => (200, json!([{"id": "1", "name": "production"}, {"id": "2", "name": "staging"}]).to_string()),
            "issues-timeseries/" => (200, json!({"timeSeries": []}).to_string()),
            _ => (200, "[]".to_owned()),
        }
    }

    fn lines_of(&self, params: &[(String, String)]) -> String {
        let time = |name: &str| at(&params.iter().find(|(n, _)| n == name).unwrap().1);
        let range = TimeRange::new(time("start"), time("end"));
        let inside = |line: &&str| {
            let row: Value = serde_json::from_str(line).unwrap();
            range.contains(at(row["started"].as_str().unwrap()))
        };
        self.lines
            .lines()
            .filter(inside)
            .map(|line| format!("{line}\n"))
            .collect()
    }

    fn releases(&self, params: &[(String, String)]) -> Value {
        let projects: Vec<&str> = params
            .iter()
            .filter(|(n, _)| n == "project")
            .map(|(_, v)| v.as_str())
            .collect();
        let passes = |(_, _, project): &&(String, Timestamp, u64)| {
            projects.is_empty() || projects.contains(&project.to_string().as_str())
        };
        let newest_first = self.releases.iter().rev().filter(passes);
        newest_first
            .map(|(version, created, project)| {
                json!({"version": version, "status": "open", "dateCreated": created.to_iso(), "newGroups": 2,
                    "projects": [{"id": project, "slug": "x", "newGroups": 2, "hasHealthData": true}]})
            })
            .collect()
    }

    fn sessions(&self, params: &[(String, String)]) -> (u16, String) {
        let refused = |detail: &str| (400, json!({"detail": detail}).to_string());
        let is_unknown = |name: &str| {
            let is_rate = name != "sum(session)" && name != "count_unique(user)";
            let is_fifth = name.starts_with("unhandled_rate");
            is_rate && self.habits.no_rates || is_fifth && self.habits.four_statuses
        };
        if let Some((_, name)) = params.iter().find(|(n, v)| n == "field" && is_unknown(v)) {
            return refused(&format!("Invalid field: \"{name}\""));
        }
        let context = ApiContext {
            now: at(NOW),
            projects: &[1, 2, 3],
            releases: &|_| Err("not known here".to_owned()),
            point_budget: POINT_BUDGET,
        };
        let mut query = match parse_query(params, &context) {
            Ok(query) => query,
            Err(error) => return refused(&error.detail),
        };
        if self.habits.silent_cut {
            let most = (POINT_BUDGET / query.query.window.len()).max(1);
            query.query.limit = query.query.limit.map(|limit| limit.min(most));
        }
        let results = answer(&self.store, std::slice::from_ref(&query.query));
        let mut body = respond(&query, &results[0]);
        self.spoil(&mut body);
        (200, body.to_string())
    }

    fn spoil(&self, body: &mut Value) {
        let groups = body["groups"].as_array_mut().unwrap();
        if self.habits.four_statuses || self.habits.unhandled_twice {
            let is = |group: &Value, status: &str| group["by"]["session.status"] == status;
            let unhandled: Vec<Value> = groups
                .iter()
                .filter(|g| is(g, "unhandled"))
                .cloned()
                .collect();
            for more in unhandled {
                let mut by = more["by"].clone();
                by["session.status"] = "errored".into();
                let errored = groups.iter_mut().find(|g| g["by"] == by).unwrap();
                let totals = errored["totals"].as_object_mut().unwrap();
                totals
                    .iter_mut()
                    .for_each(|(name, n)| add(n, &more["totals"][name]));
                let series = errored["series"].as_object_mut().into_iter().flatten();
                for (name, values) in series {
                    let values = values.as_array_mut().unwrap().iter_mut();
                    values
                        .zip(more["series"][name].as_array().unwrap())
                        .for_each(|(n, m)| add(n, m));
                }
            }
            if self.habits.four_statuses {
                groups.retain(|g| !is(g, "unhandled"));
            }
        }
        if self.habits.silent_cut {
            for group in groups {
                if let Some(id) = group["by"]["project"].as_u64() {
                    group["by"]["project"] = id.to_string().into();
                }
            }
        }
    }
}

fn add(n: &mut Value, more: &Value) {
    *n = (n.as_u64().unwrap() + more.as_u64().unwrap()).into();
}

/// A connection to the server.
#[derive(Clone)]
pub struct Link(Rc<Server>);

impl Transport for Link {
    fn get(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Broken>> {
        let root = "https://sentry.test/api/0/organizations/demo/";
        let path = request
            .url
            .strip_prefix(root)
            .expect("below the root")
            .to_owned();
        self.0.asked.borrow_mut().push(path.clone());
        let refuses = self.0.refuses.borrow();
        let is_refused = refuses
            .as_ref()
            .is_some_and(|start| path.starts_with(start) && path.starts_with("sessions/"));
        if request.url.len() > MOST_ADDRESS {
            let headers = Vec::new();
            let body = stream::iter([]).boxed_local();
            return ready(Ok(Response {
                status: 414,
                headers,
                body,
            }))
            .boxed_local();
        }
        let (path, query) = path.split_once('?').unwrap_or((&path, ""));
        let params: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        let (status, body) = match is_refused && !path.ends_with("raw/") {
            true => (409, json!({"detail": "not now"}).to_string()),
            false => self.0.answer(path, &params),
        };
        let kind = if path.ends_with("raw/") {
            "application/x-ndjson"
        } else {
            "application/json"
        };
        let body = stream::iter([Ok(body.into_bytes())]).boxed_local();
        let headers = vec![("content-type".to_owned(), kind.to_owned())];
        ready(Ok(Response {
            status,
            headers,
            body,
        }))
        .boxed_local()
    }

    fn pause(&self) -> LocalBoxFuture<'_, ()> {
        ready(()).boxed_local()
    }

    fn sleep(&self, _: u64) -> LocalBoxFuture<'_, ()> {
        pending().boxed_local()
    }

    fn clock(&self) -> f64 {
        0.0
    }

    fn random(&self) -> f64 {
        0.5
    }
}

/// Texts that occur more than once.
pub fn repeated(texts: &[String]) -> BTreeSet<&String> {
    let mut seen = BTreeSet::new();
    texts.iter().filter(|text| !seen.insert(*text)).collect()
}
