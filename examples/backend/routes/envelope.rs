//! `POST /api/{project}/envelope/`: where SDKs send to.

use crate::app::App;
use crate::envelope::{self, EnvelopeError, MAX_DECOMPRESSED};
use crate::error::ApiError;
use crate::ingest;
use crate::items::{self, Update};
use crate::turns::Turn;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use futures_util::StreamExt;
use serde_json::{Map, Value, json};
use session_health::session::Timestamp;
use tokio::time::timeout;

/// The most bytes an envelope may have on the wire.
pub const MAX_BODY: usize = 20 << 20;

/// Stores the whole envelope and then says so, or refuses the whole envelope and says why. Keys and other credentials that
/// SDKs send are not looked at.
pub async fn ingest(
    State(app): State<App>,
    Path(project): Path<String>,
    request: Request,
) -> Result<Json<Value>, ApiError> {
    let project = project
        .parse::<u32>()
        .map_err(|_| ApiError::bad_request("invalid project id"))?;
    let encoding = request
        .headers()
        .get(CONTENT_ENCODING)
        .and_then(|v| v.to_str().ok())
        .unwrap_or("identity")
        .to_owned();
    let (body, room) = received(&app, request).await?;
    app.writing(move |app| {
        let _room = room;
        let now = app.clock.now();
        let body = match encoding.as_str() {
            "identity" | "" => body,
            "gzip" => envelope::gunzip(&body, MAX_DECOMPRESSED)
                .map_err(refused)?
                .into(),
            _ => {
                return Err(ApiError::new(
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    format!("unsupported content encoding: {encoding}"),
                ));
            }
        };
        let envelope = envelope::parse(&body).map_err(refused)?;
        let id = envelope.headers.get("event_id").and_then(Value::as_str);
        let updates = updates(&envelope, id, project.into(), now).map_err(ApiError::bad_request)?;
        app.db.write(|db| {
            ingest::store(
                db,
                project.into(),
                platform(&envelope.headers),
                &updates,
                now,
            )
        })?;
        Ok(Json(
            json!({ "id": id.or(updates.iter().find_map(Update::id)) }),
        ))
    })
    .await
}

/// The body, and the room it takes. It may be only so long and take only so much time.
async fn received(app: &App, request: Request) -> Result<(Bytes, Turn), ApiError> {
    let announced = request.headers().get(CONTENT_LENGTH);
    let announced: Option<u64> = announced.and_then(|v| v.to_str().ok()?.parse().ok());
    if announced.is_some_and(|bytes| bytes > MAX_BODY as u64) {
        let detail = format!("body exceeds {MAX_BODY} bytes");
        let _ = timeout(app.patience, thrown_away(request)).await;
        return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, detail));
    }
    let room = app.turns.body(announced.unwrap_or(MAX_BODY as u64)).await?;
    // Limited by the router's layer.
    let body = timeout(app.patience, Bytes::from_request(request, app)).await;
    let body = body.map_err(|_| {
        ApiError::new(
            StatusCode::REQUEST_TIMEOUT,
            "the body took too long to come",
        )
    })?;
    let body =
        body.map_err(|rejection| ApiError::new(rejection.status(), rejection.body_text()))?;
    Ok((body, room))
}

/// Takes as much of a body as might come before a client looks for an answer: cut off while it still sends, it would see a
/// broken connection instead.
async fn thrown_away(request: Request) {
    let mut chunks = request.into_body().into_data_stream();
    let mut bytes = 0;
    while let Some(Ok(chunk)) = chunks.next().await
        && bytes <= MAX_BODY
    {
        bytes += chunk.len();
    }
}

fn updates(
    envelope: &envelope::Envelope<'_>,
    id: Option<&str>,
    project: u64,
    now: Timestamp,
) -> Result<Vec<Update>, String> {
    let mut updates = Vec::new();
    for (index, item) in envelope.items.iter().enumerate() {
        items::read(&item.kind, item.payload, id, project, now, &mut updates)
            .map_err(|why| format!("invalid {} in item {}: {why}", item.kind, index + 1))?;
    }
    Ok(updates)
}

/// The platform, from the name of the SDK: `sentry.javascript.browser` is `javascript`.
fn platform(headers: &Map<String, Value>) -> Option<&str> {
    headers
        .get("sdk")?
        .get("name")?
        .as_str()?
        .strip_prefix("sentry.")?
        .split('.')
        .next()
}

fn refused(error: EnvelopeError) -> ApiError {
    match error {
        EnvelopeError::TooLarge => ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, error.to_string()),
        _ => ApiError::bad_request(error.to_string()),
    }
}
