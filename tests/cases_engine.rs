//! The cases of `tests/fixtures/cases.json` (behaviour of Sentry's code, as data) that concern counting: the sessions
//! endpoint and its errors, status arithmetic, rates, windows, series, ingestion. Cases are told apart by their shape,
//! so more cases of the same topics run without a change here.

use serde_json::{Value, json};
use session_health::engine::api::{ApiContext, ApiError, POINT_BUDGET, parse_query, respond};
use session_health::engine::execute::answer;
use session_health::engine::field::{Field, Subject};
use session_health::engine::ingest::Ingest;
use session_health::engine::query::{Dimension, SessionsQuery};
use session_health::engine::result::Tally;
use session_health::engine::store::Store;
use session_health::session::{Interval, SetCounts, Status, TimeRange, Timestamp, Window};

const TOPICS: [&str; 12] = [
    "sessions-api",
    "sessions-api-errors",
    "status-arithmetic",
    "rates",
    "intervals",
    "series",
    "session-utils",
    "ingest",
    "insights-crash-free",
    "insights-unhealthy",
    "insights-adoption",
    "insights-total",
];

/// Cases that are not run, and why.
const SKIPPED: [(&str, &str); 1] = [(
    "N05",
    "adoption is a share of all sessions, not of the fetched releases",
)];

/// What checks a case, by topic and, where one topic has several shapes, by id.
fn check(topic: &str, id: &str) -> Option<fn(&Value)> {
    Some(match (topic, id) {
        ("sessions-api", "S28") => users_by_status,
        ("sessions-api", "S29") => rate_by_release,
        ("sessions-api", _) => endpoint,
        ("sessions-api-errors", _) => endpoint_error,
        ("status-arithmetic", "A03") => exclusive_users,
        ("status-arithmetic", _) => exclusive_counts,
        ("rates", _) => rates,
        ("intervals", _) => rounding,
        ("series", _) => missing_buckets,
        ("session-utils", "U01") => sum_of_statuses,
        ("session-utils", "U04") => share_of_status,
        ("session-utils", "U05") => part_of_the_range,
        ("insights-crash-free", "N02") => empty_bucket,
        ("insights-crash-free", "N03") => most_adopted,
        ("insights-unhealthy", _) => unhealthy_share,
        ("ingest", "X02") => one_session_in_updates,
        ("ingest", "X03") => defaults,
        _ => return None,
    })
}

#[test]
fn every_case_about_counting() {
    let file = fixture();
    let mut run = 0;
    for case in array(&file["cases"]) {
        let (topic, id) = (text(&case["topic"]), text(&case["id"]));
        if !TOPICS.contains(&topic) {
            continue;
        }
        match (
            check(topic, id),
            SKIPPED.iter().find(|(skipped, _)| *skipped == id),
        ) {
            (_, Some((_, why))) => println!("{id} skipped: {why}"),
            (Some(check), None) => {
                println!("{id}: {}", case["name"]);
                check(case);
                run += 1;
            }
            (None, None) => panic!("{id} ({topic}) is neither run nor listed as skipped"),
        }
    }
    assert!(run >= 40, "only {run} cases ran");
}

// --- the sessions endpoint -------------------------------------------------------------------------------------------

fn endpoint(case: &Value) {
    let mut sessions = array(&fixture()["fixtures"]["F1"]["sessions"]).clone();
    sessions.extend(
        case["input"]["extra_sessions"]
            .as_array()
            .into_iter()
            .flatten()
            .cloned(),
    );
    let store = store_of(sessions.iter().map(fixture_line));
    let answer =
        request(&store, &case["input"]).unwrap_or_else(|error| panic!("{}: {error}", case["id"]));
    let expected = &case["expected"];
    for key in ["start", "end", "query", "intervals"] {
        if let Some(value) = expected.get(key) {
            assert_eq!(&answer[key], value, "{} {key}", case["id"]);
        }
    }
    if let Some(count) = expected.get("interval_count") {
        assert_eq!(json!(array(&answer["intervals"]).len()), *count);
    }
    // The fifth status is newer than these cases; its groups are zero everywhere in them.
    let mut groups: Vec<Value> = array(&answer["groups"])
        .iter()
        .filter(|group| group["by"]["session.status"] != "unhandled" || *group != &zeros(group))
        .cloned()
        .collect();
    if let Some(group) = expected.get("group") {
        assert_eq!(groups, [with_numbers(group)], "{}", case["id"]);
    }
    if let Some(in_order) = expected.get("groups_in_order") {
        assert_eq!(
            groups,
            array(in_order).iter().map(with_numbers).collect::<Vec<_>>(),
            "{}",
            case["id"]
        );
    }
    if let Some(expected) = expected.get("groups") {
        let mut expected: Vec<Value> = array(expected).iter().map(with_numbers).collect();
        groups.sort_by_key(|group| group["by"].to_string());
        expected.sort_by_key(|group| group["by"].to_string());
        assert_eq!(groups, expected, "{}", case["id"]);
    }
}

