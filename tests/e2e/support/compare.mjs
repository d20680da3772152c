// Comparison of what the page shows with what was computed.
import assert from "node:assert/strict";

/** Equal up to the last bits of a double; no value equals only no value. */
export function close(actual, expected, what) {
  if (actual === null || expected === null || typeof expected !== "number") return assert.equal(actual, expected, what);
  assert.ok(Math.abs(actual - expected) <= 1e-12 * Math.max(1, Math.abs(expected)), `${what}: shown ${actual}, computed ${expected}`);
}

/** Same series by name, in any order, bucket by bucket. */
export function sameSeries(actual, expected, what) {
  assert.deepEqual(actual.starts, expected.starts, `${what}: bucket starts`);
  assert.deepEqual(Object.keys(actual.series).sort(), Object.keys(expected.series).sort(), `${what}: series`);
  for (const [name, values] of Object.entries(expected.series))
    values.forEach((value, at) => close(actual.series[name][at], value, `${what}: ${name} at ${new Date(expected.starts[at]).toISOString()}`));
}

/** The short name of a release: without its package, and of a commit's hash the first twelve digits. */
export const short = (version) => version.replace(/^[^@]+@/, "").replace(/^([0-9a-f]{12})[0-9a-f]{28}$/, "$1");
