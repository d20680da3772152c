//! The engine against a second implementation that is as plain as can be: sets, maps and loops over all sessions for
//! every single number, written from the description of the fields alone.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::json;
use session_health::engine::execute::answer;
use session_health::engine::field::Field;
use session_health::engine::ingest::Ingest;
use session_health::engine::query::{Dimension, Filter, OneOf, OrderBy, SessionsQuery};
use session_health::engine::result::GroupKey;
use session_health::engine::store::{Store, StoreBuild};
use session_health::session::{Interval, Status, TimeRange, Timestamp, Window};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

/// 2026-11-09T00:00:00Z
const START: i64 = 1_794_182_400_000;
const HOUR: i64 = 3_600_000;

// --- the naive side --------------------------------------------------------------------------------------------------

#[derive(Clone, Debug)]
struct Session {
    sid: Option<String>,
    /// Version of the state: `seq`, else the timestamp.
    version: i64,
    timestamp: i64,
    user: Option<String>,
    project: u64,
    release: String,
    environment: String,
    started: i64,
    /// Wire status and number of errors; of an aggregate row `(key, 0)`.
    status: String,
    errors: u64,
    mechanism: Option<String>,
    seconds: Option<f64>,
    /// How many sessions it stands for.
    times: u64,
}

impl Session {
    fn outcome(&self) -> &str {
        match self.status.as_str() {
            "crashed" | "abnormal" | "unhandled" => &self.status,
            "ok" | "exited" => {
                if self.errors > 0 {
                    "errored"
                } else {
                    "healthy"
                }
            }
            _ => "errored",
        }
    }

    fn is_anr(&self, foreground_only: bool) -> bool {
        match self.mechanism.as_deref() {
            Some("anr_foreground") => true,
            Some("anr_background") => !foreground_only,
            _ => false,
        }
    }
}

/// The newest state of each session, and everything that has no id.
fn merged(states: &[Session]) -> Vec<Session> {
    let mut newest: BTreeMap<String, Session> = BTreeMap::new();
    let mut out = Vec::new();
    for state in states {
        let Some(sid) = &state.sid else {
            out.push(state.clone());
            continue;
        };
        let age = |s: &Session| (s.version, s.timestamp, s.status != "ok");
        match newest.get(sid) {
            Some(held) if age(held) >= age(state) => {}
            _ => drop(newest.insert(sid.clone(), state.clone())),
        }
    }
    out.extend(newest.into_values());
    out
}

fn count(sessions: &[&Session], outcome: &str) -> u64 {
    sessions
        .iter()
        .filter(|s| s.outcome() == outcome)
        .map(|s| s.times)
        .sum()
}

fn users<'a>(sessions: &[&'a Session], which: impl Fn(&Session) -> bool) -> HashSet<&'a str> {
    sessions
        .iter()
        .filter(|s| which(s))
        .filter_map(|s| s.user.as_deref())
        .collect()
}

/// How many sessions or users have an outcome, exclusively.
fn exclusive(sessions: &[&Session], subject: &str, outcome: &str) -> u64 {
    if subject == "session" {
        return count(sessions, outcome);
    }
    let with = |outcome: &str| users(sessions, |s| s.outcome() == outcome).len() as i64;
    let all = users(sessions, |_| true).len() as i64;
    let any_error = users(sessions, |s| s.outcome() != "healthy").len() as i64;
    let count = match outcome {
        "healthy" => all - any_error,
        "errored" => any_error - with("crashed") - with("abnormal") - with("unhandled"),
        _ => with(outcome),
    };
    count.max(0) as u64
}

