// The drawer with the releases of a stretch of a chart: its chart zooms, its lines open releases, its list has pages.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { inkAt, readTable, readTableIn } from "./support/contract.mjs";

let backend, browser, releases;
before(async () => {
  [backend, browser] = await Promise.all([startBackend(), startBrowser()]);
  releases = await backend.list("/releases/?per_page=100");
});
after(async () => {
  await browser?.close();
  await backend?.stop();
});

const at = (start, end) => `${backend.url}/?statsPeriod=7d&rd=show&rdChart=issue-counts&rdStart=${start}&rdEnd=${end}`;
const drawer = (page) => page.locator(".drawer");
const chart = (page) => drawer(page).locator(".chart");
const tooltip = (page) => page.locator(".chart-tooltip:popover-open");
const listed = (page) => drawer(page).locator("tr[data-list-release]").evaluateAll((rows) => rows.map((row) => row.dataset.listRelease));
const stretch = (page) => ["rdStart", "rdEnd"].map((key) => Date.parse(new URL(page.url()).searchParams.get(key)));
const created = (start, end) => releases.filter(({ dateCreated }) => Date.parse(dateCreated) >= start && Date.parse(dateCreated) < end).map(({ version }) => version);

test("zooming in its chart narrows the stretch to whole minutes, and the list with it; Back leads back", () =>
  withPage(
    browser,
    async (page) => {
      await chart(page).waitFor();
      await ready(page);
      const [start, end] = stretch(page);
      assert.deepEqual((await listed(page)).sort(), created(start, end).sort());
      const box = await chart(page).boundingBox();
      const go = (share) => page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
      await go(0.3);
      await page.mouse.down();
      await go(0.4);
      await go(0.6);
      await page.mouse.up();
      await ready(page);
      const [from, to] = stretch(page);
      assert.ok(from > start && to < end && from % 60_000 === 0 && to % 60_000 === 0, `${new Date(from)} ${new Date(to)}`);
      assert.deepEqual((await listed(page)).sort(), created(from, to).sort());
      assert.match(page.url(), /statsPeriod=7d/, "the page keeps its range");
      await page.goBack();
      await ready(page);
      assert.deepEqual((await listed(page)).sort(), created(start, end).sort());
    },
    { url: at("2026-11-08T00:00:00Z", "2026-11-18T00:00:00Z") },
  ));

test("its chart lists its numbers, and goes on to while the stretch is narrowed", () =>
  withPage(
    browser,
    async (page) => {
      const figure = drawer(page).getByRole("figure", { name: "Issue Counts" });
      await chart(page).waitFor();
      await ready(page);
      const numbers = await readTableIn(figure);
      await figure.getByRole("button", { name: "View data" }).click();
      await page.evaluate((query) => {
        history.pushState(null, "", query);
        dispatchEvent(new PopStateEvent("popstate"));
      }, at("2026-11-12T00:00:00Z", "2026-11-14T00:00:00Z"));
      await ready(page);
      assert.equal(await figure.locator("tbody time").first().getAttribute("datetime"), "2026-11-12T00:00:00Z");
      // The widget itself over that time.
      await open(page, `${backend.url}/?start=2026-11-08T00:00:00Z&end=2026-11-18T00:00:00Z`);
      assert.deepEqual(numbers, await readTable(page, "issue-counts"));
      assert.ok(numbers.rows.some(({ values }) => values.some((value) => value > 0)));
    },
    { url: at("2026-11-08T00:00:00Z", "2026-11-18T00:00:00Z") },
  ));

test("a line opens its release, by pointer and by keys that say where one is", () =>
  withPage(
    browser,
    async (page) => {
      await chart(page).waitFor();
      await ready(page);
      const box = await chart(page).boundingBox();
      let told = null;
      for (let x = 40; x < box.width && !told; x += 3) {
        await page.mouse.move(box.x + x, box.y + 9);
        const text = (await tooltip(page).count()) ? await tooltip(page).textContent() : "";
        if (/^1 Release/.test(text)) told = text;
      }
      assert.ok(told, "a line was found");
      await page.mouse.down();
      await page.mouse.up();
      await drawer(page).getByRole("button", { name: "All releases" }).waitFor();
      const opened = new URL(page.url()).searchParams.get("rdRelease");
      assert.ok(created(...stretch(page)).includes(opened) && told.includes(opened.split("@")[1]), `${opened} for ${told}`);
      await drawer(page).getByRole("button", { name: "All releases" }).click();

      await chart(page).waitFor();
      await ready(page);
      await chart(page).focus();
      const spoken = async () => {
        await page.waitForTimeout(250);
        return chart(page).getByRole("status").textContent();
      };
      await page.keyboard.press("End");
      let words = await spoken();
      for (let i = 0; i < 60 && !/; 1 release$/.test(words); i++) {
        await page.keyboard.press("ArrowLeft");
        words = await spoken();
      }
      assert.match(words, /; 1 release$/);
      await page.keyboard.press("Enter");
      await drawer(page).getByRole("button", { name: "All releases" }).waitFor();
      assert.ok(created(...stretch(page)).includes(new URL(page.url()).searchParams.get("rdRelease")));
    },
    { url: at("2026-11-08T00:00:00Z", "2026-11-18T00:00:00Z") },
  ));

