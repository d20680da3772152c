//! What a source needs of the world it runs in: requests, pauses, a clock. The browser has one ([`crate::browser::fetch`]
//! in WebAssembly), tests script another.

use futures_util::future::LocalBoxFuture;
use futures_util::stream::LocalBoxStream;

/// A GET request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The whole address, or one relative to the page.
    pub url: String,
    /// `Authorization`, where there is a token. Secret.
    pub authorization: Option<String>,
}

/// The beginning of an answer.
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// What follows, chunk by chunk, cut anywhere.
    pub body: Body,
}

/// The bytes of an answer. An error is the last item.
pub type Body = LocalBoxStream<'static, Result<Vec<u8>, Broken>>;

/// A connection that did not come about, or broke off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

/// Requests, pauses and time. Dropping a future or a body ends what it stands for.
pub trait Transport {
    /// Sends a request without credentials, referrer or cache. Redirects are refused.
    fn get(&self, request: Request) -> LocalBoxFuture<'_, Result<Response, Broken>>;

    /// Lets everything else that waits have its turn: input, painting, other tasks.
    fn pause(&self) -> LocalBoxFuture<'_, ()>;

    /// Waits.
    fn sleep(&self, millis: u64) -> LocalBoxFuture<'_, ()>;

    /// Milliseconds that passed since some fixed moment.
    fn clock(&self) -> f64;

    /// A number from 0 up to 1, to spread retries.
    fn random(&self) -> f64;
}

impl Response {
    /// The value of a header; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Runs work in slices, so that the page answers a person in between.
pub struct Slices<'a, T: ?Sized> {
    transport: &'a T,
    began: f64,
}

/// How long a slice may be, in milliseconds.
const SLICE: f64 = 10.0;

impl<'a, T: Transport + ?Sized> Slices<'a, T> {
    /// Begins the first slice.
    pub fn begin(transport: &'a T) -> Self {
        Self {
            transport,
            began: transport.clock(),
        }
    }

    /// Pauses when the slice has lasted long enough, and says whether it did. To be called between small pieces of
    /// work.
    pub async fn breathe(&mut self) -> bool {
        let is_over = self.transport.clock() - self.began >= SLICE;
        if is_over {
            self.transport.pause().await;
            self.began = self.transport.clock();
        }
        is_over
    }
}