fn all(sessions: &[&Session], subject: &str) -> u64 {
    if subject == "session" {
        sessions.iter().map(|s| s.times).sum()
    } else {
        users(sessions, |_| true).len() as u64
    }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// A field by its name on the wire, over some sessions.
fn value(field: &str, sessions: &[&Session]) -> Option<f64> {
    let (function, argument) = field.trim_end_matches(')').split_once('(').expect("a call");
    if argument == "session.duration" {
        return duration(function, sessions);
    }
    if let Some(outcome) = function
        .strip_prefix("count_")
        .filter(|outcome| *outcome != "unique")
    {
        return Some(exclusive(sessions, argument, outcome) as f64);
    }
    let whole = all(sessions, argument);
    match function {
        "sum" | "count_unique" => Some(whole as f64),
        "crash_free_rate" => {
            ratio(exclusive(sessions, argument, "crashed"), whole).map(|rate| 1.0 - rate)
        }
        "crash_rate" => ratio(exclusive(sessions, argument, "crashed"), whole),
        "unhealthy_rate" => ratio(whole - count(sessions, "healthy"), whole),
        "anr_rate" | "foreground_anr_rate" => {
            let anr = users(sessions, |s| s.is_anr(function == "foreground_anr_rate"));
            ratio(anr.len() as u64, all(sessions, "user"))
        }
        _ => {
            let outcome = function.strip_suffix("_rate").expect("a rate");
            ratio(exclusive(sessions, argument, outcome), whole)
        }
    }
}

fn duration(stat: &str, sessions: &[&Session]) -> Option<f64> {
    let ended = sessions.iter().filter(|s| s.status == "exited");
    let mut millis: Vec<f64> = ended
        .filter_map(|s| s.seconds)
        .map(|s| (s * 1000.0).round())
        .collect();
    millis.sort_by(f64::total_cmp);
    let last = *millis.last()?;
    Some(match stat {
        "avg" => millis.iter().sum::<f64>() / millis.len() as f64,
        "max" => last,
        _ => {
            let percent: f64 = stat.trim_start_matches('p').parse().expect("a percentile");
            let rank = percent / 100.0 * (millis.len() - 1) as f64;
            let low = millis[rank as usize];
            let high = millis.get(rank as usize + 1).copied().unwrap_or(low);
            low + (high - low) * (rank - rank.floor())
        }
    })
}

fn meets<T: PartialEq>(conditions: &[OneOf<T>], value: &T) -> bool {
    conditions.iter().all(|condition| match condition {
        OneOf::In(list) => list.contains(value),
        OneOf::NotIn(list) => !list.contains(value),
    })
}

struct NaiveGroup<'a> {
    by: GroupKey,
    sessions: Vec<&'a Session>,
}

/// The groups in order, before any limit.
fn groups<'a>(sessions: &'a [Session], query: &SessionsQuery) -> Vec<NaiveGroup<'a>> {
    let range = query.window.range();
    let mut groups: HashMap<GroupKey, Vec<&Session>> = HashMap::new();
    let by = |dimension| query.group_by.contains(&dimension);
    let grouped = by(Dimension::Project) || by(Dimension::Release) || by(Dimension::Environment);
    if !grouped {
        groups.insert(GroupKey::default(), Vec::new());
    }
    for session in sessions {
        let inside =
            range.start.millis() <= session.started && session.started < range.end.millis();
        let wanted = meets(&query.filter.projects, &session.project)
            && meets(&query.filter.releases, &session.release)
            && meets(&query.filter.environments, &session.environment);
        if inside && wanted {
            let key = GroupKey {
                project: by(Dimension::Project).then_some(session.project),
                release: by(Dimension::Release).then(|| session.release.clone()),
                environment: by(Dimension::Environment).then(|| session.environment.clone()),
            };
            groups.entry(key).or_default().push(session);
        }
    }
    let only_users = query.fields.iter().all(|field| {
        let name = field.to_string();
        name.ends_with("(user)") || name.ends_with("anr_rate()")
    });
    let exists =
        |sessions: &[&Session]| all(sessions, if only_users { "user" } else { "session" }) > 0;
    let mut groups: Vec<NaiveGroup> = groups
        .into_iter()
        .filter(|(_, sessions)| !grouped || exists(sessions))
        .map(|(by, sessions)| NaiveGroup { by, sessions })
        .collect();
    let (order, descending) = match query.order_by {
        Some(order) => (order.field.to_string(), order.descending),
        None if query.fields.iter().any(|f| f.to_string() == "sum(session)") => {
            ("sum(session)".to_owned(), true)
        }
        None => (query.fields[0].to_string(), true),
    };
    let rank = |group: &NaiveGroup| {
        let subject = match order.as_str() {
            "sum(session)" => Some("session"),
            "count_unique(user)" => Some("user"),
            _ => None,
        };
        match subject {
            Some(subject) if !query.filter.statuses.is_empty() => {
                let chosen = Status::ALL
                    .iter()
                    .filter(|status| meets(&query.filter.statuses, status));
                Some(
                    chosen
                        .map(|status| exclusive(&group.sessions, subject, status.name()))
                        .sum::<u64>() as f64,
                )
            }
            _ => value(&order, &group.sessions),
        }
    };
    groups.sort_by(|a, b| {
        let by_value = match (rank(a), rank(b)) {
            (None, None) => Ordering::Equal,
            (None, _) => Ordering::Greater,
            (_, None) => Ordering::Less,
            (Some(a), Some(b)) if descending => b.total_cmp(&a),
            (Some(a), Some(b)) => a.total_cmp(&b),
        };
        by_value.then_with(|| a.by.cmp(&b.by))
    });
    groups
}