fn endpoint_error(case: &Value) {
    let error = request(&Store::empty(), &case["input"]).expect_err(text(&case["name"]));
    assert_eq!(
        json!({"status": error.status, "detail": error.detail}),
        case["expected"],
        "{}",
        case["id"]
    );
}

/// Asks as a client would. Projects of the fixture are 1 to 3; 4 is somebody else's.
fn request(store: &Store, input: &Value) -> Result<Value, ApiError> {
    let mut params = Vec::new();
    let mut point_budget = POINT_BUDGET;
    for (key, value) in input["query"].as_object().expect("a query") {
        if key == "point_budget" {
            point_budget = value.as_u64().expect("a number") as usize;
            continue;
        }
        let values = value
            .as_array()
            .cloned()
            .unwrap_or_else(|| vec![value.clone()]);
        for value in values {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            let value = if key == "project" {
                value.trim_start_matches('p').to_owned()
            } else {
                value
            };
            params.push((key.clone(), value));
        }
    }
    let now = input["now"]
        .as_str()
        .map_or(Timestamp::from_secs(1_610_627_248), time);
    let context = ApiContext {
        now,
        projects: &[1, 2, 3],
        releases: &|_| Ok(Vec::new()),
        point_budget,
    };
    let query = parse_query(&params, &context)?;
    let results = answer(store, std::slice::from_ref(&query.query));
    Ok(respond(&query, &results[0]))
}

/// A session of the fixture as a line; sessions of the other organization have project 4.
fn fixture_line(session: &Value) -> Value {
    json!({
        "sid": format!("session-{}", session["n"]),
        "did": session["user"],
        "project": text(&session["project"]).trim_start_matches('p'),
        "started": session["started"],
        "timestamp": session["started"],
        "status": session["status"],
        "errors": session["errors"],
        "abnormal_mechanism": session["abnormal_mechanism"],
        "attrs": {"release": session["release"], "environment": session["environment"]},
    })
}

/// The expected group with `p1` as the number the endpoint gives.
fn with_numbers(group: &Value) -> Value {
    let mut group = group.clone();
    if let Some(project) = group["by"]
        .get("project")
        .map(|p| text(p).trim_start_matches('p').to_owned())
    {
        group["by"]["project"] = json!(project.parse::<u64>().expect("a number"));
    }
    group
}

fn zeros(group: &Value) -> Value {
    let mut zero = group.clone();
    for kind in ["totals", "series"] {
        for value in zero[kind]
            .as_object_mut()
            .into_iter()
            .flat_map(|fields| fields.values_mut())
        {
            match value {
                Value::Array(values) => values.fill(json!(0)),
                value => *value = json!(0),
            }
        }
    }
    zero
}

fn users_by_status(case: &Value) {
    let mut lines = Vec::new();
    for session in array(&case["input"]["sessions"]) {
        for (seq, update) in array(&session["updates"]).iter().enumerate() {
            let update = text(update);
            let (status, rest) = update.split_once('(').unwrap_or((update, ""));
            let errors: u64 = rest
                .trim_start_matches("errors=")
                .trim_end_matches(')')
                .parse()
                .unwrap_or(0);
            lines.push(json!({
                "sid": session["session"], "did": session["user"], "seq": seq, "status": status, "errors": errors,
                "project": 1, "started": "2021-01-14T12:00:00Z", "attrs": {"release": "foo@1.0.0"},
            }));
        }
    }
    let store = store_of(lines);
    let total = totals(
        &store,
        SessionsQuery::new(day(), [Field::Total(Subject::User)]),
    );
    assert_eq!(
        json!(total.users.all),
        case["expected"]["count_unique(user)"]
    );
    for (status, count) in case["expected"]["by_status"].as_object().expect("counts") {
        let status = Status::from_name(status).expect("a status");
        assert_eq!(json!(total.users.get(status)), *count, "{status}");
    }
}

