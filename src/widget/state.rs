//! What a widget shows when it has no numbers: skeleton, emptiness, failure; each told in words.

use crate::dashboard::data::{EmptyReason, WidgetData, WidgetState};
use crate::dashboard::model::{DisplayType, Widget};
use crate::source::SourceError;
use crate::state::app::use_app;
use crate::ui::Views;
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;

/// Which body a widget has. While it stays the same the body stays mounted.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Skeleton.
    Loading,
    /// One figure.
    BigNumber,
    /// Series over time.
    Chart,
    /// Groups and their totals.
    Table,
    /// The releases table.
    Releases,
    /// A list of issues.
    Issues,
    /// Nothing there.
    Empty(EmptyReason),
    /// No answer.
    Failed(SourceError),
}

impl Kind {
    /// The body for `state`.
    pub fn of(state: &WidgetState) -> Self {
        match state {
            WidgetState::Loading => Self::Loading,
            WidgetState::Ready(WidgetData::BigNumber(_)) => Self::BigNumber,
            WidgetState::Ready(WidgetData::Chart(_)) => Self::Chart,
            WidgetState::Ready(WidgetData::Table(_)) => Self::Table,
            WidgetState::Ready(WidgetData::Releases(_)) => Self::Releases,
            WidgetState::Ready(WidgetData::Issues(_)) => Self::Issues,
            WidgetState::Empty(reason) => Self::Empty(*reason),
            WidgetState::Failed(error) => Self::Failed(error.clone()),
        }
    }

    /// The value of `data-state` (page contract, item 2).
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Empty(_) => "empty",
            Self::Failed(_) => "error",
            _ => "ready",
        }
    }

    /// Whether there is data to view.
    pub fn has_data(&self) -> bool {
        self.name() == "ready"
    }
}

/// The part of a widget's numbers that its body shows; `first` until there are others, the last ones when the widget
/// turns to something else and the body is about to go.
pub fn latest<T: Clone + PartialEq + Send + Sync + 'static>(
    state: ReadSignal<WidgetState>,
    first: T,
    part: impl Fn(&WidgetData) -> Option<T> + Send + Sync + 'static,
) -> Memo<T> {
    Memo::new(move |old: Option<&T>| match &*state.read() {
        WidgetState::Ready(data) => part(data)
            .or_else(|| old.cloned())
            .unwrap_or_else(|| first.clone()),
        _ => old.cloned().unwrap_or_else(|| first.clone()),
    })
}

/// Grey shapes where the numbers of `widget` will stand.
#[component]
pub fn Skeleton(
    /// Whose.
    widget: Widget,
) -> impl IntoView {
    let rows = |n: usize| {
        (0..n)
            .map(|_| view! { <div class="skeleton-row"></div> })
            .views()
    };
    let shape = match widget.display_type {
        _ if widget.is_releases_table() => rows(9).into_any(),
        DisplayType::Table => rows(4).into_any(),
        DisplayType::BigNumber => view! {
            <div class="skeleton-figure"></div>
            <div class="skeleton-line"></div>
        }
        .into_any(),
        _ => view! { <div class="skeleton-plot"></div> }.into_any(),
    };
    view! {
        <div class="skeleton">
            <span class="visually-hidden">"Loading"</span>
            {shape}
        </div>
    }
}

/// Why there is nothing to show, and what to do next.
#[component]
pub fn EmptyBody(
    /// Why.
    reason: EmptyReason,
) -> impl IntoView {
    let app = use_app();
    let is_to_come = app.window.get_untracked().range().start > app.now.get_untracked();
    let (what, next) = match reason {
        _ if is_to_come => ("This range is still to come", "Choose one that has begun."),
        EmptyReason::FiltersTooNarrow => (
            "Nothing matches these filters",
            "There are sessions in this range: remove a release, environment or project.",
        ),
        EmptyReason::NoSessionsInRange => (
            "No sessions in this range",
            "Choose a longer time range, or check that the app still sends sessions.",
        ),
        EmptyReason::NoProjectWithSessions => (
            "No project has sent a session yet",
            "Turn on release health (automatic session tracking) in your SDK; numbers appear with the first session.",
        ),
        EmptyReason::NoIssues => (
            "No issues in this range",
            "No issue was new or resolved here. A longer time range, or fewer filters, may show some.",
        ),
        EmptyReason::NoReleases => (
            "No releases in this range",
            "Choose a longer time range, or set a release name in your SDK.",
        ),
    };
    view! {
        <div class="widget-note">
            <span class="widget-note-icon"><Icon glyph=Glyph::Bars /></span>
            <p class="widget-note-what">{what}</p>
            <p class="widget-note-next">{next}</p>
        </div>
    }
}

/// What went wrong, what a person can do, and another try.
#[component]
pub fn FailedBody(
    /// What went wrong.
    error: SourceError,
    /// Tries again.
    retry: impl Fn() + 'static,
) -> impl IntoView {
    let (what, next) = (error.to_string(), error.advice());
    // Another try would come to the same.
    let may_retry = !matches!(error, SourceError::Unsupported { .. });
    view! {
        <div class="widget-note widget-note-bad" role="alert">
            <span class="widget-note-icon"><Icon glyph=Glyph::Alert /></span>
            <p class="widget-note-what">{what}</p>
            <p class="widget-note-next">{next}</p>
            {may_retry
                .then(|| {
                    view! {
                        <button type="button" class="button button-secondary" on:click=move |_| retry()>
                            <Icon glyph=Glyph::Retry />
                            "Retry"
                        </button>
                    }
                })
                .views()}
        </div>
    }
}
