// The recipes of examples/hosting under the real programs: headers, types, packed twins, and a proxy that only reads and keeps
// its token to itself.
import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { startBackend } from "./support/backend.mjs";
import { open, startBrowser, withPage } from "./support/browser.mjs";
import { states } from "./support/contract.mjs";
import { startProxy } from "./support/faulty_proxy.mjs";
import { isInstalled, startCaddy, startNginx } from "./support/recipes.mjs";
import { root } from "./support/root.mjs";

const TOKEN = "sntrys_OnlyTheProxyKnowsThis0123456789";
const API = "/api/0/organizations/demo";
const HASHED = "/probe-0123456789abcdef.js";
let backend, upstream, browser, folder;

before(async () => {
  [backend, browser] = await Promise.all([startBackend({ args: ["--token", TOKEN] }), startBrowser()]);
  upstream = await startProxy(backend.url);
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "session-health-dist-"));
  fs.chmodSync(folder, 0o755);
  fs.cpSync(path.join(root, "dist"), folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "config.json"), JSON.stringify({ source: { kind: "rest", base: "", organization: "demo" } }));
  // Told apart by what they say.
  fs.writeFileSync(folder + HASHED, "plain");
  fs.writeFileSync(`${folder}${HASHED}.gz`, gzipSync("packed"));
});
after(async () => {
  await browser?.close();
  await upstream?.stop();
  await backend?.stop();
  if (folder) fs.rmSync(folder, { recursive: true, force: true });
});

/** Status, headers and bytes, with the path sent as it stands. */
function ask(url, target, { method = "GET", headers = {} } = {}) {
  const { hostname, port } = new URL(url);
  return new Promise((done, failed) => {
    const request = http.request({ hostname, port, path: target, method, headers, agent: false }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }));
    });
    request.on("error", failed);
    request.end();
  });
}

for (const [program, start] of [["nginx", startNginx], ["caddy", startCaddy]])
  // scripts/setup installs nginx; Caddy is not to be had everywhere.
  test(`the recipe for ${program}`, { skip: program === "caddy" && !isInstalled(program) && "Caddy is not installed" }, async () => {
    const host = await start({ folder, upstream: upstream.url, organization: "demo", token: TOKEN });
    try {
      await files(host.url);
      await twins(host.url, program);
      await proxy(host.url);
      await page(host.url);
    } finally {
      await host.stop();
    }
  });

async function files(url) {
  const ready = fs.readFileSync(path.join(folder, "_headers"), "utf8");
  const always = [...ready.matchAll(/^ {2}([\w-]+): (.*)$/gm)].filter(([, name]) => name !== "Cache-Control");
  const name = (ending) => `/${fs.readdirSync(folder).find((each) => each.endsWith(ending))}`;
  const expected = [
    ["/", 200, /^text\/html/, "no-cache"],
    ["/index.html?dashboard=frontend-session-health", 200, /^text\/html/, "no-cache"],
    ["/config.json", 200, /^application\/json/, "no-cache"],
    [name("_bg.wasm"), 200, /^application\/wasm/, "public, max-age=31536000, immutable"],
    [name(".css"), 200, /^text\/css/, "public, max-age=31536000, immutable"],
    [HASHED, 200, /^text\/javascript/, "public, max-age=31536000, immutable"],
    ["/nothing/of/this/name", 404, null, null],
    ["/..%2f..%2f..%2fetc/passwd", null, null, null],
  ];
  for (const [target, status, type, cache] of expected) {
    const answer = await ask(url, target);
    if (status) assert.equal(answer.status, status, target);
    else assert.ok(answer.status >= 400 && answer.status < 500, `${target}: ${answer.status}`);
    if (type) assert.match(answer.headers["content-type"], type, target);
    if (cache) assert.equal(answer.headers["cache-control"], cache, target);
    if (status) for (const [, header, value] of always) assert.equal(answer.headers[header.toLowerCase()], value, `${target}: ${header}`);
  }
  const packed = await ask(url, HASHED, { headers: { "Accept-Encoding": "gzip" } });
  assert.equal(packed.headers["content-encoding"], "gzip");
  assert.deepEqual(packed.body, fs.readFileSync(`${folder}${HASHED}.gz`), "the twin that lies beside it");
  assert.equal((await ask(url, HASHED)).body.toString(), "plain");
}

