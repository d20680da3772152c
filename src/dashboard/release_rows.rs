//! The rows of the releases table, computed from answers.

use super::data::ReleaseRow;
use super::present::Facts;
use crate::engine::field::{Field, Ratio, Subject};
use crate::engine::result::{SessionsResult, Tally};
use crate::session::project::ProjectId;
use crate::session::release::{self, compare};
use crate::session::release_info::{ReleaseInfo, ReleaseProject};
use crate::session::sorting::sort_by;
use std::collections::{HashMap, HashSet};

/// The rows over the page's range and filters, newest first: every release that has sessions in the range or was created
/// in it, once for each of its projects. `by_release` is grouped by project and release, `all` is not grouped; both are
/// filtered as the page is.
pub fn rows(
    by_release: &SessionsResult,
    all: &SessionsResult,
    infos: &[ReleaseInfo],
    facts: &Facts,
) -> Vec<ReleaseRow> {
    let total = all.groups.first().map_or(0, |g| g.total.sessions.all);
    let counted: HashMap<(&str, ProjectId), &Tally> = by_release
        .groups
        .iter()
        .filter_map(|g| Some(((g.by.release.as_deref()?, g.by.project?), &g.total)))
        .collect();
    let listed: HashMap<(&str, ProjectId), (&ReleaseInfo, &ReleaseProject)> = infos
        .iter()
        .flat_map(|info| {
            info.projects
                .iter()
                .map(move |project| ((&*info.version, project.id), (info, project)))
        })
        .filter(|((version, project), (info, _))| {
            let chosen = facts.scope.has(version, *project);
            let is_new = info
                .created()
                .is_some_and(|at| facts.times.range.contains(at));
            chosen && (is_new || counted.contains_key(&(*version, *project)))
        })
        .collect();
    let infos: HashMap<&str, &ReleaseInfo> =
        infos.iter().map(|info| (&*info.version, info)).collect();
    let keys: HashSet<(&str, ProjectId)> = counted.keys().chain(listed.keys()).copied().collect();
    let mut rows: Vec<ReleaseRow> = keys
        .into_iter()
        .map(|key @ (version, _)| {
            let info = infos.get(version).copied();
            row(
                key,
                counted.get(&key).copied(),
                total,
                info,
                listed.get(&key).map(|l| l.1),
                facts,
            )
        })
        .collect();
    sort_by(&mut rows, |a, b| {
        b.created
            .cmp(&a.created)
            .then_with(|| compare((&a.version, a.created), (&b.version, b.created)))
            .then_with(|| a.project.cmp(&b.project))
    });
    rows
}

fn row(
    (version, project): (&str, ProjectId),
    tally: Option<&Tally>,
    total: u64,
    info: Option<&ReleaseInfo>,
    listed: Option<&ReleaseProject>,
    facts: &Facts,
) -> ReleaseRow {
    let known = facts
        .catalog
        .projects
        .iter()
        .find(|p| p.id == project)
        .map(|p| p.slug.clone());
    let slug = known
        .or_else(|| listed.map(|p| p.slug.clone()))
        .unwrap_or_else(|| project.to_string());
    // A release without sessions in the range counts none, unless it never had any: then there is nothing to count.
    let none = Tally::default();
    let tally = tally.or_else(|| listed.filter(|p| p.has_health_data).map(|_| &none));
    let one_environment = facts.scope.environments.len() == 1;
    let stage = info
        .filter(|_| one_environment)
        .and_then(|i| i.adoption_stages.get(&slug))
        .map(|s| s.stage);
    let adoption = tally.and_then(|t| {
        Ratio {
            numerator: t.sessions.all,
            denominator: total,
        }
        .value()
    });
    ReleaseRow {
        version: version.to_owned(),
        short: release::short(version).to_owned(),
        created: info.and_then(ReleaseInfo::created),
        adoption,
        stage,
        crash_free_sessions: tally.and_then(|t| Field::CrashFreeRate(Subject::Session).value(t)),
        crash_free_users: tally.and_then(|t| Field::CrashFreeRate(Subject::User).value(t)),
        sessions: tally.map(|t| t.sessions.all),
        users: tally.map(|t| t.users.all),
        new_issues: listed.map(|p| p.new_groups),
        archived: info.is_some_and(ReleaseInfo::is_archived),
        finalized: info.is_some_and(|i| i.date_released.is_some()),
        project: (project, slug),
    }
}
