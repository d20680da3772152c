//! A server that hands out sums gives the same dashboards as raw sessions do, in few requests, and what it cannot tell is
//! said.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

#[path = "sentry/page.rs"]
mod page;
#[path = "sentry/server.rs"]
mod server;

use futures_util::FutureExt;
use page::{Page, open};
use serde_json::json;
use server::{Dice, Habits, Server, repeated, version};
use session_health::dashboard::builtin;
use session_health::dashboard::colors::Colors;
use session_health::dashboard::data::{WidgetData, WidgetState};
use session_health::dashboard::disclose::NOT_EVENTS;
use session_health::dashboard::model::Dashboard;
use session_health::engine::result::Caveat;
use session_health::source::{Catalog, SharedSource, Source, SourceError};
use session_health::state::page_query::PageQuery;
use session_health::state::widget_query::{WidgetQuery, widget_state_with_notes};
use std::collections::BTreeSet;
use std::rc::Rc;

/// A link with filters that `dice` chose.
fn link(dice: &mut Dice) -> String {
    let mut link = format!(
        "?statsPeriod={}",
        ["24h", "7d", "14d", "3d"][dice.below(4) as usize]
    );
    if dice.below(3) == 0 {
        link.push_str("&compare=1");
    }
    let mut some = |name: &str, values: &[String], one_in: u64| {
        for value in values {
            if dice.below(one_in) == 0 {
                link.push_str(&format!(
                    "&{name}={}",
                    form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>()
                ));
            }
        }
    };
    some(
        "project",
        &["1".to_owned(), "2".to_owned(), "3".to_owned()],
        3,
    );
    some(
        "environment",
        &["production".to_owned(), "staging".to_owned()],
        3,
    );
    some(
        "release",
        &[version(0), version(3), version(5), version(6)],
        5,
    );
    link
}

/// Every number of both built-in dashboards, over random sessions and filters, from both kinds of source.
fn parity(rows: u64, releases: u64, habits: Habits, rounds: u64) {
    for seed in 0..rounds {
        let server = Server::new(seed + 1, rows, releases, habits);
        let mut dice = Dice(seed * 31 + 7);
        for _ in 0..3 {
            let link = link(&mut dice);
            for dashboard in builtin::all() {
                let raw = open(&server.raw(), &dashboard, &link).tables();
                let sums = open(&server.sums(), &dashboard, &link).tables();
                for (a, b) in raw.iter().zip(&sums) {
                    assert_eq!(a, b, "seed {seed}, {link}");
                }
                assert_eq!(raw.len(), sums.len());
            }
        }
    }
}

#[test]
fn sums_give_the_numbers_that_raw_sessions_give() {
    parity(700, 9, Habits::default(), 6);
}

#[test]
fn few_sessions_leave_the_same_gaps() {
    parity(25, 4, Habits::default(), 6);
}

#[test]
fn more_releases_than_a_server_names_at_once() {
    // 337 buckets leave room for 29 groups of 70; 169 for 59.
    for (seed, link) in [
        (1, "?statsPeriod=14d"),
        (2, "?statsPeriod=7d"),
        (3, "?statsPeriod=14d&project=2"),
    ] {
        let server = Server::new(
            seed,
            1500,
            70,
            Habits {
                silent_cut: true,
                ..Habits::default()
            },
        );
        let raw = open(&server.raw(), &builtin::mobile(), link);
        let page = open(&server.sums(), &builtin::mobile(), link);
        let mut told = Vec::new();
        for ((id, a), (_, b)) in raw.tables().iter().zip(&page.tables()) {
            let notes = page.notes(id);
            if notes.iter().any(|n| n.starts_with("Top ")) {
                told.push(id.clone());
            }
            // Charts show five releases, which are the right ones; the table shows as many as there are at hand.
            if id != "releases" {
                assert_eq!(a, b, "{link}");
            }
        }
        let (
            WidgetState::Ready(WidgetData::Releases(all)),
            WidgetState::Ready(WidgetData::Releases(some)),
        ) = (raw.state("releases"), page.state("releases"))
        else {
            panic!("tables")
        };
        let is_short = some.iter().filter(|r| r.sessions > Some(0)).count()
            < all.iter().filter(|r| r.sessions > Some(0)).count();
        assert_eq!(
            told.contains(&"releases".to_owned()),
            is_short,
            "{link}: {:?}",
            page.notes("releases")
        );
    }
}

