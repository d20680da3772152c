//! Projects and environments, as the REST API lists them.

use super::lenient;
use serde::{Deserialize, Serialize};

/// A project's number, unique in the organization.
pub type ProjectId = u64;

/// One row of `GET /projects/`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Project {
    /// Number used in session records and query parameters. Sentry sends it as text; both are read.
    #[serde(deserialize_with = "lenient::number")]
    pub id: ProjectId,
    /// Short name used in links.
    pub slug: String,
    /// Name for people; the slug when the backend sends none.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// `apple-ios`, `android`, `javascript-react`, …
    #[serde(default)]
    pub platform: Option<String>,
    /// Whether the project ever sent a session.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub has_sessions: bool,
}

impl Project {
    /// Whether its sessions are page views or navigations rather than app starts.
    pub fn is_web(&self) -> bool {
        self.platform
            .as_deref()
            .is_some_and(|p| p.starts_with("javascript"))
    }
}

/// One row of `GET /environments/`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    /// Number, unused by us.
    #[serde(default, deserialize_with = "lenient::number_or_default")]
    pub id: u64,
    /// The name sessions carry.
    pub name: String,
}
