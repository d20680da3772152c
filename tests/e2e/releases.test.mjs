// The releases table and the release drawer.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NOW, startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { close } from "./support/compare.mjs";
import { readTableIn, releaseRows, widget } from "./support/contract.mjs";
import * as oracle from "./support/oracle.mjs";

const now = Date.parse(NOW);
const window = oracle.windowOf(now - oracle.millis("14d"), now, oracle.sessionInterval(oracle.millis("14d")));
let backend, browser, rows, releases, projects;

before(async () => {
  [backend, browser] = await Promise.all([startBackend(), startBrowser()]);
  rows = oracle.prepare(await backend.sessions());
  releases = await backend.list("/releases/?status=&per_page=100&statsPeriod=90d");
  projects = await backend.api("/projects/");
});
after(async () => {
  await browser?.close();
  await backend?.stop();
});

const url = (query = "") => `${backend.url}/?statsPeriod=14d${query}`;
const header = (page, title) => widget(page, "releases").locator("th[aria-sort]").filter({ hasText: title });

/** All pages of the table. */
async function allRows(page) {
  const found = await releaseRows(page);
  const next = widget(page, "releases").getByRole("button", { name: "Next page" });
  while (await next.isEnabled()) {
    await next.click();
    found.push(...(await releaseRows(page)));
  }
  return found;
}

test("every figure of every row", () =>
  withPage(
    browser,
    async (page) => {
      const seen = oracle.select(rows, window);
      const groups = oracle.groupBy(seen, (row) => `${row.release} ${projects.find(({ id }) => Number(id) === row.project).slug}`);
      const shown = await allRows(page);
      const listed = new Set(shown.map(({ release, cells }) => `${release} ${cells[1]}`));
      for (const key of groups.keys()) assert.ok(listed.has(key), `${key} is listed`);
      for (const { release, cells, values } of shown) {
        const group = groups.get(`${release} ${cells[1]}`);
        if (!group) {
          assert.ok(!(Number(values[7]) > 0), `${release} has no sessions`);
          continue;
        }
        const { sessions, users } = oracle.tally(group);
        const is = (at, expected, what) => close(values[at] === "" ? null : Number(values[at]), expected, `${release}: ${what}`);
        is(3, sessions.all / seen.reduce((sum, row) => sum + row.all, 0), "adoption");
        is(5, oracle.crashFree(sessions), "crash free sessions");
        is(6, oracle.crashFree(users), "crash free users");
        is(7, sessions.all, "sessions");
        const of = releases.find(({ version }) => version === release).projects.find(({ slug }) => slug === cells[1]);
        is(8, of.newGroups, "new issues");
      }
    },
    { url: url() },
  ));

test("newest first; each header sorts both ways, and the address keeps it", () =>
  withPage(
    browser,
    async (page) => {
      assert.equal(await header(page, "Date created").getAttribute("aria-sort"), "descending");
      for (const [title, at] of [["Total sessions", 7], ["Crash free sessions", 5], ["New issues", 8], ["Adoption", 3]]) {
        for (let click = 0; click < 2; click++) {
          await header(page, title).getByRole("button").click();
          const order = await header(page, title).getAttribute("aria-sort");
          const values = (await allRows(page)).map((row) => row.values[at]);
          const numbers = values.filter((value) => value !== "").map(Number);
          assert.deepEqual(values.slice(0, numbers.length).map(Number), numbers, `${title}: rows without a value come last`);
          assert.deepEqual(numbers, numbers.toSorted((a, b) => (order === "ascending" ? a - b : b - a)), `${title}, ${order}`);
        }
      }
      assert.match(new URL(page.url()).searchParams.get("sort"), /adoption/);
    },
    { url: url() },
  ));

test("search by text and by keys, and an error in words", () =>
  withPage(
    browser,
    async (page) => {
      const all = await allRows(page);
      const box = widget(page, "releases").getByRole("searchbox");
      const names = async () => [...new Set((await allRows(page)).map((row) => row.release))].sort();
      const part = all[0].cells[0].split(/[\s.+-]/).slice(0, 2).join(".");
      await box.fill(part);
      assert.deepEqual(await names(), [...new Set(all.map((row) => row.release).filter((release) => release.includes(part)))].sort());
      await box.fill(`release:${all[0].release}`);
      assert.deepEqual(await names(), [all[0].release]);
      assert.equal(new URL(page.url()).searchParams.get("query"), `release:${all[0].release}`);
      await box.fill("release.stage:nonsense");
      await widget(page, "releases").getByRole("status").filter({ hasText: /stage/i }).first().waitFor();
      await box.fill("there is no such release");
      await widget(page, "releases").getByRole("button", { name: "Clear search" }).click();
      assert.equal(await box.inputValue(), "");
      assert.ok((await releaseRows(page)).length > 0);
    },
    { url: url() },
  ));

