// The page without a mouse: by keyboard alone, under a finger, on paper, with less motion, and while it loads.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { widget } from "./support/contract.mjs";

let backend, browser;
before(async () => ([backend, browser] = await Promise.all([startBackend(), startBrowser()])));
after(async () => {
  await browser?.close();
  await backend?.stop();
});

const url = () => `${backend.url}/?statsPeriod=7d`;

/** Runs in the page: what can be operated in it or in one of its parts, by name; the rest of the answer says how it looks and lies. */
const controls = (within = "body") => {
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && element.getClientRects().length > 0;
  const all = document.querySelector(within).querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']");
  const usable = [...all].filter((each) => seen(each) && !each.disabled && each.tabIndex >= 0 && !each.closest("[inert]"));
  return usable.map((each) => {
    each.dataset.stop ??= String((globalThis.stops = (globalThis.stops ?? 0) + 1));
    const box = each.getBoundingClientRect();
    const name = (each.getAttribute("aria-label") ?? each.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 60) || each.outerHTML.slice(0, 120);
    // A label is part of what it labels.
    const target = each.closest("label")?.getBoundingClientRect() ?? box;
    return { stop: each.dataset.stop, what: `${each.tagName.toLowerCase()}.${each.className} "${name}"`, byArrow: each.type === "radio" && !each.checked, inText: getComputedStyle(each).display === "inline", isRegion: each.tabIndex === 0 && !/^(A|BUTTON|INPUT|SELECT|SUMMARY)$/.test(each.tagName), width: target.width, height: target.height };
  });
};

/** Runs in the page: the element with the focus, and whether one sees that it has it. */
const focus = () => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  // A field inside a label is drawn as one with it.
  const outlined = (style) => style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 1;
  // Or it is drawn around what a link spreads over.
  const ring = outlined(getComputedStyle(element, "::after")) || [element, element.closest("label")].some((each) => each && outlined(getComputedStyle(each)));
  // A part of it that shows is enough; one sees through the handles between columns.
  const at = (x) => document.elementsFromPoint(box.left + x, box.top + Math.min(box.height / 2, 20)).find((each) => each === element || !each.matches(".column-grip"));
  const tops = [Math.min(box.width / 2, 40), box.width / 2, box.width - 6].map(at);
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const uncovered = tops.some((top) => top && (element.contains(top) || top.contains(element) || element.closest("label")?.contains(top)));
  return { stop: element.dataset.stop ?? null, what: `${element.tagName.toLowerCase()}.${element.className} "${(element.textContent ?? "").trim().slice(0, 40)}"`, ring, inView, uncovered: Boolean(uncovered) };
};

/** Goes through the page, or the dialog that is open, by Tab or from its end by Shift+Tab: every control is a stop, one sees the focus, nothing lies over it. */
async function walk(page, { within = "body", least, back = false }) {
  // Of a group of radio buttons Tab comes to one; arrow keys lead to the others.
  const expected = (await page.evaluate(controls, within)).filter(({ byArrow }) => !byArrow);
  assert.ok(expected.length >= least, `${expected.length} controls in ${within}`);
  const reached = new Set();
  const look = async () => {
    const at = await page.evaluate(focus);
    if (at === null || (at.stop && reached.has(at.stop))) return false;
    if (at.stop) reached.add(at.stop);
    assert.ok(at.ring, `${within}: one sees the focus on ${at.what}`);
    assert.ok(at.inView, `${within}: ${at.what} is in view`);
    assert.ok(at.uncovered, `${within}: nothing covers ${at.what}`);
    return true;
  };
  if (back || within !== "body") {
    const { stop } = expected.at(back ? -1 : 0);
    await page.locator(`[data-stop="${stop}"]`).focus();
    reached.add(stop);
  }
  for (let step = 0; step < expected.length + 20; step++) {
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
    if (!(await look())) break;
  }
  const missed = expected.filter(({ stop }) => !reached.has(stop));
  assert.deepEqual(missed.map(({ what }) => what), [], `every control of ${within} is a stop`);
}

