//! Which source to use: `config.json` beside the page (page contract, item 9), or a person's own choice.

use super::SourceError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A secret that authorizes requests. Lives in memory only: it is never written, and never shown, not even in logs.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Takes a token as typed; blanks around it do not belong to it.
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The text, for the `Authorization` header only; `None` when there is none.
    pub fn secret(&self) -> Option<&str> {
        (!self.0.is_empty()).then_some(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() {
            "Token(none)"
        } else {
            "Token(…)"
        })
    }
}

/// Where data comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum SourceConfig {
    /// A backend that speaks Sentry's API, with the raw endpoint or without.
    Rest {
        /// Address before `/api/0`; empty: the page's own origin.
        base: String,
        /// Short name of the organization.
        organization: String,
        /// Never read from or written to a document.
        token: Token,
    },
    /// Made-up data, computed in the page.
    Demo,
    /// Files that a person gave to the page. Nobody but that person can give them again, so this is never kept.
    Files {
        /// What they are called.
        names: Vec<String>,
    },
}

/// A source as it stands in a document: its kind, `rest` or `demo`, and of a backend its address and organization.
#[derive(Serialize, Deserialize)]
struct Written {
    kind: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    base: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    organization: String,
}

impl TryFrom<Written> for SourceConfig {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        match written.kind.as_str() {
            "rest" => Ok(Self::Rest {
                base: written.base,
                organization: written.organization,
                token: Token::default(),
            }),
            "demo" => Ok(Self::Demo),
            kind => Err(format!(
                "there is no kind of source “{kind}”, only rest and demo"
            )),
        }
    }
}

impl From<SourceConfig> for Written {
    fn from(config: SourceConfig) -> Self {
        let (kind, base, organization) = match config {
            SourceConfig::Rest {
                base, organization, ..
            } => ("rest", base, organization),
            SourceConfig::Demo => ("demo", String::new(), String::new()),
            SourceConfig::Files { .. } => ("files", String::new(), String::new()),
        };
        Self {
            kind: kind.to_owned(),
            base,
            organization,
        }
    }
}

/// `config.json`.
#[derive(Deserialize)]
struct ConfigFile {
    #[serde(default)]
    source: Option<SourceConfig>,
}

impl SourceConfig {
    /// Reads `config.json`; `None` when it names no source.
    ///
    /// # Errors
    /// [`SourceError::Configuration`] with what is wrong with it.
    pub fn from_file(text: &str) -> Result<Option<Self>, SourceError> {
        let file: ConfigFile =
            serde_json::from_str(text).map_err(|e| unusable(format!("config.json: {e}")))?;
        file.source.map(Self::checked).transpose()
    }

    /// A backend, as typed into the connect dialog.
    ///
    /// # Errors
    /// [`SourceError::Configuration`] with what is wrong with it.
    pub fn rest(base: &str, organization: &str, token: Token) -> Result<Self, SourceError> {
        Self::Rest {
            base: base.to_owned(),
            organization: organization.to_owned(),
            token,
        }
        .checked()
    }

    /// The same, tidied up.
    ///
    /// # Errors
    /// [`SourceError::Configuration`] when requests cannot or must not be sent there.
    pub fn checked(self) -> Result<Self, SourceError> {
        let Self::Rest {
            base,
            organization,
            token,
        } = self
        else {
            return Ok(self);
        };
        let organization = organization.trim().to_owned();
        if organization.is_empty() {
            return Err(unusable("it names no organization.".to_owned()));
        }
        let is_slug = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if !organization.chars().all(is_slug) || organization.chars().all(|c| c == '.') {
            return Err(unusable(format!(
                "“{organization}” is no organization's short name."
            )));
        }
        Ok(Self::Rest {
            base: checked_base(&base)?,
            organization,
            token,
        })
    }

    /// The same without its token: what may be kept.
    pub fn without_token(&self) -> Self {
        match self {
            Self::Rest {
                base, organization, ..
            } => Self::Rest {
                base: base.clone(),
                organization: organization.clone(),
                token: Token::default(),
            },
            other => other.clone(),
        }
    }

    /// The same with this token, where it takes one.
    pub fn with_token(self, token: Token) -> Self {
        match self {
            Self::Rest {
                base, organization, ..
            } => Self::Rest {
                base,
                organization,
                token,
            },
            other => other,
        }
    }

    /// Whether it can be opened again on the next visit.
    pub fn can_be_kept(&self) -> bool {
        !matches!(self, Self::Files { .. })
    }

    /// What it is called in a list: the host and the organization.
    pub fn label(&self) -> String {
        match self {
            Self::Rest {
                base, organization, ..
            } => {
                let host = base
                    .split_once("://")
                    .map_or("This origin", |(_, rest)| rest);
                format!("{host} · {organization}")
            }
            Self::Demo => "Demo data".to_owned(),
            Self::Files { names } => names.join(", "),
        }
    }
}

/// An address before `/api/0`, without a slash at its end: https, or http on this machine; or nothing, the page's origin.
fn checked_base(base: &str) -> Result<String, SourceError> {
    let base = base.trim().trim_end_matches('/');
    if base.is_empty() {
        return Ok(String::new());
    }
    let wrong = |why: &str| Err(unusable(format!("the address “{base}” {why}")));
    let Some((scheme, rest)) = base.split_once("://") else {
        return wrong("must begin with https://.");
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let bad = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '@' | '\\' | '<' | '>' | '"')
    };
    if authority.contains('@') {
        return wrong("must not contain a name or a password.");
    }
    if authority.is_empty() || rest.contains(bad) {
        return wrong("is no address of a backend.");
    }
    match scheme.to_ascii_lowercase().as_str() {
        "https" => Ok(base.to_owned()),
        "http" if is_loopback(authority) => Ok(base.to_owned()),
        "http" => {
            wrong("must begin with https://: over http, anybody on the way could read the token.")
        }
        _ => wrong("must begin with https://."),
    }
}

/// Whether a host (with or without port) is this machine.
fn is_loopback(authority: &str) -> bool {
    if authority == "[::1]" || authority.starts_with("[::1]:") {
        return true;
    }
    let host = authority
        .split(':')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let is_v4 = host
        .parse::<std::net::Ipv4Addr>()
        .is_ok_and(|ip| ip.is_loopback());
    is_v4 || host == "localhost" || host.ends_with(".localhost")
}

fn unusable(reason: String) -> SourceError {
    SourceError::Configuration { reason }
}
