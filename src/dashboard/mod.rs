//! The dashboard document and what becomes of it: model, built-ins, planner, data of each widget.

pub mod data;
