//! Raw glue to the browser.

pub mod canvas;
pub mod chunk;
pub mod clipboard;
pub mod clock;
pub mod download;
pub mod environment;
pub mod fetch;
pub mod files;
pub mod grid_box;
pub mod local_storage;
pub mod location;
pub mod paint_loop;
pub mod picked;
pub mod resize;
pub mod session_storage;
pub mod theme;
pub mod timing;
pub mod yielding;
pub mod zone;
