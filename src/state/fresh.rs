//! When what is on screen is refreshed: asked for, every so often, or when the net is there again.

use super::app::App;
use super::bring_up::bring_up;
use super::live::{is_due, known};
use super::phase::Phase;
use super::world::{self, preferences};
use crate::browser::chunk::NotLoaded;
use crate::browser::{location, yielding};
use crate::dashboard::data::WidgetState;
use crate::source::SourceError;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Name of the preference that holds how often.
const EVERY: &str = "refresh";

impl App {
    /// Brings everything on screen up to the present.
    pub fn refresh(&self) {
        let app = *self;
        let is_ready = app.phase.with_untracked(|p| *p == Phase::Ready);
        let Some(source) = app.source().filter(|_| is_ready) else {
            return;
        };
        if source.newest().is_some() {
            // It has an end, and nothing comes after it.
            return;
        }
        let now = world::now();
        app.load_by(async move {
            match bring_up(app, source, now).await {
                Ok(work) => work.await,
                Err(NotLoaded) => app.stale.set(Some((SourceError::ProgramIncomplete, now))),
            }
        });
    }

    /// Looks again when the device is back on the net, if there was trouble.
    pub(super) fn recover_when_online(self) {
        let _ = window_event_listener(leptos::ev::online, move |_| {
            if self.trouble().is_some() && !self.is_busy() {
                self.renew();
            }
        });
    }

    /// Brings the page up to the present, from whatever state it is in; what only a person can put right waits for one.
    fn renew(self) {
        match self.phase.get_untracked() {
            Phase::Failed(error) if error.may_pass() => self.retry(None),
            _ => self.refresh(),
        }
    }

    /// What keeps the page, its freshness or a widget from being whole.
    fn trouble(self) -> Option<SourceError> {
        if let Phase::Failed(error) = self.phase.get_untracked() {
            return Some(error);
        }
        let stale = self.stale.get_untracked().map(|(error, _)| error);
        stale.or_else(|| {
            self.widgets.with_value(|all| {
                all.values().find_map(|state| {
                    state.with_untracked(|state| match state {
                        WidgetState::Failed(error) if error.may_pass() => Some(error.clone()),
                        _ => None,
                    })
                })
            })
        })
    }

    /// Chooses how often the page refreshes itself, in seconds; 0: never.
    pub fn refresh_every(&self, seconds: u32) {
        let seconds = known(seconds);
        self.every.set(seconds);
        preferences(|kept| kept.write(EVERY, &seconds));
        self.keep_fresh();
    }

    /// Goes on with the choice of the last visit.
    pub(super) fn refresh_as_before(self) {
        let every = preferences(|kept| kept.read::<u32>(EVERY));
        self.every.set(every.map_or(0, known));
        self.keep_fresh();
    }

    /// Counts seconds until nobody wants it any more; once, however often it is called.
    fn keep_fresh(self) {
        if self.counts.get_value() || self.every.get_untracked() == 0 {
            return;
        }
        self.counts.set_value(true);
        spawn_local(async move {
            let (mut waited, mut last) = (0, self.now.get_untracked());
            loop {
                yielding::sleep(1000).await;
                let every = self.every.get_untracked();
                if every == 0 {
                    return self.counts.set_value(false);
                }
                let now = self.now.get_untracked();
                waited = if now == last { waited + 1 } else { 0 };
                last = now;
                let pause = self.trouble().and_then(|error| error.pause()).unwrap_or(0);
                if is_due(every, waited, pause, location::is_hidden(), self.is_busy()) {
                    waited = 0;
                    self.renew();
                }
            }
        });
    }
}
