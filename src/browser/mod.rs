//! Raw glue to the browser.

pub mod theme;
