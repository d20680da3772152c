//! What happens in the demo: three projects and the releases of a month, told in days before today.

use super::outcome::Rates;
use crate::session::Timestamp;
use crate::session::project::{Environment, Project, ProjectId};

/// A day in milliseconds.
pub const DAY: i64 = 24 * HOUR;
/// An hour in milliseconds.
pub const HOUR: i64 = 3_600_000;
/// Days of history before today.
pub const DAYS: i64 = 30;

/// The environments, by their index in [`Launch::at`].
pub const ENVIRONMENTS: [&str; 3] = ["production", "beta", "staging"];
/// Index of production.
pub const PRODUCTION: usize = 0;
/// Index of beta.
pub const BETA: usize = 1;
/// Index of staging.
pub const STAGING: usize = 2;

/// Traits of a project that the traffic follows from.
pub struct ProjectPlan {
    /// Its number.
    pub id: ProjectId,
    /// Its short name.
    pub slug: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Its platform.
    pub platform: &'static str,
    /// How many people use it.
    pub users: u32,
    /// Sessions a day of the median user.
    pub sessions_a_day: f64,
    /// Hours until the median user of production has a new release.
    pub update_hours: f64,
    /// Length of the median session in seconds.
    pub duration: f64,
    /// What usually goes wrong.
    pub rates: Rates,
}

/// The projects, by their index in [`Launch::project`].
pub const PROJECTS: [ProjectPlan; 3] = [
    ProjectPlan {
        id: 1,
        slug: "shop-ios",
        name: "Shop for iOS",
        platform: "apple-ios",
        users: 24_000,
        sessions_a_day: 0.30,
        update_hours: 19.0,
        duration: 110.0,
        rates: Rates {
            crashed: 0.0021,
            abnormal: 0.0028,
            unhandled: 0.0010,
            errored: 0.040,
        },
    },
    ProjectPlan {
        id: 2,
        slug: "shop-android",
        name: "Shop for Android",
        platform: "android",
        users: 11_000,
        sessions_a_day: 0.23,
        update_hours: 52.0,
        duration: 95.0,
        rates: Rates {
            crashed: 0.0036,
            abnormal: 0.0048,
            unhandled: 0.0010,
            errored: 0.046,
        },
    },
    ProjectPlan {
        id: 3,
        slug: "shop-web",
        name: "Shop on the web",
        platform: "javascript-react",
        users: 19_000,
        sessions_a_day: 0.085,
        update_hours: 1.5,
        duration: 42.0,
        rates: Rates {
            crashed: 0.0014,
            abnormal: 0.0,
            unhandled: 0.0060,
            errored: 0.033,
        },
    },
];

/// A release and how it goes.
#[derive(Clone, Debug)]
pub struct Launch {
    /// Index in [`PROJECTS`].
    pub project: usize,
    /// Full version.
    pub version: String,
    /// When each environment gets it, if ever.
    pub at: [Option<Timestamp>; 3],
    /// No further user gets it from then on.
    pub halted: Option<Timestamp>,
    /// How much faster than others it spreads.
    pub pull: f64,
    /// Share of users that never leave it.
    pub holdouts: f64,
    /// What goes wrong in it.
    pub rates: Rates,
    /// Whether it is archived.
    pub archived: bool,
}

impl Launch {
    /// When it was finished: when production got it, else when it was created.
    pub fn finished(&self) -> Timestamp {
        self.at[PRODUCTION].unwrap_or_else(|| self.created())
    }

    /// When it was created: when its first environment got it.
    pub fn created(&self) -> Timestamp {
        self.at.iter().flatten().copied().min().unwrap_or_default()
    }
}

/// The projects as the REST API lists them.
pub fn projects() -> Vec<Project> {
    PROJECTS
        .iter()
        .map(|p| Project {
            id: p.id,
            slug: p.slug.to_owned(),
            name: p.name.to_owned(),
            platform: Some(p.platform.to_owned()),
            has_sessions: true,
        })
        .collect()
}

/// The environments as the REST API lists them.
pub fn environments() -> Vec<Environment> {
    (1..)
        .zip(ENVIRONMENTS)
        .map(|(id, name)| Environment {
            id,
            name: name.to_owned(),
        })
        .collect()
}

/// A release of [`PLANS`]. Days are counted back from today, hours are those of that day.
#[derive(Clone, Copy)]
struct Plan {
    project: usize,
    /// Before the version; empty for what is shipped straight from a commit.
    package: &'static str,
    version: &'static str,
    /// Day and hour.
    at: (i64, i64),
    /// The one environment that gets it. Else production does then, and testers had it before.
    only: Option<usize>,
    halted: Option<(i64, i64)>,
    pull: f64,
    holdouts: f64,
    rates: Rates,
    archived: bool,
}

const fn launch(project: usize, version: &'static str, day: i64, hour: i64) -> Plan {
    Plan {
        project,
        package: PACKAGES[project],
        version,
        at: (day, hour),
        only: None,
        halted: None,
        pull: 1.0,
        holdouts: 0.0,
        rates: rates(project),
        archived: false,
    }
}

/// Only testers ever get it.
const fn preview(
    project: usize,
    version: &'static str,
    environment: usize,
    day: i64,
    hour: i64,
) -> Plan {
    Plan {
        only: Some(environment),
        ..launch(project, version, day, hour)
    }
}

/// The slow regression: every web release since 3.27.0 handles a few more errors than the one before.
const fn creeping(
    version: &'static str,
    day: i64,
    hour: i64,
    errored: f64,
    unhandled: f64,
) -> Plan {
    Plan {
        rates: Rates {
            errored,
            unhandled,
            ..rates(WEB)
        },
        ..launch(WEB, version, day, hour)
    }
}

