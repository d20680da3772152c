//! Made-up data that tells a believable story: a month of a shop's iOS app, Android app and web shop, with roll-outs,
//! a release that had to be stopped, freezes, and a slow regression. The same for the same seed and now in every
//! browser and in the example backend.

mod hourly;
mod issue_plan;
mod issues;
mod outcome;
mod record;
mod rng;
mod source;
mod story;
mod traffic;
mod world;

pub use issues::{DemoEvent, DemoIssue};
pub use source::{DemoSource, Pause};
pub use world::{DemoBuild, DemoRelease, DemoWorld};
