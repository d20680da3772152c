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
pub mod location;
pub mod locks;
pub mod paint_loop;
pub mod picked;
pub mod resize;
pub mod scrolling;
pub mod style;
pub mod theme;
pub mod timing;
pub mod web_storage;
pub mod yielding;
pub mod zone;
