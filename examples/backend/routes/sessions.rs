//! `GET /sessions/`: counts and rates over time, by the app's own engine.

use crate::app::App;
use crate::error::ApiError;
use crate::params::Params;
use crate::release_list;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use rusqlite::Connection;
use serde_json::Value;
use session_health::engine::api::{self, ApiContext, ApiQuery, POINT_BUDGET};
use session_health::engine::execute::answer;
use session_health::session::Timestamp;
use session_health::session::project::ProjectId;
use session_health::session::release_search::{ReleaseFacts, ReleaseSearch};

/// Everything there is to say about parameters and answer is in `engine::api`.
pub async fn sessions(State(app): State<App>, params: Params) -> Result<Json<Value>, ApiError> {
    app.blocking(move |app| {
        let query = app.db.read(|db| parse(db, &params, app.clock.now()))?;
        let store = app.sessions.of(&app.db, query.query.window.range())?;
        let results = answer(&store, std::slice::from_ref(&query.query));
        let result = results
            .first()
            .ok_or_else(|| ApiError::internal("no answer to a query"))?;
        Ok(Json(api::respond(&query, result)))
    })
    .await
}

fn parse(db: &Connection, params: &Params, now: Timestamp) -> Result<ApiQuery, ApiError> {
    let projects: Vec<ProjectId> = release_list::projects(db)?.iter().map(|p| p.id).collect();
    let versions = release_list::versions(db)?;
    let matching = |term: &str| -> Result<Vec<String>, String> {
        let search = ReleaseSearch::parse(term).map_err(|e| e.to_string())?;
        let facts = |version| ReleaseFacts {
            version,
            stage: None,
            latest: false,
        };
        Ok(versions
            .iter()
            .filter(|version| search.matches(&facts(version)))
            .cloned()
            .collect())
    };
    let context = ApiContext {
        now,
        projects: &projects,
        releases: &matching,
        point_budget: POINT_BUDGET,
    };
    api::parse_query(&params.0, &context).map_err(|refusal| {
        ApiError::new(
            StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST),
            refusal.detail,
        )
    })
}
