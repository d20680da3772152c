//! `GET /sessions/raw/`: every session of a range as newline-delimited JSON.

use crate::app::{App, Shared};
use crate::error::ApiError;
use crate::params::Params;
use crate::raw_rows::{self, RawQuery};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use session_health::session::Timestamp;
use std::io;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

/// Says how many lines follow, so that a reader can show how far it is.
pub const SESSION_COUNT: &str = "x-session-count";

/// Sentry's default for session data.
const DEFAULT_PERIOD: i64 = 90 * 86_400_000;

/// How many chunks may wait for a slow reader. Then the database waits too: memory stays flat.
const CHUNKS_IN_FLIGHT: usize = 4;

/// Streams the rows as the database gives them, count first, all from one snapshot.
pub async fn sessions(State(app): State<App>, params: Params) -> Result<Response, ApiError> {
    let turn = app.turns.stream().await?;
    let (count_sender, count) = oneshot::channel();
    let (chunk_sender, chunks) = mpsc::channel(CHUNKS_IN_FLIGHT);
    let reader = app.clone();
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        read(&reader, &params, count_sender, &chunk_sender);
    });
    let count: u64 = count.await.map_err(ApiError::internal)??;
    let body = Body::from_stream(stream::unfold(Some(chunks), |chunks| async {
        let mut chunks = chunks?;
        match chunks.recv().await {
            Some(Some(chunk)) => Some((Ok(chunk), Some(chunks))),
            Some(None) => None,
            None => Some((Err(io::Error::other("broken off")), None)),
        }
    }));
    let headers = [
        (CONTENT_TYPE.as_str(), "application/x-ndjson".to_owned()),
        (SESSION_COUNT, count.to_string()),
    ];
    Ok((headers, body).into_response())
}

type Count = oneshot::Sender<Result<u64, ApiError>>;
/// `None` after the last one: a body that just stops is not whole.
type Chunks = mpsc::Sender<Option<Bytes>>;

/// Runs where blocking is allowed. An error before the count is the answer; one after it breaks the body off, which the
/// reader notices because the chunked encoding does not end. So does a reader that takes no chunk for too long, or whose snapshot
/// has become too dear.
fn read(app: &Shared, params: &Params, count: Count, chunks: &Chunks) {
    let mut count = Some(count);
    let runtime = Handle::current();
    let send = |chunk| {
        let sent = timeout(app.patience, chunks.send(chunk));
        runtime.block_on(sent).is_ok_and(|sent| sent.is_ok())
    };
    let result = app.db.read(|db| {
        let query = query(app, db, params)?;
        let rows = raw_rows::count(db, &query)?;
        if let Some(count) = count.take() {
            // Nobody there to take it: the chunks will not be taken either.
            let _ = count.send(Ok(rows));
        }
        Ok(raw_rows::write(db, &query, |chunk| {
            !app.db.is_crowded() && send(Some(chunk.into()))
        })?)
    });
    match (result, count) {
        (Err(error), Some(count)) => drop(count.send(Err(error))),
        (Ok(true), _) => drop(send(None)),
        _ => {}
    }
}

fn query(app: &Shared, db: &rusqlite::Connection, params: &Params) -> Result<RawQuery, ApiError> {
    let since = params.get("updatedSince").map(|text| {
        Timestamp::parse(text).ok_or_else(|| {
            ApiError::bad_request(format!("{text} is not a valid ISO8601 date query"))
        })
    });
    Ok(RawQuery {
        range: params.range_or(DEFAULT_PERIOD, app.clock.now())?,
        scope: params.scope(db)?,
        since: since.transpose()?,
    })
}
