//! The widget builder (being built).
use leptos::prelude::*;
/// x
pub fn builder_view(_id: Option<String>) -> AnyView {
    ().into_any()
}