test("the line of a release is thicker while the pointer, or the focus, is on its row", () =>
  withPage(
    browser,
    async (page) => {
      await chart(page).waitFor();
      await ready(page);
      const [start, end] = stretch(page);
      const thick = () => inkAt(chart(page), "overlay", 60);
      assert.deepEqual(await thick(), []);
      const rows = drawer(page).locator("tr[data-list-release]");
      const places = [];
      for (let at = 0; at < 3; at++) {
        await rows.nth(at).hover();
        const lines = await thick();
        assert.equal(lines.length, 1, "one line");
        const [[left, right]] = lines;
        assert.ok(right - left >= 2 && right - left <= 3, `${left} to ${right}`);
        const version = await rows.nth(at).getAttribute("data-list-release");
        const { dateCreated } = releases.find((each) => each.version === version);
        places.push([(left + right) / 2, (Date.parse(dateCreated) - start) / (end - start)]);
      }
      // Where each stands in the time of the chart: its pixels for one of their times, told by the first and the last.
      const [[x0, t0], [x1, t1], [x2, t2]] = places;
      assert.ok(Math.abs(x0 + ((x2 - x0) * (t1 - t0)) / (t2 - t0) - x1) < 2, `${JSON.stringify(places)}`);
      await page.mouse.move(5, 5);
      assert.deepEqual(await thick(), [], "and no longer");
      await rows.nth(1).getByRole("button").first().focus();
      const [[left, right]] = await thick();
      assert.ok(Math.abs((left + right) / 2 - x1) < 1);
    },
    { url: at("2026-11-08T00:00:00Z", "2026-11-18T00:00:00Z") },
  ));

test("the number of new issues of a release leads to these issues; none leads nowhere", () =>
  withPage(
    browser,
    async (page) => {
      await chart(page).waitFor();
      await ready(page);
      const rows = drawer(page).locator("tr[data-list-release]");
      const counts = await rows.evaluateAll((all) => all.map((row) => [row.dataset.listRelease, Number(row.querySelector("[data-value]").dataset.value), row.querySelectorAll("td button").length]));
      assert.ok(counts.some(([, count]) => count === 0) && counts.some(([, count]) => count > 0), JSON.stringify(counts));
      for (const [release, count, buttons] of counts) assert.equal(buttons, Number(count > 0), `${release}: ${count}`);
      const [release, count] = counts.find(([, count]) => count > 0);
      await page.locator(`tr[data-list-release="${release}"] td`).getByRole("button", { name: `${count} new issues in` }).click();
      await page.getByRole("dialog", { name: `Release ${release}` }).waitFor();
      const tab = drawer(page).getByRole("tab", { name: "New in this release" });
      await page.waitForFunction(() => document.activeElement?.id === "drawer-tab-new");
      await ready(page);
      assert.equal(await tab.getAttribute("aria-selected"), "true");
      assert.equal(await drawer(page).locator("[data-issue]").count(), count);
      const seen = await tab.evaluate((tab) => {
        const box = tab.getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight && tab.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
      });
      assert.ok(seen, "its issues are in view");

      // Opened by its name, it starts at its top.
      await drawer(page).getByRole("button", { name: "All releases" }).click();
      await page.locator(`tr[data-list-release="${release}"] th button`).click();
      await drawer(page).locator("[data-issue]").first().waitFor();
      await ready(page);
      const scrolled = await page.evaluate(() => [...document.querySelectorAll(".drawer, .drawer *")].filter((each) => each.scrollTop > 0).map((each) => `${each.className}: ${each.scrollTop} px`));
      assert.deepEqual(scrolled, []);
      assert.ok(await drawer(page).evaluate((drawer) => drawer === document.activeElement));
    },
    { url: at("2026-11-01T00:00:00Z", "2026-11-18T00:00:00Z") },
  ));

test("boxes and list follow the page's projects and environments, as the backend does", () =>
  withPage(
    browser,
    async (page) => {
      const mine = await backend.list("/releases/?per_page=100&status=&statsPeriod=90d&project=1&environment=production");
      const [start, end] = ["2026-11-04T00:00:00Z", "2026-11-18T00:00:00Z"].map(Date.parse);
      const expected = mine.filter(({ dateCreated }) => Date.parse(dateCreated) >= start && Date.parse(dateCreated) < end).map(({ version }) => version).sort();
      assert.ok(expected.length > 1 && expected.length < created(start, end).length, `${expected.length} of ${created(start, end).length}`);
      const show = page.locator('figure[data-widget-id="issue-counts"]').getByRole("button", { name: /^Show \d+ release/ });
      assert.equal(Number.parseInt((await show.innerText()).match(/\d+/)[0]), expected.length);
      await show.click();
      await page.locator("tr[data-list-release]").first().waitFor();
      assert.deepEqual((await listed(page)).sort(), expected.slice(0, 15));
    },
    { url: `${backend.url}/?start=2026-11-04T00:00:00Z&end=2026-11-18T00:00:00Z&project=1&environment=production` },
  ));

test("the list has pages of 15, newest first", () =>
  withPage(
    browser,
    async (page) => {
      await ready(page);
      const total = parseInt(await drawer(page).getAttribute("aria-label"));
      assert.ok(total > 15, `${total} releases`);
      const created = () => drawer(page).locator("tr[data-list-release] time").evaluateAll((all) => all.map((each) => Date.parse(each.dateTime)));
      const [first, newest] = [await listed(page), await created()];
      assert.equal(first.length, 15);
      await drawer(page).getByRole("button", { name: /next/i }).click();
      const [second, older] = [await listed(page), await created()];
      assert.equal(new Set([...first, ...second]).size, Math.min(30, total));
      const times = [...newest, ...older];
      assert.deepEqual(times, [...times].sort((a, b) => b - a));
      await drawer(page).getByRole("button", { name: /previous/i }).click();
      assert.deepEqual(await listed(page), first);
    },
    { url: at("2026-08-25T00:00:00Z", "2026-11-18T00:00:00Z") },
  ));
