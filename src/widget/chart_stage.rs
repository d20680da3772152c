//! The two canvases of a time chart at work: draws them when asked, and answers where the pointer is.

use super::cursor::{ChartId, Cursor, CursorAt};
use super::painter::Look;
use super::tooltip::Told;
use super::zone::local_zone;
use crate::browser::paint_loop::{Job, Layer};
use crate::browser::resize::{Extent, Watch};
use crate::chart::cursor::{cursor as cursor_scene, shade};
use crate::chart::data::ChartData;
use crate::chart::frame::{Frame, View};
use crate::chart::geometry::Size;
use crate::chart::plot::plot;
use crate::chart::readout::{Readout, bubble_readout, readout};
use crate::chart::scene::Scene;
use crate::chart::zoom::Drag;
use crate::session::{TimeRange, Timestamp};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::HtmlCanvasElement;

/// Release boxes are thin: so much above and below them counts as on them.
const BUBBLE_REACH: f64 = 6.0;

/// What a chart is drawn from.
#[derive(Clone, Copy)]
pub struct Input {
    /// The numbers.
    pub data: Signal<ChartData>,
    /// Names of hidden series.
    pub hidden: Signal<Vec<String>>,
    /// The time, where incomplete buckets are to be told.
    pub now: Option<Signal<Timestamp>>,
    /// The page's cursor.
    pub cursor: Cursor,
    /// This chart.
    pub id: ChartId,
    /// The release bubble under the pointer.
    pub bubble: RwSignal<Option<usize>>,
    /// The drag over the plot, where it is one to zoom.
    pub drag: RwSignal<Option<Drag>>,
}

impl Input {
    /// Subscribes to everything the plot depends on.
    pub fn track(self) {
        self.data.track();
        self.hidden.track();
        if let Some(now) = self.now {
            now.track();
        }
    }

    /// What is said of the bucket at `time`.
    pub fn readout(self, time: Timestamp) -> Option<Readout> {
        let now = self.now();
        self.with(|data, hidden| {
            let index = data.set.window.index_of(time)?;
            Some(readout(data, hidden, index, now, &local_zone()))
        })?
    }

    fn now(self) -> Option<Timestamp> {
        self.now.and_then(|n| n.try_get_untracked())
    }

    fn with<T>(self, use_them: impl FnOnce(&ChartData, &[String]) -> T) -> Option<T> {
        self.data
            .try_with_untracked(|data| self.hidden.try_with_untracked(|h| use_them(data, h)))?
    }
}

/// A chart on screen. Ends when dropped.
pub struct Stage {
    shared: Rc<Shared>,
    plot_job: Rc<Job>,
    overlay_job: Rc<Job>,
    _watch: Watch,
}

struct Shared {
    input: Input,
    plot: HtmlCanvasElement,
    overlay: HtmlCanvasElement,
    extent: Cell<Option<Extent>>,
    frame: RefCell<Option<Frame>>,
    paints: Cell<u32>,
}

impl Stage {
    /// Starts to draw on both canvases, which lie on each other and are equally large.
    pub fn new(input: Input, plot: HtmlCanvasElement, overlay: HtmlCanvasElement) -> Self {
        let shared = Rc::new(Shared {
            input,
            plot,
            overlay,
            extent: Cell::new(None),
            frame: RefCell::new(None),
            paints: Cell::new(0),
        });
        let job = |layer, draw: fn(&Shared)| {
            let shared = shared.clone();
            Rc::new(Job::new(layer, move || draw(&shared)))
        };
        let plot_job = job(Layer::Plot, Shared::draw_plot);
        let overlay_job = job(Layer::Overlay, Shared::draw_overlay);
        let watch = Watch::new(&shared.plot, {
            let (shared, jobs) = (shared.clone(), [plot_job.clone(), overlay_job.clone()]);
            move |extent| {
                shared.extent.set(Some(extent));
                jobs.iter().for_each(|j| j.ask());
            }
        });
        Self {
            shared,
            plot_job,
            overlay_job,
            _watch: watch,
        }
    }

    /// Has both canvases drawn again.
    pub fn ask_plot(&self) {
        self.plot_job.ask();
        self.overlay_job.ask();
    }

    /// Has the overlay drawn again.
    pub fn ask_overlay(&self) {
        self.overlay_job.ask();
    }

    /// Puts the cursor, or the mark on a release bubble, where the pointer is on the canvas.
    pub fn point_at(&self, x: f64, y: f64) {
        let input = self.shared.input;
        let frame = self.shared.frame.borrow();
        let Some(frame) = frame.as_ref() else {
            return;
        };
        let bubble = input
            .with(|data, _| {
                frame.bubbles(data).iter().position(|(rect, bubble)| {
                    !bubble.releases.is_empty()
                        && (rect.left..=rect.right).contains(&x)
                        && (rect.top - 2.0..=rect.bottom + BUBBLE_REACH).contains(&y)
                })
            })
            .flatten();
        if input.bubble.get_untracked() != bubble {
            input.bubble.set(bubble);
        }
        if bubble.is_some() {
            input.cursor.leave(input.id);
        } else {
            input.cursor.set(Some(CursorAt {
                time: frame.window.bucket_start(frame.nearest(x)),
                chart: input.id,
            }));
        }
    }

