//! `GET /projects/` and `GET /environments/`: the choices of the filter bar.

use crate::app::App;
use crate::error::ApiError;
use crate::release_list;
use axum::Json;
use axum::extract::State;
use session_health::session::project::{Environment, Project};

/// In order of their ids.
pub async fn projects(State(app): State<App>) -> Result<Json<Vec<Project>>, ApiError> {
    app.reading(|app| Ok(Json(app.db.read(|db| release_list::projects(db))?)))
        .await
}

/// In order of their names.
pub async fn environments(State(app): State<App>) -> Result<Json<Vec<Environment>>, ApiError> {
    app.reading(|app| {
        let environments = app.db.read(|db| {
            let mut statement =
                db.prepare_cached("SELECT id, name FROM environments ORDER BY name")?;
            let rows = statement.query_map([], |row| {
                Ok(Environment {
                    id: row.get::<_, i64>(0)? as u64,
                    name: row.get(1)?,
                })
            })?;
            rows.collect::<rusqlite::Result<_>>()
        })?;
        Ok(Json(environments))
    })
    .await
}
