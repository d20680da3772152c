//! The details of a session: its ids, length and last report.

use super::rng::Rng;
use super::story::{ENVIRONMENTS, Launch, PROJECTS, WEB};
use super::traffic::Visit;
use crate::session::record::{SessionAttrs, SessionRecord};
use crate::session::{Status, Timestamp};

/// The latest state, at `now`, of the session number `index` that began as `visit` and ends with `status`.
pub fn record(
    seed: u64,
    now: Timestamp,
    index: usize,
    (visit, status): (&Visit, Status),
    launch: &Launch,
) -> SessionRecord {
    let plan = &PROJECTS[launch.project];
    let mut rng = Rng::new(seed, [4, index as u64, 0]);
    let sid = sid(rng.bits(), rng.bits());
    let cut_short = if matches!(status, Status::Crashed | Status::Abnormal) {
        0.4
    } else {
        1.0
    };
    let seconds = rng
        .around(plan.duration * cut_short, 0.95)
        .clamp(0.4, 7200.0);
    let ended = visit.started.plus((seconds * 1000.0) as i64);
    let more_errors = if status == Status::Errored && rng.chance(0.3) {
        1 + rng.bits() % 3
    } else {
        0
    };
    // Some apps are swept away without a last word; some sessions are not over yet.
    let silent = status == Status::Healthy && rng.chance(0.012);
    let running = silent || ended >= now;
    let mechanism = match status {
        Status::Abnormal if rng.chance(0.7) => Some("anr_foreground"),
        Status::Abnormal => Some("anr_background"),
        _ => None,
    };
    let wire = match status {
        Status::Crashed => "crashed",
        Status::Abnormal => "abnormal",
        Status::Unhandled => "unhandled",
        Status::Healthy | Status::Errored if running => "ok",
        Status::Healthy | Status::Errored => "exited",
    };
    SessionRecord {
        sid,
        did: did(seed, visit, launch.project),
        seq: None,
        project: plan.id,
        started: visit.started,
        timestamp: if running {
            visit.started
        } else {
            ended.min(now)
        },
        duration: (!running).then(|| (seconds * 1000.0).trunc() / 1000.0),
        status: wire.to_owned(),
        errors: u64::from(status != Status::Healthy) + more_errors,
        abnormal_mechanism: mechanism.map(str::to_owned),
        attrs: SessionAttrs {
            release: launch.version.clone(),
            environment: Some(ENVIRONMENTS[usize::from(visit.environment)].to_owned()),
        },
    }
}

/// The user's id; some visitors of the web shop decline to have one.
pub fn did(seed: u64, visit: &Visit, project: usize) -> Option<String> {
    let nobody = project == WEB && Rng::new(seed, [6, visit.user.into(), 0]).chance(0.05);
    (!nobody).then(|| format!("u{:05}", visit.user))
}

/// A version 4 UUID of these bits.
fn sid(high: u64, low: u64) -> String {
    let high = (high & !0xf000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}
