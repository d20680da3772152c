// A few charts as Chromium draws them, beside pictures of how they looked: tests/e2e/snapshots, one pixel for a block of the
// canvas, so that how letters are drawn does not matter. UPDATE_SNAPSHOTS=1 takes new ones: look at them before they are kept.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, startBrowser, withPage } from "./support/browser.mjs";
import { root } from "./support/root.mjs";

const FOLDER = `${root}/tests/e2e/snapshots`;
const [WIDTH, HEIGHT] = [96, 32];
/** Of 256 steps: how far a block may be off, and which share of the blocks may be farther. */
const [NEAR, SHARE] = [24, 0.02];

let backend, browser;
before(async () => ([backend, browser] = await Promise.all([startBackend(), startBrowser()])));
after(async () => {
  await browser?.close();
  await backend?.stop();
});

/** Runs in the page: the plot of a widget, or a kept picture, as blocks on white or black, and as a PNG. */
async function blocks([id, kept, width, height, dark]) {
  const source = id ? document.querySelector(`figure[data-widget-id="${id}"] canvas.chart-plot`) : await createImageBitmap(new Blob([Uint8Array.from(atob(kept), (c) => c.charCodeAt(0))], { type: "image/png" }));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  context.fillStyle = dark ? "#000" : "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, width, height);
  return { data: [...context.getImageData(0, 0, width, height).data], png: canvas.toDataURL("image/png").split(",")[1] };
}

/** Share of the blocks that are not as they were. */
const off = (a, b) => a.filter((value, i) => i % 4 === 0 && [0, 1, 2].some((c) => Math.abs(a[i + c] - b[i + c]) > NEAR)).length / (a.length / 4);

for (const colorScheme of ["light", "dark"])
  test(`charts look as they did, ${colorScheme}`, () =>
    withPage(
      browser,
      async (page) => {
        await page.evaluate(() => document.fonts.ready);
        const drawn = {};
        for (const id of ["sessions-by-release", "session-health", "release-adoption", "issue-counts"]) {
          const file = `${FOLDER}/${id}-${colorScheme}.png`;
          const now = await page.evaluate(blocks, [id, null, WIDTH, HEIGHT, colorScheme === "dark"]);
          drawn[id] = now.data;
          if (process.env.UPDATE_SNAPSHOTS) {
            fs.mkdirSync(FOLDER, { recursive: true });
            fs.writeFileSync(file, Buffer.from(now.png, "base64"));
          }
          const kept = await page.evaluate(blocks, [null, fs.readFileSync(file).toString("base64"), WIDTH, HEIGHT, colorScheme === "dark"]);
          const share = off(now.data, kept.data);
          if (share > SHARE) {
            fs.mkdirSync(`${root}/tests/e2e/results`, { recursive: true });
            fs.writeFileSync(`${root}/tests/e2e/results/${id}-${colorScheme}.png`, Buffer.from(now.png, "base64"));
          }
          assert.ok(share <= SHARE, `${(share * 100).toFixed(1)}% of ${id} looks different: see tests/e2e/results`);
        }
        // The measure tells charts apart.
        assert.ok(off(drawn["session-health"], drawn["release-adoption"]) > 10 * SHARE);
        assert.ok(off(drawn["session-health"], drawn["issue-counts"]) > 10 * SHARE);
      },
      { url: `${backend.url}/?statsPeriod=7d`, colorScheme },
    ));
