// Dashboards of one's own: nothing is lost, everything can be undone, and what one makes can be taken elsewhere.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { NOW, startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { bigNumber, readTable } from "./support/contract.mjs";
import { dialog, duplicate, editBar, list, menu, press, saved, undo } from "./support/dashboards.mjs";
import { root } from "./support/root.mjs";

const axe = fs.readFileSync(`${root}/tests/e2e/node_modules/axe-core/axe.min.js`, "utf8");
let backend, browser;
before(async () => {
  [backend, browser] = await Promise.all([startBackend(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await backend?.stop();
});

const heading = (page) => page.getByRole("heading", { level: 1 }).innerText();
const id = (page) => new URL(page.url()).searchParams.get("dashboard");
const search = (page) => new URL(page.url()).search;
const kept = (page) => page.evaluate(() => Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.startsWith("session-health:dashboard:"))));
const widgets = (page) => page.locator("figure[data-widget-id]").count();

const board = (list, title) => list.getByRole("listitem").filter({ has: list.page().getByRole("link", { name: title, exact: true }) });

async function choose(page, label, name) {
  await page.getByRole("button", { name: new RegExp(`^${label}`) }).click();
  await dialog(page, label).getByRole("option", { name }).first().click();
  await page.keyboard.press("Escape");
  await ready(page);
}

async function assertAccessible(page, where) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target)}`), [], where);
}

test("duplicate, rename, reload, export, delete, restore, import", () =>
  withPage(
    browser,
    async (page) => {
      const before = await widgets(page);
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await dialog(page, "Make it yours").getByRole("button", { name: "Cancel" }).click();
      await duplicate(page);
      assert.equal(await heading(page), "Mobile Session Health copy");
      assert.equal(await widgets(page), before);
      const own = id(page);

      // Undo takes the copy away and leads back.
      await page.getByRole("button", { name: "Undo", exact: true }).click();
      await ready(page);
      assert.equal(await heading(page), "Mobile Session Health");
      assert.deepEqual(await kept(page), {});
      await page.goBack();
      await ready(page);
      assert.match(await page.locator(".notice").first().innerText(), /No such dashboard is kept in this browser/);
      assert.notEqual(id(page), own);

      await duplicate(page);
      await menu(page, "Rename…");
      const title = dialog(page, "Rename dashboard").getByLabel("Title");
      await title.fill("Mobile Session Health");
      await title.press("Enter");
      assert.match(await dialog(page, "Rename dashboard").innerText(), /Another dashboard has this title/);
      await title.fill('Shop <b>"releases"</b>');
      await title.press("Enter");
      await page.getByRole("heading", { level: 1, name: 'Shop <b>"releases"</b>' }).waitFor();
      await page.reload();
      await ready(page);
      assert.equal(await heading(page), 'Shop <b>"releases"</b>');
      assert.equal(await widgets(page), before);

      await menu(page, "Export…");
      await assertAccessible(page, "export");
      const text = await saved(page, () => page.getByRole("button", { name: "Save file" }).click());
      const exported = JSON.parse(text);
      assert.equal(exported.title, 'Shop <b>"releases"</b>');
      assert.equal(exported.widgets.length, 12);
      assert.ok(!text.includes(new URL(backend.url).host) && !("id" in exported), "no address and no id");
      await page.keyboard.press("Escape");

      await menu(page, "Delete");
      await ready(page);
      assert.equal(await heading(page), "Mobile Session Health");
      const all = await list(page);
      await all.getByRole("button", { name: /^Restore/ }).click();
      await board(all, 'Shop <b>"releases"</b>').waitFor();
      await assertAccessible(page, "list");
      await all.getByRole("button", { name: "Import" }).click();
      const importing = dialog(page, "Import dashboards");
      await importing.getByLabel("Or paste its text").fill(text.slice(0, -40));
      await importing.getByText("This cannot be imported").waitFor();
      assert.equal(await importing.getByRole("button", { name: "Add", exact: true }).isDisabled(), true);
      await importing.getByLabel("File").setInputFiles({ name: "shop.json", mimeType: "application/json", buffer: Buffer.from(text) });
      await importing.getByText("The title is taken").waitFor();
      await assertAccessible(page, "import");
      await importing.getByRole("button", { name: "Add", exact: true }).click();
      await page.waitForURL(/dashboard=own-/);
      await ready(page);
      assert.equal(await heading(page), 'Shop <b>"releases"</b> 2');
      assert.equal(await widgets(page), before);
      assert.equal(Object.keys(await kept(page)).length, 2, "nothing was overwritten");
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("filters of an own dashboard are a draft until they are saved; a link alone changes nothing", () =>
  withPage(
    browser,
    async (page) => {
      await duplicate(page);
      const own = search(page);
      const saved = await kept(page);
      assert.match(await page.getByRole("button", { name: /Time range/ }).innerText(), /Last 24 hours/);

      await choose(page, "Environments", "production");
      assert.equal(new URL(page.url()).searchParams.get("environment"), "production");
      assert.deepEqual(await kept(page), saved);
      await page.getByRole("group", { name: "Unsaved filters" }).getByRole("button", { name: "Cancel" }).click();
      await ready(page);
      assert.equal(search(page), own);
      assert.equal(await page.getByRole("group", { name: "Unsaved filters" }).count(), 0);

      await open(page, `${backend.url}/${own}&statsPeriod=7d`);
      assert.deepEqual(await kept(page), saved, "the link changed nothing");
      await page.getByRole("group", { name: "Unsaved filters" }).getByRole("button", { name: "Save" }).click();
      await page.getByText("The filters are saved").waitFor();
      await ready(page);
      assert.equal(search(page), own);
      await open(page, `${backend.url}/${own}`);
      assert.match(await page.getByRole("button", { name: /Time range/ }).innerText(), /Last 7 days/);

      // Long after its note is gone, it can be undone as an edit.
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      const editing = page.getByRole("toolbar", { name: "Edit dashboard" });
      await editing.getByRole("button", { name: "Undo: save the filters" }).click();
      await ready(page);
      await editing.getByRole("button", { name: "Save", exact: true }).click();
      await editing.waitFor({ state: "detached" });
      assert.match(await page.getByRole("button", { name: /Time range/ }).innerText(), /Last 24 hours/);
      assert.equal(await page.getByRole("group", { name: "Unsaved filters" }).count(), 0);
      assert.equal(Object.values(await kept(page)).map((text) => JSON.parse(text).dashboard.period).join(), "24h");
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("the list sorts, stars, renames, deletes, restores and duplicates", () =>
  withPage(
    browser,
    async (page) => {
      await duplicate(page);
      const all = await list(page);
      const titles = () => all.locator(".board-title").allInnerTexts();
      const [mobile, copy, frontend] = ["Mobile Session Health", "Mobile Session Health copy", "Frontend Session Health"];
      assert.deepEqual(await titles(), [copy, mobile, frontend], "changed last first");
      const sort = (label) => all.getByLabel("Sort by").selectOption({ label });
      await sort("Title");
      assert.deepEqual(await titles(), [frontend, mobile, copy]);
      await sort("Number of widgets");
      assert.deepEqual(await titles(), [copy, mobile, frontend]);
      await all.getByRole("button", { name: `Favourite ${frontend}` }).click();
      await page.waitForFunction((first) => document.querySelector(".board-title").innerText === first, frontend);

      await all.getByRole("button", { name: `Rename ${copy}` }).click();
      await dialog(page, "Rename dashboard").getByLabel("Title").fill("Alpha");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: "Alpha" }).waitFor();
      await list(page);
      await all.getByRole("button", { name: "Delete Alpha" }).click();
      await board(all, "Alpha").waitFor({ state: "detached" });
      await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
      await page.waitForURL(/dashboard=own-/);
      await page.reload();
      await ready(page);
      assert.equal(await heading(page), "Alpha");
      await list(page);
      await all.getByRole("button", { name: "Delete Alpha" }).click();
      await all.getByRole("button", { name: "Restore Alpha" }).click();
      await board(all, "Alpha").waitFor();
      assert.equal((await titles())[0], frontend, "a favourite stays one");

      await all.getByRole("button", { name: "Duplicate Alpha" }).click();
      await page.getByRole("heading", { level: 1, name: "Alpha copy" }).waitFor();
      assert.match(id(page), /^own-/, "a copy is opened");
      await undo(page);
      await list(page);
      await board(all, "Alpha").waitFor();
      assert.equal(await board(all, "Alpha copy").count(), 0, "and taken back");
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("the focus goes where one goes on, whatever goes away", () =>
  withPage(
    browser,
    async (page) => {
      /** Waits until what `selector` finds has the focus. */
      const focused = (selector, text = "") =>
        page.waitForFunction(
          ([selector, text]) => {
            const { activeElement } = document;
            return activeElement.matches(selector) && activeElement.textContent.includes(text);
          },
          [selector, text],
          { timeout: 5000 },
        ).catch(async () => assert.fail(`${selector} ${text}: ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200))}`));
      const opener = () => focused("nav button", "All");
      const copy = "Mobile Session Health copy";
      await duplicate(page);
      await page.reload();
      await ready(page);
      await menu(page, "Rename…");
      await focused("#rename-title");
      await page.keyboard.press("Escape");
      await focused(".board-tools button", "More");

      // From one dialog into the next.
      let all = await list(page);
      await press(all, `Rename ${copy}`);
      await focused("#rename-title");
      await page.keyboard.press("Escape");
      await dialog(page, "Rename dashboard").waitFor({ state: "detached" });
      await opener();
      await press(await list(page), "Import");
      await dialog(page, "Import dashboards").getByLabel("File").waitFor();
      await focused("#import-dashboards *");
      await page.keyboard.press("Escape");
      await opener();

      // A neighbour has it; where there is none, the search.
      all = await list(page);
      await press(all, `Duplicate ${copy}`);
      await page.getByRole("heading", { level: 1, name: `${copy} 2` }).waitFor();
      await opener();
      all = await list(page);
      await press(all, `Delete ${copy} 2`);
      await focused(".board-title", copy);
      await press(all, `Delete ${copy}`);
      await focused(".board-title", "Mobile Session Health");
      await press(all, `Restore ${copy}`);
      await focused(".binned button", `Restore ${copy} 2`);
      await press(all, `Restore ${copy} 2`);
      await focused(".boards-search input");
      await board(all, copy).getByRole("link").click();
      await ready(page);
      await opener();

      // A widget goes elsewhere, and editing begins.
      await press(page, "Actions for Issue Counts");
      await page.getByRole("menuitem", { name: "Move to another dashboard" }).click();
      const moving = dialog(page, "Move to another dashboard");
      await moving.getByRole("button", { name: "Move" }).waitFor();
      await focused("dialog[open] *");
      await press(moving, "Move");
      await editBar(page).waitFor();
      await page.getByRole("figure", { name: "Issue Counts", exact: true }).waitFor({ state: "detached" });
      await focused("[id^='grip-']");
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("filters of one data set, the window before, ranges used lately, and the previous period", () =>
  withPage(
    browser,
    async (page) => {
      const rate = async () => (await bigNumber(page, "w1")).value;
      const close = (a, b, what) => assert.ok(Math.abs(a - b) < 1e-9, `${what}: ${a} and ${b}`);
      const range = async (act) => {
        await page.getByRole("button", { name: /^Time range/ }).click();
        await act(dialog(page, "Time range"));
        await page.keyboard.press("Escape");
        await ready(page);
      };
      await duplicate(page);
      const whole = await rate();

      await page.getByRole("button", { name: "Add filter" }).click();
      const form = dialog(page, "Add filter");
      await form.getByLabel("Condition").fill("os:ios");
      await page.keyboard.press("Enter");
      await form.getByText(/“os” is not a filter here/).waitFor();
      await form.getByLabel("Condition").fill("production");
      await page.keyboard.press("Enter");
      await form.getByText(/Write a key before each value/).waitFor();
      await form.getByLabel("Condition").fill("environment:prod");
      await form.locator('option[value*="production"]').waitFor({ state: "attached" });
      await form.getByLabel("Condition").fill("environment:production");
      await page.keyboard.press("Enter");
      await ready(page);
      const filtered = await rate();
      assert.notEqual(filtered, whole);
      await page.getByRole("button", { name: "Remove the filter Sessions environment:production" }).click();
      await ready(page);
      close(await rate(), whole, "without the filter");
      await choose(page, "Environments", "production");
      close(await rate(), filtered, "as by the page's filter");
      await page.getByRole("group", { name: "Unsaved filters" }).getByRole("button", { name: "Cancel" }).click();
      await ready(page);

      const day = 24 * 3_600_000;
      await range(async (panel) => {
        assert.ok(await panel.getByRole("button", { name: "Next" }).isDisabled(), "after now there is nothing");
        await panel.getByRole("button", { name: "Previous" }).click();
      });
      const times = ["start", "end"].map((key) => Date.parse(`${new URL(page.url()).searchParams.get(key).replace("Z", "")}Z`));
      assert.deepEqual(times.map((time) => Math.round((time - new Date(NOW)) / day)), [-2, -1]);
      assert.notEqual(await rate(), whole);
      await range((panel) => panel.getByRole("button", { name: "Next" }).click());
      close(await rate(), whole, "and back");

      await range(async (panel) => {
        await panel.getByLabel("Another length").fill("13h");
        await page.keyboard.press("Enter");
      });
      await range((panel) => panel.getByRole("option", { name: /Last 7 days/ }).click());
      await range((panel) => panel.getByRole("list", { name: "Recently used" }).getByRole("button", { name: "Last 13 hours" }).click());
      assert.equal(new URL(page.url()).searchParams.get("statsPeriod"), "13h");

      const columns = async () => (await readTable(page, "w4")).columns;
      const plain = await columns();
      await range((panel) => panel.getByLabel("Compare with previous period").check());
      const both = await columns();
      assert.deepEqual(both.filter((each) => !plain.includes(each)), plain.map((each) => `${each} (previous period)`));
      await range((panel) => panel.getByLabel("Compare with previous period").uncheck());
      assert.deepEqual(await columns(), plain);
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("another tab follows; what it threw away can be restored", () =>
  withPage(
    browser,
    async (page) => {
      // Tabs that answered a change with a change would never come to rest.
      await page.context().addInitScript(() => {
        globalThis.writes = [];
        for (const name of ["setItem", "removeItem"]) {
          const write = Storage.prototype[name];
          Storage.prototype[name] = function (...args) {
            if (this === localStorage) globalThis.writes.push([name, args[0]]);
            return write.apply(this, args);
          };
        }
      });
      await open(page, `${backend.url}/?statsPeriod=24h`);
      const writes = (tab) => tab.evaluate(() => globalThis.writes.splice(0));
      await duplicate(page);
      const other = await page.context().newPage();
      await open(other, page.url());
      assert.ok((await writes(page)).some(([, key]) => key.includes("dashboard:own")));
      await writes(other);
      await page.bringToFront();
      await menu(page, "Rename…");
      await dialog(page, "Rename dashboard").getByLabel("Title").fill("Renamed over here");
      await page.keyboard.press("Enter");
      await other.getByRole("heading", { level: 1, name: "Renamed over here" }).waitFor();

      await choose(page, "Environments", "production");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByText("The filters are saved").waitFor();
      await other.getByRole("button", { name: /^Environments/ }).filter({ hasText: "production" }).waitFor();
      assert.equal(await other.getByRole("group", { name: "Unsaved filters" }).count(), 0);
      assert.deepEqual(await writes(other), [], "the tab that followed twice wrote nothing");

      await other.bringToFront();
      const all = await list(other);
      await page.bringToFront();
      await menu(page, "Delete");
      await other.bringToFront();
      await all.getByRole("button", { name: "Restore Renamed over here" }).click();
      await board(all, "Renamed over here").waitFor();
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("a link carries a dashboard to somebody else, who keeps a copy as it was looked at, and takes it back", async () => {
  let link;
  await withPage(
    browser,
    async (page) => {
      await menu(page, "Share link…");
      link = await dialog(page, "Share dashboard").getByLabel("Link").inputValue();
      assert.equal(new URL(link).search, "?dashboard=shared");
      assert.ok(link.length < 2000);
    },
    { url: `${backend.url}/?statsPeriod=24h&dashboard=frontend-session-health` },
  );
  await withPage(
    browser,
    async (page) => {
      assert.equal(await heading(page), "Frontend Session Health");
      assert.equal(await widgets(page), 7);
      assert.match(await page.getByRole("button", { name: /Time range/ }).innerText(), /Last 24 hours/);
      await choose(page, "Environments", "production");
      assert.ok(page.url().includes("#d="), "the dashboard stays in the link");
      assert.deepEqual(await kept(page), {}, "looking keeps nothing");
      const entry = page.getByRole("figure", { name: "Session Health", exact: true }).getByRole("list", { name: "Legend" }).locator("button[aria-pressed]").first();
      await entry.click();
      const looked = page.url();
      const keep = async () => {
        await page.getByRole("button", { name: "Keep a copy" }).click();
        await page.waitForURL(/dashboard=own-/);
        await ready(page);
      };
      const environments = () => page.getByRole("button", { name: /^Environments/ }).innerText();
      await keep();
      assert.equal(new URL(page.url()).hash, "");
      assert.equal(await widgets(page), 7);
      assert.match(await environments(), /production/, "with the filters that were chosen while looking");
      assert.equal(await page.getByRole("group", { name: /^Unsaved/ }).count(), 0, "they are saved with it");

      await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
      await page.getByText("This dashboard came with a link").waitFor();
      await ready(page);
      assert.equal(page.url(), looked, "back at what was looked at");
      assert.match(await environments(), /production/);
      assert.deepEqual(await kept(page), {}, "and nothing is kept");

      await keep();
      await page.reload();
      await ready(page);
      assert.equal(await heading(page), "Frontend Session Health 2");
      assert.match(await environments(), /production/);
      assert.equal(await entry.getAttribute("aria-pressed"), "false", "and what its legends hid");
      await open(page, `${link.slice(0, -30)}`);
      assert.match(await page.locator(".notice").first().innerText(), /The link is incomplete/);
    },
    { url: link },
  );
});

test("a browser that keeps nothing: everything works until the page is closed, and can be taken along", () =>
  withPage(
    browser,
    async (page) => {
      await page.addInitScript(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException("full", "QuotaExceededError");
        };
      });
      await open(page, `${backend.url}/?statsPeriod=24h`);
      await duplicate(page);
      await page.getByText("Your changes last only until this page is closed").waitFor();
      const backup = JSON.parse(await saved(page, () => page.getByRole("button", { name: "Save to a file" }).click()));
      assert.equal(backup.dashboards[0].dashboard.title, "Mobile Session Health copy");
      await menu(page, "Duplicate");
      await page.getByRole("heading", { level: 1, name: "Mobile Session Health copy 2" }).waitFor();
    },
    {},
  ));

test("on a phone", () =>
  withPage(
    browser,
    async (page) => {
      await duplicate(page);
      const all = await list(page);
      await all.getByRole("searchbox").fill("copy");
      await all.getByText("1 dashboard", { exact: true }).waitFor();
      await assertAccessible(page, "list on a phone");
      for (const button of await all.getByRole("button").all()) {
        const { width, height } = await button.boundingBox();
        assert.ok(width >= 44 && height >= 44, `${await button.getAttribute("aria-label") ?? (await button.innerText())}: ${width} x ${height}`);
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${wide} px too wide`);
      await board(all, "Mobile Session Health copy").getByRole("link").click();
      await ready(page);
      assert.equal(await all.count(), 0);
    },
    { url: `${backend.url}/?statsPeriod=24h`, viewport: { width: 375, height: 800 }, hasTouch: true, isMobile: true },
  ));
