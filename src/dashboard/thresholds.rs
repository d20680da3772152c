//! Where a figure stops being good and starts to be bad: `thresholds` of section 10.10, rates as fractions.

use super::model::Widget;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The key under which a widget carries its [`Thresholds`].
const KEY: &str = "thresholds";

/// Two borders between three levels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// The lower border; belongs to the level below it.
    pub first: f64,
    /// The upper border; belongs to the level below it.
    pub second: f64,
    /// Whether the level above both is the good one.
    pub higher_is_better: bool,
}

/// Where a figure lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// As it should be.
    Good,
    /// Between the two borders.
    Fair,
    /// As it should not be.
    Poor,
}

#[derive(Serialize, Deserialize)]
struct Written {
    max_values: MaxValues,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default, rename = "preferredPolarity")]
    polarity: String,
}

#[derive(Serialize, Deserialize)]
struct MaxValues {
    max1: f64,
    max2: f64,
}

impl Thresholds {
    /// The level of a value.
    pub fn level(self, value: f64) -> Level {
        let (low, high) = if self.higher_is_better {
            (Level::Poor, Level::Good)
        } else {
            (Level::Good, Level::Poor)
        };
        match value {
            v if v <= self.first => low,
            v if v <= self.second => Level::Fair,
            _ => high,
        }
    }
}

impl Level {
    /// In a word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Good => "Good",
            Self::Fair => "Fair",
            Self::Poor => "Poor",
        }
    }
}

impl Widget {
    /// Its thresholds, where it has two.
    pub fn thresholds(&self) -> Option<Thresholds> {
        let written: Written = serde_json::from_value(self.rest.get(KEY)?.clone()).ok()?;
        Some(Thresholds {
            first: written.max_values.max1,
            second: written.max_values.max2,
            higher_is_better: written.polarity == "+",
        })
    }

    /// Gives it thresholds, or takes them away.
    pub fn set_thresholds(&mut self, thresholds: Option<Thresholds>) {
        let written = thresholds.map(|t| Written {
            max_values: MaxValues {
                max1: t.first,
                max2: t.second,
            },
            unit: None,
            polarity: if t.higher_is_better { "+" } else { "-" }.to_owned(),
        });
        match written.map(serde_json::to_value) {
            Some(Ok(value)) => drop(self.rest.insert(KEY.to_owned(), value)),
            _ if self.rest.get(KEY).is_none_or(Value::is_null) => {}
            _ => drop(self.rest.remove(KEY)),
        }
    }
}
