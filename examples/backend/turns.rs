//! Who may work at the same time, so that memory and threads have a bound whatever is asked: the rest waits its turn for a
//! while and is then told to come back. Readers and writers have turns of their own, so that neither can starve the other.
//!
//! All bounds are for all clients together: one client can take every turn there is. Who serves strangers puts a proxy in front
//! that counts by client (nginx: `limit_conn`, `limit_req`).

use crate::error::ApiError;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Requests that read and compute. Those that wait for the same sessions to be read get them together, so that it pays to let
/// many in; each is a thread.
const READERS: usize = 64;
/// Bodies of raw sessions on their way, each a database snapshot, a thread and some hundred kilobytes.
const STREAMS: usize = 64;
/// Envelopes being unpacked and stored. There is one writer in the end; the other unpacks meanwhile.
const WRITERS: usize = 2;
/// Bytes of bodies coming in, in units of [`UNIT`].
const BODIES: usize = 64;
const UNIT: u64 = 1 << 20;
/// Bodies up to here need no turn: as many as there are connections are little.
const SMALL: u64 = 64 << 10;

/// Held as long as the work takes.
pub type Turn = OwnedSemaphorePermit;

/// All turns there are.
pub struct Turns {
    readers: Arc<Semaphore>,
    streams: Arc<Semaphore>,
    writers: Arc<Semaphore>,
    bodies: Arc<Semaphore>,
    patience: Duration,
}

impl Turns {
    /// A request waits for its turn for `patience` at most.
    pub fn new(patience: Duration) -> Self {
        let semaphore = |permits| Arc::new(Semaphore::new(permits));
        Self {
            readers: semaphore(READERS),
            streams: semaphore(STREAMS),
            writers: semaphore(WRITERS),
            bodies: semaphore(BODIES),
            patience,
        }
    }

    pub async fn reader(&self) -> Result<Turn, ApiError> {
        self.turn(&self.readers, 1).await
    }

    pub async fn stream(&self) -> Result<Turn, ApiError> {
        self.turn(&self.streams, 1).await
    }

    pub async fn writer(&self) -> Result<Turn, ApiError> {
        self.turn(&self.writers, 1).await
    }

    /// For a body of up to `bytes`.
    pub async fn body(&self, bytes: u64) -> Result<Turn, ApiError> {
        let units = if bytes <= SMALL {
            0
        } else {
            bytes.div_ceil(UNIT).min(BODIES as u64)
        };
        self.turn(&self.bodies, units as u32).await
    }

    async fn turn(&self, of: &Arc<Semaphore>, permits: u32) -> Result<Turn, ApiError> {
        let turn = Arc::clone(of).acquire_many_owned(permits);
        match tokio::time::timeout(self.patience, turn).await {
            Ok(turn) => turn.map_err(ApiError::internal),
            Err(_) => Err(ApiError::busy()),
        }
    }
}
