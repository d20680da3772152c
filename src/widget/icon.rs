//! The small drawings of widgets. Decoration only: whatever they say stands beside them in words.

use leptos::prelude::*;

/// A drawing on a grid of 16 by 16, in the colour of the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    /// What a number means.
    Info,
    /// Rows of numbers.
    Table,
    /// Up.
    Up,
    /// Down.
    Down,
    /// Neither.
    Same,
    /// Good.
    Check,
    /// Needs a look.
    Warning,
    /// Bad.
    Alarm,
    /// Again.
    Retry,
    /// Away.
    Close,
    /// Take a copy.
    Copy,
    /// Leads elsewhere.
    External,
    /// Look for.
    Search,
    /// Ordered upwards, downwards, or not yet.
    Ascending,
    /// See [`Icon::Ascending`].
    Descending,
    /// See [`Icon::Ascending`].
    Unordered,
    /// The page before.
    Previous,
    /// The page after.
    Next,
    /// Nothing there.
    Empty,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Info => {
                "M8 14.25a6.25 6.25 0 1 0 0-12.5 6.25 6.25 0 0 0 0 12.5ZM8 7.25v3.75M8 4.9v.2"
            }
            Self::Table => "M2 3.5h12v9H2zM2 6.5h12M2 9.5h12M6.5 6.5v6",
            Self::Up => "M8 13V3M3.75 7.25 8 3l4.25 4.25",
            Self::Down => "M8 3v10M3.75 8.75 8 13l4.25-4.25",
            Self::Same => "M3 8h10",
            Self::Check => "M3 8.5 6.5 12 13 4.5",
            Self::Warning => "M8 2.25 14.5 13.5h-13zM8 6.5v3M8 11.4v.2",
            Self::Alarm => {
                "M5.3 1.75h5.4l3.55 3.55v5.4l-3.55 3.55H5.3L1.75 10.7V5.3zM8 4.75v4M8 11v.2"
            }
            Self::Retry => "M13.25 8A5.25 5.25 0 1 1 11.5 4.1M13.25 1.75V5h-3.25",
            Self::Close => "M3.75 3.75l8.5 8.5M12.25 3.75l-8.5 8.5",
            Self::Copy => "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
            Self::External => "M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4",
            Self::Search => "M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10ZM10.6 10.6 14 14",
            Self::Ascending => "M8 12V4M4.5 7.5 8 4l3.5 3.5",
            Self::Descending => "M8 4v8M4.5 8.5 8 12l3.5-3.5",
            Self::Unordered => "M5 6.25 8 3.25l3 3M5 9.75l3 3 3-3",
            Self::Previous => "M10 3.5 5.5 8l4.5 4.5",
            Self::Next => "M6 3.5 10.5 8 6 12.5",
            Self::Empty => {
                "M2.5 13.5h11M4 13.5v-3M8 13.5V8M12 13.5v-5M2.5 5.5 6 3.25l3.5 1.5 4-2.5"
            }
        }
    }

    /// Its drawing.
    pub fn draw(self) -> impl IntoView {
        view! {
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
                <path d=self.path()></path>
            </svg>
        }
    }
}