    /// The buckets under a drag, if it went far enough.
    pub fn dragged(&self, drag: Drag) -> Option<TimeRange> {
        let frame = self.shared.frame.borrow();
        let frame = frame.as_ref().filter(|_| drag.is_meant())?;
        Some(drag.range(frame))
    }

    /// Where a key takes the cursor; `None` for keys that take it nowhere. It comes in at the latest bucket.
    pub fn step(&self, key: &str) -> Option<CursorAt> {
        let input = self.shared.input;
        let frame = self.shared.frame.borrow();
        let window = frame.as_ref()?.window;
        let last = window.len() - 1;
        let at = input.cursor.peek().and_then(|at| window.index_of(at.time));
        let index = match (key, at) {
            ("ArrowLeft", Some(at)) => at.saturating_sub(1),
            ("ArrowRight", Some(at)) => (at + 1).min(last),
            ("ArrowLeft" | "ArrowRight" | "End", _) => last,
            ("Home", _) => 0,
            _ => return None,
        };
        Some(CursorAt {
            time: window.bucket_start(index),
            chart: input.id,
        })
    }

    /// The tooltip: of the release bubble under the pointer, or of the cursor where this chart moved it.
    pub fn told(&self, at: Option<CursorAt>, bubble: Option<usize>) -> Option<Told> {
        let Shared { input, plot, .. } = &*self.shared;
        let frame = self.shared.frame.borrow();
        let frame = frame.as_ref()?;
        let (readout, x, y) = if let Some(bubble) = bubble {
            input.with(|data, _| {
                let bubbles = frame.bubbles(data);
                let (rect, bubble) = bubbles.get(bubble)?;
                let middle = (rect.left + rect.right) / 2.0;
                Some((bubble_readout(bubble, &local_zone()), middle, rect.top))
            })??
        } else {
            let at = at.filter(|at| at.chart == input.id)?;
            let index = frame.window.index_of(at.time)?;
            let middle = (frame.plot.top + frame.plot.bottom) / 2.0;
            (input.readout(at.time)?, frame.x(index), middle)
        };
        let corner = plot.get_bounding_client_rect();
        Some(Told {
            readout,
            shape: input.with(|data, _| data.shape)?,
            x: corner.left() + x,
            y: corner.top() + y,
        })
    }
}

impl Shared {
    fn draw_plot(&self) {
        let look = Look::current();
        let drawn = self.view(&look, |extent, view| {
            let (frame, scene) = plot(view);
            look.draw(&self.plot, extent, &scene);
            frame
        });
        if let Some(frame) = drawn {
            self.frame.replace(Some(frame));
            self.paints.set(self.paints.get() + 1);
            // Fails for a bad name only.
            let _ = self
                .plot
                .set_attribute("data-paints", &self.paints.get().to_string());
        }
    }

    fn draw_overlay(&self) {
        let look = Look::current();
        let frame = self.frame.borrow();
        let Some(frame) = frame.as_ref() else {
            return;
        };
        self.view(&look, |extent, view| {
            let bubble = self.input.bubble.try_get_untracked().flatten();
            let cursor = self.input.cursor.peek();
            let index = cursor.and_then(|at| frame.window.index_of(at.time));
            let bubbles = frame.bubbles(view.data);
            let drag = self.input.drag.try_get_untracked().flatten();
            let drag = drag.filter(|drag| drag.is_meant());
            let scene = match (drag, bubble.and_then(|b| bubbles.get(b)), index) {
                (Some(drag), _, _) => drag.scene(view, frame),
                (_, Some((rect, _)), _) => shade(view, frame, *rect),
                (_, None, Some(index)) => cursor_scene(view, frame, index),
                (_, None, None) => Scene::new(view.size),
            };
            look.draw(&self.overlay, extent, &scene);
        });
    }

    /// `None` while there is no size to draw at.
    fn view<T>(&self, look: &Look, draw: impl FnOnce(Extent, &View<'_>) -> T) -> Option<T> {
        let extent = self.extent.get()?;
        let (width, height) = extent.css;
        if width < 1.0 || height < 1.0 {
            return None;
        }
        let now = self.input.now();
        self.input.with(|data, hidden| {
            let view = View {
                data,
                hidden,
                size: Size { width, height },
                dpr: extent.ratio(),
                zone: &local_zone(),
                measure: look,
                now,
            };
            draw(extent, &view)
        })
    }
}
