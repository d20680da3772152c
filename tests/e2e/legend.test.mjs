// What legends hide stays hidden: across filters, ranges, refreshes and reloads, in the expanded view, and saved with a dashboard.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { widget } from "./support/contract.mjs";

const CHART = "crash-free-sessions-by-release";
let backend, browser;
before(async () => ([backend, browser] = await Promise.all([startBackend(), startBrowser()])));
after(async () => {
  await browser?.close();
  await backend?.stop();
});

const legend = (around) => around.getByRole("list", { name: "Legend" });
const entry = (around, name) => legend(around).getByRole("button", { name, exact: true });
const only = (around, name, label = "Only this") => legend(around).locator(`button[aria-label="${label}"][title="${name}"]`);
/** Names of the series in the legend: the shown ones, and those that are struck through. */
const series = (around) =>
  legend(around)
    .locator("button[aria-pressed]")
    .evaluateAll((all) => {
      const named = (pressed) => all.filter((each) => each.ariaPressed === pressed).map((each) => each.title);
      return { shown: named("true"), hidden: named("false") };
    });

/** Goes on to other parameters as a click would. */
async function turn(page, change) {
  const search = new URLSearchParams(await page.evaluate(() => location.search));
  change(search);
  await page.evaluate((search) => {
    history.pushState(null, "", search);
    dispatchEvent(new PopStateEvent("popstate"));
  }, `?${search}`);
  await ready(page);
}

test("what is hidden stays hidden when filter, range and data change, also what was not there for a while", () =>
  withPage(
    browser,
    async (page) => {
      const figure = widget(page, CHART);
      const [first] = (await series(figure)).shown;
      await entry(figure, first).click();
      assert.deepEqual((await series(figure)).hidden, [first]);

      await page.locator(".filter-bar").getByRole("button", { name: /^Time range/ }).click();
      await page.getByRole("dialog", { name: "Time range" }).getByRole("option", { name: /7 days/ }).click();
      await ready(page);
      assert.deepEqual((await series(figure)).hidden, [first], "another range");
      await page.locator(".source-chip").click();
      await page.getByRole("button", { name: "Refresh now" }).click();
      await ready(page);
      assert.deepEqual((await series(figure)).hidden, [first], "a refresh");
      await page.keyboard.press("Escape");

      const [second, third] = (await series(figure)).shown;
      const releases = await backend.list("/releases/?per_page=100");
      const version = (name) => releases.find((release) => release.version.endsWith(`@${name}`)).version;
      await turn(page, (search) => [second, third].forEach((name) => search.append("release", version(name))));
      assert.deepEqual((await series(figure)).shown.sort(), [second, third].sort());
      assert.deepEqual((await series(figure)).hidden, [], "a filter took it away");
      await entry(figure, second).click();
      await turn(page, (search) => search.delete("release"));
      assert.deepEqual((await series(figure)).hidden.sort(), [first, second].sort(), "and it is hidden still");
      await page.reload();
      await ready(page);
      assert.deepEqual((await series(figure)).hidden.sort(), [first, second].sort(), "after a reload");
      const elsewhere = widget(page, "sessions-by-release");
      assert.deepEqual((await series(elsewhere)).hidden, [], "and in this chart alone");

      // Where nothing but hidden ones are left, all are drawn, and the legend says so.
      await turn(page, (search) => search.append("release", version(first)));
      assert.deepEqual(await series(figure), { shown: [first], hidden: [] });
    },
    { url: `${backend.url}/?statsPeriod=14d` },
  ));

test("“only” shows one series alone, and again what was shown before, in the expanded view too", () =>
  withPage(
    browser,
    async (page) => {
      const figure = widget(page, CHART);
      const all = (await series(figure)).shown;
      const [first, second] = all;
      await entry(figure, first).click();
      await entry(figure, second).hover();
      await only(figure, second).click();
      assert.deepEqual((await series(figure)).shown, [second]);

      await page.getByRole("button", { name: /^Actions for Crash Free Sessions/ }).nth(1).click();
      await page.getByRole("menuitem", { name: "Expand" }).click();
      const dialog = page.locator("dialog.expanded");
      await dialog.waitFor();
      await ready(page);
      assert.deepEqual((await series(dialog)).shown, [second]);
      await only(dialog, second, "Undo only this").click();
      assert.deepEqual(await series(dialog), { shown: all.slice(1), hidden: [first] }, "what was shown in the card before");
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      assert.deepEqual((await series(figure)).hidden, [first]);

      // A double click is “only” as well; a click right after it hides and shows.
      await entry(figure, second).click({ clickCount: 2, delay: 10 });
      assert.deepEqual((await series(figure)).shown, [second]);
      await entry(figure, second).click({ clickCount: 2, delay: 10 });
      await page.waitForTimeout(600);
      await entry(figure, all[2]).click({ clickCount: 3, delay: 10 });
      assert.deepEqual((await series(figure)).shown, all, "alone, then hidden: so all of them");
    },
    { url: `${backend.url}/?statsPeriod=14d` },
  ));

