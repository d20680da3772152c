//! One row between ingest and store, which session it tells of, and the few bits that say how that went.

use crate::session::Status;

/// How a session went, as bits; none set is healthy. Ready to be merged over the sessions of a user by "or".
pub(super) mod flag {
    /// Any error: set whenever another bit of an outcome is.
    pub const ERRORED: u8 = 1;
    /// Ended up unhandled.
    pub const UNHANDLED: u8 = 1 << 1;
    /// Ended up crashed.
    pub const CRASHED: u8 = 1 << 2;
    /// Ended up abnormal.
    pub const ABNORMAL: u8 = 1 << 3;
    /// An ANR of either kind.
    pub const ANR: u8 = 1 << 4;
    /// An ANR in the foreground.
    pub const FOREGROUND_ANR: u8 = 1 << 5;
    /// How many bits there are.
    pub const COUNT: usize = 6;
}

/// The duration of a row that has none.
pub(super) const NO_DURATION: u32 = u32::MAX;

/// The session id of rows that have none and so are never merged.
pub(super) const NO_SID: [u64; 2] = [u64::MAX; 2];

/// Which session a row is the state of, and how new that state is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    /// The UUID, or 128 bits of hash of an id that is none; [`NO_SID`] for aggregate rows.
    pub sid: [u64; 2],
    /// `seq`, else the timestamp in milliseconds (what `seq` is by default).
    pub version: u64,
    /// Decides between equal versions: timestamp in milliseconds, then whether the status is terminal.
    pub tie: u64,
}

impl Identity {
    pub const NONE: Self = Self {
        sid: NO_SID,
        version: 0,
        tie: 0,
    };

    pub fn new(sid: Option<[u64; 2]>, seq: Option<u64>, timestamp: i64, terminal: bool) -> Self {
        let millis = timestamp.max(0) as u64;
        Self {
            sid: sid.unwrap_or(NO_SID),
            version: seq.unwrap_or(millis),
            tie: millis << 1 | u64::from(terminal),
        }
    }

    /// A few bits that sessions seldom share, evenly spread.
    pub fn print(&self) -> u32 {
        let [high, low] = self.sid;
        ((high ^ low.rotate_left(32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
    }

    /// Whether this state of a session replaces `other` of the same session.
    pub fn replaces(&self, other: &Self) -> bool {
        (self.version, self.tie) > (other.version, other.tie)
    }
}

/// Sessions that share everything the engine looks at: one of a session, up to five of an aggregate row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Seconds since the epoch.
    pub started: u32,
    /// Number of (project, release, environment).
    pub combo: u32,
    /// 0 is nobody.
    pub user: u32,
    /// How many sessions; 0 for a row that has been replaced.
    pub weight: u32,
    /// Milliseconds, or [`NO_DURATION`].
    pub duration: u32,
    /// See [`flag`].
    pub flags: u8,
}

/// The bits of a status; aggregate rows give theirs by the key of the count.
pub(super) fn flags_of(status: Status) -> u8 {
    match status {
        Status::Healthy => 0,
        Status::Errored => flag::ERRORED,
        Status::Unhandled => flag::ERRORED | flag::UNHANDLED,
        Status::Crashed => flag::ERRORED | flag::CRASHED,
        Status::Abnormal => flag::ERRORED | flag::ABNORMAL,
    }
}

/// The bits of an `abnormal_mechanism`; unknown ones are none.
pub(super) fn mechanism_flags(mechanism: &str) -> u8 {
    match mechanism {
        "anr_foreground" => flag::ANR | flag::FOREGROUND_ANR,
        "anr_background" => flag::ANR,
        _ => 0,
    }
}

/// Seconds as whole milliseconds.
pub(super) fn duration_millis(seconds: Option<f64>) -> u32 {
    match seconds {
        Some(s) if s >= 0.0 => (s * 1000.0).round().min(f64::from(NO_DURATION - 1)) as u32,
        _ => NO_DURATION,
    }
}

/// The 128 bits that stand for an id.
pub(super) fn sid_bits(sid: &str) -> [u64; 2] {
    match uuid_bits(sid.as_bytes()) {
        Some(bits) if bits != NO_SID => bits,
        _ => [hash(sid, 0), hash(sid, 0x9e37_79b9_7f4a_7c15)],
    }
}

/// The 128 bits of a UUID, with or without dashes, in either case.
pub(super) fn uuid_bits(text: &[u8]) -> Option<[u64; 2]> {
    let mut bits = [0u64; 2];
    let mut odd = 0;
    let mut read = |half: usize, digits: &[u8]| {
        for &byte in digits {
            let digit = HEX[byte as usize];
            odd |= digit;
            bits[half] = bits[half] << 4 | u64::from(digit & 15);
        }
    };
    match text.len() {
        32 => {
            read(0, &text[..16]);
            read(1, &text[16..]);
        }
        36 if [text[8], text[13], text[18], text[23]] == *b"----" => {
            read(0, &text[..8]);
            read(0, &text[9..13]);
            read(0, &text[14..18]);
            read(1, &text[19..23]);
            read(1, &text[24..]);
        }
        _ => return None,
    }
    (odd < 16).then_some(bits)
}

/// The value of each hex digit; 16 and more for bytes that are none.
const HEX: [u8; 256] = {
    let mut table = [255; 256];
    let mut digit = 0;
    while digit < 16 {
        table[b"0123456789abcdef"[digit] as usize] = digit as u8;
        table[b"0123456789ABCDEF"[digit] as usize] = digit as u8;
        digit += 1;
    }
    table
};

fn hash(text: &str, seed: u64) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write_u64(seed);
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_the_same_in_every_spelling() {
        let plain = sid_bits("39887d8913b24c848c235d13d2102664");
        assert_eq!(sid_bits("39887d89-13b2-4c84-8c23-5d13d2102664"), plain);
        assert_eq!(sid_bits("39887D89-13B2-4C84-8C23-5D13D2102664"), plain);
        assert_eq!(plain, [0x3988_7d89_13b2_4c84, 0x8c23_5d13_d210_2664]);
        assert_ne!(sid_bits("s1"), sid_bits("s2"));
        assert_ne!(sid_bits("ffffffffffffffffffffffffffffffff"), NO_SID);
        assert_eq!(uuid_bits(b"39887d89-13b2-4c84-8c23-5d13d210266-"), None);
    }

    #[test]
    fn seq_then_timestamp_then_a_terminal_status_wins() {
        let state =
            |seq, timestamp, terminal| Identity::new(Some(sid_bits("s")), seq, timestamp, terminal);
        assert!(state(Some(2), 10, false).replaces(&state(Some(1), 20, true)));
        assert!(state(None, 20, false).replaces(&state(None, 10, true)));
        assert!(state(Some(1), 20, false).replaces(&state(Some(1), 10, true)));
        assert!(state(None, 10, true).replaces(&state(None, 10, false)));
        assert!(!state(None, 10, true).replaces(&state(None, 10, true)));
    }

    #[test]
    fn durations_are_whole_milliseconds() {
        assert_eq!(duration_millis(Some(65.137)), 65_137);
        assert_eq!(duration_millis(Some(0.0)), 0);
        for none in [None, Some(-1.0), Some(f64::NAN)] {
            assert_eq!(duration_millis(none), NO_DURATION);
        }
        assert_eq!(duration_millis(Some(f64::INFINITY)), NO_DURATION - 1);
    }
}
