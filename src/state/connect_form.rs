//! What a person types into the connect form, and what is wrong with it, field by field.

use crate::source::SourceError;
use crate::source::config::{SourceConfig, Token};

/// Kinds of source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Sentry, or any backend that speaks its API.
    Backend,
    /// Files of this machine.
    Files,
    /// Made-up data.
    Demo,
}

/// The fields of the form as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectForm {
    /// Address before `/api/0`; empty: the page's own origin.
    pub base: String,
    /// Short name of the organization.
    pub organization: String,
    /// Secret; goes into memory only.
    pub token: Token,
    /// Whether to keep it in the tab's session storage after all.
    pub keep_token: bool,
}

impl Kind {
    /// That of a source.
    pub fn of(source: &SourceConfig) -> Self {
        match source {
            SourceConfig::Rest { .. } => Self::Backend,
            SourceConfig::Files { .. } => Self::Files,
            SourceConfig::Demo => Self::Demo,
        }
    }
}

impl ConnectForm {
    /// Fills in a source that was used before; its token has to be typed again.
    pub fn take(&mut self, source: &SourceConfig) {
        if let SourceConfig::Rest {
            base, organization, ..
        } = source
        {
            base.clone_into(&mut self.base);
            organization.clone_into(&mut self.organization);
            self.token = Token::default();
        }
    }

    /// What is wrong with the address, in words.
    pub fn base_error(&self) -> Option<String> {
        rest(&self.base, "any", Token::default()).err().map(reason)
    }

    /// What is wrong with the organization, in words.
    pub fn organization_error(&self) -> Option<String> {
        if self.organization.trim().is_empty() {
            return Some("Enter the short name of the organization, as in its links.".to_owned());
        }
        rest("", &self.organization, Token::default())
            .err()
            .map(reason)
    }

    /// The source described; `None` while a field is wrong.
    pub fn config(&self) -> Option<SourceConfig> {
        rest(&self.base, &self.organization, self.token.clone()).ok()
    }
}

fn rest(base: &str, organization: &str, token: Token) -> Result<SourceConfig, SourceError> {
    let (base, organization) = (base.to_owned(), organization.to_owned());
    SourceConfig::Rest {
        base,
        organization,
        token,
    }
    .checked()
}

/// Why a configuration is wrong, as a sentence of its own: beside a field nobody needs to be told what it is about.
fn reason(error: SourceError) -> String {
    let text = match error {
        SourceError::Configuration { reason } => reason,
        other => other.to_string(),
    };
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_has_its_own_error() {
        let form = ConnectForm {
            base: "http://example.com".to_owned(),
            ..ConnectForm::default()
        };
        assert!(
            form.base_error()
                .is_some_and(|e| e.contains("https://") && e.starts_with("The address"))
        );
        assert!(
            form.organization_error()
                .is_some_and(|e| e.starts_with("Enter the short name"))
        );
        assert_eq!(form.config(), None);
        let form = ConnectForm {
            organization: "a/b".to_owned(),
            ..ConnectForm::default()
        };
        assert_eq!(form.base_error(), None);
        assert!(form.organization_error().is_some_and(|e| e.contains("a/b")));
        assert_eq!(form.config(), None);
    }

    #[test]
    fn a_good_form_makes_a_source() {
        let form = ConnectForm {
            base: " https://example.com/ ".to_owned(),
            organization: " demo ".to_owned(),
            token: Token::new("t"),
            keep_token: false,
        };
        let expected = SourceConfig::Rest {
            base: "https://example.com".to_owned(),
            organization: "demo".to_owned(),
            token: Token::new("t"),
        };
        assert_eq!((form.base_error(), form.organization_error()), (None, None));
        assert_eq!(form.config(), Some(expected));
    }
}
