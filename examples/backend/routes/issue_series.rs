//! `GET /issues-timeseries/`: new and resolved issues over time.

use crate::app::App;
use crate::error::ApiError;
use crate::params::{Params, Scope};
use axum::Json;
use axum::extract::State;
use rusqlite::Connection;
use serde_json::{Value, json};
use session_health::session::issue_series::{
    Category, IssueCount, IssueFacts, IssueSeries, IssueSeriesError, SeriesScope, series, window,
};
use session_health::session::{Interval, TimeRange, Timestamp};

/// Sentry's default for issues.
const DEFAULT_PERIOD: i64 = 14 * 86_400_000;

const FACTS: &str = "
SELECT project, first_seen, resolved_at, first_release,
       (SELECT json_group_array(DISTINCT environment) FROM events WHERE issue = issues.id AND environment IS NOT NULL)
FROM issues";

/// A line for each `yAxis`, or with `groupBy=release` for each of it and release.
pub async fn issues_timeseries(
    State(app): State<App>,
    params: Params,
) -> Result<Json<Value>, ApiError> {
    app.reading(move |app| {
        let now = app.clock.now();
        let request = request(&params, now)?;
        let (scope, facts) = app.db.read(|db| Ok::<_, ApiError>((params.scope(db)?, facts(db)?)))?;
        let Scope { projects, environments } = scope;
        let scope = SeriesScope {
            window: window(request.range, request.interval).map_err(refused)?,
            projects: &projects.unwrap_or_default(),
            environments: &environments.unwrap_or_default(),
            category: request.category,
            by_release: request.by_release,
        };
        let lines = series(&facts, &scope, &request.counts);
        let lines: Vec<_> =
            lines.iter().enumerate().map(|(order, line)| to_json(line, order, &request, now)).collect();
        let (start, end) = (request.range.start.millis(), request.range.end.millis());
        Ok(Json(json!({ "timeSeries": lines, "meta": { "dataset": "issue", "start": start, "end": end } })))
    })
    .await
}

struct Request {
    range: TimeRange,
    interval: Interval,
    category: Category,
    by_release: bool,
    counts: Vec<IssueCount>,
}

fn request(params: &Params, now: Timestamp) -> Result<Request, ApiError> {
    let interval = params
        .get("interval")
        .map_or(Ok(Interval::HOUR), Interval::parse);
    let mut counts: Vec<_> = params
        .all("yAxis")
        .map(IssueCount::from_name)
        .collect::<Result<_, _>>()
        .map_err(refused)?;
    if counts.is_empty() {
        counts.push(IssueCount::New);
    }
    let groups: Vec<_> = params.all("groupBy").filter(|g| !g.is_empty()).collect();
    if groups.iter().any(|g| *g != "release") {
        return Err(refused(IssueSeriesError::GroupBy));
    }
    Ok(Request {
        range: params.range_or(DEFAULT_PERIOD, now)?,
        interval: interval.map_err(|e| ApiError::bad_request(e.to_string()))?,
        category: params
            .get("category")
            .map_or(Ok(Category::Issue), Category::from_name)
            .map_err(refused)?,
        by_release: !groups.is_empty(),
        counts,
    })
}

fn facts(db: &Connection) -> Result<Vec<IssueFacts>, ApiError> {
    let mut statement = db.prepare_cached(FACTS)?;
    let facts = statement.query_map([], |row| {
        let environments: String = row.get(4)?;
        Ok(IssueFacts {
            project: row.get::<_, i64>(0)? as u64,
            environments: serde_json::from_str(&environments).unwrap_or_default(),
            first_seen: Timestamp::from_millis(row.get(1)?),
            resolved_at: row.get::<_, Option<i64>>(2)?.map(Timestamp::from_millis),
            first_release: row.get(3)?,
            category: Category::Issue,
        })
    })?;
    Ok(facts.collect::<rusqlite::Result<_>>()?)
}

fn to_json(line: &IssueSeries, order: usize, request: &Request, now: Timestamp) -> Value {
    let interval = request.interval.millis();
    let values: Vec<_> = line
        .values
        .iter()
        .map(|(start, value)| json!({ "timestamp": start.millis(), "value": value, "incomplete": start.plus(interval) > now }))
        .collect();
    let mut json = json!({
        "yAxis": line.count.name(),
        "groupBy": [],
        "values": values,
        "meta": { "interval": interval, "valueType": "integer", "valueUnit": null },
    });
    if request.by_release {
        let is_other = line.release.is_none();
        json["groupBy"] =
            json!([{ "key": "release", "value": line.release.as_deref().unwrap_or("other") }]);
        json["meta"]["order"] = json!(order);
        json["meta"]["isOther"] = json!(is_other);
    }
    json
}

fn refused(error: IssueSeriesError) -> ApiError {
    ApiError::bad_request(error.to_string())
}
