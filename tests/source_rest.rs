//! The raw source over a scripted backend: what is asked, what is kept, what goes wrong.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

#[path = "source/scripted.rs"]
mod scripted;

#[path = "source/diagnosis.rs"]
mod diagnosis;
#[path = "source/endpoints.rs"]
mod endpoints;
#[path = "source/faults.rs"]
mod faults;
#[path = "source/lists.rs"]
mod lists;
#[path = "source/loading.rs"]
mod loading;
#[path = "source/parts.rs"]
mod parts;
#[path = "source/refresh.rs"]
mod refresh;