for (const dashboard of ["mobile-session-health", "frontend-session-health"])
  test(`Tab reaches every control of ${dashboard}, the focus is seen and nothing lies over it`, () => withPage(browser, (page) => walk(page, { least: 41 }), { url: `${url()}&dashboard=${dashboard}` }));

test("Shift+Tab from the end: under a bar of several rows, filters' or editor's, nothing that has the focus hides", () =>
  withPage(
    browser,
    async (page) => {
      const rows = () => page.evaluate(() => new Set([...document.querySelectorAll(".filter-row > *, .filter-times > *")].filter((each) => each.checkVisibility()).map((each) => Math.round(each.getBoundingClientRect().top / 20))).size);
      await page.getByRole("button", { name: "Duplicate", exact: true }).click();
      await page.waitForURL(/dashboard=own-/);
      await ready(page);
      const own = new URL(page.url()).searchParams.get("dashboard");
      const global = encodeURIComponent(JSON.stringify({ dataset: "metrics", tag: { key: "environment", name: "environment" }, value: "!environment:development" }));
      await open(page, `${url()}&dashboard=${own}&project=1&project=2&environment=production&environment=staging&globalFilter=${global}`);
      await page.getByRole("group", { name: "Unsaved filters" }).waitFor();
      assert.ok((await rows()) > 1, "the bar needs several rows");
      await walk(page, { least: 80, back: true });
      await page.getByRole("group", { name: "Unsaved filters" }).getByRole("button", { name: "Cancel" }).click();
      await ready(page);

      await page.setViewportSize({ width: 960, height: 900 });
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await page.locator(".edit-grip").first().waitFor();
      await walk(page, { least: 150, back: true });
    },
    { url: url(), viewport: { width: 800, height: 900 } },
  ));

test("Tab goes round in what opens over the page: builder, list of dashboards, expanded view, drawers", () =>
  withPage(
    browser,
    async (page) => {
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Duplicate" }).click();
      await page.getByRole("button", { name: "Add widget" }).click();
      await page.getByRole("button", { name: "Build your own" }).waitFor();
      await walk(page, { within: "dialog[open]", least: 10 });
      await page.getByRole("button", { name: "Build your own" }).click();
      await page.locator('[data-widget-id="preview"][data-state="ready"]').waitFor();
      await walk(page, { within: "dialog[open]", least: 10 });
      await page.keyboard.press("Escape");
      await page.getByRole("toolbar", { name: "Edit dashboard" }).getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("navigation", { name: "Dashboards" }).getByRole("button", { name: /^All/ }).click();
      await page.getByRole("dialog", { name: "Dashboards" }).getByRole("button", { name: /^Rename/ }).first().waitFor();
      await walk(page, { within: "dialog[open]", least: 12 });
      for (const [query, within, least] of [
        ["&expanded=crash-free-sessions-by-release", "dialog.expanded", 12],
        ["&rd=show&rdChart=issue-counts&rdStart=2026-11-06T00:00:00Z&rdEnd=2026-11-14T00:00:00Z", ".drawer", 6],
      ]) {
        await open(page, url() + query);
        await page.locator(`${within} tbody tr`).first().waitFor();
        await walk(page, { within, least });
      }
      await page.locator("tr[data-list-release] th button").first().click();
      await page.getByRole("tab", { name: "New in this release" }).waitFor();
      await ready(page);
      await walk(page, { within: ".drawer", least: 6 });
    },
    { url: url() },
  ));

