//! The backend's made-up data is the app's: rows, issues, releases and stages are those the browser's demo source has.

#![allow(clippy::unwrap_used)]

mod backend;

use backend::{Backend, Folder};
use serde_json::{Value, json};
use session_health::session::Timestamp;
use session_health::session::issue_search::IssueSearch;
use session_health::session::record::SessionRecord;
use session_health::source::demo::DemoWorld;
use std::collections::{BTreeMap, HashMap};

const NOW: &str = "2030-05-01T12:34:56Z";
const SEED: u64 = 7;

#[test]
fn the_demo_is_the_same_as_in_the_browser() {
    let folder = Folder::new();
    let db = folder.file("demo.db");
    let options = ["--demo", "7", "--now", NOW];
    let backend = Backend::on(&db, &options);
    let world = DemoWorld::new(SEED, Timestamp::parse(NOW).unwrap());

    let mut expected: HashMap<String, SessionRecord> =
        world.sessions().map(|s| (s.sid.clone(), s)).collect();
    let rows = backend.raw();
    assert_eq!(rows.len(), expected.len());
    for row in rows {
        let found: SessionRecord = serde_json::from_value(row).unwrap();
        let made = expected.remove(&found.sid).unwrap();
        assert_eq!(SessionRecord { seq: None, ..found }, made);
    }

    let names = |rows: Value, key: &str| -> Vec<String> {
        rows.as_array()
            .unwrap()
            .iter()
            .map(|row| row[key].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        names(backend.json("/projects/"), "slug"),
        world
            .projects()
            .into_iter()
            .map(|p| p.slug)
            .collect::<Vec<_>>()
    );
    let mut environments: Vec<_> = world.environments().into_iter().map(|e| e.name).collect();
    environments.sort();
    assert_eq!(names(backend.json("/environments/"), "name"), environments);

    let all = IssueSearch::default();
    let made: BTreeMap<_, _> = world
        .issues()
        .iter()
        .filter_map(|issue| issue.found(&all, |_| true))
        .map(|mut issue| {
            issue.id = String::new();
            (issue.short_id.clone(), json!(issue))
        })
        .collect();
    let found: BTreeMap<_, _> = backend
        .all_pages("/issues/")
        .into_iter()
        .map(|mut issue| {
            issue["id"] = json!("");
            (issue["shortId"].as_str().unwrap().to_owned(), issue)
        })
        .collect();
    assert_eq!(found, made);

    let environment = "production";
    let made: BTreeMap<_, _> = world
        .releases()
        .iter()
        .filter_map(|release| {
            Some((
                release.version.clone(),
                json!(release.adoption_in(environment)?.stage),
            ))
        })
        .collect();
    let found: BTreeMap<_, _> = backend
        .all_pages(&format!(
            "/releases/?status=&environment={environment}&adoptionStages=1"
        ))
        .into_iter()
        .map(|release| {
            let stages = release["adoptionStages"].as_object().unwrap();
            (
                release["version"].as_str().unwrap().to_owned(),
                stages.values().next().unwrap()["stage"].clone(),
            )
        })
        .collect();
    assert_eq!(found, made);

    // Started again on the same file, it leaves what is there.
    drop(backend);
    assert_eq!(
        Backend::on(&db, &options).raw().len(),
        world.sessions().len()
    );
}
