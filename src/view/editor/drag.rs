//! Dragging a widget by its surface, or its corner to resize it. The pointer is captured, so it may leave the widget; the
//! page's order stays as it is until the widget is dropped.

use crate::browser::grid_box::{self, GridBox};
use crate::dashboard::edit::Edit;
use crate::dashboard::model::{Dashboard, Layout};
use crate::state::app::App;
use crate::state::editor::Dragged;
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

/// A drag that is going on.
#[derive(Clone)]
pub struct Drag {
    id: String,
    pointer: i32,
    /// Where it began, from the top left of the page.
    start: (f64, f64),
    from: Layout,
    grid: GridBox,
    /// Of its corner.
    resizes: bool,
    /// What would come of dropping it now.
    edit: Option<Edit>,
}

impl Drag {
    /// Begins where a pointer went down; `None` where that begins nothing.
    pub fn begin(app: App, id: &str, event: &PointerEvent) -> Option<Self> {
        let target: web_sys::Element = event.target()?.dyn_into().ok()?;
        let is_in = |selector: &str| target.closest(selector).ok().flatten().is_some();
        let resizes = is_in(".edit-corner");
        let by_grip = is_in(".edit-grip");
        // A finger on the surface scrolls; buttons are for pressing.
        let may = resizes || by_grip || (event.pointer_type() == "mouse" && !is_in("button"));
        if !may || event.button() != 0 {
            return None;
        }
        let layer: web_sys::Element = event.current_target()?.dyn_into().ok()?;
        let from = app
            .dashboard
            .with_untracked(|d| d.widget(id).map(|w| w.place()))?;
        let drag = Self {
            id: id.to_owned(),
            pointer: event.pointer_id(),
            start: at(event),
            from,
            grid: grid_box::measure(&layer)?,
            resizes,
            edit: None,
        };
        // Without it the drag ends at the widget's edge.
        let _ = layer.set_pointer_capture(drag.pointer);
        Some(drag)
    }

    /// Follows the pointer.
    pub fn follow(&mut self, app: App, event: &PointerEvent) {
        let (x, y) = at(event);
        let (dx, dy) = (x - self.start.0, y - self.start.1);
        let moved = dx.abs() > 3.0 || dy.abs() > 3.0;
        if event.pointer_id() != self.pointer || !(moved || self.edit.is_some()) {
            return;
        }
        grid_box::scroll_along(f64::from(event.client_y()));
        let edit = self.edit_at(app, dx, dy);
        let layer = event
            .current_target()
            .and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        if let (Some(layer), false) = (layer, self.resizes) {
            grid_box::offset(&layer, Some((dx, dy)));
        }
        if self.edit.as_ref() != Some(&edit) {
            let draft = app.dashboard.get_untracked();
            let after = edit.apply(&draft).map_or(draft, |edited| edited.dashboard);
            app.editor.dragged.set(Some(Dragged {
                id: self.id.clone(),
                lifted: !self.resizes,
                places: places(&after),
            }));
            self.edit = Some(edit);
        }
    }

    /// Ends it; `drop`: what it came to is made.
    pub fn end(self, app: App, event: Option<&PointerEvent>, drop: bool) {
        let layer = event.and_then(|e| e.current_target());
        if let Some(layer) = layer.and_then(|t| t.dyn_into::<web_sys::Element>().ok()) {
            grid_box::offset(&layer, None);
        }
        app.editor.dragged.set(None);
        if let (Some(edit), true) = (self.edit, drop) {
            app.make_edit(&edit);
        }
    }

    fn edit_at(&self, app: App, dx: f64, dy: f64) -> Edit {
        let steps = |pixels: f64, step: f64| (pixels / step.max(1.0)).round() as i64;
        let to = |from: u32, by: i64| u32::try_from(i64::from(from) + by).unwrap_or(0);
        let id = self.id.clone();
        if let Some(middles) = &self.grid.list {
            let order =
                crate::dashboard::arrange::reading_order(&app.dashboard.get_untracked().widgets);
            let here = app.dashboard.with_untracked(|d| {
                order
                    .iter()
                    .position(|i| d.widgets.get(*i).is_some_and(|w| w.id() == id))
            });
            let here = here.unwrap_or_default();
            let middle = middles.get(here).copied().unwrap_or_default() + dy;
            let above = middles
                .iter()
                .enumerate()
                .filter(|(i, m)| *i != here && **m < middle);
            return Edit::Reach(id, above.count());
        }
        let (columns, rows) = (steps(dx, self.grid.column), steps(dy, self.grid.row));
        let from = self.from;
        if self.resizes {
            Edit::Resize(id, to(from.w, columns).max(1), to(from.h, rows).max(1))
        } else {
            Edit::Move(id, to(from.x, columns), to(from.y, rows))
        }
    }
}

fn at(event: &PointerEvent) -> (f64, f64) {
    let (x, y) = (event.client_x(), event.client_y());
    (f64::from(x), f64::from(y) + grid_box::scrolled())
}

fn places(dashboard: &Dashboard) -> Vec<(String, Layout)> {
    let widgets = dashboard.widgets.iter();
    widgets.map(|w| (w.id().to_owned(), w.place())).collect()
}
