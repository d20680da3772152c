//! The dashboard document, and the way from its widgets to questions (`planner`) and from answers back to what widgets
//! show (`present`).

pub mod arrange;
pub mod builder;
pub mod builtin;
pub mod colors;
pub mod complete;
pub mod copy;
pub mod data;
pub mod disclose;
pub mod edit;
pub mod explain;
pub mod export;
pub mod extension;
pub mod fit;
pub mod global_filter;
pub mod grid;
pub mod grid_order;
pub mod history;
pub mod ignored;
pub mod library;
pub mod limits;
pub mod link;
pub mod model;
pub mod order;
pub mod plan;
pub mod planner;
pub mod portable;
pub mod present;
pub mod release_life;
mod release_rows;
pub mod releases;
pub mod thresholds;
pub mod top;
pub mod verdict;
pub mod view_data;
