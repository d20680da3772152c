//! The demo tells the story it promises. Every fact is counted here by plain loops over its sessions and events.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use futures_util::FutureExt;
use session_health::engine::field::{Field, Subject};
use session_health::engine::query::SessionsQuery;
use session_health::session::project::ProjectId;
use session_health::session::record::SessionRecord;
use session_health::session::search::term;
use session_health::session::{Interval, TimeRange, Timestamp, Window, issue_series};
use session_health::source::demo::{DemoBuild, DemoIssue, DemoSource, DemoWorld};
use session_health::source::{
    Answer, IssueCount, IssueSeriesQuery, IssueSort, IssuesQuery, ReleasesQuery, Source,
    SourceError,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const BAD: &str = "com.acme.shop@8.4.0+2031";
const IOS: ProjectId = 1;
const ANDROID: ProjectId = 2;
const WEB: ProjectId = 3;

/// A Monday noon, just after a midnight, a Sunday evening.
fn nows() -> [Timestamp; 3] {
    [
        "2026-11-23T13:20:11Z",
        "2026-11-26T00:00:30Z",
        "2027-03-28T21:47:00Z",
    ]
    .map(|t| Timestamp::parse(t).unwrap())
}

fn world() -> DemoWorld {
    DemoWorld::new(7, nows()[0])
}

/// Sessions and how many of them ended how.
#[derive(Debug, Default)]
struct Ends {
    all: f64,
    crashed: f64,
    abnormal: f64,
    unhandled: f64,
    errored: f64,
}

impl Ends {
    fn count(&mut self, session: &SessionRecord) {
        self.all += 1.0;
        match session.status.as_str() {
            "crashed" => self.crashed += 1.0,
            "abnormal" => self.abnormal += 1.0,
            "unhandled" => self.unhandled += 1.0,
            _ if session.errors > 0 => self.errored += 1.0,
            _ => {}
        }
    }

    fn crash_free(&self) -> f64 {
        1.0 - self.crashed / self.all
    }
}

fn by_release(sessions: &[SessionRecord]) -> HashMap<&str, Ends> {
    let mut ends: HashMap<&str, Ends> = HashMap::new();
    for session in sessions {
        ends.entry(&session.attrs.release)
            .or_default()
            .count(session);
    }
    ends
}

#[test]
fn the_same_seed_gives_the_same_world_in_one_go_or_in_slices() {
    let now = nows()[0];
    let once = DemoWorld::new(7, now);
    let mut build = DemoBuild::new(7, now);
    let mut steps = 0;
    while !build.step(10_000) {
        steps += 1;
    }
    let sliced = build.finish();
    assert!(steps > 20, "only {steps} slices");
    assert!(once.sessions().eq(sliced.sessions()));
    assert_eq!(once.issues(), sliced.issues());
    assert_eq!(once.releases(), sliced.releases());
    assert!(!DemoWorld::new(8, now).sessions().eq(once.sessions()));
}

#[test]
fn every_session_is_one_an_sdk_could_have_sent() {
    for now in nows() {
        let world = DemoWorld::new(7, now);
        let created: HashMap<_, _> = world
            .releases()
            .iter()
            .map(|r| (r.version.as_str(), (r.project, r.created)))
            .collect();
        let environments: Vec<_> = world.environments().into_iter().map(|e| e.name).collect();
        let oldest = now.plus(-31 * DAY);
        let mut sids = BTreeSet::new();
        let mut before = oldest;
        for s in world.sessions() {
            assert!(before <= s.started && s.started < now, "{s:?}");
            before = s.started;
            assert!(s.started <= s.timestamp && s.timestamp <= now, "{s:?}");
            let (project, created) = created[s.attrs.release.as_str()];
            assert!(s.project == project && created <= s.started, "{s:?}");
            assert!(environments.contains(s.attrs.environment.as_ref().unwrap()));
            let (errors, mechanism) = (s.errors > 0, s.abnormal_mechanism.as_deref());
            match s.status.as_str() {
                "ok" => assert!(s.duration.is_none() && mechanism.is_none()),
                "exited" => assert!(s.duration.is_some() && mechanism.is_none()),
                "crashed" | "unhandled" => assert!(errors && mechanism.is_none(), "{s:?}"),
                "abnormal" => {
                    assert!(
                        errors && matches!(mechanism, Some("anr_foreground" | "anr_background")),
                        "{s:?}"
                    );
                }
                other => panic!("unknown status {other}"),
            }
            let parts: Vec<_> = s.sid.split('-').map(str::len).collect();
            assert_eq!(
                (parts.as_slice(), s.sid.as_bytes()[14]),
                ([8, 4, 4, 4, 12].as_slice(), b'4'),
                "{}",
                s.sid
            );
            sids.insert(s.sid);
        }
        assert_eq!(sids.len(), world.sessions().len());
    }
}

#[test]
fn the_cast_is_as_announced() {
    let world = world();
    assert_eq!(world.projects().len(), 3);
    assert_eq!(world.environments().len(), 3);
    assert_eq!(world.issues().len(), 60);
    let releases = world.releases();
    assert!((28..=36).contains(&releases.len()), "{}", releases.len());
    assert!(releases.iter().any(|r| r.archived));
    assert!(
        releases
            .iter()
            .any(|r| r.version.contains("-beta") && r.released.is_none())
    );
    assert!(
        releases
            .iter()
            .any(|r| r.version.len() == 40 && !r.version.contains('@')),
        "a commit hash"
    );
    let sessions: Vec<_> = world.sessions().collect();
    assert!(
        (360_000..=440_000).contains(&sessions.len()),
        "{}",
        sessions.len()
    );
    let ends = by_release(&sessions);
    assert!(
        ends.values().filter(|e| e.all < 200.0).count() >= 3,
        "releases too small to judge"
    );
    let mut visits: HashMap<&str, u32> = HashMap::new();
    for did in sessions.iter().filter_map(|s| s.did.as_deref()) {
        *visits.entry(did).or_default() += 1;
    }
    let mean = sessions.len() as f64 / visits.len() as f64;
    assert!((4.0..15.0).contains(&mean), "{mean} sessions a user");
    assert!(sessions.iter().any(|s| s.did.is_none()));
}

#[test]
fn one_release_was_bad_and_rolled_back() {
    for (seed, now) in [1, 7, 42].into_iter().zip(nows()) {
        let world = DemoWorld::new(seed, now);
        let sessions: Vec<_> = world.sessions().collect();
        let ends = by_release(&sessions);
        let bad = ends[BAD].crash_free();
        assert!((0.95..0.97).contains(&bad), "{bad}");
        for (release, ends) in ends.iter().filter(|(r, e)| **r != BAD && e.all > 2000.0) {
            assert!(ends.crash_free() > 0.99, "{release}: {ends:?}");
        }
        let mut all = Ends::default();
        sessions.iter().for_each(|s| all.count(s));
        assert!((0.995..0.9975).contains(&all.crash_free()), "{all:?}");
        // Its share of the iOS sessions, day by day since it came.
        let came = world
            .releases()
            .iter()
            .find(|r| r.version == BAD)
            .unwrap()
            .released
            .unwrap();
        let share = |day: i64| {
            let range = TimeRange::new(came.plus(day * DAY), came.plus((day + 1) * DAY));
            let of_day = sessions.iter().filter(|s| {
                s.project == IOS
                    && s.attrs.environment.as_deref() == Some("production")
                    && range.contains(s.started)
            });
            let bad = of_day.clone().filter(|s| s.attrs.release == BAD).count();
            bad as f64 / of_day.count() as f64
        };
        assert!(
            share(0) > 0.3 && share(1) > 0.3,
            "{} {}",
            share(0),
            share(1)
        );
        assert!(
            share(4) < 0.1 && share(6) < 0.03,
            "{} {}",
            share(4),
            share(6)
        );
        // Big enough to be seen among the five most adopted of the usual fortnight.
        let fortnight = TimeRange::last(14 * DAY, now);
        let recent: Vec<_> = sessions
            .iter()
            .filter(|s| fortnight.contains(s.started))
            .cloned()
            .collect();
        let mut largest: Vec<_> = by_release(&recent)
            .into_iter()
            .map(|(r, e)| (e.all as u64, r.to_owned()))
            .collect();
        largest.sort_unstable_by(|a, b| b.cmp(a));
        assert!(
            largest[..5].iter().any(|(_, r)| r == BAD),
            "{:?}",
            &largest[..8]
        );
    }
}

/// What the charts of a fortnight show hour by hour: a calm month but for the incident.
#[test]
fn hours_are_calm_and_the_incident_stands_out() {
    for (seed, now) in [1, 7, 42].into_iter().zip(nows()) {
        let world = DemoWorld::new(seed, now);
        let bad = world.releases().iter().find(|r| r.version == BAD).unwrap();
        let came = bad.released.unwrap();
        // Whole hours only.
        let end = Timestamp::from_millis(now.millis() / HOUR * HOUR);
        let whole = TimeRange::last(14 * DAY, end);
        let mut hours: BTreeMap<i64, Ends> = BTreeMap::new();
        let mut by_release: HashMap<String, BTreeMap<i64, Ends>> = HashMap::new();
        for session in world.sessions().filter(|s| whole.contains(s.started)) {
            let hour = session.started.millis() / HOUR * HOUR;
            hours.entry(hour).or_default().count(&session);
            let release = by_release.entry(session.attrs.release.clone()).or_default();
            release.entry(hour).or_default().count(&session);
        }
        let unhealthy = |e: &Ends| (e.crashed + e.abnormal + e.unhandled + e.errored) / e.all;
        let incident = came.millis() + 12 * HOUR..came.millis() + 36 * HOUR;
        let aftermath = came.millis() - 12 * HOUR..came.millis() + 96 * HOUR;
        let calm: Vec<_> = hours
            .iter()
            .filter(|(h, _)| !aftermath.contains(h))
            .collect();
        assert!(calm.len() > 200);
        for (hour, ends) in calm {
            let share = unhealthy(ends);
            assert!(
                (0.035..0.075).contains(&share),
                "{share} at {hour}: {ends:?}"
            );
            assert!(ends.crash_free() > 0.99, "{hour}: {ends:?}");
        }
        for (hour, ends) in hours.range(incident) {
            assert!(unhealthy(ends) > 0.065, "{hour}: {ends:?}");
        }
        // Lines of releases: no hour looks like a disaster that is none.
        for (release, hours) in &by_release {
            let all: f64 = hours.values().map(|e| e.all).sum();
            let lowest = if release == BAD { 0.92 } else { 0.97 };
            for (hour, ends) in hours.iter().filter(|_| all > 5000.0) {
                assert!(ends.crash_free() > lowest, "{release} at {hour}: {ends:?}");
            }
        }
    }
}

#[test]
fn sessions_go_wrong_about_as_often_as_those_of_real_apps() {
    let world = world();
    let mut ends: HashMap<ProjectId, Ends> = HashMap::new();
    let mut all = Ends::default();
    for session in world.sessions() {
        ends.entry(session.project).or_default().count(&session);
        all.count(&session);
    }
    assert!((0.04..0.05).contains(&(all.errored / all.all)), "{all:?}");
    let unhandled = ends[&WEB].unhandled / ends[&WEB].all;
    assert!((0.007..0.012).contains(&unhandled), "{unhandled}");
    let mobile = [&ends[&IOS], &ends[&ANDROID]];
    let abnormal =
        mobile.map(|e| e.abnormal).iter().sum::<f64>() / mobile.map(|e| e.all).iter().sum::<f64>();
    assert!((0.003..0.006).contains(&abnormal), "{abnormal}");
}

#[test]
fn the_web_shop_gets_slowly_worse_and_an_android_release_froze() {
    let world = world();
    let sessions: Vec<_> = world.sessions().collect();
    let ends = by_release(&sessions);
    let web = ["3.26.1", "3.27.0", "3.28.0", "3.29.0", "3.30.0"];
    let errored = web.map(|v| {
        let ends = &ends[format!("shop-web@{v}").as_str()];
        (ends.errored + ends.unhandled) / ends.all
    });
    assert!(
        errored.is_sorted() && errored[4] > 2.0 * errored[0],
        "{errored:?}"
    );
    let frozen = |version: &str| {
        let ends = &ends[format!("com.acme.shop.android@{version}").as_str()];
        ends.abnormal / ends.all
    };
    assert!(frozen("4.12.0+41200") > 0.015, "{}", frozen("4.12.0+41200"));
    assert!(frozen("4.11.0+41100") < 0.006 && frozen("4.12.1+41203") < 0.006);
    assert!(
        sessions
            .iter()
            .all(|s| s.project != WEB || s.status != "abnormal")
    );
}

#[test]
fn people_sleep_and_have_weekends() {
    let world = world();
    let (mut days, mut hours) = ([0.0; 7], [0.0; 24]);
    for session in world.sessions() {
        // Four whole weeks; 1 January 1970 was a Thursday.
        let day = session.started.millis().div_euclid(DAY);
        let today = nows()[0].millis().div_euclid(DAY);
        if (today - 28..today).contains(&day) {
            days[(day + 3).rem_euclid(7) as usize] += 1.0;
            hours[(session.started.millis().rem_euclid(DAY) / HOUR) as usize] += 1.0;
        }
    }
    let week = days[..5].iter().sum::<f64>() / 5.0;
    assert!(days[5] < 0.85 * week && days[6] < 0.85 * week, "{days:?}");
    assert!(hours[4] < 0.5 * hours[19], "{hours:?}");
    // The running hour has sessions, up to now.
    let latest = world.sessions().map(|s| s.started).max().unwrap();
    assert!(nows()[0].millis() - latest.millis() < 5 * 60_000);
}

#[test]
fn releases_hand_over_to_each_other() {
    let world = world();
    let stage = |version: &str| {
        let release = world
            .releases()
            .iter()
            .find(|r| r.version == version)
            .unwrap();
        release.adoption_in("production").cloned().expect("adopted")
    };
    let old = stage("com.acme.shop@8.3.0+2023");
    let bad = stage(BAD);
    let new = stage("com.acme.shop@8.4.1+2034");
    assert!(old.unadopted.is_some() && bad.unadopted.is_some() && new.unadopted.is_none());
    assert!(old.adopted < bad.adopted && bad.adopted < new.adopted);
    assert_eq!(stage("com.acme.shop@8.0.4+1990").adopted, None);
}

fn first_release(issue: &DemoIssue) -> &str {
    &issue.row.first_release.as_ref().unwrap().version
}

#[test]
fn issues_belong_to_releases_and_count_their_sessions() {
    for now in nows() {
        let world = DemoWorld::new(7, now);
        let project: HashMap<_, _> = world
            .releases()
            .iter()
            .map(|r| (r.version.as_str(), r.project))
            .collect();
        let mut ids = BTreeSet::new();
        for issue in world.issues() {
            let row = &issue.row;
            assert_eq!(project[first_release(issue)], row.project.id, "{row:?}");
            assert!(
                issue
                    .events
                    .iter()
                    .all(|e| project[e.release.as_str()] == row.project.id)
            );
            assert!(
                issue
                    .events
                    .iter()
                    .all(|e| row.first_seen <= Some(e.at) && Some(e.at) <= row.last_seen),
                "{row:?}"
            );
            assert!(issue.events.is_sorted_by_key(|e| e.at));
            let users: BTreeSet<_> = issue
                .events
                .iter()
                .filter_map(|e| e.user.as_ref())
                .collect();
            assert!(row.count > 0, "{row:?}");
            assert_eq!(
                (row.count, row.user_count),
                (issue.events.len() as u64, users.len() as u64)
            );
            assert_eq!(issue.resolved_at.is_some(), row.status == "resolved");
            assert!(
                issue
                    .resolved_at
                    .is_none_or(|at| row.first_seen < Some(at) && at <= now),
                "{row:?}"
            );
            assert!(
                row.permalink
                    .as_ref()
                    .is_none_or(|p| p.starts_with("https://"))
            );
            assert!(!row.title.is_empty() && !row.culprit.is_empty());
            ids.insert((row.id.clone(), row.short_id.clone()));
        }
        assert_eq!(ids.len(), 60);
        let issues = || world.issues().iter();
        assert!(issues().filter(|i| first_release(i) == BAD).count() >= 7);
        assert!(issues().filter(|i| i.resolved_at.is_some()).count() >= 15);
        assert!(issues().any(|i| i.row.permalink.is_none()));
        for (project, status) in [(IOS, "crashed"), (ANDROID, "abnormal"), (WEB, "unhandled")] {
            let sessions = world
                .sessions()
                .filter(|s| s.project == project && s.status == status)
                .count();
            assert!(sessions > 0, "{project} {status}");
        }
        // Every session that went wrong reports at most one event; nearly all do.
        let wrong = world.sessions().filter(|s| s.errors > 0).count() as f64;
        let events = issues().map(|i| i.events.len()).sum::<usize>() as f64;
        assert!(
            events <= wrong && events > 0.95 * wrong,
            "{events} of {wrong}"
        );
    }
}

fn source() -> DemoSource {
    DemoSource::new(7, nows()[0], Box::new(|| Box::pin(std::future::ready(()))))
}

/// The answer of a source that never has to wait.
fn now<T>(answer: Answer<'_, T>) -> T {
    answer
        .now_or_never()
        .expect("does not wait")
        .expect("no error")
}

fn issues_query() -> IssuesQuery {
    IssuesQuery {
        range: TimeRange::last(14 * DAY, nows()[0]),
        projects: Vec::new(),
        environments: Vec::new(),
        search: String::new(),
        sort: IssueSort::LastSeen,
        limit: 100,
    }
}

#[test]
fn the_source_loads_everything_and_counts_it() {
    let (source, world) = (source(), world());
    let range = TimeRange::last(14 * DAY, nows()[0]);
    assert!(!source.holds(range));
    let last = std::cell::Cell::new(0);
    let report = now(source.load(range, &|p| {
        assert!(last.get() <= p.rows && p.rows <= p.rows_expected.unwrap());
        last.set(p.rows);
    }));
    assert_eq!(
        (report.rows, report.skipped, report.partial),
        (world.sessions().len() as u64, 0, None)
    );
    assert_eq!(last.get(), report.rows);
    assert!(source.holds(range));
    let window = Window::new(range, Interval::HOUR).unwrap();
    let fields = [
        Field::Total(Subject::Session),
        Field::Total(Subject::User),
        Field::CrashFreeRate(Subject::Session),
    ];
    let query = SessionsQuery::new(window, fields);
    let answers = now(source.sessions(std::slice::from_ref(&query)));
    let mut ends = Ends::default();
    let mut users = BTreeSet::new();
    for session in world
        .sessions()
        .filter(|s| window.range().contains(s.started))
    {
        ends.count(&session);
        users.extend(session.did);
    }
    let group = &answers[0].as_ref().unwrap().groups[0];
    assert_eq!(group.total_of(fields[0]), Some(ends.all));
    assert_eq!(group.total_of(fields[1]), Some(users.len() as f64));
    assert!((group.total_of(fields[2]).unwrap() - ends.crash_free()).abs() < 1e-12);
}

#[test]
fn releases_have_a_stage_when_exactly_one_environment_is_asked_for() {
    let (source, world) = (source(), world());
    let all = now(source.releases(ReleasesQuery::default()));
    assert_eq!(all.len(), world.releases().len());
    assert!(all.is_sorted_by_key(|r| std::cmp::Reverse(r.date_created)));
    assert!(
        all.iter()
            .all(|r| r.adoption_stages.is_empty() && !r.projects.is_empty())
    );
    let production = now(source.releases(ReleasesQuery {
        projects: vec![ANDROID],
        environments: vec!["production".to_owned()],
    }));
    let mut newly: BTreeMap<&str, u64> = BTreeMap::new();
    world
        .issues()
        .iter()
        .for_each(|i| *newly.entry(first_release(i)).or_default() += 1);
    for release in &production {
        assert_eq!(release.projects[0].id, ANDROID);
        assert!(release.adoption_stages.contains_key("shop-android"));
        assert_eq!(
            release.new_groups,
            newly
                .get(release.version.as_str())
                .copied()
                .unwrap_or_default()
        );
        let seen = |s: &SessionRecord| s.attrs.release == release.version;
        assert_eq!(
            release.first_event,
            world.sessions().find(seen).map(|s| s.started)
        );
    }
    let previews = production
        .iter()
        .filter(|r| r.version.contains("-rc") || r.version.contains("-beta"));
    assert_eq!(previews.count(), 0, "a preview never came to production");
}

#[test]
fn issues_are_searched_sorted_and_counted_in_range() {
    let (source, world) = (source(), world());
    let query = IssuesQuery {
        search: term("release", BAD),
        sort: IssueSort::Events,
        ..issues_query()
    };
    let found = now(source.issues(query.clone()));
    let mut expected: Vec<_> = world
        .issues()
        .iter()
        .map(|i| {
            let events = i
                .events
                .iter()
                .filter(|e| query.range.contains(e.at) && e.release == BAD);
            let users: BTreeSet<_> = events.clone().filter_map(|e| e.user.as_ref()).collect();
            (events.count() as u64, users.len() as u64, i.row.id.clone())
        })
        .filter(|e| e.0 > 0)
        .collect();
    assert!(found.is_sorted_by_key(|i| std::cmp::Reverse(i.count)));
    let mut counts: Vec<_> = found
        .into_iter()
        .map(|i| (i.count, i.user_count, i.id))
        .collect();
    expected.sort();
    counts.sort();
    assert_eq!(counts, expected);

    let new = now(source.issues(IssuesQuery {
        search: term("firstRelease", BAD),
        ..issues_query()
    }));
    assert!(
        new.len() >= 5
            && new
                .iter()
                .all(|i| i.first_release.as_ref().unwrap().version == BAD)
    );
    let some = IssuesQuery {
        projects: vec![WEB],
        environments: vec!["staging".to_owned()],
        search: "is:unresolved".to_owned(),
        sort: IssueSort::FirstSeen,
        limit: 3,
        ..issues_query()
    };
    let some = now(source.issues(some));
    assert_eq!(some.len(), 3);
    assert!(
        some.iter()
            .all(|i| i.project.id == WEB && i.status == "unresolved")
    );
    assert!(some.is_sorted_by_key(|i| std::cmp::Reverse(i.first_seen)));
    let wrong = source.issues(IssuesQuery {
        search: "nonsense:1".to_owned(),
        ..issues_query()
    });
    assert!(matches!(
        wrong.now_or_never().unwrap(),
        Err(SourceError::Refused { status: 400, .. })
    ));
}

#[test]
fn issue_series_count_first_seen_and_resolved() {
    let (source, world) = (source(), world());
    let range = TimeRange::last(14 * DAY, nows()[0]);
    let window = issue_series::window(range, Interval::from_millis(4 * HOUR).unwrap()).unwrap();
    let query = |by_release| IssueSeriesQuery {
        window,
        projects: Vec::new(),
        environments: Vec::new(),
        counts: vec![IssueCount::New, IssueCount::Resolved],
        by_release,
    };
    let lines = now(source.issue_series(query(false)));
    let counted: Vec<u64> = lines
        .iter()
        .map(|l| l.values.iter().map(|v| v.1).sum())
        .collect();
    let within = |t: Timestamp| range.start <= t && t <= range.end;
    let new = world
        .issues()
        .iter()
        .filter(|i| i.row.first_seen.is_some_and(within))
        .count() as u64;
    let resolved = world
        .issues()
        .iter()
        .filter(|i| i.resolved_at.is_some_and(within))
        .count() as u64;
    assert!(
        new >= 22 && resolved >= 15,
        "{new} new, {resolved} resolved: too little to look at"
    );
    assert_eq!(counted, [new, resolved]);
    let split = now(source.issue_series(query(true)));
    let sum: u64 = split
        .iter()
        .filter(|l| l.count == IssueCount::New)
        .flat_map(|l| &l.values)
        .map(|v| v.1)
        .sum();
    assert_eq!(sum, new);
    assert_eq!(split[0].release.as_deref(), Some(BAD));
}
