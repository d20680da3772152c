//! The fields a query may ask for, by their names on the wire, and their value from a [`Tally`].

use super::result::Tally;
use crate::session::Status;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// What is counted: sessions, or distinct users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Every session started.
    Session,
    /// Distinct non-nil user ids over the window asked for.
    User,
}

/// A statistic over the durations of sessions that ended `exited` (raw sessions only), in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DurationStat {
    /// Arithmetic mean.
    Avg,
    /// Median.
    P50,
    /// 75th percentile.
    P75,
    /// 90th percentile.
    P90,
    /// 95th percentile.
    P95,
    /// 99th percentile.
    P99,
    /// Longest.
    Max,
}

/// One field of a sessions query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// `sum(session)`, `count_unique(user)`: how many. By status when the query groups by status.
    Total(Subject),
    /// `count_crashed(session)` and its like: the exclusive count of one status.
    Count(Status, Subject),
    /// `crash_free_rate(session|user)` = 1 - crashed / all.
    CrashFreeRate(Subject),
    /// `crash_rate(…)`, `abnormal_rate(…)`, `unhandled_rate(…)`, `errored_rate(…)` = exclusive count / all.
    Rate(Status, Subject),
    /// `unhealthy_rate(session)` = everything but healthy / all. Sessions only.
    UnhealthyRate,
    /// `anr_rate()` = users with a foreground or background ANR / all users.
    AnrRate,
    /// `foreground_anr_rate()` = users with a foreground ANR / all users.
    ForegroundAnrRate,
    /// `p95(session.duration)` and its like, in milliseconds.
    Duration(DurationStat),
}

/// Two counts and the rate they make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// The count above the line: for a crash-free rate the ones that did *not* crash.
    pub numerator: u64,
    /// The count below the line.
    pub denominator: u64,
}

impl Ratio {
    /// Numerator over denominator; `None` when the denominator is 0.
    pub fn value(self) -> Option<f64> {
        (self.denominator > 0).then(|| self.numerator as f64 / self.denominator as f64)
    }
}

/// What kind of number a field yields; decides axis and format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A whole number of things.
    Count,
    /// A fraction, 0 to 1, shown as percent.
    Rate,
    /// Milliseconds.
    Duration,
}

impl Field {
    /// Every field there is, rates of both subjects included.
    pub fn all() -> impl Iterator<Item = Self> {
        use Subject::{Session, User};
        let both = [Session, User];
        let rated = [
            Status::Crashed,
            Status::Abnormal,
            Status::Unhandled,
            Status::Errored,
        ];
        both.into_iter()
            .map(Self::Total)
            .chain(both.into_iter().map(Self::CrashFreeRate))
            .chain(
                both.into_iter()
                    .flat_map(move |s| rated.into_iter().map(move |r| Self::Rate(r, s))),
            )
            .chain([Self::UnhealthyRate, Self::AnrRate, Self::ForegroundAnrRate])
            .chain(
                both.into_iter()
                    .flat_map(|s| Status::ALL.into_iter().map(move |st| Self::Count(st, s))),
            )
            .chain(
                [
                    DurationStat::Avg,
                    DurationStat::P50,
                    DurationStat::P75,
                    DurationStat::P90,
                    DurationStat::P95,
                    DurationStat::P99,
                    DurationStat::Max,
                ]
                .into_iter()
                .map(Self::Duration),
            )
    }

    /// The field with this wire name, `None` when there is none.
    #[inline]
    pub fn from_name(name: &str) -> Option<Self> {
        let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        Self::all().find(|f| f.to_string() == name)
    }

    /// Whether it yields a count, a rate or a duration.
    pub fn unit(self) -> Unit {
        match self {
            Self::Total(_) | Self::Count(..) => Unit::Count,
            Self::Duration(_) => Unit::Duration,
            _ => Unit::Rate,
        }
    }

    /// Whether distinct users must be counted for it.
    pub fn needs_users(self) -> bool {
        matches!(
            self,
            Self::Total(Subject::User)
                | Self::Count(_, Subject::User)
                | Self::CrashFreeRate(Subject::User)
                | Self::Rate(_, Subject::User)
                | Self::AnrRate
                | Self::ForegroundAnrRate
        )
    }

    /// Numerator and denominator of a rate; `None` for counts and durations.
    pub fn ratio(self, tally: &Tally) -> Option<Ratio> {
        let of = |subject| tally.counts(subject);
        let (numerator, denominator) = match self {
            Self::CrashFreeRate(s) => (of(s).all.saturating_sub(of(s).crashed), of(s).all),
            Self::Rate(status, s) => (of(s).get(status), of(s).all),
            Self::UnhealthyRate => (tally.sessions.errored_all, tally.sessions.all),
            Self::AnrRate => (tally.anr_users, tally.users.all),
            Self::ForegroundAnrRate => (tally.foreground_anr_users, tally.users.all),
            Self::Total(_) | Self::Count(..) | Self::Duration(_) => return None,
        };
        Some(Ratio {
            numerator,
            denominator,
        })
    }

    /// The field's value from a tally: counts as they are, rates computed here and nowhere earlier, `None` for a rate
    /// with denominator 0. Durations are not in the tally: see [`super::result::Group`].
    pub fn value(self, tally: &Tally) -> Option<f64> {
        match self {
            Self::Total(s) => Some(tally.counts(s).all as f64),
            Self::Count(status, s) => Some(tally.counts(s).get(status) as f64),
            // As 1 - x, the way Sentry computes it, so that the last digits agree.
            Self::CrashFreeRate(s) => Self::Rate(Status::Crashed, s)
                .value(tally)
                .map(|rate| 1.0 - rate),
            Self::Duration(_) => None,
            _ => self.ratio(tally).and_then(Ratio::value),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Session => "session",
            Self::User => "user",
        })
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Total(Subject::Session) => f.write_str("sum(session)"),
            Self::Total(Subject::User) => f.write_str("count_unique(user)"),
            Self::Count(status, subject) => write!(f, "count_{status}({subject})"),
            Self::CrashFreeRate(subject) => write!(f, "crash_free_rate({subject})"),
            Self::Rate(Status::Crashed, subject) => write!(f, "crash_rate({subject})"),
            Self::Rate(status, subject) => write!(f, "{status}_rate({subject})"),
            Self::UnhealthyRate => f.write_str("unhealthy_rate(session)"),
            Self::AnrRate => f.write_str("anr_rate()"),
            Self::ForegroundAnrRate => f.write_str("foreground_anr_rate()"),
            Self::Duration(stat) => {
                let name = match stat {
                    DurationStat::Avg => "avg",
                    DurationStat::P50 => "p50",
                    DurationStat::P75 => "p75",
                    DurationStat::P90 => "p90",
                    DurationStat::P95 => "p95",
                    DurationStat::P99 => "p99",
                    DurationStat::Max => "max",
                };
                write!(f, "{name}(session.duration)")
            }
        }
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let name = String::deserialize(d)?;
        Self::from_name(&name)
            .ok_or_else(|| serde::de::Error::custom(format!("unknown field {name:?}")))
    }
}
