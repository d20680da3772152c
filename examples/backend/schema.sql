-- Times are milliseconds since the epoch (UTC); `received` is this server's clock, every other time is the client's.

CREATE TABLE IF NOT EXISTS projects (
    id           INTEGER PRIMARY KEY,
    slug         TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    platform     TEXT,
    has_sessions INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE IF NOT EXISTS environments (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE IF NOT EXISTS releases (
    version  TEXT PRIMARY KEY,
    created  INTEGER NOT NULL,
    released INTEGER,
    status   TEXT NOT NULL DEFAULT 'open'          -- open, archived
) STRICT;

-- Where and when a release was seen, by a session or an event.
CREATE TABLE IF NOT EXISTS release_sightings (
    version      TEXT NOT NULL,
    project      INTEGER NOT NULL,
    environment  TEXT NOT NULL,                    -- '' for none
    has_sessions INTEGER NOT NULL,
    first_seen   INTEGER NOT NULL,
    last_seen    INTEGER NOT NULL,
    PRIMARY KEY (version, project, environment)
) STRICT, WITHOUT ROWID;

-- The latest state of each session; ingest.rs says how updates merge.
CREATE TABLE IF NOT EXISTS sessions (
    sid                TEXT PRIMARY KEY,
    did                TEXT,
    seq                INTEGER NOT NULL,
    project            INTEGER NOT NULL,
    started            INTEGER NOT NULL,
    timestamp          INTEGER NOT NULL,
    duration           REAL,                       -- seconds
    status             TEXT NOT NULL,
    errors             INTEGER NOT NULL,
    abnormal_mechanism TEXT,
    release            TEXT NOT NULL,
    environment        TEXT,
    received           INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS sessions_by_start ON sessions (started);

-- Pre-aggregated counts as they came in, one row a report: never merged, so that what arrived since some time is exactly
-- what a reader has to add.
CREATE TABLE IF NOT EXISTS session_aggregates (
    id          INTEGER PRIMARY KEY,
    did         TEXT,
    project     INTEGER NOT NULL,
    started     INTEGER NOT NULL,                  -- whole minutes
    exited      INTEGER NOT NULL,
    errored     INTEGER NOT NULL,
    crashed     INTEGER NOT NULL,
    abnormal    INTEGER NOT NULL,
    unhandled   INTEGER NOT NULL,
    release     TEXT NOT NULL,
    environment TEXT,
    received    INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS session_aggregates_by_start ON session_aggregates (started);

CREATE TABLE IF NOT EXISTS issues (
    id            INTEGER PRIMARY KEY,
    project       INTEGER NOT NULL,
    number        INTEGER NOT NULL,                -- counts within the project: SHOP-17
    grouping      TEXT NOT NULL,                   -- what its events have in common; grouping.rs
    title         TEXT NOT NULL,
    culprit       TEXT NOT NULL,
    level         TEXT NOT NULL,
    status        TEXT NOT NULL DEFAULT 'unresolved', -- unresolved, resolved, ignored
    first_seen    INTEGER NOT NULL,
    last_seen     INTEGER NOT NULL,
    resolved_at   INTEGER,
    first_release TEXT,
    last_release  TEXT,
    permalink     TEXT,
    UNIQUE (project, grouping),
    UNIQUE (project, number)
) STRICT;

CREATE TABLE IF NOT EXISTS events (
    id          TEXT NOT NULL,
    project     INTEGER NOT NULL,
    issue       INTEGER NOT NULL REFERENCES issues (id),
    timestamp   INTEGER NOT NULL,
    release     TEXT,
    environment TEXT,
    user        TEXT,
    PRIMARY KEY (project, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS events_by_issue ON events (issue, timestamp);
