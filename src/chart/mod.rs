//! From series to pixels, without a browser: scales, ticks and layout make a [`frame`], what is drawn in it a
//! [`scene`], which [`paint`] draws with the primitives of any plotters backend. All lengths are CSS pixels until they
//! are painted.

pub mod areas;
pub mod bars;
pub mod bubbles;
pub mod clip;
pub mod cursor;
pub mod dashes;
pub mod data;
pub mod decimate;
pub mod describe;
pub mod extent;
pub mod frame;
pub mod geometry;
mod ghosts;
pub mod layer_names;
pub mod legend_values;
pub mod lines;
pub mod paint;
pub mod palette;
pub mod picture;
pub mod plot;
pub mod readout;
pub mod release_lines;
pub mod scale;
pub mod scene;
pub mod selection;
pub mod spark;
pub mod stack;
pub mod stretches;
pub mod svg;
pub mod time_axis;
pub mod time_ticks;
pub mod value_axis;
pub mod walk;
pub mod zoom;