test("a release opens its drawer with its issues; Esc closes it and gives the focus back", () =>
  withPage(
    browser,
    async (page) => {
      const withIssues = releases.find((release) => release.newGroups > 0 && rows.some((row) => row.release === release.version && row.at >= window.start));
      await widget(page, "releases").getByRole("searchbox").fill(`release:${withIssues.version}`);
      const name = page.locator(`tr[data-release="${withIssues.version}"]`).first().getByRole("button").first();
      await name.focus();
      await page.keyboard.press("Enter");
      const drawer = page.getByRole("dialog", { name: `Release ${withIssues.version}` });
      await drawer.waitFor();
      assert.equal(new URL(page.url()).searchParams.get("rdRelease"), withIssues.version);
      assert.equal(new URL(page.url()).searchParams.get("rd"), "show");
      await drawer.locator("[data-issue]").first().waitFor();
      const project = new URL(page.url()).searchParams.get("rdProject");
      const expected = await backend.list(`/issues/?limit=100&statsPeriod=90d${project ? `&project=${project}` : ""}&query=${encodeURIComponent(`firstRelease:"${withIssues.version}"`)}`);
      const shown = await drawer.locator("[data-issue]").evaluateAll((all) => all.map((each) => each.dataset.issue));
      assert.deepEqual(shown.toSorted(), expected.map((issue) => issue.shortId).sort().slice(0, Math.max(shown.length, 1)).toSorted());
      assert.ok(await page.evaluate(() => document.activeElement.closest('[role="dialog"]') !== null), "the focus is in the drawer");
      await page.keyboard.press("Escape");
      await drawer.waitFor({ state: "detached" });
      assert.equal(new URL(page.url()).searchParams.get("rdRelease"), null);
      assert.equal(await page.evaluate(() => document.activeElement.closest("tr")?.dataset.release), withIssues.version, "the focus is back");
      await page.goBack();
      await drawer.waitFor();
    },
    { url: url() },
  ));

test("filters of one data set hold in the drawer as on the page: a release's figures, its issues, the chart of a stretch", () =>
  withPage(
    browser,
    async (page) => {
      const add = async (of, condition) => {
        await page.getByRole("button", { name: "Add filter" }).click();
        const form = page.getByRole("dialog", { name: "Add filter" });
        await form.getByLabel("For the widgets that show").selectOption({ label: of });
        await form.getByLabel("Condition").fill(condition);
        await page.keyboard.press("Enter");
        await form.waitFor({ state: "hidden" });
        await ready(page);
      };
      const drawer = page.locator(".drawer");
      const tile = (name) => drawer.locator(".fact-tile", { has: page.locator("dt", { hasText: name }) }).locator("[data-value]").first().getAttribute("data-value");
      const issues = () => drawer.locator("[data-issue]").evaluateAll((all) => all.map((each) => each.dataset.issue).sort());
      const everywhere = oracle.select(rows, window);
      const produced = oracle.select(rows, window, { environments: ["production"] });
      // One that has issues, and sessions outside production.
      const count = (all, { version }) => all.filter(({ release }) => release === version).reduce((sum, row) => sum + row.all, 0);
      const release = releases.find((each) => each.projects.length === 1 && each.newGroups > 1 && count(produced, each) > 0 && count(produced, each) < count(everywhere, each));
      const openIt = async () => {
        const row = page.locator(`tr[data-release="${release.version}"]`);
        const cell = (await releaseRows(page)).find((each) => each.release === release.version).values;
        await row.getByRole("button").first().click();
        await drawer.locator("[data-issue], .drawer-none").first().waitFor();
        await ready(page);
        return { sessions: Number(cell[7]), adoption: Number(cell[3]) };
      };
      await widget(page, "releases").getByRole("searchbox").fill(`release:${release.version}`);
      await openIt();
      close(Number(await tile(/^Sessions/)), count(everywhere, release), "without a filter");
      const all = await issues();
      assert.ok(all.length > 1);
      await page.keyboard.press("Escape");

      await add("Sessions", "environment:production");
      const shown = await openIt();
      close(shown.sessions, count(produced, release), "in its row");
      close(Number(await tile(/^Sessions/)), shown.sessions, "sessions as in its row");
      close(Number(await tile(/^Adoption/)), shown.adoption, "adoption as in its row");
      assert.deepEqual(await issues(), all, "a condition on sessions is none on issues");
      await page.keyboard.press("Escape");
      await add("Issues", "is:resolved");
      await openIt();
      const resolved = await backend.list(`/issues/?limit=100&statsPeriod=90d&query=${encodeURIComponent(`firstRelease:"${release.version}" is:resolved`)}`);
      assert.deepEqual(await issues(), resolved.map(({ shortId }) => shortId).sort());
      await page.keyboard.press("Escape");

      const values = (around) =>
        around.getByRole("list", { name: "Legend" }).locator(".legend-item-several").evaluateAll((all) => all.map((each) => [each.querySelector("button").title, each.querySelector(".legend-value").textContent]));
      const charted = widget(page, "sessions-by-release");
      const onPage = await values(charted);
      assert.ok(onPage.length > 2, `${onPage}`);
      const { start, end } = window;
      await page.evaluate(
        ([query]) => {
          history.pushState(null, "", location.search + query);
          dispatchEvent(new PopStateEvent("popstate"));
        },
        [`&rd=show&rdChart=sessions-by-release&rdStart=${new Date(start).toISOString()}&rdEnd=${new Date(end).toISOString()}`],
      );
      await drawer.locator(".chart").waitFor();
      await ready(page);
      assert.deepEqual(await values(drawer), onPage, "the chart of the stretch counts what the chart on the page counts");
    },
    { url: url() },
  ));

