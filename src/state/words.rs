//! Page-level facts in words. Pure, so that what a person reads is tested without a page.

use super::page_query::{PageQuery, Period};
use crate::dashboard::model::DataSet;
use crate::session::interval::Interval;
use crate::session::project::{Project, ProjectId};
use crate::session::zone::Zone;
use crate::session::{Timestamp, Window, format};
use crate::source::{Catalog, Progress};
use crate::storage::dashboards::NotSaved;

/// Units and their names, from the widest, in milliseconds.
const UNITS: [(i64, char, &str); 5] = [
    (7 * 86_400_000, 'w', "week"),
    (86_400_000, 'd', "day"),
    (3_600_000, 'h', "hour"),
    (60_000, 'm', "minute"),
    (1000, 's', "second"),
];

/// A duration as a whole number of the widest unit that fits and is no wider than `widest`: `1 hour`, `14 days`.
fn span(millis: i64, widest: char) -> String {
    let units = UNITS.iter().skip_while(|(_, letter, _)| *letter != widest);
    let mut exact = units.filter(|(unit, ..)| millis % unit == 0 && millis >= *unit);
    match exact.next() {
        Some((unit, _, name)) => {
            let n = millis / unit;
            format!("{n} {name}{}", if n == 1 { "" } else { "s" })
        }
        None => format::duration(millis as f64),
    }
}

/// The width of a bucket: `1 hour`, `15 minutes`, `1 day`.
pub fn interval(interval: Interval) -> String {
    span(interval.millis(), 'd')
}

/// The time range as the filter bar names it: `Last 14 days`, or start and end in `zone`, which is named.
pub fn period(period: &Period, zone: &dyn Zone) -> String {
    match period {
        Period::Last { text, millis } => {
            // In the unit that was typed: 24 hours are not the same thing to a person as a day.
            let words = span(*millis, text.trim().chars().last().unwrap_or('d'));
            // "Last hour", as people say it.
            format!("Last {}", words.strip_prefix("1 ").unwrap_or(&words))
        }
        Period::Between(range) => format::time_range(*range, zone),
    }
}

/// What the page shows, below its title: the rounded range with its zone, as far as it has come, and the width of a bucket.
pub fn window(window: Window, now: Timestamp, zone: &dyn Zone) -> String {
    format!(
        "{} · in steps of {}",
        format::time_range(window.range().until(now), zone),
        interval(window.interval())
    )
}

/// What of all sessions, or of all issues, a page is about: `shop-ios · production, staging · 8.4.1 · release:8.*`.
/// Empty where it is about all of them.
pub fn narrowing(page: &PageQuery, projects: &[Project], set: &DataSet) -> String {
    let project = |id: &ProjectId| match projects.iter().find(|p| p.id == *id) {
        Some(project) => project.slug.clone(),
        None => id.to_string(),
    };
    let names = [
        page.projects.iter().map(project).collect(),
        page.environments.clone(),
        page.releases.clone(),
    ];
    let of_set = page.global.iter().filter(|f| f.is_of(set));
    let lists = names
        .iter()
        .filter(|names| !names.is_empty())
        .map(|names| names.join(", "));
    let parts: Vec<_> = lists.chain(of_set.map(|f| f.value.clone())).collect();
    parts.join(" · ")
}

/// How far a load is: `412,000 of 1,000,000 sessions · 108 MB`.
pub fn progress(progress: Progress) -> String {
    let rows = format::count(progress.rows);
    let rows = match progress.rows_expected {
        Some(expected) => format!(
            "{rows} of {} sessions",
            format::count(expected.max(progress.rows))
        ),
        None => format!("{rows} sessions"),
    };
    if progress.bytes == 0 {
        rows
    } else {
        format!("{rows} · {}", format::bytes(progress.bytes))
    }
}

/// The part of a load that is done, 0 to 1; `None` where the source does not say how much there is.
pub fn fraction(progress: Progress) -> Option<f64> {
    let known = |done: u64, all: Option<u64>| {
        all.filter(|all| *all > 0)
            .map(|all| (done as f64 / all as f64).min(1.0))
    };
    known(progress.rows, progress.rows_expected)
        .or_else(|| known(progress.bytes, progress.bytes_expected))
}

/// How long before `now` something was: `just now`, `4 minutes old`, `2 hours old`.
pub fn age(then: Timestamp, now: Timestamp) -> String {
    let minutes = (now.millis() - then.millis()) / 60_000;
    match minutes {
        ..1 => "less than a minute old".to_owned(),
        1 => "1 minute old".to_owned(),
        2..60 => format!("{minutes} minutes old"),
        60..120 => "1 hour old".to_owned(),
        120..2880 => format!("{} hours old", minutes / 60),
        _ => format!("{} days old", minutes / 1440),
    }
}

