//! The cases of `tests/fixtures/cases.json` (behaviour of Sentry's code, as data) that concern the vocabulary: times,
//! intervals, percent display, release order and search, adoption, release bounds, issue series.

#![allow(clippy::unwrap_used)]

use serde_json::Value;
use session_health::session::adoption::{Adoption, Stage, is_adopted};
use session_health::session::interval::{self, Interval};
use session_health::session::issue_series::{
    Category, IssueCount, IssueFacts, IssueSeriesError, SeriesScope,
};
use session_health::session::release::{Version, compare};
use session_health::session::release_bounds::{BoundsKind, bounds};
use session_health::session::release_search::{ReleaseFacts, ReleaseSearch};
use session_health::session::{TimeRange, Timestamp, Window, format, issue_series, search};

/// Cases that are not run, and why.
const SKIPPED: [(&str, &str); 5] = [
    ("G01", G2),
    ("G02", G2),
    ("G04", G2),
    ("G05", G2),
    ("G08", G2),
];
const G2: &str = "widgets do not use the G2 interval ladder";

/// What checks the case with this id.
fn check(id: &str) -> Option<fn(&Value)> {
    Some(match id {
        "A11" | "A13" => rounding,
        "I02" | "I04" | "I05" | "I06" | "I08" | "I09" | "I10" | "I11" | "I15" => session_interval,
        "P01" | "P02" | "P03" => crash_free_percent,
        "P07" => |case| texts(case, format::percent_axis),
        "P08" => |case| texts(case, format::count_short),
        "P09" => |case| texts(case, format::percent_tooltip),
        "R01" | "R02" => release_order,
        "R03" => release_search,
        "R05" => free_text,
        "R06" => stages,
        "R08" => adoption_threshold,
        "R10" => replaced_without_sessions,
        "R11" => release_bounds,
        "T03" | "T04" => issue_series_values,
        "T06" => issue_series_buckets,
        "T07" => issue_series_errors,
        "L06" => escaping,
        _ => return None,
    })
}

/// Runs every case of a topic; one that is neither run nor listed as skipped fails.
fn run(topic: &str) {
    let mut any = false;
    for case in cases().iter().filter(|c| c["topic"] == topic) {
        let id = text(&case["id"]);
        any = true;
        match (check(id), SKIPPED.iter().find(|(s, _)| *s == id)) {
            (Some(check), None) => {
                println!("{id}: {}", case["name"]);
                check(case);
            }
            (None, Some((_, why))) => println!("{id} skipped: {why}"),
            (Some(_), Some(_)) => panic!("{id} is run and listed as skipped"),
            (None, None) => panic!("{id} ({topic}) is neither run nor listed as skipped"),
        }
    }
    assert!(any, "no case of topic {topic}");
}

#[test]
fn windows_round_outwards() {
    run("intervals");
}

#[test]
fn intervals_suit_the_range() {
    run("session-interval");
    run("widget-interval");
}

#[test]
fn percent_and_counts_read_as_agreed() {
    run("percent-display");
}

#[test]
fn releases_are_ordered() {
    run("release-order");
}

#[test]
fn releases_are_searched() {
    run("release-search");
    run("search");
}

#[test]
fn adoption_has_stages() {
    run("adoption");
}

#[test]
fn releases_have_bounds() {
    run("release-bounds");
}

#[test]
fn issues_are_counted_over_time() {
    run("issues-timeseries");
}

fn rounding(case: &Value) {
    let input = &case["input"];
    let now = at(&input["now"]);
    let range = TimeRange::last(millis(&input["statsPeriod"]), now);
    let window = Window::new(range, Interval::parse(text(&input["interval"])).unwrap()).unwrap();
    let expected = &case["expected"];
    assert_eq!(
        window.range(),
        TimeRange::new(at(&expected["start"]), at(&expected["end"]))
    );
    let starts: Vec<_> = window.starts().collect();
    assert_eq!(
        starts,
        list(&expected["intervals"])
            .iter()
            .map(at)
            .collect::<Vec<_>>()
    );
}

