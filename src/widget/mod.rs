//! The widgets of a dashboard: charts, legends and what stands around them.

pub mod actions;
pub mod bar;
pub mod big_number;
pub mod chart_input;
pub mod chart_keys;
pub mod chart_stage;
pub mod cursor;
pub mod data_table;
pub mod frame;
pub mod hint;
pub mod issue_parts;
pub mod issues;
pub mod legend;
mod legend_clicks;
pub mod menu;
pub mod number;
pub mod pager;
pub mod painter;
pub mod release_row;
pub mod releases_table;
pub mod spark;
pub mod state;
pub mod swatch;
pub mod table;
pub mod time_chart;
pub mod tooltip;
pub mod zone;
