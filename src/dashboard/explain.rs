//! What the number of a widget means, in a few own words; and counts told as a sentence.

use super::extension::TopRule;
use super::model::{DataSet, Widget};
use crate::engine::field::{Field, Ratio, Subject};
use crate::session::Status;
use crate::session::format;

const WEB: &str =
    "On the web a session may be one page view or navigation rather than a whole visit.";
const NOT_EVENTS: &str = "Crashed sessions are not crash events: events can be sampled or filtered, sessions are not, and one \
                       session can send many events.";

/// The meaning of `widget`, sentence by sentence. `web`: a project in view counts page views.
pub fn widget(widget: &Widget, web: bool) -> Vec<String> {
    let field = field(widget);
    let mut text = Vec::new();
    if let Some(own) = widget
        .description
        .as_deref()
        .filter(|d| !d.trim().is_empty())
    {
        text.push(own.to_owned());
    }
    if widget.is_releases_table() {
        text.push("Every release seen in the selected range, with the numbers of that range and these filters.".into());
        text.push("Adoption: its share of all sessions in the selected range and filters.".into());
        text.push(
            "New issues are those of its whole life, in all environments: neither range nor environment narrows them."
                .into(),
        );
        text.push(
            "Stage: adopted at 10% or more of the sessions of the last six hours, replaced once it falls below again; \
             known when one environment is selected."
                .into(),
        );
        text.push(
            "Search finds names, and understands release.version:>=3.0, release.stage:adopted, release.package: and \
             release.build:."
                .into(),
        );
        text.push(
            "Rates of few sessions are greyed: their 95% range is too wide to judge by.".into(),
        );
    } else if widget.widget_type == DataSet::Issue {
        text.extend(issues(widget));
        text.push(NOT_EVENTS.to_owned());
    } else if let Some(field) = field {
        text.push(meaning(widget, field).to_owned());
        text.extend(groups(widget));
    }
    if web && widget.widget_type == DataSet::Health {
        text.push(WEB.to_owned());
    }
    text
}

/// The first field a release-health widget computes.
pub fn field(widget: &Widget) -> Option<Field> {
    let names = widget.queries.iter().flat_map(|q| q.aggregates.iter());
    names.filter_map(|name| Field::from_name(name)).next()
}

/// The counts behind a rate: `1,234 of 250,000 sessions crashed`.
pub fn ratio(field: Field, ratio: Ratio) -> String {
    let of = |n: u64, subject: Subject, what: &str| {
        let noun = match (subject, ratio.denominator) {
            (Subject::Session, 1) => "session",
            (Subject::Session, _) => "sessions",
            (Subject::User, 1) => "user",
            (Subject::User, _) => "users",
        };
        format!(
            "{} of {} {noun} {what}",
            format::count(n),
            format::count(ratio.denominator)
        )
    };
    let n = ratio.numerator;
    match field {
        Field::CrashFreeRate(subject) => {
            of(ratio.denominator.saturating_sub(n), subject, "crashed")
        }
        Field::Rate(Status::Abnormal, subject) => of(n, subject, "ended abnormally"),
        Field::Rate(Status::Unhandled, subject) => of(n, subject, "had an unhandled error"),
        Field::Rate(Status::Errored, subject) => of(n, subject, "had handled errors only"),
        Field::Rate(_, subject) => of(n, subject, "crashed"),
        Field::UnhealthyRate => of(n, Subject::Session, "were not healthy"),
        Field::AnrRate | Field::ForegroundAnrRate => of(n, Subject::User, "had an app hang"),
        Field::Total(subject) | Field::Count(_, subject) => of(n, subject, "counted"),
        Field::Duration(_) => of(n, Subject::Session, "measured"),
    }
}