fn session_interval(case: &Value) {
    let input = &case["input"];
    let range = match input["period"].as_str() {
        Some(period) => interval::parse_duration(period).unwrap(),
        None => TimeRange::new(at(&input["start"]), at(&input["end"])).millis(),
    };
    let old = input["older_than_30d"].as_bool().unwrap_or(false);
    let chosen = interval::for_sessions(range, input["highFidelity"].as_bool().unwrap(), old);
    assert_eq!(chosen.to_string(), text(&case["expected"]["interval"]));
}

fn crash_free_percent(case: &Value) {
    let percent = case["input"]["percent"].as_f64().unwrap();
    let expected = text(&case["expected"]["text"]);
    assert_eq!(format::percent_value(percent), expected);
    assert_eq!(format::percent(percent / 100.0), expected);
}

fn texts(case: &Value, format: impl Fn(f64) -> String) {
    let values = list(&case["input"]["values"]);
    let texts: Vec<_> = values.iter().map(|v| format(v.as_f64().unwrap())).collect();
    assert_eq!(texts, strings(&case["expected"]["text"]));
}

fn release_order(case: &Value) {
    let created = strings(&case["input"]["created_in_order"]);
    let mut releases: Vec<_> = created.iter().zip(1..).collect();
    match text(&case["input"]["sort"]) {
        "semver" => releases.sort_by(|a, b| {
            let created = |n| Some(Timestamp::from_secs(n));
            compare((a.0, created(a.1)), (b.0, created(b.1)))
        }),
        // Only releases with a numeric build take part.
        "build" => {
            let build = |release: &str| {
                Version::parse(release)
                    .build()
                    .and_then(|b| b.parse::<u64>().ok())
            };
            releases.retain(|r| build(r.0).is_some());
            releases.sort_by_key(|r| std::cmp::Reverse(build(r.0)));
        }
        other => panic!("unknown sort {other}"),
    }
    let order: Vec<_> = releases.into_iter().map(|r| r.0.clone()).collect();
    assert_eq!(order, strings(&case["expected"]["order"]));
}

/// What a search finds, newest created first.
fn found(
    search: &str,
    created_in_order: &[String],
    stage: impl Fn(&str) -> Option<Stage>,
) -> Vec<String> {
    let search = ReleaseSearch::parse(search).unwrap();
    let matches = |version: &&String| {
        search.matches(&ReleaseFacts {
            version: version.as_str(),
            stage: stage(version.as_str()),
            latest: false,
        })
    };
    created_in_order
        .iter()
        .rev()
        .filter(matches)
        .cloned()
        .collect()
}

fn release_search(case: &Value) {
    let created = strings(&case["input"]["created_in_order"]);
    for (search, expected) in case["expected"].as_object().unwrap() {
        let (query, semver) = match search.strip_suffix(" sort=semver") {
            Some(query) => (query, true),
            None => (search.as_str(), false),
        };
        let mut found = found(query, &created, |_| None);
        let mut expected = strings(expected);
        if semver {
            found.sort_by(|a, b| compare((a, None), (b, None)));
        } else {
            // The suite compares these as sets.
            found.sort();
            expected.sort();
        }
        assert_eq!(found, expected, "{search}");
    }
}

fn free_text(case: &Value) {
    let created = strings(&case["input"]["created_in_order"]);
    for (search, expected) in case["expected"].as_object().unwrap() {
        let search = search
            .strip_prefix("free text '")
            .and_then(|s| s.strip_suffix('\''))
            .unwrap();
        assert_eq!(
            found(search, &created, |_| None),
            strings(expected),
            "{search}"
        );
    }
}

