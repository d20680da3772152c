//! Names that a tab holds until it is closed, however it is closed. Pages that came over plain http have none.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::web_sys;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Takes a name for as long as the page lives; false when another page has it. Nothing: the browser cannot tell.
pub async fn hold(name: &str) -> Option<bool> {
    let granted = JsFuture::from(request(name)?).await.ok()?;
    granted.as_bool()
}

/// The names that pages of this site hold now. Nothing: the browser cannot tell.
pub async fn held() -> Option<Vec<String>> {
    let query = function(&manager()?, "query")?.call0(&manager()?).ok()?;
    let all = JsFuture::from(query.dyn_into::<Promise>().ok()?)
        .await
        .ok()?;
    let held: Array = get(&all, "held")?.dyn_into().ok()?;
    Some(
        held.iter()
            .filter_map(|lock| get(&lock, "name")?.as_string())
            .collect(),
    )
}

/// A promise of whether the name was to be had.
fn request(name: &str) -> Option<Promise> {
    let manager = manager()?;
    let request = function(&manager, "request")?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE).ok()?;
    let mut ended = None;
    let answered = Promise::new(&mut |resolve, _| {
        let answer = Closure::once_into_js(move |lock: JsValue| {
            let granted = !lock.is_null();
            let _ = resolve.call1(&JsValue::NULL, &granted.into());
            // It is held until this promise is kept: never.
            granted.then(|| Promise::new(&mut |_, _| {}))
        });
        ended = request
            .call3(&manager, &name.into(), &options, &answer)
            .ok();
    });
    // A request that is not even looked at ends without an answer.
    Some(Promise::race(&Array::of2(&answered, &ended?)))
}

fn manager() -> Option<JsValue> {
    get(&web_sys::window()?.navigator(), "locks")
}

fn function(of: &JsValue, name: &str) -> Option<Function> {
    get(of, name)?.dyn_into().ok()
}

fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(of, &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}
