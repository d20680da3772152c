//! What the page knows and how it changes: URL, loader, filters, legend, cursor. No markup.

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
mod boot;
#[cfg(target_arch = "wasm32")]
mod bring_up;
#[cfg(target_arch = "wasm32")]
pub mod conflict;
pub mod connect_form;
#[cfg(target_arch = "wasm32")]
pub mod dashboard_actions;
pub mod dashboard_list;
#[cfg(target_arch = "wasm32")]
pub mod dashboards;
#[cfg(target_arch = "wasm32")]
pub mod editor;
#[cfg(target_arch = "wasm32")]
mod edits;
#[cfg(target_arch = "wasm32")]
mod fresh;
pub mod live;
#[cfg(target_arch = "wasm32")]
mod loader;
pub mod local_time;
#[cfg(target_arch = "wasm32")]
pub mod newest;
#[cfg(target_arch = "wasm32")]
mod opening;
pub mod page_query;
pub mod phase;
#[cfg(target_arch = "wasm32")]
pub mod preview;
pub mod questions;
pub mod ranges;
pub mod recent;
pub mod saved_filters;
pub mod search_params;
#[cfg(target_arch = "wasm32")]
mod sending;
#[cfg(target_arch = "wasm32")]
mod showing;
#[cfg(target_arch = "wasm32")]
mod tab;
#[cfg(target_arch = "wasm32")]
pub mod table_choices;
pub mod trouble;
pub mod widget_query;
pub mod words;
#[cfg(target_arch = "wasm32")]
pub mod world;
pub mod zooms;
