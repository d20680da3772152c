//! Which address is answered by what, and who may ask.

mod catalog;
mod envelope;
mod issue_series;
mod issues;
mod raw;
mod releases;
mod sessions;

use crate::app::{App, ORGANIZATION};
use crate::error::ApiError;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::header::{AUTHORIZATION, DATE, LINK, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use std::collections::HashMap;
use std::time::Duration;
use tower_http::cors::{AllowHeaders, AllowOrigin, Any, CorsLayer};

/// How long a browser may remember what CORS allows.
const CORS_MAX_AGE: Duration = Duration::from_secs(3600);

/// Everything under `/api/`.
pub fn api(app: &App, allowed_origins: &[HeaderValue]) -> Router {
    let organization = Router::new()
        .route("/projects/", get(catalog::projects))
        .route("/environments/", get(catalog::environments))
        .route("/sessions/raw/", get(raw::sessions))
        .route("/sessions/", get(sessions::sessions))
        .route("/releases/", get(releases::releases))
        .route("/releases/stats/", get(releases::stats))
        .route("/releases/{version}/", get(releases::release))
        .route("/issues/", get(issues::issues))
        .route("/issues-timeseries/", get(issue_series::issues_timeseries))
        .fallback(nothing)
        .layer(from_fn(known_organization))
        .layer(from_fn_with_state(app.clone(), authorized))
        .layer(map_response_with_state(app.clone(), dated))
        .layer(reader_cors(allowed_origins));
    let ingestion = Router::new()
        .route("/api/{project}/envelope/", post(envelope::ingest))
        .layer(DefaultBodyLimit::max(envelope::MAX_BODY))
        .layer(sdk_cors());
    Router::new()
        .nest("/api/0/organizations/{organization}", organization)
        .merge(ingestion)
        .with_state(app.clone())
}

async fn nothing() -> ApiError {
    ApiError::not_found()
}

async fn known_organization(
    Path(path): Path<HashMap<String, String>>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    if path.get("organization").is_some_and(|o| o == ORGANIZATION) {
        Ok(next.run(request).await)
    } else {
        Err(ApiError::not_found())
    }
}

async fn authorized(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    if let Some(token) = &app.token {
        let refused = |detail| ApiError::new(StatusCode::UNAUTHORIZED, detail);
        let shown = request.headers().get(AUTHORIZATION);
        let shown =
            shown.ok_or_else(|| refused("Authentication credentials were not provided."))?;
        if shown.as_bytes() != format!("Bearer {token}").as_bytes() {
            return Err(refused("Invalid token"));
        }
    }
    Ok(next.run(request).await)
}

/// Says what time it is here, so that a page on a device whose clock is wrong can tell.
async fn dated(State(app): State<App>, mut response: Response) -> Response {
    let now = app.clock.now().to_chrono();
    let now = now.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(now) = HeaderValue::from_str(&now) {
        response.headers_mut().insert(DATE, now);
    }
    response
}

/// Pages of the named origins may read, and see the headers they need.
fn reader_cors(origins: &[HeaderValue]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().cloned()))
        .allow_methods([Method::GET])
        .allow_headers([AUTHORIZATION])
        .expose_headers([
            DATE,
            LINK,
            RETRY_AFTER,
            HeaderName::from_static(raw::SESSION_COUNT),
        ])
        .max_age(CORS_MAX_AGE)
}

/// Pages of any origin may send envelopes: an SDK runs wherever the app it watches runs.
fn sdk_cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .max_age(CORS_MAX_AGE)
}
