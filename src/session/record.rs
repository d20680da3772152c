//! The latest state of one session, and a pre-aggregated row: the two kinds of line of `GET /sessions/raw/`.

use super::project::ProjectId;
use super::{Status, Timestamp};
use serde::{Deserialize, Serialize};

/// One session as a raw line carries it. Owned and convenient; the ingest
/// of the engine reads the same lines without allocating.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionRecord {
    /// Session id, a UUID.
    pub sid: String,
    /// Distinct user or device id; `None`, empty and the nil UUID mean nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did: Option<String>,
    /// Logical clock of the update; `None`: the timestamp decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// The project's number.
    pub project: ProjectId,
    /// When it started; decides the bucket.
    pub started: Timestamp,
    /// When this state was reported.
    pub timestamp: Timestamp,
    /// Seconds; feeds statistics only when the status is `exited`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<f64>,
    /// `ok`, `exited`, `crashed`, `abnormal`, `errored`, `unhandled`, or anything else, kept verbatim.
    pub status: String,
    /// Errors so far; a crash is one too.
    #[serde(default)]
    pub errors: u64,
    /// `anr_foreground`, `anr_background`, or nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abnormal_mechanism: Option<String>,
    /// What it ran.
    pub attrs: SessionAttrs,
}

/// Attributes of a session; immutable while it runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionAttrs {
    /// Full release version.
    pub release: String,
    /// Environment name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
}

impl Status {
    /// The exclusive status of a session with this wire status and error count: crashed, abnormal and unhandled as
    /// they say; otherwise errored when there was an error or the status is neither `ok` nor `exited`.
    pub fn of_session(wire: &str, errors: u64) -> Self {
        match wire {
            "crashed" => Self::Crashed,
            "abnormal" => Self::Abnormal,
            "unhandled" => Self::Unhandled,
            "ok" | "exited" if errors == 0 => Self::Healthy,
            _ => Self::Errored,
        }
    }
}

/// Whether a `did` names a user: not empty, not the nil UUID (with or without dashes).
#[inline]
pub fn is_user(did: &str) -> bool {
    let nil = matches!(did.len(), 32 | 36) && did.bytes().all(|b| b == b'0' || b == b'-');
    !did.is_empty() && !nil
}
