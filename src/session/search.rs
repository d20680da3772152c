//! The syntax of search texts: words, `key:value`, `!` for "not", `key:[a,b]` for "one of", quotes for everything else.
//!
//! In quotes, `\"` is a quote and `\\` a backslash, and `*` is a plain star; outside them `*` stands for any text.

use std::iter::Peekable;
use std::str::Chars;
use thiserror::Error;

/// Why a search text cannot be understood, in words for the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SearchError {
    /// A quote without its partner.
    #[error("A quotation mark is not closed.")]
    OpenQuote,
    /// A list without its end.
    #[error("The list after \u{201c}{key}:\u{201d} is not closed: write {key}:[a,b].")]
    OpenList {
        /// Key before the list.
        key: String,
    },
    /// A key without a value.
    #[error("\u{201c}{key}:\u{201d} needs a value after the colon.")]
    NoValue {
        /// The key.
        key: String,
    },
    /// A key that this search does not know.
    #[error(
        "There is no search key \u{201c}{key}\u{201d}. There are {known}; put text with a colon in quotes."
    )]
    UnknownKey {
        /// What was written.
        key: String,
        /// What could be.
        known: &'static str,
    },
    /// Not a version.
    #[error("\u{201c}{text}\u{201d} is no version such as 1.2.3 or 1.2.*.")]
    NotAVersion {
        /// What was written.
        text: String,
    },
    /// Compared with something that is no number.
    #[error("\u{201c}{key}\u{201d} compares with a whole number, not with \u{201c}{text}\u{201d}.")]
    NotANumber {
        /// The key.
        key: String,
        /// What was written.
        text: String,
    },
    /// A value out of a fixed set that is not in it.
    #[error("\u{201c}{key}\u{201d} cannot be \u{201c}{text}\u{201d}. There are {known}.")]
    UnknownValue {
        /// The key.
        key: String,
        /// What was written.
        text: String,
        /// What could be.
        known: &'static str,
    },
}

/// One condition as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Whether a `!` stands before it.
    pub negated: bool,
    /// What stands before the colon; `None`: free text.
    pub key: Option<String>,
    /// At least one; several in a list.
    pub values: Vec<Value>,
}

/// A value as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Without quotes.
    pub text: String,
    /// Whether it stood in quotes.
    pub quoted: bool,
}

impl Value {
    /// Whether `text` is this value, `*` standing for any text unless quoted. Case counts.
    pub fn matches(&self, text: &str) -> bool {
        if self.quoted {
            self.text == text
        } else {
            wildcard(&self.text, text)
        }
    }
}

/// Splits a search text into its conditions, all of which must hold.
///
/// # Errors
/// When a quote or list is not closed, or a value is missing.
pub fn tokens(text: &str) -> Result<Vec<Token>, SearchError> {
    let mut rest = text.chars().peekable();
    let mut tokens = Vec::new();
    loop {
        while rest.next_if(|c| c.is_whitespace()).is_some() {}
        if rest.peek().is_none() {
            return Ok(tokens);
        }
        tokens.push(token(&mut rest)?);
    }
}

/// `key:"value"`, quotes and backslashes in the value escaped.
pub fn term(key: &str, value: &str) -> String {
    format!("{key}:{}", quoted(value))
}

/// `key:["one","other"]`: any of the values; [`term`] where there is only one.
pub fn any_term(key: &str, values: &[String]) -> String {
    match values {
        [one] => term(key, one),
        _ => format!(
            "{key}:[{}]",
            values
                .iter()
                .map(|v| quoted(v))
                .collect::<Vec<_>>()
                .join(",")
        ),
    }
}

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

fn token(rest: &mut Peekable<Chars<'_>>) -> Result<Token, SearchError> {
    let negated = rest.next_if_eq(&'!').is_some();
    if rest.peek() == Some(&'"') {
        return Ok(Token {
            negated,
            key: None,
            values: vec![value(rest, "")?],
        });
    }
    let mut word = String::new();
    while let Some(c) = rest.next_if(|c| !c.is_whitespace() && *c != ':') {
        word.push(c);
    }
    if rest.next_if_eq(&':').is_none() {
        return Ok(Token {
            negated,
            key: None,
            values: vec![Value {
                text: word,
                quoted: false,
            }],
        });
    }
    let values = if rest.next_if_eq(&'[').is_some() {
        list(rest, &word)?
    } else {
        vec![value(rest, "")?]
    };
    if values.iter().any(|v| v.text.is_empty() && !v.quoted) {
        return Err(SearchError::NoValue { key: word });
    }
    Ok(Token {
        negated,
        key: Some(word),
        values,
    })
}

