//! Fills an empty database with the app's own made-up world: the same the browser makes for its demo, so that both show
//! the same numbers.

use crate::database::Database;
use crate::error::ApiError;
use crate::ingest;
use rusqlite::{Connection, Result, params};
use session_health::session::Timestamp;
use session_health::source::demo::{DemoIssue, DemoWorld};

/// Every release was seen where its sessions were.
const SIGHTINGS: &str = "
INSERT INTO release_sightings
SELECT release, project, coalesce(environment, ''), 1, min(started), max(started) FROM sessions
GROUP BY release, project, environment";

/// Stores the world of `seed` as it is at `now`, unless there are projects already. Gives the number of sessions stored.
pub fn load(db: &Database, seed: u64, now: Timestamp) -> std::result::Result<usize, ApiError> {
    db.write(|db| {
        let projects: i64 = db.query_row("SELECT count(*) FROM projects", [], |row| row.get(0))?;
        if projects > 0 {
            return Ok(0);
        }
        let world = DemoWorld::new(seed, now);
        store_names(db, &world)?;
        let mut statement = ingest::session_statement(db)?;
        for session in world.sessions() {
            // Each came in when it was reported, not now.
            ingest::store_session(&mut statement, &session, session.timestamp)?;
        }
        db.execute(SIGHTINGS, [])?;
        for issue in world.issues() {
            store_issue(db, issue)?;
        }
        Ok(world.sessions().len())
    })
}

fn store_names(db: &Connection, world: &DemoWorld) -> Result<()> {
    for project in world.projects() {
        db.execute(
            "INSERT INTO projects VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                project.id as i64,
                project.slug,
                project.name,
                project.platform,
                project.has_sessions
            ],
        )?;
    }
    for environment in world.environments() {
        db.execute(
            "INSERT INTO environments VALUES (?1, ?2)",
            params![environment.id as i64, environment.name],
        )?;
    }
    for release in world.releases() {
        let status = if release.archived { "archived" } else { "open" };
        db.execute(
            "INSERT INTO releases VALUES (?1, ?2, ?3, ?4)",
            params![
                release.version,
                release.created.millis(),
                release.released.map(Timestamp::millis),
                status
            ],
        )?;
    }
    Ok(())
}

fn store_issue(db: &Connection, issue: &DemoIssue) -> Result<()> {
    let row = &issue.row;
    let number = row
        .short_id
        .rsplit('-')
        .next()
        .and_then(|n| n.parse::<i64>().ok());
    db.prepare_cached(
        "INSERT INTO issues VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        row.project.id as i64,
        number,
        row.short_id,
        row.title,
        row.culprit,
        row.level,
        row.status,
        row.first_seen.map(Timestamp::millis),
        row.last_seen.map(Timestamp::millis),
        issue.resolved_at.map(Timestamp::millis),
        row.first_release.as_ref().map(|r| &r.version),
        issue.events.last().map(|event| &event.release),
        row.permalink,
    ])?;
    let id = db.last_insert_rowid();
    let mut statement =
        db.prepare_cached("INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (index, event) in issue.events.iter().enumerate() {
        statement.execute(params![
            format!("{id:016x}{index:016x}"),
            row.project.id as i64,
            id,
            event.at.millis(),
            event.release,
            event.environment,
            event.user,
        ])?;
    }
    Ok(())
}
