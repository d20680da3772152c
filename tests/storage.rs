//! What is kept between visits: dashboards and drafts through every version, fault and crash.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

#[path = "storage/support.rs"]
mod support;

#[path = "storage/schema.rs"]
mod schema;

#[path = "storage/backup.rs"]
mod backup;
#[path = "storage/built.rs"]
mod built;
#[path = "storage/dashboards.rs"]
mod dashboards;
#[path = "storage/drafts.rs"]
mod drafts;
#[path = "storage/exchange.rs"]
mod exchange;
#[path = "storage/faults.rs"]
mod faults;
#[path = "storage/filters.rs"]
mod filters;
#[path = "storage/history.rs"]
mod history;
#[path = "storage/ignored.rs"]
mod ignored;
#[path = "storage/import.rs"]
mod import;
#[path = "storage/past.rs"]
mod past;
#[path = "storage/share.rs"]
mod share;
#[path = "storage/told.rs"]
mod told;
#[path = "storage/versions.rs"]
mod versions;
