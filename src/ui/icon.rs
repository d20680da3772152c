//! The icons, as strokes on a 16-pixel square. They are decoration: the words beside them carry the meaning.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// A triangle with an exclamation mark.
    Alert,
    /// Down.
    ArrowDown,
    /// Up.
    ArrowUp,
    /// To the left.
    ArrowLeft,
    /// To the right.
    ArrowRight,
    /// An arrow out of a box.
    ArrowOut,
    /// A line over a filled shape.
    Area,
    /// Bars of different height.
    Bars,
    /// A sheet of a calendar.
    Calendar,
    /// A check mark.
    Check,
    /// Down.
    ChevronDown,
    /// To the left.
    ChevronLeft,
    /// To the right.
    ChevronRight,
    /// A clock.
    Clock,
    /// A cross.
    Close,
    /// Two sheets.
    Copy,
    /// An arrow into a box.
    CopyTo,
    /// Three dots.
    Dots,
    /// An arrow onto a line.
    Download,
    /// A cylinder.
    Database,
    /// Out of the middle to two corners.
    Expand,
    /// A globe.
    Globe,
    /// Four squares.
    Grid,
    /// Six dots, to hold on to.
    Grip,
    /// A circle with an i.
    Info,
    /// Stacked sheets.
    Layers,
    /// A line that goes up and down.
    Line,
    /// Neither up nor down.
    Minus,
    /// A digit.
    Number,
    /// A screen.
    Monitor,
    /// A crescent.
    Moon,
    /// An octagon with an exclamation mark: worse than the triangle.
    Octagon,
    /// A pencil.
    Pencil,
    /// A phone.
    Phone,
    /// A plug.
    Plug,
    /// A cross to add.
    Plus,
    /// A heartbeat.
    Pulse,
    /// An arrow that turns forward.
    Redo,
    /// A round arrow.
    Retry,
    /// A magnifying glass.
    Search,
    /// A server.
    Server,
    /// Links of a chain.
    Share,
    /// A star.
    Star,
    /// Three lines of falling length.
    Steps,
    /// A sun.
    Sun,
    /// A grid of cells.
    Table,
    /// A label.
    Tag,
    /// A bin.
    Trash,
    /// An arrow that turns back.
    Undo,
    /// Up or down.
    UpDown,
    /// An arrow from a line.
    Upload,
    /// A magnifying glass with a minus.
    ZoomOut,
}

