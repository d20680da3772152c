//! As much of JSON Schema as `sentry-dashboard.schema.json` uses; a keyword that is not known here fails the test.

use serde_json::Value;

/// The body of Sentry's dashboard endpoints.
pub fn sentrys_schema() -> Value {
    serde_json::from_str(include_str!("../fixtures/sentry-dashboard.schema.json")).unwrap()
}

/// Every place of `value` that breaks `schema`.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, value, "$", &mut found);
    found
}

fn check(schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    for (keyword, rule) in schema.as_object().expect("a schema is an object") {
        let holds = match keyword.as_str() {
            "$schema" | "title" => true,
            "type" => match rule {
                Value::Array(types) => types.iter().any(|t| is(value, t)),
                one => is(value, one),
            },
            "enum" => rule.as_array().unwrap().contains(value),
            // Used for "never there" only.
            "not" => false,
            "minLength" => length(value).is_none_or(|n| n >= rule.as_u64().unwrap()),
            "maxLength" => length(value).is_none_or(|n| n <= rule.as_u64().unwrap()),
            "minimum" => value.as_i64().is_none_or(|n| n >= rule.as_i64().unwrap()),
            "maximum" => value.as_i64().is_none_or(|n| n <= rule.as_i64().unwrap()),
            "maxItems" => value
                .as_array()
                .is_none_or(|a| a.len() as u64 <= rule.as_u64().unwrap()),
            "pattern" => value.as_str().is_none_or(|text| {
                assert_eq!(rule, "^[0-9]+[smhdw]$");
                let digits = text.trim_end_matches(['s', 'm', 'h', 'd', 'w']);
                text.len() == digits.len() + 1
                    && !digits.is_empty()
                    && digits.bytes().all(|b| b.is_ascii_digit())
            }),
            "required" => value.as_object().is_none_or(|object| {
                rule.as_array()
                    .unwrap()
                    .iter()
                    .all(|key| object.contains_key(key.as_str().unwrap()))
            }),
            "properties" => {
                for (key, schema) in rule.as_object().unwrap() {
                    if let Some(inner) = value.get(key) {
                        check(schema, inner, &format!("{at}.{key}"), found);
                    }
                }
                true
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(rule, item, &format!("{at}[{index}]"), found);
                }
                true
            }
            unknown => panic!("the checker does not know {unknown}"),
        };
        if !holds {
            found.push(format!("{at} breaks {keyword}: {value}"));
        }
    }
}

fn is(value: &Value, name: &Value) -> bool {
    match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        unknown => panic!("the checker does not know the type {unknown}"),
    }
}

fn length(value: &Value) -> Option<u64> {
    value.as_str().map(|text| text.chars().count() as u64)
}
