//! `POST /api/{project}/envelope/`: where SDKs send to.

use crate::app::App;
use crate::envelope::{self, EnvelopeError, MAX_DECOMPRESSED};
use crate::error::ApiError;
use crate::ingest;
use crate::items::{self, Update};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_ENCODING;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};
use session_health::session::Timestamp;

/// Stores the whole envelope and then says so, or refuses the whole envelope and says why. Keys and other credentials that
/// SDKs send are not looked at.
pub async fn ingest(
    State(app): State<App>,
    Path(project): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, ApiError> {
    let project = project
        .parse::<u32>()
        .map_err(|_| ApiError::bad_request("invalid project id"))?;
    let body =
        body.map_err(|rejection| ApiError::new(rejection.status(), rejection.body_text()))?;
    let encoding = headers
        .get(CONTENT_ENCODING)
        .and_then(|v| v.to_str().ok())
        .unwrap_or("identity")
        .to_owned();
    app.blocking(move |app| {
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
