//! The releases table: rows, order, search, pages.

use crate::support::*;
use session_health::dashboard::builtin;
use session_health::dashboard::data::{EmptyReason, ReleaseRow, WidgetData, WidgetState};
use session_health::dashboard::planner::Scope;
use session_health::dashboard::releases::{ReleaseColumn, ReleaseSort, page};
use session_health::engine::result::Tally;
use session_health::session::adoption::Stage;
use session_health::session::release_info::{AdoptionStage, ReleaseInfo};

fn world() -> World {
    let users = |t: Tally, users| Tally {
        users: counts(users),
        ..t
    };
    World(vec![
        (
            1,
            "app@2.0",
            vec![users(sessions([57, 0, 0, 3, 0]), [19, 0, 0, 1, 0])],
        ),
        (1, "app@1.0", vec![healthy(30)]),
        (2, "app@2.0", vec![healthy(10)]),
        (2, "unlisted", vec![healthy(20)]),
    ])
}

fn infos() -> Vec<ReleaseInfo> {
    let mut both = release("app@2.0", "2026-11-01T12:00:00Z", (1, "ios"), 4);
    both.projects
        .push(release("", "", (2, "android"), 1).projects.remove(0));
    let stage = AdoptionStage {
        stage: Stage::Adopted,
        adopted: None,
        unadopted: None,
    };
    both.adoption_stages.insert("ios".into(), stage);
    let mut silent = release("app@3.0", "2026-11-03T00:00:00Z", (1, "ios"), 0);
    silent.projects[0].has_health_data = false;
    let mut quiet = release("app@2.1", "2026-11-02T00:00:00Z", (1, "ios"), 0);
    quiet.status = "archived".into();
    quiet.date_released = Some(at("2026-11-02"));
    let old = release("app@1.0", "2026-09-01T00:00:00Z", (1, "ios"), 0);
    let gone = release("app@0.1", "2026-01-01T00:00:00Z", (1, "ios"), 7);
    vec![silent, quiet, both, old, gone]
}

fn rows(scope: Scope) -> Vec<ReleaseRow> {
    match Page::new(&builtin::mobile(), scope, &world(), infos()).data("releases") {
        WidgetData::Releases(rows) => rows,
        other => panic!("{other:?}"),
    }
}

fn keys(rows: &[ReleaseRow]) -> Vec<(&str, &str)> {
    rows.iter()
        .map(|r| (r.version.as_str(), r.project.1.as_str()))
        .collect()
}

#[test]
fn a_row_is_a_release_in_a_project_newest_first() {
    let rows = rows(Scope::default());
    assert_eq!(
        keys(&rows),
        [
            ("app@3.0", "ios"),
            ("app@2.1", "ios"),
            ("app@2.0", "ios"),
            ("app@2.0", "android"),
            ("app@1.0", "ios"),
            ("unlisted", "android"),
        ],
        "app@0.1 is old and has no sessions in the range"
    );
    let row = &rows[2];
    assert_eq!(
        (row.short.as_str(), row.sessions, row.users),
        ("2.0", Some(60), Some(20))
    );
    assert_eq!(row.adoption, Some(60.0 / 120.0));
    assert_eq!(row.crash_free_sessions, Some(0.95));
    assert_eq!(row.crash_free_users, Some(0.95));
    assert_eq!(
        (row.new_issues, row.archived, row.finalized),
        (Some(4), false, false)
    );
    assert_eq!(rows[3].new_issues, Some(1));
    assert_eq!(rows[5].new_issues, None, "it is in no list");
    assert_eq!(rows[3].crash_free_users, None, "its sessions have no users");
}

#[test]
fn no_data_no_sessions_and_no_date_are_three_things() {
    let rows = rows(Scope::default());
    let silent = &rows[0];
    assert_eq!(
        (silent.sessions, silent.adoption, silent.crash_free_sessions),
        (None, None, None)
    );
    let quiet = &rows[1];
    assert_eq!(
        (quiet.sessions, quiet.adoption, quiet.crash_free_sessions),
        (Some(0), Some(0.0), None)
    );
    assert!(quiet.archived && quiet.finalized);
    assert_eq!((rows[5].created, rows[5].sessions), (None, Some(20)));
}

#[test]
fn the_stage_is_known_for_exactly_one_environment() {
    assert!(rows(Scope::default()).iter().all(|r| r.stage.is_none()));
    let one = Scope {
        environments: vec!["prod".into()],
        ..Scope::default()
    };
    assert_eq!(rows(one)[2].stage, Some(Stage::Adopted));
    let two = Scope {
        environments: vec!["prod".into(), "test".into()],
        ..Scope::default()
    };
    assert!(rows(two).iter().all(|r| r.stage.is_none()));
}