test("by keyboard alone: filter, read a chart, hide a series, find the worst release and come back", () =>
  withPage(
    browser,
    async (page) => {
      const key = (...keys) => keys.reduce((before, each) => before.then(() => page.keyboard.press(each)), Promise.resolve());
      const tabTo = async (target) => {
        for (let step = 0; !(await target.evaluateAll((all) => all.includes(document.activeElement))); step++) {
          assert.ok(step < 250, `Tab comes to ${target}`);
          await key("Tab");
        }
      };
      await tabTo(page.getByRole("button", { name: /^Projects/ }));
      await key("Enter");
      await page.getByRole("dialog", { name: "Projects" }).getByRole("option").first().waitFor();
      // Its content may have come later than the panel; the focus follows it.
      await page.waitForFunction(() => document.activeElement.closest("[popover]"));
      await key("ArrowDown", "Enter", "Escape");
      await ready(page);
      assert.equal(new URL(page.url()).searchParams.getAll("project").length, 1);
      assert.match(await page.evaluate(() => document.activeElement.textContent), /Projects/, "back on the button");

      const chart = widget(page, "crash-free-sessions-by-release");
      await tabTo(chart.locator(".chart"));
      await key("ArrowLeft", "ArrowLeft");
      await chart.locator("[role=status]", { hasText: /\d\d:\d\d.*%/ }).first().waitFor({ state: "attached" });
      await key("Escape");
      const entry = chart.locator("button[aria-pressed]").first();
      await tabTo(entry);
      await key("Space");
      assert.equal(await entry.getAttribute("aria-pressed"), "false");
      await key("Space");
      assert.equal(await entry.getAttribute("aria-pressed"), "true");

      const table = widget(page, "releases");
      await tabTo(table.getByRole("button", { name: "Crash Free Sessions" }));
      await key("Enter");
      await table.locator('th[aria-sort="ascending"]', { hasText: "Crash Free Sessions" }).waitFor();
      const row = table.locator("tr[data-release]").first();
      const worst = await row.getAttribute("data-release");
      await tabTo(row.getByRole("button"));
      await key("Enter");
      await page.getByRole("dialog", { name: `Release ${worst}` }).waitFor();
      await key("Escape");
      assert.ok((await page.evaluate(() => document.activeElement.closest("tr")?.dataset.release)) === worst, "the focus is on its row");
    },
    { url: url() },
  ));

for (const [pointer, least, options] of [
  ["a finger", 44, { viewport: { width: 375, height: 760 }, hasTouch: true, isMobile: true }],
  ["a mouse", 24, { viewport: { width: 1440, height: 900 } }],
])
  test(`what can be pressed is at least ${least} px for ${pointer}`, () =>
    withPage(
      browser,
      async (page) => {
        const check = async (view) => {
          const found = await page.evaluate(controls);
          const pressed = found.filter(({ isRegion, inText }) => !isRegion && !inText);
          const small = pressed.filter(({ width, height }) => Math.min(width, height) < least - 0.5);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(wide <= 0, `${view}: ${wide} px wider than the screen`);
          assert.deepEqual(small.map(({ what, width, height }) => `${what}: ${width.toFixed(0)} x ${height.toFixed(0)}`), [], view);
        };
        await check("the dashboard");
        await widget(page, "crash-free-sessions-by-release").getByRole("button", { name: "View data" }).click();
        await widget(page, "crash-free-sessions-by-release").locator("tbody tr").first().waitFor();
        await check("with View data open");
        await widget(page, "session-health").getByRole("button", { name: /^Actions for/ }).click();
        await page.getByRole("menu").waitFor();
        await check("with a menu open");
        await page.getByRole("menuitem", { name: "Expand" }).click();
        await page.locator("dialog.expanded tbody tr").first().waitFor();
        await check("the expanded view");
      },
      { url: url(), ...options },
    ));

