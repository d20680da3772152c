//! The clipboard.

use wasm_bindgen_futures::JsFuture;

/// Puts a text into it; false when the browser does not allow that.
pub async fn write(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    // Pages that came without https have no clipboard.
    if !window.is_secure_context() {
        return false;
    }
    let written = window.navigator().clipboard().write_text(text);
    JsFuture::from(written).await.is_ok()
}
