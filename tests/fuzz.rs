//! Whatever comes from outside, nothing panics and what is read is sane: links, the `Link` header, answers of servers.
//! The other targets stand beside what they test: NDJSON in `ingest`, files and envelopes in `file_source`. A long run:
//! `PROPTEST_CASES=200000 cargo test --test fuzz --test file_source --test ingest --release`.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

#[path = "source/scripted.rs"]
#[allow(dead_code)]
mod scripted;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use scripted::{Then, World, answer, days, json, now};
use session_health::engine::field::{Field, Subject};
use session_health::engine::query::{Dimension, SessionsQuery};
use session_health::session::{Interval, Window};
use session_health::source::config::{SourceConfig, Token};
use session_health::source::paging::next_cursor;
use session_health::source::sentry::SentrySource;
use session_health::source::transport::Transport;
use session_health::source::{ReleasesQuery, Source};
use session_health::state::page_query::PageQuery;

/// Texts made of the pieces that matter to a parser, and of anything.
fn text(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![3 => select(pieces).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from), 1 => "[ -~]{0,6}"];
    vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

const LINK: &[&str] = &[
    "<https://a/?cursor=0:100:0>",
    "rel=\"next\"",
    "results=\"true\"",
    "results=\"false\"",
    "cursor=\"0:100:0\"",
    ";",
    ",",
    "\"",
    "<",
    ">",
    "=",
    " ",
];

const SEARCH: &[&str] = &[
    "?",
    "&",
    "=",
    "%",
    "%00",
    "%E2%80%AE",
    "statsPeriod",
    "14d",
    "99999999999999999999w",
    "start",
    "end",
    "2026-11-01T00:00:00Z",
    "0000-01-01",
    "interval",
    "1h",
    "0s",
    "project",
    "-1",
    "18446744073709551616",
    "environment",
    "release",
    "unselectedSeries",
    "a:b,c",
    ":",
    ",",
    "dashboard",
    "rd",
];

/// Values of every kind where a server's answer has one.
fn value() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::json;
    let leaf = prop_oneof![
        Just(json!(null)),
        Just(json!(3)),
        Just(json!(-1)),
        Just(json!(1e308)),
        Just(json!(0.25)),
        Just(json!("7")),
        Just(json!("2026-11-01T00:00:00Z")),
        Just(json!("crashed")),
        Just(json!([1, null, 2])),
        Just(json!({"sum(session)": 4, "crash_free_rate(session)": -2})),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let key = select(vec![
            "by",
            "totals",
            "series",
            "groups",
            "intervals",
            "sum(session)",
            "release",
            "project",
            "session.status",
            "x",
        ]);
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            proptest::collection::btree_map(key, inner, 0..5).prop_map(|map| map
                .into_iter()
                .map(|(k, v)| (k.to_owned(), v))
                .collect::<serde_json::Map<_, _>>()
                .into()),
        ]
    })
}

fn by_release() -> SessionsQuery {
    let window = Window::new(days("2026-11-01", "2026-11-03"), Interval::DAY).unwrap();
    SessionsQuery {
        group_by: vec![Dimension::Release, Dimension::Project],
        ..SessionsQuery::new(
            window,
            [
                Field::Total(Subject::Session),
                Field::CrashFreeRate(Subject::Session),
            ],
        )
    }
}

fn sums(world: World) -> SentrySource<impl Transport> {
    SentrySource::new(world, "https://backend.test", "demo", Token::default())
}

proptest! {
    #[test]
    fn a_link_header_gives_a_cursor_or_none(header in text(LINK)) {
        if let Some(cursor) = next_cursor(&header) {
            prop_assert!(!cursor.is_empty() && header.contains(&cursor));
        }
    }

    /// What a link says is understood or told, and comes out the same when it is written again.
    #[test]
    fn a_link_is_read_and_written_again_unchanged(search in text(SEARCH)) {
        let (page, _) = PageQuery::from_search(&search);
        let (again, ignored) = PageQuery::from_search(&page.to_search());
        prop_assert_eq!(ignored, vec![]);
        prop_assert_eq!(again, page);
    }

    #[test]
    fn an_address_is_https_or_this_machine_whatever_is_typed(base in text(&["https://", "http://", "localhost", "127.0.0.1", "[::1]", ":80", "/", "@", "?", "#", "javascript:", "a.b", "\\", " "])) {
        if let Ok(SourceConfig::Rest { base, .. }) = SourceConfig::rest(&base, "demo", Token::default()) {
            let is_local = ["http://localhost", "http://127.", "http://[::1]"].iter().any(|p| base.to_ascii_lowercase().starts_with(p)) || base.contains(".localhost");
            prop_assert!(base.is_empty() || base.to_ascii_lowercase().starts_with("https://") || is_local, "{}", base);
            prop_assert!(!base.contains('@'));
        }
    }

    #[test]
    fn any_answer_of_a_server_is_numbers_or_an_error(body in value()) {
        let body = match body {
            serde_json::Value::Object(mut map) => { map.entry("groups").or_insert_with(|| serde_json::json!([])); serde_json::Value::from(map) }
            other => serde_json::json!({"groups": [{"by": other.clone(), "totals": other.clone(), "series": other}], "intervals": ["2026-11-01T00:00:00Z"]}),
        };
        let source = sums(World::new([json(&body.to_string())]));
        if let Ok(results) = now(source.sessions(&[by_release()])) {
            for group in results.iter().flatten().flat_map(|result| &result.groups) {
                let (all, crashed) = (group.total.sessions.all, group.total.sessions.crashed);
                let rate = Field::CrashFreeRate(Subject::Session).value(&group.total);
                prop_assert!(rate.is_none_or(|r| r.is_finite()), "{} {}", all, crashed);
            }
        }
    }

    #[test]
    fn any_bytes_for_a_list_are_rows_or_an_error(bytes in vec(any::<u8>(), 0..60)) {
        let world = World::new([answer(200, "application/json", vec![Then::Bytes(bytes)])]);
        let _ = now(world.source().releases(ReleasesQuery::default()));
    }
}
