//! A row of the releases list as JSON.

use crate::release_health::Health;
use serde_json::{Value, json};
use session_health::session::project::{Project, ProjectId};
use session_health::session::release::{Version, short};
use session_health::session::release_info::ReleaseInfo;
use std::collections::HashMap;

/// A release, and for each of its projects what the answer says beyond that.
pub struct Row {
    release: ReleaseInfo,
    projects: Vec<Value>,
}

/// Names and platforms, by id.
pub type Details = HashMap<ProjectId, Project>;

/// The projects by their ids.
pub fn project_details(projects: Vec<Project>) -> Details {
    projects
        .into_iter()
        .map(|project| (project.id, project))
        .collect()
}

impl Row {
    /// With health numbers when there are any to be shown.
    pub fn new(release: ReleaseInfo, details: &Details, health: Option<&Health>) -> Self {
        let project = |in_project: &session_health::session::release_info::ReleaseProject| {
            let details = details.get(&in_project.id);
            let mut row = json!({
                "id": in_project.id,
                "slug": in_project.slug,
                "name": details.map_or(in_project.slug.as_str(), |d| d.name.as_str()),
                "platform": details.and_then(|d| d.platform.as_deref()),
                "newGroups": in_project.new_groups,
                "hasHealthData": in_project.has_health_data,
            });
            if let Some(health) = health {
                row["healthData"] = health.get(in_project.id, &release.version).to_json();
            }
            row
        };
        let projects = release.projects.iter().map(project).collect();
        Self { release, projects }
    }

    /// The whole row.
    pub fn to_json(&self) -> Value {
        let release = &self.release;
        json!({
            "version": release.version,
            "shortVersion": short(&release.version),
            "versionInfo": version_info(&release.version),
            "status": release.status,
            "dateCreated": release.date_created,
            "dateReleased": release.date_released,
            "newGroups": release.new_groups,
            "commitCount": 0,
            "deployCount": 0,
            "firstEvent": release.first_event,
            "lastEvent": release.last_event,
            "authors": [],
            "adoptionStages": release.adoption_stages,
            "projects": self.projects,
        })
    }
}

fn version_info(name: &str) -> Value {
    let version = Version::parse(name);
    let number = version.number().map(|number| {
        let [major, minor, patch, _] = number.parts;
        let raw = name.rsplit('@').next().unwrap_or(name);
        json!({
            "raw": raw, "major": major, "minor": minor, "patch": patch, "pre": number.prerelease,
            "buildCode": number.build, "components": number.written,
        })
    });
    json!({ "package": version.package(), "version": number, "description": version.short(), "buildHash": null })
}
