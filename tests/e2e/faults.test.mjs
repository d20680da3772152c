// Whatever the backend does, the page says it in words, keeps what it has, and recovers by Retry.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { bigNumber, stateOf, states } from "./support/contract.mjs";
import { faults, startProxy } from "./support/faulty_proxy.mjs";

const RAW = /\/sessions\/raw\//;
// What Chromium itself logs about a request that fails.
const expected = [/Failed to load resource/, /ERR_(EMPTY_RESPONSE|CONNECTION|INCOMPLETE|CONTENT_LENGTH)/];
let backend, browser, proxy;

before(async () => {
  [backend, browser] = await Promise.all([startBackend(), startBrowser()]);
  proxy = await startProxy(backend.url);
});
beforeEach(() => proxy.heal());
after(async () => {
  await browser?.close();
  await proxy?.stop();
  await backend?.stop();
});

const PAGE_FAULTS = [
  ["401", faults.status(401, "Authentication credentials were not provided."), /token|sign|credential|not authori[sz]ed/i],
  ["403", faults.status(403, "You do not have permission to perform this action."), /permission|not allowed|access/i],
  ["429", faults.status(429, "Too many requests", { "Retry-After": "1" }), /asks for a pause/i],
  ["500", faults.status(500, "Internal Error"), /server|failed|went wrong/i],
  ["HTML", faults.html, /not JSON|HTML|web page|unexpected|understand/i],
  ["no connection", faults.unreachable, /reach|connect|network/i],
];

for (const [name, fault, words] of PAGE_FAULTS)
  test(`sessions answered with ${name}: said in words, Retry recovers`, () =>
    withPage(
      browser,
      async (page) => {
        proxy.fault(RAW, fault);
        await open(page, `${proxy.url}/?statsPeriod=24h`);
        assert.match(await page.locator("body").innerText(), words);
        const retry = page.getByRole("button", { name: /retry|try again/i }).first();
        await retry.waitFor();
        proxy.heal();
        await retry.click();
        await ready(page);
        await page.waitForSelector('figure[data-widget-id="crash-free-sessions"][data-state="ready"]');
      },
      { expected },
    ));

test("an answer cut short keeps what arrived and says that it is partial", () =>
  withPage(
    browser,
    async (page) => {
      proxy.fault(RAW, faults.truncated);
      await open(page, `${proxy.url}/?statsPeriod=7d`);
      assert.match(await page.locator("body").innerText(), /partial|incomplete|cut short|ended early/i);
      assert.equal(await stateOf(page, "crash-free-sessions"), "ready");
      assert.ok((await bigNumber(page, "crash-free-sessions")).value > 0);
    },
    { expected },
  ));

test("one endpoint down leaves all widgets but its own, whose Retry recovers", () =>
  withPage(
    browser,
    async (page) => {
      proxy.fault(/\/issues-timeseries\//, faults.status(500, "Internal Error"));
      await open(page, `${proxy.url}/?statsPeriod=14d`);
      const shown = await states(page);
      const failed = Object.keys(shown).filter((id) => shown[id] === "error");
      assert.deepEqual(failed.sort(), ["issue-counts", "new-issues-by-release"], JSON.stringify(shown));
      assert.equal(shown["crash-free-sessions"], "ready");
      proxy.heal();
      await page.locator('figure[data-widget-id="issue-counts"]').getByRole("button", { name: /retry|try again/i }).click();
      await page.waitForSelector('figure[data-widget-id="issue-counts"][data-state="ready"]');
    },
    { expected },
  ));

test("no sessions in range: empty, with what to do next", () =>
  withPage(browser, async (page) => {
    proxy.fault(RAW, faults.noSessions);
    await open(page, `${proxy.url}/?statsPeriod=24h`);
    const shown = await states(page);
    assert.equal(shown["crash-free-sessions"] ?? "empty", "empty", JSON.stringify(shown));
    assert.match(await page.locator("body").innerText(), /no sessions/i);
  }));

test("no project has sessions: told how to send some", () =>
  withPage(browser, async (page) => {
    proxy.fault(RAW, faults.noSessions);
    proxy.fault(/\/projects\//, faults.json([{ id: "1", slug: "ios", name: "iOS", platform: "apple-ios", hasSessions: false }]));
    await open(page, proxy.url);
    assert.match(await page.locator("body").innerText(), /SDK|send|no project/i);
  }));

test("filters that let nothing pass: empty, and one can widen them", () =>
  withPage(browser, async (page) => {
    await open(page, `${backend.url}/?statsPeriod=24h&release=nothing%401.0.0`);
    assert.equal(await stateOf(page, "crash-free-sessions"), "empty");
    assert.match(await page.locator("body").innerText(), /filter/i);
  }));

test("a newer filter's answer is never overwritten by an older one that comes late", () =>
  withPage(browser, async (page) => {
    await open(page, `${backend.url}/?statsPeriod=24h`);
    const settled = await bigNumber(page, "crash-free-sessions");
    let release;
    const held = new Promise((done) => (release = done));
    await page.route(RAW, async (route) => {
      await held;
      await route.continue().catch(() => {});
    });
    await choosePeriod(page, /30 days/);
    await choosePeriod(page, /24 hours/);
    release();
    await ready(page);
    assert.deepEqual(await bigNumber(page, "crash-free-sessions"), settled);
  }));

async function choosePeriod(page, name) {
  await page.getByRole("button", { name: /^Time range/ }).click();
  await page.getByRole("dialog", { name: "Time range" }).getByRole("option", { name }).click();
}
