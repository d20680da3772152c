// Filters change the numbers and the address together; links, Back and Forward restore them; data in hand is not asked again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NOW, startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { close } from "./support/compare.mjs";
import { bigNumber, readSeries, states, widget } from "./support/contract.mjs";
import * as oracle from "./support/oracle.mjs";

const now = Date.parse(NOW);
let backend, browser, rows;

before(async () => {
  [backend, browser] = await Promise.all([startBackend(), startBrowser()]);
  rows = oracle.prepare(await backend.sessions());
});
after(async () => {
  await browser?.close();
  await backend?.stop();
});

const crashFree = (period, filter) => {
  const range = oracle.millis(period);
  return oracle.crashFree(oracle.tally(oracle.select(rows, oracle.windowOf(now - range, now, oracle.sessionInterval(range)), filter)).sessions);
};
const parameters = (page) => Object.fromEntries(["project", "environment", "release", "statsPeriod", "interval"].map((key) => [key, new URL(page.url()).searchParams.getAll(key)]));

/** Opens the filter with this label, chooses options in it by name, and closes it. */
async function choose(page, label, ...names) {
  await page.getByRole("button", { name: new RegExp(`^${label}`) }).click();
  const panel = page.getByRole("dialog", { name: label });
  for (const name of names) await panel.getByRole("option", { name }).first().click();
  if (await panel.isVisible()) await page.keyboard.press("Escape");
  await ready(page);
}

test("a project, then an environment: numbers and address follow, from the data in hand; Back and Forward too", () =>
  withPage(
    browser,
    async (page) => {
      const shows = async (filter) => close((await bigNumber(page, "crash-free-sessions")).value, crashFree("14d", filter), JSON.stringify(filter));
      await shows({});
      const fetched = [];
      page.on("request", (request) => request.url().includes("/sessions/raw/") && fetched.push(request.url()));
      const projects = await backend.api("/projects/");
      const android = Number(projects[1].id);
      await choose(page, "Projects", projects[1].name);
      assert.deepEqual(parameters(page).project, [String(android)]);
      await shows({ projects: [android] });
      await choose(page, "Environments", "production");
      assert.deepEqual(parameters(page).environment, ["production"]);
      await shows({ projects: [android], environments: ["production"] });
      assert.deepEqual(fetched, [], "nothing was fetched again");

      await page.goBack();
      await ready(page);
      await shows({ projects: [android] });
      await page.goBack();
      await ready(page);
      await shows({});
      await page.goForward();
      await ready(page);
      await shows({ projects: [android] });
      await page.reload();
      await ready(page);
      await shows({ projects: [android] });
    },
    { url: `${backend.url}/?statsPeriod=14d` },
  ));

test("releases are found by typing, and several can be chosen", () =>
  withPage(
    browser,
    async (page) => {
      const window = oracle.windowOf(now - oracle.millis("14d"), now, oracle.sessionInterval(oracle.millis("14d")));
      const [first, second] = oracle.mostAdopted(oracle.select(rows, window));
      await page.locator(".filter-bar").getByRole("button", { name: /^Releases/ }).click();
      const panel = page.getByRole("dialog", { name: "Releases" });
      for (const release of [first, second]) {
        await panel.getByRole("combobox").fill(release);
        await panel.getByRole("option").first().click();
      }
      await page.keyboard.press("Escape");
      await ready(page);
      assert.deepEqual(parameters(page).release.sort(), [first, second].sort());
      close((await bigNumber(page, "crash-free-sessions")).value, crashFree("14d", { releases: [first, second] }), "two releases");
    },
    { url: `${backend.url}/?statsPeriod=14d` },
  ));

test("a wider time range fetches what is missing, a narrower one nothing", () =>
  withPage(
    browser,
    async (page) => {
      const fetched = [];
      page.on("request", (request) => request.url().includes("/sessions/raw/") && fetched.push(new URL(request.url()).searchParams));
      await choose(page, "Time range", /30 days/);
      assert.deepEqual(parameters(page).statsPeriod, ["30d"]);
      close((await bigNumber(page, "crash-free-sessions")).value, crashFree("30d", {}), "30 days");
      assert.ok(fetched.length > 0, "older sessions were fetched");
      const held = now - 2 * oracle.millis("14d");
      for (const query of fetched) assert.ok(Date.parse(query.get("end")) <= held + oracle.millis("1d"), `only what was missing: ${query}`);
      const before = fetched.length;
      await choose(page, "Time range", /24 hours/);
      close((await bigNumber(page, "crash-free-sessions")).value, crashFree("24h", {}), "24 hours");
      assert.equal(fetched.length, before);
    },
    { url: `${backend.url}/?statsPeriod=14d` },
  ));

test("a chosen interval makes other buckets", () =>
  withPage(
    browser,
    async (page) => {
      assert.equal((await readSeries(page, "session-health")).starts.length, 337);
      await choose(page, "Interval", /^1 day$/);
      assert.deepEqual(parameters(page).interval, ["1d"]);
      const { starts } = await readSeries(page, "session-health");
      assert.equal(starts.length, 15);
      assert.ok(starts.every((start) => start % 86_400_000 === 0));
      // Those of issues begin when the range does; new ones by release are asked for in two steps.
      for (const id of ["issue-counts", "new-issues-by-release"]) assert.equal((await readSeries(page, id)).starts.length, 15, id);
    },
    { url: `${backend.url}/?statsPeriod=14d` },
  ));

