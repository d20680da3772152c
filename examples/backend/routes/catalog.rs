//! `GET /projects/` and `GET /environments/`: the choices of the filter bar.

use crate::app::App;
use crate::error::ApiError;
use axum::Json;
use axum::extract::State;
use session_health::session::project::{Environment, Project};

/// In order of their ids.
pub async fn projects(State(app): State<App>) -> Result<Json<Vec<Project>>, ApiError> {
    let list = |app: &crate::app::Shared| {
        app.db.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT id, slug, name, platform, has_sessions FROM projects ORDER BY id",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(Project {
                    id: row.get::<_, i64>(0)? as u64,
                    slug: row.get(1)?,
                    name: row.get(2)?,
                    platform: row.get(3)?,
                    has_sessions: row.get(4)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    };
    app.blocking(list).await.map(Json)
}

/// In order of their names.
pub async fn environments(State(app): State<App>) -> Result<Json<Vec<Environment>>, ApiError> {
    let list = |app: &crate::app::Shared| {
        app.db.read(|db| {
            let mut statement =
                db.prepare_cached("SELECT id, name FROM environments ORDER BY name")?;
            let rows = statement.query_map([], |row| {
                Ok(Environment {
                    id: row.get::<_, i64>(0)? as u64,
                    name: row.get(1)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    };
    app.blocking(list).await.map(Json)
}
