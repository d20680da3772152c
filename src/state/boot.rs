//! Which source the page opens with: a person's own choice, else `config.json`.

use super::recent;
use super::world::{Browser, preferences};
use crate::browser::web_storage::Area;
use crate::source::SourceError;
use crate::source::config::{SourceConfig, Token};
use crate::source::http::whole_text;
use crate::source::transport::{Broken, Request, Transport};

/// Name of the preference that holds the last source, without its token.
const LAST_SOURCE: &str = "source";
/// Name of the preference that holds the latest sources, without their tokens.
const RECENT_SOURCES: &str = "recent-sources";
/// Where a token is kept when a person asks for it: the label of its source, and the secret.
const TOKEN: &str = "session-health:token";

/// The source to open with; `None`: ask.
///
/// # Errors
/// `config.json` is there and cannot be used.
pub async fn find_source() -> Result<Option<SourceConfig>, SourceError> {
    let chosen = preferences(|kept| kept.read::<SourceConfig>(LAST_SOURCE));
    if let Some(Ok(config)) = chosen.map(SourceConfig::checked) {
        let token = kept_token(&config);
        return Ok(Some(config.with_token(token)));
    }
    match config_file().await? {
        Some(text) => SourceConfig::from_file(&text),
        None => Ok(None),
    }
}

/// Remembers a person's choice. Its token is kept only where that was asked for, and until the tab is closed.
pub fn remember_source(config: &SourceConfig, keep_token: bool) {
    let recent = recent::with(recent_sources(), config);
    preferences(|kept| {
        kept.write(LAST_SOURCE, &config.without_token());
        kept.write(RECENT_SOURCES, &recent);
    });
    let token = match config {
        SourceConfig::Rest { token, .. } if keep_token => token.secret(),
        _ => None,
    };
    match token {
        Some(secret) => drop(Area::Session.set(TOKEN, &format!("{}\n{secret}", config.label()))),
        None => Area::Session.remove(TOKEN),
    }
}

/// What a person connected to before, the latest first.
pub fn recent_sources() -> Vec<SourceConfig> {
    let kept = preferences(|kept| kept.read::<Vec<SourceConfig>>(RECENT_SOURCES));
    let kept = kept.unwrap_or_default().into_iter();
    kept.filter_map(|config| config.checked().ok()).collect()
}

/// The token kept for this source in this tab.
fn kept_token(config: &SourceConfig) -> Token {
    let kept = Area::Session.get(TOKEN).unwrap_or_default();
    match kept.split_once('\n') {
        Some((label, secret)) if label == config.label() => Token::new(secret),
        _ => Token::default(),
    }
}

async fn config_file() -> Result<Option<String>, SourceError> {
    let request = Request {
        url: "config.json".to_owned(),
        authorization: None,
    };
    let unreachable = |Broken| SourceError::Unreachable {
        host: "config.json".to_owned(),
    };
    let mut response = Browser.get(request).await.map_err(unreachable)?;
    // A server that answers every unknown path with the page itself has no config.json either.
    let is_page = response
        .header("content-type")
        .is_some_and(|t| t.starts_with("text/html"));
    if response.status != 200 || is_page {
        return Ok(None);
    }
    whole_text(&mut response)
        .await
        .map(Some)
        .map_err(unreachable)
}
