//! The details of a session: its ids, length and last report.

use super::rng::Rng;
use super::story::{ENVIRONMENTS, Launch, PROJECTS, WEB};
use super::traffic::Visit;
use crate::session::record::{SessionAttrs, SessionRecord};
use crate::session::{Status, Timestamp};

/// A record to overwrite.
pub fn blank() -> SessionRecord {
    SessionRecord {
        sid: String::with_capacity(36),
        did: None,
        seq: None,
        project: 0,
        started: Timestamp::default(),
        timestamp: Timestamp::default(),
        duration: None,
        status: String::new(),
        errors: 0,
        abnormal_mechanism: None,
        attrs: SessionAttrs {
            release: String::new(),
            environment: None,
        },
    }
}

/// Makes `record` the latest state, at `now`, of the session number `index` that was `visit`.
pub fn overwrite(
    record: &mut SessionRecord,
    (seed, now): (u64, Timestamp),
    index: usize,
    visit: &Visit,
    launch: &Launch,
) {
    let plan = &PROJECTS[launch.project];
    let mut rng = Rng::new(seed, [4, index as u64, 0]);
    write_sid(&mut record.sid, rng.bits(), rng.bits());
    let status = visit.end;
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
    record.seq = None;
    record.project = plan.id;
    record.started = visit.started;
    record.timestamp = if running {
        visit.started
    } else {
        ended.min(now)
    };
    record.duration = (!running).then(|| (seconds * 1000.0).trunc() / 1000.0);
    record.errors = u64::from(status != Status::Healthy) + more_errors;
    wire.clone_into(&mut record.status);
    launch.version.clone_into(&mut record.attrs.release);
    let environment = ENVIRONMENTS[usize::from(visit.environment)];
    overwrite_text(&mut record.attrs.environment, Some(environment));
    overwrite_text(&mut record.abnormal_mechanism, mechanism);
    if is_nobody(seed, visit, launch.project) {
        record.did = None;
    } else {
        write_did(record.did.get_or_insert_default(), visit.user);
    }
}

fn overwrite_text(old: &mut Option<String>, new: Option<&str>) {
    match new {
        Some(new) => new.clone_into(old.get_or_insert_default()),
        None => *old = None,
    }
}

/// The user's id; some visitors of the web shop decline to have one.
pub fn did(seed: u64, visit: &Visit, project: usize) -> Option<String> {
    (!is_nobody(seed, visit, project)).then(|| {
        let mut did = String::new();
        write_did(&mut did, visit.user);
        did
    })
}

fn is_nobody(seed: u64, visit: &Visit, project: usize) -> bool {
    project == WEB && Rng::new(seed, [6, visit.user.into(), 0]).chance(0.05)
}

/// `u` and five digits.
fn write_did(text: &mut String, user: u32) {
    text.clear();
    text.push('u');
    for power in [10_000, 1000, 100, 10, 1] {
        text.push(char::from(b'0' + (user / power % 10) as u8));
    }
}

/// A version 4 UUID of these bits.
fn write_sid(text: &mut String, high: u64, low: u64) {
    let high = (high & !0xf000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    text.clear();
    for (index, byte) in high
        .to_be_bytes()
        .into_iter()
        .chain(low.to_be_bytes())
        .enumerate()
    {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push(char::from(HEX[usize::from(byte >> 4)]));
        text.push(char::from(HEX[usize::from(byte & 15)]));
    }
}

const HEX: [u8; 16] = *b"0123456789abcdef";
