//! The query parameters that most endpoints share: a range of time, projects, environments.

use crate::error::ApiError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use rusqlite::Connection;
use session_health::session::interval::parse_duration;
use session_health::session::project::ProjectId;
use session_health::session::{TimeRange, Timestamp};
use std::convert::Infallible;

/// All parameters in order; a key may repeat.
#[derive(Clone, Debug, Default)]
pub struct Params(pub Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(
            form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        ))
    }
}

impl Params {
    /// The values of `key`.
    pub fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(k, _)| k == key)
            .map(|(_, v)| v.as_str())
    }

    /// The first value of `key` that is not empty.
    pub fn get<'a>(&'a self, key: &'a str) -> Option<&'a str> {
        self.all(key).find(|v| !v.is_empty())
    }

    /// Whether `key` is switched on: `1` or `true`.
    pub fn flag(&self, key: &str) -> bool {
        matches!(self.get(key), Some("1" | "true"))
    }

    /// `start` and `end`, or `statsPeriod`; `None` when there is neither.
    pub fn range(&self, now: Timestamp) -> Result<Option<TimeRange>, ApiError> {
        if let Some(period) = self.get("statsPeriod") {
            let millis = parse_duration(period).filter(|m| *m > 0);
            let millis = millis
                .ok_or_else(|| ApiError::bad_request(format!("Invalid statsPeriod: '{period}'")))?;
            return Ok(Some(TimeRange::last(millis, now)));
        }
        let time = |text: &str| {
            Timestamp::parse(text).ok_or_else(|| {
                ApiError::bad_request(format!("{text} is not a valid ISO8601 date query"))
            })
        };
        match (
            self.get("start").map(time).transpose()?,
            self.get("end").map(time).transpose()?,
        ) {
            (None, None) => Ok(None),
            (Some(start), Some(end)) if start < end => Ok(Some(TimeRange::new(start, end))),
            (Some(_), Some(_)) => Err(ApiError::bad_request("start must be before end")),
            _ => Err(ApiError::bad_request("start and end are both required")),
        }
    }

    /// The range, or else the last `default` milliseconds.
    pub fn range_or(&self, default: i64, now: Timestamp) -> Result<TimeRange, ApiError> {
        Ok(self
            .range(now)?
            .unwrap_or_else(|| TimeRange::last(default, now)))
    }

    /// `project` and `environment`.
    pub fn scope(&self, db: &Connection) -> Result<Scope, ApiError> {
        Ok(Scope {
            projects: self.projects(db)?,
            environments: self.environments(),
        })
    }

    fn projects(&self, db: &Connection) -> Result<Option<Vec<ProjectId>>, ApiError> {
        let mut projects = Vec::new();
        for project in self.all("project").filter(|p| !p.is_empty()) {
            if project == "-1" {
                return Ok(None);
            }
            let known = db
                .prepare_cached("SELECT id FROM projects WHERE CAST(id AS TEXT) = ?1 OR slug = ?1")?
                .query_row([project], |row| row.get::<_, i64>(0));
            match known {
                Ok(id) => projects.push(id as ProjectId),
                Err(rusqlite::Error::QueryReturnedNoRows) => return Err(ApiError::forbidden()),
                Err(error) => return Err(error.into()),
            }
        }
        Ok((!projects.is_empty()).then_some(projects))
    }

    /// The values of `environment`; the empty one is: none.
    pub fn environments(&self) -> Option<Vec<String>> {
        let names: Vec<String> = self.all("environment").map(str::to_owned).collect();
        (!names.is_empty()).then_some(names)
    }
}

/// All of time.
pub fn ever() -> TimeRange {
    TimeRange::new(
        Timestamp::from_millis(i64::MIN),
        Timestamp::from_millis(i64::MAX),
    )
}

/// What the filter bar narrows everything down to; `None` is all.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    pub projects: Option<Vec<ProjectId>>,
    /// The empty name is: no environment.
    pub environments: Option<Vec<String>>,
}

impl Scope {
    /// The projects as SQLite's `json_each` takes them, NULL for all.
    pub fn projects_json(&self) -> Option<String> {
        self.projects
            .as_ref()
            .map(|list| serde_json::json!(list).to_string())
    }

    /// The environments, likewise.
    pub fn environments_json(&self) -> Option<String> {
        self.environments
            .as_ref()
            .map(|list| serde_json::json!(list).to_string())
    }
}
