//! The page's state in links: exact keys, tolerance, and the round trip of any state.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use session_health::dashboard::global_filter::GlobalFilter;
use session_health::dashboard::model::{Dashboard, DataSet, Widget};
use session_health::session::{Interval, TimeRange, Timestamp, Window};
use session_health::state::page_query::{
    Drawer, Expanded, PageQuery, Period, PeriodError, ReleaseList,
};
use session_health::state::saved_filters;
use std::collections::BTreeMap;

fn read(search: &str) -> PageQuery {
    let (page, ignored) = PageQuery::from_search(search);
    assert_eq!(ignored, [], "{search}");
    page
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

#[test]
fn an_empty_search_is_the_mobile_dashboard_over_a_fortnight() {
    let page = read("");
    assert_eq!(page.dashboard, "mobile-session-health");
    assert_eq!(
        page.period,
        Period::Last {
            text: "14d".into(),
            millis: 14 * 86_400_000
        }
    );
    assert_eq!(page.to_search(), "");
    assert_eq!(read("?"), page);
}

#[test]
fn every_key_of_the_page_contract_is_read() {
    let page = read(
        "?dashboard=frontend-session-health&project=1&project=7&environment=production&environment=&statsPeriod=24h\
         &interval=30m&release=shop%403.4.0%2B1016&unselectedSeries=session-health:healthy&query=release.version%3A%3E1\
         &sort=-crash_free_sessions&cursor=2&rd=show&rdRelease=shop%403.4.0&rdProject=7",
    );
    assert_eq!(page.dashboard, "frontend-session-health");
    assert_eq!(page.projects, [1, 7]);
    assert_eq!(page.environments, ["production", ""]);
    assert_eq!(
        page.period,
        Period::Last {
            text: "24h".into(),
            millis: 86_400_000
        }
    );
    assert_eq!(page.interval, Interval::from_millis(1_800_000).ok());
    assert_eq!(page.releases, ["shop@3.4.0+1016"]);
    assert_eq!(page.unselected["session-health"], ["healthy"]);
    assert_eq!(page.search, "release.version:>1");
    assert_eq!(page.sort.as_deref(), Some("-crash_free_sessions"));
    assert_eq!(page.page, 2);
    assert_eq!(
        page.drawer,
        Some(Drawer {
            release: "shop@3.4.0".into(),
            project: Some(7)
        })
    );
}

#[test]
fn a_fixed_range_is_half_open_utc_and_yields_to_a_relative_one() {
    let range = TimeRange::new(at("2026-11-01T00:00:00Z"), at("2026-11-02T12:30:00Z"));
    let fixed = "start=2026-11-01T00:00:00Z&end=2026-11-02T12:30:00";
    assert_eq!(read(fixed).period, Period::Between(range));
    assert_eq!(read(fixed).period.resolve(at("2030-01-01")), range);
    assert!(matches!(
        read(&format!("{fixed}&statsPeriod=1h")).period,
        Period::Last {
            millis: 3_600_000,
            ..
        }
    ));
}

/// Case L04.
#[test]
fn legend_state_is_written_as_sentry_writes_it() {
    let mut page = PageQuery::default();
    page.unselected
        .insert("12345".into(), vec!["Releases".into()]);
    assert_eq!(page.to_search(), "?unselectedSeries=12345%3AReleases");
    page.unselected.insert("12345".into(), vec![]);
    assert_eq!(page.to_search(), "?unselectedSeries=12345%3A");
    assert_eq!(
        read("?unselectedSeries=12345:").unselected["12345"],
        Vec::<String>::new()
    );
    // Names are encoded on their own, so that a comma or a colon in a name stays in it.
    page.unselected.insert(
        "12345".into(),
        vec!["healthy : sum(session)".into(), "a, b".into()],
    );
    let written: Vec<_> = form_urlencoded::parse(&page.to_search().as_bytes()[1..])
        .map(|(_, v)| v.into_owned())
        .collect();
    assert_eq!(written, ["12345:healthy%20%3A%20sum%28session%29,a%2C%20b"]);
    assert_eq!(read(&page.to_search()), page);
}

#[test]
fn what_makes_no_sense_is_left_out_and_told() {
    let (page, ignored) = PageQuery::from_search(
        "?dashboard=nope&project=abc&project=3&project=-1&statsPeriod=soon&interval=7m&cursor=-1&sort=colour&release=&utm_source=x\
         &unselectedSeries=nothing&start=2026-01-02",
    );
    assert_eq!(
        page,
        PageQuery {
            projects: vec![3],
            ..PageQuery::default()
        }
    );
    let keys: Vec<&str> = ignored.iter().map(|i| i.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "dashboard",
            "project",
            "statsPeriod",
            "interval",
            "cursor",
            "sort",
            "release",
            "unselectedSeries",
            "start"
        ]
    );
}