// --- random data -----------------------------------------------------------------------------------------------------

fn any_session() -> impl Strategy<Value = Session> {
    let identity = (
        0..40u8,
        prop::option::of(0..4i64),
        0..6i64,
        prop::option::weighted(0.8, 0..7u8),
    );
    let attributes = (1..4u64, 0..5u8, 0..3u8, 0..100i64);
    let statuses = vec![
        "ok",
        "exited",
        "exited",
        "exited",
        "crashed",
        "abnormal",
        "errored",
        "unhandled",
        "odd",
    ];
    let mechanism = select(vec![
        None,
        None,
        None,
        Some("anr_foreground"),
        Some("anr_background"),
        Some("odd"),
    ]);
    let outcome = (
        select(statuses),
        prop_oneof![3 => Just(0), 1 => 1..4u64],
        mechanism,
    );
    let seconds = prop::option::weighted(0.8, 0..100_000u32);
    (identity, attributes, outcome, seconds).prop_map(|(identity, attributes, outcome, millis)| {
        let (sid, seq, later, user) = identity;
        let (project, release, environment, slot) = attributes;
        let started = START + slot * HOUR * 2 / 3;
        let timestamp = started + later * 1000;
        Session {
            sid: Some(format!("s{sid}")),
            version: seq.unwrap_or(timestamp),
            timestamp,
            user: user.filter(|user| *user > 0).map(|user| format!("u{user}")),
            project,
            release: format!("r{release}"),
            environment: ["", "production", "beta"][environment as usize].to_owned(),
            started,
            status: outcome.0.to_owned(),
            errors: outcome.1,
            mechanism: outcome.2.map(str::to_owned),
            seconds: millis.map(|millis| f64::from(millis) / 1000.0),
            times: 1,
        }
    })
}

/// One line and what it stands for: a session, or an aggregate row's sessions.
fn any_line() -> impl Strategy<Value = (String, Vec<Session>)> {
    let counts = prop::collection::vec(prop_oneof![Just(0), 1..50u64, Just(3_000_000_000)], 5);
    (any_session(), prop::option::weighted(0.15, counts)).prop_map(|(session, counts)| {
        let attrs = json!({"release": session.release, "environment": session.environment});
        let started = Timestamp::from_millis(session.started).to_iso();
        let mut line = json!({"project": session.project, "started": started, "did": session.user, "attrs": attrs});
        let Some(counts) = counts else {
            line["sid"] = json!(session.sid);
            line["timestamp"] = json!(Timestamp::from_millis(session.timestamp).to_iso());
            line["seq"] = if session.version == session.timestamp { json!(null) } else { json!(session.version) };
            line["status"] = json!(session.status);
            line["errors"] = json!(session.errors);
            line["duration"] = json!(session.seconds);
            line["abnormal_mechanism"] = json!(session.mechanism);
            return (line.to_string(), vec![session]);
        };
        let keys = ["exited", "errored", "unhandled", "crashed", "abnormal"];
        let mut out = Vec::new();
        for (key, times) in keys.into_iter().zip(counts) {
            line[key] = json!(times);
            let status = key.to_owned();
            let bare = Session { sid: None, mechanism: None, seconds: None, errors: 0, ..session.clone() };
            out.extend((times > 0).then(|| Session { status, times, started: session.started / 60_000 * 60_000, ..bare }));
        }
        (line.to_string(), out)
    })
}

