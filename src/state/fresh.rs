//! Refreshing what is on screen: what is new is merged, and only when it is whole does anything change. A failure leaves
//! the numbers as they are, with their age.

use super::app::App;
use super::glance::ask_all;
use super::live::{is_due, known};
use super::phase::Phase;
use super::questions::Question;
use super::world::{self, Browser};
use crate::browser::{location, yielding};
use crate::dashboard::data::WidgetState;
use crate::dashboard::planner::plan;
use crate::dashboard::present::{Answers, Facts};
use crate::source::{SourceError, needed};
use crate::storage::preferences::Preferences;
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
            let fresh = async {
                let report = source.refresh(now, &|_| ()).await?;
                let dashboard = app.dashboard.get_untracked();
                let raw = app.raw.get_untracked();
                let (scope, times) = app.page.with_untracked(|p| (p.scope(), p.times(now, raw)));
                let plan = plan(&dashboard, &scope, times);
                // A range that could not be read before is not in hand yet.
                let range = needed(&plan.sessions, now);
                let report = match source.holds(range) {
                    true => report,
                    false => source.load(range, &|_| ()).await?,
                };
                let sessions = source.sessions(&plan.sessions).await?;
                // What is on screen is replaced as a whole or not at all; what has failed before may fail again.
                if let Some(error) = sessions.iter().find_map(|a| a.as_ref().err()) {
                    return Err(error.clone());
                }
                let mut answers = Answers {
                    sessions: Some(Ok(sessions)),
                    ..Answers::default()
                };
                let catalog = app.catalog.get_untracked();
                let facts = Facts {
                    scope: &scope,
                    times,
                    catalog: &catalog,
                };
                let is_shown = |q: &Question| {
                    app.desk
                        .with_value(|desk| desk.replies.has_answered_like(q))
                };
                let replies = ask_all(&source, &plan, &mut answers, facts, &is_shown).await?;
                let asked = (dashboard, scope, times);
                Ok::<_, SourceError>((report, asked, plan, answers, replies))
            };
            match fresh.await {
                Ok((report, asked, plan, answers, replies)) => {
                    app.stale.set(None);
                    app.compare_clocks(&report);
                    app.now.set(now);
                    if app.raw.get_untracked() {
                        app.report.set(report);
                    }
                    app.take_fresh(asked, plan, answers, replies);
                }
                Err(error) => app.stale.set(Some((error, now))),
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
        let was = self.every.get_untracked();
        let seconds = known(seconds);
        self.every.set(seconds);
        Preferences::new(Browser).write(EVERY, &seconds);
        if was == 0 && seconds > 0 {
            self.keep_fresh();
        }
    }

    /// Goes on with the choice of the last visit.
    pub(super) fn refresh_as_before(self) {
        let every = Preferences::new(Browser)
            .read::<u32>(EVERY)
            .map_or(0, known);
        if every > 0 {
            self.every.set(every);
            self.keep_fresh();
        }
    }

    /// Counts seconds until nobody wants it any more.
    fn keep_fresh(self) {
        spawn_local(async move {
            let (mut waited, mut last) = (0, self.now.get_untracked());
            loop {
                yielding::sleep(1000).await;
                let every = self.every.get_untracked();
                if every == 0 {
                    return;
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
