//! Which releases to ask for when a server would cut some off: half of the room for the most used ones, the rest for the
//! newest, so that every "5 most adopted" and "5 most recent" is among them. They travel in the address, so their names
//! have an end as well.

use super::{Raw, SentrySource, ask, derive, is_cut};
use crate::engine::query::{Dimension, OneOf, SessionsQuery};
use crate::engine::result::{Caveat, Group, SessionsResult};
use crate::session::Timestamp;
use crate::session::release::compare;
use crate::session::release_info::ReleaseInfo;
use crate::source::SourceError;
use crate::source::transport::Transport;
use std::collections::HashMap;

/// The most bytes of all names together: a server refuses an address that is too long.
const MOST_TEXT: usize = 1500;

impl<T: Transport> SentrySource<T> {
    /// Series of so many groups that the server cuts none off unseen.
    pub(super) async fn narrowed(
        &self,
        query: &SessionsQuery,
        totals: &SessionsResult,
    ) -> Result<SessionsResult, SourceError> {
        let groups = derive::project(query, totals);
        if groups.is_empty() && !is_cut(totals) {
            return Ok(self.read(query, &Raw::default()));
        }
        let is_whole = groups.len() <= ask::most_groups(query) && !is_cut(totals);
        if is_whole || !query.group_by.contains(&Dimension::Release) {
            return Ok(self.read(query, &self.ask(query).await?));
        }
        self.some_releases(query, groups, totals).await
    }

    /// Series of those of `groups` that the server has room for, by name.
    pub(super) async fn some_releases(
        &self,
        query: &SessionsQuery,
        groups: Vec<Group>,
        totals: &SessionsResult,
    ) -> Result<SessionsResult, SourceError> {
        let (most, cut) = (ask::most_groups(query), is_cut(totals));
        let Some(scope) = ask::Scope::of(&query.filter) else {
            return Ok(self.read(query, &Raw::default()));
        };
        let mut listed = Vec::new();
        if cut || !fits(&groups, most) {
            listed = self
                .listed(scope.releases_query())
                .await
                .unwrap_or_default();
            listed.retain(|r| scope.has(&r.version));
        }
        let kept = choose(&groups, most, &listed, cut);
        let mut narrow = query.clone();
        narrow.filter.releases.push(OneOf::In(kept));
        let mut result = self.read(&narrow, &self.ask(&narrow).await?);
        result.groups_available = groups.len().max(result.groups.len());
        result.caveats.retain(|c| *c != Caveat::Cut);
        result.caveats.extend(cut.then_some(Caveat::Cut));
        result.caveats.push(Caveat::Narrowed);
        Ok(result)
    }
}

/// Whether all of `groups` may be asked for by name.
fn fits(groups: &[Group], most: usize) -> bool {
    let names = groups.iter().filter_map(|g| g.by.release.as_deref());
    groups.len() <= most && names.map(length).sum::<usize>() <= MOST_TEXT
}

/// Of a name in an address, with its quotes and a comma.
fn length(version: &str) -> usize {
    version.len() + "\"\",".len()
}

/// Full versions, so many that at most `most` groups remain and the names are not too long. Where `groups` are not all
/// there are (`cut`), releases that only the list knows are among the newest.
fn choose(groups: &[Group], most: usize, listed: &[ReleaseInfo], cut: bool) -> Vec<String> {
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
    let (mut kept, mut room, mut text) = (Vec::new(), most, MOST_TEXT);
    let (mut used, mut new) = (by_use.into_iter(), by_age.into_iter());
    // In turns: each time the most used one that is left, then the newest.
    loop {
        let next = [used.next(), new.next()];
        if next == [None, None] {
            return kept;
        }
        for version in next.into_iter().flatten() {
            let size = sessions[version].1;
            let fits = size <= room && length(version) <= text;
            if fits && !kept.contains(version) {
                room -= size;
                text -= length(version);
                kept.push(version.clone());
            }
        }
    }
}
