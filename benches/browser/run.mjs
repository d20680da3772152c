// `make bench`: the release build of the app beside hand-written JavaScript, on the same sessions, in one headless Chromium.
//   node benches/browser/run.mjs [charts] [ROWS…]        default charts 100000 1000000 3000000
// Ours is read from the app's own User Timing marks; the peer measures itself the same way. Times depend on the machine,
// the ratios much less: those are what counts. Fails when a limit is missed (report.mjs).
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { startBrowser } from "../../tests/e2e/support/browser.mjs";
import { bigNumber } from "../../tests/e2e/support/contract.mjs";
import { root } from "../../tests/e2e/support/root.mjs";
import { DAYS, END, generate } from "./gen.mjs";
import { report } from "./report.mjs";

const ROUNDS = 3;
const FILTERS = ["project=1&project=2&environment=production", "project=1&project=2&project=3&environment=production&environment=staging"];
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json" };

const asked = process.argv.slice(2);
if (asked.length === 0) asked.push("charts", "100000", "1000000", "3000000");
const sizes = asked.filter((each) => each !== "charts").map(Number);
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

let data;
const server = http.createServer(answer);
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await startBrowser();
const results = [];
const charts = asked.includes("charts") ? await measureCharts() : undefined;
for (const rows of sizes) {
  data = { rows, file: workload(rows) };
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push({ ours: await measureOurs(), peer: await measurePeer() });
  results.push(summary(rows, rounds));
}
await browser.close();
server.close();
fs.writeFileSync(path.join(root, ".bench/results.json"), JSON.stringify({ charts, results }, null, 2));
process.exitCode = report({ charts, results });

function workload(rows) {
  const file = path.join(root, ".bench", `sessions-${rows}.ndjson`);
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    console.log(`bench: writing ${rows.toLocaleString("en")} sessions to ${path.relative(root, file)}`);
    generate(rows, `${file}.part`);
    fs.renameSync(`${file}.part`, file);
  }
  return file;
}

async function measureOurs() {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript((now) => {
    // Only the time of day stands still; timers and performance.now() go on.
    const RealDate = Date;
    globalThis.Date = class extends RealDate {
      constructor(...given) {
        given.length === 0 ? super(now) : super(...given);
      }
      static now() {
        return now;
      }
    };
    globalThis.longTasks = [];
    new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })))).observe({ type: "longtask", buffered: true });
    // What web.dev calls LCP and INP: the last candidate; the slowest of so few interactions.
    globalThis.vitals = { paint: 0, interaction: 0 };
    const watch = (type, note, more = {}) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
    watch("largest-contentful-paint", ({ startTime }) => (globalThis.vitals.paint = startTime));
    watch("event", ({ interactionId, duration }) => interactionId && (globalThis.vitals.interaction = Math.max(globalThis.vitals.interaction, duration)), { durationThreshold: 16 });
  }, END);
  const settled = () => page.waitForSelector('body[data-ready="true"]', { state: "attached", timeout: 280_000 });
  const measures = (name) => page.evaluate((name) => performance.getEntriesByName(name).map(({ startTime, duration }) => ({ startTime, duration })), name);
  await page.goto(`${base}/?statsPeriod=${DAYS}d`);
  await settled();
  const load = (await measures("session-health:load")).at(-1);
  if (!load) throw new Error("the app did not measure session-health:load");
  const tasks = await page.evaluate(() => globalThis.longTasks);
  const during = tasks.filter(({ startTime, duration }) => startTime + duration > load.startTime && startTime < load.startTime + load.duration);
  const crashFree = [];
  const before = (await measures("session-health:query")).length;
  for (let round = 0; round < 5; round++) {
    const seen = (await measures("session-health:query")).length;
    await page.evaluate((query) => {
      history.pushState(null, "", `?${query}`);
      dispatchEvent(new PopStateEvent("popstate"));
    }, `statsPeriod=${DAYS}d&${FILTERS[round % 2]}`);
    await page.waitForFunction((seen) => performance.getEntriesByName("session-health:query").length > seen, seen, { timeout: 60_000 });
    await settled();
    crashFree[round % 2] = (await bigNumber(page, "crash-free-sessions")).value;
  }
  const query = median((await measures("session-health:query")).slice(before).map(({ duration }) => duration));
  const cursor = await interactions(page, 30, async (step) => {
    const box = await page.locator('figure[data-widget-id="crash-free-sessions-by-release"] .chart').boundingBox();
    await page.mouse.move(box.x + box.width * (0.2 + step * 0.02), box.y + box.height / 2);
  });
  const toggle = await interactions(page, 10, () => page.locator('figure[data-widget-id="session-health"] button[aria-pressed]').first().click());
  await chooseByHand(page);
  await settled();
  const vitals = await page.evaluate(() => globalThis.vitals);
  if (vitals.paint === 0 || vitals.interaction === 0) throw new Error("the browser did not measure LCP or INP");
  const memory = await page.evaluate(() => performance.memory?.usedJSHeapSize ?? 0);
  await page.close();
  return { load: load.duration, query, crashFree, longestTask: Math.max(0, ...during.map(({ duration }) => duration)), memory, cursor, toggle, paint: vitals.paint, interaction: vitals.interaction };
}