#[test]
fn ranges_are_checked() {
    for (text, error) in [
        ("", PeriodError::NotADuration),
        ("14", PeriodError::NotADuration),
        ("-1d", PeriodError::NotADuration),
        ("0h", PeriodError::TooShort),
        ("59s", PeriodError::TooShort),
        ("367d", PeriodError::TooLong),
        ("99999999999999999999d", PeriodError::NotADuration),
    ] {
        assert_eq!(Period::last(text), Err(error), "{text}");
    }
    assert!(Period::last(" 4w ").is_ok());
    assert_eq!(
        Period::between("2026-01-02", "2026-01-02"),
        Err(PeriodError::EndBeforeStart)
    );
    assert_eq!(
        Period::between("yesterday", "2026-01-02"),
        Err(PeriodError::NotATime)
    );
}

#[test]
fn the_interval_is_the_ladder_or_a_choice_that_fits() {
    let now = at("2026-11-23T13:20:00Z");
    let seconds = |search: &str, raw| {
        let times = read(search).times(now, raw);
        (
            times.window.interval().millis() / 1000,
            times.issue_window.interval().millis() / 1000,
        )
    };
    assert_eq!(seconds("", true), (3600, 4 * 3600));
    assert_eq!(seconds("statsPeriod=1h", true), (300, 60));
    assert_eq!(seconds("statsPeriod=1h", false), (3600, 60));
    assert_eq!(seconds("statsPeriod=90d", true), (86_400, 86_400));
    assert_eq!(seconds("statsPeriod=24h&interval=30m", true), (1800, 1800));
    // 14 days at 10 s would be 120,960 buckets; 14 days at 1 h are 337 and too many for issues only.
    assert_eq!(seconds("interval=10s", true), (3600, 4 * 3600));
    assert_eq!(seconds("interval=1h", true), (3600, 4 * 3600));
}

#[test]
fn two_periods_of_sums_have_room_in_one_answer() {
    let now = at("2026-11-23T13:20:00Z");
    let widths = |search: &str, raw| {
        let times = read(search).times(now, raw);
        assert!(raw || times.window.len() <= 500);
        assert!(times.issue_window.len() <= 100);
        let widths = [times.window, times.issue_window].map(Window::interval);
        widths.map(|width| width.to_string()).join(" ")
    };
    assert_eq!(widths("statsPeriod=14d&compare=1", false), "1h 4h");
    assert_eq!(widths("statsPeriod=25d&compare=1", false), "2h 12h");
    assert_eq!(widths("statsPeriod=25d&compare=1", true), "1h 12h");
    let chosen = "statsPeriod=30d&interval=1h&compare=1";
    assert_eq!(widths(chosen, false), "2h 12h");
    assert_eq!(widths(chosen, true), "1h 12h");
    // What would not be used is not offered.
    let offered = |raw| read(chosen).intervals(now, raw)[0].to_string();
    assert_eq!((offered(true), offered(false)), ("1h".into(), "2h".into()));
}

