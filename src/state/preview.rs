//! A widget that is not on the dashboard yet, with its numbers: what the builder shows while somebody builds.

use super::app::App;
use super::newest::Newest;
use super::widget_query::widget_state;
use crate::dashboard::data::WidgetState;
use crate::dashboard::model::Widget;
use leptos::prelude::*;

/// The id of the widget that is being built.
pub const PREVIEW: &str = "preview";

impl App {
    /// Whether the source knows single sessions.
    pub fn has_raw_sessions(&self) -> bool {
        self.source().is_none_or(|source| source.has_raw_sessions())
    }

    /// Asks for the numbers of `widget` and puts them where the widget with the id [`PREVIEW`] looks.
    pub fn preview(&self, widget: &Widget, newest: Newest) {
        let app = *self;
        let mut widget = widget.clone();
        widget.extension.id = Some(PREVIEW.to_owned());
        let query = self
            .page
            .with_untracked(|page| app.widget_query(widget, page));
        if let Some((source, query)) = query {
            newest.run(async move {
                let state = widget_state(source, query).await;
                let state = state.unwrap_or_else(WidgetState::Failed);
                app.widget_signal(PREVIEW).set(state);
            });
        }
    }
}