/** Filters and expands a chart, by clicks and keys, as a person does. */
async function chooseByHand(page) {
  const pause = () => page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
  const panel = page.locator(":popover-open");
  await page.getByRole("button", { name: /^Environments/ }).click();
  for (const environment of ["beta", "staging"]) {
    await panel.getByRole("option", { name: environment }).click();
    await pause();
  }
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Time range/ }).click();
  await panel.getByText("7 days").first().click();
  await pause();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Actions for Session Health", exact: true }).click();
  await page.getByRole("menuitem", { name: "Expand" }).click();
  await page.getByRole("dialog").waitFor();
  await pause();
  await page.keyboard.press("Escape");
  await pause();
}

/** Does something so often and returns how long each took from the input event to its pixels, by the app's own marks. */
async function interactions(page, times, act) {
  const all = () => page.evaluate(() => performance.getEntriesByName("session-health:interaction").map(({ duration }) => duration));
  const before = (await all()).length;
  for (let step = 0; step < times; step++) {
    await act(step);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
  const took = (await all()).slice(before);
  if (took.length === 0) throw new Error("the app did not measure session-health:interaction");
  return median(took);
}

async function measureCharts() {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on("pageerror", (error) => console.error(String(error)));
  await page.goto(`${base}/bench/charts.html`);
  await page.waitForFunction("globalThis.result", null, { timeout: 120_000 });
  const result = await page.evaluate("globalThis.result");
  await page.close();
  return result;
}

async function measurePeer() {
  const page = await browser.newPage();
  await page.goto(`${base}/bench/peer.html?source=/bench/sessions.ndjson`);
  await page.waitForFunction("globalThis.result", null, { timeout: 280_000 });
  const result = await page.evaluate("globalThis.result");
  await page.close();
  return result;
}

function summary(rows, rounds) {
  const of = (who, what) => median(rounds.map((round) => round[who][what]));
  for (const { ours, peer } of rounds)
    for (const which of [0, 1])
      if (Math.abs(ours.crashFree[which] - peer[`crashFree${which}`]) > 1e-12) throw new Error(`${rows} rows: ours says crash free ${ours.crashFree[which]}, the peer ${peer[`crashFree${which}`]}`);
  const [load, query] = [of("ours", "load"), of("ours", "query")];
  const [peerLoad, peerQuery] = [of("peer", "load"), of("peer", "query")];
  return {
    rows,
    load,
    peerLoad,
    fetchOnly: of("peer", "fetchOnly"),
    loadRatio: load / peerLoad,
    query,
    peerQuery,
    queryRatio: query / peerQuery,
    longestTask: Math.max(...rounds.map(({ ours }) => ours.longestTask)),
    cursor: of("ours", "cursor"),
    toggle: of("ours", "toggle"),
    paint: of("ours", "paint"),
    interaction: of("ours", "interaction"),
    loadPerSession: (load * 1e6) / rows,
    queryPerSession: (query * 1e6) / rows,
  };
}

function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, base);
  const json = (value) => response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(value));
  const api = /^\/api\/0\/organizations\/demo(\/.*)$/.exec(pathname)?.[1];
  if (pathname === "/config.json") return json({ source: { kind: "rest", base: "", organization: "demo" } });
  if (pathname === "/bench/sessions.ndjson") return sessions(response);
  if (pathname === "/tokens.css") return file(response, path.join(root, "style/tokens.css"));
  if (pathname.startsWith("/repaint/")) return file(response, path.join(root, ".bench/repaint", path.normalize(pathname.slice(9))));
  if (pathname.startsWith("/bench/")) return file(response, path.join(root, "benches/browser", path.normalize(pathname.slice(7))));
  switch (api) {
    case undefined:
      return file(response, path.join(root, "dist", path.normalize(pathname === "/" ? "/index.html" : pathname)));
    case "/sessions/raw/": {
      const [from, to] = [searchParams.get("start"), searchParams.get("end")].map((text) => (text ? Date.parse(text) : null));
      const outside = (from !== null && from >= END) || (to !== null && to <= END - DAYS * 86_400_000);
      return outside ? response.writeHead(200, { "Content-Type": "application/x-ndjson", "X-Session-Count": "0" }).end() : sessions(response);
    }
    case "/projects/":
      return json([1, 2, 3].map((id) => ({ id: String(id), slug: `project-${id}`, name: `Project ${id}`, platform: "other", hasSessions: true })));
    case "/environments/":
      return json(["production", "staging", "beta"].map((name, at) => ({ id: String(at + 1), name })));
    case "/issues-timeseries/":
      return json({ timeSeries: [], meta: { dataset: "issue", start: END - DAYS * 86_400_000, end: END } });
    default:
      return json([]);
  }
}

function sessions(response) {
  const { size } = fs.statSync(data.file);
  response.writeHead(200, { "Content-Type": "application/x-ndjson", "X-Session-Count": String(data.rows), "Content-Length": size });
  fs.createReadStream(data.file, { highWaterMark: 1 << 20 }).pipe(response);
}

function file(response, name) {
  if (!fs.existsSync(name)) return response.writeHead(404).end();
  response.writeHead(200, { "Content-Type": TYPES[path.extname(name)] ?? "application/octet-stream" }).end(fs.readFileSync(name));
}
