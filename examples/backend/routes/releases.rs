//! `GET /releases/`, `GET /releases/stats/` and `GET /releases/{version}/`.

mod order;
mod row;

use crate::app::{App, Shared};
use crate::error::ApiError;
use crate::paging::Page;
use crate::params::{Params, Scope, ever};
use crate::release_health::{Adoptions, Health, HealthRequest};
use crate::{release_list, release_search};
use axum::Json;
use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use order::Order;
use row::{Row, project_details};
use serde_json::{Value, json};
use session_health::engine::field::Subject;
use session_health::session::interval::parse_duration;
use session_health::session::release_info::ReleaseInfo;

const PERIODS: [&str; 9] = ["1h", "24h", "1d", "48h", "2d", "7d", "14d", "30d", "90d"];

/// Releases that fit the search, in the order asked for.
pub async fn releases(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    params: Params,
) -> Result<Response, ApiError> {
    app.reading(move |app| {
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
    app.reading(move |app| {
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
    app.reading(move |app| {
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
    adoptions: Adoptions,
}

impl List {
    fn new(app: &Shared, params: &Params) -> Result<Self, ApiError> {
        let now = app.clock.now();
        let created = params.range(now)?.unwrap_or_else(ever);
        let (scope, mut releases) = app.db.read(|db| {
            let scope = params.scope(db)?;
            let releases = release_list::releases(db, created, &scope)?;
            Ok::<_, ApiError>((scope, releases))
        })?;
        // Present but empty is all; absent is open.
        match params.all("status").next() {
            None => releases.retain(|release| !release.is_archived()),
            Some("") => {}
            Some(status) if matches!(status, "open" | "archived") => {
                releases.retain(|r| r.status == status)
            }
            Some(_) => return Err(ApiError::bad_request("Invalid release status")),
        }
        let text = params.get("query").unwrap_or_default();
        let wants_adoptions =
            params.flag("adoptionStages") || params.get("sort") == Some("adoption");
        let adoptions = release_search::retain(app, &mut releases, text, &scope, wants_adoptions)?;
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
