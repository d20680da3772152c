//! The two canvases of a time chart at work: draws them when asked, and answers where the pointer is.

use super::chart_input::Input;
use super::cursor::{CursorAt, Spot};
use super::painter::Look;
use super::tooltip::Told;
use super::zone::page_zone;
use crate::browser::paint_loop::{Job, Layer};
use crate::browser::resize::{Extent, Watch};
use crate::chart::cursor::{cursor as cursor_scene, shade};
use crate::chart::data::{ChartData, Marking};
use crate::chart::frame::{Frame, View};
use crate::chart::geometry::{Rect, Size};
use crate::chart::plot::plot;
use crate::chart::readout::{release_readout, selection_readout};
use crate::chart::scene::Scene;
use crate::chart::zoom::{Drag, band};
use crate::session::TimeRange;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::HtmlCanvasElement;

/// Release boxes are thin: so much above and below them counts as on them, and more under a finger.
const REACH: f64 = 6.0;
const REACH_OF_A_FINGER: f64 = 22.0;

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

    /// What is at a point of the canvas, under a finger or another pointer.
    pub fn spot(&self, x: f64, y: f64, is_finger: bool) -> Option<Spot> {
        let input = self.shared.input;
        let frame = self.shared.frame.borrow();
        let frame = frame.as_ref()?;
        let reach = if is_finger { REACH_OF_A_FINGER } else { REACH };
        let is_on = |rect: &Rect| {
            let (above, below, beside) = match frame.marking {
                // Boxes stand side by side; above them is a plot, below them nothing else to point at.
                Some(Marking::Bubbles) => (2.0, reach + 10.0, 0.0),
                Some(Marking::Lines) | None => (reach, reach, reach - REACH),
            };
            (rect.left - beside..=rect.right + beside).contains(&x)
                && (rect.top - above..=rect.bottom + below).contains(&y)
        };
        let releases = input.with(|data, _| {
            let marks = frame.releases(data);
            marks
                .iter()
                .position(|(rect, mark)| !mark.releases.is_empty() && is_on(rect))
        })?;
        Some(match releases {
            Some(index) => Spot::Releases(input.id, index),
            None => Spot::Bucket(CursorAt {
                time: frame.window.bucket_start(frame.nearest(x)),
                chart: input.id,
            }),
        })
    }

    /// The buckets under a drag, if it went far enough.
    pub fn dragged(&self, drag: Drag) -> Option<TimeRange> {
        let frame = self.shared.frame.borrow();
        let frame = frame.as_ref().filter(|_| drag.is_meant())?;
        Some(drag.range(frame))
    }

    /// The stretch of a mark of releases, by its place.
    pub fn range_of(&self, mark: usize) -> Option<TimeRange> {
        let frame = self.shared.frame.borrow();
        let frame = frame.as_ref()?;
        self.shared
            .input
            .with(|data, _| Some(frame.releases(data).get(mark)?.1.whole()))?
    }

    /// The stretch whose releases are opened from a bucket.
    pub fn opened_at(&self, bucket: TimeRange) -> Option<TimeRange> {
        let frame = self.shared.frame.borrow();
        let frame = frame.as_ref()?;
        self.shared
            .input
            .with(|data, _| frame.opened_at(data, bucket))?
    }

    /// The tooltip: of what is selected, of the releases under the pointer, or of the cursor where this chart moved it.
    pub fn told(&self, spot: Option<Spot>, selection: Option<TimeRange>) -> Option<Told> {
        let Shared { input, plot, .. } = &*self.shared;
        let frame = self.shared.frame.borrow();
        let frame = frame.as_ref()?;
        let middle = (frame.plot.top + frame.plot.bottom) / 2.0;
        let (readout, x, y) = match (selection, spot) {
            (Some(range), _) => {
                let end = frame.edge(range.end).min(frame.plot.right);
                (selection_readout(range, &page_zone()), end, middle)
            }
            (None, Some(Spot::Releases(chart, mark))) if chart == input.id => {
                input.with(|data, _| {
                    let marks = frame.releases(data);
                    let (rect, mark) = marks.get(mark)?;
                    let readout =
                        release_readout(mark, input.now(), &page_zone(), input.opens_releases);
                    Some((readout, (rect.left + rect.right) / 2.0, rect.top))
                })??
            }
            (None, Some(Spot::Bucket(at))) if at.chart == input.id => {
                let index = frame.window.index_of(at.time)?;
                (input.readout(at.time)?, frame.x(index), middle)
            }
            _ => return None,
        };
        let corner = plot.get_bounding_client_rect();
        Some(Told {
            readout,
            shape: input.with(|data, _| data.shape)?,
            picked: input.walk.try_with_untracked(|w| w.series.clone())?,
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
            look.draw(&self.overlay, extent, &self.overlay(view, frame));
        });
    }

    fn overlay(&self, view: &View<'_>, frame: &Frame) -> Scene {
        let input = self.input;
        if let Some(range) = input.selection.try_get_untracked().flatten() {
            return band(view, frame, range);
        }
        let marks = frame.releases(view.data);
        let named = input.release.and_then(|r| r.try_get_untracked().flatten());
        let marked = match named {
            Some(name) => marks
                .iter()
                .find(|(_, mark)| mark.releases.iter().any(|r| r.version == name)),
            None => input.cursor.releases(input.id).and_then(|m| marks.get(m)),
        };
        if let Some((rect, _)) = marked {
            return shade(view, frame, *rect);
        }
        let at = input.cursor.peek(input.id);
        let picked = input
            .walk
            .try_with_untracked(|w| w.series.clone())
            .flatten();
        match at.and_then(|at| frame.window.index_of(at.time)) {
            Some(index) => cursor_scene(view, frame, index, picked.as_deref()),
            None => Scene::new(view.size),
        }
    }

    /// `None` while there is no size to draw at.
    fn view<T>(&self, look: &Look, draw: impl FnOnce(Extent, &View<'_>) -> T) -> Option<T> {
        let extent = self.extent.get()?;
        let (width, height) = extent.css;
        if width < 1.0 || height < 1.0 {
            return None;
        }
        let now = self.input.now();
        self.input.with(|data: &ChartData, hidden| {
            let view = View {
                data,
                hidden,
                size: Size { width, height },
                dpr: extent.ratio(),
                zone: &page_zone(),
                measure: look,
                now,
            };
            draw(extent, &view)
        })
    }
}
