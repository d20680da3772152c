//! The server's answers to one query, as the engine would have given them.

use super::ask::most_groups;
use super::recipe::missing;
use super::tally::Sides;
use super::wire::{Numbers, Slot};
use super::{Raw, SentrySource};
use crate::engine::field::Field;
use crate::engine::query::SessionsQuery;
use crate::engine::result::{Caveat, Durations, Group, GroupKey, SessionsResult};
use crate::source::transport::Transport;
use std::collections::BTreeSet;

impl<T: Transport> SentrySource<T> {
    /// Whether the statuses of this server overlap: seen only where an answer is there both whole and split.
    pub(super) fn look_for_habits(&self, raw: &Raw) {
        let twice = |key| sides(raw, key, false).surplus() > 0;
        if keys(raw).iter().any(twice) {
            self.unhandled_twice.set(true);
        }
    }

    pub(super) fn read(&self, query: &SessionsQuery, raw: &Raw) -> SessionsResult {
        let twice = self.unhandled_twice.get();
        let users = query.needs_users();
        let grouped = !query.group_by.is_empty();
        let only_users = query.fields.iter().all(|f| f.needs_users());
        let mut keys = keys(raw);
        if !grouped {
            keys.insert(GroupKey::default());
        }
        let received = keys.len();
        let one = |by: GroupKey| {
            let sides = sides(raw, &by, twice);
            let buckets = if query.series { query.window.len() } else { 0 };
            Group {
                total: sides.tally(Slot::Total, users),
                series: (0..buckets)
                    .map(|i| sides.tally(Slot::Bucket(i), users))
                    .collect(),
                durations: durations(query, sides.whole, buckets),
                by,
            }
        };
        let mut groups: Vec<Group> = keys.into_iter().map(one).collect();
        groups.retain(|g| {
            let n = if only_users {
                g.total.users.all
            } else {
                g.total.sessions.all
            };
            n > 0 || !grouped
        });
        sort(&mut groups, query);
        let missing = match raw.is_unanswerable {
            true => query.fields.clone(),
            false => missing(query, &self.unknown.borrow()),
        };
        let mut caveats: Vec<Caveat> = missing.into_iter().map(Caveat::Missing).collect();
        if grouped && received >= most_groups(query) {
            caveats.push(Caveat::Cut);
        }
        if let Some(split) = raw.split.as_ref().filter(|s| !s.numbers.is_empty()) {
            if twice {
                caveats.push(Caveat::UnhandledTwice);
            }
            if !split.has_unhandled {
                caveats.push(Caveat::FourStatuses);
            }
        }
        let groups_available = groups.len();
        if let Some(limit) = query.limit {
            groups.truncate(limit);
        }
        SessionsResult {
            window: query.window,
            groups,
            groups_available,
            caveats,
        }
    }
}

/// As the engine orders them: by sessions where they are asked for, else by the first field; largest first.
pub(super) fn sort(groups: &mut [Group], query: &SessionsQuery) {
    let sessions = Field::Total(crate::engine::field::Subject::Session);
    let asked = query.order_by.map(|o| (o.field, o.descending));
    let has_sessions = query.fields.contains(&sessions);
    let default = if has_sessions {
        Some(&sessions)
    } else {
        query.fields.first()
    };
    let Some((field, descending)) = asked.or_else(|| default.map(|f| (*f, true))) else {
        return;
    };
    let rank = |g: &Group| g.total_of(field).map(|v| if descending { -v } else { v });
    groups.sort_by(|a, b| {
        let (x, y) = (rank(a), rank(b));
        let by_value = match (x, y) {
            (Some(x), Some(y)) => x.total_cmp(&y),
            (x, y) => y.is_some().cmp(&x.is_some()),
        };
        by_value.then_with(|| a.by.cmp(&b.by))
    });
}

/// Groups that every side tells of: the server may have cut each elsewhere.
fn keys(raw: &Raw) -> BTreeSet<GroupKey> {
    let mut sides = [&raw.whole, &raw.split].into_iter().flatten();
    let Some(first) = sides.next() else {
        return BTreeSet::new();
    };
    let second = sides.next();
    let in_both = |key: &&GroupKey| second.is_none_or(|s| s.numbers.contains_key(*key));
    first.numbers.keys().filter(in_both).cloned().collect()
}

fn sides<'a>(raw: &'a Raw, key: &GroupKey, unhandled_twice: bool) -> Sides<'a> {
    let whole = raw.whole.as_ref().and_then(|g| g.numbers.get(key));
    Sides {
        whole: whole.and_then(|by_status| by_status.get(&None)),
        split: raw.split.as_ref().and_then(|g| g.numbers.get(key)),
        unhandled_twice,
    }
}

fn durations(query: &SessionsQuery, whole: Option<&Numbers>, buckets: usize) -> Vec<Durations> {
    let value = |field, slot| whole.and_then(|w| w.get(field, slot));
    let of = |field: &Field| match *field {
        Field::Duration(stat) => Some(Durations {
            stat,
            total: value(*field, Slot::Total),
            series: (0..buckets)
                .map(|i| value(*field, Slot::Bucket(i)))
                .collect(),
        }),
        _ => None,
    };
    query.fields.iter().filter_map(of).collect()
}
