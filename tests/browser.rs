//! What only a browser can show: `wasm-bindgen-test` in headless Chromium (`make test` runs it).

#![cfg(target_arch = "wasm32")]

use session_health::engine::ingest::Ingest;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn sessions_are_read_in_webassembly_as_they_are_natively() {
    let mut ingest = Ingest::new();
    ingest.feed(b"not json\n");
    ingest.end();
    assert_eq!((ingest.rows(), ingest.skipped()), (0, 1));
}
