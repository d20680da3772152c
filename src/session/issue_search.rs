//! Searching issues, as `GET /issues/` understands it: `release`, `firstRelease` (or `first-release`), `is`, free text.
//!
//! A condition on `release` is one on events: an issue is found, and its events and users are counted, by the events
//! in such a release. All others are conditions on the issue. Free text ignores the case of ASCII letters.

use super::issue::Issue;
use super::search::{SearchError, Token, Value, tokens};

const KEYS: &str = "release, firstRelease and is";

/// A search text, understood. Empty text matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssueSearch {
    conditions: Vec<Condition>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    negated: bool,
    subject: Subject,
    values: Vec<Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Text,
    FirstRelease,
    Release,
    Status,
}

impl IssueSearch {
    /// Reads a search text.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, SearchError> {
        Ok(Self {
            conditions: tokens(text)?
                .into_iter()
                .map(Condition::new)
                .collect::<Result<_, _>>()?,
        })
    }

    /// Whether an issue meets the conditions on issues.
    pub fn takes_issue(&self, issue: &Issue) -> bool {
        self.conditions.iter().all(|c| {
            let any = |test: &dyn Fn(&Value) -> bool| c.negated != c.values.iter().any(test);
            match c.subject {
                Subject::Text => any(&|v| {
                    let wanted = v.text.to_ascii_lowercase();
                    [&issue.title, &issue.culprit, &issue.short_id]
                        .iter()
                        .any(|t| t.to_ascii_lowercase().contains(&wanted))
                }),
                Subject::FirstRelease => any(&|v| {
                    issue
                        .first_release
                        .as_ref()
                        .is_some_and(|first| v.matches(&first.version))
                }),
                Subject::Status => any(&|v| v.text == issue.status),
                Subject::Release => true,
            }
        })
    }

    /// Whether events in this release count.
    pub fn takes_event(&self, release: &str) -> bool {
        let mut conditions = self
            .conditions
            .iter()
            .filter(|c| c.subject == Subject::Release);
        conditions.all(|c| c.negated != c.values.iter().any(|v| v.matches(release)))
    }
}

impl Condition {
    fn new(token: Token) -> Result<Self, SearchError> {
        let subject = match token.key.as_deref() {
            None => Subject::Text,
            Some("release") => Subject::Release,
            Some("firstRelease" | "first-release") => Subject::FirstRelease,
            Some("is") => Subject::Status,
            Some(key) => {
                return Err(SearchError::UnknownKey {
                    key: key.to_owned(),
                    known: KEYS,
                });
            }
        };
        let known = |v: &&Value| !["unresolved", "resolved", "ignored"].contains(&v.text.as_str());
        if subject == Subject::Status
            && let Some(unknown) = token.values.iter().find(known)
        {
            return Err(SearchError::UnknownValue {
                key: "is".to_owned(),
                text: unknown.text.clone(),
                known: "unresolved, resolved and ignored",
            });
        }
        Ok(Self {
            negated: token.negated,
            subject,
            values: token.values,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::issue::{IssueProject, ReleaseRef};

    fn issue() -> Issue {
        Issue {
            id: "1".into(),
            short_id: "SHOP-17".into(),
            title: "NullPointerException: cart".into(),
            culprit: "com.acme.shop.Cart".into(),
            level: "fatal".into(),
            status: "unresolved".into(),
            project: IssueProject {
                id: 1,
                slug: "shop".into(),
            },
            count: 3,
            user_count: 2,
            first_seen: None,
            last_seen: None,
            permalink: None,
            first_release: Some(ReleaseRef {
                version: "shop@1.0 beta".into(),
            }),
        }
    }

    #[test]
    fn conditions_on_the_issue_and_on_its_events_are_told_apart() {
        for (text, of_issue, of_event) in [
            ("", true, true),
            ("cart nullpointer", true, true),
            ("shop-17", true, true),
            ("!cart", false, true),
            ("firstRelease:\"shop@1.0 beta\"", true, true),
            ("!first-release:shop@1*", false, true),
            ("release:\"shop@2.0\"", true, true),
            ("release:[shop@1.0,shop@3.*]", true, false),
            ("!release:shop@2.0", true, false),
            ("is:unresolved", true, true),
            ("is:resolved", false, true),
        ] {
            let search = IssueSearch::parse(text).unwrap();
            assert_eq!(
                (search.takes_issue(&issue()), search.takes_event("shop@2.0")),
                (of_issue, of_event),
                "{text}"
            );
        }
    }

    #[test]
    fn unknown_keys_and_states_are_refused() {
        assert!(matches!(
            IssueSearch::parse("assigned:me"),
            Err(SearchError::UnknownKey { .. })
        ));
        assert!(matches!(
            IssueSearch::parse("is:[unresolved,lost]"),
            Err(SearchError::UnknownValue { .. })
        ));
    }
}
