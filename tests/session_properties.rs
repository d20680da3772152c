//! What holds for any input: names and search texts from strangers never break anything, orders are total, texts of
//! numbers never claim what is not so.

use proptest::prelude::*;
use session_health::session::interval::choices_for;
use session_health::session::issue_search::IssueSearch;
use session_health::session::release::{Version, compare};
use session_health::session::release_search::{ReleaseFacts, ReleaseSearch};
use session_health::session::search::term;
use session_health::session::{TimeRange, Timestamp, Window, format};

/// Text that looks like release names and searches, or like nothing.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "shop",
        "@",
        "+",
        "-",
        ".",
        "*",
        "1",
        "0",
        "20",
        "rc",
        "\"",
        "\\",
        "!",
        ":",
        "[",
        "]",
        ",",
        " ",
        "<",
        ">=",
        "release",
        "release.version",
        "release.build",
        "is",
        "é",
        "\u{202e}",
        "deadbeef",
    ]);
    prop_oneof![
        prop::collection::vec(pieces, 0..12).prop_map(|p| p.concat()),
        any::<String>()
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_name_and_a_search_or_an_error(name in text(), search in text()) {
        let version = Version::parse(&name);
        prop_assert!(name.contains(version.short()));
        if let Ok(search) = ReleaseSearch::parse(&search) {
            search.matches(&ReleaseFacts { version: &name, stage: None, latest: false });
        }
        if let Ok(search) = IssueSearch::parse(&search) {
            search.takes_event(&name);
        }
    }

    #[test]
    fn a_search_for_a_release_finds_it_and_no_other(name in text(), other in text()) {
        let search = ReleaseSearch::parse(&term("release", &name));
        prop_assert!(search.is_ok());
        let found = |version: &str| {
            search.as_ref().is_ok_and(|s| s.matches(&ReleaseFacts { version, stage: None, latest: false }))
        };
        prop_assert!(found(&name));
        prop_assert_eq!(found(&other), name == other);
    }

    #[test]
    fn the_order_of_releases_is_total(names in prop::collection::vec((text(), any::<Option<i32>>()), 3)) {
        let key = |i: usize| (names[i].0.as_str(), names[i].1.map(|s| Timestamp::from_secs(s.into())));
        let (ab, ba) = (compare(key(0), key(1)), compare(key(1), key(0)));
        prop_assert_eq!(ab, ba.reverse());
        prop_assert!(!(ab.is_le() && compare(key(1), key(2)).is_le()) || compare(key(0), key(2)).is_le());
        prop_assert_eq!(ab.is_eq(), names[0] == names[1]);
    }

    #[test]
    fn a_rate_reads_as_full_or_none_only_when_it_is(numerator in 0u64..1_000_000_000, more in 0u64..1_000_000_000) {
        let fraction = numerator as f64 / (numerator + more).max(1) as f64;
        for text in [format::percent(fraction), format::percent_tooltip(fraction)] {
            prop_assert_eq!(text == "100%", fraction == 1.0, "{}", &text);
            prop_assert_eq!(text == "0%", fraction == 0.0, "{}", &text);
        }
    }

    #[test]
    fn any_number_has_a_text(value in prop::num::f64::ANY, step in prop::num::f64::ANY) {
        let texts = [
            format::percent(value), format::percent_tooltip(value), format::change_points(value),
            format::change_count(value), format::change_duration(value), format::duration(value),
            format::count_short(value), format::count_axis(value, step), format::percent_axis(value),
        ];
        prop_assert!(texts.iter().all(|t| !t.is_empty() && !t.contains("NaN") && !t.contains("inf")), "{:?}", texts);
    }

    #[test]
    fn every_choice_of_interval_fits_any_range(start in 0i64..2_000_000_000_000, millis in 1i64..70_000_000_000) {
        let range = TimeRange::new(Timestamp::from_millis(start), Timestamp::from_millis(start + millis));
        for interval in choices_for(millis) {
            prop_assert!(Window::new(range, interval).is_ok());
        }
    }
}
