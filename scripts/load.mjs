// How the example backend stands a million sessions and fifty readers (`make load`). Sessions come in through the envelope endpoint, a hundred in each, from eight clients; then
// fifty readers ask for raw sessions of a day and for sums of a week, while one client goes on writing. Client and server
// share the machine's processors.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const SESSIONS = Number(process.argv[2] ?? 1_000_000);
const SECONDS = Number(process.argv[3] ?? 30);
let sentAway = 0;
const [TOGETHER, WRITERS, READERS, DAYS] = [100, 8, 50, 14];
const NOW = Date.parse("2026-11-18T12:34:56Z");

const folder = mkdtempSync(join(tmpdir(), "session-health-load-"));
const db = join(folder, "load.db");
const program = process.env.BACKEND ?? new URL("../target/debug/examples/backend", import.meta.url).pathname;
const backend = spawn(program, ["--port", "0", "--db", db, "--now", new Date(NOW).toISOString()], { stdio: ["ignore", "pipe", "inherit"] });
const agent = new http.Agent({ keepAlive: true, maxSockets: 128 });
const url = await new Promise((done) => createInterface(backend.stdout).once("line", (line) => done(/http:\/\/[\d.:]+/.exec(line)[0])));
try {
  memory("at the start");
  await ingest();
  memory("after ingestion");
  await read("/sessions/raw/?statsPeriod=14d").then(({ rows }) => console.log(`one reader of everything: ${rows} rows`));
  memory("after one reader of everything");
  await together();
  console.log(`  told to come back later: ${sentAway}`);
  memory("after the readers");
  console.log(`database ${mb(statSync(db).size)}, write-ahead log ${mb(statSync(`${db}-wal`).size)}`);
} finally {
  backend.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}

async function ingest() {
  const start = performance.now();
  const times = [];
  let next = 0;
  const client = async () => {
    while (next < SESSIONS) {
      const first = next;
      next += TOGETHER;
      times.push(await write(first, Math.min(TOGETHER, SESSIONS - first)));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, client));
  const seconds = (performance.now() - start) / 1000;
  console.log(`ingested ${SESSIONS} sessions in ${seconds.toFixed(1)} s: ${Math.round(SESSIONS / seconds)} a second; an envelope of ${TOGETHER}: ${quantiles(times)}`);
}

async function together() {
  const until = performance.now() + SECONDS * 1000;
  const [raw, sums, writes] = [[], [], []];
  let rows = 0;
  const reader = async (n) => {
    for (let round = 0; performance.now() < until; round++) {
      const day = NOW - ((n + round) % DAYS) * 86_400_000;
      const range = `start=${new Date(day - 86_400_000).toISOString()}&end=${new Date(day).toISOString()}`;
      if (n % 2) {
        const answer = await read(`/sessions/raw/?${range}`);
        raw.push(answer.millis);
        rows += answer.rows;
      } else sums.push((await read("/sessions/?statsPeriod=7d&interval=1h&field=sum(session)&field=count_unique(user)&groupBy=release")).millis);
    }
  };
  const writer = async () => {
    for (let first = SESSIONS; performance.now() < until; first += TOGETHER) {
      writes.push(await write(first, TOGETHER));
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  await Promise.all([...Array.from({ length: READERS }, (_, n) => reader(n)), writer()]);
  console.log(`${READERS} readers for ${SECONDS} s:`);
  console.log(`  raw sessions of a day: ${quantiles(raw)}, ${rows} rows`);
  console.log(`  sums of a week by release: ${quantiles(sums)}`);
  console.log(`  meanwhile an envelope of ${TOGETHER} each 50 ms: ${quantiles(writes)}`);
}

/** Sends `count` sessions from number `first` on; gives the milliseconds it took. */
async function write(first, count) {
  let body = "{}\n";
  for (let n = first; n < first + count; n++) {
    const started = new Date(NOW - ((n * 7919) % (DAYS * 86_400)) * 1000).toISOString();
    const item = {
      sid: n.toString(16).padStart(32, "0"), did: `u${(n * 31) % 50_000}`, init: true, started, timestamp: started, duration: (n % 900) + 0.5,
      status: n % 97 ? "exited" : "crashed", errors: n % 13 ? 0 : 1, attrs: { release: `shop@3.${n % 20}.0`, environment: n % 5 ? "production" : "staging" },
    };
    body += `{"type":"session"}\n${JSON.stringify(item)}\n`;
  }
  return (await send("POST", `${url}/api/1/envelope/`, body)).millis;
}

function read(path) {
  return send("GET", `${url}/api/0/organizations/demo${path}`);
}

/** Answers 503: asked again a second later, as they say; the time goes on. */
async function send(method, address, body) {
  const start = performance.now();
  for (;;) {
    const { status, rows } = await once(method, address, body);
    if (status === 200) return { rows, millis: performance.now() - start };
    if (status !== 503) throw new Error(`${status} ${address}`);
    sentAway++;
    await new Promise((done) => setTimeout(done, 1000));
  }
}

function once(method, address, body) {
  return new Promise((done, failed) => {
    const request = http.request(address, { method, agent }, (answer) => {
      let rows = 0;
      answer.on("data", (chunk) => {
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows++;
      });
      answer.on("end", () => done({ status: answer.statusCode, rows }));
      answer.on("error", failed);
    });
    request.on("error", failed);
    request.end(body);
  });
}

function quantiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (q) => `${sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]?.toFixed(0)} ms`;
  return `${sorted.length} requests, p50 ${at(0.5)}, p99 ${at(0.99)}`;
}

function memory(when) {
  const status = readFileSync(`/proc/${backend.pid}/status`, "utf8");
  const kb = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]) * 1024;
  console.log(`memory ${when}: ${mb(kb("VmRSS"))}, at most ${mb(kb("VmHWM"))}`);
}

function mb(bytes) {
  return `${Math.round(bytes / (1 << 20))} MB`;
}
