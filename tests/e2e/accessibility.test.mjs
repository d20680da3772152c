// axe finds nothing on any view, in both themes, on a desk and on a phone.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";
import { faults, startProxy } from "./support/faulty_proxy.mjs";
import { root } from "./support/root.mjs";

const axe = fs.readFileSync(`${root}/tests/e2e/node_modules/axe-core/axe.min.js`, "utf8");
let backend, browser, proxy;
before(async () => {
  [backend, browser] = await Promise.all([startBackend(), startBrowser()]);
  proxy = await startProxy(backend.url);
});
after(async () => {
  await browser?.close();
  await proxy?.stop();
  await backend?.stop();
});

// The page contract asks for <aside role="dialog">; a best-practice rule of axe would rather have another element.
const isTheContractsDrawer = ({ id, nodes }) => id === "aria-allowed-role" && nodes.every(({ html }) => html.startsWith("<aside ") && html.includes('role="dialog"'));

const VIEWS = {
  "mobile dashboard": async (page) => open(page, `${backend.url}/?statsPeriod=14d`),
  "frontend dashboard": async (page) => open(page, `${backend.url}/?statsPeriod=14d&dashboard=frontend-session-health`),
  "compared with the period before": async (page) => open(page, `${backend.url}/?statsPeriod=7d&compare=1`),
  "compared, expanded, zoomed": async (page) => open(page, `${backend.url}/?statsPeriod=7d&compare=1&expanded=session-health&expandedStart=2026-11-12T00:00:00Z&expandedEnd=2026-11-14T00:00:00Z`),
  "data table open": async (page) => {
    await open(page, `${backend.url}/?statsPeriod=24h`);
    await page.getByRole("button", { name: /view data/i }).first().click();
  },
  "widget menu": async (page) => {
    await open(page, `${backend.url}/?statsPeriod=24h`);
    await page.getByRole("button", { name: /^Actions for/ }).nth(3).click();
    await page.getByRole("menu").waitFor();
  },
  "expanded view": async (page) => open(page, `${backend.url}/?statsPeriod=24h&expanded=crash-free-sessions-by-release`),
  "release drawer": async (page) => {
    await open(page, `${backend.url}/?statsPeriod=14d`);
    await page.locator("tr[data-release]").first().getByRole("button").or(page.locator("tr[data-release]").first().getByRole("link")).first().click();
    await page.getByRole("dialog").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "View data" }).first().click();
  },
  "releases of a chart": async (page) => {
    await open(page, `${backend.url}/?statsPeriod=14d&rd=show&rdChart=issue-counts&rdStart=2026-11-06T00:00:00Z&rdEnd=2026-11-14T00:00:00Z`);
    await page.getByRole("dialog").locator(".chart-plot").first().waitFor();
  },
  "empty": async (page) => open(page, `${backend.url}/?release=nothing%401.0.0`),
  "failure": async (page) => {
    proxy.fault(/\/sessions\/raw\//, faults.status(500, "Internal Error"));
    await open(page, proxy.url);
  },
};

