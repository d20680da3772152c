//! From raw session lines to answers: `ingest` (bytes → rows) → `store` (columns) → `execute` (one pass → tallies) →
//! `metric` (rates, last). Knows nothing of dashboards, networks or pixels.

pub mod api;
pub mod execute;
pub mod field;
pub mod ingest;
pub mod query;
pub mod result;
pub mod series;
pub mod store;
