//! Storing what an envelope brought: one transaction, all of it or nothing.
//!
//! How updates of one session (same `sid`) merge:
//! - project, `started`, release and environment never change; a `did` that was missing may be filled in;
//! - of the rest, the update with the highest `seq` counts, of equal ones the one with the later `timestamp`;
//! - once a terminal status (anything but `ok`) has been reported it stays, whatever comes later; a late one (lower
//!   `seq`) still ends a session that has not ended.

use crate::items::{Aggregate, Event, Update};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Result, named_params, params};
use session_health::session::Timestamp;
use session_health::session::project::ProjectId;
use session_health::session::record::{SessionAttrs, SessionRecord};

const UPSERT_SESSION: &str = "
INSERT INTO sessions VALUES (:sid, :did, :seq, :project, :started, :timestamp, :duration, :status, :errors,
                             :abnormal_mechanism, :release, :environment, :received)
ON CONFLICT (sid) DO UPDATE SET
    did    = coalesce(sessions.did, excluded.did),
    status = iif(sessions.status = 'ok' AND (excluded.status <> 'ok'), excluded.status, sessions.status),
    (seq, timestamp, duration, errors, abnormal_mechanism) = (
        SELECT * FROM (VALUES
            (sessions.seq, sessions.timestamp, sessions.duration, sessions.errors, sessions.abnormal_mechanism),
            (excluded.seq, excluded.timestamp, excluded.duration, excluded.errors, excluded.abnormal_mechanism))
        ORDER BY 1 DESC, 2 DESC LIMIT 1),
    received = excluded.received
WHERE sessions.project = excluded.project";

const SEE_RELEASE: &str = "
INSERT INTO release_sightings VALUES (:version, :project, :environment, :sessions, :at, :at)
ON CONFLICT DO UPDATE SET
    has_sessions = max(has_sessions, excluded.has_sessions),
    first_seen   = min(first_seen, excluded.first_seen),
    last_seen    = max(last_seen, excluded.last_seen)";

const UPSERT_ISSUE: &str = "
INSERT INTO issues (project, number, grouping, title, culprit, level, first_seen, last_seen, first_release, last_release)
VALUES (:project, (SELECT coalesce(max(number), 0) + 1 FROM issues WHERE project = :project),
        :grouping, :title, :culprit, :level, :at, :at, :release, :release)
ON CONFLICT (project, grouping) DO UPDATE SET
    title         = iif(:at >= last_seen, :title, title),
    culprit       = iif(:at >= last_seen, :culprit, culprit),
    level         = iif(:at >= last_seen, :level, level),
    first_release = iif(:at < first_seen, coalesce(:release, first_release), coalesce(first_release, :release)),
    last_release  = iif(:at >= last_seen, coalesce(:release, last_release), coalesce(last_release, :release)),
    first_seen    = min(first_seen, :at),
    last_seen     = max(last_seen, :at),
    -- A resolved issue that happens again is open again.
    status        = iif(status = 'resolved' AND :at > resolved_at, 'unresolved', status),
    resolved_at   = iif(:at > resolved_at, NULL, resolved_at)
RETURNING id";

/// Stores `updates` of `project`, which exists from its first envelope on.
pub fn store(
    db: &Connection,
    project: ProjectId,
    platform: Option<&str>,
    updates: &[Update],
    now: Timestamp,
) -> Result<()> {
    see_project(db, project, platform)?;
    for update in updates {
        match update {
            Update::Session(session) => {
                store_session(&mut db.prepare_cached(UPSERT_SESSION)?, session, now)?;
                see_release(db, project, &session.attrs, true, session.started)?;
            }
            Update::Aggregate(aggregate) => {
                store_aggregate(db, project, aggregate, now)?;
                see_release(db, project, &aggregate.attrs, true, aggregate.started)?;
            }
            Update::Event(event) => store_event(db, project, event)?,
        }
    }
    if updates.iter().any(|u| !matches!(u, Update::Event(_))) {
        db.prepare_cached(
            "UPDATE projects SET has_sessions = 1 WHERE id = ?1 AND has_sessions = 0",
        )?
        .execute([project as i64])?;
    }
    Ok(())
}

