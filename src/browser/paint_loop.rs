//! One animation frame for everything that has to be drawn.
//!
//! Whoever draws registers a job and asks for it when something changed; all jobs asked for run in the next frame, plots
//! before overlays. A frame in which plots were drawn is measured as `session-health:paint`, one that answers an input
//! event as `session-health:interaction`.

use super::timing;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// What a job draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Data. Counted and measured.
    Plot,
    /// What follows the pointer.
    Overlay,
}

/// Asks for a job to be run; the job ends when this is dropped.
pub struct Job {
    id: u64,
}

struct Entry {
    id: u64,
    layer: Layer,
    asked: bool,
    draw: Rc<dyn Fn()>,
}

#[derive(Default)]
struct Loop {
    jobs: Vec<Entry>,
    next: u64,
    framed: bool,
    input: Option<f64>,
}

thread_local! {
    static LOOP: RefCell<Loop> = RefCell::default();
}

impl Job {
    /// Registers a job. It does not run before it is asked for.
    pub fn new(layer: Layer, draw: impl Fn() + 'static) -> Self {
        LOOP.with_borrow_mut(|l| {
            l.next += 1;
            l.jobs.push(Entry {
                id: l.next,
                layer,
                asked: false,
                draw: Rc::new(draw),
            });
            Self { id: l.next }
        })
    }

    /// Has the job run in the next frame.
    pub fn ask(&self) {
        LOOP.with_borrow_mut(|l| {
            if let Some(job) = l.jobs.iter_mut().find(|j| j.id == self.id) {
                job.asked = true;
            }
        });
        schedule();
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        // At the end of the thread the loop may be gone before the job.
        let _ = LOOP.try_with(|l| l.borrow_mut().jobs.retain(|j| j.id != self.id));
    }
}

/// Has every job run in the next frame: the theme or the fonts changed.
pub fn ask_all() {
    LOOP.with_borrow_mut(|l| l.jobs.iter_mut().for_each(|j| j.asked = true));
    schedule();
}

/// Notes that what is asked for next answers an input event, by the event's time stamp.
pub fn note_input(time_stamp: f64) {
    LOOP.with_borrow_mut(|l| {
        l.input.get_or_insert(time_stamp);
    });
}

/// Runs all jobs asked for, now.
pub fn flush() {
    let (asked, input) = LOOP.with_borrow_mut(|l| {
        let mut asked: Vec<(Layer, Rc<dyn Fn()>)> = Vec::new();
        for job in &mut l.jobs {
            if std::mem::take(&mut job.asked) {
                asked.push((job.layer, job.draw.clone()));
            }
        }
        (asked, l.input.take())
    });
    if asked.is_empty() {
        return;
    }
    let start = timing::now();
    let of = |layer| asked.iter().filter(move |job| job.0 == layer);
    of(Layer::Plot).for_each(|(_, draw)| draw());
    if of(Layer::Plot).next().is_some() {
        timing::measure("session-health:paint", start);
    }
    of(Layer::Overlay).for_each(|(_, draw)| draw());
    if let Some(input) = input {
        timing::measure("session-health:interaction", input);
    }
}

fn schedule() {
    let first = LOOP.with_borrow_mut(|l| !std::mem::replace(&mut l.framed, true));
    if !first {
        return;
    }
    let frame = Closure::once_into_js(|| {
        LOOP.with_borrow_mut(|l| l.framed = false);
        flush();
    });
    if let Some(window) = web_sys::window() {
        // Fails for a document without a view, which draws nothing.
        let _ = window.request_animation_frame(frame.unchecked_ref());
    }
}
