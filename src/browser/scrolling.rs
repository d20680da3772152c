//! Tells when anything in the page is scrolled: the page itself, a dialog, a drawer.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Tells until it is dropped.
pub struct Scrolling {
    listener: Closure<dyn Fn()>,
}

impl Scrolling {
    /// Calls `listener` whenever something has been scrolled.
    pub fn new(listener: impl Fn() + 'static) -> Self {
        let listener = Closure::<dyn Fn()>::new(listener);
        if let Some(window) = web_sys::window() {
            let callback = listener.as_ref().unchecked_ref();
            // The event does not bubble: it is met on its way down. Fails for no known reason.
            let _ = window.add_event_listener_with_callback_and_bool("scroll", callback, true);
        }
        Self { listener }
    }
}

impl Drop for Scrolling {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let callback = self.listener.as_ref().unchecked_ref();
            let _ = window.remove_event_listener_with_callback_and_bool("scroll", callback, true);
        }
    }
}
