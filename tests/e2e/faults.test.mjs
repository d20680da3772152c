// Whatever the backend does, the page says it in words, keeps what it has, asks a few times at most, and recovers.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { NOW, startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { bigNumber, readTable, releaseRows, stateOf, states } from "./support/contract.mjs";
import { faults, startProxy } from "./support/faulty_proxy.mjs";

const RAW = /\/sessions\/raw\//;
// What Chromium itself logs about a request that fails.
const expected = [/Failed to load resource/, /ERR_(EMPTY_RESPONSE|CONNECTION|INCOMPLETE|CONTENT_LENGTH)/, /has been blocked by CORS/, /redirect/i];
let backend, browser, elsewhere;

before(async () => {
  [backend, browser] = await Promise.all([startBackend(), startBrowser()]);
  elsewhere = await startProxy(backend.url);
});
after(async () => {
  await browser?.close();
  await elsewhere?.stop();
  await backend?.stop();
});

/** Name, fault of the raw endpoint, what is said, and how often the page asks before it says so. */
const FAULTS = () => [
  ["401", faults.status(401, "Authentication credentials were not provided."), /does not accept this token/, 1],
  ["403", faults.status(403, "You do not have permission to perform this action."), /no access to this/, 1],
  ["409", faults.status(409, "Come back <b>later</b>"), /refused the request \(409\): Come back <b>later<\/b>/, 1],
  ["429", faults.status(429, "Too many requests"), /asks for a pause/, 3],
  ["429, Retry-After: 1", faults.status(429, "Too many requests", { "Retry-After": "1" }), /asks for a pause/, 3],
  ["429, Retry-After: 3600", faults.status(429, "Too many requests", { "Retry-After": "3600" }), /Try again in 3600 seconds/, 1],
  ["500", faults.status(500, "Internal Error"), /The backend failed \(500\)/, 3],
  ["502", faults.status(502, "Bad Gateway"), /The backend failed \(502\)/, 3],
  ["503", faults.status(503, "Unavailable", { "Retry-After": "1" }), /The backend failed \(503\)/, 3],
  ["a web page", faults.html, /it sent a web page where/, 1],
  ["another type", faults.text("image/png", "PNG"), /it sent “image\/png” where/, 1],
  // Chromium itself asks again where a connection was reset.
  ["reset", faults.unreachable, /could not be reached/, null],
  ["redirect to another origin", faults.redirect(`${elsewhere.url}/api/0/organizations/demo/sessions/raw/`), /could not be reached/, 3],
  ["cut before the first line", faults.cut(0), /could not be reached|ended early/, 1],
];

/** A page behind a proxy of its own. */
const withProxy = (use, options) => async () => {
  const proxy = await startProxy(backend.url);
  try {
    await withPage(browser, (page) => use(page, proxy), options);
  } finally {
    await proxy.stop();
  }
};

