//! Where a figure stops being good and starts to be bad: a widget's `thresholds` as Sentry's JSON has them, rates as fractions.

use super::model::Widget;
use serde_json::{Value, json};

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
        let written = self.rest.get(KEY)?;
        let border = |name| written.get("max_values")?.get(name)?.as_f64();
        Some(Thresholds {
            first: border("max1")?,
            second: border("max2")?,
            higher_is_better: written.get("preferredPolarity").and_then(Value::as_str) == Some("+"),
        })
    }

    /// Gives it thresholds, or takes them away.
    pub fn set_thresholds(&mut self, thresholds: Option<Thresholds>) {
        let written = thresholds.map(|t| {
            json!({
                "max_values": {"max1": t.first, "max2": t.second},
                "unit": null,
                "preferredPolarity": if t.higher_is_better { "+" } else { "-" },
            })
        });
        match written {
            Some(value) => drop(self.rest.insert(KEY.to_owned(), value)),
            _ if self.rest.get(KEY).is_none_or(Value::is_null) => {}
            _ => drop(self.rest.remove(KEY)),
        }
    }
}
