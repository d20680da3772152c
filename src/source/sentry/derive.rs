//! What follows from another answer. Sessions add up over groups, so an answer by project and release also answers by
//! project. Users never add up.

use super::read::sort;
use crate::engine::field::Field;
use crate::engine::query::SessionsQuery;
use crate::engine::result::{Caveat, Group, GroupKey, SessionsResult};
use crate::session::SetCounts;
use crate::source::SourceError;
use std::collections::BTreeMap;

/// The queries, where one that others follow from asks for what they need as well.
pub(super) fn with_what_follows(queries: &[SessionsQuery]) -> Vec<SessionsQuery> {
    let mut asked = queries.to_vec();
    for (i, query) in queries.iter().enumerate() {
        if let Some(from) = comes_after(queries, i).filter(|_| !query.series) {
            for field in &query.fields {
                if !asked[from].fields.contains(field) {
                    asked[from].fields.push(*field);
                }
            }
        }
    }
    asked
}

/// The query of finer groups, totals only, that should be answered before number `index`: because it gives that answer,
/// or because it tells which groups there are.
pub(super) fn comes_after(queries: &[SessionsQuery], index: usize) -> Option<usize> {
    let query = &queries[index];
    if query.group_by.is_empty() {
        return None;
    }
    if !query.series && !query.fields.iter().all(adds_up) {
        return None;
    }
    let is_finer = |other: &SessionsQuery| {
        !other.series
            && other.limit.is_none()
            && other.window == query.window
            && other.filter == query.filter
            && (other.group_by.len() > query.group_by.len() || query.series)
            && query.group_by.iter().all(|d| other.group_by.contains(d))
    };
    let found = queries
        .iter()
        .enumerate()
        .find(|(i, q)| *i != index && is_finer(q));
    // Not one that waits itself.
    found
        .map(|(i, _)| i)
        .filter(|i| comes_after(queries, *i).is_none())
}

/// Whether the counts behind `field` add up over groups and buckets: those of sessions do.
pub(super) fn adds_up(field: &Field) -> bool {
    !field.needs_users() && !matches!(field, Field::Duration(_))
}

/// Adds counts of sessions. Those of users never add up.
pub(super) fn add(sum: &mut SetCounts, more: SetCounts) {
    sum.all += more.all;
    sum.errored_all += more.errored_all;
    sum.crashed += more.crashed;
    sum.abnormal += more.abnormal;
    sum.unhandled += more.unhandled;
}

/// The groups of `finer`, made coarser to those of `query`; sessions only.
pub(super) fn project(query: &SessionsQuery, finer: &SessionsResult) -> Vec<Group> {
    use crate::engine::query::Dimension::{Environment, Project, Release};
    let by = |d| query.group_by.contains(&d);
    let mut sums: BTreeMap<GroupKey, SetCounts> = BTreeMap::new();
    for group in &finer.groups {
        let key = GroupKey {
            project: group.by.project.filter(|_| by(Project)),
            release: group.by.release.clone().filter(|_| by(Release)),
            environment: group.by.environment.clone().filter(|_| by(Environment)),
        };
        add(sums.entry(key).or_default(), group.total.sessions);
    }
    let group = |(by, sessions)| {
        let mut group = Group {
            by,
            ..Group::default()
        };
        group.total.sessions = sessions;
        group
    };
    sums.into_iter().map(group).collect()
}

/// The answer to a query that only wants to know whether there are sessions, from any answer that has some.
pub(super) fn at_least(
    query: &SessionsQuery,
    known: &[Option<Result<SessionsResult, SourceError>>],
) -> Option<SessionsResult> {
    let known = known.iter().flatten().flatten();
    let groups = known
        .filter(|r| r.window == query.window)
        .flat_map(|r| &r.groups);
    let most = groups.map(|g| g.total.sessions.all).max();
    let all = most.filter(|all| query.at_least && *all > 0)?;
    let mut group = Group::default();
    group.total.sessions.all = all;
    Some(SessionsResult {
        window: query.window,
        groups: vec![group],
        groups_available: 1,
        caveats: Vec::new(),
    })
}

/// The answer to `query`; `None` when groups of `finer` were cut off.
pub(super) fn sum(query: &SessionsQuery, finer: &SessionsResult) -> Option<SessionsResult> {
    if finer.caveats.contains(&Caveat::Cut) {
        return None;
    }
    let mut groups = project(query, finer);
    sort(&mut groups, query);
    Some(SessionsResult {
        window: query.window,
        groups_available: groups.len(),
        groups,
        caveats: finer.caveats.clone(),
    })
}