#[test]
fn the_zoom_of_the_expanded_view_is_in_its_link_and_told_when_it_makes_no_sense() {
    let zoomed = "expanded=w1&expandedStart=2026-11-10T00:00:00Z&expandedEnd=2026-11-10T06:00:00Z";
    let page = read(zoomed);
    let range = TimeRange::new(at("2026-11-10T00:00:00Z"), at("2026-11-10T06:00:00Z"));
    let of = |widget: &str, range| {
        Some(Expanded {
            widget: widget.into(),
            range,
        })
    };
    assert_eq!(page.expanded, of("w1", Some(range)));
    assert_eq!(page.period, Period::default(), "the page keeps its own");
    assert_eq!(read("expanded=w1").expanded, of("w1", None));
    let (page, ignored) = PageQuery::from_search("expanded=w1&expandedStart=2026-11-10T00:00:00Z");
    assert_eq!((page.expanded, ignored.len()), (of("w1", None), 1));
    let (page, ignored) = PageQuery::from_search(&zoomed.replace("expanded=w1&", ""));
    assert_eq!((page.expanded, ignored.len()), (None, 0), "of no widget");
}

prop_compose! {
    fn any_page()(
        dashboard in prop::sample::select(vec!["mobile-session-health".to_owned(), "frontend-session-health".to_owned()]),
        projects in prop::collection::btree_set(any::<u64>(), 0..4),
        environments in prop::collection::btree_set("\\PC{0,12}", 0..4),
        releases in prop::collection::btree_set("\\PC{1,30}", 0..4),
        period in prop_oneof![
            Just(Period::default()),
            (1_i64..8000).prop_map(|h| Period::last(&format!("{h}h"))
                .unwrap_or_default()),
            (0_i64..2_000_000_000_000, 60_000_i64..31_000_000_000).prop_map(|(start, length)| {
                let start = Timestamp::from_millis(start);
                Period::Between(TimeRange::new(start, start.plus(length)))
            }),
        ],
        interval in prop::option::of(prop::sample::select(vec![10_i64, 60, 300, 3600, 86_400])),
        unselected in prop::collection::btree_map(
            "[a-z0-9-]{1,9}", prop::collection::vec("\\PC{1,20}", 0..4), 0..3),
        drawer in prop::option::of(("\\PC{1,30}", prop::option::of(any::<u64>()))),
        list in prop::option::of(("[a-z0-9-]{1,9}", 0_i64..30_000_000, 1_i64..500_000)),
        search in "\\PC{0,20}",
        sort in prop::option::of(prop::sample::select(vec!["release", "-date", "-adoption"])),
        page in 0_usize..100,
    ) -> PageQuery {
        PageQuery {
            dashboard,
            as_saved: false,
            has_saved: false,
            utc: page % 5 == 1,
            global: Vec::new(),
            compare: page > 2,
            projects: projects.into_iter().collect(),
            environments: environments.into_iter().collect(),
            period,
            interval: interval.and_then(|s| Interval::from_millis(s * 1000).ok()),
            releases: releases.into_iter().collect(),
            unselected: unselected.into_iter().collect::<BTreeMap<_, _>>(),
            drawer: drawer.map(|(release, project)| Drawer { release, project }),
            list: list.map(|(chart, start, minutes)| {
                let start = Timestamp::from_secs(start * 60);
                ReleaseList::new(&chart, TimeRange::new(start, start.plus(minutes * 60_000)))
            }),
            expanded: (page % 2 == 1).then(|| Expanded {
                widget: format!("w{search}"),
                range: (page % 3 == 1).then(|| {
                    let start = Timestamp::from_secs(page as i64 * 1000);
                    TimeRange::new(start, start.plus(90_000))
                }),
            }),
            search,
            sort: sort.map(str::to_owned),
            page,
        }
    }
}

