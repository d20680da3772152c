//! The widgets of a dashboard: charts, legends and what stands around them.

pub mod legend;
pub mod spark;
pub mod time_chart;
pub mod tooltip;
