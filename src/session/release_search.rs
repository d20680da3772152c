//! Searching releases: `release`, `release.version`, `release.build`, `release.package`,
//! `release.stage`, and free text contained in the version.

use super::adoption::Stage;
use super::release::{Number, Version};
use super::search::{SearchError, Token, Value, tokens};
use std::cmp::Ordering;

const KEYS: &str = "release, release.version, release.build, release.package and release.stage";

/// What a search looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleaseFacts<'a> {
    /// The full name.
    pub version: &'a str,
    /// The adoption stage, where exactly one environment is chosen.
    pub stage: Option<Stage>,
    /// Whether it is its project's latest: the first in the order of [`super::release::compare`].
    pub latest: bool,
}

/// A search text, understood. Empty text matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReleaseSearch {
    conditions: Vec<(bool, Vec<Test>)>,
}

/// One alternative of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Text(String),
    Name(Value),
    Latest,
    Package(Value),
    Version(Versions),
    BuildIs(Value),
    BuildCompares(Operator, u64),
    Stage(Stage),
}

/// A set of versions.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Versions {
    Any,
    /// These first numbers, whatever follows.
    Prefix(Vec<u64>),
    /// On this side of a version; its build counts only where one is written.
    Compared(Operator, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl ReleaseSearch {
    /// Reads a search text.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, SearchError> {
        let condition = |token: Token| {
            let tests = token
                .values
                .iter()
                .map(|value| Test::parse(token.key.as_deref(), value));
            Ok((token.negated, tests.collect::<Result<_, _>>()?))
        };
        Ok(Self {
            conditions: tokens(text)?
                .into_iter()
                .map(condition)
                .collect::<Result<_, _>>()?,
        })
    }

    /// Whether a release meets all conditions. One without a known stage meets no condition on the stage, negated or
    /// not: see [`ReleaseSearch::needs_stage`].
    pub fn matches(&self, release: &ReleaseFacts<'_>) -> bool {
        let version = Version::parse(release.version);
        self.conditions.iter().all(|(negated, tests)| {
            let unknown =
                release.stage.is_none() && tests.iter().any(|t| matches!(t, Test::Stage(_)));
            !unknown && *negated != tests.iter().any(|test| test.holds(release, &version))
        })
    }

    /// Whether it asks for the stage, which is known only when exactly one environment is chosen.
    pub fn needs_stage(&self) -> bool {
        self.conditions
            .iter()
            .any(|(_, tests)| tests.iter().any(|t| matches!(t, Test::Stage(_))))
    }
}

impl Test {
    fn parse(key: Option<&str>, value: &Value) -> Result<Self, SearchError> {
        let Some(key) = key else {
            return Ok(Self::Text(value.text.to_ascii_lowercase()));
        };
        let (operator, operand) = Operator::split(value);
        Ok(match key {
            "release" if !value.quoted && value.text == "latest" => Self::Latest,
            "release" => Self::Name(value.clone()),
            "release.package" => Self::Package(value.clone()),
            "release.version" => Self::Version(Versions::parse(operator, operand)?),
            "release.build" if operator == Operator::Equal => Self::BuildIs(value.clone()),
            "release.build" => match operand.parse() {
                Ok(number) => Self::BuildCompares(operator, number),
                Err(_) => {
                    return Err(SearchError::NotANumber {
                        key: key.to_owned(),
                        text: operand.to_owned(),
                    });
                }
            },
            "release.stage" => Self::Stage(Stage::from_name(&value.text).ok_or_else(|| {
                SearchError::UnknownValue {
                    key: key.to_owned(),
                    text: value.text.clone(),
                    known: "adopted, low_adoption and replaced",
                }
            })?),
            _ => {
                return Err(SearchError::UnknownKey {
                    key: key.to_owned(),
                    known: KEYS,
                });
            }
        })
    }

    fn holds(&self, release: &ReleaseFacts<'_>, version: &Version<'_>) -> bool {
        match self {
            Self::Text(text) => release.version.to_ascii_lowercase().contains(text),
            Self::Name(value) => value.matches(release.version),
            Self::Latest => release.latest,
            Self::Package(value) => version.package().is_some_and(|p| value.matches(p)),
            Self::Version(versions) => version.number().is_some_and(|n| versions.contain(n)),
            Self::BuildIs(value) => version.build().is_some_and(|b| value.matches(b)),
            Self::BuildCompares(operator, number) => version
                .build()
                .and_then(|b| b.parse::<u64>().ok())
                .is_some_and(|b| operator.holds(b.cmp(number))),
            Self::Stage(stage) => release.stage == Some(*stage),
        }
    }
}

