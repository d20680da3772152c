//! A dashboard with every answer of a source on it, as the page would show it.

use crate::server::{NOW, at};
use futures_util::FutureExt;
use session_health::dashboard::colors::Colors;
use session_health::dashboard::data::{WidgetData, WidgetState};
use session_health::dashboard::disclose::{NOT_EVENTS, disclose};
use session_health::dashboard::model::Dashboard;
use session_health::dashboard::planner::{Plan, Scope, plan};
use session_health::dashboard::present::{Answers, Facts, present};
use session_health::dashboard::view_data::DataGrid;
use session_health::source::{Source, needed};
use session_health::state::page_query::PageQuery;
use session_health::state::questions::{Question, Replies, Reply, wanted};

/// What each widget shows, by id.
pub struct Page {
    pub plan: Plan,
    pub answers: Answers,
    pub widgets: Vec<(String, WidgetState)>,
    scope: Scope,
    raw: bool,
}

/// Opens `dashboard` with the filters and the time range of a link.
pub fn open(source: &dyn Source, dashboard: &Dashboard, link: &str) -> Page {
    let now = at(NOW);
    let (page, ignored) = PageQuery::from_search(link);
    assert_eq!(ignored, [], "{link}");
    let (scope, times) = (page.scope(), page.times(now, false));
    let catalog = done(source.catalog()).unwrap();
    let plan = plan(dashboard, &scope, times);
    done(source.load(needed(&plan.sessions, now), &|_| ())).unwrap();
    let mut answers = Answers {
        sessions: Some(done(source.sessions(&plan.sessions))),
        ..Answers::default()
    };
    let facts = Facts {
        scope: &scope,
        times,
        catalog: &catalog,
        colors: &Colors::default(),
    };
    let mut replies = Replies::default();
    // An answer may raise new questions.
    for _ in 0..3 {
        for question in wanted(&plan, &answers, facts) {
            if replies.get(&question).is_none() {
                let reply = ask(source, &question);
                replies.put(question, reply);
            }
        }
        replies.fill(&mut answers, &plan, facts);
    }
    let shown = plan.widgets.iter().map(|w| {
        (
            w.id.clone(),
            present(&plan, w, &answers, facts).expect("settled"),
        )
    });
    let widgets = shown.collect();
    Page {
        plan,
        answers,
        widgets,
        scope: scope.clone(),
        raw: source.has_raw_sessions(),
    }
}

fn ask(source: &dyn Source, question: &Question) -> Reply {
    match question.clone() {
        Question::Releases(query) => Reply::Releases(done(source.releases(query))),
        Question::Series(query) => Reply::Series(done(source.issue_series(query))),
        Question::Issues(query) => Reply::Issues(done(source.issues(query))),
    }
}

fn done<T>(work: impl Future<Output = T>) -> T {
    work.now_or_never().expect("nothing to wait for")
}

impl Page {
    pub fn state(&self, id: &str) -> &WidgetState {
        &self
            .widgets
            .iter()
            .find(|(name, _)| name == id)
            .expect("a widget")
            .1
    }

    /// What is said beside its numbers, but for what always stands there.
    pub fn notes(&self, id: &str) -> Vec<String> {
        let widget = self
            .plan
            .widgets
            .iter()
            .find(|w| w.id == id)
            .expect("a widget");
        let mut notes = disclose(&self.plan, widget, &self.answers, &self.scope, self.raw);
        notes.retain(|note| note != NOT_EVENTS);
        notes
    }

    /// "View data" of a widget, and the big number with its change.
    pub fn tables(&self) -> Vec<(String, String)> {
        let table = |state: &WidgetState| match state {
            WidgetState::Ready(data) => {
                let number = match data {
                    WidgetData::BigNumber(n) => {
                        format!("{:?} {:?} {:?}", n.value, n.ratio, n.change())
                    }
                    _ => String::new(),
                };
                format!("{number}{:#?}", DataGrid::of(data))
            }
            other => format!("{other:?}"),
        };
        self.widgets
            .iter()
            .map(|(id, state)| (id.clone(), table(state)))
            .collect()
    }
}
