//! Everything that can go wrong with a source, once, and what to tell a person about it.

use thiserror::Error;

/// Why a source gave no (whole) answer. `Display` is one sentence for people; [`SourceError::advice`] the next step.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SourceError {
    /// No response at all: offline, wrong address, CORS or CSP. A browser does not say which.
    #[error("{host} could not be reached.")]
    Unreachable {
        /// Host of the address asked.
        host: String,
    },
    /// No response within the time allowed.
    #[error("{host} did not answer in time.")]
    TimedOut {
        /// Host of the address asked.
        host: String,
    },
    /// 401.
    #[error("The backend does not accept this token (401).")]
    Unauthorized,
    /// 403.
    #[error("This token may not read that (403).")]
    Forbidden,
    /// 404.
    #[error("{what} was not found there (404).")]
    NotFound {
        /// What was asked for, in words.
        what: String,
    },
    /// 429.
    #[error("The backend asks for a pause (429).")]
    RateLimited {
        /// Seconds to wait, from `Retry-After`.
        retry_after_secs: Option<u64>,
    },
    /// Any other 4xx, with the backend's own words.
    #[error("The backend refused the request ({status}): {detail}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// `detail` of the answer, or its beginning.
        detail: String,
    },
    /// 5xx.
    #[error("The backend failed ({status}).")]
    ServerFailed {
        /// HTTP status.
        status: u16,
    },
    /// The answer is no JSON, or not of the agreed shape.
    #[error("The answer is not what a Session Health backend sends: {reason}")]
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
    /// The body ended before it was complete.
    #[error("The answer broke off after {rows} sessions.")]
    Truncated {
        /// Rows that arrived whole.
        rows: u64,
    },
    /// A newer request took this one's place. Never shown.
    #[error("Cancelled.")]
    Cancelled,
    /// Saved settings or `config.json` cannot be used.
    #[error("The configuration cannot be used: {reason}")]
    Configuration {
        /// What is wrong with it.
        reason: String,
    },
}
