//! Giving way: to everything else that waits, or for a while.

use js_sys::{Function, Promise, Reflect};
use leptos::web_sys;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Lets input, painting and other tasks have their turn: `scheduler.yield` where the browser has it, else a message to
/// oneself, which unlike a timer is not held back.
pub async fn pause() {
    if let Some(promise) = scheduler_yield() {
        // Rejected only when aborted, which nobody does.
        let _ = JsFuture::from(promise).await;
        return;
    }
    let Ok(channel) = web_sys::MessageChannel::new() else {
        return;
    };
    let port = channel.port1();
    let arrived = Promise::new(&mut |resolve, _| {
        let on_message = Closure::once_into_js(move || {
            let _ = resolve.call0(&JsValue::NULL);
        });
        port.set_onmessage(Some(on_message.unchecked_ref()));
    });
    if channel.port2().post_message(&JsValue::NULL).is_ok() {
        let _ = JsFuture::from(arrived).await;
    }
    channel.port1().close();
}

fn scheduler_yield() -> Option<Promise> {
    let scheduler = Reflect::get(web_sys::window()?.as_ref(), &"scheduler".into()).ok()?;
    let give_way: Function = Reflect::get(&scheduler, &"yield".into())
        .ok()?
        .dyn_into()
        .ok()?;
    give_way.call0(&scheduler).ok()?.dyn_into().ok()
}

/// Waits. Dropping the future takes the timer back.
pub async fn sleep(millis: u64) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let mut timer = None;
    let done = Promise::new(&mut |resolve, _| {
        let millis = i32::try_from(millis).unwrap_or(i32::MAX);
        timer = window
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis)
            .ok();
    });
    let _timer = Timer(timer);
    let _ = JsFuture::from(done).await;
}

struct Timer(Option<i32>);

impl Drop for Timer {
    fn drop(&mut self) {
        if let (Some(window), Some(timer)) = (web_sys::window(), self.0) {
            window.clear_timeout_with_handle(timer);
        }
    }
}