/// The statement that [`store_session`] fills in.
pub fn session_statement(db: &Connection) -> Result<CachedStatement<'_>> {
    db.prepare_cached(UPSERT_SESSION)
}

/// Stores or merges one session update.
pub fn store_session(
    statement: &mut CachedStatement<'_>,
    session: &SessionRecord,
    now: Timestamp,
) -> Result<()> {
    statement.execute(named_params! {
        ":sid": session.sid,
        ":did": session.did,
        ":seq": session.seq.unwrap_or(0) as i64,
        ":project": session.project as i64,
        ":started": session.started.millis(),
        ":timestamp": session.timestamp.millis(),
        ":duration": session.duration,
        ":status": session.status,
        ":errors": session.errors as i64,
        ":abnormal_mechanism": session.abnormal_mechanism,
        ":release": session.attrs.release,
        ":environment": session.attrs.environment,
        ":received": now.millis(),
    })?;
    Ok(())
}

fn store_aggregate(
    db: &Connection,
    project: ProjectId,
    aggregate: &Aggregate,
    now: Timestamp,
) -> Result<()> {
    db.prepare_cached("INSERT INTO session_aggregates VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?
        .execute(params![
            aggregate.did,
            project as i64,
            aggregate.started.millis(),
            aggregate.exited,
            aggregate.errored,
            aggregate.crashed,
            aggregate.abnormal,
            aggregate.unhandled,
            aggregate.attrs.release,
            aggregate.attrs.environment,
            now.millis(),
        ])?;
    Ok(())
}

/// An event counts once, however often a client sends it.
fn store_event(db: &Connection, project: ProjectId, event: &Event) -> Result<()> {
    let known = db
        .prepare_cached("SELECT 1 FROM events WHERE project = ?1 AND id = ?2")?
        .query_row(params![project as i64, event.id], |_| Ok(()))
        .optional()?;
    if known.is_some() {
        return Ok(());
    }
    if let Some(release) = &event.release {
        let attrs = SessionAttrs {
            release: release.clone(),
            environment: event.environment.clone(),
        };
        see_release(db, project, &attrs, false, event.timestamp)?;
    } else if let Some(environment) = &event.environment {
        see_environment(db, environment)?;
    }
    let issue: i64 = db.prepare_cached(UPSERT_ISSUE)?.query_row(
        named_params! {
            ":project": project as i64,
            ":grouping": event.grouping.key,
            ":title": event.grouping.title,
            ":culprit": event.grouping.culprit,
            ":level": event.level,
            ":at": event.timestamp.millis(),
            ":release": event.release,
        },
        |row| row.get(0),
    )?;
    db.prepare_cached("INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
        .execute(params![
            event.id,
            project as i64,
            issue,
            event.timestamp.millis(),
            event.release,
            event.environment,
            event.user
        ])?;
    Ok(())
}

fn see_project(db: &Connection, project: ProjectId, platform: Option<&str>) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO projects VALUES (?1, 'project-' || ?1, 'Project ' || ?1, ?2, 0)
         ON CONFLICT (id) DO UPDATE SET platform = excluded.platform WHERE platform IS NULL",
    )?
    .execute(params![project as i64, platform])?;
    Ok(())
}

fn see_environment(db: &Connection, name: &str) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO environments (name) SELECT ?1 WHERE ?1 NOT IN (SELECT name FROM environments)",
    )?
    .execute([name])?;
    Ok(())
}

/// A release exists from the first session or event on; that is its date of creation.
fn see_release(
    db: &Connection,
    project: ProjectId,
    attrs: &SessionAttrs,
    has_sessions: bool,
    at: Timestamp,
) -> Result<()> {
    if let Some(environment) = &attrs.environment {
        see_environment(db, environment)?;
    }
    db.prepare_cached("INSERT OR IGNORE INTO releases (version, created) VALUES (?1, ?2)")?
        .execute(params![attrs.release, at.millis()])?;
    db.prepare_cached(SEE_RELEASE)?.execute(named_params! {
        ":version": attrs.release,
        ":project": project as i64,
        ":environment": attrs.environment.as_deref().unwrap_or_default(),
        ":sessions": has_sessions,
        ":at": at.millis(),
    })?;
    Ok(())
}
