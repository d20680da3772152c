// Charts are sharp: the backing store of every canvas has as many pixels as the screen shows, and hairlines are one of them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBackend } from "./support/backend.mjs";
import { open, startBrowser, withPage } from "./support/browser.mjs";

let backend;
before(async () => (backend = await startBackend()));
after(() => backend?.stop());

/**
 * Runs in the page: how many grid lines, axis lines and ticks there are on the plots of all widgets, and where they are not one
 * device pixel. `shot`: a picture of the screen (base64) to look at rather than into the canvases.
 */
async function hairlines(shot) {
  /** Lines that no area of data reaches on that side, by chart; below the axis line none ever does. */
  const CLEAR = { "issue-counts": ["grid above", "grid below", "axis above"], "unhealthy-sessions": ["grid above"] };
  const ratio = devicePixelRatio;
  const screen = shot && (await createImageBitmap(new Blob([Uint8Array.from(atob(shot), (c) => c.charCodeAt(0))], { type: "image/png" })));
  /** What `token` comes to, as bytes. */
  const color = (token) => {
    const probe = document.body.appendChild(document.createElement("span"));
    probe.style.color = `var(${token})`;
    const bytes = getComputedStyle(probe).color.match(/\d+/g).map(Number);
    probe.remove();
    return bytes;
  };
  const [grid, axis, surface] = ["--grid", "--axis", "--surface"].map(color);
  const faults = [];
  let [lines, axes, ticks] = [0, 0, 0];
  for (const canvas of document.querySelectorAll("figure canvas.chart-plot")) {
    const id = canvas.closest("figure").dataset.widgetId;
    const box = canvas.getBoundingClientRect();
    const { width, height } = canvas;
    let pixels;
    if (screen) {
      if (box.bottom > innerHeight) continue;
      const page = new OffscreenCanvas(screen.width, screen.height).getContext("2d");
      page.drawImage(screen, 0, 0);
      pixels = page.getImageData(Math.round(box.left * ratio), Math.round(box.top * ratio), width, height).data;
    } else pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
    const is = ([r, g, b]) => (x, y) => {
      const at = 4 * (y * width + x);
      return x >= 0 && y >= 0 && x < width && y < height && pixels[at + 3] === 255 && pixels[at] === r && pixels[at + 1] === g && pixels[at + 2] === b;
    };
    const isClear = screen ? is(surface) : (x, y) => pixels[4 * (y * width + x) + 3] === 0;
    const [isGrid, isAxis] = [is(grid), is(axis)];
    const along = (y, what) => Array.from({ length: width }, (_, x) => x).filter((x) => what(x, y));
    const found = { axis: [], grid: [] };
    for (let y = 1; y < height - 1; y++)
      for (const [name, what] of [["grid", isGrid], ["axis", isAxis]]) {
        const on = along(y, what);
        // Data may lie on it.
        if (on.length < width / 4) continue;
        found[name].push(y);
        for (const [side, other] of [["above", y - 1], ["below", y + 1]]) {
          const line = `${name} ${side}`;
          if (line !== "axis below" && !CLEAR[id]?.includes(line)) continue;
          const blurred = on.filter((x) => !isClear(x, other)).length;
          if (blurred > on.length / 2) faults.push(`${id}: ${name} at row ${y} of ${height}: ${blurred} of ${on.length} pixels ${side} are not clear`);
        }
      }
    lines += found.grid.length;
    axes += found.axis.length;
    if (found.axis.length !== 1) faults.push(`${id}: ${found.axis.length} axis lines`);
    if (found.grid.length === 0 && CLEAR[id]) faults.push(`${id}: no grid line`);
    // Ticks hang from the axis line, farther than a line of data reaches.
    const below = found.axis[0] + Math.round(3 * ratio);
    for (const x of along(below, isAxis)) {
      ticks++;
      if (isAxis(x + 1, below)) faults.push(`${id}: a tick at column ${x} is wider than a pixel`);
      for (const side of [x - 1, x + 1]) if (side >= 0 && side < width && !isClear(side, below)) faults.push(`${id}: a tick at column ${x} is blurred`);
    }
  }
  return { faults, lines, axes, ticks };
}

/** Fails unless every hairline in the canvases is one device pixel. */
async function assertDrawnSharp(page, about) {
  const drawn = await page.evaluate(hairlines);
  assert.deepEqual(drawn.faults, [], `drawn, ${about}`);
  assert.ok(drawn.axes === 6 && drawn.lines >= 12 && drawn.ticks >= 24, `drawn, ${about}: ${JSON.stringify(drawn)}`);
}

/** Fails unless every hairline on the screen is one device pixel. */
async function assertShownSharp(page, about) {
  const shot = await page.screenshot({ scale: "device" });
  const shown = await page.evaluate(hairlines, shot.toString("base64"));
  assert.deepEqual(shown.faults, [], `shown, ${about}`);
  assert.ok(shown.axes >= 2 && shown.lines >= 4 && shown.ticks >= 8, `shown, ${about}: ${JSON.stringify(shown)}`);
}

for (const colorScheme of ["light", "dark"])
  for (const deviceScaleFactor of [1, 1.25, 1.5, 2, 3])
    test(`hairlines are one device pixel at ratio ${deviceScaleFactor}, ${colorScheme}`, async () => {
      const browser = await startBrowser(deviceScaleFactor);
      await withPage(
        browser,
        async (page) => {
          await open(page, `${backend.url}/?statsPeriod=7d&dashboard=frontend-session-health`);
          await assertDrawnSharp(page, `ratio ${deviceScaleFactor}`);
          await assertShownSharp(page, `ratio ${deviceScaleFactor}`);
        },
        { deviceScaleFactor, colorScheme, viewport: { width: 1411, height: 937 } },
      ).finally(() => browser.close());
    });

test("charts are sharp again whenever the device pixel ratio has changed", async () => {
  const browser = await startBrowser();
  await withPage(
    browser,
    async (page) => {
      // Of a ratio that is emulated Chromium does not tell the page, as it does of one that the screen has; nor does it put
      // elements on its pixels, so that there is nothing to learn from a picture of the screen.
      await page.addInitScript(() => {
        const { matchMedia } = globalThis;
        const watched = [];
        globalThis.matchMedia = (query) => {
          const list = matchMedia.call(globalThis, query);
          if (query.includes("resolution")) watched.push(list);
          return list;
        };
        globalThis.tellRatio = () => watched.splice(0).forEach((list) => list.dispatchEvent(new Event("change")));
      });
      await open(page, `${backend.url}/?statsPeriod=7d&dashboard=frontend-session-health`);
      const chromium = await page.context().newCDPSession(page);
      for (const deviceScaleFactor of [2, 1.25, 3, 1.5, 1]) {
        await chromium.send("Emulation.setDeviceMetricsOverride", { width: 1411, height: 937, deviceScaleFactor, mobile: false });
        await page.waitForFunction((ratio) => devicePixelRatio === ratio, deviceScaleFactor);
        await page.evaluate(() => globalThis.tellRatio());
        await page.waitForFunction(
          (ratio) => [...document.querySelectorAll("figure canvas")].every((canvas) => Math.abs(canvas.width - canvas.getBoundingClientRect().width * ratio) <= 1),
          deviceScaleFactor,
        );
        await assertDrawnSharp(page, `changed to ${deviceScaleFactor}`);
      }
    },
    { viewport: { width: 1411, height: 937 } },
  ).finally(() => browser.close());
});

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
