//! Answers whose shape on the wire is not the one the rest of the program knows.

use super::{IssueCount, IssueSeries};
use crate::session::Timestamp;
use serde::Deserialize;

/// `GET /issues-timeseries/`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SeriesAnswer {
    time_series: Vec<WireSeries>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireSeries {
    y_axis: String,
    #[serde(default)]
    group_by: Option<Vec<WireKey>>,
    values: Vec<WireValue>,
    #[serde(default)]
    meta: WireMeta,
}

#[derive(Deserialize)]
struct WireKey {
    key: String,
    value: Option<String>,
}

#[derive(Deserialize)]
struct WireValue {
    timestamp: i64,
    value: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireMeta {
    #[serde(default)]
    is_other: bool,
}

impl SeriesAnswer {
    /// Counts that we know; others are passed over.
    pub(super) fn into_series(self) -> Vec<IssueSeries> {
        let series = self.time_series.into_iter().filter_map(|wire| {
            let keys = wire.group_by.unwrap_or_default();
            let release = keys
                .into_iter()
                .find(|k| k.key == "release")
                .and_then(|k| k.value);
            Some(IssueSeries {
                count: IssueCount::from_name(&wire.y_axis).ok()?,
                release: release.filter(|_| !wire.meta.is_other),
                values: wire
                    .values
                    .into_iter()
                    .map(|v| {
                        (
                            Timestamp::from_millis(v.timestamp),
                            v.value.unwrap_or(0.0).max(0.0) as u64,
                        )
                    })
                    .collect(),
            })
        });
        series.collect()
    }
}
