//! A small line without axes, beside a figure.

use super::painter::Look;
use crate::browser::paint_loop::{Job, Layer};
use crate::browser::resize::{Extent, Watch};
use crate::chart::geometry::Size;
use crate::chart::spark::spark;
use crate::engine::series::SeriesSet;
use crate::session::Timestamp;
use leptos::html;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

/// Draws the first series of `set`; sized by CSS.
#[component]
pub fn Spark(
    /// The series; the first one is drawn.
    #[prop(into)]
    set: Signal<SeriesSet>,
    /// What tells which buckets are complete.
    now: RwSignal<Timestamp>,
) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let running = StoredValue::new_local(None::<(Rc<Job>, Watch)>);
    Effect::new(move || {
        let Some(element) = canvas.get() else {
            return;
        };
        let extent = Rc::new(Cell::new(None::<Extent>));
        let job = Rc::new(Job::new(Layer::Plot, {
            let (extent, element) = (extent.clone(), element.clone());
            move || {
                let Some(extent) = extent.get() else {
                    return;
                };
                let size = Size {
                    width: extent.css.0,
                    height: extent.css.1,
                };
                if let Some(scene) =
                    set.try_with_untracked(|set| spark(set, size, now.try_get_untracked()))
                {
                    Look::current().draw(&element, extent, &scene);
                }
            }
        }));
        let watch = Watch::new(&element, {
            let job = job.clone();
            move |to| {
                extent.set(Some(to));
                job.ask();
            }
        });
        running.set_value(Some((job, watch)));
    });
    Effect::new(move || {
        set.track();
        now.track();
        running.with_value(|running| {
            if let Some((job, _)) = running {
                job.ask();
            }
        });
    });
    view! { <canvas class="spark" node_ref=canvas aria-hidden="true"></canvas> }
}
