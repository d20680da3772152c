//! Requests to a backend: addresses, authorization, retries, time limits, and what can go wrong with an answer.

use super::config::Token;
use super::transport::{Broken, Request, Response, Transport};
use super::{SourceError, http_date, paging, retry};
use crate::session::Timestamp;
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use serde::de::DeserializeOwned;
use std::cell::Cell;
use std::future::Future;
use std::pin::pin;

/// How long a backend may be silent, in milliseconds.
const SILENCE: u64 = 60_000;
/// The most bytes of an answer that is read as a whole.
const MAX_BODY: usize = 64 << 20;
/// The most bytes read of an answer that says what went wrong.
const MAX_DETAIL: usize = 4 << 10;
/// The most bytes of a short text.
const MAX_TEXT: usize = 1 << 20;
/// The most rows a page of a list is asked for.
const PER_PAGE: usize = 100;

/// Query parameters, in order.
pub type Params = Vec<(&'static str, String)>;

/// One organization of one backend.
pub struct Http<T> {
    transport: T,
    root: String,
    host: String,
    token: Token,
    /// What time it was at the backend, and how long the page was open then.
    seen: Cell<Option<(Timestamp, f64)>>,
}

/// What an answer is expected to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One JSON document.
    Json,
    /// JSON lines.
    Lines,
}

impl<T: Transport> Http<T> {
    /// `base` is the address before `/api/0`, empty for the page's own origin.
    pub fn new(transport: T, base: &str, organization: &str, token: Token) -> Self {
        let base = base.trim_end_matches('/');
        let host = base.split_once("://").map_or("The backend", |(_, rest)| {
            rest.split('/').next().unwrap_or(rest)
        });
        Self {
            root: format!("{base}/api/0/organizations/{organization}/"),
            host: host.to_owned(),
            transport,
            token,
            seen: Cell::default(),
        }
    }

    /// The world.
    pub fn transport(&self) -> &T {
        &self.transport
    }

    /// Host of the backend, for people.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// What time it is at the backend, by the last answer that said so.
    pub fn server_time(&self) -> Option<Timestamp> {
        let (time, then) = self.seen.get()?;
        Some(time.plus((self.transport.clock() - then) as i64))
    }

