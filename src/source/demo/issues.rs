//! Issues of the demo: every session that went wrong reports one that its release has, in order of time.

use super::issue_plan::{Fate, ISSUES, IssuePlan, Kind};
use super::rng::Rng;
use super::story::{DAY, ENVIRONMENTS, HOUR, Launch, PROJECTS};
use super::traffic::Visit;
use crate::session::issue::{Issue, IssueProject, ReleaseRef};
use crate::session::issue_search::IssueSearch;
use crate::session::issue_series::{Category, IssueFacts};
use crate::session::sorting::sort_by_key;
use crate::session::{Status, Timestamp};
use rustc_hash::FxHashSet;

/// One event of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoEvent {
    /// When.
    pub at: Timestamp,
    /// Full version.
    pub release: String,
    /// Where.
    pub environment: &'static str,
    /// Whose, as `did` of the sessions.
    pub user: Option<String>,
}

/// An issue and its events of the last 30 days.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoIssue {
    /// The row of an issue list, with the counts of all events here.
    pub row: Issue,
    /// When it was resolved, if it is resolved now.
    pub resolved_at: Option<Timestamp>,
    /// In order of time. The issue may be older than the first.
    pub events: Vec<DemoEvent>,
}

impl DemoIssue {
    /// What issue series need to know of it.
    pub fn facts(&self) -> IssueFacts {
        let mut environments: Vec<_> = self.events.iter().map(|e| e.environment).collect();
        sort_by_key(&mut environments, |name| *name);
        environments.dedup();
        IssueFacts {
            project: self.row.project.id,
            environments: environments.into_iter().map(str::to_owned).collect(),
            first_seen: self.row.first_seen.unwrap_or_default(),
            resolved_at: self.resolved_at,
            first_release: self.row.first_release.as_ref().map(|r| r.version.clone()),
            category: Category::Issue,
        }
    }

    /// The row of an issue list, counting the events that `takes` lets pass and `search` asks for; `None` without any.
    pub fn found(&self, search: &IssueSearch, takes: impl Fn(&DemoEvent) -> bool) -> Option<Issue> {
        if !search.takes_issue(&self.row) {
            return None;
        }
        let events = self
            .events
            .iter()
            .filter(|e| takes(e) && search.takes_event(&e.release));
        let users: FxHashSet<_> = events.clone().filter_map(|e| e.user.as_deref()).collect();
        let count = events.count() as u64;
        (count > 0).then(|| Issue {
            count,
            user_count: users.len() as u64,
            ..self.row.clone()
        })
    }
}

/// Gives each session that went wrong its issue; fed in order of time.
pub struct Reporter {
    rng: Rng,
    /// One for each plan.
    lives: Vec<Life>,
}

/// When an issue happens.
struct Life {
    since: usize,
    fixed: Option<usize>,
    again: Option<usize>,
    closed: Option<Timestamp>,
    born: bool,
    events: Vec<(Visit, Option<String>)>,
}

impl Reporter {
    /// Nothing reported yet.
    pub fn new(seed: u64, now: Timestamp, launches: &[Launch]) -> Self {
        let life = |plan: &IssuePlan| {
            let index = |version: &str| launch_of(launches, plan.project, version);
            let (fixed, again) = match plan.fate {
                Fate::FixedIn(fixed) => (Some(index(fixed)), None),
                Fate::Regressed(fixed, again) => (Some(index(fixed)), Some(index(again))),
                Fate::Open | Fate::Closed(_) | Fate::Ignored => (None, None),
            };
            let closed = match plan.fate {
                Fate::Closed(days) => Some(now.plus(-days * DAY)),
                _ => None,
            };
            let since = index(plan.since);
            // What came before the history began is there from its beginning.
            let born = launches[since].created() < super::traffic::start_of(now);
            Life {
                since,
                fixed,
                again,
                closed,
                born,
                events: Vec::new(),
            }
        };
        Self {
            rng: Rng::new(seed, [3, 0, 0]),
            lives: ISSUES.iter().map(life).collect(),
        }
    }

