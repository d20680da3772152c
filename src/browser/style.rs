//! The style of what comes later. The page's first style sheet has what a dashboard needs; that of the parts which are fetched
//! at their first use waits in `<template id="later-style">` (`scripts/finish-dist.mjs`).

use js_sys::Promise;
use leptos::prelude::document;
use leptos::web_sys::HtmlTemplateElement;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static COMING: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// The sheet, on its way.
pub struct LaterStyle(Promise);

impl LaterStyle {
    /// Has the browser fetch it, where nobody has asked before; `None` when it has settled, or when the page has none.
    pub fn fetch() -> Option<Self> {
        COMING.with_borrow_mut(|coming| {
            *coming = coming.take().or_else(ask);
            coming.clone().map(Self)
        })
    }

    /// Waits until it is there, or until it is known that it will not come.
    pub async fn settled(self) {
        // The promise is never refused.
        let _ = JsFuture::from(self.0).await;
        COMING.take();
    }
}

/// Puts the sheet into the page; what it gives settles with it.
fn ask() -> Option<Promise> {
    let template = document().get_element_by_id("later-style")?;
    let sheet = template.dyn_ref::<HtmlTemplateElement>()?.content();
    let link = sheet.first_element_child()?;
    template.remove();
    let settled = Promise::new(&mut |settle, _| {
        for event in ["load", "error"] {
            // Fails for no known reason; what comes later is then without style until the sheet is there.
            let _ = link.add_event_listener_with_callback(event, &settle);
        }
    });
    document().head()?.append_child(&sheet).ok()?;
    Some(settled)
}
