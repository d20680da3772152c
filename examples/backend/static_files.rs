//! The built app, served the way any static host should: right types, the pre-compressed file where there is one, hashed
//! names kept for ever, everything else asked for again, and a content security policy that lets nothing foreign in.

use crate::app::ORGANIZATION;
use crate::options::{ConfigSource, Options};
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, header::InvalidHeaderValue};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const NO_CACHE: HeaderValue = HeaderValue::from_static("no-cache");

/// The app at `/`, or a word of explanation when there is no `--dist`.
pub fn router(options: &Options) -> Result<Router, InvalidHeaderValue> {
    let mut router = Router::new();
    if options.config_source == ConfigSource::Rest {
        let config =
            json!({ "source": { "kind": "rest", "base": "", "organization": ORGANIZATION } });
        router = router.route("/config.json", get(async move || Json(config)));
    }
    router = match &options.dist {
        Some(folder) => {
            router.fallback_service(ServeDir::new(folder).precompressed_br().precompressed_gzip().append_index_html_on_directories(true))
        }
        None => router.route("/", get("The API of Session Health is up. To see the app here too, build it and start with --dist DIR.\n")),
    };
    let header = SetResponseHeaderLayer::if_not_present;
    Ok(router
        .layer(from_fn(cached))
        .layer(header(CONTENT_SECURITY_POLICY, policy(&options.connect)?))
        .layer(header(
            X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .layer(header(
            REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        ))
        .layer(header(
            HeaderName::from_static("cross-origin-opener-policy"),
            HeaderValue::from_static("same-origin"),
        ))
        .layer(header(
            HeaderName::from_static("permissions-policy"),
            HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
        )))
}

/// Nothing but the app's own files, and its sources.
fn policy(sources: &[String]) -> Result<HeaderValue, InvalidHeaderValue> {
    let connect = sources
        .iter()
        .fold("'self'".to_owned(), |list, origin| list + " " + origin);
    HeaderValue::from_str(&format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src {connect}; worker-src 'self'; base-uri 'none'; form-action 'none'; \
         object-src 'none'; frame-ancestors 'none'"
    ))
}

/// Says how long a browser may keep the file, by its name.
async fn cached(request: Request, next: Next) -> Response {
    let value = if is_hashed(request.uri().path()) {
        IMMUTABLE
    } else {
        NO_CACHE
    };
    let mut response = next.run(request).await;
    let found = response.status().is_success() || response.status().is_redirection();
    response
        .headers_mut()
        .insert(CACHE_CONTROL, if found { value } else { NO_CACHE });
    // Scripts and styles without a charset would be read in the page's; say UTF-8.
    if let Some(kind) = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        && kind.starts_with("text/")
        && !kind.contains("charset")
        && let Ok(kind) = HeaderValue::from_str(&format!("{kind}; charset=utf-8"))
    {
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    response
}

/// Whether the name changes with the content: `session-health-9f86d081884c7d65_bg.wasm`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split('-').skip(1).any(|part| {
        let hash = part.split(['_', '.']).next().unwrap_or_default();
        hash.len() >= 8 && hash.bytes().all(|b| b.is_ascii_hexdigit())
    })
}
