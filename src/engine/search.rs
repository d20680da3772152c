//! The `query` parameter of the sessions endpoint: conditions on release, environment, project and session status.
//!
//! Conditions stand side by side and must all hold; `!` turns one round, a list or `or` between conditions on the same
//! key gives alternatives. No free text, no wildcards on `release`. Keys such as `release.version` are resolved to full
//! versions by whoever knows the releases.

use super::api::ApiError;
use super::query::{Filter, OneOf};
use crate::session::Status;
use crate::session::search::{Token, Value, term, tokens};

/// Full versions that match a term such as `release.version:>=1.2`; the error says why the term makes no sense.
pub type ResolveReleases<'a> = &'a dyn Fn(&str) -> Result<Vec<String>, String>;

/// Reads a search text.
///
/// # Errors
/// In Sentry's words where Sentry has some.
#[inline]
pub fn parse(text: &str, releases: ResolveReleases) -> Result<Filter, ApiError> {
    let tokens = tokens(text).map_err(|error| ApiError::bad(error.to_string()))?;
    let mut filter = Filter::default();
    for token in join_alternatives(tokens)? {
        add(&mut filter, &token, releases)?;
    }
    Ok(filter)
}

/// Makes one list of conditions joined by `or`.
#[inline]
fn join_alternatives(tokens: Vec<Token>) -> Result<Vec<Token>, ApiError> {
    let mut branches: Vec<Vec<Token>> = vec![Vec::new()];
    for token in tokens {
        if is_word(&token, "or") {
            branches.push(Vec::new());
        } else if let (false, Some(branch)) = (is_word(&token, "and"), branches.last_mut()) {
            branch.push(token);
        }
    }
    if branches.len() == 1 {
        return Ok(branches.remove(0));
    }
    let on_status = |token: &Token| token.key.as_deref() == Some("session.status");
    if branches.iter().flatten().any(on_status) {
        return Err(ApiError::bad(
            "Unable to parse condition with session.status",
        ));
    }
    let mut joined: Option<Token> = None;
    for branch in branches {
        joined = Some(match (joined, <[Token; 1]>::try_from(branch)) {
            (None, Ok([token])) if !token.negated => token,
            (Some(mut all), Ok([token])) if !token.negated && token.key == all.key => {
                all.values.extend(token.values);
                all
            }
            _ => {
                return Err(ApiError::bad(
                    "OR can only stand between conditions on the same key, without others",
                ));
            }
        });
    }
    Ok(joined.into_iter().collect())
}

fn is_word(token: &Token, word: &str) -> bool {
    let plain = token.key.is_none() && !token.negated;
    plain
        && matches!(&token.values[..], [value] if !value.quoted && value.text.eq_ignore_ascii_case(word))
}

#[inline]
fn add(filter: &mut Filter, token: &Token, releases: ResolveReleases) -> Result<(), ApiError> {
    // Sentry's name for free text is "message".
    let key = token.key.as_deref().unwrap_or("message");
    let texts = || {
        token
            .values
            .iter()
            .map(|value| value.text.clone())
            .collect::<Vec<_>>()
    };
    match key {
        "release" => {
            if token
                .values
                .iter()
                .any(|value| !value.quoted && value.text.contains('*'))
            {
                return Err(ApiError::bad(
                    "Release Health Queries don't support wildcards",
                ));
            }
            filter.releases.push(one_of(token, texts()));
        }
        "release.version" | "release.build" | "release.package" | "release.stage" => {
            let mut versions = Vec::new();
            for value in &token.values {
                versions.extend(releases(&written(key, value)).map_err(ApiError::bad)?);
            }
            filter.releases.push(one_of(token, versions));
        }
        "environment" => filter.environments.push(one_of(token, texts())),
        "project" | "project_id" | "project.id" => {
            let ids: Result<Vec<u64>, _> = token
                .values
                .iter()
                .map(|value| value.text.parse())
                .collect();
            let ids = ids
                .map_err(|_| ApiError::bad("Invalid project parameter. Values must be numbers."))?;
            filter.projects.push(one_of(token, ids));
        }
        "session.status" => {
            // A status that does not exist is one that no session has.
            let statuses = token
                .values
                .iter()
                .filter_map(|value| Status::from_name(&value.text))
                .collect();
            filter.statuses.push(one_of(token, statuses));
        }
        _ => return Err(ApiError::bad(format!("Invalid search filter: {key}"))),
    }
    Ok(())
}

fn one_of<T>(token: &Token, values: Vec<T>) -> OneOf<T> {
    if token.negated {
        OneOf::NotIn(values)
    } else {
        OneOf::In(values)
    }
}

fn written(key: &str, value: &Value) -> String {
    if value.quoted || value.text.contains(char::is_whitespace) {
        term(key, &value.text)
    } else {
        format!("{key}:{}", value.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Filter, String> {
        let resolve = |term: &str| match term {
            "release.version:>=2" => Ok(vec!["shop@2.0".to_owned(), "shop@3.0".to_owned()]),
            r#"release.package:"my shop""# => Ok(vec!["my shop@1".to_owned()]),
            other => Err(format!("no idea: {other}")),
        };
        parse(text, &resolve).map_err(|error| error.detail)
    }

    #[test]
    fn conditions_become_filters() {
        let names = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        let filter = read(
            r#"release:[a,"b c"] !environment:staging project:[1, 2] and session.status:crashed"#,
        )
        .unwrap();
        assert_eq!(filter.releases, [OneOf::In(names(&["a", "b c"]))]);
        assert_eq!(filter.environments, [OneOf::NotIn(names(&["staging"]))]);
        assert_eq!(filter.projects, [OneOf::In(vec![1, 2])]);
        assert_eq!(filter.statuses, [OneOf::In(vec![Status::Crashed])]);
        let filter = read("release:a OR release:[b,c] or release:d").unwrap();
        assert_eq!(filter.releases, [OneOf::In(names(&["a", "b", "c", "d"]))]);
        let filter = read(r#"!release.version:>=2 release.package:"my shop""#).unwrap();
        assert_eq!(
            filter.releases,
            [
                OneOf::NotIn(names(&["shop@2.0", "shop@3.0"])),
                OneOf::In(names(&["my shop@1"]))
            ]
        );
        assert_eq!(read("").unwrap(), Filter::default());
        assert_eq!(
            read("session.status:bogus")
                .unwrap()
                .chosen_statuses()
                .count(),
            0
        );
        assert_eq!(
            read("!session.status:bogus")
                .unwrap()
                .chosen_statuses()
                .count(),
            5
        );
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        for (text, detail) in [
            (
                "release:foo-bar@1.2.3 (123)",
                "Invalid search filter: message",
            ),
            ("issue.id:123", "Invalid search filter: issue.id"),
            (
                "release:foo@*",
                "Release Health Queries don't support wildcards",
            ),
            (
                "release:a or environment:b",
                "OR can only stand between conditions on the same key, without others",
            ),
            (
                "release:a or release:b environment:c",
                "OR can only stand between conditions on the same key, without others",
            ),
            (
                "release:a or",
                "OR can only stand between conditions on the same key, without others",
            ),
            (
                "session.status:crashed or session.status:healthy",
                "Unable to parse condition with session.status",
            ),
            ("release.build:x", "no idea: release.build:x"),
            (
                "project:web",
                "Invalid project parameter. Values must be numbers.",
            ),
        ] {
            assert_eq!(read(text), Err(detail.to_owned()), "{text}");
        }
        assert!(read("release:\"a").is_err());
    }
}
