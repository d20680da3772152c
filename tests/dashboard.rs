//! The dashboard document and what its widgets show: layouts against hand-written tables, numbers
//! against hand-made answers.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

#[path = "dashboard/support.rs"]
mod support;

#[path = "dashboard/arrange.rs"]
mod arrange;
#[path = "dashboard/builder.rs"]
mod builder;
#[path = "dashboard/cases.rs"]
mod cases;
#[path = "dashboard/charts.rs"]
mod charts;
#[path = "dashboard/colors.rs"]
mod colors;
#[path = "dashboard/compare.rs"]
mod compare;
#[path = "dashboard/document.rs"]
mod document;
#[path = "dashboard/edit.rs"]
mod edit;
#[path = "dashboard/issues.rs"]
mod issues;
#[path = "dashboard/library.rs"]
mod library;
#[path = "dashboard/plan.rs"]
mod plan;
#[path = "dashboard/releases.rs"]
mod releases;
