//! Raw sessions stream: however many rows there are and however slow the reader is, the backend holds a few chunks.

#![allow(clippy::unwrap_used)]
#![cfg(target_os = "linux")]

mod backend;

use backend::{Backend, Folder};
use rusqlite::Connection;
use std::io::Read;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// Set `SESSION_HEALTH_STREAM_ROWS` to measure more; the figures are printed with `--nocapture`.
const ROWS: u64 = 200_000;

/// The body is some 250 bytes a row; this is what may come on top of the memory before the request.
const ROOM: u64 = 24 << 20;

#[test]
fn memory_stays_flat() {
    let rows =
        std::env::var("SESSION_HEALTH_STREAM_ROWS").map_or(ROWS, |rows| rows.parse().unwrap());
    let folder = Folder::new();
    let db = folder.file("many.db");
    drop(Backend::on(&db, &[]));
    fill(&db, rows);

    let backend = Backend::on(&db, &[]);
    assert_eq!(backend.raw_at("?start=2029-01-01&end=2029-01-02").len(), 0);
    let before = peak_memory(&backend);
    let mut response = backend.api("/sessions/raw/?start=2030-01-01&end=2031-01-01");
    assert_eq!(
        response.headers()["x-session-count"].to_str().unwrap(),
        rows.to_string()
    );
    let (mut lines, mut bytes, mut chunk) = (0, 0, vec![0; 1 << 20]);
    loop {
        let read = response.read(&mut chunk).unwrap();
        if read == 0 {
            break;
        }
        if bytes == 0 {
            // A reader that lets the backend wait.
            thread::sleep(Duration::from_millis(500));
        }
        bytes += read as u64;
        lines += chunk[..read].iter().filter(|byte| **byte == b'\n').count() as u64;
    }
    let after = peak_memory(&backend);
    println!(
        "{rows} rows, {} MB: memory {} MB before, at most {} MB while streaming",
        bytes >> 20,
        before >> 20,
        after >> 20
    );
    assert_eq!(lines, rows);
    assert!(bytes > 2 * ROOM, "enough to show");
    assert!(
        after < before + ROOM,
        "from {before} to {after} bytes for {bytes} bytes of body"
    );
}

/// Writes rows past the backend, which would take longer: how they got there does not matter here.
fn fill(db: &Path, rows: u64) {
    let connection = Connection::open(db).unwrap();
    connection
        .execute_batch(&format!(
            "PRAGMA cache_size = -200000;
             BEGIN;
             INSERT INTO projects VALUES (1, 'shop', 'Shop', NULL, 1);
             INSERT INTO sessions
             SELECT printf('%08x-0000-4000-8000-%012x', value, value), 'u' || (value % 5000), 0, 1,
                    1893456000000 + value * 1000, 1893456065000 + value * 1000, 65.137, 'exited', 0, NULL,
                    'shop@3.4.0+1016', 'production', 0
             FROM (WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value + 1 < {rows})
                   SELECT value FROM n);
             COMMIT;"
        ))
        .unwrap();
}

/// The most memory the process ever had resident, in bytes.
fn peak_memory(backend: &Backend) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", backend.pid())).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}
