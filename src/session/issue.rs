//! Issues: what the REST API says of one, and the order they are listed in.

use super::{Timestamp, lenient};
use serde::{Deserialize, Serialize};

/// One row of `GET /issues/`. Sentry sends `count` as text; both are read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Issue {
    /// The backend's own id.
    pub id: String,
    /// Name for people, `SHOP-17`.
    pub short_id: String,
    /// Exception type and message, or the message.
    pub title: String,
    /// Where it happens.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub culprit: String,
    /// `fatal`, `error`, `warning`, `info`, `debug`.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub level: String,
    /// `unresolved`, `resolved`, `ignored`.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: String,
    /// The project it belongs to.
    pub project: IssueProject,
    /// Events in the asked range.
    #[serde(default, deserialize_with = "lenient::number_or_default")]
    pub count: u64,
    /// Distinct users in the asked range.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub user_count: u64,
    /// First event ever.
    #[serde(default)]
    pub first_seen: Option<Timestamp>,
    /// Last event.
    #[serde(default)]
    pub last_seen: Option<Timestamp>,
    /// Page of the issue in the backend's own UI. Untrusted: shown as a link only when it is http(s).
    #[serde(default)]
    pub permalink: Option<String>,
    /// Release of the first event, where the backend says so.
    #[serde(default)]
    pub first_release: Option<ReleaseRef>,
}

/// The project inside an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueProject {
    /// The project's number.
    #[serde(default, deserialize_with = "lenient::number_or_default")]
    pub id: u64,
    /// The project's short name.
    pub slug: String,
}

/// A release named inside an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseRef {
    /// The full version string.
    pub version: String,
}
