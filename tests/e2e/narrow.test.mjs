// 320 CSS pixels, which is also a screen of 1280 at 400 %: one reads from top to bottom and never sideways, and nothing is
// cut off (WCAG 1.4.10). Tables may be wider than the screen: they scroll by themselves. On wider screens cards, header and
// panels hold what they show.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { duplicate, editCopy, rename } from "./support/dashboards.mjs";

let backend, browser;
before(async () => {
  [backend, browser] = await Promise.all([startBackend(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await backend?.stop();
});

/** Controls and words of `inside` that reach beyond the screen, or out of a box that hides what does not fit. */
const cut = (page, inside = "body") =>
  page.evaluate((inside) => {
    const wide = document.documentElement.clientWidth;
    const scrolls = (element) => element && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const found = document.documentElement.scrollWidth > wide ? [`the page is ${document.documentElement.scrollWidth} wide`] : [];
    for (const element of document.querySelectorAll(`${inside} :is(button, a, input, select, textarea, h1, h2, h3, p, dt, dd, label, canvas, li)`)) {
      const { left, right, width, height } = element.getBoundingClientRect();
      // Hidden ones have no size; those for screen readers only have one pixel.
      if (width < 2 || height < 2 || element.closest("table, [aria-hidden=true], .visually-hidden, [inert]")) continue;
      if ((left < -0.5 || right > wide + 0.5) && !scrolls(element.closest(".table-scroll"))) found.push(`${element.tagName} ${element.className} “${element.innerText?.slice(0, 30)}” ${Math.round(left)} to ${Math.round(right)}`);
    }
    return found;
  }, inside);

// 1280 x 1024 at 400 %.
const screen = { viewport: { width: 320, height: 256 } };

test("both dashboards, release details, a chart alone, settings", () =>
  withPage(
    browser,
    async (page) => {
      const check = async (what, inside) => assert.deepEqual(await cut(page, inside), [], what);
      for (const at of ["", "&dashboard=frontend-session-health"]) {
        await open(page, `${backend.url}/?statsPeriod=24h&compare=1${at}`);
        await check(`dashboard ${at}`);
      }
      for (const [at, inside] of [
        ["&rd=show&rdChart=issue-counts&rdStart=2026-11-06T00:00:00Z&rdEnd=2026-11-14T00:00:00Z", ".drawer"],
        ["&rd=show&rdRelease=com.acme.shop%408.5.0%2B2041", ".drawer"],
        ["&expanded=release-adoption", ".expanded"],
      ]) {
        await open(page, `${backend.url}/?statsPeriod=14d${at}`);
        // Drawers slide in.
        await page.locator(inside).evaluate((element) => Promise.all(element.getAnimations().map((each) => each.finished)));
        await check(at, inside);
      }
      await open(page, `${backend.url}/?statsPeriod=24h`);
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Settings and keys" }).getByRole("switch").first().waitFor();
      await check("settings", "#settings");
    },
    screen,
  ));

test("edit mode, library and builder", () =>
  withPage(
    browser,
    async (page) => {
      const check = async (what, inside) => assert.deepEqual(await cut(page, inside), [], what);
      await editCopy(page);
      await check("edit mode");
      await page.getByRole("button", { name: "Add widget" }).click();
      await page.getByRole("button", { name: "Build your own" }).waitFor();
      await check("library", "#add-widget");
      await page.getByRole("button", { name: "Build your own" }).click();
      await page.getByRole("dialog", { name: "New widget" }).getByLabel("Filter").waitFor();
      await ready(page);
      await check("builder", "#build-widget");
      // The last button of a long form can be reached, and is not covered by anything.
      const add = page.getByRole("button", { name: "Add to dashboard" });
      await add.scrollIntoViewIfNeeded();
      await add.click();
      await page.getByRole("dialog", { name: "New widget" }).waitFor({ state: "detached" });
    },
    { ...screen, url: `${backend.url}/?statsPeriod=24h` },
  ));

const made = (title, displayType, widgetType, aggregates, columns, layout) => ({
  title,
  displayType,
  widgetType,
  limit: null,
  layout: { minH: 1, ...layout },
  queries: [{ name: "", aggregates, columns, fields: [...columns, ...aggregates], fieldAliases: [], conditions: "", orderby: "" }],
});

/** An own dashboard with long names, two-column cards, and more releases in a legend than there is room for. */
const crowded = {
  title: "What somebody called their dashboard without a thought for narrow screens",
  projects: [],
  environment: [],
  period: "14d",
  filters: {},
  widgets: [
    made("By release", "area", "metrics", ["sum(session)"], ["release"], { x: 0, y: 0, w: 2, h: 2 }),
    made("Open issues", "table", "issue", [], ["issue", "project", "title"], { x: 2, y: 0, w: 2, h: 2 }),
    made("One row", "table", "metrics", ["count_unique(user)"], [], { x: 4, y: 0, w: 2, h: 2 }),
    made("Below", "line", "metrics", ["sum(session)"], [], { x: 0, y: 2, w: 2, h: 2 }),
  ],
};

async function bring(page, dashboard) {
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("button", { name: "Import…", exact: true }).click();
  const importing = page.getByRole("dialog", { name: "Import dashboards" });
  await importing.getByLabel("Or paste its text").fill(JSON.stringify(dashboard));
  await importing.getByRole("button", { name: "Add", exact: true }).click();
  await page.waitForURL(/dashboard=own-/);
  await ready(page);
}

const card = (page, title) => page.locator("figure[data-widget-id]").filter({ has: page.getByText(title, { exact: true }) });
const rect = (locator) => locator.evaluate((element) => element.getBoundingClientRect().toJSON());

test("cards hold what they show: a long legend scrolls, titles keep their room, rows are of one height", () =>
  withPage(
    browser,
    async (page) => {
      const releases = await page.locator(".table-pinned tbody tr").first().evaluate((row) => row.getBoundingClientRect().height);
      const few = await page.locator(".table-fill tbody tr").evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
      assert.ok(few.length > 1 && few.every((height) => Math.abs(height - releases) <= 1), `${few} beside ${releases}`);
      await bring(page, crowded);

      // A long legend stays in its card, leaves the plot its room, and its last entry is reached by keyboard.
      const legend = card(page, "By release").locator(".legend");
      assert.ok((await legend.locator(".legend-entry").count()) >= 15);
      for (const width of [1440, 1100, 700]) {
        await page.setViewportSize({ width, height: 900 });
        const [outer, inner, plot] = [await rect(card(page, "By release")), await rect(legend), await rect(card(page, "By release").locator(".chart-plot"))];
        assert.ok(inner.bottom <= outer.bottom && inner.right <= outer.right, `${width}: the legend ends at ${inner.bottom}, its card at ${outer.bottom}`);
        assert.ok(plot.height >= 96 && plot.bottom <= inner.top, `${width}: the plot is ${plot.height} px high`);
        const last = legend.locator(".legend-entry").last();
        await last.focus();
        const shown = await rect(last);
        assert.ok(shown.top >= inner.top && shown.bottom <= inner.bottom + 1, `${width}: the last entry can be seen`);
      }

      // Titles of issues are what is left to read in a narrow card; the rest of it ends before the border.
      for (const [width, room] of [[1440, 150], [1100, 100], [700, 100]]) {
        await page.setViewportSize({ width, height: 900 });
        const outer = await rect(card(page, "Open issues"));
        const cells = await card(page, "Open issues").locator("tbody tr").first().locator("th, td").evaluateAll((all) => all.filter((cell) => cell.checkVisibility()).map((cell) => cell.getBoundingClientRect().right));
        assert.ok(cells.length >= 2 && Math.max(...cells) <= outer.right + 0.5, `${width}: ${cells} in ${outer.right}`);
        const title = await rect(card(page, "Open issues").locator("td.table-wide .clip").first());
        assert.ok(title.width >= room, `${width}: a title has ${title.width} px`);
      }
      const one = await card(page, "One row").locator("tbody tr").evaluate((row) => row.getBoundingClientRect().height);
      assert.ok(Math.abs(one - releases) <= 1, `a row alone is ${one} px high`);

      // Columns that gave way are there again for whoever sets widths.
      await page.setViewportSize({ width: 1440, height: 900 });
      const project = card(page, "Open issues").getByRole("columnheader", { name: "Project", includeHidden: true });
      assert.ok(!(await project.isVisible()));
      await card(page, "Open issues").locator(".table-scroll").focus();
      const grip = card(page, "Open issues").getByRole("separator", { name: "Width of Title" });
      await grip.focus();
      await page.keyboard.press("ArrowRight");
      assert.ok((await rect(project)).width >= 48);
      await page.keyboard.press("Delete");

      // 1440 at 200 %: three figures in a row.
      await page.setViewportSize({ width: 720, height: 900 });
      await open(page, `${backend.url}/?statsPeriod=14d`);
      const wrong = await page.locator(".cell-figure figure").evaluateAll((all) =>
        all.flatMap((figure) => {
          const outer = figure.getBoundingClientRect();
          const title = figure.querySelector(".widget-title");
          const cut = title.scrollWidth > title.clientWidth || title.scrollHeight > title.clientHeight + 1 ? [`“${title.textContent}” is cut`] : [];
          const words = [...figure.querySelectorAll(".big-number *")].filter((each) => each.checkVisibility() && each.getClientRects().length);
          const out = words.filter((each) => each.getBoundingClientRect().right > outer.right - 12 || each.getBoundingClientRect().bottom > outer.bottom - 8);
          return [...cut, ...out.map((each) => `“${each.textContent}” in “${title.textContent}”`)];
        }),
      );
      assert.deepEqual(wrong, []);
    },
    { url: `${backend.url}/?statsPeriod=14d` },
  ));

test("a title without spaces breaks where the page ends", () =>
  withPage(
    browser,
    async (page) => {
      await duplicate(page);
      await rename(page, "com.acme.shop_release_health_dashboard_for_the_android_and_ios_teams".repeat(3));
      for (const width of [1440, 768, 375]) {
        await page.setViewportSize({ width, height: 900 });
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(beyond <= 0, `${beyond} px wider than ${width}`);
      }
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));

test("the header lets names of dashboards give way before anything else; the panel of times scrolls as a whole", () =>
  withPage(
    browser,
    async (page) => {
      await bring(page, crowded);
      for (const width of [770, 850, 960, 1024, 1100, 1200, 1290]) {
        await page.setViewportSize({ width, height: 700 });
        const parts = await page.locator(".top-bar-row :is(.brand, .tab, .source-chip, .segmented)").evaluateAll((all) => all.map((each) => each.getBoundingClientRect().toJSON()));
        assert.equal(parts.length, 7);
        const over = parts.filter((part, at) => at > 0 && part.left < parts[at - 1].right - 0.5);
        assert.deepEqual(over, [], `${width}: nothing lies on anything else`);
        assert.ok(parts.at(-1).right <= width, `${width}: all of it is on the screen`);
        const name = await rect(page.locator(".source-name"));
        assert.ok(name.width >= 60, `${width}: the source's name has ${name.width} px`);
      }
      await page.locator(".source-chip").click();
      await page.getByRole("dialog").first().waitFor();
      await page.keyboard.press("Escape");

      // With ranges used lately below it, on a low screen.
      await page.setViewportSize({ width: 1366, height: 657 });
      const panel = page.getByRole("dialog", { name: "Time range" });
      for (const name of [/Last hour/, /Last 24 hours/, /Last 7 days/, /Last 14 days/]) {
        await page.getByRole("button", { name: /^Time range/ }).click();
        await panel.getByRole("option", { name }).click();
        await ready(page);
      }
      await page.getByRole("button", { name: /^Time range/ }).click();
      await panel.getByText("Recently used").waitFor();
      const list = await panel.getByRole("listbox").evaluate((list) => ({ seen: list.clientHeight, all: list.scrollHeight }));
      assert.ok(list.seen >= 6 * 24 && list.seen >= list.all - 1, JSON.stringify(list));
      const utc = panel.getByText("All times in UTC");
      await utc.scrollIntoViewIfNeeded();
      assert.ok((await rect(utc)).bottom <= 657);
    },
    { url: `${backend.url}/?statsPeriod=14d` },
  ));
