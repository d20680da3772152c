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
use session_health::dashboard::model::Dashboard;
use session_health::dashboard::planner::{Scope, Times, plan};
use session_health::dashboard::{builtin, explain, grid, limits, portable};
use session_health::engine::field::{Field, Subject};
use session_health::engine::query::{Dimension, SessionsQuery};
use session_health::session::{Interval, Window};
use session_health::source::config::{SourceConfig, Token};
use session_health::source::paging::next_cursor;
use session_health::source::sentry::SentrySource;
use session_health::source::transport::Transport;
use session_health::source::{ReleasesQuery, Source};
use session_health::state::page_query::PageQuery;
use session_health::storage::exchange;
use session_health::storage::share::{pack, unpack};

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

/// A change of bytes; places are parts of a million of the length.
#[derive(Clone, Debug)]
enum Mutation {
    Flip(usize, u8),
    Cut(usize, usize),
    Insert(usize, Vec<u8>),
    Swap(usize, usize),
    /// Another value in place of the JSON value that comes next.
    Replace(usize, &'static str),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let place = || 0..1_000_000_usize;
    let odd = select(vec![
        "null",
        "true",
        "-1",
        "1e308",
        "18446744073709551616",
        "0.5",
        "[]",
        "{}",
        "[[[]]]",
        "\"\"",
        "\"javascript:alert(1)\"",
        "\"\\u0000\\u202e\"",
        "\"line\"",
        "\"release\"",
        "\"p95(session.duration)\"",
    ]);
    prop_oneof![
        1 => (place(), 0..8_u8).prop_map(|(at, bit)| Mutation::Flip(at, 1 << bit)),
        1 => (place(), 1..40_usize).prop_map(|(at, count)| Mutation::Cut(at, count)),
        1 => (place(), vec(any::<u8>(), 1..6)).prop_map(|(at, bytes)| Mutation::Insert(at, bytes)),
        1 => (place(), place()).prop_map(|(a, b)| Mutation::Swap(a, b)),
        4 => (place(), odd).prop_map(|(at, value)| Mutation::Replace(at, value)),
    ]
}

fn mutate(bytes: &mut Vec<u8>, mutation: &Mutation) {
    let place = |part: usize| part * bytes.len() / 1_000_000;
    match mutation {
        _ if bytes.is_empty() => {}
        Mutation::Flip(at, bits) => {
            let at = place(*at);
            bytes[at] ^= bits;
        }
        Mutation::Cut(at, count) => {
            let at = place(*at);
            bytes.drain(at..(at + count).min(bytes.len()));
        }
        Mutation::Insert(at, more) => {
            let at = place(*at);
            bytes.splice(at..at, more.iter().copied());
        }
        Mutation::Swap(a, b) => {
            let (a, b) = (place(*a), place(*b));
            bytes.swap(a, b);
        }
        Mutation::Replace(at, value) => {
            let at = place(*at);
            let after = |from: usize, ends: &[u8]| {
                let found = bytes[from..].iter().position(|b| ends.contains(b));
                found.map(|n| from + n)
            };
            let Some(colon) = after(at, b":") else { return };
            if let Some(end) = after(colon + 1, b",}]") {
                bytes.splice(colon + 1..end, value.bytes());
            }
        }
    }
}

/// The words of a link: version, then raw deflate in base64url, by another implementation than ours.
fn link_of(document: &[u8]) -> String {
    use std::io::Write;
    let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(document).unwrap();
    in_letters(&packer.finish().unwrap())
}

fn in_letters(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u8> = bytes
        .iter()
        .flat_map(|b| (0..8).rev().map(move |n| b >> n & 1))
        .collect();
    let letter = |six: &[u8]| {
        let value = (0..6).fold(0, |sum, n| sum << 1 | six.get(n).copied().unwrap_or(0));
        char::from(LETTERS[usize::from(value)])
    };
    std::iter::once('1')
        .chain(bits.chunks(6).map(letter))
        .collect()
}

/// What a page does first with a dashboard from outside; and that it can be passed on unchanged.
fn open(dashboard: &Dashboard) -> Result<(), TestCaseError> {
    prop_assert_eq!(limits::check(dashboard), Ok(()));
    let range = days("2026-11-01", "2026-11-03");
    let window = Window::new(range, Interval::HOUR).unwrap();
    let times = Times {
        range,
        window,
        issue_window: window,
        compare: true,
    };
    let plan = plan(dashboard, &Scope::default(), times);
    prop_assert_eq!(plan.widgets.len(), dashboard.widgets.len());
    prop_assert_eq!(
        grid::cells(&dashboard.widgets).len(),
        dashboard.widgets.len()
    );
    for widget in &dashboard.widgets {
        explain::widget(widget, true);
    }
    if let Some(link) = pack(dashboard) {
        let back = unpack(&link).unwrap().dashboard;
        prop_assert_eq!(portable::to_json(&back), portable::to_json(dashboard));
    }
    Ok(())
}

proptest! {
    /// A good link, changed before it was packed, after that, or in its letters.
    #[test]
    fn a_share_link_that_was_tampered_with_is_refused_or_a_dashboard(
        which in 0..2_usize,
        before in vec(mutation(), 0..4),
        after in vec(mutation(), 0..3),
        letters in vec(mutation(), 0..2),
        layers in 1..8_u8,
    ) {
        let mut document = portable::to_json(&builtin::all()[which]).to_string().into_bytes();
        before.iter().filter(|_| layers & 1 > 0).for_each(|m| mutate(&mut document, m));
        let mut link = link_of(&document);
        if layers & 2 > 0 && !after.is_empty() {
            use std::io::Write;
            let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
            packer.write_all(&document).unwrap();
            let mut packed = packer.finish().unwrap();
            after.iter().for_each(|m| mutate(&mut packed, m));
            link = in_letters(&packed);
        }
        let mut link = link.into_bytes();
        letters.iter().filter(|_| layers & 4 > 0).for_each(|m| mutate(&mut link, m));
        if let Ok(shared) = unpack(&String::from_utf8_lossy(&link)) {
            open(&shared.dashboard)?;
        }
    }

    /// A good file, changed anywhere.
    #[test]
    fn a_dashboard_file_that_was_tampered_with_is_refused_or_dashboards(
        which in 0..2_usize,
        changes in vec(mutation(), 0..5),
    ) {
        let mut document = portable::to_json(&builtin::all()[which]).to_string().into_bytes();
        changes.iter().for_each(|m| mutate(&mut document, m));
        if let Ok(import) = exchange::read(&String::from_utf8_lossy(&document)) {
            for stored in &import.dashboards {
                open(&stored.dashboard)?;
            }
        }
    }

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