const fn rates(project: usize) -> Rates {
    PROJECTS[project].rates
}

/// All releases, each project's oldest first.
static PLANS: [Plan; 32] = [
    Plan {
        holdouts: 0.0003,
        archived: true,
        ..launch(IOS, "8.0.4+1990", 75, 9)
    },
    Plan {
        archived: true,
        ..launch(IOS, "8.1.0+2007", 52, 9)
    },
    launch(IOS, "8.2.0+2014", 41, 10),
    launch(IOS, "8.2.1+2016", 28, 8),
    launch(IOS, "8.3.0+2023", 20, 9),
    preview(IOS, "8.4.0-rc.1+2029", STAGING, 12, 13),
    // The bad release: half of the users had it when it was stopped after a day; the repair came in a hurry.
    Plan {
        halted: Some((8, 13)),
        pull: 1.4,
        rates: Rates {
            crashed: 0.038,
            errored: 0.080,
            ..rates(IOS)
        },
        ..launch(IOS, "8.4.0+2031", 9, 7)
    },
    Plan {
        pull: 1.1,
        ..launch(IOS, "8.4.1+2034", 8, 16)
    },
    Plan {
        rates: Rates {
            crashed: 0.012,
            errored: 0.075,
            ..rates(IOS)
        },
        ..preview(IOS, "8.5.0-beta.1+2036", BETA, 13, 11)
    },
    preview(IOS, "8.5.0-beta.2+2039", BETA, 10, 15),
    Plan {
        pull: 0.55,
        rates: Rates {
            crashed: 0.0015,
            ..rates(IOS)
        },
        ..launch(IOS, "8.5.0+2041", 2, 7)
    },
    Plan {
        holdouts: 0.002,
        archived: true,
        ..launch(ANDROID, "4.9.3+40930", 62, 9)
    },
    launch(ANDROID, "4.10.0+41000", 44, 9),
    launch(ANDROID, "4.11.0+41100", 31, 9),
    Plan {
        rates: Rates {
            abnormal: 0.05,
            ..rates(ANDROID)
        },
        ..preview(ANDROID, "4.12.0-rc.1+41190", STAGING, 22, 14)
    },
    // The ANR problem: the main thread waits for the disk when the cart opens.
    Plan {
        rates: Rates {
            abnormal: 0.020,
            ..rates(ANDROID)
        },
        ..launch(ANDROID, "4.12.0+41200", 19, 8)
    },
    Plan {
        pull: 1.3,
        ..launch(ANDROID, "4.12.1+41203", 11, 15)
    },
    Plan {
        rates: Rates {
            crashed: 0.007,
            ..rates(ANDROID)
        },
        ..preview(ANDROID, "4.13.0-beta.1+41290", BETA, 12, 10)
    },
    Plan {
        rates: Rates {
            crashed: 0.0026,
            ..rates(ANDROID)
        },
        ..launch(ANDROID, "4.13.0+41300", 4, 9)
    },
    launch(WEB, "3.24.0", 33, 10),
    launch(WEB, "3.24.1", 30, 13),
    launch(WEB, "3.25.0", 27, 10),
    launch(WEB, "3.25.1", 25, 9),
    launch(WEB, "3.26.0", 22, 12),
    launch(WEB, "3.26.1", 20, 10),
    // Shipped straight from a commit.
    Plan {
        package: "",
        rates: Rates {
            unhandled: 0.018,
            ..rates(WEB)
        },
        ..launch(WEB, "7f3c9a41d2e85b6c0f9e1a7d4b38c56e2a90f1d7", 18, 17)
    },
    creeping("3.27.0", 16, 9, 0.038, 0.0065),
    creeping("3.27.1", 14, 11, 0.043, 0.0075),
    creeping("3.28.0", 12, 9, 0.049, 0.0085),
    creeping("3.28.1", 10, 14, 0.057, 0.0100),
    creeping("3.29.0", 7, 9, 0.067, 0.0120),
    creeping("3.30.0", 3, 10, 0.078, 0.0150),
];

/// All releases, each project's oldest first.
pub fn launches(now: Timestamp) -> Vec<Launch> {
    let today = now.millis().div_euclid(DAY) * DAY;
    let time = |(day, hour)| Timestamp::from_millis(today - day * DAY + hour * HOUR);
    let launched = |plan: &Plan| {
        let given = time(plan.at);
        let mut at = [None; 3];
        match plan.only {
            Some(environment) => at[environment] = Some(given),
            None => {
                at[PRODUCTION] = Some(given);
                at[BETA] = (plan.project != WEB).then(|| given.plus(-20 * HOUR));
                at[STAGING] = Some(given.plus(-26 * HOUR));
            }
        }
        let version = match plan.package {
            "" => plan.version.to_owned(),
            package => format!("{package}@{}", plan.version),
        };
        Launch {
            project: plan.project,
            version,
            at,
            halted: plan.halted.map(time),
            pull: plan.pull,
            holdouts: plan.holdouts,
            rates: plan.rates,
            archived: plan.archived,
        }
    };
    PLANS.iter().map(launched).collect()
}

/// Index of the iOS app in [`PROJECTS`].
pub const IOS: usize = 0;
/// Index of the Android app.
pub const ANDROID: usize = 1;
/// Index of the web shop.
pub const WEB: usize = 2;

const PACKAGES: [&str; 3] = ["com.acme.shop", "com.acme.shop.android", "shop-web"];
