//! The vocabulary, built for size; all packages call it `session`.

#[path = "mod.rs"]
pub mod session;
