// A deterministic workload of raw sessions as NDJSON: 14 days, 3 projects, 3 environments, 40 releases that overtake each
// other, a fifth as many users as sessions.       node gen.mjs ROWS OUT.ndjson [SEED]
import fs from "node:fs";
import { fileURLToPath } from "node:url";

export const END = Date.UTC(2026, 10, 20);
export const DAYS = 14;
const DAY = 86_400_000;
const SPAN = DAYS * DAY;
const RELEASES = 40;

/** Small, fast and the same everywhere (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Writes `rows` sessions to `out`. */
export function generate(rows, out, seed = 42) {
  const next = random(seed);
  const hex = (digits) => Array.from({ length: digits }, () => ((next() * 16) | 0).toString(16)).join("");
  const users = Math.max(100, Math.floor(rows / 5));
  const step = (SPAN + 6 * DAY) / RELEASES;
  const first = END - SPAN - 6 * DAY;
  const releases = Array.from({ length: RELEASES }, (_, i) => ({ version: `shop@3.${i >> 2}.${i & 3}+${1000 + i}`, crashes: 0.002 + 0.01 * next() }));
  const file = fs.openSync(out, "w");
  let lines = [];
  for (let i = 0; i < rows; i++) {
    const at = END - SPAN + Math.floor(SPAN * next());
    const newest = Math.floor((at - first) / step) - Math.floor(-Math.log(1 - next()) * 2);
    const release = releases[Math.max(0, Math.min(RELEASES - 1, newest))];
    const luck = next();
    const duration = Number((-Math.log(1 - next()) * 180).toFixed(3));
    let [status, errors] = ["exited", 0];
    if (luck < release.crashes) [status, errors] = ["crashed", 1];
    else if (luck < release.crashes + 0.003) [status, errors] = ["abnormal", next() < 0.5 ? 1 : 0];
    else if (luck < release.crashes + 0.02) errors = 1 + ((next() * 3) | 0);
    const [where, which] = [next(), next()];
    const line = {
      sid: `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
      did: `u${Math.floor(users * next() ** 1.6)}`,
      project: which < 0.6 ? 1 : which < 0.9 ? 2 : 3,
      started: new Date(at).toISOString(),
      timestamp: new Date(at + duration * 1000).toISOString(),
      duration,
      status,
      errors,
      attrs: { release: release.version, environment: where < 0.8 ? "production" : where < 0.95 ? "staging" : "beta" },
    };
    lines.push(JSON.stringify(line));
    if (lines.length === 20_000) fs.writeSync(file, lines.splice(0).join("\n") + "\n");
  }
  if (lines.length > 0) fs.writeSync(file, lines.join("\n") + "\n");
  fs.closeSync(file);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generate(Number(process.argv[2]), process.argv[3], Number(process.argv[4] ?? 42));
