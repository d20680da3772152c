//! `GET /releases/`, `GET /releases/stats/` and `GET /releases/{version}/`.

mod order;
mod row;

use crate::app::{App, Shared};
use crate::error::ApiError;
use crate::paging::Page;
use crate::params::{Params, Scope};
use crate::release_health::{self, Health, HealthRequest};
use crate::release_list;
use axum::Json;
use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use order::Order;
use row::{Row, project_details};
use serde_json::{Value, json};
use session_health::engine::field::Subject;
use session_health::session::adoption::Adoption;
use session_health::session::interval::parse_duration;
use session_health::session::project::ProjectId;
use session_health::session::release::compare;
use session_health::session::release_info::ReleaseInfo;
use session_health::session::release_search::{ReleaseFacts, ReleaseSearch};
use session_health::session::{TimeRange, Timestamp};
use std::collections::{HashMap, HashSet};

const PERIODS: [&str; 9] = ["1h", "24h", "1d", "48h", "2d", "7d", "14d", "30d", "90d"];

/// Releases that fit the search, in the order asked for.
pub async fn releases(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    params: Params,
) -> Result<Response, ApiError> {
    app.blocking(move |app| {
        let page = Page::of(&params, "per_page", 100, 100)?;
        let rows = List::new(app, &params)?.rows(app, &params)?;
        // Only the rows of the page are written out.
        Ok(page.answer_with(rows.len(), &uri, &params, |range| {
            rows[range].iter().map(Row::to_json).collect()
        }))
    })
    .await
}

/// When each release was created, newest first.
pub async fn stats(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    params: Params,
) -> Result<Response, ApiError> {
    app.blocking(move |app| {
        let page = Page::of(&params, "per_page", 1000, 1000)?;
        let mut list = List::new(app, &params)?.releases;
        Order::Date.sort(&mut list);
        let to_json = |release: &ReleaseInfo| json!({ "version": release.version, "date": release.date_created });
        Ok(page.answer_with(list.len(), &uri, &params, |range| list[range].iter().map(to_json).collect()))
    })
    .await
}

/// One release, archived or not, with its health.
pub async fn release(
    State(app): State<App>,
    Path((_, version)): Path<(String, String)>,
    params: Params,
) -> Result<Json<Value>, ApiError> {
    app.blocking(move |app| {
        let mut params = params;
        params.0.retain(|(key, _)| {
            matches!(
                key.as_str(),
                "project" | "environment" | "health" | "adoptionStages" | "summaryStatsPeriod"
            )
        });
        params.0.push(("status".to_owned(), String::new()));
        let mut list = List::new(app, &params)?;
        list.releases.retain(|release| release.version == version);
        let rows = list.rows(app, &params)?;
        rows.first()
            .map(|row| Json(row.to_json()))
            .ok_or_else(ApiError::not_found)
    })
    .await
}

/// What all three start from: the releases in range and scope that fit status and search.
struct List {
    scope: Scope,
    releases: Vec<ReleaseInfo>,
    /// By project and version; of the one environment that was asked for.
    adoptions: HashMap<(ProjectId, String), Adoption>,
}

impl List {
    fn new(app: &Shared, params: &Params) -> Result<Self, ApiError> {
        let now = app.clock.now();
        let ever = TimeRange::new(
            Timestamp::from_millis(i64::MIN),
            Timestamp::from_millis(i64::MAX),
        );
        let created = params.range(now)?.unwrap_or(ever);
        let search = ReleaseSearch::parse(params.get("query").unwrap_or_default())
            .map_err(|e| ApiError::bad_request(e.to_string()))?;
        let (scope, mut releases) = app.db.read(|db| {
            let scope = params.scope(db)?;
            let releases = release_list::releases(db, created, &scope)?;
            Ok::<_, ApiError>((scope, releases))
        })?;
        let environment = match scope.environments.as_deref() {
            Some([one]) => Some(one.as_str()),
            _ => None,
        };
        if search.needs_stage() && environment.is_none() {
            return Err(ApiError::bad_request(
                "Choose a single environment to filter by release stage.",
            ));
        }
        let wants_stages = search.needs_stage()
            || params.flag("adoptionStages")
            || params.get("sort") == Some("adoption");
        let adoptions = match environment {
            Some(environment) if wants_stages => release_health::adoptions(app, environment, now)?,
            _ => HashMap::new(),
        };
        // Present but empty is all; absent is open.
        match params.all("status").next() {
            None => releases.retain(|release| !release.is_archived()),
            Some("") => {}
            Some(status) if matches!(status, "open" | "archived") => {
                releases.retain(|r| r.status == status)
            }
            Some(_) => return Err(ApiError::bad_request("Invalid release status")),
        }
        let latest = latest(&releases);
        releases.retain(|release| {
            let stage_in = |project: ProjectId| {
                Some(adoptions.get(&(project, release.version.clone()))?.stage())
            };
            let facts = |stage| ReleaseFacts {
                version: &release.version,
                stage,
                latest: latest.contains(&release.version),
            };
            let mut stages: Vec<_> = release.projects.iter().map(|p| stage_in(p.id)).collect();
            stages.dedup();
            stages
                .into_iter()
                .any(|stage| search.matches(&facts(stage)))
        });
        Ok(Self {
            scope,
            releases,
            adoptions,
        })
    }

