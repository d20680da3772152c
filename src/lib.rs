//! Session Health: release health computed in the browser from raw sessions.
//!
//! One direction of dependency, from the vocabulary up to the views: see `ARCHITECTURE.md`.
//! Everything up to `storage` and `chart` is plain Rust that runs and is tested natively; the rooms
//! from `browser` down exist only in WebAssembly.

pub use session_health_core::{engine, session};

pub mod chart;
pub mod dashboard;
pub mod source;
pub mod state;
pub mod storage;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod ui;
#[cfg(target_arch = "wasm32")]
pub mod view;
#[cfg(target_arch = "wasm32")]
pub mod widget;
