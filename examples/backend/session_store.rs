//! The sessions of a range as the app's own engine holds them, made from the same lines that `GET /sessions/raw/` sends.
//! The last one is kept until a write changes the data or a request asks for more.

use crate::database::Database;
use crate::error::ApiError;
use crate::params::Scope;
use crate::raw_rows::{self, RawQuery};
use session_health::engine::ingest::Ingest;
use session_health::engine::store::Store;
use session_health::session::TimeRange;
use std::sync::{Arc, Mutex, PoisonError};

/// At most one [`Store`], and what it holds.
#[derive(Default)]
pub struct SessionStore(Mutex<Option<Kept>>);

struct Kept {
    version: u64,
    range: TimeRange,
    store: Arc<Store>,
}

impl SessionStore {
    /// A store with all sessions that started in `range`, and maybe others.
    pub fn of(&self, db: &Database, range: TimeRange) -> Result<Arc<Store>, ApiError> {
        let asked_at = db.version();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // One made while this request waited will do: it holds all that was there when the request came.
        if let Some(kept) = kept
            .as_ref()
            .filter(|kept| kept.version >= asked_at && kept.range.covers(range))
        {
            return Ok(Arc::clone(&kept.store));
        }
        // Taken before reading: what is written meanwhile makes a new version.
        let version = db.version();
        *kept = None;
        let store = Arc::new(build(db, range)?);
        *kept = Some(Kept {
            version,
            range,
            store: Arc::clone(&store),
        });
        Ok(store)
    }
}

fn build(db: &Database, range: TimeRange) -> Result<Store, ApiError> {
    let query = RawQuery {
        range,
        scope: Scope::default(),
        since: None,
    };
    let mut ingest = Ingest::new();
    db.read(|db| {
        ingest.expect_rows(raw_rows::count(db, &query)?);
        raw_rows::write(db, &query, |chunk| {
            ingest.feed(&chunk);
            true
        })
    })?;
    ingest.end();
    Ok(Store::from_ingest(ingest))
}
