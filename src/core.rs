//! The engine, built for speed. The library re-exports it beside the vocabulary.

pub mod engine;

pub use session_health_session::session;