fn stages(case: &Value) {
    let instant = |value: &Value| match value.as_str() {
        None => None,
        Some("t") => Some(Timestamp::from_secs(1_000_000)),
        Some("t-5m") => Some(Timestamp::from_secs(1_000_000 - 300)),
        Some(other) => panic!("unknown instant {other}"),
    };
    let rows: Vec<(String, Adoption)> = list(&case["input"]["rows"])
        .iter()
        .map(|row| {
            let state = Adoption {
                adopted: instant(&row["adopted"]),
                unadopted: instant(&row["unadopted"]),
            };
            (text(&row["release"]).to_owned(), state)
        })
        .collect();
    let names: Vec<_> = rows.iter().map(|r| r.0.clone()).collect();
    let stage = |name: &str| rows.iter().find(|r| r.0 == name).map(|r| r.1.stage());
    for (query, expected) in case["expected"].as_object().unwrap() {
        let got = if query == "sort=adoption" {
            let mut rows = rows.clone();
            rows.sort_by(|a, b| Adoption::latest_first(&a.1, &b.1));
            rows.into_iter().map(|r| r.0).collect()
        } else {
            let (not, value) = query
                .strip_prefix('!')
                .map_or(("", query.as_str()), |v| ("!", v));
            found(&format!("{not}release.stage:{value}"), &names, stage)
        };
        assert_eq!(got, strings(expected), "{query}");
    }
}

fn adoption_threshold(case: &Value) {
    let pairs = list(&case["input"]["pairs_release_total"]);
    let adopted: Vec<_> = pairs
        .iter()
        .map(|p| is_adopted(p[0].as_u64().unwrap(), p[1].as_u64().unwrap()))
        .map(Value::from)
        .collect();
    assert_eq!(&adopted, list(&case["expected"]["adopted"]));
}

fn replaced_without_sessions(case: &Value) {
    let (then, now) = (Timestamp::from_secs(0), Timestamp::from_secs(3600));
    for environment_sessions in [0, 500] {
        let mut state = Adoption {
            adopted: Some(then),
            unadopted: None,
        };
        state.observe(
            now,
            case["input"]["sessions_now"].as_u64().unwrap(),
            environment_sessions,
        );
        assert_eq!(
            state,
            Adoption {
                adopted: Some(then),
                unadopted: Some(now)
            }
        );
        assert_eq!(state.stage().name(), text(&case["expected"]["stage"]));
    }
}

fn release_bounds(case: &Value) {
    let now = Timestamp::parse("2017-10-17T02:41:20Z").unwrap();
    for (input, expected) in list(&case["input"]["cases"])
        .iter()
        .zip(list(&case["expected"]["bounds"]))
    {
        let (range, kind) = bounds(
            Some(at(&input["dateCreated"])),
            Some(at(&input["lastEvent"])),
            now,
        );
        let kind = match kind {
            BoundsKind::Normal => "normal",
            BoundsKind::Clamped => "clamped",
            BoundsKind::Ancient => "ancient",
        };
        assert_eq!(
            (range.start, range.end, kind),
            (
                at(&expected["start"]),
                at(&expected["end"]),
                text(&expected["type"])
            )
        );
    }
}

const START: Timestamp = Timestamp::from_secs(1_700_000_123);

fn issue(first_seen: Timestamp) -> IssueFacts {
    IssueFacts {
        project: 1,
        environments: vec!["production".to_owned()],
        first_seen,
        resolved_at: None,
        first_release: None,
        category: Category::Issue,
    }
}

