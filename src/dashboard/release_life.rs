//! One release in one project: its figures in the page's range, and its health over its own life.

use super::data::{ChartData, Marking, Shape};
use super::planner::{Scope, page_filter};
use crate::engine::field::{Field, Ratio, Subject, Unit};
use crate::engine::query::{Filter, SessionsQuery};
use crate::engine::result::{Group, SessionsResult, Tally};
use crate::engine::series::{Series, SeriesSet, Tone};
use crate::session::project::ProjectId;
use crate::session::release_bounds::{self, BoundsKind};
use crate::session::release_info::ReleaseInfo;
use crate::session::{Interval, Status, Timestamp, Window, interval};

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseScope {
    /// Full version.
    pub release: String,
    /// The project; `None`: all it was seen in.
    pub project: Option<ProjectId>,
    /// The page's filters: what adoption is a share of.
    pub page: Scope,
}

/// The release's figures in the page's range.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Its counts.
    pub tally: Tally,
    /// Its sessions out of all sessions that the page's filters let pass, its own always among them.
    pub adoption: Option<Ratio>,
}

/// The release's health from its first to its last bucket.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    /// Crash-free sessions as a line.
    pub crash_free: ChartData,
    /// Sessions as bars.
    pub sessions: ChartData,
}

/// The buckets of a release's life, created to last seen, and whether retention cut it.
pub fn window(info: &ReleaseInfo, now: Timestamp, raw: bool) -> Option<(Window, BoundsKind)> {
    let (range, kind) = release_bounds::bounds(info.created(), info.last_event, now);
    let old = range.start < now.plus(-30 * Interval::DAY.millis());
    let suits = interval::for_sessions(range.millis(), raw, old);
    Some((Window::new(range, suits).ok()?, kind))
}

/// The questions behind [`figures`].
///
/// # Errors
/// Which of the page's filters makes no sense, and why.
pub fn figures_queries(
    subject: &ReleaseScope,
    window: Window,
) -> Result<Vec<SessionsQuery>, String> {
    let fields = [
        Field::Total(Subject::Session),
        Field::Total(Subject::User),
        Field::CrashFreeRate(Subject::Session),
        Field::CrashFreeRate(Subject::User),
    ];
    let release = SessionsQuery {
        filter: subject.filter()?,
        series: false,
        ..SessionsQuery::new(window, fields)
    };
    let all = SessionsQuery {
        filter: subject.base()?,
        series: false,
        ..SessionsQuery::new(window, [fields[0]])
    };
    Ok(vec![release, all])
}

/// The figures from the answers to [`figures_queries`].
pub fn figures(answers: &[SessionsResult]) -> Figures {
    let total = |i: usize| {
        answers
            .get(i)
            .and_then(|a: &SessionsResult| a.groups.first())
            .map(|g| g.total)
    };
    let tally = total(0).unwrap_or_default();
    let adoption = total(1).map(|all| Ratio {
        numerator: tally.sessions.all,
        denominator: all.sessions.all,
    });
    Figures { tally, adoption }
}

/// The question behind [`life`].
///
/// # Errors
/// As [`figures_queries`].
pub fn life_query(subject: &ReleaseScope, window: Window) -> Result<SessionsQuery, String> {
    let fields = [
        Field::Total(Subject::Session),
        Field::CrashFreeRate(Subject::Session),
    ];
    Ok(SessionsQuery {
        filter: subject.filter()?,
        ..SessionsQuery::new(window, fields)
    })
}

