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
    #[error("This token has no access to this (403).")]
    Forbidden,
    /// 404.
    #[error("{what} was not found there (404).")]
    NotFound {
        /// What was asked for, in words.
        what: String,
    },
    /// 404 from the endpoint for raw sessions: a wrong address, or a backend that has aggregated counts only.
    #[error("This backend has no raw sessions (404).")]
    NoRawSessions,
    /// 429.
    #[error("Too many requests: the backend asks for a pause (429).")]
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
        /// Seconds to wait, from `Retry-After`.
        retry_after_secs: Option<u64>,
    },
    /// The answer is no JSON, or not of the agreed shape.
    #[error("The answer is not what a Session Health backend sends: {reason}")]
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
    /// The body ended before it was complete.
    #[error("The answer ended early, after {} sessions.", crate::session::format::count(*rows))]
    Truncated {
        /// Rows that arrived whole.
        rows: u64,
    },
    /// The part of this program that speaks with such a source could not be fetched.
    #[error("A part of this page could not be loaded.")]
    ProgramIncomplete,
    /// A file, or several, without a single session.
    #[error("No session could be read from {name}{}.", reason.as_ref().map(|r| format!(": {r}")).unwrap_or_default())]
    NoSessionsInFile {
        /// Which file.
        name: String,
        /// What is wrong with its first line.
        reason: Option<String>,
    },
    /// This source cannot know it, whatever it is asked.
    #[error("This source does not provide {what}.")]
    Unanswerable {
        /// What was wanted, in words.
        what: String,
    },
    /// A widget asks for something that no source is ever asked for here.
    #[error("This widget cannot be shown. {reason}")]
    Unsupported {
        /// Why, in a sentence.
        reason: String,
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

impl SourceError {
    /// Whether the same question may have an answer later, though nobody does anything about it.
    pub fn may_pass(&self) -> bool {
        use SourceError as E;
        matches!(
            self,
            E::RateLimited { .. }
                | E::ServerFailed { .. }
                | E::Unreachable { .. }
                | E::TimedOut { .. }
                | E::ProgramIncomplete
        )
    }

    /// How long the backend asks to be left alone, in seconds.
    pub fn pause(&self) -> Option<u64> {
        match self {
            Self::RateLimited { retry_after_secs }
            | Self::ServerFailed {
                retry_after_secs, ..
            } => *retry_after_secs,
            _ => None,
        }
    }

    /// What a person can do about it: one sentence or two.
    pub fn advice(&self) -> String {
        match self {
            Self::Unreachable { .. } => "Check the address and your connection. A backend on another origin must allow \
                                         this page's origin (CORS); a browser does not say which of these it is."
                .to_owned(),
            Self::TimedOut { .. } => "Try again, or choose a shorter time range.".to_owned(),
            Self::Unauthorized => "Connect again with a valid token.".to_owned(),
            Self::Forbidden => "Use a token that may read this organization (org:read).".to_owned(),
            Self::NotFound { .. } => "Check the address and the organization's short name.".to_owned(),
            Self::NoRawSessions => "Check the address and the organization's short name, or choose another backend."
                .to_owned(),
            Self::RateLimited { retry_after_secs: Some(secs) } => format!("Try again in {secs} seconds."),
            Self::RateLimited { retry_after_secs: None } => "Try again in a minute.".to_owned(),
            Self::Refused { .. } => "Change the filters or the time range, or check the address.".to_owned(),
            Self::ServerFailed { retry_after_secs: Some(secs), .. } => {
                format!("This is the backend's fault. It asks to wait {secs} seconds.")
            }
            Self::ServerFailed { .. } => "This is the backend's fault. Try again in a moment.".to_owned(),
            Self::Malformed { .. } => "Check that the address is a Session Health backend and not a web page or a \
                                       proxy's sign-in form."
                .to_owned(),
            Self::Truncated { .. } => "What arrived is kept. Try again for the rest.".to_owned(),
            Self::ProgramIncomplete => "Check your connection, then retry.".to_owned(),
            Self::NoSessionsInFile { .. } => "A file holds sessions as JSON lines, as a JSON array, or as Sentry envelopes; each \
                                             may be packed with gzip."
                .to_owned(),
            Self::Unanswerable { .. } => "A backend with raw sessions provides the most.".to_owned(),
            Self::Unsupported { .. } => "Edit the widget, or remove it.".to_owned(),
            Self::Cancelled => String::new(),
            Self::Configuration { .. } => "Correct config.json, or connect to a backend by hand.".to_owned(),
        }
    }
}
