//! What makes every chart look different at once: theme, colour scheme, forced colours, device pixel ratio, loaded
//! fonts.

use super::paint_loop;
use super::resize::{self, device_pixel_ratio};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventTarget, HtmlElement, MediaQueryList, Window};

thread_local! {
    static LISTENERS: RefCell<Vec<Rc<dyn Fn()>>> = RefCell::default();
    static WATCHING: Cell<bool> = const { Cell::new(false) };
}

/// Calls `listener` after every change, as long as the page lives.
pub fn on_change(listener: impl Fn() + 'static) {
    LISTENERS.with_borrow_mut(|l| l.push(Rc::new(listener)));
    if !WATCHING.replace(true)
        && let Some(window) = web_sys::window()
    {
        watch(&window);
    }
}

/// The value of a custom property of the page, as it is written.
pub fn css_property(name: &str) -> Option<String> {
    let window = web_sys::window()?;
    let root = window.document()?.document_element()?;
    let style = window.get_computed_style(&root).ok()??;
    style
        .get_property_value(name)
        .ok()
        .filter(|v| !v.is_empty())
}

/// What the custom properties named come to as colours, `rgb(…)` each, whatever they are written with: system colours
/// and `light-dark()` are known to an element only, so one is asked.
pub fn css_colors<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<Option<String>> {
    let probe = web_sys::window().and_then(|w| w.document()).and_then(|d| {
        let probe: HtmlElement = d.create_element("span").ok()?.dyn_into().ok()?;
        probe.set_hidden(true);
        d.body()?.append_child(&probe).ok()?;
        Some(probe)
    });
    let colors = names
        .into_iter()
        .map(|name| {
            let probe = probe.as_ref()?;
            let style = probe.style();
            style.set_property("color", &format!("var({name})")).ok()?;
            let computed = web_sys::window()?.get_computed_style(probe).ok()??;
            computed.get_property_value("color").ok()
        })
        .collect();
    if let Some(probe) = probe {
        probe.remove();
    }
    colors
}

/// Tells all listeners: for what the browser does not tell by itself.
pub fn changed() {
    let listeners = LISTENERS.with_borrow(Vec::clone);
    listeners.iter().for_each(|listener| listener());
}

fn watch(window: &Window) {
    for query in ["(prefers-color-scheme: dark)", "(forced-colors: active)"] {
        if let Some(list) = media(window, query) {
            listen(&list, "change", changed);
        }
    }
    // Nothing waits for the next frame before it prints, and paper is as wide as it is.
    if let Some(list) = media(window, "print") {
        listen(&list, "change", || {
            changed();
            resize::tell_all();
            paint_loop::flush();
        });
    }
    watch_ratio(window);
    if let Some(document) = window.document() {
        let fonts = document.fonts();
        listen(&fonts, "loadingdone", changed);
        if let Ok(ready) = fonts.ready() {
            let then = Closure::once(|_| changed());
            let _ = ready.then(&then);
            then.forget();
        }
    }
}

/// A resolution query holds for one ratio only, so each change needs a new one.
fn watch_ratio(window: &Window) {
    let query = format!("(resolution: {}dppx)", device_pixel_ratio());
    if let Some(list) = media(window, &query) {
        let again = Closure::once_into_js({
            let window = window.clone();
            move || {
                changed();
                watch_ratio(&window);
            }
        });
        let once = web_sys::AddEventListenerOptions::new();
        once.set_once(true);
        // Fails for no known reason; then the ratio stays what it was.
        let _ = list.add_event_listener_with_callback_and_add_event_listener_options(
            "change",
            again.unchecked_ref(),
            &once,
        );
    }
}

fn media(window: &Window, query: &str) -> Option<MediaQueryList> {
    window.match_media(query).ok().flatten()
}

fn listen(target: &EventTarget, event: &str, listener: fn()) {
    let closure = Closure::<dyn Fn()>::new(listener);
    // Fails for no known reason; then the change goes unnoticed.
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}