fn conditions<T: Clone + std::fmt::Debug + 'static>(
    values: Vec<T>,
) -> impl Strategy<Value = Vec<OneOf<T>>> {
    let count = values.len();
    let one = (subsequence(values, 0..=count), any::<bool>()).prop_map(|(list, negated)| {
        if negated {
            OneOf::NotIn(list)
        } else {
            OneOf::In(list)
        }
    });
    prop_oneof![5 => Just(Vec::new()), 3 => prop::collection::vec(one, 1..3)]
}

fn any_query() -> impl Strategy<Value = SessionsQuery> {
    let text = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>();
    let filter = (
        conditions(vec![1, 2, 3, 4]),
        conditions(text(&["", "production", "beta", "none"])),
        conditions(text(&["r0", "r1", "r2", "r3", "r9"])),
        conditions(Status::ALL.to_vec()),
    )
        .prop_map(|(projects, environments, releases, statuses)| Filter {
            projects,
            environments,
            releases,
            statuses,
        });
    let dimensions = vec![
        Dimension::Project,
        Dimension::Release,
        Dimension::Environment,
        Dimension::Status,
    ];
    let everything: Vec<Field> = Field::all().collect();
    let fields = prop_oneof![
        1 => Just(everything.clone()),
        3 => subsequence(everything, 1..5).prop_shuffle(),
    ];
    let window = (
        0..60i64,
        0..60i64,
        select(vec![HOUR / 3, HOUR, 6 * HOUR, 24 * HOUR]),
    );
    let order = prop::option::of((any::<prop::sample::Index>(), any::<bool>()));
    let limit = prop::option::of(0..6usize);
    (
        fields,
        subsequence(dimensions, 0..=4),
        filter,
        window,
        order,
        limit,
        any::<bool>(),
    )
        .prop_map(
            |(fields, group_by, filter, (from, hours, interval), order, limit, series)| {
                let start = Timestamp::from_millis(START + from * HOUR + 1234);
                let interval = Interval::from_millis(interval).expect("positive");
                let window = Window::new(TimeRange::new(start, start.plus(hours * HOUR)), interval)
                    .expect("fits");
                let order_by = order.map(|(at, descending)| OrderBy {
                    field: *at.get(&fields),
                    descending,
                });
                SessionsQuery {
                    window,
                    fields,
                    group_by,
                    filter,
                    order_by,
                    limit,
                    series,
                    at_least: false,
                }
            },
        )
}

// --- both sides ------------------------------------------------------------------------------------------------------

fn ingest(lines: &[(String, Vec<Session>)]) -> Ingest {
    let mut ingest = Ingest::new();
    for (line, _) in lines {
        ingest.feed(line.as_bytes());
        ingest.feed(b"\n");
    }
    ingest
}

