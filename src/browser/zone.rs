//! The browser's own time zone.

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

/// Minutes to add to UTC at this many milliseconds after the epoch.
pub fn offset_minutes(millis: f64) -> i32 {
    let date = Date::new(&JsValue::from_f64(millis));
    -(date.get_timezone_offset() as i32)
}

/// Its name, `Europe/Vienna`; `local time` where the browser does not tell.
pub fn name() -> String {
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &JsValue::from_str("timeZone"))
        .ok()
        .and_then(|name| name.as_string())
        .unwrap_or_else(|| "local time".to_owned())
}
