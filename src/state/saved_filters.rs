//! The filters that are saved with a dashboard, and the page's. One's own dashboard has them in its document,
//! and there what its legends hide; a built-in one has them as the query string of a page. Pure.

use super::page_query::{PageQuery, Period};
use crate::dashboard::model::Dashboard;
use crate::session::project::ProjectId;

/// Gives the page the filters that are saved with `dashboard`. What makes no sense there is as if it were not saved.
pub fn apply(page: &mut PageQuery, dashboard: &Dashboard) {
    take(page, filters_of(dashboard));
}

/// Gives the page the filters of a query string.
pub fn apply_search(page: &mut PageQuery, saved: &str) {
    take(page, PageQuery::from_search(saved).0);
}

/// Whether the page's filters are those saved with `dashboard`; the order of a list does not matter.
pub fn are_saved(page: &PageQuery, dashboard: &Dashboard) -> bool {
    are_same(page, &filters_of(dashboard))
}

/// Whether the page's filters are those of a query string.
pub fn are_search(page: &PageQuery, saved: &str) -> bool {
    are_same(page, &PageQuery::from_search(saved).0)
}

/// Leaves of what the page says of legends only what `dashboard` says otherwise.
pub fn drop_saved_legends(page: &mut PageQuery, dashboard: &Dashboard) {
    page.unselected.retain(|id, names| {
        let saved = dashboard.widget(id).map(|w| &w.extension.hidden);
        saved.is_some_and(|saved| !is_same_set(names, saved))
    });
}

/// Puts the page's filters into `dashboard`, and what its legends hide, to be saved with it.
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
    for widget in &mut dashboard.widgets {
        if let Some(names) = page.unselected.get(widget.id()) {
            widget.extension.hidden.clone_from(names);
        }
    }
}

/// The page's filters as a query string.
pub fn to_search(page: &PageQuery) -> String {
    let mut filters = PageQuery {
        has_saved: true,
        ..PageQuery::default()
    };
    take(&mut filters, page.clone());
    filters.to_search()
}

fn filters_of(dashboard: &Dashboard) -> PageQuery {
    PageQuery {
        projects: projects(dashboard),
        environments: dashboard.environment.clone(),
        period: period(dashboard),
        releases: dashboard.filters.release.clone(),
        global: dashboard.filters.global(),
        utc: dashboard.utc(),
        ..PageQuery::default()
    }
}

fn take(page: &mut PageQuery, filters: PageQuery) {
    page.projects = filters.projects;
    page.environments = filters.environments;
    page.period = filters.period;
    page.releases = filters.releases;
    page.global = filters.global;
    page.utc = filters.utc;
}

fn are_same(page: &PageQuery, filters: &PageQuery) -> bool {
    is_same_set(&page.projects, &filters.projects)
        && is_same_set(&page.environments, &filters.environments)
        && page.period == filters.period
        && is_same_set(&page.releases, &filters.releases)
        && page.global == filters.global
        && page.utc == filters.utc
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
