//! User Timing: spans that the browser's profiler and tests see.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Performance;

/// Milliseconds since the page was opened; 0 where the browser has no clock.
pub fn now() -> f64 {
    performance().map_or(0.0, |p| p.now())
}

/// Records that `name` went on from `start` (see [`now`]; an event's time stamp will do) until now.
pub fn measure(name: &str, start: f64) {
    // Fails only where there is no such clock, and then nobody looks.
    let _ = record(name, start);
}

/// By hand, as web-sys keeps the options of `measure` behind an unstable flag.
fn record(name: &str, start: f64) -> Result<(), JsValue> {
    let performance = performance().ok_or(JsValue::UNDEFINED)?;
    let options = Object::new();
    Reflect::set(&options, &"start".into(), &start.into())?;
    Reflect::set(&options, &"end".into(), &performance.now().into())?;
    let measure: Function = Reflect::get(&performance, &"measure".into())?.dyn_into()?;
    measure.call2(&performance, &name.into(), &options)?;
    Ok(())
}

fn performance() -> Option<Performance> {
    web_sys::window()?.performance()
}
