//! Tells how large an element is, in CSS and in device pixels, and when that changes. One observer serves all; what its
//! listeners ask the paint loop for is drawn in the same frame, so a chart never shows stretched or blank.

use super::paint_loop;
use js_sys::{Array, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, ResizeObserver, ResizeObserverBoxOptions, ResizeObserverEntry, ResizeObserverOptions,
    ResizeObserverSize,
};

/// The size of an element's content box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Width and height in CSS pixels.
    pub css: (f64, f64),
    /// In device pixels, where the browser tells.
    told: Option<(u32, u32)>,
}

impl Extent {
    /// Width and height in device pixels: as told, else CSS pixels by the device pixel ratio. What is told may differ
    /// from that by where the box snaps to pixels; more than that comes from an emulated ratio, or from one that has
    /// changed since.
    pub fn device(self) -> (u32, u32) {
        let ratio = device_pixel_ratio();
        let side = |css: f64, told: Option<u32>| {
            let computed = css * ratio;
            told.filter(|told| (f64::from(*told) - computed).abs() <= 1.0)
                .unwrap_or(computed.round() as u32)
        };
        let (width, height) = self.told.unzip();
        (side(self.css.0, width), side(self.css.1, height))
    }

    /// Device pixels a CSS pixel.
    pub fn ratio(self) -> f64 {
        if self.css.0 > 0.0 {
            f64::from(self.device().0) / self.css.0
        } else {
            device_pixel_ratio()
        }
    }
}

/// The window's device pixel ratio.
pub fn device_pixel_ratio() -> f64 {
    web_sys::window().map_or(1.0, |w| w.device_pixel_ratio())
}

/// Watches until it is dropped.
pub struct Watch {
    element: Element,
}

type Listener = Rc<dyn Fn(Extent)>;

struct Watcher {
    element: Element,
    listener: Listener,
    told: bool,
}

#[derive(Default)]
struct Watched {
    observer: Option<ResizeObserver>,
    watchers: Vec<Watcher>,
}

thread_local! {
    static WATCHED: RefCell<Watched> = RefCell::default();
}

/// Whether everything that is watched has been told its size. What is not laid out never is.
pub fn all_told() -> bool {
    WATCHED.with_borrow(|w| w.watchers.iter().all(|watcher| watcher.told))
}

/// Tells all listeners the size that their elements have at this moment. On the way to paper nothing is observed; back on
/// screen, what was observed there last is observed anew.
pub fn tell_all() {
    let watchers = WATCHED.with_borrow(|w| {
        let told = |w: &Watcher| (w.element.clone(), w.listener.clone());
        w.watchers.iter().map(told).collect::<Vec<_>>()
    });
    for (element, listener) in watchers {
        let rect = element.get_bounding_client_rect();
        listener(Extent {
            css: (rect.width(), rect.height()),
            told: None,
        });
        WATCHED.with_borrow(|w| {
            if let Some(observer) = &w.observer {
                observer.unobserve(&element);
                observe(observer, &element);
            }
        });
    }
}

impl Watch {
    /// Tells `listener` the size of `element`, soon and whenever it changes.
    pub fn new(element: &Element, listener: impl Fn(Extent) + 'static) -> Self {
        WATCHED.with_borrow_mut(|w| {
            w.watchers.push(Watcher {
                element: element.clone(),
                listener: Rc::new(listener),
                told: false,
            });
            if w.observer.is_none() {
                w.observer = observer();
            }
            if let Some(observer) = &w.observer {
                observe(observer, element);
            }
        });
        Self {
            element: element.clone(),
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // At the end of the thread the list may be gone before the watch.
        let _ = WATCHED.try_with(|w| {
            let mut w = w.borrow_mut();
            if let Some(observer) = &w.observer {
                observer.unobserve(&self.element);
            }
            w.watchers.retain(|watcher| watcher.element != self.element);
        });
    }
}

fn observe(observer: &ResizeObserver, element: &Element) {
    if has_device_pixel_box() {
        let options = ResizeObserverOptions::new();
        options.set_box(ResizeObserverBoxOptions::DevicePixelContentBox);
        observer.observe_with_options(element, &options);
    } else {
        observer.observe(element);
    }
}

fn has_device_pixel_box() -> bool {
    let property = JsValue::from_str("devicePixelContentBoxSize");
    Reflect::get(&js_sys::global(), &JsValue::from_str("ResizeObserverEntry"))
        .and_then(|class| Reflect::get(&class, &JsValue::from_str("prototype")))
        .and_then(|prototype| Reflect::has(&prototype, &property))
        .unwrap_or(false)
}

fn observer() -> Option<ResizeObserver> {
    let told = Closure::<dyn Fn(Array)>::new(|entries: Array| {
        for entry in entries.iter() {
            tell(entry.unchecked_ref());
        }
        paint_loop::flush();
    });
    ResizeObserver::new(told.into_js_value().unchecked_ref()).ok()
}

fn tell(entry: &ResizeObserverEntry) {
    let target = entry.target();
    let listener = WATCHED.with_borrow_mut(|w| {
        let watcher = w.watchers.iter_mut().find(|w| w.element == target)?;
        watcher.told = true;
        Some(watcher.listener.clone())
    });
    let rect = entry.content_rect();
    let told = has_device_pixel_box()
        .then(|| entry.device_pixel_content_box_size().get(0))
        .and_then(|size| size.dyn_into::<ResizeObserverSize>().ok())
        .map(|size| (size.inline_size() as u32, size.block_size() as u32));
    if let Some(listener) = listener {
        listener(Extent {
            css: (rect.width(), rect.height()),
            told,
        });
    }
}