#[test]
fn filters_choose_rows_and_what_adoption_is_a_share_of() {
    let android = rows(Scope {
        projects: vec![2],
        ..Scope::default()
    });
    assert_eq!(
        keys(&android),
        [("app@2.0", "android"), ("unlisted", "android")]
    );
    assert_eq!(android[0].adoption, Some(10.0 / 30.0));
    let one = rows(Scope {
        releases: vec!["app@2.1".into()],
        ..Scope::default()
    });
    assert_eq!(keys(&one), [("app@2.1", "ios")]);
    let narrow = Page::new(
        &builtin::mobile(),
        Scope {
            projects: vec![9],
            ..Scope::default()
        },
        &world(),
        infos(),
    );
    assert_eq!(
        narrow.state("releases"),
        Some(WidgetState::Empty(EmptyReason::FiltersTooNarrow))
    );
    let nothing = Page::new(&builtin::mobile(), narrow.scope, &World::default(), vec![]);
    assert_eq!(
        nothing.state("releases"),
        Some(WidgetState::Empty(EmptyReason::NoSessionsInRange)),
        "the filters are not to blame"
    );
}

fn sorted(column: ReleaseColumn, descending: bool) -> Vec<String> {
    let found = page(
        &rows(Scope::default()),
        "",
        ReleaseSort { column, descending },
        0,
        100,
    );
    found
        .rows
        .iter()
        .map(|r| format!("{} {}", r.version, r.project.1))
        .collect()
}

#[test]
fn every_column_sorts_stably_with_nothing_last() {
    let most = sorted(ReleaseColumn::Sessions, true);
    assert_eq!(
        most,
        [
            "app@2.0 ios",
            "app@1.0 ios",
            "unlisted android",
            "app@2.0 android",
            "app@2.1 ios",
            "app@3.0 ios"
        ]
    );
    let fewest = sorted(ReleaseColumn::Sessions, false);
    assert_eq!(
        fewest,
        [
            "app@2.1 ios",
            "app@2.0 android",
            "unlisted android",
            "app@1.0 ios",
            "app@2.0 ios",
            "app@3.0 ios"
        ]
    );
    let newest = sorted(ReleaseColumn::Release, true);
    assert_eq!(newest[..3], ["app@3.0 ios", "app@2.1 ios", "app@2.0 ios"]);
    assert_eq!(
        newest[5], "unlisted android",
        "no version comes after all versions"
    );
    assert_eq!(sorted(ReleaseColumn::Created, false)[0], "app@1.0 ios");
    assert_eq!(sorted(ReleaseColumn::Created, false)[5], "unlisted android");
    let worst = sorted(ReleaseColumn::CrashFreeSessions, false);
    assert_eq!(worst[0], "app@2.0 ios");
    assert_eq!(
        worst[4..],
        ["app@3.0 ios", "app@2.1 ios"],
        "in the order they came"
    );
    assert_eq!(
        sorted(ReleaseColumn::NewIssues, true)[..2],
        ["app@2.0 ios", "app@2.0 android"]
    );
    assert_eq!(sorted(ReleaseColumn::Status, true)[0], "app@2.1 ios");
    assert_eq!(
        sorted(ReleaseColumn::Project, false)[..2],
        ["app@2.0 android", "unlisted android"]
    );
    for column in ReleaseColumn::ALL {
        assert_eq!(sorted(column, true).len(), 6);
        let sort = ReleaseSort {
            column,
            descending: true,
        };
        assert_eq!(ReleaseSort::parse(Some(&sort.to_text())), sort);
    }
    assert_eq!(ReleaseSort::parse(Some("colour")), ReleaseSort::default());
}

#[test]
fn search_and_pages() {
    let rows = rows(Scope::default());
    let find = |text: &str, at, per| page(&rows, text, ReleaseSort::default(), at, per);
    let found = find("release.version:>=2.1", 0, 10);
    assert_eq!(keys(&found.rows), [("app@3.0", "ios"), ("app@2.1", "ios")]);
    assert_eq!(keys(&find("unli", 0, 10).rows), [("unlisted", "android")]);
    assert_eq!(find("nothing like it", 0, 10).matching, 0);
    let wrong = find("release.colour:red", 0, 10);
    assert!(wrong.problem.is_some());
    assert_eq!(wrong.matching, 6);
    let second = find("", 1, 4);
    assert_eq!(
        (
            second.rows.len(),
            second.matching,
            second.page,
            second.pages
        ),
        (2, 6, 1, 2)
    );
    let beyond = find("", 99, 4);
    assert_eq!(
        (beyond.page, beyond.rows.len()),
        (1, 2),
        "the last page there is"
    );
}
