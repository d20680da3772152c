//! From series to pixels, without a browser: scales, ticks and layout make a [`scene`], which [`paint`] draws with the
//! primitives of any plotters backend. All lengths are CSS pixels until they are painted.

pub mod data;
pub mod describe;
