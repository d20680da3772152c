//! The document: a dashboard as Sentry's JSON has it. Keys that we do not know are kept and written back,
//! so that a foreign document survives a round trip; what Sentry has no word for is in [`Extension`].

use super::extension::{Extension, OwnDisplay};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A dashboard: saved filters and widgets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dashboard {
    /// Name in links; built-ins have words, saved ones whatever their store gives.
    #[serde(default)]
    pub id: String,
    /// For people, at most 255 characters.
    pub title: String,
    /// Saved page filter; empty: all. Sentry writes -1 for "all accessible".
    #[serde(default)]
    pub projects: Vec<i64>,
    /// Saved page filter; empty: all.
    #[serde(default)]
    pub environment: Vec<String>,
    /// Saved relative range, `14d`.
    #[serde(default)]
    pub period: Option<String>,
    /// Saved fixed range.
    #[serde(default)]
    pub start: Option<String>,
    /// Saved fixed range.
    #[serde(default)]
    pub end: Option<String>,
    /// Saved filters that hold for all widgets.
    #[serde(default)]
    pub filters: Filters,
    /// Number of the built-in dashboard at Sentry; `None`: a person's own.
    #[serde(default)]
    pub prebuilt_id: Option<i64>,
    /// In reading order.
    #[serde(default)]
    pub widgets: Vec<Widget>,
    /// Everything else.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Filters that hold for all widgets of a dashboard.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Filters {
    /// Full versions; empty: all.
    #[serde(default)]
    pub release: Vec<String>,
    /// Everything else, `globalFilter` among it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One widget: what it shows, how, and where.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Widget {
    /// Sentry's number for it; see [`Widget::id`].
    #[serde(default, rename = "id", skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// For people.
    pub title: String,
    /// A sentence about it.
    #[serde(default)]
    pub description: Option<String>,
    /// How it is drawn.
    #[serde(default)]
    pub display_type: DisplayType,
    /// Which data it shows.
    #[serde(default)]
    pub widget_type: DataSet,
    /// The most rows or groups.
    #[serde(default)]
    pub limit: Option<usize>,
    /// Where the value axis starts.
    #[serde(default)]
    pub axis_range: Option<AxisRange>,
    /// Place on the grid of six columns.
    #[serde(default)]
    pub layout: Option<Layout>,
    /// What is asked; at least one.
    #[serde(default)]
    pub queries: Vec<WidgetQuery>,
    /// What Sentry has no word for.
    #[serde(
        default,
        rename = "x-session-health",
        skip_serializing_if = "is_default"
    )]
    pub extension: Extension,
    /// Everything else.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One question of a widget. All names are kept as text, as a foreign document may hold any.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WidgetQuery {
    /// Alias; prefixes the names of its series.
    #[serde(default)]
    pub name: String,
    /// Columns and aggregates in display order.
    #[serde(default)]
    pub fields: Vec<String>,
    /// The computed ones among them.
    #[serde(default)]
    pub aggregates: Vec<String>,
    /// The ones to group by.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Titles for `fields`, in parallel.
    #[serde(default)]
    pub field_aliases: Vec<String>,
    /// Search text.
    #[serde(default)]
    pub conditions: String,
    /// A field, with a leading `-` for descending.
    #[serde(default)]
    pub orderby: String,
    /// Everything else.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Place of a widget in grid units; six columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Layout {
    /// Columns from the left.
    pub x: u32,
    /// Rows from the top.
    pub y: u32,
    /// Columns wide, 1 to 6.
    pub w: u32,
    /// Rows high.
    pub h: u32,
    /// The fewest rows it may be given.
    #[serde(default)]
    pub min_h: u32,
}

/// `displayType`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum DisplayType {
    /// Lines.
    #[default]
    Line,
    /// Stacked areas.
    Area,
    /// Bars; stacked when they are groups of one count.
    Bar,
    /// A plain table.
    Table,
    /// One figure.
    BigNumber,
    /// Something else; shown as not supported, kept as it is.
    Foreign(String),
}

/// `widgetType`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum DataSet {
    /// Release health; Sentry calls it `metrics`.
    #[default]
    Health,
    /// Issues.
    Issue,
    /// Something else; shown as not supported, kept as it is.
    Foreign(String),
}

/// Where a value axis starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AxisRange {
    /// At 0.
    Auto,
    /// At the smallest visible value.
    DataMin,
}

impl Dashboard {
    /// The widget with this id.
    pub fn widget(&self, id: &str) -> Option<&Widget> {
        self.widgets.iter().find(|w| w.id() == id)
    }

    /// Whether its times are to be written in UTC: a saved filter like its range.
    pub fn utc(&self) -> bool {
        self.rest
            .get("utc")
            .and_then(Value::as_bool)
            .unwrap_or_default()
    }

    /// Says whether its times are to be written in UTC; the document stays as it was where it says so already.
    pub fn set_utc(&mut self, utc: bool) {
        if self.utc() != utc {
            self.rest.insert("utc".to_owned(), utc.into());
        }
    }
}

impl Widget {
    /// The id for markup and links: ours, else Sentry's number; empty where a foreign document gives none.
    pub fn id(&self) -> &str {
        self.extension
            .id
            .as_deref()
            .or(self.number.as_deref())
            .unwrap_or_default()
    }

    /// Whether it is the releases table.
    pub fn is_releases_table(&self) -> bool {
        self.extension.display == Some(OwnDisplay::Releases)
    }

    /// Where it stands; at the origin when a document does not say.
    pub fn place(&self) -> Layout {
        self.layout.unwrap_or(Layout {
            x: 0,
            y: 0,
            w: 2,
            h: 2,
            min_h: 2,
        })
    }
}

impl From<String> for DisplayType {
    fn from(name: String) -> Self {
        match name.as_str() {
            "line" => Self::Line,
            "area" => Self::Area,
            "bar" => Self::Bar,
            "table" => Self::Table,
            "big_number" => Self::BigNumber,
            _ => Self::Foreign(name),
        }
    }
}

impl From<DisplayType> for String {
    fn from(display: DisplayType) -> Self {
        match display {
            DisplayType::Line => "line".to_owned(),
            DisplayType::Area => "area".to_owned(),
            DisplayType::Bar => "bar".to_owned(),
            DisplayType::Table => "table".to_owned(),
            DisplayType::BigNumber => "big_number".to_owned(),
            DisplayType::Foreign(name) => name,
        }
    }
}

impl From<String> for DataSet {
    fn from(name: String) -> Self {
        match name.as_str() {
            "metrics" => Self::Health,
            "issue" => Self::Issue,
            _ => Self::Foreign(name),
        }
    }
}

impl From<DataSet> for String {
    fn from(set: DataSet) -> Self {
        match set {
            DataSet::Health => "metrics".to_owned(),
            DataSet::Issue => "issue".to_owned(),
            DataSet::Foreign(name) => name,
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    value == &T::default()
}
