// `make bench` fails when one of its limits is missed, and says which. Its figures are made up here: the time they take does not count.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { test } from "node:test";
import { root } from "./support/root.mjs";

const KEPT = {
  charts: { ours: { all: 4, asking: 2 }, uPlot: { all: 4.5, asking: 3 }, "Chart.js": { all: 24, asking: 14 }, ECharts: { all: 27, asking: 20 } },
  results: [
    { rows: 1_000_000, load: 1200, peerLoad: 2400, fetchOnly: 100, loadRatio: 0.5, query: 15, peerQuery: 230, queryRatio: 0.065, longestTask: 0, cursor: 14.2, toggle: 13.5, paint: 420, interaction: 64, loadPerSession: 1200, queryPerSession: 15 },
  ],
};

/** Exit code and last lines of a report on `figures`. */
function report(figures) {
  const file = `${root}/target/bench-report.json`;
  fs.mkdirSync(`${root}/target`, { recursive: true });
  fs.writeFileSync(file, JSON.stringify(figures));
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}/benches/browser/report.mjs`, file], { encoding: "utf8" });
  assert.equal(stderr, "");
  return { status, summary: stdout.slice(stdout.lastIndexOf("bench:")) };
}

test("all limits kept", () => assert.deepEqual(report(KEPT), { status: 0, summary: "bench: every limit is kept\n" }));

const [size] = KEPT.results;

test("shares of the peer's time are asked from a million sessions on, everything else of any number", () => {
  const few = { ...size, rows: 100_000, loadRatio: 0.62, queryRatio: 0.147 };
  assert.equal(report({ results: [few] }).status, 0);
  assert.equal(report({ results: [{ ...few, toggle: 17 }] }).status, 1);
});

test("the largest paint has a limit up to a million sessions", () => {
  const many = { ...size, rows: 3_000_000, paint: 3900 };
  assert.equal(report({ results: [many] }).status, 0);
  assert.equal(report({ results: [{ ...many, rows: 1_000_000 }] }).status, 1);
});

for (const [what, figures, told] of [
  ["load", { ...KEPT, results: [{ ...size, loadRatio: 0.61 }] }, /1,000,000 sessions, load, as a share of the peer's: 0\.61, wanted at most 0\.6\n/],
  ["query", { ...KEPT, results: [{ ...size, queryRatio: 0.1004 }] }, /query, as a share of the peer's: 0\.100, wanted at most 0\.1\n/],
  ["longest task", { ...KEPT, results: [{ ...size, longestTask: 61 }] }, /longest main-thread task, ms: 61, wanted at most 50\n/],
  ["cursor", { ...KEPT, results: [{ ...size, cursor: 16.4 }] }, /at the cursor, ms: 16\.4, wanted at most 16\n/],
  ["legend toggle", { ...KEPT, results: [{ ...size, toggle: 33.3 }] }, /at a legend toggle, ms: 33\.3, wanted at most 16\n/],
  ["largest paint", { ...KEPT, results: [{ ...size, paint: 2600 }] }, /LCP, ms: 2600, wanted at most 2500\n/],
  ["slowest interaction", { ...KEPT, results: [{ ...size, interaction: 208 }] }, /INP, ms: 208, wanted at most 200\n/],
  ["repaint", { ...KEPT, charts: { ...KEPT.charts, ECharts: { all: 12, asking: 9 } } }, /repaint, as a share of ECharts's: 0\.33, wanted at most 0\.25\n/],
])
  test(`a limit missed: ${what}`, () => {
    const { status, summary } = report(figures);
    assert.equal(status, 1);
    assert.match(summary, /^bench: 1 limit is MISSED\n/);
    assert.match(summary, told);
  });