/// How far clocks may be apart before anybody needs to know, in milliseconds.
const CLOCKS_AGREE: i64 = 300_000;

/// What is wrong with the clocks, and what that does to the page; `None` when they agree.
pub fn clocks(server: Timestamp, now: Timestamp) -> Option<(String, String)> {
    let ahead = now.millis() - server.millis();
    let apart = format::duration(((ahead.abs() + 30_000) / 60_000 * 60_000) as f64);
    if ahead.abs() < CLOCKS_AGREE {
        None
    } else if ahead < 0 {
        Some((
            format!("This device’s clock is {apart} behind the backend’s"),
            format!(
                "Sessions of the last {apart} are not shown. Set the clock, then reload the page."
            ),
        ))
    } else {
        Some((
            format!("This device’s clock is {apart} ahead of the backend’s"),
            format!(
                "The last {apart} of every chart are empty: that time has not come yet. Set the clock, then reload the page."
            ),
        ))
    }
}

/// The filters in one sentence, for the live region.
pub fn filters(page: &PageQuery, catalog: &Catalog, zone: &dyn Zone) -> String {
    let some = |chosen: usize, all: usize, what: &str| match chosen {
        0 => format!("all {what}"),
        n => format!("{n} of {} {what}", all.max(n)),
    };
    let mut parts = vec![
        period(&page.period, zone),
        some(page.projects.len(), catalog.projects.len(), "projects"),
        some(
            page.environments.len(),
            catalog.environments.len(),
            "environments",
        ),
    ];
    if !page.releases.is_empty() {
        let n = page.releases.len();
        parts.push(format!("{n} release{}", if n == 1 { "" } else { "s" }));
    }
    format!("{}.", parts.join(", "))
}

/// What was done to a dashboard; where the storage refused it (not `kept`), how long that lasts.
pub fn lasting(what: &str, kept: bool) -> String {
    match kept {
        true => format!("{what}."),
        false => format!("{what} until this page is closed: the browser’s storage took no more."),
    }
}