    /// Reports what ended `visit` this way.
    pub fn report(&mut self, visit: &Visit, project: usize, status: Status, user: Option<String>) {
        let release = usize::from(visit.release);
        let warning = self.rng.chance(0.15);
        let kind = match status {
            Status::Crashed => Kind::Crash,
            Status::Abnormal => Kind::Anr,
            Status::Unhandled => Kind::Unhandled,
            Status::Errored if warning => Kind::Warning,
            Status::Errored => Kind::Error,
            Status::Healthy => return,
        };
        let weight = |(plan, life): (&IssuePlan, &Life)| {
            if plan.project != project
                || plan.kind != kind
                || !life.happens_in(release, visit.started)
            {
                0.0
            } else if life.born {
                plan.weight
            } else {
                // A release meets its own new issues early.
                plan.weight + 40.0
            }
        };
        let weights = ISSUES.iter().zip(&self.lives).map(weight);
        if let Some(index) = self.rng.pick(weights) {
            self.lives[index].born = true;
            self.lives[index].events.push((*visit, user));
        }
    }

    /// All issues, in the order of the plan.
    pub fn finish(self, launches: &[Launch], now: Timestamp) -> Vec<DemoIssue> {
        let mut ids = [0; PROJECTS.len()];
        let issue = |(plan, life): (&IssuePlan, Life)| {
            let project = &PROJECTS[plan.project];
            ids[plan.project] += 1;
            let number = ids[plan.project];
            let id = (4100 + 100 * plan.project + number).to_string();
            let first = life.events.first().map(|(visit, _)| visit.started);
            let created = launches[life.since].created();
            // Without an event in its own release, and for what is older than the history: soon after the release.
            let soon = created.plus((2 + number as i64) * HOUR).min(now);
            let first_seen = first
                .filter(|_| created >= super::traffic::start_of(now))
                .unwrap_or(soon);
            let last_seen = life
                .events
                .last()
                .map_or(first_seen, |(visit, _)| visit.started);
            let resolved_at = match plan.fate {
                Fate::Open | Fate::Ignored | Fate::Regressed(..) => None,
                Fate::Closed(_) => life.closed,
                Fate::FixedIn(_) => {
                    // Somebody looks whether it is really gone, one issue after the other.
                    let looked = (3 + 5 * (number as i64 % 5)) * HOUR;
                    let fixed = life
                        .fixed
                        .map(|fixed| launches[fixed].finished().plus(looked));
                    fixed.map(|at| at.max(first_seen.plus(HOUR)).min(now))
                }
            };
            let status = match (resolved_at, plan.fate) {
                (Some(_), _) => "resolved",
                (None, Fate::Ignored) => "ignored",
                (None, _) => "unresolved",
            };
            let level = match plan.kind {
                Kind::Crash => "fatal",
                Kind::Anr | Kind::Unhandled | Kind::Error => "error",
                Kind::Warning => "warning",
            };
            let events: Vec<_> = life
                .events
                .into_iter()
                .map(|(visit, user)| DemoEvent {
                    at: visit.started,
                    release: launches[usize::from(visit.release)].version.clone(),
                    environment: ENVIRONMENTS[usize::from(visit.environment)],
                    user,
                })
                .collect();
            let users: FxHashSet<_> = events.iter().filter_map(|e| e.user.as_deref()).collect();
            let row = Issue {
                short_id: format!("{}-{number}", project.slug.to_ascii_uppercase()),
                title: plan.title.to_owned(),
                culprit: plan.culprit.to_owned(),
                level: level.to_owned(),
                status: status.to_owned(),
                project: IssueProject {
                    id: project.id,
                    slug: project.slug.to_owned(),
                },
                count: events.len() as u64,
                user_count: users.len() as u64,
                first_seen: Some(first_seen),
                last_seen: Some(last_seen),
                permalink: (number % 3 != 0)
                    .then(|| format!("https://sentry.example/organizations/demo/issues/{id}/")),
                first_release: Some(ReleaseRef {
                    version: launches[life.since].version.clone(),
                }),
                id,
            };
            DemoIssue {
                row,
                resolved_at,
                events,
            }
        };
        ISSUES.iter().zip(self.lives).map(issue).collect()
    }
}

impl Life {
    fn happens_in(&self, release: usize, at: Timestamp) -> bool {
        let fixed = self.fixed.is_some_and(|fixed| fixed <= release)
            && self.again.is_none_or(|again| release < again);
        let closed = self.closed.is_some_and(|closed| closed <= at);
        let there = if self.born {
            self.since <= release
        } else {
            self.since == release
        };
        there && !fixed && !closed
    }
}

/// Index of a version (without package) of a project; the first release where the plan names none of them.
fn launch_of(launches: &[Launch], project: usize, version: &str) -> usize {
    let is = |l: &Launch| {
        l.project == project
            && (l.version == version || l.version.ends_with(&format!("@{version}")))
    };
    launches.iter().position(is).unwrap_or_default()
}
