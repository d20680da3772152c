//! What a person types into the connect form, and whether it can be used.

use crate::source::config::{SourceConfig, Token};
use thiserror::Error;

/// The fields of the form as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectForm {
    /// Address before `/api/0`; empty: the page's own origin.
    pub base: String,
    /// Short name of the organization.
    pub organization: String,
    /// Secret; goes into memory only.
    pub token: Token,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FieldError {
    /// Neither a scheme nor a host.
    #[error("Give the whole address, such as https://sentry.example.com.")]
    NotAnAddress,
    /// Plain http to another machine.
    #[error(
        "The address must start with https://. Only this machine (localhost) may be asked over http://."
    )]
    NotSecure,
    /// A user name or password in the address.
    #[error("Leave user name and password out of the address; use the token field.")]
    Credentials,
    /// A query or fragment.
    #[error("Leave out everything from “?” or “#” on.")]
    MoreThanAnAddress,
    /// No organization.
    #[error("Give the organization's short name, as in its links.")]
    NoOrganization,
    /// A character that no short name has.
    #[error("A short name has only letters, digits, “-” and “_”.")]
    NotAShortName,
}

impl ConnectForm {
    /// The error of the base address, if any.
    pub fn base_error(&self) -> Option<FieldError> {
        let base = self.base.trim();
        if base.is_empty() {
            return None;
        }
        let lower = base.to_ascii_lowercase();
        let Some((scheme, rest)) = lower.split_once("://") else {
            return Some(FieldError::NotAnAddress);
        };
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if host.contains('@') {
            return Some(FieldError::Credentials);
        }
        if host.is_empty()
            || host.contains(char::is_whitespace)
            || !matches!(scheme, "http" | "https")
        {
            return Some(FieldError::NotAnAddress);
        }
        if rest.contains(['?', '#']) {
            return Some(FieldError::MoreThanAnAddress);
        }
        (scheme == "http" && !is_this_machine(host)).then_some(FieldError::NotSecure)
    }

    /// The error of the organization, if any.
    pub fn organization_error(&self) -> Option<FieldError> {
        let name = self.organization.trim();
        if name.is_empty() {
            return Some(FieldError::NoOrganization);
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        (!name.chars().all(fits)).then_some(FieldError::NotAShortName)
    }

    /// The source described; `None` while a field is wrong.
    pub fn config(&self) -> Option<SourceConfig> {
        if self.base_error().is_some() || self.organization_error().is_some() {
            return None;
        }
        Some(SourceConfig::Rest {
            base: self.base.trim().trim_end_matches('/').to_owned(),
            organization: self.organization.trim().to_owned(),
            token: self.token.clone(),
        })
    }
}

/// Whether a host with or without a port is the loopback.
fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    matches!(name, "localhost" | "127.0.0.1" | "::1") || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base_error(base: &str) -> Option<FieldError> {
        ConnectForm {
            base: base.to_owned(),
            ..ConnectForm::default()
        }
        .base_error()
    }

    #[test]
    fn addresses() {
        for good in [
            "",
            "https://sentry.example.com",
            "https://example.com:8443/sentry/",
            "http://localhost:8010",
            "http://127.0.0.1:8010/",
            "http://[::1]:8010",
            "HTTPS://Example.com",
        ] {
            assert_eq!(base_error(good), None, "{good}");
        }
        for (bad, why) in [
            ("sentry.example.com", FieldError::NotAnAddress),
            ("https://", FieldError::NotAnAddress),
            ("ftp://example.com", FieldError::NotAnAddress),
            ("javascript://example.com", FieldError::NotAnAddress),
            ("https://exa mple.com", FieldError::NotAnAddress),
            ("http://example.com", FieldError::NotSecure),
            ("http://localhost.example.com", FieldError::NotSecure),
            ("http://127.0.0.1.example.com", FieldError::NotSecure),
            ("https://me:secret@example.com", FieldError::Credentials),
            (
                "https://example.com/?token=1",
                FieldError::MoreThanAnAddress,
            ),
            ("https://example.com#x", FieldError::MoreThanAnAddress),
        ] {
            assert_eq!(base_error(bad), Some(why), "{bad}");
        }
    }

    #[test]
    fn a_config_has_no_loose_ends() {
        let form = ConnectForm {
            base: " https://example.com/ ".to_owned(),
            organization: " demo ".to_owned(),
            token: Token::new("t"),
        };
        let expected = SourceConfig::Rest {
            base: "https://example.com".to_owned(),
            organization: "demo".to_owned(),
            token: Token::new("t"),
        };
        assert_eq!(form.config(), Some(expected));
        assert_eq!(
            ConnectForm::default().organization_error(),
            Some(FieldError::NoOrganization)
        );
        assert_eq!(ConnectForm::default().config(), None);
        let slashed = ConnectForm {
            organization: "a/b".to_owned(),
            ..form
        };
        assert_eq!(
            slashed.organization_error(),
            Some(FieldError::NotAShortName)
        );
        assert_eq!(slashed.config(), None);
    }
}
