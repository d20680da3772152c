//! New and resolved issues over time (sections 2.4, 6.4 and 11.6 of the model), from the facts of each issue.
//!
//! Buckets start at the exact start of the range (no rounding), both ends are included: one hour at `1h` has two.

use super::interval::MAX_ISSUE_BUCKETS;
use super::project::ProjectId;
use super::{Interval, TimeRange, Timestamp, Window};
use crate::session::sorting::sort_by_key;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use thiserror::Error;

/// How many releases a split by release keeps; the rest is `other`.
pub const TOP_RELEASES: usize = 5;

/// A count of issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IssueCount {
    /// `count(new_issues)`: first seen in the bucket.
    New,
    /// `count(resolved_issues)`: resolved now, and resolved in the bucket.
    Resolved,
}

/// One line of an issue series answer.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueSeries {
    /// What is counted.
    pub count: IssueCount,
    /// The first release, when split by it; `None` inside a split is the rest (`other`).
    pub release: Option<String>,
    /// Start of bucket and count.
    pub values: Vec<(Timestamp, u64)>,
}

/// What kind of issues is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Category {
    /// `issue`: errors and the like.
    #[default]
    Issue,
    /// `feedback`: what people wrote.
    Feedback,
}

/// Why an issue series cannot be asked for, in the words of Sentry's endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IssueSeriesError {
    /// An interval of nothing.
    #[error("Interval cannot result in a zero duration.")]
    ZeroInterval,
    /// More than 200 buckets.
    #[error("Invalid Interval")]
    TooManyBuckets,
    /// Neither `issue` nor `feedback`.
    #[error("Invalid issue category. Valid options are 'issue' and 'feedback'.")]
    Category,
    /// Grouped by something else than release.
    #[error("The only supported groupBy is currently release.")]
    GroupBy,
    /// An unknown count.
    #[error("Invalid yAxis. Valid options are 'count(new_issues)' and 'count(resolved_issues)'.")]
    Axis,
}

/// What the series need to know of one issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueFacts {
    /// Its project.
    pub project: ProjectId,
    /// The environments it was seen in.
    pub environments: Vec<String>,
    /// First event ever.
    pub first_seen: Timestamp,
    /// When it was resolved, if it is resolved now.
    pub resolved_at: Option<Timestamp>,
    /// Release of the first event.
    pub first_release: Option<String>,
    /// What kind it is.
    pub category: Category,
}

/// Which issues count, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesScope<'a> {
    /// The buckets: see [`window`].
    pub window: Window,
    /// Empty: all.
    pub projects: &'a [ProjectId],
    /// Empty: all.
    pub environments: &'a [String],
    /// What kind.
    pub category: Category,
    /// Whether to split by first release; issues without one are then left out.
    pub by_release: bool,
}

impl IssueCount {
    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "count(new_issues)",
            Self::Resolved => "count(resolved_issues)",
        }
    }

    /// The count with this wire name.
    ///
    /// # Errors
    /// [`IssueSeriesError::Axis`] for any other name.
    pub fn from_name(name: &str) -> Result<Self, IssueSeriesError> {
        [Self::New, Self::Resolved]
            .into_iter()
            .find(|c| c.name() == name)
            .ok_or(IssueSeriesError::Axis)
    }

    fn instant(self, issue: &IssueFacts) -> Option<Timestamp> {
        match self {
            Self::New => Some(issue.first_seen),
            Self::Resolved => issue.resolved_at,
        }
    }
}

impl Category {
    /// The category with this wire name.
    ///
    /// # Errors
    /// [`IssueSeriesError::Category`] for any other name.
    pub fn from_name(name: &str) -> Result<Self, IssueSeriesError> {
        match name {
            "issue" => Ok(Self::Issue),
            "feedback" => Ok(Self::Feedback),
            _ => Err(IssueSeriesError::Category),
        }
    }
}

/// The buckets of an issue series.
///
/// # Errors
/// [`IssueSeriesError::TooManyBuckets`] above 200.
pub fn window(range: TimeRange, interval: Interval) -> Result<Window, IssueSeriesError> {
    Window::including_end(range, interval)
        .ok()
        .filter(|w| w.len() <= MAX_ISSUE_BUCKETS)
        .ok_or(IssueSeriesError::TooManyBuckets)
}

/// The series of each of `counts`, in that order. Split by release: the five releases with most (ties: larger name
/// first), then the rest as `other` where there is a rest; a count without any issue then has no series.
pub fn series<'a>(
    issues: impl IntoIterator<Item = &'a IssueFacts> + Clone,
    scope: &SeriesScope<'_>,
    counts: &[IssueCount],
) -> Vec<IssueSeries> {
    counts
        .iter()
        .flat_map(|count| series_of(issues.clone(), scope, *count))
        .collect()
}

