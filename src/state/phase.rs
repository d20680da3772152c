//! Where the page is between its first request and its first numbers.

use crate::source::{Progress, SourceError};

/// What the page as a whole shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Reading `config.json` and the catalog.
    Starting,
    /// No source is configured: the connect page.
    Connect,
    /// Reading sessions for the first time.
    Loading(Progress),
    /// There is a dashboard to look at.
    Ready,
    /// There is none, and why.
    Failed(SourceError),
}