test("what legends of an own dashboard hide is a draft: Cancel takes it back, Save keeps it", () =>
  withPage(
    browser,
    async (page) => {
      await page.getByRole("button", { name: "Duplicate", exact: true }).click();
      await page.waitForURL(/dashboard=own-/);
      await ready(page);
      const own = new URL(page.url()).search;
      const figure = page.getByRole("figure", { name: "Session Health", exact: true });
      const unsaved = page.getByRole("group", { name: "Unsaved legends" });
      assert.deepEqual((await series(figure)).hidden, ["healthy"], "as the built-in dashboard has it");
      assert.equal(await unsaved.count(), 0);
      await entry(figure, "crashed").click();
      await unsaved.getByRole("button", { name: "Cancel" }).click();
      assert.deepEqual((await series(figure)).hidden, ["healthy"]);
      assert.equal(new URL(page.url()).search, own);

      await entry(figure, "healthy").click();
      await entry(figure, "crashed").click();
      await unsaved.getByRole("button", { name: "Save" }).click();
      await page.getByText("The legends are saved with this dashboard.").waitFor();
      assert.equal(new URL(page.url()).search, own, "the address needs no word of it");
      await open(page, `${backend.url}/`);
      assert.deepEqual((await series(figure)).hidden, ["healthy"], "the built-in one stays as it is");
      await open(page, `${backend.url}/${own}`);
      assert.deepEqual((await series(figure)).hidden, ["crashed"]);
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await page.getByRole("button", { name: "Undo: save the legends" }).click();
      assert.deepEqual((await series(figure)).hidden, ["healthy"], "undone like any edit");
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("a finger hides and shows, has one series alone, has all again, and opens a release box", () =>
  withPage(
    browser,
    async (page) => {
      const figure = widget(page, CHART);
      const all = (await series(figure)).shown;
      const [first, second] = all;
      // A finger that comes down while the page still scrolls only stops it.
      const rest = async (target) => {
        await target.scrollIntoViewIfNeeded();
        await page.waitForFunction(() => {
          const still = globalThis.lastScroll === scrollY;
          globalThis.lastScroll = scrollY;
          return still;
        }, null, { polling: 100 });
      };
      const tap = async (target) => {
        await rest(target);
        await target.tap();
      };
      const line = (name) => entry(figure, name).locator(".legend-name").evaluate((each) => getComputedStyle(each).textDecorationLine);
      assert.equal(await line(first), "none");
      await tap(entry(figure, first));
      assert.deepEqual((await series(figure)).hidden, [first]);
      assert.equal(await line(first), "line-through", "what is hidden is struck through");
      await tap(only(figure, second));
      assert.deepEqual((await series(figure)).shown, [second]);
      await tap(legend(figure).getByRole("button", { name: "Show all" }));
      assert.deepEqual((await series(figure)).shown, all);
      assert.equal(await line(first), "none");

      // Boxes stand at the foot of the plot, side by side.
      const plot = widget(page, "issue-counts").locator(".chart");
      await rest(plot);
      const box = await plot.boundingBox();
      // It may go away at any time.
      const told = () => page.evaluate(() => document.querySelector(".chart-tooltip:popover-open")?.textContent ?? "");
      for (let share = 0.9; share > 0.1 && !(await page.locator("tr[data-list-release]").count()); share -= 0.08)
        for (let up = 26; up < 44 && !(await page.locator("tr[data-list-release]").count()); up += 6) {
          await page.touchscreen.tap(box.x + box.width * share, box.y + box.height - up);
          // What was pointed at is told a frame later.
          await ready(page);
          if (/^\d+ Releases?/.test(await told())) await page.touchscreen.tap(box.x + box.width * share, box.y + box.height - up);
          await ready(page);
        }
      await page.locator(".drawer tr[data-list-release]").first().waitFor();
      assert.equal(new URL(page.url()).searchParams.get("rdChart"), "issue-counts");
    },
    { url: `${backend.url}/?statsPeriod=14d`, viewport: { width: 375, height: 800 }, hasTouch: true, isMobile: true },
  ));
