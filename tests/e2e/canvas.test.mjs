// Charts are sharp: the backing store of every canvas has as many pixels as the screen shows.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, startBrowser, withPage } from "./support/browser.mjs";

let backend;
before(async () => (backend = await startBackend()));
after(() => backend?.stop());

for (const deviceScaleFactor of [1, 1.5, 2, 3])
  test(`device pixel ratio ${deviceScaleFactor}`, async () => {
    const browser = await startBrowser(deviceScaleFactor);
    await withPage(
      browser,
      async (page) => {
        await open(page, `${backend.url}/?statsPeriod=7d`);
        const sizes = await page.$$eval("figure canvas", (all) =>
          all.map((canvas) => {
            const box = canvas.getBoundingClientRect();
            return { id: canvas.closest("figure").dataset.widgetId, width: canvas.width, height: canvas.height, css: [box.width, box.height], left: box.left, top: box.top };
          }),
        );
        assert.ok(sizes.length >= 8, `${sizes.length} canvases`);
        for (const { id, width, height, css } of sizes) {
          assert.ok(css[0] > 0 && css[1] > 0, `${id} has a size`);
          assert.ok(Math.abs(width - css[0] * deviceScaleFactor) <= 1, `${id}: ${width} pixels for ${css[0]} x ${deviceScaleFactor}`);
          assert.ok(Math.abs(height - css[1] * deviceScaleFactor) <= 1, `${id}: ${height} pixels for ${css[1]} x ${deviceScaleFactor}`);
        }
        const blank = await page.$$eval("figure canvas", (all) =>
          all
            .filter((canvas) => !canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean))
            .map((canvas) => canvas.closest("figure").dataset.widgetId),
        );
        assert.ok(sizes.length - blank.length >= 8, `painted: all but ${blank}`);
      },
      { deviceScaleFactor },
    ).finally(() => browser.close());
  });
