// What `make bench` measured, in words, each figure beside its limit.
//   node benches/browser/report.mjs [FILE]        the figures of the last run (.bench/results.json) once more
// Ends with 1 when a limit is missed.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../tests/e2e/support/root.mjs";

/** Shares of the peer's time; milliseconds. */
const LIMIT = { load: 0.6, query: 0.1, longestTask: 50, interaction: 16, largestPaint: 2500, slowestInteraction: 200 };
/** The shares hold from so many sessions on: with fewer the start of the program, which the peer has none of, is most of the time. */
const SHARES_FROM = 1_000_000;
/** The largest paint has the first numbers in it: with more sessions than this, reading them takes longer than it may. */
const PAINT_UP_TO = 1_000_000;
/** How long a repaint of ours may take, as a share of theirs. */
const CHART_LIMIT = { uPlot: 1.5, "Chart.js": 0.25, ECharts: 0.25 };

/** Prints everything, and what was missed at the end; returns the exit code. */
export function report({ charts, results }) {
  const misses = [];
  /** Says whether `value` keeps its limit, and remembers it if not. */
  const judged = (what, value, limit, digits) => {
    const kept = value <= limit;
    if (!kept) misses.push(`${what}: ${value.toFixed(digits)}, wanted at most ${limit}`);
    return kept ? "kept" : "MISSED";
  };
  if (charts) printCharts(charts, judged);
  for (const each of results) printSize(each, judged);
  console.log(misses.length === 0 ? "\nbench: every limit is kept" : `\nbench: ${misses.length} ${misses.length === 1 ? "limit is" : "limits are"} MISSED`);
  for (const miss of misses) console.log(`  ${miss}`);
  return misses.length === 0 ? 0 : 1;
}

function printCharts({ ours, ...peers }, judged) {
  const line = (name, { all, asking }) => `  ${name.padEnd(14)}${all.toFixed(1).padStart(8)}${asking.toFixed(1).padStart(14)}`;
  console.log(`\nrepaint of 8 charts x 5 series x 336 points, ms`);
  console.log(`  ${"".padEnd(14)}     all  not drawing`);
  console.log(line("ours", ours));
  for (const [name, took] of Object.entries(peers)) {
    const ratio = ours.all / took.all;
    const verdict = judged(`repaint, as a share of ${name}'s`, ratio, CHART_LIMIT[name], 2);
    console.log(`${line(name, took)}   ours is ${ratio.toFixed(2)} of it, wanted at most ${CHART_LIMIT[name]}  ${verdict}`);
  }
}

function printSize(each, judged) {
  const rows = `${each.rows.toLocaleString("en")} sessions`;
  const cell = (value, digits = 0) => value.toFixed(digits).padStart(10);
  const told = (what, value, limit, digits) => `${cell(value, digits)}  ${judged(`${rows}, ${what}`, value, limit, digits)}`;
  const share = (...given) => (each.rows < SHARES_FROM ? `${cell(given[1], given[3])}  no limit` : told(...given));
  const line = (title, ...cells) => console.log(`  ${title}`.padEnd(46) + cells.join(""));
  console.log(`\n${`${each.rows.toLocaleString("en")} raw sessions (same answers from both)`.padEnd(46)}      ours      peer     ratio`);
  line(`load, ms (the bytes alone: ${each.fetchOnly.toFixed(0)})`, cell(each.load), cell(each.peerLoad), share("load, as a share of the peer's", each.loadRatio, LIMIT.load, 2));
  line("all widgets after a filter change, ms", cell(each.query, 1), cell(each.peerQuery, 1), share("query, as a share of the peer's", each.queryRatio, LIMIT.query, 3));
  const task = each.longestTask === 0 ? "  none over 50" : cell(each.longestTask);
  line("longest main-thread task while loading, ms", task, `  ${judged(`${rows}, longest main-thread task, ms`, each.longestTask, LIMIT.longestTask, 0)}`);
  line("input to pixels, ms: cursor", told("input to pixels at the cursor, ms", each.cursor, LIMIT.interaction, 1));
  line("input to pixels, ms: legend toggle", told("input to pixels at a legend toggle, ms", each.toggle, LIMIT.interaction, 1));
  line("largest contentful paint (LCP), ms", each.rows > PAINT_UP_TO ? `${cell(each.paint)}  no limit` : told("LCP, ms", each.paint, LIMIT.largestPaint, 0));
  line("slowest click or key to its paint (INP), ms", told("INP, ms", each.interaction, LIMIT.slowestInteraction, 0));
  line("a session costs, ns: load, query", cell(each.loadPerSession), cell(each.queryPerSession, 1));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = process.argv[2] ?? path.join(root, ".bench/results.json");
  process.exitCode = report(JSON.parse(fs.readFileSync(file, "utf8")));
}
