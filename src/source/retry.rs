//! When a failed request is worth another try, and how long to wait before it.

use super::{SourceError, http_date};
use crate::session::Timestamp;

/// Tries in all.
const TRIES: u32 = 3;
/// Wait before the second try, in milliseconds; doubled for each one after.
const FIRST_WAIT: f64 = 400.0;
/// The longest wait of our own choice.
const LONGEST_WAIT: f64 = 5_000.0;
/// The longest wait a backend may ask for. A person can come back later than that.
const LONGEST_ASKED: u64 = 30_000;

/// Milliseconds to wait before the next try after `tries` of them; `None`: give up. `random` (0 to 1) spreads the tries of
/// many pages: half to all of the wait. A pause the backend asks for is kept whole.
pub fn wait(error: &SourceError, tries: u32, random: f64) -> Option<u64> {
    if tries >= TRIES || !error.may_pass() {
        return None;
    }
    let longest = (FIRST_WAIT * f64::from(1 << tries.saturating_sub(1))).min(LONGEST_WAIT);
    let spread = (longest * (0.5 + 0.5 * random.clamp(0.0, 1.0))) as u64;
    let asked = error.pause().map_or(0, |secs| secs.saturating_mul(1000));
    (asked <= LONGEST_ASKED).then_some(asked.max(spread))
}

/// The seconds that a `Retry-After` header asks for: a number, or a date by the clock of the backend, where it is `now`.
/// `None` for anything else, and for a date where nobody knows what time it is there.
pub fn asked(header: &str, now: Option<Timestamp>) -> Option<u64> {
    let header = header.trim();
    header.parse().ok().or_else(|| {
        let millis = http_date::parse(header)?.millis() - now?.millis();
        Some((millis.max(0) as u64).div_ceil(1000))
    })
}
