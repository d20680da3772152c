// The example backend as a child process: demo data or an empty database, a fixed clock, a free port.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "./root.mjs";

/** The present time of every test: a Wednesday noon, off every bucket edge. */
export const NOW = "2026-11-18T12:34:56Z";

const program = process.env.BACKEND ?? `${root}/target/debug/examples/backend`;

/** Starts a backend (`now: null` leaves it the real clock); `stop()` ends it. `api(path)` reads JSON from its organization, `sessions(query)` raw rows. */
export async function startBackend({ demo = true, now = NOW, args = [] } = {}) {
  if (!existsSync(program)) throw new Error("no backend: cargo build --example backend (make test does)");
  const options = ["--port", "0", "--dist", `${root}/dist`, "--config-source", "rest", ...(now ? ["--now", now] : []), ...(demo ? ["--demo"] : []), ...args];
  // Killed, it cannot clear away its database of demo data; so that has a folder that goes with it.
  const folder = mkdtempSync(join(tmpdir(), "session-health-e2e-"));
  const child = spawn(program, options, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, TMPDIR: folder } });
  const url = await firstAddress(child);
  const organization = `${url}/api/0/organizations/demo`;
  return {
    url,
    organization,
    api: async (path) => (await expectOk(await fetch(organization + path))).json(),
    /** All pages of a list, by their Link headers. */
    list: (path) => listAll(organization + path),
    sessions: async (query = "statsPeriod=90d") => {
      const answer = await expectOk(await fetch(`${organization}/sessions/raw/?${query}`));
      return (await answer.text()).split("\n").filter(Boolean).map((line) => JSON.parse(line));
    },
    stop: () =>
      new Promise((done) => {
        child.once("exit", () => done(rmSync(folder, { recursive: true, force: true })));
        child.kill("SIGKILL");
      }),
  };
}

async function firstAddress(child) {
  for await (const line of createInterface(child.stdout)) {
    const url = /http:\/\/[\d.:]+/.exec(line)?.[0];
    if (url) return url;
  }
  throw new Error("the backend ended before it listened");
}

async function expectOk(answer) {
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}: ${await answer.text()}`);
  return answer;
}

async function listAll(url) {
  const rows = [];
  for (let next = url; next; ) {
    const answer = await expectOk(await fetch(next));
    rows.push(...(await answer.json()));
    const link = (answer.headers.get("link") ?? "").split(/,\s*(?=<)/).find((each) => each.includes('rel="next"'));
    next = link?.includes('results="true"') ? new URL(/<([^>]+)>/.exec(link)[1], url).href : null;
  }
  return rows;
}
