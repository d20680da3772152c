// Charts at work: zoom by mouse, finger and keyboard, and the way back; the cursor that all charts share; what is painted when.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { ready, startBrowser, withPage } from "./support/browser.mjs";
import { readSeries, widget } from "./support/contract.mjs";

let backend, browser;
before(async () => ([backend, browser] = await Promise.all([startBackend(), startBrowser()])));
after(async () => {
  await browser?.close();
  await backend?.stop();
});

const chart = (page, id) => widget(page, id).locator(".chart");
const range = (page) => ["start", "end", "statsPeriod"].map((key) => new URL(page.url()).searchParams.get(key));
const zoomOut = (page) => page.getByRole("button", { name: "Zoom out" });

/** Presses at one share of a chart's width and moves to another, with the button still down. */
async function drag(page, id, from, to) {
  await chart(page, id).scrollIntoViewIfNeeded();
  const box = await chart(page, id).boundingBox();
  const at = (share) => [box.x + box.width * share, box.y + box.height / 3];
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at((from + to) / 2));
  await page.mouse.move(...at(to));
}

test("a drag narrows the page to the buckets under it; Zoom out and Back lead back, Esc gives up", () =>
  withPage(
    browser,
    async (page) => {
      await drag(page, "crash-free-sessions-by-release", 0.4, 0.6);
      await page.keyboard.press("Escape");
      await page.mouse.up();
      assert.deepEqual(range(page), [null, null, "7d"], "Esc gives up");

      await drag(page, "crash-free-sessions-by-release", 0.4, 0.6);
      await page.mouse.up();
      await ready(page);
      const [start, end] = range(page).map((time) => time && Date.parse(time));
      assert.ok(start % 3_600_000 === 0 && end % 3_600_000 === 0, "whole buckets");
      assert.ok(end - start > 20 * 3_600_000 && end - start < 50 * 3_600_000, `a fifth of seven days: ${(end - start) / 3_600_000} h`);
      const { starts } = await readSeries(page, "session-health");
      assert.equal(starts[0], start, "another widget shows the same range");
      assert.ok(starts.at(-1) < end);

      await zoomOut(page).click();
      await ready(page);
      assert.deepEqual(range(page), [null, null, "7d"]);
      assert.equal(await zoomOut(page).count(), 0);
      await page.goBack();
      await ready(page);
      assert.deepEqual(range(page).slice(0, 2).map(Date.parse), [start, end], "Back finds the zoom again");
      await page.goBack();
      await ready(page);
      assert.deepEqual(range(page), [null, null, "7d"], "and what was before it");
    },
    { url: `${backend.url}/?statsPeriod=7d` },
  ));

test("start and end typed in do what a drag does", () =>
  withPage(
    browser,
    async (page) => {
      await page.getByRole("button", { name: /^Time range/ }).click();
      const panel = page.getByRole("dialog", { name: "Time range" });
      await panel.getByLabel("Start").fill("2026-11-16T10:00");
      await panel.getByLabel("End").fill("2026-11-16T22:00");
      await panel.getByLabel("End").press("Enter");
      await ready(page);
      assert.deepEqual(range(page).slice(0, 2), ["2026-11-16T09:00:00Z", "2026-11-16T21:00:00Z"], "times in Berlin");
      const { starts } = await readSeries(page, "session-health");
      assert.equal(starts[0], Date.parse("2026-11-16T09:00:00Z"));
    },
    { url: `${backend.url}/?statsPeriod=7d` },
  ));