#[test]
fn servers_without_rates_are_asked_for_counts() {
    let server = Server::new(
        5,
        700,
        9,
        Habits {
            no_rates: true,
            ..Habits::default()
        },
    );
    let link = "?statsPeriod=7d&environment=production";
    for dashboard in builtin::all() {
        let raw_page = open(&server.raw(), &dashboard, link);
        let page = open(&server.sums(), &dashboard, link);
        for (a, b) in raw_page.tables().iter().zip(&page.tables()) {
            if a.0 == "anr-rate" {
                let told = matches!(page.state("anr-rate"), WidgetState::Failed(SourceError::Unanswerable { what }) if what.contains("anr_rate()"));
                assert!(told, "no 0 % where nobody knows: {b:?}");
            } else if a.0 == "crash-free-users" {
                // There is no request left for its change.
                let figure = |page: &Page| match page.state("crash-free-users") {
                    WidgetState::Ready(WidgetData::BigNumber(number)) => number.clone(),
                    other => panic!("{other:?}"),
                };
                let (ours, theirs) = (figure(&page), figure(&raw_page));
                assert_eq!((ours.value, ours.ratio), (theirs.value, theirs.ratio));
                assert_eq!((ours.trend, ours.previous), (theirs.trend, None));
            } else {
                assert_eq!(a, b);
            }
        }
    }
}

#[test]
fn unhandled_sessions_counted_twice_are_taken_out_again_and_told() {
    let server = Server::new(
        9,
        700,
        9,
        Habits {
            unhandled_twice: true,
            ..Habits::default()
        },
    );
    let page = open(&server.sums(), &builtin::frontend(), "?statsPeriod=14d");
    let raw = open(&server.raw(), &builtin::frontend(), "?statsPeriod=14d");
    assert_eq!(raw.tables(), page.tables());
    // Said once, where errored and unhandled ones stand apart, and nowhere else.
    let said =
        "This server counts unhandled errors among the errored ones, too; here they count once.";
    for (id, _) in &page.widgets {
        let tells_apart = [
            "session-health",
            "user-health",
            "session-counts",
            "user-counts",
        ]
        .contains(&&**id);
        let expected: &[&str] = if tells_apart { &[said] } else { &[] };
        assert_eq!(page.notes(id), expected, "{id}");
        assert!(raw.notes(id).is_empty(), "{id}: counted here");
    }
    let first = page.answers.sessions.unwrap().unwrap().remove(0).unwrap();
    assert_eq!(first.caveats, [Caveat::UnhandledTwice]);
}

#[test]
fn a_widget_alone_does_not_count_unhandled_sessions_twice() {
    let habits = Habits {
        unhandled_twice: true,
        ..Habits::default()
    };
    let server = Server::new(9, 700, 9, habits);
    for (field, by) in [
        ("crash_free_rate(session)", "release"),
        ("sum(session)", "session.status"),
        ("errored_rate(session)", "project"),
    ] {
        let own: Dashboard = serde_json::from_value(json!({"title": "own", "widgets": [
            {"title": field, "displayType": "line", "widgetType": "metrics", "queries": [
                {"fields": [field], "aggregates": [field], "columns": [by]}]}]}))
        .unwrap();
        let (sums, raw) = (server.sums(), server.raw());
        let page = open(&sums, &own, "?statsPeriod=7d");
        assert_eq!(page.tables(), open(&raw, &own, "?statsPeriod=7d").tables());
    }
    assert_eq!(server.asked("sessions/?").len(), 3, "one request each");
}

