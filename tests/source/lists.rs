//! Lists and issue counts: parameters as Sentry documents them, pages until there are no more.

use crate::scripted::*;
use session_health::session::issue_series;
use session_health::session::{Interval, Timestamp};
use session_health::source::{
    IssueCount, IssueSeries, IssueSeriesQuery, IssueSort, IssuesQuery, ReleasesQuery, Source,
    SourceError,
};

fn releases(from: usize, count: usize) -> String {
    let rows: Vec<String> = (from..from + count)
        .map(|n| format!(r#"{{"version":"app@{n}"}}"#))
        .collect();
    format!("[{}]", rows.join(","))
}

fn next(cursor: &str, results: bool) -> String {
    format!(
        "<https://backend.test/x?cursor=0:0:1>; rel=\"previous\"; results=\"false\"; cursor=\"0:0:1\", \
         <https://backend.test/x?a=1,2;3&cursor={cursor}>; rel=\"next\"; results=\"{results}\"; cursor=\"{cursor}\""
    )
}

#[test]
fn releases_are_read_page_by_page_to_the_end() {
    let world = World::new([
        json(&releases(0, 100)).header("link", &next("0:100:0", true)),
        json(&releases(100, 100)).header("link", &next("0:200:0", true)),
        json(&releases(200, 3)).header("link", &next("0:300:0", false)),
    ]);
    let query = ReleasesQuery {
        projects: vec![1, 7],
        environments: vec!["prod & more".into()],
    };
    let found = now(world.source().releases(query)).unwrap();
    assert_eq!(found.len(), 203);
    assert_eq!(found[202].version, "app@202");
    let first = "releases/?sort=date&status=&adoptionStages=1&project=1&project=7&environment=prod+%26+more&per_page=100";
    assert_eq!(
        world.paths(),
        [
            first.to_owned(),
            format!("{first}&cursor=0%3A100%3A0"),
            format!("{first}&cursor=0%3A200%3A0")
        ]
    );
}

#[test]
fn a_backend_that_goes_in_circles_is_left() {
    let page = || json(&releases(0, 2)).header("link", &next("0:2:0", true));
    let world = World::new([page(), page()]);
    assert_eq!(
        now(world.source().releases(ReleasesQuery::default()))
            .unwrap()
            .len(),
        2,
        "each once"
    );
    let world = World::new([json("[]").header("link", &next("0:2:0", true))]);
    assert_eq!(
        now(world.source().releases(ReleasesQuery::default()))
            .unwrap()
            .len(),
        0
    );
    assert_eq!(
        world.paths(),
        ["releases/?sort=date&status=&per_page=100"],
        "no stages without an environment"
    );
}

#[test]
fn issues_are_asked_with_search_order_and_limit() {
    let row = r#"[{"id":"9","shortId":"SHOP-9","title":"t","project":{"id":"1","slug":"ios"},"count":"12","userCount":3,
        "firstSeen":"2026-11-01T00:00:00Z","lastSeen":"2026-11-02T00:00:00Z"}]"#;
    let world = World::new([json(row).header("link", &next("0:5:0", true))]);
    let query = IssuesQuery {
        range: days("2026-11-01", "2026-11-08"),
        projects: vec![1],
        environments: vec![],
        search: "firstRelease:\"a@1\"".into(),
        sort: IssueSort::Users,
        limit: 1,
    };
    let found = now(world.source().issues(query)).unwrap();
    assert_eq!(
        (found.len(), found[0].count, found[0].short_id.as_str()),
        (1, 12, "SHOP-9")
    );
    assert_eq!(
        world.paths(),
        [
            "issues/?query=firstRelease%3A%22a%401%22&sort=user&start=2026-11-01T00%3A00%3A00Z\
          &end=2026-11-08T00%3A00%3A00Z&project=1&limit=1"
        ]
    );
}