/** Fails with what axe finds, and where the page is wider than the screen. */
async function assertAccessible(page, what = "") {
  // A colour on its way to another is none that anybody reads by.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().filter((each) => Number.isFinite(each.effect.getComputedTiming().endTime)).map((each) => each.finished)));
  // Through the debugger: the page's own policy stays on.
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const violations = found.violations.filter((violation) => !isTheContractsDrawer(violation));
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.slice(0, 5).map((node) => `    ${node.target}  ${node.failureSummary?.split("\n")[1] ?? ""}`).join("\n")}`);
  assert.equal(violations.length, 0, `${what} ${told.join("\n")}`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `${what}: the page is ${overflow} px wider than the screen`);
  await assertLegible(page, what);
}

/** Fails where text is smaller than 12 px. */
async function assertLegible(page, what) {
  const small = await page.evaluate(() => {
    const texts = [...document.body.querySelectorAll("*")].filter((each) => [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()) && each.checkVisibility());
    if (texts.length < 10) throw new Error(`${texts.length} texts`);
    return texts.map((each) => [Number.parseFloat(getComputedStyle(each).fontSize), each.className, each.textContent.trim().slice(0, 40)]).filter(([size]) => size < 12);
  });
  assert.deepEqual(small, [], what);
}

for (const [name, visit] of Object.entries(VIEWS))
  for (const colorScheme of ["light", "dark"])
    for (const width of [1440, 375])
      test(`${name}, ${colorScheme}, ${width} px`, () =>
        withPage(
          browser,
          async (page) => {
            await visit(page);
            await assertAccessible(page);
          },
          { colorScheme, viewport: { width, height: 900 }, expected: [/Failed to load resource/] },
        ));

for (const colorScheme of ["light", "dark"])
  for (const width of [1440, 375])
    test(`panels of the filters, ${colorScheme}, ${width} px`, () =>
      withPage(
        browser,
        async (page) => {
          for (const [button, name] of [[/^Projects/, "Projects"], [/^Environments/, "Environments"], [/^Releases/, "Releases"], [/^Add filter/, /./], [/^Time range/, "Time range"], [/^Interval/, "Interval"]]) {
            await page.getByRole("button", { name: button }).first().click();
            const panel = page.locator(":popover-open").filter({ has: page.locator("button, input, [role=option]") });
            await panel.locator("button, input, [role=option]").first().waitFor();
            await assertAccessible(page, String(button));
            await page.keyboard.press("Escape");
            await panel.waitFor({ state: "hidden" });
          }
        },
        { colorScheme, viewport: { width, height: 900 }, url: `${backend.url}/?statsPeriod=24h` },
      ));

for (const [colorScheme, width] of [["light", 1440], ["light", 375], ["dark", 1440], ["dark", 375]])
  test(`settings, share, rename, lists, edit mode, library and builder, ${colorScheme}, ${width} px`, () =>
    withPage(
      browser,
      async (page) => {
        const menu = async (item) => {
          await page.getByRole("button", { name: "More", exact: true }).click();
          await page.getByRole("button", { name: item, exact: true }).click();
        };
        const look = async (name) => {
          const dialog = page.getByRole("dialog", { name });
          await dialog.locator("button, input").nth(1).waitFor();
          await assertAccessible(page, name);
          await page.keyboard.press("Escape");
          await dialog.waitFor({ state: "detached" });
        };
        await page.getByRole("button", { name: "Duplicate", exact: true }).click();
        await page.waitForURL(/dashboard=own-/);
        for (const [item, name] of [["Settings and keys…", "Settings and keys"], ["Share link…", "Share dashboard"], ["Rename…", "Rename dashboard"], ["Export…", /^Export/], ["Import…", /^Import/], ["All dashboards…", "Dashboards"]]) {
          await menu(item);
          await look(name);
        }
        await page.getByRole("button", { name: "Edit", exact: true }).click();
        await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor();
        await page.locator(".edit-grip").first().waitFor();
        await assertAccessible(page, "edit mode");
        await page.getByRole("button", { name: "Add widget" }).click();
        await page.getByRole("button", { name: "Build your own" }).waitFor();
        await assertAccessible(page, "library");
        await page.getByRole("button", { name: "Build your own" }).click();
        await page.getByRole("dialog", { name: "New widget" }).getByLabel("Filter").waitFor();
        await page.locator('[data-widget-id="preview"][data-state="ready"]').waitFor();
        await look("New widget");
      },
      { colorScheme, viewport: { width, height: 900 }, url: `${backend.url}/?statsPeriod=24h` },
    ));

test("what happens is said: loading, failure, filters, what was done; in regions that were there before it", async () => {
  proxy.heal();
  await withPage(
    browser,
    async (page) => {
      // What a screen reader speaks: texts that change in a live region. One that comes with its text is silent.
      await page.addInitScript(() => {
        globalThis.spoken = [];
        const regions = new Map();
        const look = () => {
          for (const region of document.querySelectorAll("[role=status], [role=alert], [aria-live=polite]")) {
            const text = region.textContent.trim();
            if (regions.has(region) && regions.get(region) !== text && text) globalThis.spoken.push(text);
            regions.set(region, text);
          }
        };
        new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
      });
      const hear = (words) => page.waitForFunction((words) => globalThis.spoken.some((text) => new RegExp(words).test(text)), words.source);
      proxy.fault(/\/sessions\/raw\//, faults.status(500, "Internal Error"));
      await open(page, `${proxy.url}/?statsPeriod=24h`);
      await hear(/^Loading failed\. The backend failed \(500\)/);
      proxy.heal();
      await page.getByRole("button", { name: "Retry" }).first().click();
      await hear(/^Loading sessions/);
      await hear(/^Loaded [\d,]+ sessions\.$/);
      await ready(page);
      await page.getByRole("button", { name: /^Environments/ }).click();
      await page.getByRole("dialog", { name: "Environments" }).getByRole("option", { name: "production" }).click();
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /^Projects/ }).click();
      await page.getByRole("dialog", { name: "Projects" }).getByRole("option").first().waitFor();
      assert.ok((await page.locator(".badge-letter").count()) > 1);
      await assertLegible(page, "the choice of projects");
      await page.keyboard.press("Escape");
      await hear(/^Showing Last 24 hours, all projects, 1 of 3 environments\.$/);
      await page.getByRole("button", { name: "Duplicate", exact: true }).click();
      await hear(/Duplicated as “Mobile Session Health copy”/);
    },
    { expected: [/Failed to load resource/] },
  );
});

test("a chosen theme holds at once, after a reload before the first paint, and until the system's is chosen", () =>
  withPage(
    browser,
    async (page) => {
      await page.addInitScript(() => {
        new PerformanceObserver((list) => (globalThis.paintAt = list.getEntriesByName("first-paint")[0]?.startTime ?? globalThis.paintAt)).observe({ type: "paint", buffered: true });
        new MutationObserver(() => {
          if (document.documentElement?.dataset.theme) globalThis.themeAt ??= performance.now();
        }).observe(document, { attributes: true, childList: true, subtree: true, attributeFilter: ["data-theme"] });
      });
      await open(page, `${backend.url}/?start=2026-11-16T00:00:00Z&end=2026-11-18T00:00:00Z`);
      const plots = () => page.$$eval("figure .chart-plot", (all) => all.map((plot) => Number(plot.dataset.paints)));
      // Paper and ink: what the page and the letters beside the axes are drawn in, from 0 (black) to 255.
      const shades = () =>
        page.evaluate(() => {
          const light = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
          const of = (color) => light(color.match(/[\d.]+/g).map(Number));
          const canvas = document.querySelector("figure .chart-plot");
          const { data } = canvas.getContext("2d").getImageData(0, 0, 60, canvas.height);
          const ink = [];
          for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) ink.push(light(data.slice(i, i + 3)));
          return { paper: of(getComputedStyle(document.documentElement).backgroundColor), ink: ink.reduce((sum, each) => sum + each, 0) / ink.length };
        });
      const choose = (label) => page.getByRole("group", { name: "Theme" }).getByTitle(label).click();
      const [light, before] = [await shades(), await plots()];
      assert.ok(light.paper > 200 && light.ink < 160, JSON.stringify(light));
      await choose("Dark theme");
      await page.waitForFunction((before) => [...document.querySelectorAll("figure .chart-plot")].every((plot, at) => Number(plot.dataset.paints) > before[at]), before);
      const dark = await shades();
      assert.ok(dark.paper < 60 && dark.ink > light.ink + 15, `every plot is drawn anew: ${JSON.stringify([light, dark])}`);

      // The page is slow to come: what it shows until then is dark, too.
      await page.route(/boot-.*\.js/, async (route) => {
        await new Promise((done) => setTimeout(done, 500));
        await route.continue();
      });
      await page.reload();
      await ready(page);
      await page.waitForFunction(() => globalThis.paintAt);
      const [themeAt, paintAt] = await page.evaluate(() => [globalThis.themeAt, globalThis.paintAt]);
      assert.ok(themeAt <= paintAt, `chosen at ${themeAt} ms, first painted at ${paintAt} ms`);
      assert.deepEqual(await shades(), dark, "kept");

      await choose("System theme");
      await page.waitForFunction(() => !document.documentElement.dataset.theme);
      assert.ok((await shades()).paper > 200);
      const painted = await plots();
      await page.emulateMedia({ colorScheme: "dark" });
      await page.waitForFunction((before) => [...document.querySelectorAll("figure .chart-plot")].every((plot, at) => Number(plot.dataset.paints) > before[at]), painted);
      assert.deepEqual(await shades(), dark, "the system's again, whatever it is");
    },
    // Without the tests' clock, which stands in for the one that paints are timed by.
    { now: null, colorScheme: "light", viewport: { width: 1440, height: 2600 } },
  ));