impl Versions {
    fn parse(operator: Operator, text: &str) -> Result<Self, SearchError> {
        let wrong = || SearchError::NotAVersion {
            text: text.to_owned(),
        };
        if operator == Operator::Equal {
            if text == "*" {
                return Ok(Self::Any);
            }
            if let Some(start) = text.strip_suffix(".*") {
                let numbers = start
                    .split('.')
                    .map(str::parse)
                    .collect::<Result<Vec<_>, _>>();
                return numbers
                    .ok()
                    .filter(|n| n.len() <= 4)
                    .map(Self::Prefix)
                    .ok_or_else(wrong);
            }
        }
        Number::parse(text)
            .map(|_| Self::Compared(operator, text.to_owned()))
            .ok_or_else(wrong)
    }

    fn contain(&self, number: Number<'_>) -> bool {
        match self {
            Self::Any => true,
            Self::Prefix(numbers) => number.parts.starts_with(numbers),
            Self::Compared(operator, text) => Number::parse(text).is_some_and(|bound| {
                let number = if bound.build.is_some() {
                    number
                } else {
                    Number {
                        build: None,
                        ..number
                    }
                };
                operator.holds(number.cmp(&bound))
            }),
        }
    }
}

impl Operator {
    /// Splits an unquoted value into its comparison and what follows.
    fn split(value: &Value) -> (Self, &str) {
        let operators = [
            ("<=", Self::LessOrEqual),
            (">=", Self::GreaterOrEqual),
            ("<", Self::Less),
            (">", Self::Greater),
        ];
        let text = value.text.as_str();
        let found = operators
            .into_iter()
            .find_map(|(sign, op)| text.strip_prefix(sign).map(|rest| (op, rest)));
        found
            .filter(|_| !value.quoted)
            .unwrap_or((Self::Equal, text))
    }

    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(search: &str, versions: &[&'a str]) -> Vec<&'a str> {
        let search = ReleaseSearch::parse(search).unwrap();
        let facts = |version| ReleaseFacts {
            version,
            stage: None,
            latest: version == versions[0],
        };
        versions
            .iter()
            .copied()
            .filter(|v| search.matches(&facts(v)))
            .collect()
    }

    #[test]
    fn conditions_are_joined_by_and_lists_by_or() {
        let all = [
            "shop@2.0.0+9",
            "shop@1.10.0+8",
            "shop@1.9.0-rc.1+7",
            "web@1.9.0",
            "web@deadbeef",
        ];
        for (search, expected) in [
            ("", &all[..]),
            ("SHOP 1.9", &all[2..3]),
            ("!shop", &all[3..]),
            ("release:shop@1.*", &all[1..3]),
            ("release:\"shop@1.*\"", &[]),
            ("release:[web@1.9.0,\"web@deadbeef\"]", &all[3..]),
            ("release:latest", &all[..1]),
            (
                "release.package:[shop,web] release.version:<1.9.0",
                &all[2..3],
            ),
            ("release.version:<=1.9", &all[2..4]),
            ("release.version:[2.0.0,1.10.0]", &all[..2]),
            ("release.version:1.9.0-rc.1", &all[2..3]),
            ("release.version:2.0.0+8", &[]),
            ("release.version:*", &all[..4]),
            ("!release.version:1.*", &["shop@2.0.0+9", "web@deadbeef"]),
            ("release.build:[8,9]", &all[..2]),
            ("!release.build:>7", &all[2..]),
        ] {
            assert_eq!(found(search, &all), expected, "{search}");
        }
    }

    #[test]
    fn a_stage_that_is_not_known_matches_nothing() {
        for text in ["release.stage:adopted", "!release.stage:adopted"] {
            let search = ReleaseSearch::parse(text).unwrap();
            assert!(search.needs_stage());
            assert!(!search.matches(&ReleaseFacts {
                version: "a@1",
                stage: None,
                latest: false
            }));
        }
    }

    #[test]
    fn errors_say_what_to_write() {
        for (text, message) in [
            (
                "foo:bar",
                "There is no search key “foo”. There are release, release.version, release.build, release.package and release.stage; put text with a colon in quotes.",
            ),
            (
                "release.version:abc",
                "“abc” is no version such as 1.2.3 or 1.2.*.",
            ),
            (
                "release.version:>1.*",
                "“1.*” is no version such as 1.2.3 or 1.2.*.",
            ),
            (
                "release.build:>x",
                "“release.build” compares with a whole number, not with “x”.",
            ),
            (
                "release.stage:gone",
                "“release.stage” cannot be “gone”. There are adopted, low_adoption and replaced.",
            ),
        ] {
            assert_eq!(ReleaseSearch::parse(text).unwrap_err().to_string(), message);
        }
    }
}
