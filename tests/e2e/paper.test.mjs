// What comes out of the printer: light charts of the paper's width, the filters that are on, and what lies over the page whole.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { startBrowser, withPage } from "./support/browser.mjs";
import { widget } from "./support/contract.mjs";

let backend, browser;
before(async () => ([backend, browser] = await Promise.all([startBackend(), startBrowser()])));
after(async () => {
  await browser?.close();
  await backend?.stop();
});

const chart = (page, id) => widget(page, id).locator(".chart");

/** The page as it is printed on A4. */
async function print(page) {
  await page.setViewportSize({ width: 718, height: 1000 });
  await page.emulateMedia({ media: "print" });
  await page.waitForTimeout(200);
}

/** What scrolls in the element that a selector finds: on paper the rest of it is lost. */
const cutOff = (page, selector) =>
  page.locator(selector).evaluate((element) => {
    const boxes = [element, ...element.querySelectorAll("*")].filter((each) => !each.closest(".visually-hidden") && each.checkVisibility() && !["visible", "clip"].includes(getComputedStyle(each).overflowY));
    return boxes.filter((each) => each.scrollHeight > each.clientHeight + 1).map((each) => each.className);
  });

test("on paper a dark page has light charts", () =>
  withPage(
    browser,
    async (page) => {
      const picture = () => chart(page, "session-health").locator(".chart-plot").evaluate((plot) => plot.toDataURL());
      const dark = await picture();
      await page.emulateMedia({ colorScheme: "light" });
      await page.waitForTimeout(200);
      const light = await picture();
      await page.emulateMedia({ colorScheme: "dark" });
      await page.waitForTimeout(200);
      assert.equal(await picture(), dark);
      assert.notEqual(light, dark);
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      await page.waitForTimeout(200);
      assert.equal(await picture(), light);
    },
    { url: `${backend.url}/?statsPeriod=7d`, colorScheme: "dark" },
  ));

test("on paper charts are drawn for the paper's width, and on screen for the screen's again", () =>
  withPage(
    browser,
    async (page) => {
      await page.evaluate(() => {
        const side = (canvas, box) => ({ drawn: canvas.width, laidOut: box.width * devicePixelRatio });
        const canvases = [...document.querySelectorAll("canvas.chart-plot, canvas.spark")];
        globalThis.sizes = () => canvases.map((canvas) => side(canvas, canvas.getBoundingClientRect()));
        // After the page's own listener, and before the paper is drawn.
        matchMedia("print").addEventListener("change", ({ matches }) => matches && (globalThis.paper = globalThis.sizes()));
      });
      const sizes = () => page.evaluate(() => globalThis.sizes());
      const screen = await sizes();
      await page.pdf({ format: "A5" });
      const paper = await page.evaluate(() => globalThis.paper);
      assert.ok(paper.length >= 8 && paper.some(({ laidOut }, i) => Math.abs(laidOut - screen[i].laidOut) > 50), "another width");
      assert.deepEqual(paper.filter(({ drawn, laidOut }) => Math.abs(drawn - laidOut) > 1), []);
      await page.waitForTimeout(200);
      assert.deepEqual(await sizes(), screen);
    },
    { url: `${backend.url}/?statsPeriod=7d` },
  ));

test("on paper stand the filters that are on, and no others", () =>
  withPage(
    browser,
    async (page) => {
      await print(page);
      const words = (await page.locator(".filter-bar").innerText()).split("\n").map((each) => each.trim()).filter(Boolean);
      assert.deepEqual(words, ["Projects", "Shop for iOS", "Environments", "staging"]);
    },
    { url: `${backend.url}/?statsPeriod=7d&project=1&environment=staging` },
  ));

for (const [what, query, selector, inside] of [
  ["a widget looked at closely", "&expanded=session-health", ".expanded", "canvas.chart-plot"],
  ["a list of releases", "&rd=show&rdChart=issue-counts&rdStart=2026-11-06T00:00:00Z&rdEnd=2026-11-14T00:00:00Z", ".drawer", "tbody tr:last-child"],
])
  test(`on paper, ${what} is all there is, and whole`, () =>
    withPage(
      browser,
      async (page) => {
        await page.locator(`${selector} tbody tr`).first().waitFor();
        await print(page);
        assert.ok(await page.locator(`${selector} ${inside}`).first().isVisible());
        for (const other of ["header.top-bar", "main.page", ".drawer-scrim"]) assert.equal(await page.locator(other).filter({ visible: true }).count(), 0, other);
        assert.deepEqual(await cutOff(page, selector), []);
        assert.equal(await page.locator(`${selector} button.icon-button`).filter({ visible: true }).count(), 0, "nothing to press");
      },
      { url: `${backend.url}/?statsPeriod=7d${query}` },
    ));

test("on paper the numbers of a chart have all their rows and columns", () =>
  withPage(
    browser,
    async (page) => {
      const figure = widget(page, "crash-free-sessions-by-release");
      await figure.getByRole("button", { name: "View data" }).click();
      await figure.locator("tbody tr").first().waitFor();
      await print(page);
      assert.equal(await figure.locator("tbody tr").count(), 25);
      const [card, last] = await Promise.all([figure.boundingBox(), figure.locator("tbody tr:last-child td:last-child").boundingBox()]);
      assert.ok(last.y + last.height <= card.y + card.height + 1 && last.x + last.width <= card.x + card.width + 1, `${JSON.stringify(last)} in ${JSON.stringify(card)}`);
      assert.equal(await figure.getByLabel("Rows per page").isVisible(), false);
    },
    { url: `${backend.url}/?statsPeriod=24h` },
  ));
