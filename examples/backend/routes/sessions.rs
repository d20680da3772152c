//! `GET /sessions/`: counts and rates over time, by the app's own engine.

use crate::app::{App, Shared};
use crate::error::ApiError;
use crate::params::{Params, Scope, ever};
use crate::{release_list, release_search};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::Value;
use session_health::engine::api::{self, ApiContext, ApiQuery, POINT_BUDGET};
use session_health::engine::execute::answer;

/// Everything there is to say about parameters and answer is in `engine::api`.
pub async fn sessions(State(app): State<App>, params: Params) -> Result<Json<Value>, ApiError> {
    app.reading(move |app| {
        let query = parse(app, &params)?;
        let store = app.sessions.of(&app.db, query.query.window.range())?;
        let results = answer(&store, std::slice::from_ref(&query.query));
        let result = results
            .first()
            .ok_or_else(|| ApiError::internal("no answer to a query"))?;
        Ok(Json(api::respond(&query, result)))
    })
    .await
}

fn parse(app: &Shared, params: &Params) -> Result<ApiQuery, ApiError> {
    let (projects, releases) = app.db.read(|db| {
        let projects: Vec<_> = release_list::projects(db)?
            .iter()
            .map(|project| project.id)
            .collect();
        Ok::<_, ApiError>((
            projects,
            release_list::releases(db, ever(), &Scope::default())?,
        ))
    })?;
    let scope = Scope {
        environments: params.environments(),
        projects: None,
    };
    let matching = |term: &str| -> Result<Vec<String>, String> {
        let mut found = releases.clone();
        release_search::retain(app, &mut found, term, &scope, false)
            .map_err(|refusal| refusal.detail)?;
        Ok(found.into_iter().map(|release| release.version).collect())
    };
    let context = ApiContext {
        now: app.clock.now(),
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
