//! Files that the page hands to the person: saved by the browser, never sent anywhere.

use js_sys::{Array, Uint8Array};
use leptos::prelude::set_timeout;
use leptos::web_sys;
use std::time::Duration;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlCanvasElement, Url};

/// A browser may start to read a file some time after it was told to; then its bytes are let go.
const KEPT: Duration = Duration::from_secs(60);

/// Bytes with a media type.
pub fn blob(media_type: &str, bytes: &[u8]) -> Option<Blob> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()
}

/// Has the browser save `blob` under this name; false where it will not.
pub fn save(name: &str, blob: &Blob) -> bool {
    start(name, blob).is_some()
}

fn start(name: &str, blob: &Blob) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let url = Url::create_object_url_with_blob(blob).ok()?;
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    set_timeout(
        move || {
            // Fails for no known reason; then the bytes stay until the page goes.
            let _ = Url::revoke_object_url(&url);
        },
        KEPT,
    );
    Some(())
}

/// A canvas of this many device pixels that is not in the page.
pub fn canvas((width, height): (u32, u32)) -> Option<HtmlCanvasElement> {
    let document = web_sys::window()?.document()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    Some(canvas)
}

/// Tells `then` what is on the canvas as a PNG; `None` where the browser cannot make one.
pub fn png(canvas: &HtmlCanvasElement, then: impl FnOnce(Option<Blob>) + 'static) {
    let then = Closure::once_into_js(move |blob: JsValue| then(blob.dyn_into().ok()));
    // Fails for canvases that hold pictures of others; this one holds none.
    let _ = canvas.to_blob_with_type(then.unchecked_ref(), "image/png");
}
