//! Widgets about issues: counts over time, new ones by release, lists.

use super::chart::marking;
use super::names::{Names, make_unique};
use super::{Answers, Lack, Shown, View, got, if_there};
use crate::chart::data::WHOLE;
use crate::dashboard::data::{ChartData, EmptyReason, Shape, WidgetData};
use crate::dashboard::extension::{ReleaseMarks, Top};
use crate::dashboard::planner::{Plan, Show, new_in_release};
use crate::engine::field::Unit;
use crate::engine::series::{Series, SeriesSet, Tone};
use crate::session::{Timestamp, Window};
use crate::source::{IssueCount, IssueSeries, IssueSort, IssuesQuery};

/// The most new issues of one release that are counted one by one.
const MAX_NEW_ISSUES: usize = 1000;

/// Releases that a widget shows but an issue series answer does not name (the endpoint names those with most new issues,
/// the widget wants the newest), each with the question whose answer belongs into [`Answers::new_issues`]. Empty while
/// it cannot be told yet.
pub fn unanswered(
    plan: &Plan,
    answers: &Answers,
    facts: super::Facts,
) -> Vec<(String, IssuesQuery)> {
    let view = View {
        plan,
        answers,
        facts,
    };
    let mut missing: Vec<(String, IssuesQuery)> = Vec::new();
    for widget in &plan.widgets {
        let Show::NewIssuesByRelease {
            series,
            sessions,
            top,
            ..
        } = &widget.show
        else {
            continue;
        };
        let Ok((split, shown)) = view.split(*series, *sessions, *top) else {
            continue;
        };
        let Some(asked) = plan.issue_series.get(*series) else {
            continue;
        };
        for release in shown.into_iter().filter(|r| is_missing(split, r)) {
            if !answers.new_issues.contains_key(release)
                && missing.iter().all(|(r, _)| r != release)
            {
                let query = IssuesQuery {
                    range: asked.window.range(),
                    projects: asked.projects.clone(),
                    environments: asked.environments.clone(),
                    search: new_in_release(release),
                    sort: IssueSort::FirstSeen,
                    limit: MAX_NEW_ISSUES,
                };
                missing.push((release.to_owned(), query));
            }
        }
    }
    missing
}

/// Whether `split` counts `release` only among the rest.
fn is_missing(split: &[IssueSeries], release: &str) -> bool {
    split.iter().any(|s| s.release.is_none())
        && split.iter().all(|s| s.release.as_deref() != Some(release))
}

impl<'a> View<'a> {
    pub(super) fn issue_list(&self, issues: usize) -> Shown<WidgetData> {
        let issues = self
            .answers
            .issues
            .get(issues)
            .map_or(Err(Lack::Waiting), got)?;
        if issues.is_empty() {
            return Err(Lack::Empty(EmptyReason::NoIssues));
        }
        Ok(WidgetData::Issues(issues.clone()))
    }

    pub(super) fn issue_chart(
        &self,
        shape: Shape,
        counts: &[IssueCount],
        index: usize,
        marks: Option<ReleaseMarks>,
        before: Option<usize>,
    ) -> Shown<ChartData> {
        let window = self.facts.times.issue_window;
        let series = self.counted_issues(counts, index, window)?;
        let mut data = self.issue_data(shape, series, marks)?;
        if let Some(index) = before {
            let earlier = self.counted_issues(counts, index, window.previous());
            data.before = if_there(earlier)?.unwrap_or_default();
        }
        Ok(data)
    }

    fn counted_issues(
        &self,
        counts: &[IssueCount],
        index: usize,
        window: Window,
    ) -> Shown<Vec<Series>> {
        let answer = self.issue_series(index)?;
        let series = counts.iter().map(|count| {
            let points = answer
                .iter()
                .filter(|s| s.count == *count)
                .flat_map(|s| s.values.iter().copied());
            let tone = if *count == IssueCount::Resolved {
                Tone::Positive
            } else {
                Tone::Accent
            };
            counted(count.name().to_owned(), tone, window, points)
        });
        Ok(series.collect())
    }

