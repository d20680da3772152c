//! The one loader: what is asked of the source, what has come back, and what becomes of it. A newer request cancels the
//! older one; what is on screen stays there until something better has come.

use super::app::App;
use super::page_query::PageQuery;
use super::phase::Phase;
use super::questions::{Question, Replies, wanted};
use super::widget_query::put;
use crate::browser::{timing, yielding};
use crate::dashboard::colors::Colors;
use crate::dashboard::data::WidgetState;
use crate::dashboard::model::Dashboard;
use crate::dashboard::planner::{Plan, Scope, Times, plan};
use crate::dashboard::present::{Answers, Facts};
use crate::session::TimeRange;
use crate::source::config::SourceConfig;
use crate::source::file::Files;
use crate::source::{Progress, SharedSource, SourceError, needed};
use futures_util::FutureExt;
use futures_util::future::{AbortHandle, LocalBoxFuture, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::rc::Rc;

/// What the page asks and knows, beside its signals.
#[derive(Default)]
pub(super) struct Loader {
    pub(super) config: Option<SourceConfig>,
    pub(super) source: Option<SharedSource>,
    /// What a person gave to the page, for [`SourceConfig::Files`].
    pub(super) files: Files,
    /// Whether the backend turned out to hand out sums only, so that its raw endpoint need not be tried again.
    pub(super) sums_only: bool,
    /// What the plan was made for.
    pub(super) asked: Option<(Dashboard, Scope, Times)>,
    pub(super) plan: Rc<Plan>,
    pub(super) answers: Answers,
    pub(super) replies: Replies,
    pub(super) colors: Colors,
    /// Reading sessions, or finding out where from; with its number.
    pub(super) loading: Option<(u64, AbortHandle)>,
    pub(super) running: Vec<(Question, AbortHandle)>,
}

impl Loader {
    pub(super) fn is_busy(&self) -> bool {
        self.loading.is_some() || !self.running.is_empty()
    }

    fn cancel_loading(&mut self) {
        if let Some((_, task)) = self.loading.take() {
            task.abort();
        }
    }

    /// Fills what has come beside the sessions into the answers. Not inlined: it is large, and called in two places.
    #[inline(never)]
    pub(super) fn fill(&mut self, facts: Facts<'_>) {
        self.replies.fill(&mut self.answers, &self.plan, facts);
    }

    pub(super) fn cancel_all(&mut self) {
        self.cancel_loading();
        self.running.drain(..).for_each(|(_, task)| task.abort());
    }
}

impl App {
    /// Shows another state of the page.
    pub(super) fn turn_to(self, mut query: PageQuery) {
        self.settle_dashboard(&mut query);
        let is_other = self
            .page
            .with_untracked(|old| old.dashboard != query.dashboard);
        self.page.set(query);
        if is_other {
            self.wait_for_all();
        }
        match (
            self.phase.get_untracked(),
            self.loader.with_value(|loader| loader.config.clone()),
        ) {
            // What failed may work for another range.
            (Phase::Failed(_), Some(config)) => self.open(config),
            _ => self.update_if_open(),
        }
        self.settle();
    }

    /// Brings plan and answers up to date, once there is a source that answers.
    pub(super) fn update_if_open(self) {
        let is_open = self
            .phase
            .with_untracked(|p| matches!(p, Phase::Loading(_) | Phase::Ready));
        if is_open {
            self.update();
        }
    }

    /// Asks again for what failed.
    pub(super) fn ask_failed_again(self) {
        self.loader.update_value(|loader| {
            loader.replies.forget_failures();
            if loader.answers.lacks_sessions() {
                loader.answers.sessions = None;
                loader.asked = None;
            }
        });
        self.widgets.with_value(|all| {
            let failed = all
                .values()
                .filter(|s| s.with_untracked(|w| matches!(w, WidgetState::Failed(_))));
            failed.for_each(|s| s.set(WidgetState::Loading));
        });
        self.update();
        self.ask_the_rest();
    }

    /// Brings plan and answers up to date with the page's state.
    pub(super) fn update(self) {
        let Some(source) = self.source() else { return };
        if !self.has_dashboard() {
            return;
        }
        let mut dashboard = self.dashboard.get_untracked();
        // Where widgets stand makes no difference to what is asked.
        for widget in &mut dashboard.widgets {
            widget.layout = None;
        }
        let (scope, times) = self.page.with_untracked(|p| {
            (
                p.scope(),
                p.times(self.now.get_untracked(), self.raw.get_untracked()),
            )
        });
        let asked = (dashboard, scope, times);
        if self
            .loader
            .with_value(|loader| loader.asked.as_ref() == Some(&asked))
        {
            return;
        }
        let plan = Rc::new(plan(&asked.0, &asked.1, times));
        self.loader.update_value(|loader| {
            // Another dashboard begins with the colours that a link to it would show.
            if loader
                .asked
                .as_ref()
                .is_some_and(|(old, ..)| old.id != asked.0.id)
            {
                loader.colors = Colors::default();
            }
            loader.plan = plan.clone();
            loader.asked = Some(asked);
            loader.answers = Answers::default();
        });
        let range = needed(&plan.sessions, self.now.get_untracked());
        if !(source.holds(range) && self.answer_at_once(&source, &plan)) {
            self.load(source, plan, range);
        }
        self.ask_the_rest();
    }

    /// Answers from data in hand, in the same task; false when the source has to wait for something.
    fn answer_at_once(self, source: &SharedSource, plan: &Plan) -> bool {
        let start = timing::now();
        let Some(answer) = source.sessions(&plan.sessions).now_or_never() else {
            return false;
        };
        self.loader.update_value(Loader::cancel_loading);
        self.take_sessions(answer, start);
        true
    }

    /// Fetches what is missing, then answers.
    fn load(self, source: SharedSource, plan: Rc<Plan>, range: TimeRange) {
        self.tell(Progress::default());
        self.load_by(async move {
            let start = timing::now();
            let loaded = source.load(range, &|progress| self.tell(progress)).await;
            timing::measure("session-health:load", start);
            if let Err(SourceError::NoRawSessions) = loaded
                && self.take_sums().await
            {
                return self.update();
            }
            // The last slice of reading, counting and the first drawing are a task each.
            yielding::pause().await;
            let answered = timing::now();
            let answer = match loaded {
                Ok(report) => {
                    self.compare_clocks(&report);
                    self.report.set(report);
                    source.sessions(&plan.sessions).await
                }
                Err(error) => Err(error),
            };
            yielding::pause().await;
            self.take_sessions(answer, answered);
            self.ask_the_rest();
        });
    }

    /// Takes answers that are newer than those on screen, all at once.
    pub(super) fn take_fresh(
        self,
        asked: (Dashboard, Scope, Times),
        plan: Plan,
        answers: Answers,
        replies: Replies,
    ) {
        self.loader.update_value(|loader| {
            loader.asked = Some(asked);
            loader.plan = Rc::new(plan);
            loader.answers = answers;
            loader.replies = replies;
            loader.running.drain(..).for_each(|(_, task)| task.abort());
        });
        self.ask_the_rest();
    }

    /// Takes back everything that is on its way.
    pub(super) fn cancel(self) {
        self.loader.update_value(Loader::cancel_all);
    }

    /// Runs the one task that reads sessions; an older one is cancelled.
    pub(super) fn load_by(self, work: impl Future<Output = ()> + 'static) {
        self.load_by_boxed(work.boxed_local());
    }

    fn load_by_boxed(self, work: LocalBoxFuture<'static, ()>) {
        let (work, task) = abortable(work);
        let number = self.loads.get_value() + 1;
        self.loads.set_value(number);
        self.loader.update_value(|loader| {
            loader.cancel_loading();
            loader.loading = Some((number, task));
        });
        self.settle();
        spawn_local(async move {
            let _ = work.await;
            // It may have a successor by now, perhaps one it started itself.
            self.loader.update_value(|loader| {
                loader.loading = loader.loading.take().filter(|(n, _)| *n != number)
            });
            self.settle();
        });
    }

    /// Sends every question that is wanted and neither answered nor on its way; takes back those nobody wants.
    pub(super) fn ask_the_rest(self) {
        let Some(source) = self.source() else { return };
        let wanted = self.with_facts(|loader, facts| {
            // What has just come may raise questions of its own.
            loader.fill(facts);
            let wanted = wanted(&loader.plan, &loader.answers, facts);
            loader.replies.keep_only(&wanted);
            loader.running.retain(|(question, task)| {
                let is_wanted = wanted.contains(question);
                if !is_wanted {
                    task.abort();
                }
                is_wanted
            });
            wanted
        });
        for question in wanted.into_iter().flatten() {
            let is_known = self.loader.with_value(|loader| {
                loader.replies.get(&question).is_some()
                    || loader.running.iter().any(|(q, _)| *q == question)
            });
            if !is_known {
                self.ask(source.clone(), question);
            }
        }
        self.show();
        self.settle();
    }

    fn ask(self, source: SharedSource, question: Question) {
        let asked = question.clone();
        let (work, task) = abortable(async move {
            let reply = put(&source, asked.clone()).await;
            self.loader.update_value(|loader| {
                loader.running.retain(|(q, _)| *q != asked);
                loader.replies.put(asked, reply);
            });
            // An answer may raise new questions.
            self.ask_the_rest();
        });
        self.loader
            .update_value(|loader| loader.running.push((question, task)));
        spawn_local(work.map(drop));
    }
}
