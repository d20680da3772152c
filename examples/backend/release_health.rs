//! How healthy releases are, by the app's own engine: numbers of a summary period and of the last 24 hours, and the
//! adoption stage in an environment. Percentages here are 0 to 100, as Sentry's releases endpoint has them.

use crate::app::Shared;
use crate::error::ApiError;
use crate::params::Scope;
use serde_json::{Value, json};
use session_health::engine::execute::answer;
use session_health::engine::field::{DurationStat, Field, Subject};
use session_health::engine::query::{Dimension, OneOf, SessionsQuery};
use session_health::engine::result::{Group, GroupKey, SessionsResult};
use session_health::session::adoption::{Adoption, is_staged};
use session_health::session::project::ProjectId;
use session_health::session::{Interval, Status, TimeRange, Timestamp, Window};
use std::collections::HashMap;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// How far back adoption is followed.
const ADOPTION_MEMORY: i64 = 30 * DAY;

/// The adoption of releases in one environment, by project and version.
pub type Adoptions = HashMap<(ProjectId, String), Adoption>;

/// What the health numbers of a list are to cover.
pub struct HealthRequest<'a> {
    pub scope: &'a Scope,
    pub now: Timestamp,
    /// Length of the summary in milliseconds.
    pub summary: i64,
    /// Name and length of the period of the small chart.
    pub stats: (&'a str, i64),
    /// What the small chart counts.
    pub stats_of: Subject,
}

/// The health of all releases in a scope.
pub struct Health {
    summary: ByRelease,
    stats: ByRelease,
    last_day: ByRelease,
    last_day_of_project: HashMap<ProjectId, Group>,
    stats_name: String,
    stats_field: Field,
    stats_starts: Vec<Timestamp>,
}

type ByRelease = HashMap<(ProjectId, String), Group>;

impl Health {
    /// Counts.
    pub fn of(app: &Shared, request: &HealthRequest<'_>) -> Result<Self, ApiError> {
        let (stats_name, stats_period) = request.stats;
        let last = |millis| TimeRange::last(millis, request.now);
        let counts = vec![Field::Total(Subject::Session), Field::Total(Subject::User)];
        let by_release = |range| {
            query(
                range,
                counts.clone(),
                &[Dimension::Project, Dimension::Release],
                request.scope,
            )
        };
        let mut summary = by_release(last(request.summary))?;
        summary
            .fields
            .extend([DurationStat::P50, DurationStat::P90].map(Field::Duration));
        let mut stats = by_release(last(stats_period))?;
        stats.series = true;
        let by_project = query(
            last(DAY),
            counts.clone(),
            &[Dimension::Project],
            request.scope,
        )?;
        let queries = [summary, stats, by_release(last(DAY))?, by_project];
        let stats_starts = queries[1].window.starts().collect();
        let [summary, stats, last_day, by_project] = answers(app, &queries)?;
        Ok(Self {
            summary: by_release_key(summary),
            stats: by_release_key(stats),
            last_day: by_release_key(last_day),
            last_day_of_project: by_project
                .groups
                .into_iter()
                .filter_map(|g| Some((g.by.project?, g)))
                .collect(),
            stats_name: stats_name.to_owned(),
            stats_field: Field::Total(request.stats_of),
            stats_starts,
        })
    }

    /// The numbers of one release in one project.
    pub fn get(&self, project: ProjectId, version: &str) -> ReleaseHealth<'_> {
        let key = (project, version.to_owned());
        ReleaseHealth {
            all: self,
            summary: self.summary.get(&key),
            stats: self.stats.get(&key),
            last_day: self.last_day.get(&key),
            project: self.last_day_of_project.get(&project),
        }
    }
}

/// The health of one release in one project.
pub struct ReleaseHealth<'a> {
    all: &'a Health,
    summary: Option<&'a Group>,
    stats: Option<&'a Group>,
    last_day: Option<&'a Group>,
    project: Option<&'a Group>,
}