fn rate_by_release(case: &Value) {
    let mut lines = Vec::new();
    for (release, sessions) in case["input"]["sessions"].as_object().expect("releases") {
        for (status, count) in sessions.as_object().expect("statuses") {
            for _ in 0..count.as_u64().expect("a count") {
                lines.push(json!({
                    "sid": format!("{}", lines.len()), "status": status, "project": 1,
                    "started": "2021-01-14T12:00:00Z", "attrs": {"release": release},
                }));
            }
        }
    }
    let field = Field::from_name(text(&case["input"]["field"])).expect("a field");
    let query = SessionsQuery {
        group_by: vec![Dimension::Release],
        ..SessionsQuery::new(day(), [field])
    };
    let result = &answer(&store_of(lines), &[query])[0];
    let newest_first = array(&case["input"]["releases_in_creation_order"])
        .iter()
        .rev();
    let rates: Vec<Value> = newest_first
        .map(|release| {
            let group = result
                .groups
                .iter()
                .find(|g| g.by.release.as_deref() == release.as_str())
                .expect("a group");
            json!([release, group.total_of(field)])
        })
        .collect();
    assert_eq!(json!(rates), case["expected"]["in_order"]);
}

// --- arithmetic ------------------------------------------------------------------------------------------------------

fn exclusive_counts(case: &Value) {
    let input = &case["input"];
    let column = |key: &str| match &input[key] {
        Value::Array(values) => values
            .iter()
            .map(|v| v.as_u64().expect("a count"))
            .collect(),
        value => vec![value.as_u64().expect("a count")],
    };
    let (all, errored) = (column("sessions"), column("errored_inclusive"));
    let (crashed, abnormal, unhandled) =
        (column("crashed"), column("abnormal"), column("unhandled"));
    let buckets: Vec<SetCounts> = (0..all.len())
        .map(|n| SetCounts {
            all: all[n],
            errored_all: errored[n],
            crashed: crashed[n],
            abnormal: abnormal[n],
            unhandled: unhandled[n],
        })
        .collect();
    check_statuses(case, &case["expected"], &buckets);
}

/// The rows of this case count errored users without the unhandled ones (its note); ours hold both.
fn exclusive_users(case: &Value) {
    let input = &case["input"];
    let counts = |at: &dyn Fn(&str) -> u64| SetCounts {
        all: at("users"),
        errored_all: at("users_errored") + at("users_unhandled"),
        crashed: at("users_crashed"),
        abnormal: at("users_abnormal"),
        unhandled: at("users_unhandled"),
    };
    let buckets: Vec<SetCounts> = (0..array(&input["users"]).len())
        .map(|n| counts(&|key| input[key][n].as_u64().expect("a count")))
        .collect();
    check_statuses(case, &case["expected"], &buckets);
    let total = counts(&|key| input["total"][key].as_u64().expect("a count"));
    check_statuses(case, &case["expected"]["totals"], &[total]);
}

fn check_statuses(case: &Value, expected: &Value, buckets: &[SetCounts]) {
    for status in Status::ALL {
        let counts: Vec<u64> = buckets.iter().map(|counts| counts.get(status)).collect();
        let counts = if expected[status.name()].is_array() {
            json!(counts)
        } else {
            json!(counts[0])
        };
        assert_eq!(counts, expected[status.name()], "{} {status}", case["id"]);
    }
}

fn rates(case: &Value) {
    let count = |key: &str| case["input"][key].as_u64().unwrap_or_default();
    let crashed = count("crashed");
    let sessions = SetCounts {
        all: count("init"),
        errored_all: crashed,
        crashed,
        ..SetCounts::default()
    };
    let tally = Tally {
        sessions,
        ..Tally::default()
    };
    for (name, value) in case["expected"].as_object().expect("rates") {
        let field = Field::from_name(name).expect("a field");
        assert_eq!(json!(field.value(&tally)), *value, "{} {name}", case["id"]);
    }
}

fn rounding(case: &Value) {
    let input = &case["input"];
    let query = json!({"statsPeriod": input["statsPeriod"], "interval": input["interval"], "field": "sum(session)"});
    let answer = request(
        &Store::empty(),
        &json!({"now": input["now"], "query": query}),
    )
    .expect("an answer");
    for (key, value) in case["expected"].as_object().expect("fields") {
        assert_eq!(&answer[key], value, "{} {key}", case["id"]);
    }
}

