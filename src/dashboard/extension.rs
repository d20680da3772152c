//! The `x-session-health` object of a widget: what we can say and Sentry's dashboard JSON has no word for. Sentry
//! ignores it; a widget without it behaves exactly as Sentry's would.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The key under which a widget carries its [`Extension`].
pub const KEY: &str = "x-session-health";

/// Everything of ours about one widget. All fields may be absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Extension {
    /// A stable id for markup and links, where Sentry's numeric one does not exist.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// A display of ours in place of `displayType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<OwnDisplay>,
    /// Draw each group as its share of all rather than as a count.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub share: bool,
    /// Which groups a split by release keeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top: Option<Top>,
    /// Names of the series that its legend hides until somebody asks for them, and of the releases where they are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<String>,
    /// Show the change against the period of equal length before.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub compare: bool,
    /// Releases on the time axis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub releases: Option<ReleaseMarks>,
    /// What a newer version of the app has to say.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Displays that Sentry's JSON does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnDisplay {
    /// The releases table with search, sort, paging and the drawer.
    Releases,
}

/// Which groups are kept, and what happens to the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Top {
    /// By which rule.
    pub rule: TopRule,
    /// How many.
    pub limit: usize,
    /// Whether the rest is summed up as "Other".
    #[serde(default)]
    pub other: bool,
}

/// How releases are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopRule {
    /// The largest session totals in the range, largest first.
    MostAdopted,
    /// The newest by creation date that have sessions in the range, newest first.
    MostRecent,
}

/// How releases are marked on a time axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseMarks {
    /// A row of bubbles below the plot.
    Bubbles,
    /// A vertical line a release.
    Lines,
}