#[test]
fn a_server_of_four_statuses_is_disclosed_where_it_matters() {
    let habits = Habits {
        four_statuses: true,
        ..Habits::default()
    };
    let server = Server::new(9, 700, 9, habits);
    let page = open(&server.sums(), &builtin::mobile(), "?statsPeriod=14d");
    let said = "This server reports four statuses: unhandled errors are counted as errored.";
    for (id, _) in &page.widgets {
        let tells_apart = ["session-health", "user-health"].contains(&&**id);
        let expected: &[&str] = if tells_apart { &[said] } else { &[] };
        assert_eq!(page.notes(id), expected, "{id}");
    }
}

#[test]
fn what_a_server_leaves_out_of_resolved_issues_is_disclosed() {
    let server = Server::new(9, 100, 4, Habits::default());
    let notes = |source: &dyn Source, link: &str, id: &str| {
        open(source, &builtin::mobile(), link).notes(id)
    };
    let two = "?statsPeriod=7d&environment=staging&environment=production";
    assert_eq!(
        notes(&server.sums(), two, "issue-counts"),
        ["Resolved issues: Sentry counts those of the first selected environment only, staging."]
    );
    for (source, link, id) in [
        (
            &server.sums() as &dyn Source,
            "?statsPeriod=7d&environment=staging",
            "issue-counts",
        ),
        (&server.sums(), "?statsPeriod=7d", "issue-counts"),
        (&server.sums(), two, "new-issues-by-release"),
        (&server.raw(), two, "issue-counts"),
    ] {
        assert!(notes(source, link, id).is_empty(), "{link} {id}");
    }
}