#[test]
fn a_list_of_releases_is_whole_minutes_and_told_when_its_times_make_no_sense() {
    let list = |from: &str, to: &str| {
        ReleaseList::new("issue-counts", TimeRange::new(at(from), at(to))).range
    };
    let minutes = |from: &str, to: &str| TimeRange::new(at(from), at(to));
    assert_eq!(
        list("2026-11-10T00:00:59.9Z", "2026-11-10T00:07:00.1Z"),
        minutes("2026-11-10T00:00:00Z", "2026-11-10T00:08:00Z")
    );
    assert_eq!(
        list("2026-11-10T00:01:00Z", "2026-11-10T00:01:00Z"),
        minutes("2026-11-10T00:01:00Z", "2026-11-10T00:02:00Z"),
        "at least one"
    );
    let link =
        "rd=show&rdChart=issue-counts&rdStart=2026-11-10T00:00:00Z&rdEnd=2026-11-11T00:00:00Z";
    let (page, ignored) = PageQuery::from_search(link);
    let day = minutes("2026-11-10T00:00:00Z", "2026-11-11T00:00:00Z");
    assert_eq!(page.list, Some(ReleaseList::new("issue-counts", day)));
    assert_eq!((page.drawer, ignored), (None, vec![]));
    let (page, ignored) = PageQuery::from_search("rd=show&rdChart=a&rdStart=2026-11-10T00:00:00Z");
    assert_eq!((page.list, ignored.len()), (None, 1));
    let (page, _) = PageQuery::from_search(&link.replace("rd=show", "rd=none"));
    assert_eq!(page.list, None);
}

proptest! {
    #[test]
    fn any_state_survives_its_link(page in any_page()) {
        let (again, ignored) = PageQuery::from_search(&page.to_search());
        prop_assert_eq!(ignored, vec![]);
        prop_assert_eq!(again, page);
    }

    #[test]
    fn any_text_is_read_without_panic(search in "\\PC{0,200}", pairs in "(&?(project|start|end|statsPeriod|interval|unselectedSeries|cursor|rd|expanded)=[0-9a-z%:,+-]{0,12}){0,8}") {
        for text in [search, pairs] {
            let (page, _) = PageQuery::from_search(&text);
            let _ = page.times(Timestamp::from_secs(1_800_000_000), true);
            let (again, ignored) = PageQuery::from_search(&page.to_search());
            prop_assert_eq!(ignored, vec![]);
            prop_assert_eq!(again, page);
        }
    }
}

/// A dashboard of one's own with filters saved.
fn own() -> Dashboard {
    serde_json::from_value(serde_json::json!({
        "id": "own-1", "title": "Own", "projects": [4, 2, -1], "environment": ["production"], "period": "7d",
        "filters": {"release": ["shop@1.0.0"], "globalFilter": [{"dataset": "metrics", "tag": {"key": "environment"}, "value": "environment:a"}]}
    }))
    .unwrap()
}

#[test]
fn a_link_without_filters_opens_an_own_dashboard_with_the_saved_ones() {
    for search in [
        "?dashboard=own-1",
        "?dashboard=own-1&interval=1h&unselectedSeries=w1:",
    ] {
        assert!(read(search).as_saved, "{search}");
    }
    for filter in [
        "project=-1",
        "environment=a",
        "statsPeriod=14d",
        "release=a",
        "start=2026-01-01&end=2026-01-02",
    ] {
        assert!(
            !read(&format!("?dashboard=own-1&{filter}")).as_saved,
            "{filter}"
        );
        assert!(!read(&format!("?{filter}")).as_saved, "{filter}");
    }

    let mut page = read("?dashboard=own-1");
    saved_filters::apply(&mut page, &own());
    assert_eq!(
        (page.projects.as_slice(), page.environments.as_slice()),
        (&[4, 2][..], &["production".to_owned()][..])
    );
    assert_eq!(
        (&page.period, page.releases.len()),
        (&Period::last("7d").unwrap(), 1)
    );
    assert!(saved_filters::are_saved(&page, &own()));
    // The link stays short, so that it follows what is saved later.
    assert_eq!(page.to_search(), "?dashboard=own-1");
    page.projects.reverse();
    assert!(saved_filters::are_saved(&page, &own()));
}

