//! A widget that is not on the dashboard yet, with its numbers: what the builder shows while somebody builds.

use super::app::App;
use crate::dashboard::data::WidgetState;
use crate::dashboard::model::{Dashboard, Widget};
use crate::dashboard::planner::{Plan, Scope, Times, plan};
use crate::dashboard::present::{Answers, Facts, present, unanswered};
use crate::source::{SharedSource, needed};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The id of the widget that is being built.
pub const PREVIEW: &str = "preview";

impl App {
    /// Whether the source knows single sessions.
    pub fn has_raw_sessions(&self) -> bool {
        self.source().is_none_or(|source| source.has_raw_sessions())
    }

    /// Asks for the numbers of `widget` and puts them where the widget with the id [`PREVIEW`] looks. A later call makes an
    /// earlier one void: `turn` counts them.
    pub fn preview(&self, widget: &Widget, turn: StoredValue<u64>) {
        let app = *self;
        let Some(source) = self.source() else { return };
        turn.update_value(|n| *n += 1);
        let mine = turn.get_value();
        let mut widget = widget.clone();
        widget.extension.id = Some(PREVIEW.to_owned());
        let (scope, times) = self.page.with_untracked(|p| {
            let now = self.now.get_untracked();
            (p.scope(), p.times(now, source.has_raw_sessions()))
        });
        let dashboard = Dashboard {
            widgets: vec![widget],
            ..Dashboard::default()
        };
        let plan = plan(&dashboard, &scope, times);
        spawn_local(async move {
            if let Some(state) = app.answered(&source, &plan, &scope, times).await
                && turn.try_get_value() == Some(mine)
            {
                app.widget_signal(PREVIEW).set(state);
            }
        });
    }

    async fn answered(
        self,
        source: &SharedSource,
        plan: &Plan,
        scope: &Scope,
        times: Times,
    ) -> Option<WidgetState> {
        let range = needed(&plan.sessions, self.now.get_untracked());
        let loaded = if source.holds(range) {
            Ok(())
        } else {
            source.load(range, &|_| ()).await.map(drop)
        };
        let sessions = match loaded {
            Ok(()) => source.sessions(&plan.sessions).await,
            Err(error) => Err(error),
        };
        let mut answers = Answers {
            sessions: Some(sessions),
            releases: Some(Ok(self.releases.get_untracked())),
            ..Answers::default()
        };
        for query in &plan.issue_series {
            let answer = source.issue_series(query.clone()).await;
            answers.issue_series.push(Some(answer));
        }
        for query in &plan.issues {
            let answer = source.issues(query.clone()).await;
            answers.issues.push(Some(answer));
        }
        let catalog = self.catalog.get_untracked();
        let colors = self.colors();
        let facts = Facts {
            scope,
            times,
            catalog: &catalog,
            colors: &colors,
        };
        for (release, query) in unanswered(plan, &answers, facts) {
            let answer = source.issues(query).await;
            answers.new_issues.insert(release, Some(answer));
        }
        present(plan, plan.widgets.first()?, &answers, facts)
    }
}