impl Glyph {
    const fn path(self) -> &'static str {
        match self {
            Self::ArrowUp => "M8 13V3M3.8 7.2 8 3l4.2 4.2",
            Self::ArrowDown => "M8 3v10M3.8 8.8 8 13l4.2-4.2",
            Self::Alert => "M8 2.2 14.4 13.3H1.6ZM8 6.4v3.2M8 11.4v.1",
            Self::ArrowOut => {
                "M9.5 2.5h4v4M13.3 2.7 7.5 8.5M11.5 9.5v3a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1h3"
            }
            Self::Bars => "M3 13V9M8 13V3M13 13V6.5",
            Self::Calendar => {
                "M3.5 3.5h9a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1ZM2.5 6.8h11M5.5 2v2.5M10.5 2v2.5"
            }
            Self::Check => "m3 8.4 3.4 3.4L13 4.8",
            Self::ChevronDown => "m4 6.2 4 4 4-4",
            Self::ChevronLeft => "m9.8 4-4 4 4 4",
            Self::ChevronRight => "m6.2 4 4 4-4 4",
            Self::Clock => "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2ZM8 4.8V8l2.2 1.6",
            Self::Close => "m4 4 8 8M12 4l-8 8",
            Self::Database => {
                "M3 4c0-1.1 2.2-2 5-2s5 .9 5 2-2.2 2-5 2-5-.9-5-2ZM3 4v8c0 1.1 2.2 2 5 2s5-.9 5-2V4M3 8c0 1.1 2.2 2 5 2s5-.9 5-2"
            }
            Self::Expand => "M9.5 2.5h4v4M13.3 2.7 9.3 6.7M6.5 13.5h-4v-4M2.7 13.3l4-4",
            Self::Globe => {
                "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2ZM2.2 8h11.6M8 2c1.8 1.7 2.6 3.7 2.6 6s-.8 4.3-2.6 6c-1.8-1.7-2.6-3.7-2.6-6S6.2 3.7 8 2Z"
            }
            Self::Info => "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2ZM8 7.4v3.4M8 5.2v.1",
            Self::Minus => "M3.5 8h9",
            Self::Layers => "m8 2 6 3-6 3-6-3ZM2.5 8 8 10.8 13.5 8M2.5 11 8 13.8l5.5-2.8",
            Self::Monitor => {
                "M3 3h10a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM6 13.5h4M8 11v2.5"
            }
            Self::Octagon => "M5.4 2h5.2L14 5.4v5.2L10.6 14H5.4L2 10.6V5.4ZM8 5v3.6M8 10.9v.1",
            Self::Moon => "M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6a5.8 5.8 0 1 0 7 7Z",
            Self::Phone => {
                "M5.3 1.8h5.4a1 1 0 0 1 1 1v10.4a1 1 0 0 1-1 1H5.3a1 1 0 0 1-1-1V2.8a1 1 0 0 1 1-1ZM7 12h2"
            }
            Self::Plug => "M5.5 2v3.5M10.5 2v3.5M3.5 5.5h9V8a4.5 4.5 0 0 1-9 0ZM8 12.5V14",
            Self::Pulse => "M1.5 8h3l2-4.5 3 9 2-4.5h3",
            Self::Retry => "M13 8a5 5 0 1 1-1.5-3.6L13 5.8M13 2.6v3.2H9.8",
            Self::Search => "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM10.3 10.3l3.2 3.2",
            Self::Server => {
                "M3 2.5h10a.8.8 0 0 1 .8.8v3a.8.8 0 0 1-.8.8H3a.8.8 0 0 1-.8-.8v-3a.8.8 0 0 1 .8-.8ZM3 9h10a.8.8 0 0 1 .8.8v3a.8.8 0 0 1-.8.8H3a.8.8 0 0 1-.8-.8v-3A.8.8 0 0 1 3 9ZM4.9 4.8v.1M4.9 11.3v.1"
            }
            Self::Steps => "M2.5 4.5h11M4.5 8h7M6.5 11.5h3",
            Self::Sun => {
                "M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6ZM8 1.6v1.2M8 13.2v1.2M1.6 8h1.2M13.2 8h1.2M3.5 3.5l.8.8M11.7 11.7l.8.8M12.5 3.5l-.8.8M4.3 11.7l-.8.8"
            }
            Self::Table => {
                "M3.3 2.8h9.4a.8.8 0 0 1 .8.8v8.8a.8.8 0 0 1-.8.8H3.3a.8.8 0 0 1-.8-.8V3.6a.8.8 0 0 1 .8-.8ZM2.5 6.3h11M6.5 6.3v6.9"
            }
            Self::Copy => {
                "M6.3 5.5h6.2a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H6.3a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1ZM3.2 10.4a.8.8 0 0 1-.7-.8V3.5a1 1 0 0 1 1-1h6.1c.4 0 .8.3.8.7"
            }
            Self::CopyTo => {
                "M2 8h7.5M6.7 5.2 9.5 8l-2.8 2.8M6.5 2.5h6a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-6"
            }
            Self::Dots => "M2.9 8h.7M7.7 8h.7M12.4 8h.7",
            Self::Download => "M8 2.5v7.7M4.6 6.8 8 10.2l3.4-3.4M3 13.4h10",
            Self::Grid => "M3 3h4v4H3ZM9 3h4v4H9ZM3 9h4v4H3ZM9 9h4v4H9Z",
            Self::Pencil => {
                "m3 13 .6-2.9 6.8-6.8a1.2 1.2 0 0 1 1.7 0l.6.6a1.2 1.2 0 0 1 0 1.7L5.9 12.4ZM9.3 4.4l2.3 2.3"
            }
            Self::Share => {
                "M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7l-.9.9M9.3 6.7a2.6 2.6 0 0 0-3.7 0L3.4 8.9a2.6 2.6 0 0 0 3.7 3.7l.9-.9"
            }
            Self::Star => "m8 2 1.8 3.8 4.2.5-3.1 2.9.8 4.1L8 11.3l-3.7 2 .8-4.1L2 6.3l4.2-.5Z",
            Self::Trash => {
                "M3 4.5h10M6 4.5V3.2c0-.5.3-.8.8-.8h2.4c.5 0 .8.3.8.8v1.3M4.2 4.5l.6 8.1c0 .5.5.9 1 .9h4.4c.5 0 1-.4 1-.9l.6-8.1M6.8 7.2v3.6M9.2 7.2v3.6"
            }
            Self::ArrowLeft => "M13 8H3M7.2 3.8 3 8l4.2 4.2",
            Self::ArrowRight => "M3 8h10M8.8 3.8 13 8l-4.2 4.2",
            Self::Area => "M2.5 12.5V9.2l3.4-3.4 3 2.6 4.6-4.9v9Z",
            Self::Grip => "M6 3.5h.1M6 8h.1M6 12.5h.1M10 3.5h.1M10 8h.1M10 12.5h.1",
            Self::Line => "m2.5 11 3.4-4.4 3.2 2.8 4.4-6",
            Self::Number => "M5.2 5.4 8 3.2v9.6M5.4 12.8h5.2",
            Self::Plus => "M8 3.2v9.6M3.2 8h9.6",
            Self::Redo => "M10 3l3.2 3.2L10 9.4M13 6.2H6.6a3.7 3.7 0 0 0 0 7.3H9",
            Self::Undo => "M6 3 2.8 6.2 6 9.4M3 6.2h6.4a3.7 3.7 0 0 1 0 7.3H7",
            Self::Upload => "M8 10.4V2.7M4.6 6.1 8 2.7l3.4 3.4M3 13.4h10",
            Self::ZoomOut => "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM10.3 10.3l3.2 3.2M5 7h4",
            Self::UpDown => "m5 6.2 3-3 3 3M5 9.8l3 3 3-3",
            Self::Tag => {
                "M2.5 3.3c0-.4.4-.8.8-.8h4.4c.2 0 .4.1.6.2l5 5c.3.3.3.8 0 1.1l-4.5 4.5c-.3.3-.8.3-1.1 0l-5-5a.8.8 0 0 1-.2-.6ZM5.5 5.5v.1"
            }
        }
    }
}

/// An icon of the size of the text around it.
#[component]
pub(crate) fn Icon(glyph: Glyph) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=glyph.path() />
        </svg>
    }
}
