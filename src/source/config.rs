//! Which source to use: `config.json` beside the page (page contract, item 9), or a person's own choice.

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
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum SourceConfig {
    /// A backend that speaks Sentry's API, with the raw endpoint or without.
    Rest {
        /// Address before `/api/0`; empty: the page's own origin.
        base: String,
        /// Short name of the organization.
        organization: String,
        /// Never read from or written to a document.
        #[serde(skip)]
        token: Token,
    },
    /// Made-up data, computed in the page.
    Demo,
}