for (const [width, dashboard] of [[1440, "mobile-session-health"], [375, "mobile-session-health"], [1440, "frontend-session-health"], [375, "own"]])
  test(`nothing jumps while the numbers of ${dashboard} come, at ${width} px`, () =>
    withPage(
      browser,
      async (page) => {
        let address = `${url()}&dashboard=${dashboard}`;
        if (dashboard === "own") {
          await open(page, `${url()}&dashboard=frontend-session-health`);
          await page.getByRole("button", { name: "Duplicate", exact: true }).click();
          await page.waitForURL(/dashboard=own-/);
          address = page.url();
        }
        await page.addInitScript(() => {
          globalThis.shifts = [];
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifts.push({ value: entry.value, of: entry.sources.map(({ node }) => node?.className ?? node?.nodeName) });
          }).observe({ type: "layout-shift", buffered: true });
        });
        await page.route(/\/(sessions\/raw|releases|issues-timeseries)\//, async (route) => {
          await new Promise((done) => setTimeout(done, 400));
          await route.continue();
        });
        await open(page, address);
        const shifts = await page.evaluate(() => globalThis.shifts);
        const sum = shifts.reduce((all, { value }) => all + value, 0);
        assert.ok(sum < 0.02, `layout shift ${sum.toFixed(4)}: ${JSON.stringify(shifts)}`);
      },
      { viewport: { width, height: 900 } },
    ));

test("with less motion wanted, nothing moves", () =>
  withPage(
    browser,
    async (page) => {
      const moving = () => page.evaluate(() => document.getAnimations().filter((each) => each.playState === "running" && each.effect.getComputedTiming().duration > 1).map((each) => each.animationName ?? each.transitionProperty));
      let release;
      const held = new Promise((done) => (release = done));
      await page.route(/\/sessions\/raw\//, async (route) => {
        await held;
        await route.continue();
      });
      await page.goto(url());
      await page.locator(".skeleton").first().waitFor();
      assert.deepEqual(await moving(), [], "skeletons");
      release();
      await ready(page);
      await page.getByRole("button", { name: /^Projects/ }).click();
      assert.deepEqual(await moving(), [], "a panel");
      await page.keyboard.press("Escape");
      await page.locator("tr[data-release] button").first().click();
      await page.getByRole("dialog").first().waitFor();
      assert.deepEqual(await moving(), [], "the drawer");
    },
    { reducedMotion: "reduce" },
  ));

test("on paper: the numbers and charts, none of the controls", () =>
  withPage(
    browser,
    async (page) => {
      await page.emulateMedia({ media: "print" });
      const shown = await page.$$eval("button, input, select", (all) => all.filter((each) => each.checkVisibility() && !each.closest(".legend, table")).map((each) => `${each.className} ${each.textContent.trim()}`));
      assert.deepEqual(shown, []);
      const blank = await page.$$eval("figure[data-widget-id]", (all) => all.filter((each) => !each.checkVisibility() || each.getBoundingClientRect().height < 60).map((each) => each.dataset.widgetId));
      assert.deepEqual(blank, []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${wide} px too wide`);
      const split = await page.$$eval("figure[data-widget-id]", (all) => all.filter((each) => getComputedStyle(each.closest(".cell")).breakInside !== "avoid" && getComputedStyle(each).breakInside !== "avoid").map((each) => each.dataset.widgetId));
      assert.deepEqual(split, [], "no widget is cut by the end of a page");

      // A4 upright between its margins: all columns of the releases, and no arrows to sort them by.
      await page.setViewportSize({ width: 718, height: 1000 });
      const outer = await page.locator('figure[data-widget-id="releases"]').evaluate((figure) => figure.getBoundingClientRect().right);
      const cells = await page.$$eval("figure[data-widget-id=releases] :is(th, td)", (all) => all.map((cell) => ({ text: cell.textContent, right: cell.getBoundingClientRect().right, cut: cell.scrollWidth > cell.clientWidth + 1 })));
      assert.ok(cells.length >= 100 && cells.some((cell) => cell.text === "Status"));
      assert.deepEqual(cells.filter((cell) => cell.cut || cell.right > outer + 0.5), []);
      assert.deepEqual(await page.$$eval(".sort-button .icon", (all) => all.filter((each) => each.checkVisibility()).length), 0);
    },
    { url: url(), viewport: { width: 1000, height: 1400 } },
  ));