/// The charts from the answer to [`life_query`]; `None` when the release never had a session in it.
pub fn life(answer: &SessionsResult) -> Option<Life> {
    let group = answer.groups.first().filter(|g| g.total.sessions.all > 0)?;
    let chart = |shape, unit, series, axis_from_data| ChartData {
        shape,
        set: SeriesSet {
            window: answer.window,
            unit,
            series,
        },
        axis_from_data,
        releases: Vec::new(),
        marking: Marking::default(),
        before: Vec::new(),
        in_column: true,
    };
    let crash_free = series(
        group,
        "Crash free sessions",
        Field::CrashFreeRate(Subject::Session),
        Tone::Accent,
    );
    let healthy = series(
        group,
        "Sessions",
        Field::Total(Subject::Session),
        Tone::Status(Status::Healthy),
    );
    Some(Life {
        crash_free: chart(Shape::Line, Unit::Rate, vec![crash_free], true),
        sessions: chart(Shape::Bars, Unit::Count, vec![healthy], false),
    })
}

fn series(group: &Group, name: &str, field: Field, tone: Tone) -> Series {
    Series {
        name: name.to_owned(),
        tone,
        values: group.series_of(field),
        ratios: group.series.iter().filter_map(|t| field.ratio(t)).collect(),
        total: group.total_of(field),
    }
}

impl ReleaseScope {
    /// The release's own sessions among those that the page's filters let pass.
    fn filter(&self) -> Result<Filter, String> {
        page_filter(&Scope {
            projects: self.project.into_iter().collect(),
            releases: vec![self.release.clone()],
            ..self.page.clone()
        })
    }

    fn base(&self) -> Result<Filter, String> {
        let mut all = self.page.clone();
        widen(&mut all.projects, self.project.as_ref());
        widen(&mut all.releases, Some(&self.release));
        page_filter(&all)
    }
}