fn issue_series_values(case: &Value) {
    let range = TimeRange::new(START, START.plus(Interval::HOUR.millis()));
    let instant = |value: &Value| match text(value) {
        "start" => range.start,
        "end" => range.end,
        other => panic!("unknown instant {other}"),
    };
    let input = &case["input"];
    let issues: Vec<_> = list(&input["issues"])
        .iter()
        .map(|i| IssueFacts {
            resolved_at: i["resolved_at"]
                .as_str()
                .map(|_| instant(&i["resolved_at"])),
            first_release: i["release"].as_str().map(str::to_owned),
            category: if i["feedback"] == true {
                Category::Feedback
            } else {
                Category::Issue
            },
            ..issue(instant(&i["first_seen"]))
        })
        .collect();
    let scope = SeriesScope {
        window: issue_series::window(range, Interval::HOUR).unwrap(),
        projects: &[],
        environments: &[],
        category: input["category"]
            .as_str()
            .map_or(Category::Issue, |c| Category::from_name(c).unwrap()),
        by_release: input["groupBy"].is_array(),
    };
    let counts: Vec<_> = strings(&input["yAxis"])
        .iter()
        .map(|n| IssueCount::from_name(n).unwrap())
        .collect();
    let lines = issue_series::series(&issues, &scope, &counts);
    let values = |i: usize| {
        lines[i]
            .values
            .iter()
            .map(|v| Value::from(v.1))
            .collect::<Vec<_>>()
    };
    if let Some(series) = case["expected"]["series"].as_object() {
        assert_eq!(lines.len(), series.len());
        for i in 0..lines.len() {
            assert_eq!(
                &values(i),
                list(&series[lines[i].release.as_ref().unwrap()])
            );
        }
    } else {
        assert_eq!(lines.len(), 1);
        assert_eq!(&values(0), list(&case["expected"]["values"]));
    }
}

fn issue_series_buckets(case: &Value) {
    let hour = Interval::HOUR.millis();
    let days = case["input"]["range_days"].as_i64().unwrap();
    let range = TimeRange::new(START, START.plus(days * 24 * hour));
    let interval = Interval::parse(text(&case["input"]["interval"])).unwrap();
    let scope = SeriesScope {
        window: issue_series::window(range, interval).unwrap(),
        projects: &[],
        environments: &[],
        category: Category::Issue,
        by_release: false,
    };
    let seen = START.plus(
        case["input"]["issue_first_seen_offset_hours"]
            .as_i64()
            .unwrap()
            * hour,
    );
    let lines = issue_series::series(&[issue(seen)], &scope, &[IssueCount::New]);
    let expected = &case["expected"];
    assert_eq!(
        lines[0].values.len() as u64,
        expected["bucket_count"].as_u64().unwrap()
    );
    let index = expected["nonzero_index"].as_u64().unwrap();
    for (i, (start, value)) in (0..).zip(&lines[0].values) {
        assert_eq!(*start, START.plus(i as i64 * interval.millis()));
        assert_eq!(
            *value,
            if i == index {
                expected["value"].as_u64().unwrap()
            } else {
                0
            }
        );
    }
}

fn issue_series_errors(case: &Value) {
    let fortnight = TimeRange::new(START, START.plus(interval::parse_duration("14d").unwrap()));
    let details = [
        Interval::parse("0").unwrap_err().to_string(),
        issue_series::window(fortnight, Interval::parse("1001").unwrap())
            .unwrap_err()
            .to_string(),
        Category::from_name("foo").unwrap_err().to_string(),
        IssueSeriesError::GroupBy.to_string(),
    ];
    assert_eq!(details.as_slice(), strings(&case["expected"]["detail"]));
}

fn escaping(case: &Value) {
    let version = text(&case["input"]["version"]);
    let query = search::term("release", version);
    assert_eq!(query, text(&case["expected"]["query"]));
    let search = ReleaseSearch::parse(&query).unwrap();
    assert!(search.matches(&ReleaseFacts {
        version,
        stage: None,
        latest: false
    }));
}

fn cases() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("fixtures/cases.json")).unwrap();
    list(&file["cases"]).clone()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn strings(value: &Value) -> Vec<String> {
    list(value).iter().map(|v| text(v).to_owned()).collect()
}

fn at(value: &Value) -> Timestamp {
    Timestamp::parse(text(value)).unwrap()
}

fn millis(value: &Value) -> i64 {
    interval::parse_duration(text(value)).unwrap()
}