#[test]
fn what_no_sums_tell_is_said_in_words_and_not_faked() {
    let widget = |title: &str, aggregate: &str, columns: &[&str], conditions: &str, kind: &str| {
        json!({"title": title, "displayType": "line", "widgetType": kind, "queries": [
            {"fields": [aggregate], "aggregates": [aggregate], "columns": columns, "conditions": conditions}]})
    };
    let dashboard: Dashboard = serde_json::from_value(json!({"title": "own", "widgets": [
        widget("durations", "p95(session.duration)", &[], "", "metrics"),
        widget("status", "sum(session)", &[], "session.status:crashed", "metrics"),
        widget("issue join", "count(new_issues)", &[], "release:shop@1.0.0", "issue"),
        widget("issue split", "count(new_issues)", &["environment"], "", "issue"),
    ]}))
    .unwrap();
    let server = Server::new(
        17,
        900,
        9,
        Habits {
            no_rates: true,
            ..Habits::default()
        },
    );
    let page = open(&server.sums(), &dashboard, "?statsPeriod=7d");
    let said: Vec<String> = page
        .widgets
        .iter()
        .map(|(_, state)| match state {
            WidgetState::Failed(error) => format!("{error} {}", error.advice()),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(
        said,
        [
            "This source does not provide p95(session.duration). A backend with raw sessions provides the most.",
            "This widget cannot be shown. Widgets are not filtered by session.status: group by it. Edit the widget, or remove it.",
            "This widget cannot be shown. Counts of issues cannot be filtered by a widget of its own. Edit the widget, or remove it.",
            "This widget cannot be shown. Issues can be split by release only, and only new ones. Edit the widget, or remove it.",
        ]
    );
    // With raw sessions, durations are there; what no dashboard can ask for says the same.
    let raw = open(&server.raw(), &dashboard, "?statsPeriod=7d");
    assert!(
        matches!(raw.widgets[0].1, WidgetState::Ready(_)),
        "{:?}",
        raw.widgets[0]
    );
    assert_eq!(raw.widgets[1..], page.widgets[1..]);
}

#[test]
fn four_statuses_still_add_up_to_everything() {
    let server = Server::new(
        9,
        700,
        9,
        Habits {
            four_statuses: true,
            ..Habits::default()
        },
    );
    let (page, raw) = (
        open(&server.sums(), &builtin::mobile(), "?statsPeriod=14d"),
        open(&server.raw(), &builtin::mobile(), "?statsPeriod=14d"),
    );
    let first = |page: Page| page.answers.sessions.unwrap().unwrap().remove(0).unwrap();
    let (ours, theirs) = (first(page), first(raw));
    assert_eq!(ours.caveats, [Caveat::FourStatuses]);
    let (got, true_) = (
        ours.groups[0].total.sessions,
        theirs.groups[0].total.sessions,
    );
    assert_eq!(
        (got.all, got.errored_all, got.crashed, got.unhandled),
        (true_.all, true_.errored_all, true_.crashed, 0)
    );
    // What does not hang on the fifth status is the same.
    let rate = |p: &[(String, String)]| p.iter().find(|(id, _)| id == "crash-free-users").cloned();
    let again = open(&server.sums(), &builtin::mobile(), "?statsPeriod=14d");
    assert_eq!(
        rate(&again.tables()),
        rate(&open(&server.raw(), &builtin::mobile(), "?statsPeriod=14d").tables())
    );
}

#[test]
fn a_widget_looked_at_closely_says_the_same_beside_its_numbers() {
    let habits = Habits {
        four_statuses: true,
        ..Habits::default()
    };
    let server = Server::new(9, 700, 9, habits);
    let source: SharedSource = Rc::new(server.sums());
    let page = PageQuery::default();
    let now = server::at(server::NOW);
    for id in ["session-health", "issue-counts", "releases"] {
        let of = WidgetQuery {
            widget: builtin::mobile().widget(id).unwrap().clone(),
            scope: page.scope(),
            times: page.times(now, false),
            catalog: Catalog::default(),
            now,
            colors: Colors::default(),
            known: Default::default(),
        };
        let looked = widget_state_with_notes(source.clone(), of).now_or_never();
        let (_, notes) = looked.unwrap().unwrap();
        let expected: &[&str] = match id {
            "session-health" => {
                &["This server reports four statuses: unhandled errors are counted as errored."]
            }
            "issue-counts" => &[NOT_EVENTS],
            _ => &[],
        };
        assert_eq!(notes, expected, "{id}");
    }
}

/// Filters and ranges under which requests are counted.
const LINKS: [&str; 11] = [
    "?statsPeriod=14d",
    "?statsPeriod=24h&project=1&environment=production",
    "?statsPeriod=7d&release=shop%401.0.0",
    "?statsPeriod=7d&release=nowhere",
    // Every chart with the previous period.
    "?statsPeriod=14d&compare=1",
    "?statsPeriod=7d&compare=1&project=2&environment=production&environment=staging",
    "?statsPeriod=24h&compare=1&release=shop%401.0.0",
    "?statsPeriod=7d&compare=1&release=nowhere",
    // So many buckets that two periods would not fit into one answer.
    "?statsPeriod=25d&compare=1",
    "?statsPeriod=30d&interval=1h&compare=1",
    "?statsPeriod=14d&interval=30m&compare=1",
];

#[test]
fn a_built_in_dashboard_costs_at_most_six_requests() {
    let (plain, cut) = (
        Habits::default(),
        Habits {
            silent_cut: true,
            ..Habits::default()
        },
    );
    let no_rates = |habits| Habits {
        no_rates: true,
        ..habits
    };
    let four_statuses = Habits {
        four_statuses: true,
        ..cut
    };
    // The last: what a server does not know it says so often, at most, and never again.
    for (releases, habits, probes) in [
        (9, plain, 0),
        (70, cut, 0),
        (9, no_rates(plain), 2),
        (70, no_rates(cut), 2),
        (70, four_statuses, 2),
    ] {
        for (link, dashboard) in LINKS
            .iter()
            .flat_map(|l| builtin::all().into_iter().map(move |d| (l, d)))
        {
            let server = Server::new(3, 700, releases, habits);
            let source = server.sums();
            open(&source, &dashboard, link);
            let asked = server.asked("sessions/");
            assert!(
                asked.len() <= 6 + probes,
                "{} {link} {habits:?}: {asked:#?}",
                dashboard.id
            );
            assert!(repeated(&asked).is_empty(), "{asked:#?}");
            assert!(server.asked("sessions/raw/").is_empty());
            assert_eq!(server.asked("releases/").len(), 1, "one sequence of pages");
            let series = server.asked("issues-timeseries/");
            assert!(series.len() <= 2, "{} {link}: {series:#?}", dashboard.id);
            assert!(repeated(&series).is_empty(), "{series:#?}");
            server.asked.borrow_mut().clear();
            open(&source, &dashboard, link);
            let asked = server.asked("sessions/");
            assert!(
                asked.len() <= 6,
                "{} {link} {habits:?}: {asked:#?}",
                dashboard.id
            );
        }
    }
}

#[test]
fn what_there_is_no_request_left_for_is_missing_and_not_wrong() {
    const SPARED: &str = "The previous period would take one request too many.";
    let change = |page: &Page, id: &str| match page.state(id) {
        WidgetState::Ready(WidgetData::BigNumber(number)) => number.change(),
        other => panic!("{id}: {other:?}"),
    };
    let ghosts = |page: &Page, id: &str| match page.state(id) {
        WidgetState::Ready(WidgetData::Chart(chart)) => chart.before.clone(),
        other => panic!("{id}: {other:?}"),
    };
    // By number of releases, and whether the server knows rates: the widgets that do without the previous period.
    let cases: [(u64, bool, &[&str]); 4] = [
        (9, false, &[]),
        (70, false, &["user-health"]),
        (9, true, &["crash-free-users", "user-health"]),
        (
            70,
            true,
            &[
                "crash-free-sessions",
                "crash-free-users",
                "session-health",
                "user-health",
                "release-adoption",
            ],
        ),
    ];
    for (releases, no_rates, without) in cases {
        let habits = Habits {
            silent_cut: true,
            no_rates,
            ..Habits::default()
        };
        let server = Server::new(3, 1500, releases, habits);
        let link = "?statsPeriod=14d&compare=1";
        let page = open(&server.sums(), &builtin::mobile(), link);
        let raw = open(&server.raw(), &builtin::mobile(), link);
        for id in ["crash-free-sessions", "crash-free-users"] {
            let expected = change(&raw, id).filter(|_| !without.contains(&id));
            assert_eq!(change(&page, id), expected, "{id} {habits:?}");
        }
        for id in ["session-health", "user-health", "release-adoption"] {
            let expected = if without.contains(&id) {
                Vec::new()
            } else {
                ghosts(&raw, id)
            };
            assert_eq!(ghosts(&page, id), expected, "{id} {habits:?}");
        }
        let told = page.widgets.iter().map(|(id, _)| &**id);
        let told: Vec<&str> = told
            .filter(|id| page.notes(id).contains(&SPARED.to_owned()))
            .collect();
        assert_eq!(told, without, "{habits:?}");
    }
}

#[test]
fn a_period_before_that_fails_takes_no_number_of_now_along() {
    const FAILED: &str = "The previous period could not be loaded.";
    let link = "?statsPeriod=7d&compare=1";
    let server = Server::new(3, 700, 9, Habits::default());
    let whole = open(&server.sums(), &builtin::mobile(), link);
    let is_before =
        |path: &&String| !path.contains("groupBy=release") && path.contains("start=2026-11-04");
    let asked = server.asked("sessions/");
    let refused = asked.iter().find(is_before).unwrap();
    server.refuses.replace(Some(refused.clone()));
    let page = open(&server.sums(), &builtin::mobile(), link);
    for (id, state) in &page.widgets {
        let is_told = page.notes(id).contains(&FAILED.to_owned());
        match (state, whole.state(id)) {
            (
                WidgetState::Ready(WidgetData::BigNumber(now)),
                WidgetState::Ready(WidgetData::BigNumber(both)),
            ) => {
                assert_eq!((now.value, now.change()), (both.value, None), "{id}");
                assert!(both.change().is_some() && is_told, "{id}");
            }
            (
                WidgetState::Ready(WidgetData::Chart(now)),
                WidgetState::Ready(WidgetData::Chart(both)),
            ) => {
                assert_eq!(now.set, both.set, "{id}");
                assert_eq!(is_told, now.before != both.before, "{id}");
            }
            (state, whole) => assert_eq!(state, whole, "{id}"),
        }
    }
}

#[test]
fn names_of_releases_never_make_an_address_too_long() {
    let habits = Habits {
        long_names: true,
        ..Habits::default()
    };
    let server = Server::new(3, 12_000, 450, habits);
    for link in ["?statsPeriod=24h", "?statsPeriod=24h&compare=1"] {
        let page = open(&server.sums(), &builtin::mobile(), link);
        let raw = open(&server.raw(), &builtin::mobile(), link);
        for id in ["crash-free-sessions-by-release", "sessions-by-release"] {
            assert!(matches!(page.state(id), WidgetState::Ready(_)), "{id}");
            assert_eq!(page.state(id), raw.state(id), "{link}");
            assert!(page.notes(id).is_empty(), "what is shown is right");
        }
    }
    // A list of all of them says that it is none.
    let widget = |display: &str| {
        json!({"title": display, "displayType": display, "widgetType": "metrics", "limit": 10, "queries": [
            {"fields": ["release", "sum(session)"], "aggregates": ["sum(session)"], "columns": ["release"]}]})
    };
    let releases = json!({"title": "Releases", "displayType": "table", "widgetType": "metrics",
        "x-session-health": {"display": "releases"}, "queries": [
            {"fields": ["sum(session)"], "aggregates": ["sum(session)"], "columns": ["project", "release"]}]});
    let own: Dashboard = serde_json::from_value(
        json!({"title": "own", "widgets": [widget("line"), widget("table"), releases]}),
    )
    .unwrap();
    let page = open(&server.sums(), &own, "?statsPeriod=24h&compare=1");
    for (id, state) in &page.widgets[..2] {
        assert!(matches!(state, WidgetState::Ready(_)), "{id}: {state:?}");
        let notes = page.notes(id);
        assert!(
            notes
                .iter()
                .any(|n| n.starts_with("Top ") && n.contains(" of at least ")),
            "{id}: {notes:?}"
        );
    }
}

#[test]
fn one_failing_request_takes_only_its_own_widgets_down() {
    for dashboard in builtin::all() {
        let link = "?statsPeriod=14d&project=1";
        let healthy_server = Server::new(3, 700, 9, Habits::default());
        let healthy = open(&healthy_server.sums(), &dashboard, link);
        let mut kept_somewhere = BTreeSet::new();
        for request in healthy_server.asked("sessions/") {
            let server = Server::new(3, 700, 9, Habits::default());
            server.refuses.replace(Some(request.clone()));
            let page = open(&server.sums(), &dashboard, link);
            assert_eq!(
                server
                    .asked("sessions/")
                    .iter()
                    .filter(|r| **r == request)
                    .count(),
                1
            );
            let mut failed = 0;
            for ((id, state), (_, whole)) in page.widgets.iter().zip(&healthy.widgets) {
                if state == whole {
                    kept_somewhere.insert(id.clone());
                } else {
                    // Nothing in between: not a number of it is made up from what is left. Only what it is compared
                    // with may be missing.
                    let is_alone = page
                        .notes(id)
                        .iter()
                        .any(|n| n.starts_with("The previous period"));
                    let told = is_alone && matches!(state, WidgetState::Ready(_))
                        || matches!(
                            state,
                            WidgetState::Failed(SourceError::Refused { status: 409, .. })
                        );
                    assert!(told, "{} {id} without {request}: {state:?}", dashboard.id);
                    failed += 1;
                }
            }
            assert!(failed < page.widgets.len(), "{request}");
        }
        let all = healthy.widgets.iter().map(|(id, _)| id.clone());
        // The sessions of the frontend dashboard are one question, in two requests that are both needed.
        let is_own = |id: &String| dashboard.id == "mobile-session-health" || id.contains("issue");
        let all: BTreeSet<String> = all.filter(is_own).collect();
        assert_eq!(kept_somewhere, all, "each widget outlives some failure");
    }
}

#[test]
fn where_every_request_fails_the_reason_is_that_of_the_whole() {
    let server = Server::new(3, 700, 9, Habits::default());
    server.refuses.replace(Some(String::new()));
    let page = open(&server.sums(), &builtin::mobile(), "?statsPeriod=14d");
    assert!(matches!(
        page.answers.sessions,
        Some(Err(SourceError::Refused { status: 409, .. }))
    ));
}

#[test]
fn a_widgets_own_conditions_and_groupings_come_out_the_same() {
    let conditions = [
        "",
        "environment:production",
        "!environment:staging",
        "release:[shop@1.0.0,shop@1.0.3]",
        "!release:shop@1.0.0 environment:production",
        "!project:2",
        "project:1 project:2",
    ];
    let widgets: Vec<_> = conditions
        .iter()
        .enumerate()
        .map(|(n, conditions)| {
            let (aggregate, columns) = match n % 4 {
                0 => ("errored_rate(user)", json!(["environment"])),
                1 => ("crash_free_rate(user)", json!(["release"])),
                2 => ("p95(session.duration)", json!([])),
                _ => ("count_unhandled(session)", json!(["project"])),
            };
            json!({"title": format!("w{n}"), "displayType": "line", "widgetType": "metrics", "queries": [
                {"fields": [aggregate], "aggregates": [aggregate], "columns": columns, "conditions": conditions}]})
        })
        .collect();
    let dashboard: Dashboard =
        serde_json::from_value(json!({"title": "own", "widgets": widgets})).unwrap();
    let server = Server::new(17, 900, 9, Habits::default());
    for link in [
        "?statsPeriod=7d",
        "?statsPeriod=7d&environment=production&project=1",
    ] {
        let (raw, sums) = (
            open(&server.raw(), &dashboard, link),
            open(&server.sums(), &dashboard, link),
        );
        assert_eq!(raw.tables(), sums.tables(), "{link}");
        let shown = |state: &WidgetState| matches!(state, WidgetState::Ready(_));
        let ready = raw.widgets.iter().filter(|(_, state)| shown(state)).count();
        assert!(ready >= 4, "{link}: {:?}", raw.tables());
    }
}

#[test]
fn limits_are_kept_before_asking() {
    let cut = Habits {
        silent_cut: true,
        ..Habits::default()
    };
    let server = Server::new(3, 1500, 70, cut);
    let page = open(&server.sums(), &builtin::mobile(), "?statsPeriod=14d");
    // 337 buckets leave room for 29 groups of the 70.
    let by_release = page.answers.sessions.unwrap().unwrap()[2]
        .as_ref()
        .unwrap()
        .clone();
    assert!(by_release.groups.len() <= 29 && by_release.groups.len() > 20);
    assert!(by_release.caveats.contains(&Caveat::Narrowed));
    let narrowed: Vec<_> = server
        .asked("sessions/")
        .into_iter()
        .filter(|p| p.contains("query=release"))
        .collect();
    assert_eq!(narrowed.len(), 1);
    // Totals are asked for in the widest buckets that start and end where the window does: 29 of twelve hours.
    let server = Server::new(3, 1500, 70, cut);
    let noon = "?start=2026-11-04T12:00:00Z&end=2026-11-18T12:00:00Z";
    let page = open(&server.sums(), &builtin::mobile(), noon);
    let mut asked = server.asked("sessions/").into_iter();
    let totals = asked.find(|p| p.contains("groupBy=project")).unwrap();
    assert!(
        totals.contains("interval=12h&") && totals.contains("per_page=357&"),
        "{totals}"
    );
    assert!(page.notes("releases").is_empty());
}
