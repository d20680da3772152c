//! "Test connection": asks a backend a few small questions and says in plain words what is wrong, or what there is.

use super::config::{SourceConfig, Token};
use super::http::Http;
use super::transport::Transport;
use super::{Catalog, SourceError};
use crate::session::{TimeRange, Timestamp};
use futures_util::future::LocalBoxFuture;

/// What came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Whether connecting makes sense.
    pub works: bool,
    /// In one short sentence.
    pub headline: String,
    /// What to do, or what to expect.
    pub advice: String,
}

/// Whether an address answers at all, even if the page may not read the answer.
pub type Reach<'a> = &'a dyn Fn(String) -> LocalBoxFuture<'static, bool>;

/// Asks the backend of `config`. `page` is this page's own origin, `reach` tells a blocked answer from none.
pub async fn diagnose<T: Transport>(
    transport: T,
    config: &SourceConfig,
    now: Timestamp,
    page: &str,
    reach: Reach<'_>,
) -> Diagnosis {
    let SourceConfig::Rest {
        base,
        organization,
        token,
    } = config
    else {
        return works("Nothing to test.", "This source needs no connection.");
    };
    let http = Http::new(transport, base, organization, token.clone());
    match http.catalog().await {
        Ok(catalog) => sessions(&http, &catalog, now).await,
        Err(SourceError::Unreachable { host }) => {
            let answers = !base.is_empty() && reach(base.clone()).await;
            unreachable(&host, answers, page, token)
        }
        Err(error) => fails(&error, organization),
    }
}

async fn sessions<T: Transport>(http: &Http<T>, catalog: &Catalog, now: Timestamp) -> Diagnosis {
    let some = catalog.projects.iter().filter(|p| p.has_sessions).count();
    if some == 0 {
        return works(
            "Connected, but there are no sessions yet.",
            "None of its projects has ever sent a session. Release health has to be switched on in the SDK.",
        );
    }
    let hour = TimeRange::last(3_600_000, now);
    let params = vec![("start", hour.start.to_iso()), ("end", hour.end.to_iso())];
    let found = match some {
        1 => "Connected: 1 project with sessions.".to_owned(),
        n => format!("Connected: {n} projects with sessions."),
    };
    match http
        .stream("raw session data", "sessions/raw/", &params)
        .await
    {
        Ok(_) => works(
            &found,
            "Raw sessions come straight into this page, and every number is computed here.",
        ),
        Err(SourceError::NotFound { .. }) => works(
            &found,
            "It has no raw sessions, so this page uses its aggregated counts. What those cannot answer is noted where it would be shown.",
        ),
        Err(error) => Diagnosis {
            works: false,
            headline: "The projects are there, but not their sessions.".to_owned(),
            advice: format!("{error} {}", error.advice()),
        },
    }
}

fn works(headline: &str, advice: &str) -> Diagnosis {
    Diagnosis {
        works: true,
        headline: headline.to_owned(),
        advice: advice.to_owned(),
    }
}

fn fails(error: &SourceError, organization: &str) -> Diagnosis {
    let (headline, advice) = match error {
        SourceError::Unauthorized => (
            "The backend does not accept this token.".to_owned(),
            "Make a new one (in Sentry: Settings, Auth Tokens, or an internal integration), and paste it whole.".to_owned(),
        ),
        SourceError::Forbidden => (
            "The token may not read this organization.".to_owned(),
            "It needs the scopes org:read, project:read and, for issues, event:read.".to_owned(),
        ),
        SourceError::NotFound { .. } => (
            format!("There is no organization “{organization}” at this address."),
            "Check the short name, as in the organization's links, and that the address is the one before /api/0.".to_owned(),
        ),
        SourceError::Malformed { .. } => (
            "Something answers at this address, but it is not a Sentry API.".to_owned(),
            "It is a web page or a sign-in form. Enter the address before /api/0.".to_owned(),
        ),
        other => (other.to_string(), other.advice()),
    };
    Diagnosis {
        works: false,
        headline,
        advice,
    }
}

fn unreachable(host: &str, answers: bool, page: &str, token: &Token) -> Diagnosis {
    let (headline, advice) = if answers {
        let about_token = if token.secret().is_some() {
            " In Sentry, an internal integration's token lists its allowed origins: add it there."
        } else {
            ""
        };
        (
            format!("{host} answers, but does not let this page read it."),
            format!(
                "It has to allow the origin {page} (CORS) and the header Authorization, without redirecting.{about_token} Or put a \
                 read-only reverse proxy before it: see the README."
            ),
        )
    } else {
        (
            format!("{host} does not answer."),
            "Check the address and your connection. The page's content security policy may block it as well.".to_owned(),
        )
    };
    Diagnosis {
        works: false,
        headline,
        advice,
    }
}
