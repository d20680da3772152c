//! The browser's clocks, and its record of how long things took.

use js_sys::{Function, Object, Reflect};
use leptos::web_sys;
use wasm_bindgen::JsCast;

/// Milliseconds since the Unix epoch.
pub fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// Milliseconds since the page was opened; never goes back.
pub fn elapsed() -> f64 {
    web_sys::window()
        .and_then(|w| w.performance())
        .map_or(0.0, |p| p.now())
}

/// Records a span from `start` (of [`elapsed`]) to now, for the profiler and for tests. A browser that cannot record
/// loses nothing but the record.
pub fn measure(name: &str, start: f64) {
    let Some(performance) = web_sys::window().and_then(|w| w.performance()) else {
        return;
    };
    let span = Object::new();
    let end = performance.now();
    let _ = Reflect::set(&span, &"start".into(), &start.into());
    let _ = Reflect::set(&span, &"end".into(), &end.into());
    // web-sys has this form of `measure` only among its unstable parts.
    if let Ok(Ok(measure)) =
        Reflect::get(&performance, &"measure".into()).map(|f| f.dyn_into::<Function>())
    {
        let _ = measure.call2(&performance, &name.into(), &span);
    }
}
