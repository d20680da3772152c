//! Widgets about issues.

use crate::support::*;
use serde_json::json;
use session_health::dashboard::builtin;
use session_health::dashboard::data::{EmptyReason, Shape, WidgetData, WidgetState};
use session_health::dashboard::planner::Scope;
use session_health::dashboard::present::unanswered;
use session_health::engine::series::Tone;
use session_health::session::issue::Issue;
use session_health::source::{IssueCount, IssueSeries, IssueSort};

fn line(count: IssueCount, release: Option<&str>, values: [u64; 3]) -> IssueSeries {
    IssueSeries {
        count,
        release: release.map(str::to_owned),
        values: times().window.starts().zip(values).collect(),
    }
}

fn issue(first_seen: &str) -> Issue {
    serde_json::from_value(
        json!({"id": "1", "shortId": "A-1", "title": "t", "project": {"id": "1", "slug": "ios"},
        "firstSeen": first_seen, "lastSeen": first_seen}),
    )
    .unwrap()
}

/// Six releases with sessions; only the first has no creation date within the others'.
fn page() -> Page {
    let names = ["a@1", "a@2", "a@3", "a@4", "a@5", "a@6"];
    let world = World(names.map(|n| (1, n, vec![healthy(10); 3])).to_vec());
    let releases = (1..=6)
        .map(|n| release(names[n - 1], &format!("2026-10-0{n}"), (1, "ios"), 1))
        .collect();
    Page::new(&builtin::mobile(), Scope::default(), &world, releases)
}

#[test]
fn new_and_resolved_issues_stand_side_by_side_with_the_releases_of_the_window() {
    let mut page = page();
    if let Some(Ok(releases)) = &mut page.answers.releases {
        releases.push(release("a@8", "2026-11-02T10:00:00Z", (1, "ios"), 0));
        releases.push(release("a@7", "2026-11-01T10:00:00Z", (1, "ios"), 0));
    }
    page.answers.issue_series[0] = Some(Ok(vec![
        line(IssueCount::New, None, [3, 0, 1]),
        line(IssueCount::Resolved, None, [0, 2, 0]),
    ]));
    let chart = page.chart("issue-counts");
    assert_eq!(chart.shape, Shape::Bars);
    assert_eq!(
        lines(&chart),
        [
            (
                "count(new_issues)".to_owned(),
                some(&[3.0, 0.0, 1.0]),
                Some(4.0)
            ),
            (
                "count(resolved_issues)".to_owned(),
                some(&[0.0, 2.0, 0.0]),
                Some(2.0)
            ),
        ]
    );
    assert_eq!(chart.set.series[1].tone, Tone::Positive);
    let marks: Vec<&str> = chart.releases.iter().map(|m| m.version.as_str()).collect();
    assert_eq!(
        marks,
        ["a@7", "a@8"],
        "oldest first, none from before the window"
    );
    page.answers.issue_series[0] = Some(Ok(vec![]));
    assert_eq!(
        page.state("issue-counts"),
        Some(WidgetState::Empty(EmptyReason::NoIssues))
    );
}

#[test]
fn the_newest_releases_are_counted_even_where_the_backend_lumps_them_together() {
    let mut page = page();
    // The backend names the five with most new issues: a@1 … a@5. We want the newest: a@6 … a@2.
    let new = |release, values| line(IssueCount::New, release, values);
    page.answers.issue_series[1] = Some(Ok(vec![
        new(Some("a@1"), [9, 9, 9]),
        new(Some("a@2"), [2, 0, 0]),
        new(Some("a@3"), [0, 3, 0]),
        new(Some("a@4"), [0, 0, 4]),
        new(Some("a@5"), [5, 0, 0]),
        new(None, [1, 1, 1]),
    ]));
    assert_eq!(
        page.state("new-issues-by-release"),
        None,
        "a@6 is not known yet"
    );
    let open = unanswered(&page.plan, &page.answers, page.facts());
    assert_eq!(open.len(), 1);
    let (release, query) = &open[0];
    assert_eq!(
        (release.as_str(), query.search.as_str()),
        ("a@6", "firstRelease:\"a@6\"")
    );
    assert_eq!(
        (query.range, query.sort),
        (times().window.range(), IssueSort::FirstSeen)
    );

    let found = vec![issue("2026-11-02T23:00:00Z"), issue("2026-09-01T00:00:00Z")];
    page.answers
        .new_issues
        .insert("a@6".into(), Some(Ok(found)));
    assert_eq!(unanswered(&page.plan, &page.answers, page.facts()), []);
    let chart = page.chart("new-issues-by-release");
    assert_eq!(chart.shape, Shape::StackedBars);
    let found = lines(&chart);
    let names: Vec<&str> = found.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(names, ["6", "5", "4", "3", "2", "Other"]);
    assert_eq!(
        found[0].1,
        some(&[0.0, 1.0, 0.0]),
        "an issue from before the range is not new in it"
    );
    assert_eq!(
        found[5].1,
        some(&[10.0, 9.0, 10.0]),
        "a@1, and the backend's rest without a@6"
    );
}

#[test]
fn a_release_without_new_issues_needs_no_second_question() {
    let mut page = page();
    page.answers.issue_series[1] = Some(Ok(vec![line(IssueCount::New, Some("a@6"), [1, 0, 0])]));
    assert_eq!(unanswered(&page.plan, &page.answers, page.facts()), []);
    let chart = page.chart("new-issues-by-release");
    assert_eq!(
        lines(&chart)[0],
        ("6".to_owned(), some(&[1.0, 0.0, 0.0]), Some(1.0))
    );
    assert_eq!(lines(&chart)[1].2, Some(0.0));
}

#[test]
fn a_list_of_issues_is_shown_as_it_came() {
    let mut page = Page::new(
        &builtin::frontend(),
        Scope::default(),
        &World::default(),
        vec![],
    );
    page.answers.issues[0] = Some(Ok(vec![issue("2026-11-01")]));
    assert_eq!(
        page.data("issues"),
        WidgetData::Issues(vec![issue("2026-11-01")])
    );
    page.answers.issues[0] = Some(Ok(vec![]));
    assert_eq!(
        page.state("issues"),
        Some(WidgetState::Empty(EmptyReason::NoIssues))
    );
}