// Most of the time is waiting between tries: some pages wait at once.
describe("faults", { concurrency: 3 }, () => {
  test("the first load: each fault in its own words, asked a few times at most, and Retry recovers", withProxy(
      async (page, proxy) => {
        const all = FAULTS();
        proxy.fault(RAW, all[0][1]);
        await open(page, `${proxy.url}/?statsPeriod=24h`);
        const retry = page.getByRole("button", { name: "Retry" });
        for (const [at, [name, fault, words, times]] of all.entries()) {
          const before = proxy.asked.filter((url) => RAW.test(url)).length;
          if (at > 0) {
            proxy.heal();
            proxy.fault(RAW, fault);
            await retry.click();
            await ready(page);
          }
          assert.match(await page.locator("main").innerText(), words, name);
          const asked = proxy.asked.filter((url) => RAW.test(url)).length - (at > 0 ? before : 0);
          assert.ok(times === null ? asked <= 12 : asked === times, `${name}: asked ${asked} times`);
        }
        assert.deepEqual(elsewhere.asked, [], "nobody follows a redirect to another origin");
        proxy.heal();
        await retry.click();
        await ready(page);
        assert.equal(await stateOf(page, "crash-free-sessions"), "ready");
      },
      { expected },
    ));

  test("refreshing: each fault leaves the numbers, tells their age, and Retry recovers", withProxy(
      async (page, proxy) => {
        await open(page, `${proxy.url}/?statsPeriod=24h`);
        const settled = await bigNumber(page, "crash-free-sessions");
        const table = await readTable(page, "crash-free-sessions-by-release");
        const later = (minutes) => page.clock.setFixedTime(new Date(Date.parse("2026-11-18T12:34:56Z") + minutes * 60_000));
        await later(4);
        const faulty = FAULTS();
        proxy.fault(RAW, faulty[0][1]);
        await page.locator(".source-chip").click();
        await page.getByRole("button", { name: "Refresh now" }).click();
        await page.keyboard.press("Escape");
        const notice = page.locator(".notice", { hasText: "These numbers are from 13:34, 4 minutes old" });
        await notice.waitFor();
        await ready(page);
        for (const [name, fault, words] of [...faulty, ["an answer cut short", faults.truncated, /ended early|could not be reached/], ["a wrong length", faults.wrongLength, /could not be reached|ended early/]]) {
          proxy.heal();
          proxy.fault(RAW, fault);
          await notice.getByRole("button", { name: "Retry" }).click();
          await ready(page);
          assert.match(await notice.innerText(), words, name);
          assert.deepEqual(await bigNumber(page, "crash-free-sessions"), settled, name);
        }
        // What is asked beside the sessions is not lost either.
        const before = await states(page);
        for (const other of [/issues-timeseries\//, /\/releases\/\?/]) {
          proxy.heal();
          proxy.fault(other, faults.status(403, "Not for you"));
          await notice.getByRole("button", { name: "Retry" }).click();
          await ready(page);
          assert.match(await notice.innerText(), /no access|not allowed|403/i, String(other));
          assert.deepEqual(await states(page), before, String(other));
        }
        assert.deepEqual(await readTable(page, "crash-free-sessions-by-release"), table);
        assert.match(await page.locator(".source-chip").getAttribute("class"), /^(?!.*is-live)/);
        proxy.heal();
        await notice.getByRole("button", { name: "Retry" }).click();
        await ready(page);
        assert.equal(await notice.count(), 0);
        const asked = proxy.asked.filter((url) => RAW.test(url)).at(-1);
        assert.match(asked, /updatedSince=/, "only what changed is asked for");
        assert.deepEqual(await bigNumber(page, "crash-free-sessions"), settled, "nothing changed at the backend");
      },
      { expected },
    ));

  test("lines that cannot be read, slow answers, pages in disorder: the numbers are those of a healthy backend", withProxy(
      async (page, proxy) => {
        await open(page, `${backend.url}/?statsPeriod=24h`);
        const numbers = async () => [await bigNumber(page, "crash-free-sessions"), await readTable(page, "sessions-by-release")];
        const settled = await numbers();
        const rows = await releaseRows(page);
        const giant = Buffer.from(`{"sid":"${"x".repeat(2 << 20)}"}\n`);
        const broken = [
          ["invalid UTF-8", faults.among(Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 10])), /1 line could not be read/],
          ["a gigantic line", faults.among(giant), /1 line could not be read/],
          ["a slow drip", faults.drip(8, 60), null],
          ["a late answer", faults.delay(700), null],
        ];
        for (const [name, fault, words] of broken) {
          proxy.heal();
          proxy.fault(RAW, fault);
          await open(page, `${proxy.url}/?statsPeriod=24h`);
          if (words) assert.match(await page.locator("main").innerText(), words, name);
          assert.deepEqual(await numbers(), settled, name);
        }
        proxy.heal();
        proxy.fault(/\/releases\/\?/, faults.circles);
        await open(page, `${proxy.url}/?statsPeriod=24h`);
        assert.deepEqual(await numbers(), settled, "pages in disorder");
        assert.deepEqual(await releaseRows(page), rows, "pages in disorder");
        assert.equal(proxy.asked.filter((url) => /\/releases\/\?.*cursor/.test(url)).length, 1, "circles are left");
      },
      { expected },
    ));

  test("an answer cut short keeps what arrived and says that it is partial", withProxy(
      async (page, proxy) => {
        proxy.fault(RAW, faults.truncated);
        await open(page, `${proxy.url}/?statsPeriod=7d`);
        assert.match(await page.locator("body").innerText(), /partial|incomplete|cut short|ended early/i);
        assert.equal(await stateOf(page, "crash-free-sessions"), "ready");
        const arrived = await bigNumber(page, "crash-free-sessions");
        assert.ok(arrived.value > 0);
        // Retry fails: what arrived stays, as the page says.
        for (const fault of [faults.truncated, faults.unreachable]) {
          proxy.fault(RAW, fault);
          await page.getByRole("button", { name: "Retry" }).first().click();
          await page.getByText(/^These numbers are from/).waitFor();
          await ready(page);
          assert.deepEqual(await bigNumber(page, "crash-free-sessions"), arrived);
          assert.match(await page.locator("body").innerText(), /What arrived is kept/);
          const shown = await states(page);
          assert.ok(Object.values(shown).every((state) => state === "ready"), JSON.stringify(shown));
        }
        proxy.heal();
        await page.getByRole("button", { name: "Retry" }).first().click();
        await page.getByText("What arrived is kept").waitFor({ state: "detached" });
        await ready(page);
        const whole = await bigNumber(page, "crash-free-sessions");
        await open(page, `${backend.url}/?statsPeriod=7d`);
        assert.deepEqual(await bigNumber(page, "crash-free-sessions"), whole);
        assert.notDeepEqual(whole, arrived);
      },
      { expected },
    ));

  test("one endpoint down leaves all widgets but its own, whose Retry recovers", withProxy(
      async (page, proxy) => {
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

  test("without a list of environments the page works, and says so", withProxy(
      async (page, proxy) => {
        proxy.fault(/\/environments\//, faults.status(500, "Internal Error"));
        await open(page, `${proxy.url}/?statsPeriod=24h`);
        const shown = await states(page);
        assert.ok(Object.values(shown).every((state) => state !== "error"), JSON.stringify(shown));
        const notice = page.getByText("The list of environments could not be loaded");
        await notice.waitFor();
        assert.match(await page.locator("main").innerText(), /The backend failed \(500\)/);
        assert.equal(proxy.asked.filter((url) => /\/environments\//.test(url)).length, 3);
      },
      { expected },
    ));

  test("a backend without raw sessions is asked for its sums, which give the same numbers in every table", withProxy(
      async (page, proxy) => {
        const link = "?statsPeriod=7d&environment=production";
        const tables = async (url) => {
          await open(page, url);
          const ids = Object.keys(await states(page));
          const read = {};
          for (const id of ids) if ((await stateOf(page, id)) === "ready") read[id] = await readTable(page, id);
          return read;
        };
        const raw = await tables(`${backend.url}/${link}`);
        proxy.fault(RAW, faults.status(404, "The requested resource does not exist"));
        const before = proxy.asked.length;
        const sums = await tables(`${proxy.url}/${link}`);
        assert.deepEqual(sums, raw);
        const asked = proxy.asked.slice(before).filter((url) => /\/sessions\/\?/.test(url));
        assert.ok(asked.length <= 6, `${asked.length} requests`);
        const other = "?statsPeriod=3d&dashboard=frontend-session-health&project=1&compare=1";
        const frontend = await tables(`${proxy.url}/${other}`);
        assert.ok(Object.keys(frontend).length >= 5, Object.keys(frontend).join());
        assert.deepEqual(frontend, await tables(`${backend.url}/${other}`));
        // One of them fails: the widgets of the others stand, and nothing is made up for its own.
        const BY_RELEASE = /\/sessions\/\?.*groupBy=release/;
        proxy.fault(BY_RELEASE, faults.status(409, "Not now"));
        const partly = await tables(`${proxy.url}/${link}`);
        const shown = await states(page);
        const failed = Object.keys(shown).filter((id) => shown[id] === "error");
        assert.ok(failed.length > 0 && Object.keys(partly).length >= 3, JSON.stringify(shown));
        for (const [id, table] of Object.entries(partly)) assert.deepEqual(table, sums[id], id);
        for (const id of failed) assert.match(await page.locator(`figure[data-widget-id="${id}"]`).innerText(), /refused the request \(409\): Not now/, id);
        proxy.heal();
        proxy.fault(RAW, faults.status(404, "The requested resource does not exist"));
        await page.locator(`figure[data-widget-id="${failed[0]}"]`).getByRole("button", { name: /retry|try again/i }).click();
        await ready(page);
        assert.deepEqual(Object.values(await states(page)).filter((state) => state === "error"), []);
        assert.deepEqual(await readTable(page, failed[0]), sums[failed[0]]);
      },
      { expected },
    ));

  test("nothing there: no sessions in range, no project with any, filters too narrow", withProxy(async (page, proxy) => {
      proxy.fault(RAW, faults.noSessions);
      await open(page, `${proxy.url}/?statsPeriod=24h`);
      const shown = await states(page);
      assert.equal(shown["crash-free-sessions"] ?? "empty", "empty", JSON.stringify(shown));
      assert.match(await page.locator("body").innerText(), /no sessions/i);
      proxy.fault(/\/projects\//, faults.json([{ id: "1", slug: "ios", name: "iOS", platform: "apple-ios", hasSessions: false }]));
      await open(page, proxy.url);
      await page.getByText("Add a Sentry SDK").waitFor();
      await open(page, `${backend.url}/?statsPeriod=24h&release=nothing%401.0.0`);
      assert.equal(await stateOf(page, "crash-free-sessions"), "empty");
      assert.match(await page.locator("body").innerText(), /filter/i);
    }));

  test("a newer filter's answer is never overwritten by an older one that comes late", withProxy(async (page, proxy) => {
      await open(page, `${proxy.url}/?statsPeriod=24h`);
      const settled = await bigNumber(page, "crash-free-sessions");
      // The answer to the wider range never comes.
      proxy.fault(RAW, faults.stall);
      await choosePeriod(page, /30 days/);
      await choosePeriod(page, /24 hours/);
      await ready(page);
      proxy.heal();
      assert.deepEqual(await bigNumber(page, "crash-free-sessions"), settled);
      // It comes when the page has long gone back: sums, which are asked for anew for every range.
      const noRaw = () => proxy.fault(RAW, faults.status(404, "The requested resource does not exist"));
      noRaw();
      await open(page, `${proxy.url}/?statsPeriod=24h`);
      const late = /\/sessions\/\?|issues-timeseries|\/issues\/\?/;
      proxy.fault(late, faults.delay(4000));
      const before = proxy.asked.filter((url) => late.test(url)).length;
      await choosePeriod(page, /30 days/);
      while (proxy.asked.filter((url) => late.test(url)).length === before) await page.waitForTimeout(50);
      proxy.heal();
      noRaw();
      await choosePeriod(page, /24 hours/);
      await ready(page);
      const numbers = () => page.$$eval("figure [data-value]", (all) => all.map((each) => each.dataset.value));
      const back = await numbers();
      await page.waitForTimeout(5000);
      assert.deepEqual(await numbers(), back);
      assert.deepEqual(await bigNumber(page, "crash-free-sessions"), settled);
    }, { expected }));

  test("a range that cannot be read says why, mixes nothing, and leaves what was read before at hand", withProxy(
      async (page, proxy) => {
        const numbers = async () => [await bigNumber(page, "crash-free-sessions"), await bigNumber(page, "crash-free-users"), await releaseRows(page)];
        const shown = () => page.locator('figure[data-widget-id="crash-free-sessions"]');
        await open(page, `${backend.url}/?statsPeriod=30d`);
        const wide = await numbers();
        await open(page, `${proxy.url}/?statsPeriod=24h`);
        const narrow = await numbers();
        const dot = () => page.locator(".source-dot").evaluate((dot) => getComputedStyle(dot).backgroundColor);
        const live = await dot();
        const faulty = FAULTS().filter(([name]) => ["403", "429, Retry-After: 3600", "cut before the first line"].includes(name));
        for (const [name, fault, words] of faulty) {
          proxy.heal();
          proxy.fault(RAW, fault);
          await choosePeriod(page, /30 days/);
          await ready(page);
          assert.match(await shown().innerText(), words, name);
          const [note, first] = await Promise.all([".widget-note", ".widget-note-what"].map((part) => shown().locator(part).boundingBox()));
          assert.ok(first.y >= note.y - 1, `${name}: what happened is seen from its start`);
          assert.notEqual(await dot(), live, `${name}: the source is not well`);
          const all = await states(page);
          // No number of the old range under the name of the new one; what else is asked has come.
          for (const id of ["crash-free-sessions", "sessions-by-release", "session-health", "releases"]) assert.equal(all[id], "error", `${name}: ${id}`);
          assert.equal(all["issue-counts"], "ready", name);
          const before = proxy.asked.filter((url) => RAW.test(url)).length;
          await choosePeriod(page, /24 hours/);
          await ready(page);
          assert.deepEqual(await numbers(), narrow, `${name}: what was read is kept`);
          assert.equal(await dot(), live);
          assert.equal(proxy.asked.filter((url) => RAW.test(url)).length, before, `${name}: and need not be asked for`);
        }
        // A refresh of the failed range reads what is missing instead of showing the little there is.
        await choosePeriod(page, /30 days/);
        await ready(page);
        proxy.heal();
        await page.locator(".source-chip").click();
        await page.getByRole("button", { name: "Refresh now" }).click();
        await page.keyboard.press("Escape");
        await page.waitForSelector('figure[data-widget-id="crash-free-sessions"][data-state="ready"]');
        await ready(page);
        assert.deepEqual(await numbers(), wide);
      },
      { expected },
    ));

  test("silence is told after a minute each time, and the page comes back by itself: by its next look, or with the net", withProxy(
      async (page, proxy) => {
        const asked = () => proxy.asked.filter((url) => RAW.test(url)).length;
        const until = async (what) => {
          while (!(await what())) await new Promise((done) => setTimeout(done, 20));
        };
        await page.clock.install({ time: new Date(NOW) });
        proxy.fault(RAW, faults.stall);
        await page.goto(`${proxy.url}/?statsPeriod=24h`);
        for (const times of [1, 2, 3]) {
          await until(() => asked() === times);
          await page.clock.runFor(61_000);
        }
        await page.getByRole("heading", { name: "The backend is taking too long" }).waitFor();
        assert.match(await page.locator("main").innerText(), /did not answer in time\..*Try again, or choose a shorter time range/s);
        assert.equal(asked(), 3, "and no more");
        // Back on the net: nobody has to click.
        proxy.heal();
        await page.evaluate(() => dispatchEvent(new Event("online")));
        await ready(page);
        const settled = await bigNumber(page, "crash-free-sessions");
        const notice = page.locator(".notice", { hasText: "These numbers are from" });
        const state = () => stateOf(page, "crash-free-sessions");

        // By its own next look.
        await page.locator(".source-chip").click();
        await page.getByLabel("30 s").check({ force: true });
        await page.keyboard.press("Escape");
        proxy.fault(RAW, faults.status(503, "Unavailable"));
        await page.clock.runFor(33_000);
        await notice.waitFor();
        assert.deepEqual([await state(), await bigNumber(page, "crash-free-sessions")], ["ready", settled]);
        proxy.heal();
        await page.clock.runFor(33_000);
        await notice.waitFor({ state: "detached" });
        await ready(page);
        assert.deepEqual(await bigNumber(page, "crash-free-sessions"), settled);

        // Not before the pause that the backend asked for.
        proxy.fault(RAW, faults.status(429, "Too many requests", { "Retry-After": "120" }));
        await page.clock.runFor(33_000);
        await notice.waitFor();
        assert.match(await notice.innerText(), /Try again in 120 seconds/);
        proxy.heal();
        const before = asked();
        await page.clock.runFor(80_000);
        assert.equal(asked(), before, "left alone");
        await page.clock.runFor(45_000);
        await notice.waitFor({ state: "detached" });
        await ready(page);
        assert.deepEqual(await bigNumber(page, "crash-free-sessions"), settled);
      },
      { expected, now: null },
    ));

  test("clocks that differ are told, with what that does to the page; no session of the future is counted", withProxy(
      async (page, proxy) => {
        const title = page.locator(".notice", { hasText: "This device’s clock is" });
        await open(page, `${proxy.url}/?statsPeriod=24h`);
        assert.equal(await title.count(), 0, "a few seconds are nothing");
        const settled = await bigNumber(page, "crash-free-sessions");
        const table = await readTable(page, "sessions-by-release");

        // What a device sends whose own clock is ahead, of a release that is nowhere else.
        const tomorrow = new Date(Date.parse(NOW) + 86_400_000).toISOString();
        const row = { sid: "ffffffff-0000-4000-8000-000000000000", did: "u", project: 1, started: tomorrow, timestamp: tomorrow, status: "crashed", errors: 1, attrs: { release: "future@1.0.0", environment: "production" } };
        proxy.fault(RAW, faults.among(Buffer.from(`${JSON.stringify(row)}\n`)));
        await open(page, `${proxy.url}/?statsPeriod=24h`);
        assert.deepEqual(await bigNumber(page, "crash-free-sessions"), settled);
        assert.deepEqual(await readTable(page, "sessions-by-release"), table);
        assert.ok(!(await releaseRows(page)).some(({ release }) => release === "future@1.0.0"));

        for (const [hours, words] of [
          [3, /clock is 3 h behind the backend’s[^]*Sessions of the last 3 h are not shown/],
          [-2, /clock is 2 h ahead of the backend’s[^]*The last 2 h of every chart are empty/],
        ]) {
          proxy.heal();
          proxy.fault(/\/api\//, faults.ahead(hours));
          await open(page, `${proxy.url}/?statsPeriod=24h`);
          assert.match(await title.innerText(), words);
          assert.equal(await stateOf(page, "crash-free-sessions"), "ready");
          assert.deepEqual(await bigNumber(page, "crash-free-sessions"), settled, "the numbers are those of the asked range");
        }
        // Set right, it is told no more.
        proxy.heal();
        await page.locator(".source-chip").click();
        await page.getByRole("button", { name: "Refresh now" }).click();
        await title.waitFor({ state: "detached" });
      },
      { expected },
    ));
});

async function choosePeriod(page, name) {
  await page.getByRole("button", { name: /^Time range/ }).click();
  await page.getByRole("dialog", { name: "Time range" }).getByRole("option", { name }).click();
}
