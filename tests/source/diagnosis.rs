//! "Test connection" says what is wrong in words that lead on.

use crate::scripted::{Scripted, Then, World, answer, at, json, lost, ndjson, now};
use futures_util::FutureExt;
use futures_util::future::ready;
use session_health::source::config::{SourceConfig, Token};
use session_health::source::diagnose::{Diagnosis, diagnose};

fn of(script: Vec<Scripted>, reaches: bool) -> Diagnosis {
    let config = SourceConfig::rest("https://backend.test", "demo", Token::new("s3cret")).unwrap();
    let reach = move |_| ready(reaches).boxed_local();
    let diagnosis = now(diagnose(
        World::new(script),
        &config,
        at("2026-11-18T12:00:00Z"),
        "https://page.test",
        &reach,
    ));
    assert!(!format!("{diagnosis:?}").contains("s3cret"));
    diagnosis
}

fn refused(status: u16) -> Vec<Scripted> {
    let one = Scripted {
        status,
        ..json("{\"detail\":\"no\"}")
    };
    vec![one.clone(), one]
}

const PROJECTS: &str = r#"[{"id":"1","slug":"a","hasSessions":true}]"#;

#[test]
fn each_fault_has_its_own_words() {
    let gone = || vec![lost(); 6];
    let cors = of(gone(), true);
    assert!(
        cors.headline
            .contains("answers, but does not let this page")
            && cors.advice.contains("https://page.test")
            && cors.advice.contains("allowed origins"),
        "{cors:?}"
    );
    let wrong = of(gone(), false);
    assert!(
        wrong.headline.contains("does not answer") && wrong.advice.contains("address"),
        "{wrong:?}"
    );
    let token = of(refused(401), true);
    assert!(
        token.headline.contains("does not accept this token"),
        "{token:?}"
    );
    let scope = of(refused(403), true);
    assert!(scope.advice.contains("org:read"), "{scope:?}");
    let organization = of(refused(404), true);
    assert!(
        organization.headline.contains("no organization “demo”"),
        "{organization:?}"
    );
    let page = of(
        vec![answer(200, "text/html", vec![Then::Bytes(b"<p>".to_vec())]); 2],
        true,
    );
    assert!(page.headline.contains("not a Sentry API"), "{page:?}");
    assert!(
        [cors, wrong, token, scope, organization, page]
            .iter()
            .all(|d| !d.works)
    );
}

#[test]
fn what_works_says_what_to_expect() {
    let none = of(vec![json("[]"), json("[]")], true);
    assert!(
        none.works && none.headline.contains("no sessions yet"),
        "{none:?}"
    );
    let raw = of(vec![json(PROJECTS), json("[]"), ndjson("", 1, 0)], true);
    assert!(
        raw.works
            && raw.headline.contains("1 project with sessions")
            && raw.advice.contains("Raw sessions"),
        "{raw:?}"
    );
    let sums = of(
        [vec![json(PROJECTS), json("[]")], refused(404)].concat(),
        true,
    );
    assert!(
        sums.works && sums.advice.contains("aggregated counts"),
        "{sums:?}"
    );
    let half = of(
        [vec![json(PROJECTS), json("[]")], refused(403)].concat(),
        true,
    );
    assert!(
        !half.works && half.headline.contains("not their sessions"),
        "{half:?}"
    );
}
