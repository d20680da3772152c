//! What Sentry's dashboards are limited to, told before it bites.

use super::model::Dashboard;
use thiserror::Error;

/// The most widgets of a dashboard.
pub const WIDGETS: usize = 30;
/// The longest title or description, in characters.
pub const TEXT: usize = 255;

/// Why a dashboard cannot be kept as it is.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Limit {
    /// No title.
    #[error("A dashboard needs a title.")]
    NoTitle,
    /// A title of the dashboard or of a widget.
    #[error("The title “{0}…” is longer than {TEXT} characters.")]
    TitleTooLong(String),
    /// A description of a widget.
    #[error("The description of “{0}” is longer than {TEXT} characters.")]
    DescriptionTooLong(String),
    /// Too many widgets.
    #[error("A dashboard holds at most {WIDGETS} widgets; this one has {0}.")]
    TooManyWidgets(usize),
}

/// The first limit that `dashboard` breaks.
///
/// # Errors
/// That limit.
pub fn check(dashboard: &Dashboard) -> Result<(), Limit> {
    if dashboard.title.trim().is_empty() {
        return Err(Limit::NoTitle);
    }
    let titles = dashboard.widgets.iter().map(|w| &w.title);
    if let Some(title) = std::iter::once(&dashboard.title)
        .chain(titles)
        .find(|t| is_long(t))
    {
        return Err(Limit::TitleTooLong(title.chars().take(40).collect()));
    }
    let described = |w: &&super::model::Widget| w.description.as_deref().is_some_and(is_long);
    if let Some(widget) = dashboard.widgets.iter().find(described) {
        return Err(Limit::DescriptionTooLong(widget.title.clone()));
    }
    match dashboard.widgets.len() {
        n if n > WIDGETS => Err(Limit::TooManyWidgets(n)),
        _ => Ok(()),
    }
}

fn is_long(text: &str) -> bool {
    text.chars().count() > TEXT
}