    /// A whole JSON answer.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn json<A: DeserializeOwned>(
        &self,
        what: &str,
        path: &str,
        params: &Params,
    ) -> Result<A, SourceError> {
        self.page(what, path, params)
            .await
            .map(|(answer, _)| answer)
    }

    /// All rows of a list, page after page, up to `limit`. `per_page` is the parameter for the length of a page.
    ///
    /// # Errors
    /// What went wrong with the first page that failed.
    pub async fn list<A: DeserializeOwned>(
        &self,
        what: &str,
        path: &str,
        params: &Params,
        (per_page, limit): (&'static str, usize),
    ) -> Result<Vec<A>, SourceError> {
        let mut rows: Vec<A> = Vec::new();
        let mut cursors: Vec<String> = Vec::new();
        loop {
            let mut params = params.clone();
            params.push((
                per_page,
                limit
                    .saturating_sub(rows.len())
                    .clamp(1, PER_PAGE)
                    .to_string(),
            ));
            params.extend(cursors.last().map(|cursor| ("cursor", cursor.clone())));
            let (page, next): (Vec<A>, _) = self.page(what, path, &params).await?;
            let is_empty = page.is_empty();
            rows.extend(page);
            match next {
                // A backend that goes round in circles is left.
                Some(next) if rows.len() < limit && !is_empty && !cursors.contains(&next) => {
                    cursors.push(next)
                }
                _ => break,
            }
        }
        rows.truncate(limit);
        Ok(rows)
    }

    async fn page<A: DeserializeOwned>(
        &self,
        what: &str,
        path: &str,
        params: &Params,
    ) -> Result<(A, Option<String>), SourceError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let answer = async {
                let mut response = self.open(what, path, params, Kind::Json).await?;
                let next = response.header("link").and_then(paging::next_cursor);
                let body = self.body(&mut response, MAX_BODY).await?;
                let answer =
                    serde_json::from_slice(&body).map_err(|e| malformed(format!("{what}: {e}")))?;
                Ok((answer, next))
            };
            match answer.await {
                Ok(answer) => return Ok(answer),
                Err(error) => self.pause_or_give_up(error, tries).await?,
            }
        }
    }

    /// The beginning of an answer whose body is to be read bit by bit; tried again while nothing has been read.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn stream(
        &self,
        what: &str,
        path: &str,
        params: &Params,
    ) -> Result<Response, SourceError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.open(what, path, params, Kind::Lines).await {
                Ok(response) => return Ok(response),
                Err(error) => self.pause_or_give_up(error, tries).await?,
            }
        }
    }

    /// The next bytes of a body; `None` at its end.
    ///
    /// # Errors
    /// [`SourceError::Unreachable`] when it breaks off, [`SourceError::TimedOut`] when nothing comes.
    pub async fn chunk(&self, response: &mut Response) -> Result<Option<Vec<u8>>, SourceError> {
        match self.in_time(response.body.next()).await? {
            Some(Ok(bytes)) => Ok(Some(bytes)),
            Some(Err(Broken)) => Err(self.unreachable()),
            None => Ok(None),
        }
    }

    async fn pause_or_give_up(&self, error: SourceError, tries: u32) -> Result<(), SourceError> {
        match retry::wait(&error, tries, self.transport.random()) {
            Some(millis) => {
                self.transport.sleep(millis).await;
                Ok(())
            }
            None => Err(error),
        }
    }

    async fn open(
        &self,
        what: &str,
        path: &str,
        params: &Params,
        kind: Kind,
    ) -> Result<Response, SourceError> {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(params)
            .finish();
        let mark = if query.is_empty() { "" } else { "?" };
        let request = Request {
            url: format!("{}{path}{mark}{query}", self.root),
            authorization: self.token.secret().map(|secret| format!("Bearer {secret}")),
        };
        let response = self.in_time(self.transport.get(request)).await?;
        let mut response = response.map_err(|Broken| self.unreachable())?;
        if let Some(time) = response.header("date").and_then(http_date::parse) {
            self.seen.set(Some((time, self.transport.clock())));
        }
        if (200..300).contains(&response.status) {
            return match unexpected_type(&response, kind) {
                Some(found) => Err(malformed(format!(
                    "it sent {found} where {what} was expected."
                ))),
                None => Ok(response),
            };
        }
        let text = self
            .body(&mut response, MAX_DETAIL)
            .await
            .unwrap_or_default();
        Err(refusal(what, &response, &text, self.server_time()))
    }

    /// The rest of a body, whole; an error above `limit` bytes.
    async fn body(&self, response: &mut Response, limit: usize) -> Result<Vec<u8>, SourceError> {
        let mut body = Vec::new();
        while let Some(chunk) = self.chunk(response).await? {
            if body.len() + chunk.len() > limit {
                return Err(malformed("it is too long.".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    async fn in_time<A>(&self, answer: impl Future<Output = A>) -> Result<A, SourceError> {
        match select(pin!(answer), self.transport.sleep(SILENCE)).await {
            Either::Left((answer, _)) => Ok(answer),
            Either::Right(_) => Err(SourceError::TimedOut {
                host: self.host.clone(),
            }),
        }
    }

    fn unreachable(&self) -> SourceError {
        SourceError::Unreachable {
            host: self.host.clone(),
        }
    }
}

/// A short text, whole.
///
/// # Errors
/// [`Broken`] when it breaks off, is too long or is no UTF-8.
pub async fn whole_text(response: &mut Response) -> Result<String, Broken> {
    let mut text = Vec::new();
    while let Some(chunk) = response.body.next().await {
        text.extend(chunk?);
        if text.len() > MAX_TEXT {
            return Err(Broken);
        }
    }
    String::from_utf8(text).map_err(|_| Broken)
}

/// The error that a status other than 2xx means; `now` by the backend's clock.
fn refusal(what: &str, response: &Response, body: &[u8], now: Option<Timestamp>) -> SourceError {
    let retry_after = response.header("retry-after");
    let retry_after_secs = retry_after.and_then(|value| retry::asked(value, now));
    match response.status {
        401 => SourceError::Unauthorized,
        403 => SourceError::Forbidden,
        404 => SourceError::NotFound {
            what: capitalized(what),
        },
        429 => SourceError::RateLimited { retry_after_secs },
        status @ 400..=499 => SourceError::Refused {
            status,
            detail: detail(body),
        },
        status => SourceError::ServerFailed {
            status,
            retry_after_secs,
        },
    }
}

/// The backend's own words: `detail` of a JSON answer, else the beginning of a text.
fn detail(body: &[u8]) -> String {
    let json: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let text = match json.as_ref().map(|v| v.get("detail").unwrap_or(v)) {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::from_utf8_lossy(body).into_owned(),
    };
    let text = text.trim();
    if text.is_empty() || text.starts_with('<') {
        return "it gave no reason.".to_owned();
    }
    text.chars().take(200).collect()
}

/// What the answer says it is, when that cannot be what was asked for.
fn unexpected_type(response: &Response, kind: Kind) -> Option<String> {
    let full = response.header("content-type")?.to_ascii_lowercase();
    let essence = full.split(';').next().unwrap_or_default().trim();
    let fits = essence.is_empty()
        || essence.contains("json")
        || (kind == Kind::Lines && matches!(essence, "text/plain" | "application/octet-stream"));
    match essence {
        _ if fits => None,
        "text/html" => Some("a web page".to_owned()),
        other => Some(format!("“{}”", other.chars().take(60).collect::<String>())),
    }
}

fn malformed(reason: String) -> SourceError {
    SourceError::Malformed { reason }
}

fn capitalized(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}
