//! NDJSON bytes → rows. To be filled in.

use crate::session::record::SessionRecord;

/// Session lines on their way into a [`Store`](super::store::Store).
#[derive(Default)]
pub struct Ingest {}

impl Ingest {
    /// Nothing read yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for so many rows at once (`X-Session-Count`).
    pub fn expect_rows(&mut self, _rows: u64) {}

    /// Reads the next bytes of an NDJSON body, cut anywhere.
    pub fn feed(&mut self, _bytes: &[u8]) {}

    /// Adds one session.
    pub fn push(&mut self, _record: &SessionRecord) {}

    /// The body is over: reads a last line without line end.
    pub fn end(&mut self) {}

    /// Lines that count so far.
    pub fn rows(&self) -> u64 {
        0
    }

    /// Lines that could not be read.
    pub fn skipped(&self) -> u64 {
        0
    }

    /// Line number (from 1) and reason of the first skipped lines.
    pub fn skipped_reasons(&self) -> &[(u64, String)] {
        &[]
    }
}
