//! The demo data of the page and of the example backend are the same: this file runs natively and, as a module of
//! `browser.rs`, in WebAssembly, and both must meet the same fingerprint.

use session_health::session::Timestamp;
use session_health::source::demo::DemoWorld;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const SEED: u64 = 1;
const NOW: &str = "2026-11-18T12:34:56Z";
/// Whoever changes the demo's story puts the numbers here that the failing test shows.
const SESSIONS: usize = 387_237;
const FINGERPRINT: u64 = 18_037_154_902_285_815_084;

/// FNV-1a.
fn hash(bytes: &[u8], so_far: u64) -> u64 {
    bytes.iter().fold(so_far, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[test]
fn the_demo_is_the_same_in_the_page_and_in_the_backend() {
    let now = Timestamp::parse(NOW).expect("a time");
    let world = DemoWorld::new(SEED, now);
    let mut fingerprint = 0xcbf2_9ce4_8422_2325;
    for session in world.sessions() {
        let line = serde_json::to_vec(&session).expect("JSON");
        fingerprint = hash(&line, fingerprint);
    }
    for issue in world.issues() {
        fingerprint = hash(format!("{:?}", issue.row).as_bytes(), fingerprint);
    }
    assert_eq!(
        (world.sessions().len(), fingerprint),
        (SESSIONS, FINGERPRINT)
    );
}
