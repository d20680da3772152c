//! The vocabulary and the engine, built for speed; the library re-exports both.

pub mod engine;
pub mod session;