fn list(rest: &mut Peekable<Chars<'_>>, key: &str) -> Result<Vec<Value>, SearchError> {
    let mut values = Vec::new();
    loop {
        while rest.next_if(|c| c.is_whitespace()).is_some() {}
        let mut next = value(rest, ",]")?;
        if !next.quoted {
            next.text.truncate(next.text.trim_end().len());
        }
        values.push(next);
        while rest.next_if(|c| c.is_whitespace()).is_some() {}
        match rest.next() {
            Some(',') => {}
            Some(']') => return Ok(values),
            _ => {
                return Err(SearchError::OpenList {
                    key: key.to_owned(),
                });
            }
        }
    }
}

/// A quoted value, or an unquoted one: up to one of `ends`, or where there are none up to white space.
fn value(rest: &mut Peekable<Chars<'_>>, ends: &str) -> Result<Value, SearchError> {
    let mut text = String::new();
    if rest.next_if_eq(&'"').is_none() {
        while let Some(c) = rest.next_if(|c| {
            if ends.is_empty() {
                !c.is_whitespace()
            } else {
                !ends.contains(*c)
            }
        }) {
            text.push(c);
        }
        return Ok(Value {
            text,
            quoted: false,
        });
    }
    loop {
        match rest.next().ok_or(SearchError::OpenQuote)? {
            '"' => return Ok(Value { text, quoted: true }),
            '\\' => text.push(rest.next_if(|c| matches!(c, '"' | '\\')).unwrap_or('\\')),
            c => text.push(c),
        }
    }
}

fn wildcard(pattern: &str, text: &str) -> bool {
    let Some((first, others)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(first) else {
        return false;
    };
    let (middle, last) = others.rsplit_once('*').unwrap_or(("", others));
    for part in middle.split('*') {
        match text.find(part) {
            Some(at) => text = &text[at + part.len()..],
            None => return false,
        }
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Value {
        Value {
            text: text.to_owned(),
            quoted: false,
        }
    }

    fn quoted(text: &str) -> Value {
        Value {
            text: text.to_owned(),
            quoted: true,
        }
    }

    #[test]
    fn conditions_are_split() {
        let token = |negated, key: Option<&str>, values: &[Value]| Token {
            negated,
            key: key.map(Into::into),
            values: values.to_vec(),
        };
        assert_eq!(
            tokens(r#"  oob !release.build:>12 release:["a b", c d ,e] "x: \"y\"" "#).unwrap(),
            [
                token(false, None, &[plain("oob")]),
                token(true, Some("release.build"), &[plain(">12")]),
                token(
                    false,
                    Some("release"),
                    &[quoted("a b"), plain("c d"), plain("e")]
                ),
                token(false, None, &[quoted("x: \"y\"")]),
            ]
        );
        assert_eq!(tokens(" ").unwrap(), []);
    }

    #[test]
    fn what_is_not_closed_or_missing_is_told() {
        for (text, error) in [
            ("\"abc", SearchError::OpenQuote),
            ("a:\"abc", SearchError::OpenQuote),
            ("a:[b,c", SearchError::OpenList { key: "a".into() }),
            ("a:", SearchError::NoValue { key: "a".into() }),
            ("a: b", SearchError::NoValue { key: "a".into() }),
            ("a:[]", SearchError::NoValue { key: "a".into() }),
            ("a:[b,]", SearchError::NoValue { key: "a".into() }),
        ] {
            assert_eq!(tokens(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_written_term_reads_back_as_the_value() {
        for value in [
            "shop@1.0",
            "a \"b\" c",
            "back\\slash",
            "\\\"",
            "*",
            "[x]",
            "",
        ] {
            let read = tokens(&term("release", value)).unwrap();
            assert_eq!(read[0].values, [quoted(value)], "{value}");
        }
    }

    #[test]
    fn stars_stand_for_any_text() {
        for (pattern, text, expected) in [
            ("a*c", "abc", true),
            ("a*c", "ac", true),
            ("a*c", "abd", false),
            ("*b*", "abc", true),
            ("a*b*c", "a-b-b-c", true),
            ("ab*ba", "aba", false),
            ("*", "", true),
            ("abc", "abcd", false),
        ] {
            assert_eq!(plain(pattern).matches(text), expected, "{pattern} {text}");
        }
        assert!(!quoted("a*").matches("ab"));
    }
}