#[test]
fn the_catalog_is_projects_and_environments() {
    let world = World::new([
        json(
            r#"[{"id":"2","slug":"web","name":"Web","platform":"javascript","hasSessions":true,"more":1}]"#,
        ),
        json(r#"[{"id":"1","name":"production"}]"#),
    ]);
    let found = now(world.source().catalog()).unwrap();
    assert_eq!(
        (found.projects[0].id, found.projects[0].has_sessions),
        (2, true)
    );
    assert_eq!(found.environments[0].name, "production");
    assert_eq!(world.source().name(), "backend.test");
}

#[test]
fn a_list_of_environments_that_fails_takes_nothing_else_along() {
    let world = World::default();
    world.by_path(|path| match path.starts_with("environments/") {
        true => Scripted {
            status: 500,
            ..json("{}")
        },
        false => json(r#"[{"id":"2","slug":"web"}]"#),
    });
    let found = now(world.source().catalog()).unwrap();
    assert_eq!(found.projects[0].slug, "web");
    assert!(found.environments.is_empty());
    let failed = SourceError::ServerFailed {
        status: 500,
        retry_after_secs: None,
    };
    assert_eq!(found.without_environments, Some(failed));
    let asked = world.paths().into_iter();
    assert_eq!(asked.filter(|p| p.starts_with("environments/")).count(), 3);
}

#[test]
fn a_null_in_a_row_is_as_good_as_nothing() {
    let world = World::new([json(
        r#"[{"id":"7","shortId":"A-1","title":"t","culprit":null,"level":null,"status":null,"count":null,"userCount":null,
            "project":{"id":"1","slug":"ios"},"firstSeen":null,"lastSeen":null,"permalink":null,"firstRelease":null},
            {"id":"8","shortId":"A-2","title":"u","count":"3","project":{"id":"1","slug":"ios"},
            "firstSeen":"2026-11-02T10:00:00Z","lastSeen":"2026-11-03T10:00:00Z"}]"#,
    )]);
    let query = IssuesQuery {
        range: days("2026-11-01", "2026-11-08"),
        projects: vec![],
        environments: vec![],
        search: String::new(),
        sort: IssueSort::LastSeen,
        limit: 5,
    };
    let issues = now(world.source().issues(query)).unwrap();
    let [bare, whole] = &issues[..] else {
        panic!("both: {issues:?}")
    };
    assert_eq!((bare.count, bare.first_seen, &*bare.culprit), (0, None, ""));
    assert_eq!((whole.count, whole.first_seen.is_some()), (3, true));

    let world = World::new([json(
        r#"[{"version":"a@1","status":null,"newGroups":null,"dateCreated":null,"adoptionStages":null,"projects":null},
            {"version":"a@2","newGroups":4,"projects":[{"id":1,"slug":"ios","newGroups":null,"hasHealthData":null}]}]"#,
    )]);
    let releases = now(world.source().releases(ReleasesQuery::default())).unwrap();
    assert_eq!((releases[0].new_groups, releases[0].projects.len()), (0, 0));
    assert_eq!(
        (releases[1].new_groups, releases[1].projects[0].new_groups),
        (4, 0)
    );

    let world = World::new([
        json(r#"[{"id":"2","slug":"web","name":null,"platform":null,"hasSessions":null}]"#),
        json(r#"[{"id":null,"name":"production"}]"#),
    ]);
    let found = now(world.source().catalog()).unwrap();
    assert_eq!((found.projects.len(), found.environments.len()), (1, 1));
}

#[test]
fn issue_counts_are_asked_in_the_buckets_of_section_2_4() {
    let body = r#"{"timeSeries":[
        {"yAxis":"count(new_issues)","groupBy":[{"key":"release","value":"a@1"}],
         "values":[{"timestamp":1793491200000,"value":3,"incomplete":false},{"timestamp":1793534400000,"value":null}],
         "meta":{"interval":43200000,"isOther":false,"order":0}},
        {"yAxis":"count(new_issues)","groupBy":[{"key":"release","value":"other"}],"values":[],"meta":{"isOther":true}},
        {"yAxis":"count(new_issues)","groupBy":null,"values":[]},
        {"yAxis":"p95(of something)","values":[]}],
        "meta":{"dataset":"issue"}}"#;
    let world = World::new([json(body)]);
    let range = days("2026-11-01", "2026-11-15");
    let interval = Interval::parse("12h").unwrap();
    let window = issue_series::window(range, interval).unwrap();
    assert_eq!(window.len(), 29, "14 days at 12 hours, both ends included");
    let query = IssueSeriesQuery {
        window,
        projects: vec![],
        environments: vec!["prod".into()],
        counts: vec![IssueCount::New, IssueCount::Resolved],
        by_release: true,
    };
    let found = now(world.source().issue_series(query)).unwrap();
    let line = |release: Option<&str>, values: Vec<(Timestamp, u64)>| IssueSeries {
        count: IssueCount::New,
        release: release.map(str::to_owned),
        values,
    };
    let (first, second) = (
        Timestamp::from_millis(1_793_491_200_000),
        Timestamp::from_millis(1_793_534_400_000),
    );
    assert_eq!(
        found,
        [
            line(Some("a@1"), vec![(first, 3), (second, 0)]),
            line(None, vec![]),
            line(None, vec![])
        ]
    );
    let path = &world.paths()[0];
    assert!(path.starts_with(
        "issues-timeseries/?yAxis=count%28new_issues%29&yAxis=count%28resolved_issues%29&groupBy=release&category=issue\
         &interval=12h&start=2026-11-01T00%3A00%3A00Z&end="
    ));
    let end = path
        .split("end=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap()
        .replace("%3A", ":");
    let asked = issue_series::window(
        session_health::session::TimeRange::new(range.start, at(&end)),
        interval,
    )
    .unwrap();
    assert_eq!(asked, window, "the server lays the same buckets");
}

