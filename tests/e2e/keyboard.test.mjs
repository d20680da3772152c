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

/** Runs in the page: what can be operated, by name; the rest of the answer says how it looks and lies. */
const controls = () => {
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && element.getClientRects().length > 0;
  const all = document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']");
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
  const ring = [element, element.closest("label")].some((each) => each && getComputedStyle(each).outlineStyle !== "none" && Number.parseFloat(getComputedStyle(each).outlineWidth) >= 1);
  const middle = [box.left + Math.min(box.width / 2, 40), box.top + Math.min(box.height / 2, 20)];
  const top = document.elementFromPoint(...middle);
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const uncovered = top && (element.contains(top) || top.contains(element) || element.closest("label")?.contains(top));
  return { stop: element.dataset.stop ?? null, what: `${element.tagName.toLowerCase()}.${element.className} "${(element.textContent ?? "").trim().slice(0, 40)}"`, ring, inView, uncovered: Boolean(uncovered) };
};

for (const dashboard of ["mobile-session-health", "frontend-session-health"])
  test(`Tab reaches every control of ${dashboard}, the focus is seen and nothing lies over it`, () =>
    withPage(
      browser,
      async (page) => {
        // Of a group of radio buttons Tab comes to one; arrow keys lead to the others.
        const expected = (await page.evaluate(controls)).filter(({ byArrow }) => !byArrow);
        assert.ok(expected.length > 40, `${expected.length} controls`);
        const reached = new Set();
        for (let step = 0; step < expected.length + 20; step++) {
          await page.keyboard.press("Tab");
          const at = await page.evaluate(focus);
          if (at === null || (at.stop && reached.has(at.stop))) break;
          if (at.stop) reached.add(at.stop);
          assert.ok(at.ring, `one sees the focus on ${at.what}`);
          assert.ok(at.inView, `${at.what} is in view`);
          assert.ok(at.uncovered, `nothing covers ${at.what}`);
        }
        const missed = expected.filter(({ stop }) => !reached.has(stop));
        assert.deepEqual(missed.map(({ what }) => what), [], "every control is a stop");
      },
      { url: `${url()}&dashboard=${dashboard}` },
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

for (const width of [1440, 375])
  test(`nothing jumps while the numbers come, at ${width} px`, () =>
    withPage(
      browser,
      async (page) => {
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
        await open(page, url());
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
    },
    { url: url(), viewport: { width: 1000, height: 1400 } },
  ));
