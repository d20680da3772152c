//! Which releases a split by release shows.

use super::extension::{Top, TopRule};
use crate::engine::result::{Group, SessionsResult};
use crate::session::release::compare;
use crate::session::release_info::ReleaseInfo;
use crate::session::sorting::sort_by;
use crate::session::{Timestamp, Window};
use std::cmp::Reverse;
use std::collections::HashMap;

/// When each release was created, else first seen, by full version.
pub type Created<'a> = HashMap<&'a str, Timestamp>;

/// Creation dates from the list of releases.
pub fn created(releases: &[ReleaseInfo]) -> Created<'_> {
    releases
        .iter()
        .filter_map(|r| Some((r.version.as_str(), r.created()?)))
        .collect()
}

/// The groups of a by-release answer that `top` keeps, first to last. Releases without sessions in the range are never
/// among them. A release that `created` does not know counts as created in the first bucket it has sessions in.
pub fn pick<'a>(result: &'a SessionsResult, top: Top, created: &Created) -> Vec<&'a Group> {
    let birth = |group: &Group| {
        let listed = created.get(name(group)).copied();
        listed.or_else(|| first_bucket(group, result.window))
    };
    let by_release = |a: &Group, b: &Group| compare((name(a), birth(a)), (name(b), birth(b)));
    let mut groups: Vec<&Group> = result
        .groups
        .iter()
        .filter(|g| g.total.sessions.all > 0)
        .collect();
    match top.rule {
        TopRule::MostAdopted => {
            sort_by(&mut groups, |a, b| {
                b.total
                    .sessions
                    .all
                    .cmp(&a.total.sessions.all)
                    .then_with(|| by_release(a, b))
            });
        }
        TopRule::MostRecent => {
            sort_by(&mut groups, |a, b| {
                Reverse(birth(a))
                    .cmp(&Reverse(birth(b)))
                    .then_with(|| by_release(a, b))
            });
        }
    }
    groups.truncate(top.limit);
    groups
}

fn name(group: &Group) -> &str {
    group.by.release.as_deref().unwrap_or_default()
}

fn first_bucket(group: &Group, window: Window) -> Option<Timestamp> {
    group
        .series
        .iter()
        .position(|tally| tally.sessions.all > 0)
        .map(|i| window.bucket_start(i))
}
