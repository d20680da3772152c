//! The engine, built for speed. The library re-exports it beside the vocabulary.
//!
//! What reads a query and not sessions is marked `#[inline]`: it is then built where it is called, for size.

pub mod engine;

pub use session_health_session::session;
