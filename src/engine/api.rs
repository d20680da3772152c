//! `GET /organizations/{org}/sessions/`: parameters to a query, an answer to JSON (section 11.1). To be filled in.

use super::query::SessionsQuery;
use super::result::SessionsResult;
use crate::session::Timestamp;
use crate::session::project::ProjectId;

/// What the endpoint knows besides the parameters.
pub struct ApiContext<'a> {
    /// The present.
    pub now: Timestamp,
    /// The organization's projects; any other is refused with 403.
    pub projects: &'a [ProjectId],
    /// Full versions that match a term such as `release.version:>=1.2` (without its `!`); for `release.version`,
    /// `release.build`, `release.package` and `release.stage`.
    ///
    /// # Errors
    /// Why the term makes no sense, in words.
    pub releases: &'a dyn Fn(&str) -> Result<Vec<String>, String>,
    /// The most points (groups x buckets) without `per_page`; [`POINT_BUDGET`] unless a test says otherwise.
    pub point_budget: usize,
}

/// The most points (groups x buckets) an answer has without `per_page`.
pub const POINT_BUDGET: usize = 10_000;

/// A request that makes sense.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiQuery {
    /// For [`answer`](super::execute::answer).
    pub query: SessionsQuery,
    /// The `query` parameter as it came.
    pub text: String,
    /// Whether `totals` are in the answer.
    pub include_totals: bool,
    /// Whether `series` are in the answer.
    pub include_series: bool,
}

/// Why a request is refused: `{"detail": …}` with this HTTP status.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct ApiError {
    /// 400 or 403.
    pub status: u16,
    /// In Sentry's words.
    pub detail: String,
}

/// Reads the parameters of a request, in the order they came.
///
/// # Errors
/// What is wrong with them.
pub fn parse_query(
    _params: &[(String, String)],
    _context: &ApiContext,
) -> Result<ApiQuery, ApiError> {
    Err(ApiError {
        status: 400,
        detail: "Request is missing a \"field\"".to_owned(),
    })
}

/// The body of the answer.
pub fn respond(_query: &ApiQuery, _result: &SessionsResult) -> serde_json::Value {
    serde_json::Value::Null
}