fn missing_buckets(case: &Value) {
    let input = &case["input"];
    let rows = array(&input["rows"]).iter().map(
        |row| json!({"project": 1, "started": row[0], "exited": row[1], "attrs": {"release": "foo@1.0.0"}}),
    );
    let query = json!({"statsPeriod": input["statsPeriod"], "interval": input["interval"], "field": "sum(session)"});
    let answer = request(
        &store_of(rows),
        &json!({"now": input["now"], "query": query}),
    )
    .expect("an answer");
    assert_eq!(answer["groups"][0]["series"], case["expected"]);
}

// --- what upstream's front end computes ------------------------------------------------------------------------------

/// The sessions of two statuses add up. Users do not (E13), so that half of the case is not offered.
fn sum_of_statuses(case: &Value) {
    let mut line =
        json!({"project": 1, "started": "2021-01-14T12:00:00Z", "attrs": {"release": "foo@1.0.0"}});
    let statuses: Vec<&String> = case["input"]["totals"]
        .as_object()
        .expect("totals")
        .keys()
        .collect();
    for status in &statuses {
        line[status.as_str()] = case["input"]["totals"][status.as_str()]["sum(session)"].clone();
    }
    let search = format!(
        "session.status:[{}]",
        statuses
            .iter()
            .map(|s| s.as_str())
            .collect::<Vec<_>>()
            .join(",")
    );
    let query = json!({"statsPeriod": "1d", "field": "sum(session)", "query": search});
    let answer = request(&store_of([line]), &json!({"query": query})).expect("an answer");
    assert_eq!(
        answer["groups"][0]["totals"]["sum(session)"],
        case["expected"]["sum(session)"]
    );
}

fn share_of_status(case: &Value) {
    let totals = &case["input"]["totals"];
    let counts = |field: &str| {
        let of = |status: &str| totals[status][field].as_u64().unwrap_or_default();
        let errored_all = of("errored") + of("crashed") + of("abnormal");
        SetCounts {
            all: of("healthy") + errored_all,
            errored_all,
            crashed: of("crashed"),
            abnormal: of("abnormal"),
            unhandled: 0,
        }
    };
    let tally = Tally {
        sessions: counts("sum(session)"),
        users: counts("count_unique(user)"),
        ..Tally::default()
    };
    let errored = Field::Rate(Status::Errored, Subject::Session)
        .value(&tally)
        .expect("a rate")
        * 100.0;
    let healthy = tally.users.get(Status::Healthy) as f64 / tally.users.all as f64 * 100.0;
    let close = |a: f64, b: &Value| (a - b.as_f64().expect("a number")).abs() < 1e-9;
    assert!(
        close(errored, &case["expected"]["errored_percent(session)"]),
        "{errored}"
    );
    assert!(
        close(healthy, &case["expected"]["healthy_percent(user)"]),
        "{healthy}"
    );
}

/// We do not cut an answer, we ask for the part: its session sums are those of its own buckets. Its users are counted
/// anew, where the case keeps the old total.
fn part_of_the_range(case: &Value) {
    let input = &case["input"];
    let statuses = [
        ("exited", "healthy"),
        ("errored", "errored"),
        ("crashed", "crashed"),
    ];
    let line = |started: &str, count: &dyn Fn(&str) -> u64| {
        let mut line = json!({"project": 1, "started": started, "attrs": {"release": "foo@1.0.0"}});
        for (key, status) in statuses {
            line[key] = json!(count(status));
        }
        line
    };
    let first = |status: &str| input["first_bucket"][status].as_u64().expect("a count");
    let before = |status: &str| {
        input["series_sum_before"][status]
            .as_u64()
            .expect("a count")
    };
    let store = store_of([
        line(text(&input["first_interval"]), &first),
        line(text(&input["last_interval"]), &|status| {
            before(status) - first(status)
        }),
    ]);
    let expected = &case["expected"];
    let range = TimeRange::new(
        time(text(&expected["start"])),
        time(text(&expected["end"])).plus(1),
    );
    let window = Window::new(range, Interval::HOUR).expect("fits");
    assert_eq!(json!(window.len()), expected["interval_count"]);
    let total = totals(
        &store,
        SessionsQuery::new(window, [Field::Total(Subject::Session)]),
    );
    for (status, count) in expected["sum(session)"].as_object().expect("counts") {
        let status = Status::from_name(status).expect("a status");
        assert_eq!(json!(total.sessions.get(status)), *count, "{status}");
    }
}

/// A bucket without sessions has no rate; that upstream's page shows 100 % there is its fault.
fn empty_bucket(case: &Value) {
    let rate = Field::CrashFreeRate(Subject::Session).value(&Tally::default());
    assert_eq!(json!(rate), case["expected"]["sessions_api"]);
}

