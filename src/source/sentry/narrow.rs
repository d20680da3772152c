//! Which releases to ask for when a server would cut some off: half of the room for the most used ones, the rest for the
//! newest, so that every "5 most adopted" and "5 most recent" is among them.

use crate::engine::result::Group;
use crate::session::Timestamp;
use crate::session::release::compare;
use crate::session::release_info::ReleaseInfo;
use std::collections::HashMap;

/// Full versions, so many that at most `most` groups remain. Where `groups` are not all there are (`cut`), releases that
/// only the list knows are among the newest.
pub(super) fn choose(
    groups: &[Group],
    most: usize,
    listed: &[ReleaseInfo],
    cut: bool,
) -> Vec<String> {
    let created: HashMap<&str, Timestamp> = listed
        .iter()
        .filter_map(|r| Some((r.version.as_str(), r.created()?)))
        .collect();
    let name = |g: &Group| g.by.release.clone().unwrap_or_default();
    let mut sessions: HashMap<String, (u64, usize)> = HashMap::new();
    for group in groups {
        let of = sessions.entry(name(group)).or_default();
        of.0 += group.total.sessions.all;
        of.1 += 1;
    }
    for release in listed.iter().filter(|_| cut) {
        sessions.entry(release.version.clone()).or_insert((0, 1));
    }
    let mut by_use: Vec<&String> = sessions.keys().collect();
    by_use.sort_by(|a, b| sessions[*b].0.cmp(&sessions[*a].0).then_with(|| a.cmp(b)));
    let mut by_age = by_use.clone();
    let birth = |version: &str| created.get(version).copied();
    by_age.sort_by(|a, b| {
        let newest = birth(b).cmp(&birth(a));
        newest.then_with(|| compare((a, birth(a)), (b, birth(b))))
    });
    let (mut kept, mut room) = (Vec::new(), most);
    let (mut used, mut new) = (by_use.into_iter(), by_age.into_iter());
    // In turns: each time the most used one that is left, then the newest.
    loop {
        let next = [used.next(), new.next()];
        if next == [None, None] {
            return kept;
        }
        for version in next.into_iter().flatten() {
            let size = sessions[version].1;
            if size <= room && !kept.contains(version) {
                room -= size;
                kept.push(version.clone());
            }
        }
    }
}
