//! Sessions as the lines of `GET /sessions/raw/`: read row by row, written chunk by chunk, so that a million rows need no
//! more memory than a thousand.

use crate::params::Scope;
use rusqlite::{Connection, Result, Row, named_params};
use serde::Serialize;
use session_health::session::{TimeRange, Timestamp};

/// Rows are handed on in pieces of about this size.
const CHUNK: usize = 64 << 10;

const SCOPE: &str = "
started >= :start AND started < :end
AND (:projects IS NULL OR project IN (SELECT value FROM json_each(:projects)))
AND (:environments IS NULL OR coalesce(environment, '') IN (SELECT value FROM json_each(:environments)))
AND received >= :since";

/// Which rows: those that started in `range`, in `scope`, and changed at `since` or later.
pub struct RawQuery {
    pub range: TimeRange,
    pub scope: Scope,
    pub since: Option<Timestamp>,
}

#[derive(Serialize)]
struct SessionLine<'a> {
    sid: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    did: Option<&'a str>,
    seq: i64,
    project: i64,
    started: Timestamp,
    timestamp: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<f64>,
    status: &'a str,
    errors: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    abnormal_mechanism: Option<&'a str>,
    attrs: Attrs<'a>,
}

#[derive(Serialize)]
struct AggregateLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    did: Option<&'a str>,
    project: i64,
    started: Timestamp,
    exited: i64,
    errored: i64,
    crashed: i64,
    abnormal: i64,
    unhandled: i64,
    attrs: Attrs<'a>,
}

#[derive(Serialize)]
struct Attrs<'a> {
    release: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<&'a str>,
}

/// How many lines [`write`] will give, on the same snapshot.
pub fn count(db: &Connection, query: &RawQuery) -> Result<u64> {
    let count = |table: &str| -> Result<i64> {
        let mut statement = db.prepare(&format!("SELECT count(*) FROM {table} WHERE {SCOPE}"))?;
        bound(query, |params| {
            statement.query_row(params, |row| row.get(0))
        })
    };
    Ok((count("sessions")? + count("session_aggregates")?) as u64)
}

/// Gives all rows to `sink` as JSON lines, in chunks of whole lines. Stops early when `sink` returns `false`; says whether it
/// took all of them.
pub fn write(
    db: &Connection,
    query: &RawQuery,
    mut sink: impl FnMut(Vec<u8>) -> bool,
) -> Result<bool> {
    let sessions = "sid, did, seq, project, started, timestamp, duration, status, errors, abnormal_mechanism, release, environment";
    let aggregates = "did, project, started, exited, errored, crashed, abnormal, unhandled, release, environment";
    let whole = write_table(
        db,
        query,
        &format!("SELECT {sessions} FROM sessions"),
        &mut sink,
        session_line,
    )?;
    Ok(whole
        && write_table(
            db,
            query,
            &format!("SELECT {aggregates} FROM session_aggregates"),
            &mut sink,
            aggregate_line,
        )?)
}

fn write_table(
    db: &Connection,
    query: &RawQuery,
    select: &str,
    sink: &mut impl FnMut(Vec<u8>) -> bool,
    line: fn(&Row<'_>, &mut Vec<u8>) -> Result<()>,
) -> Result<bool> {
    let mut statement = db.prepare(&format!("{select} WHERE {SCOPE}"))?;
    bound(query, |params| {
        let mut rows = statement.query(params)?;
        let mut chunk = Vec::with_capacity(CHUNK + 1024);
        while let Some(row) = rows.next()? {
            line(row, &mut chunk)?;
            chunk.push(b'\n');
            if chunk.len() >= CHUNK
                && !sink(std::mem::replace(
                    &mut chunk,
                    Vec::with_capacity(CHUNK + 1024),
                ))
            {
                return Ok(false);
            }
        }
        Ok(chunk.is_empty() || sink(chunk))
    })
}

fn bound<T>(
    query: &RawQuery,
    run: impl FnOnce(&[(&str, &dyn rusqlite::ToSql)]) -> Result<T>,
) -> Result<T> {
    run(named_params! {
        ":start": query.range.start.millis(),
        ":end": query.range.end.millis(),
        ":projects": query.scope.projects_json(),
        ":environments": query.scope.environments_json(),
        ":since": query.since.map_or(i64::MIN, Timestamp::millis),
    })
}

fn session_line(row: &Row<'_>, out: &mut Vec<u8>) -> Result<()> {
    let line = SessionLine {
        sid: text(row, 0)?,
        did: optional_text(row, 1)?,
        seq: row.get(2)?,
        project: row.get(3)?,
        started: Timestamp::from_millis(row.get(4)?),
        timestamp: Timestamp::from_millis(row.get(5)?),
        duration: row.get(6)?,
        status: text(row, 7)?,
        errors: row.get(8)?,
        abnormal_mechanism: optional_text(row, 9)?,
        attrs: Attrs {
            release: text(row, 10)?,
            environment: optional_text(row, 11)?,
        },
    };
    to_json(out, &line)
}

fn aggregate_line(row: &Row<'_>, out: &mut Vec<u8>) -> Result<()> {
    let line = AggregateLine {
        did: optional_text(row, 0)?,
        project: row.get(1)?,
        started: Timestamp::from_millis(row.get(2)?),
        exited: row.get(3)?,
        errored: row.get(4)?,
        crashed: row.get(5)?,
        abnormal: row.get(6)?,
        unhandled: row.get(7)?,
        attrs: Attrs {
            release: text(row, 8)?,
            environment: optional_text(row, 9)?,
        },
    };
    to_json(out, &line)
}

fn text<'a>(row: &'a Row<'_>, index: usize) -> Result<&'a str> {
    Ok(row.get_ref(index)?.as_str()?)
}

fn optional_text<'a>(row: &'a Row<'_>, index: usize) -> Result<Option<&'a str>> {
    Ok(row.get_ref(index)?.as_str_or_null()?)
}

fn to_json(out: &mut Vec<u8>, line: &impl Serialize) -> Result<()> {
    serde_json::to_writer(out, line)
        .map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))
}
