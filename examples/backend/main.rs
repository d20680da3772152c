//! The example backend.

fn main() {}