test("a link opens the drawer", () => {
  const release = oracle.mostAdopted(oracle.select(rows, window))[0];
  return withPage(
    browser,
    async (page) => {
      const drawer = page.getByRole("dialog", { name: `Release ${release}` });
      await drawer.waitFor();
      assert.match(await drawer.innerText(), new RegExp(release.replace(/^[^@]+@/, "").replace(/[.+]/g, "\\$&")));
      await drawer.getByRole("button", { name: "Close" }).first().click();
      await drawer.waitFor({ state: "detached" });
    },
    { url: url(`&rd=show&rdRelease=${encodeURIComponent(release)}`) },
  );
});

test("the charts of a release list their numbers, bucket by bucket, in pages and in any order", () => {
  const release = oracle.mostAdopted(oracle.select(rows, window))[0];
  const own = rows.filter((row) => row.release === release);
  return withPage(
    browser,
    async (page) => {
      const figure = (name) => page.getByRole("dialog").getByRole("figure", { name, exact: true });
      const table = figure("Sessions").getByRole("table", { name: "Data of Sessions" });
      const [sessions, crashFree] = [await readTableIn(figure("Sessions")), await readTableIn(figure("Crash free sessions"))];
      assert.deepEqual([sessions.columns, crashFree.columns], [["Sessions"], ["Crash free sessions"]]);
      const starts = sessions.rows.map(({ key }) => key);
      assert.ok(starts.length > 25, `more than one page: ${starts.length}`);
      const life = { ...oracle.windowOf(starts[0], starts.at(-1) + (starts[1] - starts[0]), starts[1] - starts[0]) };
      assert.deepEqual(starts, life.starts);
      const counts = oracle.overTime(own, life, ({ sessions }) => sessions.all);
      assert.deepEqual(sessions.rows.map(({ values }) => values[0]), counts);
      for (const [i, rate] of oracle.overTime(own, life, ({ sessions }) => oracle.crashFree(sessions)).entries()) close(crashFree.rows[i].values[0], rate, `crash free in bucket ${i}`);
      assert.equal(await table.count(), 0, "put away again");

      await figure("Sessions").getByRole("button", { name: "View data" }).click();
      await table.getByRole("button", { name: "Sessions" }).click();
      const first = await table.locator("tbody td").evaluateAll((all) => all.map((cell) => Number(cell.dataset.value)));
      assert.deepEqual(first, counts.toSorted((a, b) => b - a).slice(0, 25), "the largest first");
    },
    { url: url(`&rd=show&rdRelease=${encodeURIComponent(release)}`) },
  );
});

test("issues link out only to http and https", () =>
  withPage(
    browser,
    async (page) => {
      await page.locator("[data-issue]").first().waitFor({ timeout: 10_000 });
      const links = await page.$$eval("[data-issue] a[href]", (all) => all.map((each) => each.href));
      for (const href of links) assert.match(href, /^https?:/);
    },
    { url: url(`&dashboard=frontend-session-health`) },
  ));

test("columns are made wider by keyboard and by dragging, and stay so", () =>
  withPage(
    browser,
    async (page) => {
      const widths = () => widget(page, "releases").locator("thead th").evaluateAll((all) => all.map((th) => th.offsetWidth));
      const grip = () => widget(page, "releases").getByRole("separator", { name: "Width of Project" });
      await header(page, "Release").first().getByRole("button").focus();
      await grip().focus();
      const before = await widths();
      assert.equal(Number(await grip().getAttribute("aria-valuenow")), before[1]);
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      assert.deepEqual(await widths(), before.map((width, at) => (at === 1 ? width + 32 : width)), "one column, and no other");
      assert.equal(Number(await grip().getAttribute("aria-valuenow")), before[1] + 32);
      const { x, y, height } = await grip().boundingBox();
      await page.mouse.move(x + 6, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x - 40, y + height / 2, { steps: 3 });
      await page.mouse.move(x - 44, y + height / 2);
      await page.mouse.up();
      assert.equal((await widths())[1], before[1] + 32 - 50);
      await page.reload();
      await ready(page);
      await grip().waitFor({ state: "attached" });
      assert.equal((await widths())[1], before[1] - 18, "kept");
      await header(page, "Adoption").getByRole("button").click();
      await ready(page);
      assert.equal((await widths())[1], before[1] - 18, "whatever the order");
      await grip().focus();
      await page.keyboard.press("Delete");
      await page.goBack();
      await ready(page);
      assert.deepEqual(await widths(), before, "as wide as what is in them");
      assert.equal(await page.evaluate(() => localStorage.getItem("session-health:columns")), null);
    },
    { url: url() },
  ));
