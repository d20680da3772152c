//! Which source the page opens with: a person's own choice, else `config.json`.

use super::world::Browser;
use crate::source::SourceError;
use crate::source::config::SourceConfig;
use crate::source::http::whole_text;
use crate::source::transport::{Broken, Request, Transport};
use crate::storage::preferences::Preferences;

/// Name of the preference that holds the last source, without its token.
const LAST_SOURCE: &str = "source";

/// The source to open with; `None`: ask.
///
/// # Errors
/// `config.json` is there and cannot be used.
pub async fn find_source() -> Result<Option<SourceConfig>, SourceError> {
    let chosen = Preferences::new(Browser).read::<SourceConfig>(LAST_SOURCE);
    if let Some(Ok(config)) = chosen.map(SourceConfig::checked) {
        return Ok(Some(config));
    }
    match config_file().await? {
        Some(text) => SourceConfig::from_file(&text),
        None => Ok(None),
    }
}

/// Remembers a person's choice, but never its token.
pub fn remember_source(config: &SourceConfig) {
    Preferences::new(Browser).write(LAST_SOURCE, &config.without_token());
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
