//! A release as the REST API lists it, and as the rest of the program knows it.

use super::Timestamp;
use super::adoption::{Adoption, Stage};
use super::lenient;
use super::project::ProjectId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One row of `GET /releases/`. Fields a backend leaves out take their defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseInfo {
    /// The full version string, `package@version+build`; what sessions carry.
    pub version: String,
    /// `open` or `archived`.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: String,
    /// When the release was created; `None` where a source does not know, then `first_seen` stands in.
    #[serde(default)]
    pub date_created: Option<Timestamp>,
    /// When it was finalized.
    #[serde(default)]
    pub date_released: Option<Timestamp>,
    /// Issues first seen in this release, over all its projects.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub new_groups: u64,
    /// First event or session.
    #[serde(default)]
    pub first_event: Option<Timestamp>,
    /// Last event or session.
    #[serde(default)]
    pub last_event: Option<Timestamp>,
    /// Stage in the asked environment, by project slug; empty when not asked for.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub adoption_stages: BTreeMap<String, AdoptionStage>,
    /// The projects it was seen in.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub projects: Vec<ReleaseProject>,
}

/// A release's stage in one project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdoptionStage {
    /// The label.
    pub stage: Stage,
    /// First time it reached 10 % of the environment's sessions.
    pub adopted: Option<Timestamp>,
    /// Since when it is below again.
    pub unadopted: Option<Timestamp>,
}

impl From<Adoption> for AdoptionStage {
    fn from(state: Adoption) -> Self {
        Self {
            stage: state.stage(),
            adopted: state.adopted,
            unadopted: state.unadopted,
        }
    }
}

/// A project inside a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseProject {
    /// The project's number.
    #[serde(deserialize_with = "lenient::number")]
    pub id: ProjectId,
    /// Its short name.
    pub slug: String,
    /// Issues first seen in this release of this project.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub new_groups: u64,
    /// Whether it sent sessions.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub has_health_data: bool,
}

impl ReleaseInfo {
    /// When it was created, else when it was first seen.
    pub fn created(&self) -> Option<Timestamp> {
        self.date_created.or(self.first_event)
    }

    /// Whether it is archived.
    pub fn is_archived(&self) -> bool {
        self.status == "archived"
    }
}