fn agree(
    store: &Store,
    sessions: &[Session],
    queries: &[SessionsQuery],
) -> Result<(), TestCaseError> {
    for (query, result) in queries.iter().zip(answer(store, queries)) {
        let expected = groups(sessions, query);
        prop_assert_eq!(result.groups_available, expected.len());
        let kept = &expected[..expected.len().min(query.limit.unwrap_or(usize::MAX))];
        let keys = |group: &NaiveGroup| group.by.clone();
        prop_assert_eq!(
            result
                .groups
                .iter()
                .map(|g| g.by.clone())
                .collect::<Vec<_>>(),
            kept.iter().map(keys).collect::<Vec<_>>()
        );
        for (group, naive) in result.groups.iter().zip(kept) {
            for field in &query.fields {
                let name = field.to_string();
                prop_assert_eq!(
                    group.total_of(*field),
                    value(&name, &naive.sessions),
                    "{} of {:?}",
                    name,
                    naive.by
                );
                let buckets: Vec<Option<f64>> = query
                    .window
                    .starts()
                    .filter(|_| query.series)
                    .map(|start| {
                        let end = start.millis() + query.window.interval().millis();
                        let inside = |s: &&&Session| start.millis() <= s.started && s.started < end;
                        value(
                            &name,
                            &naive
                                .sessions
                                .iter()
                                .filter(inside)
                                .copied()
                                .collect::<Vec<_>>(),
                        )
                    })
                    .collect();
                prop_assert_eq!(
                    group.series_of(*field),
                    buckets,
                    "{} of {:?}",
                    name,
                    naive.by
                );
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_agrees_with_the_obvious(
        lines in prop::collection::vec(any_line(), 0..80),
        queries in prop::collection::vec(any_query(), 1..4),
    ) {
        let sessions = merged(&lines.iter().flat_map(|(_, sessions)| sessions.clone()).collect::<Vec<_>>());
        agree(&Store::from_ingest(ingest(&lines)), &sessions, &queries)?;
    }

    /// Of the same rows in several groupings: what one has counted may serve another.
    #[test]
    fn widgets_of_one_dashboard_agree(
        lines in prop::collection::vec(any_line(), 0..80),
        first in any_query(),
        others in prop::collection::vec((any_query(), any::<bool>()), 1..6),
    ) {
        let sessions = merged(&lines.iter().flat_map(|(_, sessions)| sessions.clone()).collect::<Vec<_>>());
        let shared = others.into_iter().map(|(query, other_filter)| SessionsQuery {
            window: first.window,
            filter: if other_filter { query.filter.clone() } else { first.filter.clone() },
            ..query
        });
        let queries: Vec<SessionsQuery> = shared.chain([first.clone()]).collect();
        agree(&Store::from_ingest(ingest(&lines)), &sessions, &queries)?;
    }

    #[test]
    fn it_does_not_matter_in_how_many_loads_sessions_come(
        lines in prop::collection::vec(any_line(), 0..80),
        loads in 2..5usize,
        step in 1..40usize,
        queries in prop::collection::vec(any_query(), 1..3),
    ) {
        let sessions = merged(&lines.iter().flat_map(|(_, sessions)| sessions.clone()).collect::<Vec<_>>());
        let mut store = Store::empty();
        for part in lines.chunks(lines.len() / loads + 1) {
            let mut build = StoreBuild::new(store, ingest(part));
            while !build.step(step) {}
            store = build.finish();
        }
        let rows: usize = sessions.len();
        prop_assert_eq!(store.rows(), rows);
        agree(&store, &sessions, &queries)?;
    }
}

/// More cells than are counted at once with a limit: totals first, then the series of the groups that stay.
#[test]
fn a_wide_grouping_with_a_limit_agrees_too() {
    let lines: Vec<(String, Vec<Session>)> = (0..400u64)
        .map(|n| {
            let session = Session {
                sid: Some(format!("s{n}")),
                version: n as i64,
                timestamp: START,
                user: Some(format!("u{}", n % 9)),
                project: 1,
                release: format!("r{}", n * n % 331),
                environment: "production".to_owned(),
                started: START + (n as i64 * 7 % 700) * HOUR,
                status: ["exited", "crashed", "exited"][n as usize % 3].to_owned(),
                errors: 0,
                mechanism: None,
                seconds: Some(n as f64),
                times: 1,
            };
            let line = json!({
                "sid": session.sid, "seq": n, "did": session.user, "project": 1, "status": session.status,
                "started": Timestamp::from_millis(session.started).to_iso(), "duration": session.seconds,
                "attrs": {"release": session.release, "environment": "production"},
            });
            (line.to_string(), vec![session])
        })
        .collect();
    let sessions: Vec<Session> = lines
        .iter()
        .flat_map(|(_, sessions)| sessions.clone())
        .collect();
    let start = Timestamp::from_millis(START);
    let window = Window::new(
        TimeRange::new(start, start.plus(700 * HOUR)),
        Interval::HOUR,
    )
    .expect("fits");
    let query = |fields: Vec<Field>| SessionsQuery {
        group_by: vec![Dimension::Release],
        limit: Some(4),
        ..SessionsQuery::new(window, fields)
    };
    let queries = [
        query(Field::all().take(3).collect()),
        query(Field::all().collect()),
    ];
    agree(&Store::from_ingest(ingest(&lines)), &sessions, &queries).expect("agrees");
}