/// Names that mean something to a page, a URL, a header or a terminal.
fn hostile() -> Vec<String> {
    let long = "🚀é".repeat(1700);
    let names = [
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "\u{202e}gnp.exe\u{2066}",
        "nul\0byte",
        "a&project=9&b=\"c\"#d?e%00",
        "line\r\nX-Evil: 1",
        " ",
        &long,
    ];
    names.map(str::to_owned).to_vec()
}

#[test]
fn hostile_names_of_projects_and_environments_are_kept_and_asked_for_as_they_are() {
    use session_health::state::page_query::PageQuery;
    let names = hostile();
    let projects: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(n, name)| serde_json::json!({"id": n + 1, "slug": name, "name": name, "platform": name, "hasSessions": true}))
        .collect();
    let environments: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(n, name)| serde_json::json!({"id": n, "name": name}))
        .collect();
    let world = World::new([
        json(&serde_json::Value::from(projects).to_string()),
        json(&serde_json::Value::from(environments).to_string()),
        json("[]"),
    ]);
    let source = world.source();
    let catalog = now(source.catalog()).unwrap();
    let slugs: Vec<_> = catalog.projects.iter().map(|p| p.slug.clone()).collect();
    let found: Vec<_> = catalog
        .environments
        .iter()
        .map(|e| e.name.clone())
        .collect();
    assert_eq!((&slugs, &found), (&names, &names));

    // Asked for as they are, each in a parameter of its own.
    let query = ReleasesQuery {
        projects: vec![1],
        environments: names.clone(),
    };
    now(source.releases(query)).unwrap();
    let path = world.paths().pop().unwrap();
    assert!(
        path.is_ascii() && !path.contains(['\r', '\n', '\0', '<', '"', '#']),
        "{path}"
    );
    let asked: Vec<(String, String)> =
        form_urlencoded::parse(path.split_once('?').unwrap().1.as_bytes())
            .into_owned()
            .collect();
    let of = |name: &str| -> Vec<String> {
        let these = asked.iter().filter(|(n, _)| n == name);
        these.map(|(_, value)| value.clone()).collect()
    };
    assert_eq!(of("environment"), names);
    assert_eq!(of("project"), ["1"]);

    // And so does the page's own link, which tells of what is too long for it.
    let (long, short) = names.split_last().unwrap();
    let page = PageQuery {
        environments: short.to_vec(),
        ..PageQuery::default()
    };
    let link = page.to_search();
    assert!(link.is_ascii() && !link.contains(['\r', '\n', '\0', '<', '"', '#']));
    assert_eq!(PageQuery::from_search(&link), (page, vec![]));
    let long = PageQuery {
        environments: vec![long.clone()],
        ..PageQuery::default()
    };
    let (read, told) = PageQuery::from_search(&long.to_search());
    assert_eq!((read.environments.len(), told.len()), (0, 1));
}
