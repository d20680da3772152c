//! The list of dashboards, built-in and own, as a person searches and sorts it. Pure.

use crate::dashboard::grid;
use crate::dashboard::model::{Dashboard, DataSet, DisplayType};
use crate::dashboard::{builtin, limits};
use crate::session::Timestamp;
use crate::storage::dashboards::{BIN_DAYS, Listing, QUOTA};
use crate::storage::document::Stored;

const DAY: i64 = 24 * 3_600_000;

/// One line of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Id in links.
    pub id: String,
    /// For people.
    pub title: String,
    /// It cannot be changed, because it comes with the page.
    pub built_in: bool,
    /// It cannot be changed, because a newer version of the page wrote it.
    pub read_only: bool,
    /// A built-in one that filters are saved with.
    pub filtered: bool,
    /// Among the favourites.
    pub starred: bool,
    /// When it was changed last; built-ins never are.
    pub edited: Option<Timestamp>,
    /// How many widgets it has.
    pub widgets: usize,
    /// What it looks like.
    pub tiles: Vec<Tile>,
}

/// A widget in a small picture of a dashboard, in grid units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Columns from the left.
    pub x: u32,
    /// Rows from the top.
    pub y: u32,
    /// Columns wide.
    pub w: u32,
    /// Rows high.
    pub h: u32,
    /// What it shows, for the picture.
    pub kind: TileKind,
}

/// How a widget looks from afar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TileKind {
    /// One figure.
    Figure,
    /// Lines.
    Line,
    /// Areas.
    Area,
    /// Bars.
    Bar,
    /// Rows.
    Table,
    /// Not supported here.
    Foreign,
}

/// Orders of the list; favourites come first in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Changed last first; built-ins after them, as they are offered.
    #[default]
    Edited,
    /// By title.
    Title,
    /// Most widgets first.
    Widgets,
}

impl Order {
    /// All, with their names in the page.
    pub const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Edited, "edited", "Last edited"),
        (Self::Title, "title", "Title"),
        (Self::Widgets, "widgets", "Number of widgets"),
    ];

    /// The order of that name.
    pub fn from_name(name: &str) -> Self {
        let known = Self::ALL.iter().find(|(_, known, _)| *known == name);
        known.map_or_else(Self::default, |(order, ..)| *order)
    }
}

/// A dashboard in the bin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binned {
    /// Id in links.
    pub id: String,
    /// For people.
    pub title: String,
    /// Whole days until it is gone for good.
    pub days_left: i64,
}

/// The dashboards whose title has all words of `search`, in `order`. `starred` are ids of built-ins.
pub fn entries(listing: &Listing, starred: &[String], search: &str, order: Order) -> Vec<Entry> {
    let own = listing.dashboards.iter().filter(|s| s.deleted.is_none());
    let own = own.map(|stored| Entry {
        read_only: stored.read_only,
        starred: stored.starred,
        edited: Some(stored.edited),
        ..entry(&stored.dashboard)
    });
    let built_in = builtin::all();
    let built_in = built_in.iter().map(|dashboard| Entry {
        built_in: true,
        starred: starred.contains(&dashboard.id),
        filtered: listing.filtered.contains(&dashboard.id),
        ..entry(dashboard)
    });
    let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    let matches = |entry: &Entry| {
        let title = entry.title.to_lowercase();
        words.iter().all(|word| title.contains(word))
    };
    let mut entries: Vec<Entry> = own.chain(built_in).filter(matches).collect();
    entries.sort_by(|a, b| {
        let by_order = match order {
            Order::Edited => b.edited.cmp(&a.edited),
            Order::Title => a.title.to_lowercase().cmp(&b.title.to_lowercase()),
            Order::Widgets => b.widgets.cmp(&a.widgets),
        };
        b.starred.cmp(&a.starred).then(by_order)
    });
    entries
}

/// What is in the bin, thrown away last first.
pub fn bin(listing: &Listing, now: Timestamp) -> Vec<Binned> {
    let mut binned: Vec<(Timestamp, &Stored)> = listing
        .dashboards
        .iter()
        .filter_map(|stored| Some((stored.deleted?, stored)))
        .collect();
    binned.sort_by_key(|(deleted, _)| std::cmp::Reverse(*deleted));
    let line = |(deleted, stored): (Timestamp, &Stored)| Binned {
        id: stored.id.clone(),
        title: stored.dashboard.title.clone(),
        days_left: days_left(deleted, now),
    };
    binned.into_iter().map(line).collect()
}

/// Whole days until what was `deleted` then is gone for good.
pub fn days_left(deleted: Timestamp, now: Timestamp) -> i64 {
    let left = deleted.plus(BIN_DAYS * DAY).millis() - now.millis();
    (left.max(0) + DAY - 1) / DAY
}

/// The same in words.
pub fn days_in_words(left: i64) -> String {
    match left {
        0 => "gone today".to_owned(),
        1 => "1 day left".to_owned(),
        n => format!("{n} days left"),
    }
}

/// How full the storage is, in words: `0.4 of 5 MB used`. Some browsers give more room, and nobody has to know.
pub fn usage(listing: &Listing) -> String {
    let megabytes = |n: usize| n as f64 / 1e6;
    format!(
        "{:.1} of {:.0} MB of this browser’s storage used",
        megabytes(listing.used.min(QUOTA)),
        megabytes(QUOTA)
    )
}

/// What one may know of the size of a dashboard: how many of the most widgets it has.
pub fn size(widgets: usize) -> String {
    match widgets {
        1 => "1 widget".to_owned(),
        n if n + 5 > limits::WIDGETS => format!("{n} of {} widgets", limits::WIDGETS),
        n => format!("{n} widgets"),
    }
}

fn entry(dashboard: &Dashboard) -> Entry {
    Entry {
        id: dashboard.id.clone(),
        title: dashboard.title.clone(),
        built_in: false,
        read_only: false,
        filtered: false,
        starred: false,
        edited: None,
        widgets: dashboard.widgets.len(),
        tiles: tiles(dashboard),
    }
}

/// The widgets of a dashboard as a small picture.
pub fn tiles(dashboard: &Dashboard) -> Vec<Tile> {
    let cells = grid::cells(&dashboard.widgets).into_iter();
    cells
        .map(|(cell, widget)| Tile {
            x: cell.column - 1,
            y: cell.row - 1,
            w: cell.columns,
            h: cell.rows,
            kind: match (&widget.widget_type, &widget.display_type) {
                (DataSet::Foreign(_), _) | (_, DisplayType::Foreign(_)) => TileKind::Foreign,
                (_, DisplayType::BigNumber) => TileKind::Figure,
                (_, DisplayType::Line) => TileKind::Line,
                (_, DisplayType::Area) => TileKind::Area,
                (_, DisplayType::Bar) => TileKind::Bar,
                (_, DisplayType::Table) => TileKind::Table,
            },
        })
        .collect()
}
