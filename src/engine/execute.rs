//! Answers queries from a [`Store`].
//!
//! Queries of the same window and filter share a pass over the rows, those of the same grouping a counter. Percentiles
//! of durations are taken over rows, linearly interpolated. A query without `limit` gets every group there is; with
//! series each takes a [`Tally`](super::result::Tally) a bucket, so ask for a limit where a grouping may be wide.

use super::counter::Counts;
use super::field::{Field, Subject};
use super::plan::Plan;
use super::query::SessionsQuery;
use super::result::{Durations, Group, SessionsResult, Tally};
use super::store::Store;
use crate::session::sorting::sort_by;
use std::cmp::Ordering;

/// A limited query with more cells than this is counted twice: totals of all groups, then series of those that stay.
const FEW_CELLS: usize = 1 << 16;

/// Answers all queries, in order, in one shared pass over the rows.
pub fn answer(store: &Store, queries: &[SessionsQuery]) -> Vec<SessionsResult> {
    let mut plan = Plan::default();
    let seats: Vec<_> = queries
        .iter()
        .map(|query| {
            let cells = if query.limit.is_some() {
                FEW_CELLS
            } else {
                usize::MAX
            };
            plan.add(store, query, None, cells)
        })
        .collect();
    let counted = plan.run(store);
    let ranked: Vec<Vec<usize>> = queries
        .iter()
        .zip(&seats)
        .map(|(query, (seat, _))| rank(store, query, counted.at(*seat)))
        .collect();

    let mut plan = Plan::default();
    let late: Vec<_> = queries
        .iter()
        .zip(&seats)
        .zip(&ranked)
        .map(|((query, (seat, series)), ranked)| {
            (query.series && !series).then(|| {
                let keys = &counted.at(*seat).grouping.keys;
                let only = kept(query, ranked)
                    .iter()
                    .map(|&group| keys[group])
                    .collect();
                plan.add(store, query, Some(only), usize::MAX).0
            })
        })
        .collect();
    let counted_late = plan.run(store);

    let mut results = Vec::with_capacity(queries.len());
    for (n, query) in queries.iter().enumerate() {
        let kept = kept(query, &ranked[n]);
        let groups = match late[n] {
            None => kept
                .iter()
                .map(|&group| one(store, query, counted.at(seats[n].0), group))
                .collect(),
            Some(seat) => (0..kept.len())
                .map(|group| one(store, query, counted_late.at(seat), group))
                .collect(),
        };
        results.push(SessionsResult {
            window: query.window,
            groups,
            groups_available: ranked[n].len(),
            caveats: Vec::new(),
        });
    }
    results
}

fn kept<'a>(query: &SessionsQuery, ranked: &'a [usize]) -> &'a [usize] {
    &ranked[..query.limit.unwrap_or(usize::MAX).min(ranked.len())]
}

/// The groups that exist, in the query's order.
fn rank(store: &Store, query: &SessionsQuery, counts: &Counts) -> Vec<usize> {
    let only_users = query.fields.iter().all(|field| field.needs_users());
    let ungrouped = counts.grouping.is_whole();
    let order = ordering(query);
    let mut groups: Vec<_> = (0..counts.grouping.keys.len())
        .filter_map(|group| {
            let total = counts.total(group);
            let exists = if only_users {
                total.users.all > 0
            } else {
                total.sessions.all > 0
            };
            (exists || ungrouped).then(|| {
                let value = order
                    .and_then(|(field, _)| ordering_value(query, field, counts, group, &total));
                (value, counts.grouping.key(store, group), group)
            })
        })
        .collect();
    let descending = order.is_none_or(|(_, descending)| descending);
    sort_by(&mut groups, |a, b| {
        by_value(a.0, b.0, descending).then_with(|| a.1.cmp(&b.1))
    });
    groups.into_iter().map(|(_, _, group)| group).collect()
}

/// The field to order by, and whether the largest comes first.
fn ordering(query: &SessionsQuery) -> Option<(Field, bool)> {
    let sessions = Field::Total(Subject::Session);
    match query.order_by {
        Some(order) => Some((order.field, order.descending)),
        None if query.fields.contains(&sessions) => Some((sessions, true)),
        None => query.fields.first().map(|field| (*field, true)),
    }
}

fn ordering_value(
    query: &SessionsQuery,
    field: Field,
    counts: &Counts,
    group: usize,
    total: &Tally,
) -> Option<f64> {
    match field {
        Field::Duration(stat) => counts
            .duration_total(group)
            .map(|summary| summary.get(stat)),
        Field::Total(subject) if !query.filter.statuses.is_empty() => {
            let chosen = query.filter.chosen_statuses();
            Some(
                chosen
                    .map(|status| total.counts(subject).get(status))
                    .sum::<u64>() as f64,
            )
        }
        _ => field.value(total),
    }
}

/// Groups without a value come last in either direction.
fn by_value(a: Option<f64>, b: Option<f64>, descending: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if descending => b.total_cmp(&a),
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// One group of the answer, with just what its query asks for.
fn one(store: &Store, query: &SessionsQuery, counts: &Counts, group: usize) -> Group {
    let users = query.needs_users();
    let asked = |tally: Tally| {
        if users {
            tally
        } else {
            Tally {
                sessions: tally.sessions,
                ..Tally::default()
            }
        }
    };
    let durations = query.fields.iter().filter_map(|field| match *field {
        Field::Duration(stat) => {
            let series: &[_] = if query.series {
                counts.duration_series(group)
            } else {
                &[]
            };
            Some(Durations {
                stat,
                total: counts
                    .duration_total(group)
                    .map(|summary| summary.get(stat)),
                series: series
                    .iter()
                    .map(|summary| summary.map(|summary| summary.get(stat)))
                    .collect(),
            })
        }
        _ => None,
    });
    Group {
        by: counts.grouping.key(store, group),
        total: asked(counts.total(group)),
        series: if query.series {
            counts.series(group).into_iter().map(asked).collect()
        } else {
            Vec::new()
        },
        durations: durations.collect(),
    }
}
