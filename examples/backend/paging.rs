//! Pages of a list, and the `Link` header that leads from one to the next.
//!
//! A cursor is `value:offset:is_previous`, where the offset counts pages of `value` rows, as Sentry's offset paging has it:
//! here `value` is always 0 and the offset counts rows.

use crate::error::ApiError;
use crate::params::Params;
use axum::Json;
use axum::http::Uri;
use axum::http::header::LINK;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};
use std::ops::Range;

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    pub offset: usize,
    pub limit: usize,
}

impl Page {
    /// From `cursor` and the parameter that holds the number of rows; `limit` is the default and `most` the maximum.
    pub fn of(
        params: &Params,
        limit_key: &str,
        limit: usize,
        most: usize,
    ) -> Result<Self, ApiError> {
        let limit = match params.get(limit_key) {
            None => limit,
            Some(text) => text
                .parse::<usize>()
                .ok()
                .filter(|n| *n > 0)
                .ok_or_else(|| {
                    ApiError::bad_request(format!(
                        "Invalid {limit_key} parameter. Must be a positive number."
                    ))
                })?
                .min(most),
        };
        let offset = match params.get("cursor") {
            None => 0,
            Some(text) => {
                offset(text).ok_or_else(|| ApiError::bad_request("Invalid cursor parameter."))?
            }
        };
        Ok(Self { offset, limit })
    }

    /// This page of `rows` as an answer, with links to its neighbours.
    pub fn answer<T: Serialize>(self, rows: &[T], uri: &Uri, params: &Params) -> Response {
        self.answer_with(rows.len(), uri, params, |range| {
            rows[range].iter().map(|row| json!(row)).collect()
        })
    }

    /// This page of a list of `total` rows, made of those in the range that `rows` is asked for.
    pub fn answer_with(
        self,
        total: usize,
        uri: &Uri,
        params: &Params,
        rows: impl FnOnce(Range<usize>) -> Vec<Value>,
    ) -> Response {
        let start = self.offset.min(total);
        let end = start.saturating_add(self.limit).min(total);
        let link = |rel: &str, offset: usize, is_previous: u8, results: bool| {
            let cursor = format!("0:{offset}:{is_previous}");
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(params.0.iter().filter(|(key, _)| key != "cursor"));
            query.append_pair("cursor", &cursor);
            let (path, query) = (uri.path(), query.finish());
            format!("<{path}?{query}>; rel=\"{rel}\"; results=\"{results}\"; cursor=\"{cursor}\"")
        };
        let links = [
            link(
                "previous",
                self.offset.saturating_sub(self.limit),
                1,
                self.offset > 0,
            ),
            link("next", end, 0, end < total),
        ];
        ([(LINK, links.join(", "))], Json(rows(start..end))).into_response()
    }
}

fn offset(cursor: &str) -> Option<usize> {
    let mut parts = cursor.split(':');
    let (_value, offset, _is_previous) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        None
    } else {
        offset.parse().ok()
    }
}