fn meaning(widget: &Widget, field: Field) -> &'static str {
    let by = |name: &str| {
        widget
            .queries
            .iter()
            .any(|q| q.columns.iter().any(|c| c == name))
    };
    let share = widget.extension.share;
    let many = widget
        .queries
        .iter()
        .map(|q| q.aggregates.len())
        .sum::<usize>()
        > 1;
    match field {
        Field::CrashFreeRate(Subject::Session) => {
            "Sessions that did not crash, out of all sessions begun in the time shown."
        }
        Field::CrashFreeRate(Subject::User) => {
            "Users without any crashed session, out of all users seen in the time shown. Each user counts once."
        }
        Field::AnrRate => {
            "Users whose app stopped responding at least once (ANR on Android, app hang on iOS), out of all users seen. \
             Each user counts once."
        }
        Field::ForegroundAnrRate => {
            "Users whose app stopped responding while they looked at it, out of all users seen. Each user counts once."
        }
        Field::UnhealthyRate => {
            "Sessions with an error of any kind, a crash or an abnormal end, out of all sessions."
        }
        Field::Rate(_, Subject::Session) if many => {
            "Share of sessions that were not healthy, by how they ended. Each session counts in one of them only."
        }
        Field::Rate(_, Subject::User) if many => {
            "Share of users with an unhealthy session, by the worst they met. Each user counts in one of them only."
        }
        Field::Rate(_, Subject::Session) => "Share of all sessions that ended this way.",
        Field::Rate(_, Subject::User) => "Share of all users who met this. Each user counts once.",
        Field::Total(Subject::Session) if share && by("session.status") => {
            "Share of all sessions, by how they ended. Each session has one status. Healthy ones are hidden until you \
             select them in the legend."
        }
        Field::Total(Subject::User) if share && by("session.status") => {
            "Share of all users, by the worst they met. Healthy ones are hidden until you select them in the legend."
        }
        Field::Total(Subject::Session) if share => {
            "Share of a release in all sessions of the selected projects, environments and range."
        }
        Field::Total(Subject::Session) if by("session.status") => {
            "Sessions, by how they ended. Each has one status."
        }
        Field::Total(Subject::User) if by("session.status") => {
            "Users, by the worst they met. A user counts once in each bucket, so buckets must not be added up."
        }
        Field::Total(Subject::Session) | Field::Count(_, Subject::Session) => {
            "Sessions begun in each bucket."
        }
        Field::Total(Subject::User) | Field::Count(_, Subject::User) => {
            "Distinct users seen in each bucket. One user can be in several, so buckets must not be added up."
        }
        Field::Duration(_) => "How long sessions that ended normally lasted.",
    }
}

fn groups(widget: &Widget) -> Option<String> {
    let top = widget.extension.top?;
    let rest = if top.other {
        " All others are summed up as Other."
    } else {
        ""
    };
    Some(match top.rule {
        TopRule::MostAdopted => format!(
            "Shown: the {} releases with the most sessions in the selected range.{rest}",
            top.limit
        ),
        TopRule::MostRecent => {
            format!(
                "Shown: the {} newest releases that have sessions in the selected range.{rest}",
                top.limit
            )
        }
    })
}

fn issues(widget: &Widget) -> Vec<String> {
    let counts = |name: &str| {
        widget
            .queries
            .iter()
            .any(|q| q.aggregates.iter().any(|a| a == name))
    };
    let mut text = Vec::new();
    if counts("count(new_issues)") {
        text.push("New: issues first seen in each interval.".to_owned());
    }
    if counts("count(resolved_issues)") {
        text.push("Resolved: issues resolved in each interval and still resolved now.".to_owned());
    }
    text.extend(groups(widget));
    if text.is_empty() {
        text.push("Issues seen in the selected range, last seen first.".to_owned());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dashboard::builtin;

    #[test]
    fn every_built_in_widget_is_explained() {
        for w in builtin::all().iter().flat_map(|d| &d.widgets) {
            assert!(!widget(w, false).is_empty(), "{}", w.id());
        }
    }

    #[test]
    fn what_a_figure_counts_is_said() {
        let said = |id: &str, web| {
            let dashboard = builtin::mobile();
            widget(dashboard.widget(id).expect("a built-in widget"), web).join(" ")
        };
        assert!(
            said("issue-counts", false).contains("not crash events"),
            "a note on events"
        );
        assert!(
            said("crash-free-sessions", true).contains("one page view or navigation"),
            "what a web session is"
        );
        assert!(!said("crash-free-sessions", false).contains("page view"));
        assert!(
            said("release-adoption", false).contains("all sessions of the selected projects"),
            "its base"
        );
        assert!(
            said("releases", false).contains("in the selected range"),
            "its range"
        );
        assert!(said("releases", false).contains("New issues are those of its whole life"));
    }

    #[test]
    fn a_crash_free_rate_is_told_by_its_crashes() {
        let r = Ratio {
            numerator: 248_766,
            denominator: 250_000,
        };
        assert_eq!(
            ratio(Field::CrashFreeRate(Subject::Session), r),
            "1,234 of 250,000 sessions crashed"
        );
        let one = Ratio {
            numerator: 1,
            denominator: 1,
        };
        assert_eq!(ratio(Field::AnrRate, one), "1 of 1 user had an app hang");
    }
}