impl ReleaseHealth<'_> {
    /// A field over the summary period; `None` where there is nothing to tell.
    pub fn summary(&self, field: Field) -> Option<f64> {
        self.summary.and_then(|group| group.total_of(field))
    }

    /// A field over the last 24 hours.
    pub fn last_day(&self, field: Field) -> Option<f64> {
        self.last_day.and_then(|group| group.total_of(field))
    }

    /// Share of the project's sessions or users of the last 24 hours, in percent.
    pub fn adoption(&self, subject: Subject) -> Option<f64> {
        let field = Field::Total(subject);
        let of_project = self
            .project
            .and_then(|group| group.total_of(field))
            .filter(|n| *n > 0.0)?;
        Some(100.0 * self.last_day(field).unwrap_or(0.0) / of_project)
    }

    /// As `healthData` in the answer.
    pub fn to_json(&self) -> Value {
        let count = |value: Option<f64>| value.unwrap_or(0.0) as u64;
        let percent = |field| self.summary(field).map(|rate| 100.0 * rate);
        let seconds = |stat| {
            self.summary(Field::Duration(stat))
                .map(|millis| millis / 1000.0)
        };
        let sessions = |status| count(self.summary(Field::Count(status, Subject::Session)));
        let (all_sessions, all_users) =
            (Field::Total(Subject::Session), Field::Total(Subject::User));
        let series = self
            .stats
            .map(|group| group.series_of(self.all.stats_field));
        let value_at = |bucket: usize| {
            count(
                series
                    .as_ref()
                    .and_then(|s| s.get(bucket).copied().flatten()),
            )
        };
        let stats: Vec<_> = self
            .all
            .stats_starts
            .iter()
            .enumerate()
            .map(|(bucket, start)| json!([start.millis() / 1000, value_at(bucket)]))
            .collect();
        json!({
            "adoption": self.adoption(Subject::User),
            "sessionsAdoption": self.adoption(Subject::Session),
            "totalSessions": count(self.summary(all_sessions)),
            "totalSessions24h": count(self.last_day(all_sessions)),
            "totalUsers": count(self.summary(all_users)),
            "totalUsers24h": count(self.last_day(all_users)),
            "crashFreeSessions": percent(Field::CrashFreeRate(Subject::Session)),
            "crashFreeUsers": percent(Field::CrashFreeRate(Subject::User)),
            "sessionsCrashed": sessions(Status::Crashed),
            "sessionsErrored": sessions(Status::Errored),
            "durationP50": seconds(DurationStat::P50),
            "durationP90": seconds(DurationStat::P90),
            "hasHealthData": self.summary.is_some(),
            "stats": { (self.all.stats_name.as_str()): stats },
        })
    }
}

/// The adoption of every release with sessions in `environment`, by project, followed hour by hour up to the present one.
pub fn adoptions(app: &Shared, environment: &str, now: Timestamp) -> Result<Adoptions, ApiError> {
    let range = TimeRange::last(ADOPTION_MEMORY, now.ceil_to(Interval::HOUR));
    let scope = Scope {
        projects: None,
        environments: Some(vec![environment.to_owned()]),
    };
    let counts = vec![Field::Total(Subject::Session)];
    let mut by_release = query(
        range,
        counts.clone(),
        &[Dimension::Project, Dimension::Release],
        &scope,
    )?;
    let mut by_project = query(range, counts, &[Dimension::Project], &scope)?;
    (by_release.series, by_project.series) = (true, true);
    let [by_release, by_project] = answers(app, &[by_release, by_project])?;
    let window = by_release.window;
    let adoption = |((project, version), group): ((ProjectId, String), Group)| {
        let of_project = by_project.group(&GroupKey {
            project: Some(project),
            ..GroupKey::default()
        })?;
        let hours = window
            .starts()
            .zip(group.series.iter().zip(&of_project.series));
        let hours =
            hours.map(|(hour, (release, all))| (hour, release.sessions.all, all.sessions.all));
        is_staged(environment, &version).then(|| ((project, version), Adoption::from_hours(hours)))
    };
    Ok(by_release_key(by_release)
        .into_iter()
        .filter_map(adoption)
        .collect())
}

fn query(
    range: TimeRange,
    fields: Vec<Field>,
    group_by: &[Dimension],
    scope: &Scope,
) -> Result<SessionsQuery, ApiError> {
    let interval = if range.millis() > ADOPTION_MEMORY {
        Interval::DAY
    } else {
        Interval::HOUR
    };
    let window = Window::new(range, interval).map_err(|e| ApiError::bad_request(e.to_string()))?;
    let mut query = SessionsQuery::new(window, fields);
    query.group_by = group_by.to_vec();
    query.series = false;
    query
        .filter
        .projects
        .extend(scope.projects.clone().map(OneOf::In));
    query
        .filter
        .environments
        .extend(scope.environments.clone().map(OneOf::In));
    Ok(query)
}

fn answers<const N: usize>(
    app: &Shared,
    queries: &[SessionsQuery; N],
) -> Result<[SessionsResult; N], ApiError> {
    let ranges = queries.iter().map(|query| query.window.range());
    let whole = ranges.reduce(|a, b| TimeRange::new(a.start.min(b.start), a.end.max(b.end)));
    let whole = whole.ok_or_else(|| ApiError::internal("no query"))?;
    let store = app.sessions.of(&app.db, whole)?;
    answer(&store, queries)
        .try_into()
        .map_err(|_| ApiError::internal("not one answer a query"))
}

fn by_release_key(result: SessionsResult) -> ByRelease {
    let key = |group: Group| Some(((group.by.project?, group.by.release.clone()?), group));
    result.groups.into_iter().filter_map(key).collect()
}