/// Why a dashboard was not saved, and what to do about it.
pub fn not_saved(why: &NotSaved) -> String {
    match why {
        NotSaved::Conflict(theirs) if theirs.deleted.is_some() => {
            "Another tab moved this dashboard to the bin. Restore it there, or save yours as a new one.".to_owned()
        }
        NotSaved::Conflict(_) => "Another tab changed this dashboard since you opened it.".to_owned(),
        NotSaved::Gone => "This dashboard is no longer kept in this browser. Duplicate it to keep it.".to_owned(),
        NotSaved::ReadOnly => {
            "A newer version of Session Health wrote this dashboard. Reload the page to get that version, or duplicate the dashboard.".to_owned()
        }
        NotSaved::TitleTaken => "Another dashboard has this title.".to_owned(),
        NotSaved::Limit(limit) => limit.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dashboard::global_filter::GlobalFilter;
    use crate::session::TimeRange;
    use crate::session::zone::Utc;

    fn last(text: &str, millis: i64) -> String {
        period(
            &Period::Last {
                text: text.to_owned(),
                millis,
            },
            &Utc,
        )
    }

    #[test]
    fn what_a_page_is_narrowed_to_is_said_in_the_order_of_its_filters() {
        let project = |id: u64, slug: &str| Project {
            id,
            slug: slug.into(),
            name: String::new(),
            platform: None,
            has_sessions: true,
        };
        let projects = [project(1, "shop-ios"), project(2, "shop-web")];
        let mut page = PageQuery::default();
        assert_eq!(narrowing(&page, &projects, &DataSet::Health), "");
        page.releases = vec!["8.4.1".into()];
        page.projects = vec![2, 9];
        page.environments = vec!["production".into(), "staging".into()];
        page.global = vec![
            GlobalFilter::new(DataSet::Health, "release:8.*"),
            GlobalFilter::new(DataSet::Issue, "release:9.*"),
        ];
        assert_eq!(
            narrowing(&page, &projects, &DataSet::Health),
            "shop-web, 9 · production, staging · 8.4.1 · release:8.*"
        );
    }

    #[test]
    fn relative_ranges_read_as_people_say_them() {
        let hour = 3_600_000;
        assert_eq!(last("1h", hour), "Last hour");
        assert_eq!(last("13h", 13 * hour), "Last 13 hours");
        assert_eq!(last("24h", 24 * hour), "Last 24 hours");
        assert_eq!(last("1d", 24 * hour), "Last day");
        assert_eq!(last("90m", hour * 3 / 2), "Last 90 minutes");
        assert_eq!(last("14d", 14 * 24 * hour), "Last 14 days");
        assert_eq!(last("4w", 28 * 24 * hour), "Last 4 weeks");
    }

    #[test]
    fn fixed_ranges_name_their_zone_and_the_day_once_when_there_is_one() {
        let between = |a: &str, b: &str| {
            let range = TimeRange::new(Timestamp::parse(a).unwrap(), Timestamp::parse(b).unwrap());
            period(&Period::Between(range), &Utc)
        };
        assert_eq!(
            between("2026-11-09T10:00", "2026-11-09T12:30"),
            "9 Nov 2026, 10:00 – 12:30 UTC"
        );
        assert_eq!(
            between("2026-11-09T10:00", "2026-11-10T00:00"),
            "9 Nov 2026, 10:00 – 10 Nov 2026, 00:00 UTC"
        );
    }

    #[test]
    fn widths_and_windows() {
        let width = |text: &str| Interval::parse(text).unwrap();
        assert_eq!(interval(width("10s")), "10 seconds");
        assert_eq!(interval(width("30m")), "30 minutes");
        assert_eq!(interval(Interval::DAY), "1 day");
        let range = TimeRange::new(Timestamp::from_secs(0), Timestamp::from_secs(7200));
        let window = Window::new(range, width("30m")).unwrap();
        assert_eq!(
            super::window(window, window.range().end, &Utc),
            "1 Jan 1970, 00:00 – 02:00 UTC · in steps of 30 minutes"
        );
    }

    #[test]
    fn progress_says_what_is_known() {
        let known = Progress {
            rows: 412_000,
            rows_expected: Some(1_000_000),
            bytes: 108_000_000,
            bytes_expected: None,
        };
        assert_eq!(progress(known), "412,000 of 1,000,000 sessions · 108 MB");
        assert_eq!(fraction(known), Some(0.412));
        let unknown = Progress {
            rows: 12,
            ..Progress::default()
        };
        assert_eq!(progress(unknown), "12 sessions");
        assert_eq!(fraction(unknown), None);
        // A count that was too low never shows more than everything.
        let over = Progress {
            rows: 12,
            rows_expected: Some(10),
            ..Progress::default()
        };
        assert_eq!(
            (progress(over), fraction(over)),
            ("12 of 12 sessions".to_owned(), Some(1.0))
        );
    }

    #[test]
    fn clocks_that_are_far_apart_are_told() {
        let told = |ahead_seconds: i64| {
            let server = Timestamp::from_secs(1_000_000);
            clocks(server, server.plus(ahead_seconds * 1000))
        };
        for close in [0, 299, -299] {
            assert_eq!(told(close), None, "{close}");
        }
        let (title, effect) = told(3 * 3600 + 29).unwrap();
        assert_eq!(title, "This device’s clock is 3 h ahead of the backend’s");
        assert!(
            effect.starts_with("The last 3 h of every chart are empty"),
            "{effect}"
        );
        let (title, effect) = told(-350).unwrap();
        assert_eq!(title, "This device’s clock is 6 min behind the backend’s");
        assert!(
            effect.starts_with("Sessions of the last 6 min are not shown"),
            "{effect}"
        );
    }

    #[test]
    fn ages_are_told_in_the_widest_unit() {
        let of = |minutes: i64| age(Timestamp::from_secs(0), Timestamp::from_secs(minutes * 60));
        let told: Vec<String> = [0, 1, 4, 60, 150, 5000].into_iter().map(of).collect();
        assert_eq!(
            told,
            [
                "less than a minute old",
                "1 minute old",
                "4 minutes old",
                "1 hour old",
                "2 hours old",
                "3 days old"
            ]
        );
        assert_eq!(
            of(-5),
            "less than a minute old",
            "a clock that was set back"
        );
    }

    #[test]
    fn a_window_is_shown_as_far_as_it_has_come() {
        let at = |text: &str| Timestamp::parse(text).expect("a time");
        let range = TimeRange::new(at("2026-11-17T12:00:00Z"), at("2026-11-18T13:00:00Z"));
        let hours = Window::new(range, Interval::HOUR).expect("few buckets");
        let on_18th =
            |end: &str| format!("17 Nov 2026, 12:00 – 18 Nov 2026, {end} UTC · in steps of 1 hour");
        let during = window(hours, at("2026-11-18T12:34:56Z"), &Utc);
        assert_eq!(during, on_18th("12:34"));
        let after = window(hours, at("2026-11-19T00:00:00Z"), &Utc);
        assert_eq!(after, on_18th("13:00"));
    }

    #[test]
    fn filters_in_a_sentence() {
        let page = PageQuery {
            environments: vec!["production".to_owned()],
            ..PageQuery::default()
        };
        let words = filters(&page, &Catalog::default(), &Utc);
        assert_eq!(words, "Last 14 days, all projects, 1 of 1 environments.");
    }
}
