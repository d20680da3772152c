//! Release bubbles against the published cases (B*).

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use session_health::chart::bubbles::{bubbles, opacities};
use session_health::chart::data::ReleaseMark;
use session_health::session::Timestamp;

fn case(id: &str) -> Value {
    let text = std::fs::read_to_string("tests/fixtures/cases.json").unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let cases = all["cases"].as_array().unwrap();
    cases.iter().find(|c| c["id"] == id).unwrap().clone()
}

fn millis(value: &Value) -> Timestamp {
    Timestamp::from_millis(value.as_i64().unwrap())
}

fn mark(version: &str, at: Timestamp) -> ReleaseMark {
    ReleaseMark {
        version: version.to_owned(),
        at,
        first_seen: false,
    }
}

#[test]
fn b01_ten_boxes_the_last_one_shorter() {
    let case = case("B01");
    let input = &case["input"];
    let made = bubbles(
        millis(&input["minTime"]),
        millis(&input["maxTime"]),
        millis(&input["finalTime"]),
        input["desiredBuckets"].as_u64().unwrap() as usize,
        &[],
    );
    let expected = case["expected"]["buckets"].as_array().unwrap();
    assert_eq!(made.len(), expected.len());
    for (bubble, wanted) in made.iter().zip(expected) {
        assert_eq!(bubble.range.start, millis(&wanted["start"]));
        assert_eq!(bubble.range.end, millis(&wanted["end"]));
        let told = wanted.get("final").unwrap_or(&wanted["end"]);
        assert_eq!(bubble.told_end, millis(told));
    }
}

#[test]
fn b02_every_release_in_its_box() {
    let case = case("B02");
    let input = &case["input"];
    let marks: Vec<ReleaseMark> = input["releases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| mark(r["version"].as_str().unwrap(), millis(&r["date_ms"])))
        .collect();
    let (start, end) = (millis(&input["minTime"]), millis(&input["maxTime"]));
    let count = input["desiredBuckets"].as_u64().unwrap() as usize;
    let made = bubbles(start, end, end, count, &marks);
    for (version, index) in case["expected"]["bucket_index"].as_object().unwrap() {
        let found = made
            .iter()
            .position(|b| b.releases.iter().any(|r| r.version == *version));
        assert_eq!(found.map(|i| i as u64), index.as_u64(), "{version}");
    }
    let counts: Vec<u64> = made.iter().map(|b| b.releases.len() as u64).collect();
    let expected: Vec<u64> = case["expected"]["counts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_u64().unwrap())
        .collect();
    assert_eq!(counts, expected);
}

#[test]
fn b04_as_many_boxes_as_asked_for() {
    let case = case("B04");
    let end = Timestamp::from_millis(case["input"]["range_ms"].as_i64().unwrap());
    let wanted = case["input"]["desired"].as_array().unwrap().iter();
    for (wanted, expected) in wanted.zip(case["expected"]["bucket_counts"].as_array().unwrap()) {
        let made = bubbles(
            Timestamp::default(),
            end,
            end,
            wanted.as_u64().unwrap() as usize,
            &[],
        );
        assert_eq!(made.len() as u64, expected.as_u64().unwrap());
    }
}

#[test]
fn no_time_no_boxes() {
    let t = Timestamp::from_secs(5);
    assert!(bubbles(t, t, t, 10, &[mark("a@1", t)]).is_empty());
}

#[test]
fn an_average_box_is_half_opaque_and_an_empty_one_invisible() {
    // 4 releases in 2 boxes: 2 on average.
    let at = |ms: i64| Timestamp::from_millis(ms);
    let marks = [0, 1, 2, 60].map(|ms| mark("a@1", at(ms)));
    assert_eq!(
        opacities(&bubbles(at(0), at(100), at(100), 2, &marks)),
        [0.75, 0.25]
    );
    let marks = [0, 1].map(|ms| mark("a@1", at(ms)));
    assert_eq!(
        opacities(&bubbles(at(0), at(100), at(100), 10, &marks))[..2],
        [1.0, 0.0],
        "opacity ends at 1"
    );
}