#[test]
fn changed_filters_of_an_own_dashboard_are_all_in_the_link() {
    let mut page = read("?dashboard=own-1");
    saved_filters::apply(&mut page, &own());
    page.as_saved = false;
    page.projects.clear();
    page.environments.clear();
    page.releases.clear();
    page.period = Period::default();
    page.global.clear();
    assert!(!saved_filters::are_saved(&page, &own()));
    assert_eq!(page.to_search(), "?dashboard=own-1&statsPeriod=14d");
    assert_eq!(read(&page.to_search()), page);

    let mut saved = own();
    saved_filters::put(&page, &mut saved);
    assert!(saved_filters::are_saved(&page, &saved));
    assert_eq!(
        (saved.projects.len(), saved.period.as_deref()),
        (0, Some("14d"))
    );
    page.period = Period::between("2026-01-01", "2026-01-02T12:00").unwrap();
    saved_filters::put(&page, &mut saved);
    assert_eq!(saved.period, None);
    assert_eq!(saved.end.as_deref(), Some("2026-01-02T12:00:00Z"));
    let mut again = PageQuery::default();
    saved_filters::apply(&mut again, &saved);
    assert_eq!(again.period, page.period);
}

#[test]
fn utc_is_saved_and_applied_like_the_other_filters() {
    let mut saved = own();
    let page = read("?dashboard=own-1&utc=true");
    assert!(page.utc && !page.as_saved);
    assert!(page.to_search().contains("utc=true"));
    assert!(!saved_filters::are_saved(&page, &saved));
    saved_filters::put(&page, &mut saved);
    assert_eq!(serde_json::to_value(&saved).unwrap()["utc"], true);
    assert!(saved_filters::are_saved(&page, &saved));

    let mut opened = read("?dashboard=own-1");
    saved_filters::apply(&mut opened, &saved);
    assert!(opened.utc && opened.as_saved);
    opened.utc = false;
    assert!(!saved_filters::are_saved(&opened, &saved));
    saved_filters::put(&opened, &mut saved);
    assert_eq!(serde_json::to_value(&saved).unwrap()["utc"], false);
    // What says nothing about it, or nonsense, is not changed by that.
    for text in
        ["null", "\"yes\"", "false"].map(|t| serde_json::from_str::<serde_json::Value>(t).unwrap())
    {
        let mut foreign = own();
        foreign.rest.insert("utc".to_owned(), text.clone());
        saved_filters::apply(&mut opened, &foreign);
        saved_filters::put(&opened, &mut foreign);
        assert_eq!((opened.utc, &foreign.rest["utc"]), (false, &text));
    }
}

#[test]
fn what_legends_hide_is_saved_with_an_own_dashboard_and_opens_with_it() {
    let mut saved = own();
    let hides = |saved: &Dashboard| saved.widget("w1").unwrap().extension.hidden.clone();
    let mut widget = Widget::default();
    widget.extension.id = Some("w1".to_owned());
    widget.extension.hidden = vec!["healthy".to_owned()];
    saved.widgets = vec![widget];

    let mut page = read("?dashboard=own-1&unselectedSeries=w1:a,b&unselectedSeries=gone:a");
    saved_filters::apply(&mut page, &saved);
    saved_filters::drop_saved_legends(&mut page, &saved);
    assert_eq!((page.draft(), page.unselected.len()), (Some("legends"), 1));
    assert_eq!(hides(&saved), ["healthy"], "a link alone changes nothing");
    saved_filters::put(&page, &mut saved);
    assert_eq!(hides(&saved), ["a", "b"]);
    // What is saved needs no word in the link, in whatever order.
    page.unselected.get_mut("w1").unwrap().reverse();
    saved_filters::drop_saved_legends(&mut page, &saved);
    assert_eq!(
        (page.draft(), page.to_search().as_str()),
        (None, "?dashboard=own-1")
    );
    // To hide nothing is a choice as well; Cancel takes it back.
    let mut page = read("?dashboard=own-1&unselectedSeries=w1:");
    saved_filters::drop_saved_legends(&mut page, &saved);
    assert_eq!(page.draft(), Some("legends"));
    page.restore();
    assert_eq!((page.draft(), page.unselected.len()), (None, 0));
    page.as_saved = false;
    assert_eq!(page.draft(), Some("filters"));
    // A built-in dashboard keeps no legends: a link does.
    let mut page = read("?unselectedSeries=session-health:a");
    page.has_saved = true;
    page.restore();
    assert_eq!((page.draft(), page.unselected.len()), (None, 1));
}

