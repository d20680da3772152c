//! The releases in a stretch of a chart: the chart over that stretch with a line a release, and a table.

use super::at_issues::AtIssues;
use super::shell::close;
use super::stretch::Stretch;
use crate::dashboard::data::ReleaseMark;
use crate::session::project::ProjectId;
use crate::session::release;
use crate::session::release_info::ReleaseInfo;
use crate::session::sorting::sort_by_key;
use crate::session::zone::Zone;
use crate::session::{TimeRange, format};
use crate::state::app::{App, use_app};
use crate::state::page_query::{Drawer, ReleaseList};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::{Views, When};
use crate::widget::number;
use crate::widget::pager::Pager;
use crate::widget::zone::page_zone;
use leptos::prelude::*;
use std::cmp::Reverse;

/// Rows on a page.
const ROWS: usize = 15;

/// A release of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Which, and when.
    pub mark: ReleaseMark,
    new_issues: u64,
    project: Option<ProjectId>,
}

impl Entry {
    /// Shows its details.
    pub fn open(&self, app: App) {
        let (release, project) = (self.mark.version.clone(), self.project);
        app.go(|p| p.drawer = Some(Drawer { release, project }));
    }
}

/// The list; tells the drawer its name.
#[component]
pub fn List(of: Memo<ReleaseList>, label: RwSignal<String>) -> impl IntoView {
    let app = use_app();
    let close = close();
    let entries = Memo::new(move |_| entries(app, of.with(|l| l.range)));
    let title = Memo::new(move |_| match entries.with(Vec::len) {
        1 => "1 Release".to_owned(),
        n => format!("{} Releases", format::count(n as u64)),
    });
    Effect::new(move |_| label.set(title.get()));
    let hovered = RwSignal::new(None::<String>);
    let span = move || format::time_range(of.with(|l| l.range), &page_zone());
    view! {
        <div class="drawer-head">
            <div class="drawer-title">
                <h2 class="drawer-version">{title}</h2>
                <button type="button" class="icon-button drawer-close" aria-label="Close" title="Close (Esc)" on:click=move |_| close.run(())>
                    <Icon glyph=Glyph::Close />
                </button>
            </div>
            <p class="drawer-project">{span}</p>
        </div>
        <div class="drawer-body">
            <Stretch of entries hovered />
            <Releases entries hovered />
        </div>
    }
}

/// The releases that the page's filters let pass, created in `range`; newest first.
fn entries(app: App, range: TimeRange) -> Vec<Entry> {
    let (projects, chosen) = app.page.with(|p| (p.projects.clone(), p.releases.clone()));
    let is_asked = |id: ProjectId| projects.is_empty() || projects.contains(&id);
    let entry = |r: &ReleaseInfo| {
        let at = r.created().filter(|at| range.contains(*at))?;
        let own: Vec<_> = r.projects.iter().filter(|p| is_asked(p.id)).collect();
        Some(Entry {
            mark: ReleaseMark {
                version: r.version.clone(),
                at,
                first_seen: r.date_created.is_none(),
            },
            new_issues: own.iter().map(|p| p.new_groups).sum(),
            project: match own.as_slice() {
                [only] => Some(only.id),
                _ => None,
            },
        })
    };
    let mut entries: Vec<Entry> = app.releases.with(|all| {
        let passing = all
            .iter()
            .filter(|r| chosen.is_empty() || chosen.contains(&r.version));
        passing.filter_map(entry).collect()
    });
    sort_by_key(&mut entries, |e| Reverse(e.mark.at));
    entries
}

#[component]
fn Releases(entries: Memo<Vec<Entry>>, hovered: RwSignal<Option<String>>) -> impl IntoView {
    let wanted = RwSignal::new(0_usize);
    let total = Memo::new(move |_| entries.with(Vec::len));
    let pages = Memo::new(move |_| total.get().div_ceil(ROWS).max(1));
    let page = Memo::new(move |_| wanted.get().min(pages.get() - 1));
    let rows = move || {
        entries.with(|all| {
            let shown = all.iter().skip(page.get() * ROWS).take(ROWS);
            shown.map(|e| row(e.clone(), hovered)).views()
        })
    };
    view! {
        <section class="drawer-section" aria-label="Releases">
            <When
                is=move || { total.get() > 0 }
                fallback=|| view! { <p class="drawer-none">"No releases in this time frame."</p> }
            >
                <div class="table-scroll">
                    <table class="table stretch-table" on:mouseleave=move |_| hovered.set(None)>
                        <thead>
                            <tr>
                                <th scope="col" class="stretch-release">"Release"</th>
                                <th scope="col" class="table-number">"New issues"</th>
                                <th scope="col">{move || format!("Created ({})", page_zone().name())}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <When is=move || { pages.get() > 1 }>
                    <Pager page pages total=total size=Signal::stored(ROWS) go=move |to| wanted.set(to) />
                </When>
            </When>
        </section>
    }
}

fn row(entry: Entry, hovered: RwSignal<Option<String>>) -> impl IntoView {
    let app = use_app();
    let (mark, new_issues) = (entry.mark.clone(), entry.new_issues);
    let (short, name) = (
        release::short(&mark.version).to_owned(),
        mark.version.clone(),
    );
    let at_issues = expect_context::<AtIssues>();
    let issues = match new_issues {
        0 => format::count(0).into_any(),
        n => {
            let entry = entry.clone();
            let open = move |_| {
                at_issues.ask();
                entry.open(app);
            };
            view! {
                <button type="button" class="stretch-issues" on:click=open>
                    {format::count(n)}
                    <span class="visually-hidden">{format!(" new issues in {short}")}</span>
                </button>
            }
            .into_any()
        }
    };
    let open = move |_| entry.open(app);
    let point = StoredValue::new(mark.version.clone());
    let value = Some(new_issues as f64);
    let zone = page_zone();
    let time = format!(
        "{}, {}",
        format::date(mark.at, &zone),
        format::time(mark.at, &zone)
    );
    view! {
        <tr
            data-list-release=mark.version.clone()
            on:mouseenter=move |_| hovered.set(Some(point.get_value()))
            on:focusin=move |_| hovered.set(Some(point.get_value()))
        >
            <th scope="row">
                <button type="button" class="release-name" title=name on:click=open>
                    <bdi class="clip">{short}</bdi>
                </button>
            </th>
            <td class="table-number" data-value=number::exact(value)>
                {issues}
            </td>
            <td>
                {mark.first_seen.then_some("first seen ")}
                <time datetime=mark.at.to_iso()>{time}</time>
            </td>
        </tr>
    }
}
