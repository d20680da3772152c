//! The orders of the releases list.

use crate::error::ApiError;
use crate::release_health::{Adoptions, Health};
use session_health::engine::field::{Field, Subject};
use session_health::session::adoption::Adoption;
use session_health::session::project::ProjectId;
use session_health::session::release::{Version, compare};
use session_health::session::release_info::ReleaseInfo;
use std::cmp::{Ordering, Reverse};

/// The value of `sort`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Newest first.
    Date,
    /// By build number, highest first; releases without one are left out.
    Build,
    /// By version, highest first.
    Semver,
    /// Latest adopted first.
    Adoption,
    /// By a health number of one project: counts highest first, crash-free rates lowest first, the worst on top.
    Health { field: Field, last_day: bool },
}

impl Order {
    /// The order of this name.
    pub fn of(name: &str, flatten: bool) -> Result<Self, ApiError> {
        let health = |field, last_day| Self::Health { field, last_day };
        let (sessions, users) = (Field::Total(Subject::Session), Field::Total(Subject::User));
        let order = match name {
            "date" => Self::Date,
            "build" => Self::Build,
            "semver" => Self::Semver,
            "adoption" => Self::Adoption,
            "sessions" => health(sessions, false),
            "users" => health(users, false),
            "sessions_24h" => health(sessions, true),
            "users_24h" => health(users, true),
            "crash_free_sessions" => health(Field::CrashFreeRate(Subject::Session), false),
            "crash_free_users" => health(Field::CrashFreeRate(Subject::User), false),
            _ => return Err(ApiError::bad_request("invalid sort")),
        };
        if order.needs_health() && !flatten {
            return Err(ApiError::bad_request(
                "sorting by crash statistics requires flattening (flatten=1)",
            ));
        }
        Ok(order)
    }

    /// Whether sessions must be counted for it.
    pub fn needs_health(self) -> bool {
        matches!(self, Self::Health { .. })
    }

    /// Sorts by what the releases themselves say.
    pub fn sort(self, releases: &mut Vec<ReleaseInfo>) {
        self.sort_by_health(releases, None, &Adoptions::new());
    }

    /// Sorts; ties and what has no value come last, newest first.
    pub fn sort_by_health(
        self,
        releases: &mut Vec<ReleaseInfo>,
        health: Option<&Health>,
        adoptions: &Adoptions,
    ) {
        if self == Self::Build {
            releases.retain(|release| build(release).is_some());
        }
        releases.sort_by(newest_first);
        let adoption = |release: &ReleaseInfo| {
            let of_project =
                |project: ProjectId| adoptions.get(&(project, release.version.clone())).copied();
            release
                .projects
                .iter()
                .filter_map(|p| of_project(p.id))
                .min_by(Adoption::latest_first)
                .unwrap_or_default()
        };
        match self {
            Self::Date => {}
            Self::Build => releases.sort_by_key(|release| Reverse(build(release))),
            Self::Semver => {
                releases.sort_by(|a, b| {
                    compare((&a.version, a.date_created), (&b.version, b.date_created))
                });
            }
            Self::Adoption => {
                releases.sort_by(|a, b| Adoption::latest_first(&adoption(a), &adoption(b)))
            }
            Self::Health { field, last_day } => {
                let value = |release: &ReleaseInfo| {
                    let health = health?.get(release.projects.first()?.id, &release.version);
                    if last_day {
                        health.last_day(field)
                    } else {
                        health.summary(field)
                    }
                };
                let worst_first = matches!(field, Field::CrashFreeRate(_));
                releases.sort_by(|a, b| {
                    none_last(value(a), value(b), |a, b| {
                        if worst_first {
                            a.total_cmp(&b)
                        } else {
                            b.total_cmp(&a)
                        }
                    })
                });
            }
        }
    }
}

fn newest_first(a: &ReleaseInfo, b: &ReleaseInfo) -> Ordering {
    let date = |release: &ReleaseInfo| Reverse(release.date_released.or(release.date_created));
    date(a)
        .cmp(&date(b))
        .then_with(|| compare((&a.version, a.date_created), (&b.version, b.date_created)))
}

fn build(release: &ReleaseInfo) -> Option<u64> {
    Version::parse(&release.version).build()?.parse().ok()
}

fn none_last(
    a: Option<f64>,
    b: Option<f64>,
    compare: impl FnOnce(f64, f64) -> Ordering,
) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => compare(a, b),
        _ => b.is_some().cmp(&a.is_some()),
    }
}
