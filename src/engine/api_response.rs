//! The body that answers `GET /sessions/`: counts as integers, rates and durations as numbers or null.

use super::api::ApiQuery;
use super::field::Field;
use super::query::Dimension;
use super::result::{Group, SessionsResult, Tally};
use crate::session::Status;
use serde_json::{Map, Value, json};

/// Renders the answer to a request. Statuses are taken from the counts here: with `groupBy=session.status` each group
/// becomes one of every chosen status, without it the chosen ones are added up.
pub fn respond(query: &ApiQuery, result: &SessionsResult) -> Value {
    let range = result.window.range();
    let intervals: Vec<String> = result.window.starts().map(|start| start.to_iso()).collect();
    let chosen: Vec<Status> = query.query.filter.chosen_statuses().collect();
    let by_status = query.query.group_by.contains(&Dimension::Status);
    let page = result.groups.iter().skip(query.offset);
    let groups: Vec<Value> = if chosen.is_empty() {
        // No session has such a status: Sentry answers without groups.
        Vec::new()
    } else if by_status {
        page.flat_map(|group| {
            chosen
                .iter()
                .map(|status| render(query, group, Of::Status(*status)))
        })
        .collect()
    } else if query.query.filter.statuses.is_empty() {
        page.map(|group| render(query, group, Of::All)).collect()
    } else {
        page.map(|group| render(query, group, Of::Sum(&chosen)))
            .collect()
    };
    json!({
        "start": range.start.to_iso(),
        "end": range.end.to_iso(),
        "query": query.text,
        "intervals": intervals,
        "groups": groups,
    })
}

/// Which sessions or users of a group are meant.
#[derive(Clone, Copy)]
enum Of<'a> {
    All,
    Status(Status),
    Sum(&'a [Status]),
}

fn render(query: &ApiQuery, group: &Group, of: Of) -> Value {
    let mut by = Map::new();
    let key = &group.by;
    if let Some(project) = key.project {
        by.insert(Dimension::Project.name().to_owned(), project.into());
    }
    if let Some(release) = &key.release {
        by.insert(
            Dimension::Release.name().to_owned(),
            release.as_str().into(),
        );
    }
    if let Some(environment) = &key.environment {
        by.insert(
            Dimension::Environment.name().to_owned(),
            environment.as_str().into(),
        );
    }
    if let Of::Status(status) = of {
        by.insert(Dimension::Status.name().to_owned(), status.name().into());
    }
    let fields = &query.query.fields;
    let mut out = Map::new();
    out.insert("by".to_owned(), by.into());
    if query.include_totals {
        let totals = fields.iter().map(|field| {
            let value = match field {
                Field::Duration(_) => duration(of, group.total_of(*field)),
                _ => value(*field, &group.total, of),
            };
            (field.to_string(), value)
        });
        out.insert("totals".to_owned(), totals.collect::<Map<_, _>>().into());
    }
    if query.include_series {
        let series = fields.iter().map(|field| {
            let values: Vec<Value> = match field {
                Field::Duration(_) => group
                    .series_of(*field)
                    .into_iter()
                    .map(|value| duration(of, value))
                    .collect(),
                _ => group
                    .series
                    .iter()
                    .map(|tally| value(*field, tally, of))
                    .collect(),
            };
            (field.to_string(), Value::from(values))
        });
        out.insert("series".to_owned(), series.collect::<Map<_, _>>().into());
    }
    out.into()
}

fn value(field: Field, tally: &Tally, of: Of) -> Value {
    let Field::Total(subject) = field else {
        return field.value(tally).into();
    };
    let counts = tally.counts(subject);
    match of {
        Of::All => counts.all.into(),
        Of::Status(status) => counts.get(status).into(),
        Of::Sum(statuses) => statuses
            .iter()
            .map(|status| counts.get(*status))
            .sum::<u64>()
            .into(),
    }
}

/// Only healthy sessions have durations.
fn duration(of: Of, value: Option<f64>) -> Value {
    let has = match of {
        Of::All => true,
        Of::Status(status) => status == Status::Healthy,
        Of::Sum(statuses) => statuses.contains(&Status::Healthy),
    };
    value.filter(|_| has).into()
}
