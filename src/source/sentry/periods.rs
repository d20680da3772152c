//! Two periods in one request: sessions add up over buckets, so one answer by release holds a period and the one before.

use super::ask::most_groups;
use super::derive::{add, adds_up, comes_after, project};
use super::read::sort;
use super::{Answered, SentrySource};
use crate::engine::query::{Dimension, SessionsQuery};
use crate::engine::result::{Group, SessionsResult, Tally};
use crate::session::{TimeRange, Window};
use crate::source::transport::Transport;

/// Room for the five most used and the five newest releases.
const ENOUGH: usize = 10;

impl<T: Transport> SentrySource<T> {
    /// The answer to a question about releases, and that about the previous period, in one request.
    pub(super) async fn both_periods(
        &self,
        query: &SessionsQuery,
        from: &Answered,
    ) -> (Answered, Option<Answered>) {
        let answer = async {
            let totals = from.as_ref().map_err(Clone::clone)?;
            let both = both(query).unwrap_or_else(|| query.clone());
            // Releases of the previous period alone would take the room of others.
            let groups = project(query, totals);
            self.some_releases(&both, groups, totals).await
        };
        match answer.await {
            Ok(both) => {
                let (now, before) = apart(query, &both);
                (Ok(now), Some(Ok(before)))
            }
            Err(error) => (Err(error.clone()), Some(Err(error))),
        }
    }
}

/// The query over the previous period that is answered along with number `index`, which comes after its groups are known.
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
        same == *query
            && other.window == query.window.previous()
            && other.fields.iter().all(adds_up)
    };
    queries.iter().position(is_earlier)
}

/// The query over both periods; `None` where they cannot be told apart, or are too long.
fn both(query: &SessionsQuery) -> Option<SessionsQuery> {
    let fits = query.series
        && query.limit.is_none()
        && query.group_by == [Dimension::Release]
        && query.fields.iter().all(adds_up);
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

/// The answers to `query` and to the same over the previous period, from the one over [`both`].
fn apart(query: &SessionsQuery, both: &SessionsResult) -> (SessionsResult, SessionsResult) {
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