#[test]
fn filters_saved_with_a_built_in_dashboard_come_back_as_they_were() {
    let filters = "?project=4&environment=a%26b&start=2026-01-01T00%3A00%3A00Z&end=2026-01-02T00%3A00%3A00Z&release=a%401&utc=true";
    let page = read(&format!(
        "{filters}&dashboard=frontend-session-health&query=x&compare=1&rd=show&rdRelease=a"
    ));
    let saved = saved_filters::to_search(&page);
    let mut opened = read("?dashboard=frontend-session-health&query=y");
    assert!(!saved_filters::are_search(&opened, &saved));
    saved_filters::apply_search(&mut opened, &saved);
    assert!(saved_filters::are_search(&opened, &saved));
    assert_eq!(saved_filters::to_search(&opened), saved);
    // Only the filters are saved, and nothing else is changed by them.
    assert_eq!(
        (
            opened.dashboard.as_str(),
            opened.search.as_str(),
            opened.compare
        ),
        ("frontend-session-health", "y", false)
    );
    assert!(opened.drawer.is_none() && !saved.contains("rd"));
    // To have none is a choice as well, and a link that has none beside a dashboard with saved ones says so.
    let none = saved_filters::to_search(&PageQuery::default());
    saved_filters::apply_search(&mut opened, &none);
    assert!(opened.projects.is_empty() && !opened.utc && opened.period == Period::default());
    opened.has_saved = true;
    assert!(PageQuery::has_filters_in(&opened.to_search()));
    assert!(!PageQuery::has_filters_in(
        "?dashboard=mobile-session-health&compare=1&query=project"
    ));
}

#[test]
fn filters_go_along_to_a_built_in_but_not_to_an_own_dashboard() {
    let mut page = read("?project=4&unselectedSeries=w1:a&rd=show&rdRelease=a");
    page.turn_to("frontend-session-health");
    assert_eq!(
        (
            page.projects.as_slice(),
            page.as_saved,
            page.unselected.len()
        ),
        (&[4][..], false, 1)
    );
    assert_eq!(page.drawer, None);
    page.turn_to("own-1");
    assert!(page.as_saved && page.unselected.is_empty());
    page.turn_to("mobile-session-health");
    assert_eq!(page.to_search(), "?project=4");
}

#[test]
fn global_filters_travel_as_sentry_writes_them() {
    let json = r#"{"dataset":"metrics","tag":{"key":"release","name":"release"},"value":"release:app@2.0.0"}"#;
    let link: String = form_urlencoded::Serializer::new("?".to_owned())
        .append_pair("globalFilter", json)
        .finish();
    let page = read(&link);
    assert_eq!(
        page.global[0],
        GlobalFilter::new(DataSet::Health, "release:app@2.0.0")
    );
    assert_eq!(read(&page.to_search()), page);
    let mut dashboard = Dashboard::default();
    saved_filters::put(&page, &mut dashboard);
    let kept = serde_json::to_value(&dashboard).unwrap();
    assert_eq!(
        kept["filters"]["globalFilter"],
        serde_json::from_str::<serde_json::Value>(&format!("[{json}]")).unwrap()
    );
    assert_eq!(PageQuery::from_search("?globalFilter=7").1.len(), 1);
}