fn series_of<'a>(
    issues: impl IntoIterator<Item = &'a IssueFacts>,
    scope: &SeriesScope<'_>,
    count: IssueCount,
) -> Vec<IssueSeries> {
    let zeros = || vec![0; scope.window.len()];
    let mut lines: BTreeMap<Option<&str>, Vec<u64>> = BTreeMap::new();
    if !scope.by_release {
        lines.insert(None, zeros());
    }
    for issue in issues {
        let release = match (scope.by_release, &issue.first_release) {
            (false, _) => None,
            (true, Some(release)) => Some(release.as_str()),
            (true, None) => continue,
        };
        if scope.takes(issue)
            && let Some(bucket) = count.instant(issue).and_then(|t| scope.window.index_of(t))
        {
            lines.entry(release).or_insert_with(zeros)[bucket] += 1;
        }
    }
    let mut lines: Vec<_> = lines.into_iter().collect();
    sort_by_key(&mut lines, |(release, values)| {
        Reverse((values.iter().sum::<u64>(), *release))
    });
    let rest = lines.split_off(lines.len().min(TOP_RELEASES));
    if !rest.is_empty() {
        let sum = |bucket| rest.iter().map(|(_, values)| values[bucket]).sum();
        lines.push((None, (0..scope.window.len()).map(sum).collect()));
    }
    let line = |(release, values): (Option<&str>, Vec<u64>)| IssueSeries {
        count,
        release: release.map(str::to_owned),
        values: scope.window.starts().zip(values).collect(),
    };
    lines.into_iter().map(line).collect()
}

impl SeriesScope<'_> {
    fn takes(&self, issue: &IssueFacts) -> bool {
        issue.category == self.category
            && (self.projects.is_empty() || self.projects.contains(&issue.project))
            && (self.environments.is_empty()
                || self
                    .environments
                    .iter()
                    .any(|e| issue.environments.contains(e)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(first_seen: i64, release: &str) -> IssueFacts {
        IssueFacts {
            project: 1,
            environments: vec!["production".into()],
            first_seen: Timestamp::from_secs(first_seen),
            resolved_at: None,
            first_release: Some(release.into()),
            category: Category::Issue,
        }
    }

    fn scope(by_release: bool) -> SeriesScope<'static> {
        let range = TimeRange::new(Timestamp::from_secs(0), Timestamp::from_secs(3600));
        SeriesScope {
            window: window(range, Interval::HOUR).unwrap(),
            projects: &[],
            environments: &[],
            category: Category::Issue,
            by_release,
        }
    }

    #[test]
    fn the_five_releases_with_most_stay_and_the_rest_is_other() {
        // a: 1, b: 2, c: 1, d: 1, e: 1, f: 1, g: 1. Ties go to the larger name.
        let issues: Vec<_> = "abbcdefg"
            .chars()
            .map(|r| issue(10, &r.to_string()))
            .collect();
        let lines = series(&issues, &scope(true), &[IssueCount::New]);
        let names: Vec<_> = lines
            .iter()
            .map(|l| (l.release.as_deref(), l.values[0].1))
            .collect();
        assert_eq!(
            names,
            [
                (Some("b"), 2),
                (Some("g"), 1),
                (Some("f"), 1),
                (Some("e"), 1),
                (Some("d"), 1),
                (None, 2)
            ]
        );
    }

    #[test]
    fn scope_limits_what_counts_and_resolved_counts_by_its_own_instant() {
        let mut issues = vec![issue(10, "a"), issue(20, "a"), issue(30, "a")];
        issues[0].project = 2;
        issues[1].environments = vec!["staging".into()];
        issues[2].resolved_at = Some(Timestamp::from_secs(3600));
        let mut scope = scope(false);
        let counts = [IssueCount::New, IssueCount::Resolved];
        let of = |scope: &SeriesScope<'_>| -> Vec<Vec<u64>> {
            series(&issues, scope, &counts)
                .iter()
                .map(|l| l.values.iter().map(|v| v.1).collect())
                .collect()
        };
        assert_eq!(of(&scope), [[3, 0], [0, 1]]);
        scope.projects = &[1];
        assert_eq!(of(&scope), [[2, 0], [0, 1]]);
        let staging = ["staging".to_owned()];
        scope.environments = &staging;
        assert_eq!(of(&scope), [[1, 0], [0, 0]]);
    }
}
