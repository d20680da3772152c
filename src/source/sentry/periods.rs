//! Two periods in one request: sessions add up over buckets, so one answer by release holds a period and the one before.

use super::ask::most_groups;
use super::derive::{add, comes_after};
use super::read::sort;
use crate::engine::field::Field;
use crate::engine::query::{Dimension, SessionsQuery};
use crate::engine::result::{Group, SessionsResult, Tally};
use crate::session::{TimeRange, Window};

/// Room for the five most used and the five newest releases.
const ENOUGH: usize = 10;

/// The query over the period before that is answered along with number `index`, which comes after its groups are known.
pub(super) fn earlier(queries: &[SessionsQuery], index: usize) -> Option<usize> {
    let query = &queries[index];
    comes_after(queries, index)?;
    both(query).filter(|both| most_groups(both) >= ENOUGH)?;
    let is_earlier = |other: &SessionsQuery| {
        let same = SessionsQuery {
            window: query.window,
            fields: query.fields.clone(),
            ..other.clone()
        };
        same == *query && other.window == query.window.previous() && counts_sessions(other)
    };
    queries.iter().position(is_earlier)
}

/// The query over both periods; `None` where they cannot be told apart, or are too long.
pub(super) fn both(query: &SessionsQuery) -> Option<SessionsQuery> {
    let fits = query.series
        && query.limit.is_none()
        && query.group_by == [Dimension::Release]
        && counts_sessions(query);
    let range = TimeRange::new(
        query.window.previous().range().start,
        query.window.range().end,
    );
    let window = Window::new(range, query.window.interval()).ok();
    let window = window.filter(|both| fits && both.len() == 2 * query.window.len())?;
    Some(SessionsQuery {
        window,
        ..query.clone()
    })
}

fn counts_sessions(query: &SessionsQuery) -> bool {
    let is_other = |f: &Field| f.needs_users() || matches!(f, Field::Duration(_));
    !query.fields.iter().any(is_other)
}

/// The answers to `query` and to the same over the period before, from the one over [`both`].
pub(super) fn apart(
    query: &SessionsQuery,
    both: &SessionsResult,
) -> (SessionsResult, SessionsResult) {
    let half = query.window.len();
    let now = part(query, both, query.window, half, both.groups_available);
    (now, part(query, both, query.window.previous(), 0, 0))
}

/// The answer for the buckets of `window`, the first of which is number `from`.
fn part(
    query: &SessionsQuery,
    both: &SessionsResult,
    window: Window,
    from: usize,
    available: usize,
) -> SessionsResult {
    let group = |group: &Group| {
        let series: Vec<Tally> = group
            .series
            .iter()
            .skip(from)
            .take(window.len())
            .copied()
            .collect();
        let mut total = Tally::default();
        for bucket in &series {
            add(&mut total.sessions, bucket.sessions);
        }
        let by = group.by.clone();
        (total.sessions.all > 0).then(|| Group {
            by,
            total,
            series,
            durations: Vec::new(),
        })
    };
    let mut groups: Vec<Group> = both.groups.iter().filter_map(group).collect();
    sort(&mut groups, query);
    SessionsResult {
        window,
        groups_available: groups.len().max(available),
        groups,
        caveats: both.caveats.clone(),
    }
}
