//! Releases as the tables have them, before health is added: which there are, where and when they were seen, how many
//! issues are new in them.

use crate::params::Scope;
use rusqlite::{Connection, Result, named_params};
use session_health::session::project::{Project, ProjectId};
use session_health::session::release_info::{ReleaseInfo, ReleaseProject};
use session_health::session::{TimeRange, Timestamp};
use std::collections::{BTreeMap, HashMap};

const PROJECTS: &str = "SELECT id, slug, name, platform, has_sessions FROM projects ORDER BY id";

const RELEASES: &str = "
SELECT releases.version, status, created, released, project, slug, max(sightings.has_sessions),
       min(first_seen), max(last_seen)
FROM releases
JOIN release_sightings AS sightings ON sightings.version = releases.version
JOIN projects ON projects.id = project
WHERE created >= :start AND created < :end
  AND (:projects IS NULL OR project IN (SELECT value FROM json_each(:projects)))
  AND (:environments IS NULL OR environment IN (SELECT value FROM json_each(:environments)))
GROUP BY releases.version, project
ORDER BY releases.version, project";

const NEW_ISSUES: &str = "
SELECT first_release, project, count(*) FROM issues
WHERE first_release IS NOT NULL GROUP BY first_release, project";

/// All projects, by id.
pub fn projects(db: &Connection) -> Result<Vec<Project>> {
    let mut statement = db.prepare_cached(PROJECTS)?;
    let rows = statement.query_map([], |row| {
        Ok(Project {
            id: row.get::<_, i64>(0)? as ProjectId,
            slug: row.get(1)?,
            name: row.get(2)?,
            platform: row.get(3)?,
            has_sessions: row.get(4)?,
        })
    })?;
    rows.collect()
}

/// Releases created in `created` and seen in `scope`, each with the projects of the scope it was seen in; by version.
pub fn releases(db: &Connection, created: TimeRange, scope: &Scope) -> Result<Vec<ReleaseInfo>> {
    let new_issues = new_issues(db)?;
    let mut releases: BTreeMap<String, ReleaseInfo> = BTreeMap::new();
    let mut statement = db.prepare_cached(RELEASES)?;
    let mut rows = statement.query(named_params! {
        ":start": created.start.millis(),
        ":end": created.end.millis(),
        ":projects": scope.projects_json(),
        ":environments": scope.environments_json(),
    })?;
    while let Some(row) = rows.next()? {
        let version: String = row.get(0)?;
        let time = |column| {
            Ok::<_, rusqlite::Error>(
                row.get::<_, Option<i64>>(column)?
                    .map(Timestamp::from_millis),
            )
        };
        let (status, created, released, first, last) =
            (row.get(1)?, time(2)?, time(3)?, time(7)?, time(8)?);
        let project = row.get::<_, i64>(4)? as ProjectId;
        let new_groups = new_issues
            .get(&(version.clone(), project))
            .copied()
            .unwrap_or(0);
        let release = releases
            .entry(version.clone())
            .or_insert_with(|| ReleaseInfo {
                version,
                status,
                date_created: created,
                date_released: released,
                new_groups: 0,
                first_event: first,
                last_event: last,
                adoption_stages: BTreeMap::new(),
                projects: Vec::new(),
            });
        release.new_groups += new_groups;
        release.first_event = release.first_event.min(first);
        release.last_event = release.last_event.max(last);
        release.projects.push(ReleaseProject {
            id: project,
            slug: row.get(5)?,
            new_groups,
            has_health_data: row.get(6)?,
        });
    }
    Ok(releases.into_values().collect())
}

fn new_issues(db: &Connection) -> Result<HashMap<(String, ProjectId), u64>> {
    let mut statement = db.prepare_cached(NEW_ISSUES)?;
    let rows = statement.query_map([], |row| {
        Ok((
            (row.get(0)?, row.get::<_, i64>(1)? as ProjectId),
            row.get::<_, i64>(2)? as u64,
        ))
    })?;
    rows.collect()
}