    /// One row a release, or with `flatten` one a release and project; sorted.
    fn rows(mut self, app: &Shared, params: &Params) -> Result<Vec<Row>, ApiError> {
        let flatten = params.flag("flatten");
        let order = Order::of(params.get("sort").unwrap_or("date"), flatten)?;
        if params.flag("adoptionStages") {
            for release in &mut self.releases {
                for project in &release.projects {
                    if let Some(adoption) =
                        self.adoptions.get(&(project.id, release.version.clone()))
                    {
                        release
                            .adoption_stages
                            .insert(project.slug.clone(), (*adoption).into());
                    }
                }
            }
        }
        if flatten {
            self.releases = self
                .releases
                .into_iter()
                .flat_map(one_for_each_project)
                .collect();
        }
        let health = match params.flag("health") || order.needs_health() {
            true => Some(health(app, params, &self.scope)?),
            false => None,
        };
        order.sort_by_health(&mut self.releases, health.as_ref(), &self.adoptions);
        let details = app
            .db
            .read(|db| Ok::<_, ApiError>(project_details(release_list::projects(db)?)))?;
        let show = health.as_ref().filter(|_| params.flag("health"));
        Ok(self
            .releases
            .into_iter()
            .map(|release| Row::new(release, &details, show))
            .collect())
    }
}

fn one_for_each_project(release: ReleaseInfo) -> Vec<ReleaseInfo> {
    let with_project =
        |project: &session_health::session::release_info::ReleaseProject| ReleaseInfo {
            new_groups: project.new_groups,
            projects: vec![project.clone()],
            ..release.clone()
        };
    release.projects.iter().map(with_project).collect()
}

/// The first of each project in the order of releases.
fn latest(releases: &[ReleaseInfo]) -> HashSet<String> {
    let mut first: HashMap<ProjectId, &ReleaseInfo> = HashMap::new();
    for release in releases {
        for project in &release.projects {
            let first = first.entry(project.id).or_insert(release);
            if compare(
                (&release.version, release.date_created),
                (&first.version, first.date_created),
            )
            .is_lt()
            {
                *first = release;
            }
        }
    }
    first
        .into_values()
        .map(|release| release.version.clone())
        .collect()
}

fn health(app: &Shared, params: &Params, scope: &Scope) -> Result<Health, ApiError> {
    let period = |key: &str, default: &'static str| -> Result<(String, i64), ApiError> {
        let name = params.get(key).unwrap_or(default);
        let millis = parse_duration(name).filter(|_| PERIODS.contains(&name));
        Ok((
            name.to_owned(),
            millis.ok_or_else(|| ApiError::bad_request(format!("invalid {key}")))?,
        ))
    };
    let (stats_name, stats) = period("healthStatsPeriod", "24h")?;
    let stats_of = match params.get("healthStat") {
        None | Some("sessions") => Subject::Session,
        Some("users") => Subject::User,
        Some(_) => return Err(ApiError::bad_request("invalid healthStat")),
    };
    Health::of(
        app,
        &HealthRequest {
            scope,
            now: app.clock.now(),
            summary: period("summaryStatsPeriod", "14d")?.1,
            stats: (&stats_name, stats),
            stats_of,
        },
    )
}
