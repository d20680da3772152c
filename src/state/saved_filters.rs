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
}

/// Whether the page's filters are those saved with `dashboard`; the order of a list does not matter.
pub fn are_saved(page: &PageQuery, dashboard: &Dashboard) -> bool {
    is_same_set(&page.projects, &projects(dashboard))
        && is_same_set(&page.environments, &dashboard.environment)
        && page.period == period(dashboard)
        && is_same_set(&page.releases, &dashboard.filters.release)
        && page.global == dashboard.filters.global()
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
