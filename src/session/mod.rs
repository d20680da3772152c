//! The vocabulary of release health: times, statuses, releases, projects, issues. No I/O, nothing of ours imported.

pub mod adoption;
pub mod completeness;
pub mod format;
pub mod interval;
pub mod iso;
pub mod issue;
pub mod issue_search;
pub mod issue_series;
mod lenient;
pub mod project;
pub mod record;
pub mod release;
pub mod release_bounds;
pub mod release_info;
pub mod release_search;
pub mod search;
pub mod sorting;
pub mod status;
pub mod time;
pub mod zone;

pub use interval::Interval;
pub use status::{SetCounts, Status};
pub use time::{Clock, TimeRange, Timestamp, Window};
