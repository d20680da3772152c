//! Parameters of the sessions endpoint that say when and how many: range, interval, page.

use super::api::ApiError;
use crate::session::interval::parse_duration;
use crate::session::{Interval, TimeRange, Timestamp, Window};

/// The most groups of a page.
const MAX_PER_PAGE: usize = 5000;

const DEFAULT_PERIOD: &str = "90d";

/// Query parameters in the order they came.
pub(super) struct Params<'a>(pub &'a [(String, String)]);

impl<'a> Params<'a> {
    pub fn all(&self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn last(&self, name: &'a str) -> Option<&'a str> {
        self.all(name).last()
    }

    /// On unless switched off.
    pub fn flag(&self, name: &'a str) -> bool {
        !matches!(self.last(name), Some("0" | "false"))
    }
}

/// `statsPeriod`, else `start` and `end`, else 90 days; rounded to the interval, by default an hour.
pub(super) fn window(params: &Params, now: Timestamp) -> Result<Window, ApiError> {
    // As Sentry does: what is no duration counts as the default.
    let interval = match params.last("interval").and_then(parse_duration) {
        None => Interval::HOUR,
        Some(millis) => Interval::from_millis(millis).unwrap_or(Interval::SECOND),
    };
    let interval = interval
        .checked_for_sessions()
        .map_err(|error| ApiError::bad(error.to_string()))?;
    let range = range(params, now)?;
    Window::new(range, interval).map_err(|error| ApiError::bad(error.to_string()))
}

fn range(params: &Params, now: Timestamp) -> Result<TimeRange, ApiError> {
    let period = params
        .last("statsPeriod")
        .filter(|period| !period.is_empty());
    let (start, end) = match (period, params.last("start"), params.last("end")) {
        (Some(period), ..) => return last(period, now),
        (None, None, None) => return last(DEFAULT_PERIOD, now),
        (None, Some(start), Some(end)) => (time(start)?, time(end)?),
        _ => return Err(ApiError::bad("start and end are both required")),
    };
    if start > end {
        return Err(ApiError::bad("start must be before end"));
    }
    Ok(TimeRange::new(start.min(now), end))
}

fn last(period: &str, now: Timestamp) -> Result<TimeRange, ApiError> {
    let millis = parse_duration(period).filter(|millis| *millis > 0);
    let millis = millis.ok_or_else(|| ApiError::bad(format!("Invalid statsPeriod: '{period}'")))?;
    Ok(TimeRange::last(millis, now))
}

fn time(text: &str) -> Result<Timestamp, ApiError> {
    Timestamp::parse(text)
        .ok_or_else(|| ApiError::bad(format!("{text} is not a valid ISO8601 date query")))
}

/// Offset and size of the page asked for.
pub(super) fn page(params: &Params) -> Result<(usize, Option<usize>), ApiError> {
    let per_page = match params.last("per_page") {
        None => None,
        Some(text) => {
            let size: usize = text
                .parse()
                .map_err(|_| ApiError::bad("Invalid per_page parameter."))?;
            if size == 0 || size > MAX_PER_PAGE {
                return Err(ApiError::bad(format!(
                    "Invalid per_page value. Must be between 1 and {MAX_PER_PAGE}."
                )));
            }
            Some(size)
        }
    };
    let offset = match params.last("cursor").filter(|cursor| !cursor.is_empty()) {
        None => 0,
        Some(cursor) => cursor
            .split(':')
            .nth(1)
            .and_then(|offset| offset.parse().ok())
            .ok_or_else(|| ApiError::bad("Invalid cursor parameter."))?,
    };
    Ok((offset, per_page))
}
