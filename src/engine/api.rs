//! `GET /organizations/{org}/sessions/`: parameters to a query, with Sentry's checks in Sentry's words.
//! The answer is rendered by [`respond`].

use super::api_params::{Params, page, window};
pub use super::api_response::respond;
use super::field::{Field, Subject};
use super::query::{Dimension, Filter, OneOf, OrderBy, SessionsQuery};
use super::search;
use crate::session::project::ProjectId;
use crate::session::{Status, Timestamp};

/// The most points (groups x buckets) an answer has without `per_page`.
pub const POINT_BUDGET: usize = 10_000;

/// What the endpoint knows besides the parameters.
pub struct ApiContext<'a> {
    /// The present.
    pub now: Timestamp,
    /// The organization's projects; any other is refused with 403.
    pub projects: &'a [ProjectId],
    /// Full versions that match a term such as `release.version:>=1.2` (without its `!`); for `release.version`,
    /// `release.build`, `release.package` and `release.stage`. The error says why the term makes no sense.
    pub releases: search::ResolveReleases<'a>,
    /// The most points (groups x buckets) without `per_page`; [`POINT_BUDGET`] unless a test says otherwise.
    pub point_budget: usize,
}

/// A request that makes sense.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiQuery {
    /// For [`answer`](super::execute::answer).
    pub query: SessionsQuery,
    /// The `query` parameter as it came.
    pub text: String,
    /// Groups before the page, from `cursor`; the query's limit counts them in.
    pub offset: usize,
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

impl ApiError {
    pub(super) fn bad(detail: impl Into<String>) -> Self {
        Self {
            status: 400,
            detail: detail.into(),
        }
    }
}

/// Reads the parameters of a request, in the order they came.
///
/// # Errors
/// What is wrong with them.
pub fn parse_query(
    params: &[(String, String)],
    context: &ApiContext,
) -> Result<ApiQuery, ApiError> {
    let params = Params(params);
    let projects = projects(&params, context)?;
    let fields = fields(&params)?;
    let group_by = group_by(&params)?;
    let text = params.last("query").unwrap_or_default();
    let mut filter = search::parse(text, context.releases)?;
    filter.projects.push(OneOf::In(projects));
    let environments: Vec<String> = params.all("environment").map(str::to_owned).collect();
    if !environments.is_empty() {
        filter.environments.push(OneOf::In(environments));
    }
    check_statuses(&fields, &group_by, &filter)?;
    let order_by = order_by(&params, &fields, &group_by, &filter)?;
    let window = window(&params, context.now)?;
    let (offset, per_page) = page(&params)?;
    let limit = per_page.unwrap_or((context.point_budget / window.len()).max(1));
    let include_series = params.flag("includeSeries");
    Ok(ApiQuery {
        query: SessionsQuery {
            window,
            fields,
            group_by,
            filter,
            order_by,
            limit: Some(limit.saturating_add(offset)),
            series: include_series,
            at_least: false,
        },
        text: text.to_owned(),
        offset,
        include_totals: params.flag("includeTotals"),
        include_series,
    })
}

/// The projects asked for, all when there are none or `-1` is among them.
fn projects(params: &Params, context: &ApiContext) -> Result<Vec<ProjectId>, ApiError> {
    let mut asked = Vec::new();
    for text in params.all("project") {
        let id: i64 = text
            .parse()
            .map_err(|_| ApiError::bad("Invalid project parameter. Values must be numbers."))?;
        asked.push(id);
    }
    if asked.is_empty() || asked.contains(&-1) {
        return Ok(context.projects.to_vec());
    }
    let known = |id: i64| {
        u64::try_from(id)
            .ok()
            .filter(|id| context.projects.contains(id))
    };
    let refused = || ApiError {
        status: 403,
        detail: "You do not have permission to perform this action.".to_owned(),
    };
    asked
        .into_iter()
        .map(|id| known(id).ok_or_else(refused))
        .collect()
}

/// The fields that Sentry's endpoint has: no `count_*`, which are for widgets.
fn fields(params: &Params) -> Result<Vec<Field>, ApiError> {
    let mut fields = Vec::new();
    for name in params.all("field") {
        let field = Field::from_name(name)
            .filter(|field| !matches!(field, Field::Count(..)))
            .ok_or_else(|| ApiError::bad(format!("Invalid field: \"{name}\"")))?;
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    if fields.is_empty() {
        Err(ApiError::bad("Request is missing a \"field\""))
    } else {
        Ok(fields)
    }
}

fn group_by(params: &Params) -> Result<Vec<Dimension>, ApiError> {
    let mut dimensions = Vec::new();
    for name in params.all("groupBy") {
        let dimension = Dimension::from_name(name)
            .ok_or_else(|| ApiError::bad(format!("Invalid groupBy: \"{name}\"")))?;
        if !dimensions.contains(&dimension) {
            dimensions.push(dimension);
        }
    }
    Ok(dimensions)
}

/// Rates have no status; distinct users of several statuses cannot be added up.
fn check_statuses(
    fields: &[Field],
    group_by: &[Dimension],
    filter: &Filter,
) -> Result<(), ApiError> {
    let grouped = group_by.contains(&Dimension::Status);
    let filtered = !filter.statuses.is_empty();
    for field in fields {
        match field {
            Field::Total(Subject::User)
                if filtered && !grouped && filter.chosen_statuses().count() > 1 =>
            {
                return Err(ApiError::bad(
                    "Cannot filter count_unique by multiple session.status unless it is in groupBy",
                ));
            }
            Field::Total(_) | Field::Duration(_) => {}
            _ if grouped => {
                return Err(ApiError::bad(format!(
                    "Cannot group field {field} by session.status"
                )));
            }
            _ if filtered => {
                return Err(ApiError::bad(format!(
                    "Cannot filter field {field} by session.status"
                )));
            }
            _ => {}
        }
    }
    Ok(())
}

fn order_by(
    params: &Params,
    fields: &[Field],
    group_by: &[Dimension],
    filter: &Filter,
) -> Result<Option<OrderBy>, ApiError> {
    let mut asked = params.all("orderBy");
    let Some(text) = asked.next() else {
        return Ok(None);
    };
    if asked.next().is_some() {
        return Err(ApiError::bad("Cannot order by multiple fields"));
    }
    if group_by.contains(&Dimension::Status) {
        return Err(ApiError::bad(
            "Cannot use 'orderBy' when grouping by sessions.status",
        ));
    }
    let name = text.strip_prefix('-').unwrap_or(text);
    let field = Field::from_name(name)
        .filter(|field| fields.contains(field))
        .ok_or_else(|| ApiError::bad("'orderBy' must be one of the provided 'fields'"))?;
    // Healthy and errored counts are differences, which Sentry's store cannot sort by.
    let sortable = |status: &Status| !matches!(status, Status::Healthy | Status::Errored);
    let chosen: Vec<Status> = filter.chosen_statuses().collect();
    let on_count =
        matches!(field, Field::Total(_)) && !filter.statuses.is_empty() && !chosen.is_empty();
    if on_count && !matches!(&chosen[..], [status] if sortable(status)) {
        return Err(ApiError::bad(format!(
            "Cannot order by {field} with the current filters"
        )));
    }
    Ok(Some(OrderBy {
        field,
        descending: name.len() < text.len(),
    }))
}
