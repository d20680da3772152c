//! Finding releases by a search text, whose terms may ask for the latest release or an adoption stage.

use crate::app::Shared;
use crate::error::ApiError;
use crate::params::Scope;
use crate::release_health::{self, Adoptions};
use session_health::session::project::ProjectId;
use session_health::session::release::compare;
use session_health::session::release_info::ReleaseInfo;
use session_health::session::release_search::{ReleaseFacts, ReleaseSearch};
use std::collections::{HashMap, HashSet};

/// Keeps the releases that fit `text`. Gives the adoptions too, when they are asked for, by `wants_adoptions` or by the
/// text; there are none unless the scope is one environment.
pub fn retain(
    app: &Shared,
    releases: &mut Vec<ReleaseInfo>,
    text: &str,
    scope: &Scope,
    wants_adoptions: bool,
) -> Result<Adoptions, ApiError> {
    let search = ReleaseSearch::parse(text).map_err(|e| ApiError::bad_request(e.to_string()))?;
    let adoptions = match scope.environments.as_deref() {
        Some([environment]) if wants_adoptions || search.needs_stage() => {
            release_health::adoptions(app, environment, app.clock.now())?
        }
        _ if search.needs_stage() => {
            return Err(ApiError::bad_request(
                "Choose a single environment to filter by release stage.",
            ));
        }
        _ => Adoptions::new(),
    };
    let latest = latest(releases);
    releases.retain(|release| {
        let version = &release.version;
        release.projects.iter().any(|project| {
            let stage = adoptions
                .get(&(project.id, version.clone()))
                .map(|adoption| adoption.stage());
            search.matches(&ReleaseFacts {
                version,
                stage,
                latest: latest.contains(version),
            })
        })
    });
    Ok(adoptions)
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
