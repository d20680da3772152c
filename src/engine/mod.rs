//! From raw session lines to answers: `ingest` (bytes → rows) → `store` (columns) → `execute` (one pass → tallies) →
//! `field` (rates, last). Knows nothing of dashboards, networks or pixels.

pub mod api;
mod api_params;
mod api_response;
mod bins;
mod build;
mod counter;
mod duration;
pub mod execute;
pub mod field;
mod grouping;
pub mod ingest;
mod intern;
mod line;
mod pass;
mod plain_line;
mod plan;
pub mod query;
pub mod result;
mod row;
mod rows;
pub mod search;
pub mod series;
pub mod stats;
pub mod store;
mod tally;
