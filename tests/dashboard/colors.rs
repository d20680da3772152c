//! A release keeps its colour: in every widget, whatever is filtered, ranked anew or refreshed.

use crate::support::*;
use session_health::chart::palette::{CATEGORIES, LOOKS, dash_of, token_of};
use session_health::dashboard::builtin;
use session_health::dashboard::colors::Colors;
use session_health::dashboard::data::ChartData;
use session_health::dashboard::planner::Scope;
use session_health::engine::series::Tone;
use session_health::source::{IssueCount, IssueSeries};
use std::collections::{HashMap, HashSet};

const NAMES: [&str; 7] = ["a@1", "a@2", "a@3", "a@4", "a@5", "a@6", "a@7"];

/// Releases with so many sessions each, a@1 the oldest; the colours are those of a page that has been open before.
fn page(sessions: [u64; 7], scope: Scope, colors: &Colors) -> Page {
    let of = |(name, n)| (1, name, vec![healthy(n); 3]);
    let world = World(NAMES.into_iter().zip(sessions).map(of).collect());
    let releases = (1..=7).map(|n| release(NAMES[n - 1], &format!("2026-10-0{n}"), (1, "ios"), 1));
    let mut page = Page::new(&builtin::mobile(), scope, &world, releases.collect());
    let new = NAMES.map(|name| IssueSeries {
        count: IssueCount::New,
        release: Some(name.to_owned()),
        values: times().window.starts().zip([1, 2, 3]).collect(),
    });
    page.answers.issue_series[1] = Some(Ok(new.to_vec()));
    page.colors = colors.clone();
    page
}

fn tones(chart: &ChartData) -> HashMap<String, Tone> {
    let series = chart.set.series.iter();
    series.map(|s| (s.name.clone(), s.tone)).collect()
}

const FALLING: [u64; 7] = [70, 60, 50, 40, 30, 20, 10];
const RISING: [u64; 7] = [10, 20, 30, 40, 50, 60, 70];
const BY_RELEASE: [&str; 4] = [
    "crash-free-sessions-by-release",
    "sessions-by-release",
    "release-adoption",
    "new-issues-by-release",
];

#[test]
fn a_release_has_one_colour_in_all_widgets_and_its_neighbours_have_others() {
    let page = page(FALLING, Scope::default(), &Colors::default());
    let mut of: HashMap<String, Tone> = HashMap::new();
    for widget in BY_RELEASE {
        let chart = page.chart(widget);
        let colors: HashSet<_> = chart.set.series.iter().map(|s| token_of(s.tone)).collect();
        assert_eq!(colors.len(), chart.set.series.len(), "{widget}");
        for (name, tone) in tones(&chart) {
            assert_eq!(*of.entry(name).or_insert(tone), tone, "{widget}");
        }
    }
    assert_eq!(of.len(), 7 + 1, "seven releases and the rest");
}

#[test]
fn ranks_and_filters_change_no_colour() {
    let colors = Colors::default();
    let all = |page: Page| BY_RELEASE.map(|widget| tones(&page.chart(widget)));
    let first = all(page(FALLING, Scope::default(), &colors));
    let of: HashMap<_, _> = first.into_iter().flatten().collect();
    let only = Scope {
        releases: vec!["a@4".to_owned()],
        ..Scope::default()
    };
    let later = [
        all(page(RISING, Scope::default(), &colors)),
        all(page(FALLING, only, &colors)),
    ];
    for (name, tone) in later.into_iter().flatten().flatten() {
        assert_eq!(tone, of[&name], "{name}");
    }
}

#[test]
fn who_was_not_seen_the_longest_gives_way_when_all_looks_are_given() {
    let colors = Colors::default();
    let chart =
        |of: std::ops::Range<usize>| colors.of(&of.map(|n| n.to_string()).collect::<Vec<_>>());
    let looks = |all: &[usize]| -> HashSet<_> {
        let tones = all.iter().map(|n| Tone::Category(*n));
        tones.map(|t| (token_of(t), dash_of(t).name())).collect()
    };
    for start in (0..100).step_by(5) {
        let taken = chart(start..start + 5);
        assert_eq!(looks(&taken).len(), 5);
        let again = chart(start..start + 5);
        assert_eq!(taken, again);
    }
    assert_eq!(looks(&chart(200..200 + LOOKS)).len(), LOOKS);
    assert_eq!(chart(0..LOOKS + 3).len(), LOOKS + 3, "more have to share");
}

#[test]
fn a_new_release_rather_takes_a_colour_that_its_chart_has_not() {
    let colors = Colors::default();
    let names = |all: std::ops::Range<usize>| all.map(|n| n.to_string()).collect::<Vec<_>>();
    colors.of(&names(0..CATEGORIES));
    let mut mixed = names(0..4);
    mixed.push("new".to_owned());
    assert_eq!(colors.of(&mixed), [0, 1, 2, 3, CATEGORIES + 4]);
}
