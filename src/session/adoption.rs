//! Adoption stage of a release in one project and environment (section 1.7 of the model).

use serde::{Deserialize, Serialize};

/// Where a release is in its roll-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Never reached 10 % of the environment's sessions in six hours.
    LowAdoption,
    /// At 10 % or more.
    Adopted,
    /// Was adopted and fell below.
    Replaced,
}