/// Adds a value to a list that restricts; an empty one does not.
fn widen<T: Clone + PartialEq>(list: &mut Vec<T>, own: Option<&T>) {
    let missing = own
        .filter(|own| !list.is_empty() && !list.contains(own))
        .cloned();
    list.extend(missing);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dashboard::global_filter::GlobalFilter;
    use crate::dashboard::model::DataSet;
    use crate::engine::execute::answer;
    use crate::engine::ingest::Ingest;
    use crate::engine::store::Store;
    use crate::session::TimeRange;

    /// Ten sessions of shop@2 (two crashed, both of u1, an hour apart), thirty of shop@1, sixty of project 2.
    fn store() -> Store {
        let mut text = String::new();
        let mut line = |n: usize,
                        project: u64,
                        release: &str,
                        environment: &str,
                        hour: usize,
                        status: &str,
                        user: &str| {
            text.push_str(&format!(
                r#"{{"sid":"{n:032x}","did":"{user}","project":{project},"started":"2026-11-01T{hour:02}:30:00Z","timestamp":"2026-11-09T00:00:00Z","status":"{status}","errors":0,"attrs":{{"release":"{release}","environment":"{environment}"}}}}"#
            ));
            text.push('\n');
        };
        for n in 0..10 {
            let (status, user) = if n < 2 {
                ("crashed", "u1".to_owned())
            } else {
                ("exited", format!("u{n}"))
            };
            line(n, 1, "shop@2", "production", n % 5, status, &user);
        }
        (10..40).for_each(|n| line(n, 1, "shop@1", "staging", 0, "exited", "u1"));
        (40..100).for_each(|n| line(n, 2, "web@1", "production", 3, "exited", "u1"));
        let mut ingest = Ingest::new();
        ingest.feed(text.as_bytes());
        ingest.end();
        Store::from_ingest(ingest)
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).expect("a time")
    }

    fn day() -> Window {
        let range = TimeRange::new(at("2026-11-01"), at("2026-11-02"));
        Window::new(range, Interval::HOUR).expect("24 buckets")
    }

    fn scope() -> ReleaseScope {
        ReleaseScope {
            release: "shop@2".to_owned(),
            project: Some(1),
            page: Scope::default(),
        }
    }

    fn within(page: Scope) -> ReleaseScope {
        ReleaseScope { page, ..scope() }
    }

    fn figures_of(scope: &ReleaseScope) -> Figures {
        figures(&answer(
            &store(),
            &figures_queries(scope, day()).expect("filters that make sense"),
        ))
    }

    #[test]
    fn adoption_is_a_share_of_what_the_pages_filters_let_pass() {
        let share = |f: Figures| f.adoption.map(|r| (r.numerator, r.denominator));
        assert_eq!(share(figures_of(&scope())), Some((10, 100)));
        let shop = within(Scope {
            projects: vec![1],
            ..Scope::default()
        });
        assert_eq!(share(figures_of(&shop)), Some((10, 40)));
        let production = within(Scope {
            environments: vec!["production".to_owned()],
            ..Scope::default()
        });
        assert_eq!(share(figures_of(&production)), Some((10, 70)));
        let two_releases = within(Scope {
            releases: vec!["shop@2".to_owned(), "web@1".to_owned()],
            ..Scope::default()
        });
        assert_eq!(share(figures_of(&two_releases)), Some((10, 70)));
        let elsewhere = within(Scope {
            projects: vec![2],
            releases: vec!["web@1".to_owned()],
            ..Scope::default()
        });
        assert_eq!(
            share(figures_of(&elsewhere)),
            Some((10, 70)),
            "never more than all of it"
        );
    }

    /// Conditions of a dashboard hold for the release as for its row in the table: for sessions, not those for issues.
    #[test]
    fn the_pages_conditions_hold_for_figures_adoption_and_life() {
        let with = |release: &str, filters: &[(DataSet, &str)]| ReleaseScope {
            release: release.to_owned(),
            ..within(Scope {
                global: filters
                    .iter()
                    .map(|(of, value)| GlobalFilter::new(of.clone(), value))
                    .collect(),
                ..Scope::default()
            })
        };
        let counts = |scope: &ReleaseScope| {
            let figures = figures_of(scope);
            let adoption = figures.adoption.expect("an answer");
            (figures.tally.sessions.all, adoption.denominator)
        };
        let production = (DataSet::Health, "environment:production");
        assert_eq!(
            counts(&with("shop@2", std::slice::from_ref(&production))),
            (10, 70)
        );
        let staging = with("shop@1", std::slice::from_ref(&production));
        assert_eq!(counts(&staging), (0, 70));
        let query = life_query(&staging, day()).expect("a filter that makes sense");
        assert_eq!(life(&answer(&store(), &[query])[0]), None);
        let of_issues = (DataSet::Issue, "environment:production");
        assert_eq!(counts(&with("shop@1", &[of_issues])), (30, 100));

        let senseless = with("shop@2", &[production, (DataSet::Health, "level:error")]);
        let why = figures_queries(&senseless, day()).expect_err("no such key");
        assert!(why.contains("level:error"), "{why}");
        assert!(life_query(&senseless, day()).is_err());
    }

    #[test]
    fn a_user_counts_once_over_the_range() {
        let tally = figures_of(&scope()).tally;
        assert_eq!((tally.sessions.all, tally.sessions.crashed), (10, 2));
        assert_eq!((tally.users.all, tally.users.crashed), (9, 1));
    }

    #[test]
    fn a_life_has_gaps_where_there_are_no_sessions() {
        let of = |scope: &ReleaseScope| {
            let query = life_query(scope, day()).expect("filters that make sense");
            life(&answer(&store(), &[query])[0])
        };
        let life = of(&scope()).expect("it has sessions");
        let rates = &life.crash_free.set.series[0];
        // Hours 0 to 4 have two sessions each; the crashes are in hours 0 and 1.
        let first = [Some(0.5), Some(0.5), Some(1.0), Some(1.0), Some(1.0), None];
        assert_eq!(rates.values[..6], first);
        assert_eq!(rates.total, Some(0.8));
        let sessions = &life.sessions.set.series[0];
        assert_eq!(sessions.values[4..6], [Some(2.0), Some(0.0)]);
        let never = ReleaseScope {
            release: "shop@9".to_owned(),
            ..scope()
        };
        assert_eq!(of(&never), None);
    }
}
