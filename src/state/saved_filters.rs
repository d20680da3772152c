//! The filters that are saved with a dashboard (section 9), and the page's. Pure.

use super::page_query::{PageQuery, Period};
use crate::dashboard::model::Dashboard;
use crate::session::project::ProjectId;

/// Gives the page the filters that are saved with `dashboard`. What makes no sense there is as if it were not saved.
pub fn apply(page: &mut PageQuery, dashboard: &Dashboard) {
    page.projects = projects(dashboard);
    page.environments.clone_from(&dashboard.environment);
    page.period = period(dashboard);
    page.releases.clone_from(&dashboard.filters.release);
    page.global = dashboard.filters.global();
    page.utc = dashboard.utc();
}

/// Whether the page's filters are those saved with `dashboard`; the order of a list does not matter.
pub fn are_saved(page: &PageQuery, dashboard: &Dashboard) -> bool {
    is_same_set(&page.projects, &projects(dashboard))
        && is_same_set(&page.environments, &dashboard.environment)
        && page.period == period(dashboard)
        && is_same_set(&page.releases, &dashboard.filters.release)
        && page.global == dashboard.filters.global()
        && page.utc == dashboard.utc()
}

/// Puts the page's filters into `dashboard`, to be saved with it.
pub fn put(page: &PageQuery, dashboard: &mut Dashboard) {
    let ids = page.projects.iter().map(|id| i64::try_from(*id));
    dashboard.projects = ids.filter_map(Result::ok).collect();
    dashboard.environment.clone_from(&page.environments);
    (dashboard.period, dashboard.start, dashboard.end) = match &page.period {
        Period::Last { text, .. } => (Some(text.clone()), None, None),
        Period::Between(range) => (None, Some(range.start.to_iso()), Some(range.end.to_iso())),
    };
    dashboard.filters.release.clone_from(&page.releases);
    dashboard.filters.set_global(&page.global);
    dashboard.set_utc(page.utc);
}

/// Gives the page the filters that are saved with a built-in dashboard, as the query string of a page.
pub fn apply_search(page: &mut PageQuery, saved: &str) {
    let (saved, _) = PageQuery::from_search(saved);
    page.projects = saved.projects;
    page.environments = saved.environments;
    page.period = saved.period;
    page.releases = saved.releases;
    page.global = saved.global;
    page.utc = saved.utc;
}

/// Whether the page's filters are those of a query string.
pub fn are_search(page: &PageQuery, saved: &str) -> bool {
    let (saved, _) = PageQuery::from_search(saved);
    is_same_set(&page.projects, &saved.projects)
        && is_same_set(&page.environments, &saved.environments)
        && page.period == saved.period
        && is_same_set(&page.releases, &saved.releases)
        && page.global == saved.global
        && page.utc == saved.utc
}

/// The page's filters as the query string of a page, to be saved with a built-in dashboard.
pub fn to_search(page: &PageQuery) -> String {
    let filters = PageQuery {
        projects: page.projects.clone(),
        environments: page.environments.clone(),
        period: page.period.clone(),
        releases: page.releases.clone(),
        global: page.global.clone(),
        utc: page.utc,
        has_saved: true,
        ..PageQuery::default()
    };
    filters.to_search()
}

/// Sentry's -1 for "all" is our nothing.
fn projects(dashboard: &Dashboard) -> Vec<ProjectId> {
    let ids = dashboard.projects.iter();
    ids.filter_map(|id| ProjectId::try_from(*id).ok()).collect()
}

fn period(dashboard: &Dashboard) -> Period {
    let fixed = dashboard.start.as_deref().zip(dashboard.end.as_deref());
    let fixed = fixed.and_then(|(start, end)| Period::between(start, end).ok());
    let last = dashboard.period.as_deref();
    fixed
        .or_else(|| last.and_then(|text| Period::last(text).ok()))
        .unwrap_or_default()
}

fn is_same_set<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a.iter().all(|one| b.contains(one)) && b.iter().all(|one| a.contains(one))
}