    pub(super) fn new_issues_by_release(
        &self,
        index: usize,
        sessions: usize,
        top: Top,
        marks: Option<ReleaseMarks>,
        before: Option<usize>,
    ) -> Shown<ChartData> {
        let (split, shown) = self.split(index, sessions, top)?;
        let names = Names::short(&self.facts.catalog.projects, shown.iter().copied());
        let window = self.facts.times.issue_window;
        let versions: Vec<String> = shown.iter().map(|r| (*r).to_owned()).collect();
        let categories = self.facts.colors.of(&versions);
        let mut series = Vec::new();
        for (release, category) in shown.iter().zip(categories) {
            let points: Vec<(Timestamp, u64)> = if is_missing(split, release) {
                let issues = self
                    .answers
                    .new_issues
                    .get(*release)
                    .map_or(Err(Lack::Waiting), got)?;
                issues
                    .iter()
                    .filter_map(|issue| Some((issue.first_seen?, 1)))
                    .collect()
            } else {
                let named = split
                    .iter()
                    .filter(|s| s.release.as_deref() == Some(release));
                named.flat_map(|s| s.values.iter().copied()).collect()
            };
            series.push(counted(
                names.release(release),
                Tone::Category(category),
                window,
                points.into_iter(),
            ));
        }
        if top.other && self.facts.scope.releases.is_empty() {
            let everything = split.iter().flat_map(|s| s.values.iter().copied());
            let mut other = counted("Other".to_owned(), Tone::Other, window, everything);
            for (i, value) in other.values.iter_mut().enumerate() {
                let shown: f64 = series.iter().filter_map(|s| s.values[i]).sum();
                *value = value.map(|all| (all - shown).max(0.0));
            }
            other.total = Some(other.values.iter().flatten().sum());
            series.push(other);
        }
        make_unique(series.iter_mut().map(|s| &mut s.name));
        let mut data = self.issue_data(Shape::StackedBars, series, marks)?;
        let before = before.map(|index| self.issue_series(index));
        if let Some(all) = before.map_or(Ok(None), if_there)? {
            let new = all.iter().filter(|s| s.count == IssueCount::New);
            let points = new.flat_map(|s| s.values.iter().copied());
            data.before = vec![counted(
                WHOLE.to_owned(),
                Tone::Other,
                window.previous(),
                points,
            )];
        }
        Ok(data)
    }

    /// The split answer, and the releases to show of it.
    fn split(
        &self,
        index: usize,
        sessions: usize,
        top: Top,
    ) -> Shown<(&'a [IssueSeries], Vec<&'a str>)> {
        let split = self.issue_series(index)?;
        let groups = self.top_releases(self.sessions(sessions)?, top)?;
        Ok((
            split,
            groups
                .into_iter()
                .filter_map(|g| g.by.release.as_deref())
                .collect(),
        ))
    }

    fn issue_series(&self, index: usize) -> Shown<&'a [IssueSeries]> {
        let answer = self
            .answers
            .issue_series
            .get(index)
            .map_or(Err(Lack::Waiting), got)?;
        Ok(answer)
    }

    fn issue_data(
        &self,
        shape: Shape,
        series: Vec<Series>,
        marks: Option<ReleaseMarks>,
    ) -> Shown<ChartData> {
        if series.iter().all(|s| s.total.is_none_or(|t| t == 0.0)) {
            return Err(Lack::Empty(EmptyReason::NoIssues));
        }
        let window = self.facts.times.issue_window;
        Ok(ChartData {
            shape,
            set: SeriesSet {
                window,
                unit: Unit::Count,
                series,
            },
            axis_from_data: false,
            releases: self.release_marks(marks, window.range()),
            marking: marking(marks),
            before: Vec::new(),
            in_column: false,
        })
    }
}

/// Adds up counts in the buckets they fall in; those outside the window do not count.
fn counted(
    name: String,
    tone: Tone,
    window: Window,
    points: impl Iterator<Item = (Timestamp, u64)>,
) -> Series {
    let mut counts = vec![0_u64; window.len()];
    for (at, count) in points {
        if let Some(index) = window.index_of(at) {
            counts[index] += count;
        }
    }
    Series {
        name,
        tone,
        total: Some(counts.iter().sum::<u64>() as f64),
        values: counts.into_iter().map(|c| Some(c as f64)).collect(),
        ratios: Vec::new(),
    }
}
