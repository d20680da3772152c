//! What the page knows and how it changes: URL, loader, filters, legend, cursor. No markup.

#[cfg(target_arch = "wasm32")]
pub mod app;
pub mod connect_form;
pub mod local_time;
pub mod page_query;
pub mod phase;
pub mod search_params;
pub mod words;
