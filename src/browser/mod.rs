//! Raw glue to the browser.

pub mod canvas;
pub mod environment;
pub mod paint_loop;
pub mod resize;
pub mod theme;
pub mod timing;
pub mod zone;
