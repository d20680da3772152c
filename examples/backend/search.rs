//! The search text of `GET /issues/`: words, and `key:value` terms that narrow them down.
//!
//! `release:"v"`, `firstRelease:"v"` (or `first-release`), `is:unresolved`; a `!` before a key negates the term, a value may
//! be a list `[a, b]`, quotes keep blanks. Everything else is text that title, culprit or short id must contain.

/// What an issue must be like; all of it must hold.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct IssueSearch {
    pub terms: Vec<Term>,
    /// In lower case.
    pub words: Vec<String>,
}

/// A condition on one property.
#[derive(Debug, PartialEq, Eq)]
pub struct Term {
    pub key: Key,
    pub negated: bool,
    /// Any of them.
    pub values: Vec<String>,
}

/// The properties that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A release it has an event in.
    Release,
    /// The release of its first event.
    FirstRelease,
    /// Its status.
    Is,
}

/// Reads a search text.
///
/// # Errors
/// What cannot be understood, in Sentry's words.
pub fn parse(text: &str) -> Result<IssueSearch, String> {
    let mut search = IssueSearch::default();
    for token in tokens(text) {
        let (negated, rest) = token.strip_prefix('!').map_or((false, token.as_str()), |rest| (true, rest));
        let Some((name, value)) = rest.split_once(':').filter(|(name, _)| is_name(name)) else {
            search.words.push(unquoted(&token).to_lowercase());
            continue;
        };
        let key = match name {
            "release" => Key::Release,
            "firstRelease" | "first-release" => Key::FirstRelease,
            "is" => Key::Is,
            _ => return Err(format!("Invalid search filter: {name}")),
        };
        let values = values(value);
        if key == Key::Is && values.iter().any(|v| !matches!(v.as_str(), "unresolved" | "resolved" | "ignored")) {
            return Err(format!("Invalid value for \"is\" search: {value}"));
        }
        search.terms.push(Term { key, negated, values });
    }
    Ok(search)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

/// Cuts at blanks outside quotes and brackets.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = vec![String::new()];
    let (mut quoted, mut bracketed) = (false, false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            _ => {}
        }
        if c.is_whitespace() && !quoted && !bracketed {
            tokens.push(String::new());
        } else if let Some(token) = tokens.last_mut() {
            token.push(c);
        }
    }
    tokens.retain(|t| !t.is_empty());
    tokens
}

fn values(value: &str) -> Vec<String> {
    match value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        Some(list) => split_list(list).iter().map(|v| unquoted(v.trim()).to_owned()).filter(|v| !v.is_empty()).collect(),
        None => vec![unquoted(value).to_owned()],
    }
}

/// Cuts at commas outside quotes.
fn split_list(list: &str) -> Vec<String> {
    let mut quoted = false;
    list.split(|c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    })
    .map(str::to_owned)
    .collect()
}

fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(text)
}
