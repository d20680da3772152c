//! A backend that answers from a script, and time that passes when it is looked at.

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, pending, ready};
use futures_util::stream::{self, StreamExt};
use session_health::session::{TimeRange, Timestamp};
use session_health::source::config::Token;
use session_health::source::rest::RestSource;
use session_health::source::transport::{Broken, Request, Response, Transport};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

/// What comes after the headers.
#[derive(Clone, Debug)]
pub enum Then {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The connection breaks.
    Break,
    /// Nothing, ever.
    Stall,
}

/// One answer of the script.
#[derive(Clone, Debug)]
pub struct Scripted {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<Then>,
    /// No answer at all.
    pub lost: bool,
}

pub fn json(body: &str) -> Scripted {
    answer(200, "application/json", vec![Then::Bytes(body.into())])
}

pub fn answer(status: u16, kind: &str, body: Vec<Then>) -> Scripted {
    Scripted {
        status,
        headers: vec![("content-type", kind.to_owned())],
        body,
        lost: false,
    }
}

pub fn lost() -> Scripted {
    Scripted {
        lost: true,
        ..json("")
    }
}

impl Scripted {
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// What a test sees of the world afterwards.
#[derive(Default)]
pub struct Seen {
    pub requests: RefCell<Vec<Request>>,
    pub waits: RefCell<Vec<u64>>,
    pub pauses: Cell<u32>,
    /// Bodies that were let go.
    pub dropped: Cell<u32>,
    script: RefCell<VecDeque<Scripted>>,
    by_path: RefCell<Option<ByPath>>,
    time: Cell<f64>,
    /// Whether a pause ever ends.
    pub stuck: Cell<bool>,
}

/// What a path below the organization is answered with.
type ByPath = Box<dyn Fn(&str) -> Scripted>;

/// What every path begins with.
const ROOT: &str = "https://backend.test/api/0/organizations/demo/";

#[derive(Clone, Default)]
pub struct World(pub Rc<Seen>);

impl World {
    pub fn new(script: impl IntoIterator<Item = Scripted>) -> Self {
        let world = Self::default();
        world.then(script);
        world
    }

    pub fn then(&self, script: impl IntoIterator<Item = Scripted>) {
        self.0.script.borrow_mut().extend(script);
    }

    /// From now on, and in any order, paths are answered so.
    pub fn by_path(&self, answers: impl Fn(&str) -> Scripted + 'static) {
        self.0.by_path.replace(Some(Box::new(answers)));
    }

    pub fn source(&self) -> RestSource<World> {
        RestSource::new(
            self.clone(),
            "https://backend.test/",
            "demo",
            Token::new("s3cret"),
        )
    }

    /// The addresses asked, without what all have in common.
    pub fn paths(&self) -> Vec<String> {
        self.0
            .requests
            .borrow()
            .iter()
            .map(|r| r.url.strip_prefix(ROOT).expect("below the root").to_owned())
            .collect()
    }
}

struct Noticed(Rc<Seen>);

impl Drop for Noticed {
    fn drop(&mut self) {
        self.0.dropped.set(self.0.dropped.get() + 1);
    }
}

impl Transport for World {
    fn get(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Broken>> {
        let path = request.url.strip_prefix(ROOT).unwrap_or_default();
        let by_path = self.0.by_path.borrow().as_ref().map(|of| of(path));
        let next = || self.0.script.borrow_mut().pop_front();
        let scripted = by_path.or_else(next).expect("an answer in the script");
        self.0.requests.borrow_mut().push(request);
        if scripted.lost {
            return ready(Err(Broken)).boxed_local();
        }
        let noticed = Noticed(self.0.clone());
        let body = stream::iter(scripted.body).then(move |then| {
            let _ = &noticed;
            match then {
                Then::Bytes(bytes) => ready(Ok(bytes)).boxed_local(),
                Then::Break => ready(Err(Broken)).boxed_local(),
                Then::Stall => pending().boxed_local(),
            }
        });
        let headers = scripted
            .headers
            .into_iter()
            .map(|(n, v)| (n.to_owned(), v))
            .collect();
        ready(Ok(Response {
            status: scripted.status,
            headers,
            body: body.boxed_local(),
        }))
        .boxed_local()
    }

    fn pause(&self) -> LocalBoxFuture<'_, ()> {
        self.0.pauses.set(self.0.pauses.get() + 1);
        if self.0.stuck.get() {
            pending().boxed_local()
        } else {
            ready(()).boxed_local()
        }
    }

    fn sleep(&self, millis: u64) -> LocalBoxFuture<'_, ()> {
        // The guard against silence: it ends only when a test is about silence.
        if millis >= 60_000 {
            return if self.0.stuck.get() {
                pending().boxed_local()
            } else {
                ready(()).boxed_local()
            };
        }
        self.0.waits.borrow_mut().push(millis);
        ready(()).boxed_local()
    }

    fn clock(&self) -> f64 {
        self.0.time.set(self.0.time.get() + 4.0);
        self.0.time.get()
    }

    fn random(&self) -> f64 {
        0.5
    }
}

/// The outcome of work that never has to wait.
pub fn now<T>(work: impl Future<Output = T>) -> T {
    work.now_or_never().expect("nothing to wait for")
}

pub fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub fn days(from: &str, to: &str) -> TimeRange {
    TimeRange::new(at(from), at(to))
}

/// A session line that starts at `started`.
pub fn line(sid: u32, started: &str, status: &str) -> String {
    format!(
        "{{\"sid\":\"00000000-0000-4000-8000-{sid:012}\",\"did\":\"u{sid}\",\"project\":1,\"started\":\"{started}\",\
         \"timestamp\":\"{started}\",\"status\":\"{status}\",\"errors\":0,\
         \"attrs\":{{\"release\":\"app@1\",\"environment\":\"prod\"}}}}\n"
    )
}

/// So many lines an hour apart from a day's start on; every tenth session crashed.
pub fn lines(from_sid: u32, day: &str, count: u32) -> String {
    let start = at(day);
    (0..count)
        .map(|n| {
            let status = if n % 10 == 0 { "crashed" } else { "exited" };
            line(
                from_sid + n,
                &start.plus(i64::from(n % 24) * 3_600_000).to_iso(),
                status,
            )
        })
        .collect()
}

/// NDJSON in chunks of `size` bytes.
pub fn ndjson(text: &str, size: usize, announced: usize) -> Scripted {
    let chunks = text
        .as_bytes()
        .chunks(size)
        .map(|c| Then::Bytes(c.to_vec()))
        .collect();
    answer(200, "application/x-ndjson", chunks).header("x-session-count", &announced.to_string())
}