fn most_adopted(case: &Value) {
    let totals = case["input"]["totals"].as_object().expect("totals");
    let lines = totals.iter().map(|(release, count)| {
        json!({"project": 1, "started": "2021-01-14T12:00:00Z", "exited": count, "attrs": {"release": release}})
    });
    let query = SessionsQuery {
        group_by: vec![Dimension::Release],
        limit: Some(5),
        ..SessionsQuery::new(day(), [Field::Total(Subject::Session)])
    };
    let result = &answer(&store_of(lines), &[query])[0];
    let shown: Vec<_> = result
        .groups
        .iter()
        .filter_map(|group| group.by.release.clone())
        .collect();
    assert_eq!(json!(shown), case["expected"]["shown"]);
    assert_eq!(
        result.groups_available,
        totals.values().filter(|count| **count != json!(0)).count()
    );
}

/// The share of a bucket without sessions is none, not 0.
fn unhealthy_share(case: &Value) {
    for (bucket, expected) in array(&case["input"]["buckets"])
        .iter()
        .zip(array(&case["expected"]["values"]))
    {
        let of = |status: &str| bucket[status].as_u64().unwrap_or_default();
        let errored_all = of("errored") + of("crashed") + of("abnormal");
        let sessions = SetCounts {
            all: of("healthy") + errored_all,
            errored_all,
            ..SetCounts::default()
        };
        let share = Field::UnhealthyRate.value(&Tally {
            sessions,
            ..Tally::default()
        });
        let expected = if sessions.all == 0 {
            Value::Null
        } else {
            expected.clone()
        };
        assert_eq!(json!(share), expected);
    }
}

// --- ingestion -------------------------------------------------------------------------------------------------------

fn one_session_in_updates(case: &Value) {
    let updates = array(&case["input"]["updates"]);
    let mut started = 0;
    for until in 1..=updates.len() {
        let lines = updates[..until].iter().enumerate().map(|(seq, update)| {
            let mut line = update.clone();
            line["sid"] = json!("s1");
            line["seq"] = json!(seq);
            line["project"] = json!(1);
            line["started"] = json!("2021-01-14T12:00:00Z");
            line["attrs"] = json!({"release": "foo@1.0.0"});
            line
        });
        let total = totals(
            &store_of(lines),
            SessionsQuery::new(day(), [Field::Total(Subject::Session)]),
        );
        started += case["expected"]["total"][until - 1]
            .as_u64()
            .expect("a count");
        assert_eq!(total.sessions.all, started, "after {until} updates");
        assert_eq!(
            json!(total.sessions.errored_all > 0),
            case["expected"]["counts_as_errored"][until - 1]
        );
    }
}

/// The minimal update is a healthy session of nobody; without an id each line is a session of its own.
fn defaults(case: &Value) {
    let mut line = case["input"]["json"].clone();
    line["project"] = json!(1);
    let started = time(text(&line["started"]));
    let window =
        Window::new(TimeRange::new(started, started.plus(1)), Interval::HOUR).expect("fits");
    let fields = [
        Field::Total(Subject::Session),
        Field::Total(Subject::User),
        Field::AnrRate,
    ];
    let total = totals(
        &store_of([line.clone(), line]),
        SessionsQuery::new(window, fields),
    );
    assert_eq!(
        total,
        Tally {
            sessions: SetCounts {
                all: 2,
                ..SetCounts::default()
            },
            ..Tally::default()
        }
    );
}

// --- helpers ---------------------------------------------------------------------------------------------------------

fn store_of(lines: impl IntoIterator<Item = Value>) -> Store {
    let mut ingest = Ingest::new();
    for line in lines {
        ingest.feed(format!("{line}\n").as_bytes());
    }
    ingest.end();
    assert_eq!(ingest.skipped_reasons(), []);
    Store::from_ingest(ingest)
}

fn totals(store: &Store, query: SessionsQuery) -> Tally {
    answer(store, &[query])[0].groups[0].total
}

fn day() -> Window {
    Window::new(
        TimeRange::new(time("2021-01-14T00:00:00Z"), time("2021-01-15T00:00:00Z")),
        Interval::DAY,
    )
    .expect("fits")
}

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap_or_else(|| panic!("not a time: {text}"))
}

fn fixture() -> Value {
    serde_json::from_str(include_str!("fixtures/cases.json")).expect("JSON")
}

fn array(value: &Value) -> &Vec<Value> {
    value
        .as_array()
        .unwrap_or_else(|| panic!("not a list: {value}"))
}

fn text(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("not text: {value}"))
}
