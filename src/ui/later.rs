//! A place for what may still have to be fetched.

use super::button::Button;
use super::notice::{Notice, Tone};
use crate::browser::style::LaterStyle;
use futures_util::FutureExt;
use futures_util::future::join;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::JsCast;

/// What makes a view, some time later; `None`: it could not be fetched.
pub type LaterView = Pin<Box<dyn Future<Output = Option<ViewFn>>>>;

/// The view that `load` brings: at once where it is at hand, else as soon as it is there; a notice with Retry where it
/// cannot be fetched.
pub fn later(load: impl Fn() -> LaterView + 'static) -> AnyView {
    shown_later(Box::new(load))
}

fn shown_later(load: Box<dyn Fn() -> LaterView>) -> AnyView {
    let load = StoredValue::new_local(load);
    let arrived = RwSignal::new_local(None::<Option<ViewFn>>);
    let fetch = move || {
        let style = LaterStyle::fetch();
        let mut coming = load.with_value(|load| load());
        if let Some(style) = style {
            coming = Box::pin(join(style.settled(), coming).map(|((), made)| made));
        }
        match coming.as_mut().now_or_never() {
            Some(made) => arrived.set(Some(made)),
            None => spawn_local(async move {
                let made = coming.await;
                // The place may be gone by now.
                drop(arrived.try_set(Some(made)));
                request_animation_frame(focus_in_open_panel);
            }),
        }
    };
    fetch();
    let retry = move |()| {
        arrived.set(None);
        fetch();
    };
    let content = move || match arrived.get() {
        None => ().into_any(),
        Some(Some(make)) => make.run(),
        Some(None) => view! {
            <Notice tone=Tone::Bad title="This part of the page could not be loaded">
                <Button on_press=retry>"Retry"</Button>
            </Notice>
        }
        .into_any(),
    };
    content.into_any()
}

/// A panel that was opened before its content came gives it the focus now.
fn focus_in_open_panel() {
    let wanted = ":is(:popover-open, dialog[open]) [data-autofocus]";
    let target = document().query_selector(wanted).ok().flatten();
    if let Some(element) = target.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Fails for no element that can have the focus.
        let _ = element.focus();
    }
}
