// The second opinion: every number of the dashboards, computed with plain loops over the same rows that the page got.
// Shares no code with the app; written from the definitions of the rates and of their intervals.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = { s: 1000, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };
export const STATUSES = ["crashed", "errored", "unhandled", "abnormal", "healthy"];

export const millis = (text) => Number.parseInt(text, 10) * UNITS[text.at(-1)];

/** Bucket width for session data when a person chooses none. */
export function sessionInterval(range) {
  if (range >= 60 * DAY) return DAY;
  if (range >= 30 * DAY) return 4 * HOUR;
  if (range >= 6 * HOUR) return HOUR;
  if (range > 30 * MINUTE) return 5 * MINUTE;
  return range > 10 * MINUTE ? MINUTE : 10_000;
}

/** Bucket width for issue counts. */
export function issueInterval(range) {
  const ladder = [[60 * DAY, DAY], [30 * DAY, 12 * HOUR], [14 * DAY, 4 * HOUR], [7 * DAY, 2 * HOUR], [48 * HOUR, HOUR], [24 * HOUR, 20 * MINUTE], [6 * HOUR, 5 * MINUTE]];
  return ladder.find(([least]) => range >= least)?.[1] ?? MINUTE;
}

/** The buckets of a range, rounded outwards to the interval. */
export function windowOf(from, to, interval) {
  const start = Math.floor(from / interval) * interval;
  const end = Math.ceil(to / interval) * interval;
  return { start, end, interval, starts: Array.from({ length: (end - start) / interval }, (_, i) => start + i * interval) };
}

export const before = ({ start, end, interval }) => windowOf(2 * start - end, start, interval);

/** Buckets of issue counts: from the exact start, both ends included. */
export function issueWindow(from, to) {
  const interval = issueInterval(to - from);
  const starts = [];
  for (let at = from; at <= to; at += interval) starts.push(at);
  return { start: from, end: starts.at(-1) + interval, interval, starts };
}

/** Rows as counts: one object a session or aggregate, duplicates of a session resolved. */
export function prepare(rows) {
  const latest = new Map();
  const prepared = [];
  for (const row of rows) {
    const old = row.sid && latest.get(row.sid);
    if (old && !newer(row, old)) continue;
    if (row.sid) latest.set(row.sid, row);
    else prepared.push(counted(row));
  }
  for (const row of latest.values()) prepared.push(counted(row));
  return prepared;
}

function newer(a, b) {
  if (a.seq != null && b.seq != null && a.seq !== b.seq) return a.seq > b.seq;
  return Date.parse(a.timestamp ?? a.started) >= Date.parse(b.timestamp ?? b.started);
}

function counted(row) {
  const common = {
    at: Date.parse(row.started),
    user: !row.did || /^0{8}-0{4}-0{4}-0{4}-0{12}$/.test(row.did) ? null : row.did,
    project: row.project,
    release: row.attrs.release,
    environment: row.attrs.environment ?? "",
    mechanism: row.abnormal_mechanism ?? null,
  };
  if (row.exited !== undefined || row.crashed !== undefined) {
    const n = (key) => row[key] ?? 0;
    const errored = n("errored") + n("unhandled") + n("crashed") + n("abnormal");
    return { ...common, all: n("exited") + errored, erroredAll: errored, crashed: n("crashed"), abnormal: n("abnormal"), unhandled: n("unhandled") };
  }
  const is = (status) => Number(row.status === status);
  const bad = (row.errors ?? 0) > 0 || !["ok", "exited", undefined].includes(row.status);
  return { ...common, all: 1, erroredAll: Number(bad), crashed: is("crashed"), abnormal: is("abnormal"), unhandled: is("unhandled") };
}

/** Rows inside a window that pass the page's filters. */
export function select(rows, window, { projects = [], environments = [], releases = [] } = {}) {
  const passes = (list, value) => list.length === 0 || list.includes(value);
  return rows.filter(
    (row) =>
      row.at >= window.start && row.at < window.end && passes(projects, row.project) && passes(environments, row.environment) && passes(releases, row.release),
  );
}

/** Sessions and distinct users by outcome; the five statuses exclude each other. */
export function tally(rows) {
  const sessions = { all: 0, erroredAll: 0, crashed: 0, abnormal: 0, unhandled: 0 };
  const sets = { all: new Set(), erroredAll: new Set(), crashed: new Set(), abnormal: new Set(), unhandled: new Set(), anr: new Set() };
  for (const row of rows) {
    for (const key of Object.keys(sessions)) {
      sessions[key] += row[key];
      if (row.user && row[key] > 0) sets[key].add(row.user);
    }
    if (row.user && /^anr_(fore|back)ground$/.test(row.mechanism ?? "")) sets.anr.add(row.user);
  }
  const users = Object.fromEntries(Object.entries(sets).map(([key, set]) => [key, set.size]));
  return { sessions: exclusive(sessions), users: exclusive(users) };
}

function exclusive(counts) {
  return {
    ...counts,
    healthy: Math.max(0, counts.all - counts.erroredAll),
    errored: Math.max(0, counts.erroredAll - counts.crashed - counts.abnormal - counts.unhandled),
  };
}

/** A fraction, or nothing where there is nothing to divide by. */
export const share = (part, whole) => (whole > 0 ? part / whole : null);
export const crashFree = (counts) => (counts.all > 0 ? 1 - counts.crashed / counts.all : null);

/** Rows by a key, as a Map. */
export function groupBy(rows, key) {
  const groups = new Map();
  for (const row of rows) {
    const of = key(row);
    if (!groups.has(of)) groups.set(of, []);
    groups.get(of).push(row);
  }
  return groups;
}

/** One value a bucket. */
export function overTime(rows, window, value) {
  const buckets = window.starts.map(() => []);
  for (const row of rows) buckets[Math.floor((row.at - window.start) / window.interval)]?.push(row);
  return buckets.map((bucket) => value(tally(bucket)));
}

/** Versions of the five releases with most sessions, largest first. */
export function mostAdopted(rows, limit = 5) {
  const totals = [...groupBy(rows, (row) => row.release)].map(([release, group]) => [release, tally(group).sessions.all]);
  return totals.sort((a, b) => b[1] - a[1]).slice(0, limit).map(([release]) => release);
}

/** Versions of the five newest releases that have sessions among `rows`, newest first. */
export function mostRecent(rows, releases, limit = 5) {
  const seen = new Set(rows.map((row) => row.release));
  const created = new Map();
  for (const { version, dateCreated } of releases) created.set(version, Date.parse(dateCreated));
  return [...seen].sort((a, b) => created.get(b) - created.get(a)).slice(0, limit);
}

/** How many of `times` fall into each bucket. */
export const countOver = (times, window) =>
  window.starts.map((start) => times.filter((time) => time >= start && time < start + window.interval).length);
