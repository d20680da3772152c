// 320 CSS pixels, which is also a screen of 1280 at 400 %: one reads from top to bottom and never sideways, and nothing is
// cut off (WCAG 1.4.10). Tables may be wider than the screen: they scroll by themselves.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, ready, startBrowser, withPage } from "./support/browser.mjs";

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

const editCopy = async (page) => {
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Duplicate" }).click();
  await page.getByRole("toolbar", { name: "Edit dashboard" }).waitFor();
  await ready(page);
};

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