test("a typed range that makes no sense is refused in words; a good one applies", () =>
  withPage(
    browser,
    async (page) => {
      await page.getByRole("button", { name: /^Time range/ }).click();
      const panel = page.getByRole("dialog", { name: "Time range" });
      const typed = panel.getByLabel("Another length");
      await typed.fill("soon");
      await typed.press("Enter");
      await panel.getByRole("alert").filter({ hasText: /\w/ }).first().waitFor();
      await typed.fill("13h");
      await typed.press("Enter");
      await ready(page);
      assert.deepEqual(parameters(page).statsPeriod, ["13h"]);
      close((await bigNumber(page, "crash-free-sessions")).value, crashFree("13h", {}), "13 hours");
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("a range is copied with its zone in sight, and can be typed again as it was copied", () =>
  withPage(
    browser,
    async (page) => {
      const trigger = page.getByRole("button", { name: /^Time range/ });
      const panel = page.getByRole("dialog", { name: "Time range" });
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await trigger.click();
      await panel.getByRole("button", { name: "Copy range" }).click();
      await panel.getByRole("button", { name: "Copied" }).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      await panel.getByLabel("Another length").fill(copied);
      await page.keyboard.press("Enter");
      await ready(page);
      const { searchParams } = new URL(page.url());
      const typed = ["start", "end"].map((key) => new Date(`${searchParams.get(key).replace("Z", "")}Z`).getTime());
      assert.deepEqual(typed, copied.split("/").map((time) => new Date(time).getTime()));
      assert.match(await trigger.innerText(), /\d\d:\d\d Europe\/Berlin$/);
      const cut = await trigger.locator(".filter-value").evaluate((value) => value.scrollWidth - value.clientWidth);
      assert.ok(cut <= 0, `${cut} px of it are cut off`);
      await trigger.click();
      assert.match(await panel.getByRole("list", { name: "Recently used" }).innerText(), /Europe\/Berlin/);
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("a built-in dashboard takes filters of one data set, too", () =>
  withPage(
    browser,
    async (page) => {
      await page.getByRole("button", { name: "Add filter" }).click();
      const form = page.getByRole("dialog", { name: "Add filter" });
      await form.getByLabel("Condition").fill("environment:production");
      await page.keyboard.press("Enter");
      await ready(page);
      close((await bigNumber(page, "crash-free-sessions")).value, crashFree("14d", { environments: ["production"] }), "in production");
      await page.getByRole("button", { name: "Remove the filter Sessions environment:production" }).click();
      await ready(page);
      close((await bigNumber(page, "crash-free-sessions")).value, crashFree("14d", {}), "everywhere");
    },
    { url: `${backend.url}/?statsPeriod=14d` },
  ));

test("a link restores everything it says, hidden series too", () =>
  withPage(
    browser,
    async (page) => {
      const pressed = () =>
        widget(page, "session-health")
          .getByRole("list", { name: "Legend" })
          .getByRole("button")
          .evaluateAll((all) => Object.fromEntries(all.filter((each) => each.ariaPressed).map((each) => [each.textContent.trim().split(/\s/)[0].toLowerCase(), each.ariaPressed])));
      assert.equal((await pressed()).crashed, "false");
      assert.equal((await pressed()).healthy, "true");
      const expected = crashFree("7d", { projects: [1], environments: ["production"] });
      close((await bigNumber(page, "crash-free-sessions")).value, expected, "the link's filters");
    },
    { url: `${backend.url}/?statsPeriod=7d&project=1&environment=production&unselectedSeries=session-health:crashed` },
  ));

test("healthy is hidden at first; the legend shows it and the address keeps it", () =>
  withPage(
    browser,
    async (page) => {
      const healthy = widget(page, "session-health").getByRole("list", { name: "Legend" }).getByRole("button", { name: /healthy/i }).first();
      assert.equal(await healthy.getAttribute("aria-pressed"), "false");
      await healthy.click();
      assert.equal(await healthy.getAttribute("aria-pressed"), "true");
      assert.match(new URL(page.url()).search, /unselectedSeries=session-health/);
      assert.ok("healthy" in (await readSeries(page, "session-health")).series);
    },
    { url: `${backend.url}/?statsPeriod=7d` },
  ));

test("the other dashboard is one click away, and part of the address", () =>
  withPage(
    browser,
    async (page) => {
      await page.getByRole("link", { name: /frontend/i }).or(page.getByRole("button", { name: /frontend/i })).or(page.getByRole("radio", { name: /frontend/i })).or(page.getByRole("tab", { name: /frontend/i })).first().click();
      await ready(page);
      assert.equal(new URL(page.url()).searchParams.get("dashboard"), "frontend-session-health");
      assert.ok("unhealthy-sessions" in (await states(page)));
      await page.goBack();
      await ready(page);
      assert.ok("crash-free-sessions" in (await states(page)));
    },
    { url: `${backend.url}/?statsPeriod=7d` },
  ));
