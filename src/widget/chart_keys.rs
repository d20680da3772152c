//! A time chart by keyboard, and what of it is spoken.

use super::chart_input::Input;
use super::chart_stage::Stage;
use super::cursor::CursorAt;
use super::tooltip::spoken_of;
use crate::browser::chunk::NotLoaded;
use crate::browser::paint_loop;
use crate::chart::readout::read_order;
use crate::chart::walk::{Step, Walk};
use crate::session::{TimeRange, Timestamp};
use leptos::ev::KeyboardEvent;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// What is spoken waits until keys rest: held down, they would pile up sentences.
const REST: Duration = Duration::from_millis(150);

/// What the keys do beside moving.
#[derive(Clone, Copy)]
pub struct Keys {
    /// The chart.
    pub input: Input,
    /// Zooms to a range.
    pub zoom: Option<Callback<TimeRange>>,
    /// Opens the releases of a range.
    pub open: Option<Callback<TimeRange>>,
    /// What is spoken.
    pub spoken: RwSignal<String>,
    /// What will be.
    pub waiting: StoredValue<Option<TimeoutHandle>>,
}

impl Keys {
    /// The keys in words.
    pub fn help(self) -> String {
        let more = match (self.zoom.is_some(), self.open.is_some()) {
            (true, true) => {
                " Shift with them selects, Enter zooms in on what is selected or opens the releases."
            }
            (true, false) => " Shift with them selects, Enter zooms in on what is selected.",
            (false, true) => " Enter opens the releases.",
            (false, false) => "",
        };
        format!(
            "Left and Right read values, Page Up and Page Down further ones, Home and End the first and last, Up and \
             Down one series.{more} Escape leaves."
        )
    }

    /// Does what a key asks for.
    pub fn press(self, event: &KeyboardEvent, stage: &Stage) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let Some((window, names)) = self
            .input
            .with(|data, hidden| (data.set.window, read_order(data, hidden)))
        else {
            return;
        };
        // A pointer, or another chart, may have moved the cursor since.
        let at = self.input.cursor.peek(self.input.id);
        let mut walk = self.input.walk.get_untracked();
        walk.at = at.and_then(|at| window.index_of(at.time));
        let had_selection = self.input.selection.get_untracked().is_some();
        let step = walk.press(&event.key(), event.shift_key(), window.len(), &names);
        let range =
            |first, last| TimeRange::new(window.bucket_start(first), window.bucket(last).end);
        match step {
            Step::None if event.key() == "Escape" && had_selection => {
                self.input.selection.set(None);
                event.stop_propagation();
            }
            Step::None => {}
            Step::Moved => {
                event.prevent_default();
                // Escape has done its work: it does not also take the cursor away.
                event.stop_propagation();
                paint_loop::note_input(event.time_stamp());
                self.go(walk, window.bucket_start(0), range);
            }
            Step::Zoom(first, last) => {
                if let Some(zoom) = self.zoom {
                    event.prevent_default();
                    self.leave();
                    zoom.run(range(first, last));
                }
            }
            Step::Open(at) => {
                let releases = stage.opened_at(window.bucket(at));
                if let (Some(releases), Some(open)) = (releases, self.open) {
                    event.prevent_default();
                    open.run(releases);
                }
            }
            Step::Left => {
                event.stop_propagation();
                self.leave();
            }
        }
    }

    /// Forgets where keys have led, and takes the cursor away.
    pub fn leave(self) {
        let Self { input, spoken, .. } = self;
        let _ = input.walk.try_set(Walk::default());
        let _ = input.selection.try_set(None);
        let _ = spoken.try_set(String::new());
        input.cursor.pin(false);
        input.cursor.leave(input.id);
    }

    fn go(self, walk: Walk, start: Timestamp, range: impl Fn(usize, usize) -> TimeRange) {
        let input = self.input;
        let selection = self
            .zoom
            .and_then(|_| walk.selected())
            .map(|(first, last)| range(first, last));
        let time = walk.at.map_or(start, |at| range(at, at).start);
        let picked = walk.series.clone();
        input.walk.set(walk.clone());
        input.selection.set(selection);
        input.cursor.set(Some(CursorAt {
            time,
            chart: input.id,
        }));
        self.speak(walk, move || spoken_of(input, time, selection, picked));
    }

    /// Speaks once keys rest, if they still are where they were.
    fn speak<F>(self, walk: Walk, words: impl FnOnce() -> F + 'static)
    where
        F: Future<Output = Result<String, NotLoaded>>,
    {
        let Self {
            input,
            spoken,
            waiting,
            ..
        } = self;
        if let Some(Some(before)) = waiting.try_update_value(Option::take) {
            before.clear();
        }
        let then = move || {
            spawn_local(async move {
                let words = words().await.unwrap_or_default();
                if input
                    .walk
                    .try_get_untracked()
                    .is_some_and(|now| now == walk)
                {
                    let _ = spoken.try_set(words);
                }
            });
        };
        // Fails for a page without timers.
        if let Ok(handle) = set_timeout_with_handle(then, REST) {
            waiting.set_value(Some(handle));
        }
    }
}