/** What the page is made of travels packed, from the twins that `make dist` lays beside it. */
async function twins(url, program) {
  const unpack = { br: brotliDecompressSync, gzip: gunzipSync };
  const endings = [[/_bg\.wasm$/, /^application\/wasm/], [/\.css$/, /^text\/css/], [/^session-health-[^.]*\.js$/, /^text\/javascript/]];
  for (const [ending, type] of endings) {
    const name = fs.readdirSync(folder).find((each) => ending.test(each));
    const file = path.join(folder, name);
    const whole = fs.readFileSync(file);
    // A debug build has none.
    if (!fs.existsSync(`${file}.gz`)) fs.writeFileSync(`${file}.gz`, gzipSync(whole, { level: 1 }));
    if (!fs.existsSync(`${file}.br`)) fs.writeFileSync(`${file}.br`, brotliCompressSync(whole, { params: { 1: 1 } }));
    // Debian's nginx has no ngx_brotli; Caddy takes the first of `precompressed` that the browser takes.
    for (const [accepted, encoding] of [["gzip, deflate, br, zstd", program === "caddy" ? "br" : "gzip"], ["gzip", "gzip"], ["identity", undefined]]) {
      const answer = await ask(url, `/${name}`, { headers: { "Accept-Encoding": accepted } });
      assert.equal(answer.headers["content-encoding"], encoding, `${name}: ${accepted}`);
      assert.match(answer.headers["content-type"], type, `${name}: ${accepted}`);
      assert.equal(answer.headers["cache-control"], "public, max-age=31536000, immutable");
      const twin = { br: ".br", gzip: ".gz" }[encoding];
      if (twin) assert.deepEqual(answer.body, fs.readFileSync(file + twin), `${name}: the twin as it lies there`);
      assert.ok((encoding ? unpack[encoding](answer.body) : answer.body).equals(whole), `${name}: ${accepted}`);
    }
  }
}

async function proxy(url) {
  const asked = () => upstream.requests.length;
  const sent = { Authorization: "Bearer mine", Cookie: "session=1", Referer: "http://elsewhere/" };
  const sessions = "sessions/?field=sum(session)&statsPeriod=24h";
  const series = "issues-timeseries/?category=issue&yAxis=count(new_issues)&statsPeriod=24h&interval=1h";
  for (const target of ["projects/", "environments/", sessions, "releases/", "releases/stats/", "issues/", series]) {
    const answer = await ask(url, `${API}/${target}`, { headers: sent });
    assert.equal(answer.status, 200, `${target}: ${answer.body}`);
    assert.match(answer.headers["content-type"], /^application\/json/);
    const { headers } = upstream.requests.at(-1);
    assert.equal(headers.authorization, `Bearer ${TOKEN}`, "its own token, whatever a page sends");
    assert.deepEqual([headers.cookie ?? "", headers.referer ?? "", headers.host], ["", "", "sentry.io"]);
    assert.ok(!`${JSON.stringify(answer.headers)}${answer.body}`.includes(TOKEN));
  }
  // A backend's cookies stay there.
  upstream.fault(/projects/, (request, response) => response.writeHead(200, { "Content-Type": "application/json", "Set-Cookie": "a=b" }).end("[]"));
  assert.equal((await ask(url, `${API}/projects/`)).headers["set-cookie"], undefined);
  upstream.heal();
  const before = asked();
  const refused = [
    ["POST", `${API}/projects/`],
    ["PUT", `${API}/issues/`],
    ["DELETE", `${API}/issues/?id=1`],
    ["GET", `${API}/members/`],
    ["GET", `${API}/projects`],
    ["GET", "/api/0/organizations/other/projects/"],
    ["GET", `${API}/projects/../members/`],
    ["GET", `${API}/projects/%2e%2e/members/`],
    ["GET", `${API}/releases/1.0.0/`],
    ["GET", "/api/0/"],
    ["POST", "/api/1/envelope/"],
  ];
  for (const [method, target] of refused) {
    const { status } = await ask(url, target, { method, headers: sent });
    assert.ok([301, 308, 400, 403, 404, 405].includes(status), `${method} ${target}: ${status}`);
  }
  assert.equal(asked(), before, "none of it got through");
}

const page = (url) =>
  withPage(
    browser,
    async (page) => {
      const seen = [];
      page.on("response", async (answer) => seen.push(JSON.stringify(await answer.allHeaders()), (await answer.body().catch(() => "")).toString("latin1")));
      page.on("request", (request) => assert.ok(request.url().startsWith(url), request.url()));
      await open(page, `${url}/?statsPeriod=24h`);
      const shown = Object.values(await states(page));
      assert.ok(shown.length >= 10 && shown.every((state) => state === "ready" || state === "empty"), JSON.stringify(await states(page)));
      assert.ok(shown.filter((state) => state === "ready").length >= 8);
      assert.ok(seen.length > 20);
      assert.ok(!seen.some((text) => text.includes(TOKEN)), "the token does not reach the browser");
      assert.ok(!(await page.content()).includes(TOKEN));
    },
    // The proxy passes no raw sessions on: the page goes on with sums.
    { expected: [/404.*sessions\/raw/] },
  );
