//! The small parts: configuration, coverage, retries, the Link header, preferences.

use proptest::prelude::*;
use session_health::session::{TimeRange, Timestamp};
use session_health::source::SourceError;
use session_health::source::config::{SourceConfig, Token};
use session_health::source::coverage::Coverage;
use session_health::source::paging::next_cursor;
use session_health::source::retry;
use session_health::storage::preferences::Preferences;
use session_health::storage::{KeyValue, Memory};

#[test]
fn config_json_names_a_source_or_none() {
    let read = SourceConfig::from_file;
    assert_eq!(
        read(r#"{"source":{"kind":"demo"}}"#),
        Ok(Some(SourceConfig::Demo))
    );
    assert_eq!(read("{}"), Ok(None));
    let rest = read(
        r#"{"source":{"kind":"rest","base":"https://sentry.example.com/","organization":" acme "},"x":1}"#,
    );
    let expected = SourceConfig::rest("https://sentry.example.com", "acme", Token::default());
    assert_eq!(rest, expected.map(Some));
    for broken in [
        "",
        r#"{"source":{"kind":"ftp"}}"#,
        r#"{"source":{"kind":"rest","base":""}}"#,
        "<html>",
    ] {
        assert!(
            matches!(read(broken), Err(SourceError::Configuration { .. })),
            "{broken}"
        );
    }
}

#[test]
fn requests_go_over_https_or_stay_on_this_machine() {
    let base = |text: &str| match SourceConfig::rest(text, "acme", Token::default()) {
        Ok(SourceConfig::Rest { base, .. }) => Some(base),
        _ => None,
    };
    assert_eq!(base("").as_deref(), Some(""));
    for good in [
        "https://sentry.io",
        "https://a.example:8443/sub/path",
        "http://127.0.0.1:8000",
        "http://127.1.2.3",
        "http://localhost:5173",
        "http://app.localhost",
        "http://[::1]:80",
    ] {
        assert_eq!(base(&format!(" {good}/ ")).as_deref(), Some(good));
    }
    for bad in [
        "http://sentry.io",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://evil.example/127.0.0.1",
        "http://localhost@evil.example",
        "https://user:secret@sentry.io",
        "https://",
        "https:///x",
        "https://a b",
        "https://a/?x=1",
        "https://a/#x",
        "https://a\\@b",
        "sentry.io",
        "ftp://sentry.io",
        "javascript:alert(1)//",
        "//sentry.io",
    ] {
        assert_eq!(base(bad), None, "{bad}");
    }
    for organization in ["", " ", "a/b", "..", "a?b", "ä"] {
        assert!(
            SourceConfig::rest("", organization, Token::default()).is_err(),
            "{organization}"
        );
    }
}

#[test]
fn a_token_is_never_written_or_printed() {
    let config = SourceConfig::rest("https://a.example", "acme", Token::new(" s3cret\n")).unwrap();
    let SourceConfig::Rest { token, .. } = &config else {
        panic!()
    };
    assert_eq!(token.secret(), Some("s3cret"));
    let written = serde_json::to_string(&config).unwrap();
    assert!(!written.contains("s3cret") && !format!("{config:?}").contains("s3cret"));
    assert_eq!(
        serde_json::from_str::<SourceConfig>(&written).unwrap(),
        config.without_token()
    );
}

/// Refuses everything, as blocked or full storage does.
struct Refusing;

impl KeyValue for Refusing {
    fn get(&self, _: &str) -> Option<String> {
        None
    }
    fn set(&self, _: &str, _: &str) -> bool {
        false
    }
    fn remove(&self, _: &str) {}
    fn keys(&self) -> Vec<String> {
        Vec::new()
    }
}

#[test]
fn choices_outlive_refusing_storage_until_the_page_is_closed() {
    let blocked = Preferences::new(Refusing);
    assert!(!blocked.write("source", &SourceConfig::Demo));
    assert_eq!(
        blocked.read::<SourceConfig>("source"),
        Some(SourceConfig::Demo)
    );
    blocked.forget("source");
    assert_eq!(blocked.read::<SourceConfig>("source"), None);

    let storage = Memory::default();
    storage.set("session-health:theme", "not json");
    let kept = Preferences::new(storage);
    assert_eq!(kept.read::<String>("theme"), None);
    assert!(kept.write("theme", &"dark"));
    assert_eq!(kept.read::<String>("theme").as_deref(), Some("dark"));
}

#[test]
fn the_next_page_is_the_one_with_results() {
    let header = |results: &str| {
        format!(
            "<u?cursor=0:0:1>; rel=\"previous\"; results=\"false\"; cursor=\"0:0:1\", <u>; rel=\"next\"; results=\"{results}\"; cursor=\"0:10:0\""
        )
    };
    assert_eq!(next_cursor(&header("true")).as_deref(), Some("0:10:0"));
    assert_eq!(next_cursor(&header("false")), None);
    assert_eq!(
        next_cursor("<a,b;c>; REL=next; cursor=7").as_deref(),
        Some("7")
    );
    assert_eq!(next_cursor("<a>; rel=\"next\""), None);
    assert_eq!(next_cursor(""), None);
}

#[test]
fn only_passing_trouble_is_worth_another_try() {
    let unreachable = || SourceError::Unreachable { host: "a".into() };
    for error in [
        unreachable(),
        SourceError::TimedOut { host: "a".into() },
        SourceError::ServerFailed {
            status: 500,
            retry_after_secs: None,
        },
    ] {
        assert_eq!(retry::wait(&error, 1, 0.0), Some(200));
        assert_eq!(retry::wait(&error, 1, 1.0), Some(400));
        assert_eq!(retry::wait(&error, 2, 1.0), Some(800));
        assert_eq!(retry::wait(&error, 3, 1.0), None);
    }
    for error in [
        SourceError::Unauthorized,
        SourceError::Forbidden,
        SourceError::NotFound { what: "a".into() },
        SourceError::Malformed { reason: "a".into() },
        SourceError::Truncated { rows: 1 },
        SourceError::Cancelled,
    ] {
        assert_eq!(retry::wait(&error, 1, 0.5), None, "{error:?}");
    }
}

fn range(a: i64, b: i64) -> TimeRange {
    TimeRange::new(Timestamp::from_millis(a), Timestamp::from_millis(b))
}

proptest! {
    #[test]
    fn coverage_is_a_set_of_instants(
        added in prop::collection::vec((0_i64..40, 0_i64..12), 0..12),
        (start, length) in (0_i64..40, 0_i64..20),
    ) {
        let mut coverage = Coverage::default();
        let mut naive = std::collections::BTreeSet::new();
        for (start, length) in &added {
            coverage.add(range(*start, start + length));
            naive.extend(*start..start + length);
        }
        let asked = range(start, start + length);
        let missing = coverage.missing(asked);
        let instants: Vec<i64> = missing.iter().flat_map(|r| r.start.millis()..r.end.millis()).collect();
        let expected: Vec<i64> = (start..start + length).filter(|t| !naive.contains(t)).collect();
        prop_assert_eq!(&instants, &expected);
        prop_assert!(missing.iter().all(|r| !r.is_empty()));
        prop_assert_eq!(coverage.covers(asked), expected.is_empty());
    }

    #[test]
    fn any_link_header_is_read_without_panic(text in "\\PC{0,80}", parts in "([<>,;=\" ]|rel|next|cursor|results|0:1:0){0,30}") {
        let _ = next_cursor(&text);
        let _ = next_cursor(&parts);
    }
}
