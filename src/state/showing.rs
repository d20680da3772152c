//! What becomes of answers: every widget gets what it can have, and the page tells how far it is.

use super::app::App;
use super::loader::Loader;
use super::phase::Phase;
use super::{words, world};
use crate::browser::{location, resize, timing};
use crate::dashboard::data::WidgetState;
use crate::dashboard::disclose::disclose;
use crate::dashboard::present::{Facts, present};
use crate::source::{LoadReport, Progress, Results, SourceError};
use leptos::prelude::*;

/// What is shown is drawn in the first frame, and told the size of what it stands in between that and the second.
const FRAMES_TO_DRAW: u32 = 2;
/// A chart that is told no size by then stands where nothing is laid out.
const MOST_FRAMES: u32 = 10;

impl App {
    pub(super) fn tell(self, progress: Progress) {
        if self.phase.with_untracked(|p| *p == Phase::Ready) {
            self.refreshing.set(Some(progress));
        } else {
            self.phase.set(Phase::Loading(progress));
        }
    }

    /// Finds out whether the device's clock is right, as far as the backend knows.
    pub(super) fn compare_clocks(self, report: &LoadReport) {
        let now = world::now();
        let words = report.server_time.and_then(|time| words::clocks(time, now));
        if self.clock_trouble.with_untracked(|old| *old != words) {
            self.clock_trouble.set(words);
        }
    }

    pub(super) fn take_sessions(self, answer: Result<Results, SourceError>, start: f64) {
        if let (Err(error), false) = (&answer, self.phase.with_untracked(|p| *p == Phase::Ready)) {
            return self.phase.set(Phase::Failed(error.clone()));
        }
        self.loader
            .update_value(|loader| loader.answers.sessions = Some(answer));
        self.show();
        timing::measure("session-health:query", start);
        if self.phase.with_untracked(|p| *p != Phase::Ready) {
            self.phase.set(Phase::Ready);
        }
    }

    pub(super) fn wait_for_all(self) {
        self.widgets.with_value(|all| {
            all.values()
                .for_each(|signal| signal.set(WidgetState::Loading))
        });
    }

    /// Gives every widget what it can have by now.
    pub(super) fn show(self) {
        let states = self.with_facts(|loader, facts| {
            loader.fill(facts);
            if let Some(Ok(releases)) = &loader.answers.releases
                && self.releases.with_untracked(|old| old != releases)
            {
                self.releases.set(releases.clone());
            }
            let plan = &loader.plan;
            let raw = self.raw.get_untracked();
            let notes: Vec<_> = plan
                .widgets
                .iter()
                .map(|w| {
                    (
                        w.id.clone(),
                        disclose(plan, w, &loader.answers, facts.scope, raw),
                    )
                })
                .filter(|(_, notes)| !notes.is_empty())
                .collect();
            if self.notes.with_untracked(|old| *old != notes) {
                self.notes.set(notes);
            }
            let shown = plan
                .widgets
                .iter()
                .filter_map(|w| Some((w.id.clone(), present(plan, w, &loader.answers, facts)?)));
            shown.collect::<Vec<_>>()
        });
        for (id, state) in states.into_iter().flatten() {
            let signal = self.widget_signal(&id);
            if signal.with_untracked(|old| *old != state) {
                signal.set(state);
            }
        }
    }

    /// Lends the loader and the facts that answers are shown by; `None` before anything was asked.
    pub(super) fn with_facts<T>(self, use_them: impl FnOnce(&mut Loader, Facts) -> T) -> Option<T> {
        self.catalog.with_untracked(|catalog| {
            let lent = self.loader.try_update_value(|loader| {
                let (_, scope, times) = loader.asked.clone()?;
                let colors = loader.colors.clone();
                Some(use_them(
                    loader,
                    Facts {
                        scope: &scope,
                        times,
                        catalog,
                        colors: &colors,
                    },
                ))
            });
            lent.flatten()
        })
    }

    /// Tells whether the page is at rest: the mark for refreshing, and `data-ready` of the page contract, which turns
    /// true only after the browser has had a frame to draw.
    pub(super) fn settle(self) {
        let is_ready = self.phase.with_untracked(|p| *p == Phase::Ready);
        let is_busy = self.is_busy();
        let refreshing = self.refreshing.get_untracked();
        if is_busy && is_ready && refreshing.is_none() {
            self.refreshing.set(Some(Progress::default()));
        } else if !is_busy && refreshing.is_some() {
            self.refreshing.set(None);
        }
        location::set_body_attribute("data-ready", "false");
        if !is_busy {
            let turn = self.rests.get_value() + 1;
            self.rests.set_value(turn);
            self.rest_after(0, turn);
        }
    }

    /// The page is at rest when it has had [`FRAMES_TO_DRAW`] frames and every chart knows its size.
    /// What has happened since is waited for by a later `turn`.
    fn rest_after(self, frames: u32, turn: u64) {
        request_animation_frame(move || {
            let frames = frames + 1;
            if self.is_busy() || self.rests.get_value() != turn {
                return;
            }
            let is_drawn = resize::all_told() || frames >= MOST_FRAMES;
            if frames >= FRAMES_TO_DRAW && is_drawn {
                location::set_body_attribute("data-ready", "true");
            } else {
                self.rest_after(frames, turn);
            }
        });
    }

    pub(super) fn is_busy(self) -> bool {
        self.held.get_value() > 0 || self.loader.with_value(Loader::is_busy)
    }
}
