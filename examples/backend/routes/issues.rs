//! `GET /issues/`: what went wrong, counted over a range of time.

use crate::app::{App, Shared};
use crate::error::ApiError;
use crate::paging::Page;
use crate::params::{Params, ever};
use axum::extract::{OriginalUri, State};
use axum::response::Response;
use rusqlite::{Connection, Row, named_params};
use session_health::session::Timestamp;
use session_health::session::issue::{Issue, IssueProject, ReleaseRef};
use session_health::session::issue_search::IssueSearch;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

const ISSUES: &str = "
SELECT issues.id, upper(slug) || '-' || number, title, culprit, level, issues.status, project, slug,
       first_seen, last_seen, permalink, first_release
FROM issues JOIN projects ON projects.id = project";

const EVENTS: &str = "
SELECT issue, release, user, count(*) FROM events
WHERE timestamp >= :start AND timestamp < :end
  AND (:projects IS NULL OR project IN (SELECT value FROM json_each(:projects)))
  AND (:environments IS NULL OR coalesce(environment, '') IN (SELECT value FROM json_each(:environments)))
GROUP BY issue, release, user";

/// Issues with an event in range and scope. Without a range: with any event.
pub async fn issues(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    params: Params,
) -> Result<Response, ApiError> {
    app.reading(move |app| {
        let page = Page::of(&params, "limit", 100, 100)?;
        let rows = find(app, &params)?;
        Ok(page.answer(&rows, &uri, &params))
    })
    .await
}

fn find(app: &Shared, params: &Params) -> Result<Vec<Issue>, ApiError> {
    let search = IssueSearch::parse(params.get("query").unwrap_or_default()).map_err(invalid)?;
    let sort = params.get("sort").unwrap_or("date");
    let mut issues = app.db.read(|db| {
        let mut counts = count_events(db, app, params, &search)?;
        let mut statement = db.prepare_cached(ISSUES)?;
        let issues = statement
            .query_map([], issue)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let with_counts = |(id, issue): (i64, Issue)| {
            let Counts { events, users } = counts.remove(&id)?;
            Some(Issue {
                count: events,
                user_count: users.len() as u64,
                ..issue
            })
        };
        let found = issues
            .into_iter()
            .filter_map(with_counts)
            .filter(|issue| search.takes_issue(issue));
        Ok::<_, ApiError>(found.collect::<Vec<_>>())
    })?;
    let rank: fn(&Issue) -> i64 = match sort {
        "date" => |issue| issue.last_seen.unwrap_or_default().millis(),
        "new" => |issue| issue.first_seen.unwrap_or_default().millis(),
        "freq" => |issue| issue.count as i64,
        "user" => |issue| issue.user_count as i64,
        _ => return Err(ApiError::bad_request(format!("Invalid sort: {sort}"))),
    };
    // The ids settle what ranks the same, so that pages do not overlap.
    issues.sort_by_key(|issue| {
        (
            Reverse(rank(issue)),
            Reverse(issue.last_seen),
            issue.id.parse::<i64>().ok(),
        )
    });
    Ok(issues)
}

#[derive(Default)]
struct Counts {
    events: u64,
    users: HashSet<String>,
}

/// The events that count, by issue.
fn count_events(
    db: &Connection,
    app: &Shared,
    params: &Params,
    search: &IssueSearch,
) -> Result<HashMap<i64, Counts>, ApiError> {
    let range = params.range(app.clock.now())?.unwrap_or_else(ever);
    let scope = params.scope(db)?;
    let mut statement = db.prepare_cached(EVENTS)?;
    let mut rows = statement.query(named_params! {
        ":start": range.start.millis(),
        ":end": range.end.millis(),
        ":projects": scope.projects_json(),
        ":environments": scope.environments_json(),
    })?;
    let mut counts: HashMap<i64, Counts> = HashMap::new();
    while let Some(row) = rows.next()? {
        let release: Option<String> = row.get(1)?;
        if search.takes_event(release.as_deref().unwrap_or_default()) {
            let counts = counts.entry(row.get(0)?).or_default();
            counts.events += row.get::<_, i64>(3)? as u64;
            counts.users.extend(row.get::<_, Option<String>>(2)?);
        }
    }
    Ok(counts)
}

fn issue(row: &Row<'_>) -> rusqlite::Result<(i64, Issue)> {
    let id: i64 = row.get(0)?;
    let issue = Issue {
        id: id.to_string(),
        short_id: row.get(1)?,
        title: row.get(2)?,
        culprit: row.get(3)?,
        level: row.get(4)?,
        status: row.get(5)?,
        project: IssueProject {
            id: row.get::<_, i64>(6)? as u64,
            slug: row.get(7)?,
        },
        count: 0,
        user_count: 0,
        first_seen: Some(Timestamp::from_millis(row.get(8)?)),
        last_seen: Some(Timestamp::from_millis(row.get(9)?)),
        permalink: row.get(10)?,
        first_release: row
            .get::<_, Option<String>>(11)?
            .map(|version| ReleaseRef { version }),
    };
    Ok((id, issue))
}

fn invalid(error: session_health::session::search::SearchError) -> ApiError {
    ApiError::bad_request(error.to_string())
}
