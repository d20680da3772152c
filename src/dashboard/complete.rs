//! What a half-typed condition may become: keys, then the values that this page knows.

use crate::session::search::term;

/// The most completions at once.
const MOST: usize = 12;
const KEYS: [&str; 3] = ["release", "environment", "project"];

/// Why a condition makes no sense, for a person: the API speaks of keys that nobody typed.
pub fn in_words(reason: String) -> String {
    match reason.strip_prefix("Invalid search filter: ") {
        None if reason.starts_with("Invalid project") => {
            "Projects go by number here, as in project:1. Type a name to find its number."
                .to_owned()
        }
        None => reason,
        // What free text is taken for.
        Some("message") => {
            "Write a key before each value: release:, environment: or project:.".to_owned()
        }
        Some(key) => format!("“{key}” is not a filter here: use release, environment or project."),
    }
}

/// What can stand in conditions here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Full versions.
    pub releases: Vec<String>,
    /// Names.
    pub environments: Vec<String>,
    /// Numbers and names.
    pub projects: Vec<(String, String)>,
}

/// The whole text after each completion of its last word, and what that means where the text does not tell.
pub fn completions(text: &str, known: &Known) -> Vec<(String, String)> {
    let start = last_word(text);
    let (before, word) = text.split_at(start);
    let (not, word) = word
        .strip_prefix('!')
        .map_or(("", word), |rest| ("!", rest));
    let Some((key, typed)) = word.split_once(':') else {
        let keys = KEYS.into_iter().filter(|key| key.starts_with(word));
        return keys
            .map(|key| (format!("{before}{not}{key}:"), String::new()))
            .collect();
    };
    let plain = |names: &[String]| names.iter().map(|n| (n.clone(), String::new())).collect();
    let values: Vec<(String, String)> = match key {
        "release" => plain(&known.releases),
        "environment" => plain(&known.environments),
        "project" => known.projects.clone(),
        _ => Vec::new(),
    };
    let typed = typed.trim_matches('"').to_ascii_lowercase();
    let fits = |(value, about): &(String, String)| {
        let has = |text: &str| text.to_ascii_lowercase().contains(&typed);
        has(value) || has(about)
    };
    let whole = |(value, about): (String, String)| {
        let term = if key == "project" {
            format!("project:{value}")
        } else {
            term(key, &value)
        };
        (format!("{before}{not}{term}"), about)
    };
    values
        .into_iter()
        .filter(fits)
        .take(MOST)
        .map(whole)
        .collect()
}

/// Where the last word begins; a space in quotes ends none.
fn last_word(text: &str) -> usize {
    let mut quoted = false;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => start = at + 1,
            _ => {}
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let owned = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
        let known = Known {
            releases: owned(&["shop@1.0", "shop@2.0", "my \"app\" 1"]),
            environments: owned(&["prod", "beta"]),
            projects: vec![("7".into(), "ios".into()), ("8".into(), "web".into())],
        };
        completions(text, &known)
            .into_iter()
            .map(|(text, _)| text)
            .collect()
    }

    #[test]
    fn what_is_no_condition_is_said_for_whoever_typed_it() {
        use crate::dashboard::planner::conditions;
        let why = |text| conditions(text).map(drop).map_err(in_words);
        assert_eq!(why("project:1"), Ok(()));
        for (text, words) in [
            ("project:shop", "Projects go by number here"),
            ("os:ios", "“os” is not a filter here"),
            ("shop", "Write a key before each value"),
        ] {
            let told = why(text).err().unwrap_or_default();
            assert!(told.starts_with(words), "{text}: {told}");
        }
    }

    #[test]
    fn keys_then_values() {
        assert_eq!(texts(""), ["release:", "environment:", "project:"]);
        assert_eq!(texts("!e"), ["!environment:"]);
        assert_eq!(texts("release:shop@2"), ["release:\"shop@2.0\""]);
        assert_eq!(texts("release:\"MY"), ["release:\"my \\\"app\\\" 1\""]);
        assert_eq!(texts("project:io"), ["project:7"]);
        assert_eq!(
            texts("release:\"a b\" !environment:"),
            [
                "release:\"a b\" !environment:\"prod\"",
                "release:\"a b\" !environment:\"beta\""
            ]
        );
        assert_eq!(texts("os:"), [""; 0]);
    }

    #[test]
    fn every_completion_is_a_condition() {
        for text in ["release:", "!environment:", "project:"] {
            for whole in texts(text) {
                assert!(
                    crate::dashboard::planner::conditions(&whole).is_ok(),
                    "{whole}"
                );
            }
        }
    }
}
