//! The SQLite file: one writer, any number of readers, each reading from a snapshot.
//!
//! Write-ahead logging lets readers go on while the writer commits. With `synchronous = FULL` a commit is on disk before it
//! returns, so whatever was acknowledged survives a killed process and a lost power supply, and a transaction that was cut
//! off leaves nothing behind.
//!
//! A snapshot keeps the log from being folded into the file, so somebody who reads for long would let it grow as long as others
//! write. Hence a limit: beyond it, long readers have to go ([`Database::is_crowded`]) and each write waits until the log
//! is folded in, or for ten seconds.

use rusqlite::{Connection, Result, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The most connections that are kept for the next reader.
const IDLE_READERS: usize = 8;

/// The database. All its methods block: call them where blocking is allowed.
pub struct Database {
    path: PathBuf,
    writer: Mutex<Connection>,
    idle_readers: Mutex<Vec<Connection>>,
    version: AtomicU64,
    /// The log of changes beside the file, and how many bytes of it are too many.
    log: PathBuf,
    log_limit: u64,
    /// Where the file goes when it is not to be kept: removed with everything in it when the database is dropped.
    temporary: Option<PathBuf>,
}

impl Database {
    /// Opens the file at `path`, making it if it is not there.
    pub fn open(path: &Path, log_limit: u64) -> Result<Self> {
        let writer = connect(path)?;
        writer.pragma_update(None, "journal_mode", "wal")?;
        writer.pragma_update(None, "synchronous", "full")?;
        // A log that had to grow gives its room back.
        writer.pragma_update(None, "journal_size_limit", (log_limit / 2) as i64)?;
        // In KiB when negative. The index of session ids is hit all over: keep it in memory.
        writer.pragma_update(None, "cache_size", -65_536)?;
        writer.execute_batch(include_str!("schema.sql"))?;
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            idle_readers: Mutex::default(),
            version: AtomicU64::new(0),
            log: path.with_file_name(path.file_name().map_or_else(String::new, |name| {
                format!("{}-wal", name.to_string_lossy())
            })),
            log_limit,
            temporary: None,
        })
    }

    /// A new, empty database that is gone after a graceful exit.
    pub fn temporary(log_limit: u64) -> std::result::Result<Self, Box<dyn std::error::Error>> {
        let folder = std::env::temp_dir().join(format!("session-health-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        let mut database = Self::open(&folder.join("session-health.db"), log_limit)?;
        database.temporary = Some(folder);
        Ok(database)
    }

    /// Runs `work` in one transaction: committed when it succeeds, as if it had never been when it fails.
    pub fn write<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut writer = lock(&self.writer);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = work(&transaction)?;
        transaction.commit()?;
        self.version.fetch_add(1, Ordering::Release);
        if self.is_crowded() {
            // Waits for readers. Where some stay, the next write tries again.
            let _ = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
        Ok(result)
    }

    /// Whether the log has grown so large that whoever holds a snapshot for long has to let it go.
    pub fn is_crowded(&self) -> bool {
        std::fs::metadata(&self.log).is_ok_and(|log| log.len() > self.log_limit)
    }

    /// Runs `work` on a snapshot that later writes do not touch.
    pub fn read<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let idle = lock(&self.idle_readers).pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => {
                let reader = connect(&self.path)?;
                reader.pragma_update(None, "query_only", true)?;
                // In KiB when negative. There may be many of them, and most read everything once.
                reader.pragma_update(None, "cache_size", -512)?;
                reader
            }
        };
        let result = work(&reader.transaction()?)?;
        let mut idle = lock(&self.idle_readers);
        if idle.len() < IDLE_READERS {
            idle.push(reader);
        }
        Ok(result)
    }

    /// Grows with every write: what was computed at one version holds as long as the version does.
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(folder) = &self.temporary {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

fn connect(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// A poisoned lock is no reason to stop: a connection whose transaction panicked has rolled back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
